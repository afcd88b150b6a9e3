"""The exchange formats, one row each: what ``copydesk export`` and ``copydesk import`` can name."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple, Protocol

from annotations.errors import FormatError
from annotations.formats import jsonl
from annotations.formats.documents import Document, ImportedDocument, Report, Tokenizer, Unit
from annotations.records import Refusal


class Writer(Protocol):
    """Writes documents as one dataset, streaming, and accounts for what it could not carry.

    Raises ``ExportError`` when a tag does not cover the words it was set on.
    """

    def __call__(  # noqa: D102 - the class says it
        self,
        documents: Iterable[Document],
        out: BinaryIO,
        *,
        unit: Unit = "article",
        tokenize: Tokenizer | None = None,
    ) -> Report: ...


class Reader(Protocol):
    """Reads a dataset, one document at a time; what is wrong is refused and the rest goes on."""

    def __call__(  # noqa: D102 - the class says it
        self, stream: BinaryIO, *, source: str = "-"
    ) -> Iterator[ImportedDocument | Refusal]: ...


class Format(NamedTuple):
    """One exchange format; a side that it does not have is None."""

    name: str
    about: str
    write: Writer | None
    read: Reader | None


FORMATS = (Format("jsonl", "JSON lines as Prodigy and spaCy know them", jsonl.write, jsonl.read),)


def writer(name: str) -> Writer:
    """Return the writer of a format; raises ``FormatError`` when there is none."""
    found = {row.name: row.write for row in FORMATS if row.write is not None}
    if name not in found:
        raise FormatError(f'cannot write "{name}"; the formats are {", ".join(found)}')
    return found[name]


def reader(name: str) -> Reader:
    """Return the reader of a format; raises ``FormatError`` when there is none."""
    found = {row.name: row.read for row in FORMATS if row.read is not None}
    if name not in found:
        raise FormatError(f'cannot read "{name}"; the formats are {", ".join(found)}')
    return found[name]
