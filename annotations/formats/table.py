"""The exchange formats, one row each: what ``copydesk export`` and ``copydesk import`` can name.

A format is either a file for each split of a dataset (``suffix`` is the end of its name) or a folder for
each (``suffix`` is empty). What a dataset has once, such as the configuration of the tool that is to read
it, ``finish`` writes into the folder that holds the splits.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import BinaryIO, NamedTuple, Protocol

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats import (
    brat,
    brat_files,
    conll,
    csv_table,
    docbin,
    docbin_config,
    doccano,
    doccano_lines,
    hf,
    hf_card,
    hf_reading,
    html,
    jsonl,
    jsonl_line,
    labelstudio,
    labelstudio_tasks,
    slate,
    slate_files,
    uima,
    uima_files,
    webannotation,
)
from annotations.formats.documents import ASPECTS, Aspect, Document, ImportedDocument, Request, Unit, Written
from annotations.records import Refusal
from annotations.staging import Folder

#: What a program found, which belongs to whole articles.
FOUND: frozenset[Aspect] = frozenset({"entities", "quotations", "suggestions"})


class Writer(Protocol):
    """Writes documents as one file, streaming, and accounts for what it could not carry.

    Raises ``ExportError`` when a tag does not cover the words it was set on.
    """

    def __call__(self, documents: Iterable[Document], out: BinaryIO, request: Request) -> Written: ...  # noqa: D102 - the class says it


class Reader(Protocol):
    """Reads a file, one document at a time; what is wrong is refused and the rest goes on."""

    def __call__(self, stream: BinaryIO, *, source: str) -> Iterator[ImportedDocument | Refusal]: ...  # noqa: D102 - the class says it


class FolderWriter(Protocol):
    """Writes documents as the files of one folder, otherwise as a ``Writer`` does."""

    def __call__(self, documents: Iterable[Document], out: Folder, request: Request) -> Written: ...  # noqa: D102 - the class says it


class FolderReader(Protocol):
    """Reads all files of a folder, a zip, or the one file that the user named, otherwise as a ``Reader``."""

    def __call__(self, files: Files) -> Iterator[ImportedDocument | Refusal]: ...  # noqa: D102 - the class says it


class Finisher(Protocol):
    """Writes what a dataset has once; ``splits`` has the account of each, in their order."""

    def __call__(self, out: Folder, request: Request, splits: Mapping[str, Written]) -> None: ...  # noqa: D102 - the class says it


class Format(NamedTuple):
    """One exchange format; a side that it does not have is None."""

    name: str
    about: str
    #: How the name of a split's file ends, with its point; empty where each split is a folder.
    suffix: str = ""
    write: Writer | None = None
    read: Reader | None = None
    write_folder: FolderWriter | None = None
    read_folder: FolderReader | None = None
    finish: Finisher | None = None
    #: For a file that nobody can import, or that is checked faster than it is imported: reads it as its
    #: users will, and yields the numbers that ``Written.fingerprints`` has to hold.
    check: Callable[[BinaryIO], Iterator[int]] | None = None
    #: What its offsets count, for the manifest.
    offsets: str = "Unicode code points, end-exclusive"
    #: What a number of a document in a file counts.
    numbers: str = "line"
    #: What it has a place for; the rest is counted as lost.
    carries: frozenset[Aspect] = frozenset()
    #: What of ``FOUND`` goes along with sentences and paragraphs too.
    in_parts: frozenset[Aspect] = frozenset()
    #: The choices it offers: values by name, the first is what it does unasked.
    options: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    #: The choices that its reader of one file offers, likewise: keywords that it takes.
    read_options: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    #: Whether it cannot be written without tokens.
    tokens: bool = False
    #: Whether its writer asks for the labels that there are, which have to be looked for.
    labels: bool = True

    @property
    def in_folder(self) -> bool:
        """Whether a dataset of one split is a folder already."""
        return self.write is None or self.finish is not None

    def held(self, unit: Unit) -> frozenset[Aspect]:
        """Return what it has a place for, in objects that each hold such a unit."""
        return self.carries if unit == "article" else (self.carries - FOUND) | self.in_parts

    def choosing(self, choices: Mapping[str, str]) -> "Format":
        """Return the format with its reader told what was chosen; raises ``FormatError`` if it cannot be."""
        for name, value in choices.items():
            if value not in self.read_options.get(name, ()):
                raise FormatError(f'the import of {self.name} knows no {name} "{value}"')
        if not choices:
            return self
        told: Callable[..., Iterator[ImportedDocument | Refusal]] | None = self.read
        assert told is not None
        return self._replace(read=partial(told, **choices))

    def reading(self, files: Files) -> Iterator[ImportedDocument | Refusal]:
        """Read everything of this format in ``files``."""
        if self.read_folder is not None:
            yield from self.read_folder(files)
        elif self.read is not None:
            for name in files.names(self.suffix):
                with files.open(name) as stream:
                    yield from self.read(stream, source=files.place(name))


_EVERYTHING: frozenset[Aspect] = frozenset(ASPECTS)

FORMATS = (
    Format(
        "jsonl",
        "JSON lines as Prodigy and spaCy know them",
        ".jsonl",
        jsonl.write,
        jsonl.read,
        check=jsonl_line.check,
        carries=_EVERYTHING,
        labels=False,
    ),
    Format(
        "spacy",
        "spaCy's DocBin files, with a configuration to train on them",
        write_folder=docbin.write,
        read_folder=docbin.read,
        finish=docbin_config.finish,
        offsets="tokens (spaCy's spans; start_char and end_char are Unicode code points, end-exclusive)",
        carries=frozenset({"text", "title", "source", "annotator", "state", "article labels", "entities"}),
        in_parts=frozenset({"entities"}),
        numbers="text",
        tokens=True,
    ),
    Format(
        "conll",
        "columns of tokens and tags (IOB2) with tabs between them",
        ".conll",
        conll.write,
        conll.read,
        offsets="tokens, one a line",
        carries=frozenset({"text"}),
        options={"overlap": ("columns", "longest", "first"), "docstart": ("yes", "no")},
        tokens=True,
    ),
    Format(
        "hf",
        "Parquet or JSON lines with a card, for Hugging Face's datasets",
        write_folder=hf.write,
        read_folder=hf_reading.read,
        finish=hf_card.finish,
        carries=_EVERYTHING,
        options={"file": ("parquet", "jsonl")},
        numbers="row",
    ),
    Format(
        "csv",
        "a table with a row for each tag, for spreadsheets",
        ".csv",
        csv_table.write,
        check=csv_table.check,
        carries=_EVERYTHING - FOUND - {"text", "byline", "date", "metadata"},
        options={"csv-raw": ("no", "yes")},
        labels=False,
    ),
    Format(
        "html",
        "a page to read and to print, with tags, quotations and speakers",
        ".html",
        html.write,
        check=html.check,
        carries=_EVERYTHING - {"metadata", "suggestions"},
    ),
    Format(
        "labelstudio",
        "tasks for Label Studio, with the labelling configuration",
        ".json",
        labelstudio.write,
        labelstudio_tasks.read,
        finish=labelstudio.finish,
        carries=_EVERYTHING,
        labels=False,
    ),
    Format(
        "doccano",
        "JSON lines for doccano",
        ".jsonl",
        doccano.write,
        doccano_lines.read,
        offsets="UTF-16 code units (with the option grapheme: grapheme clusters), end-exclusive",
        carries=_EVERYTHING - {"suggestions"},
        options={"grapheme": ("no", "yes")},
        read_options={"grapheme": ("no", "yes")},
    ),
    Format(
        "brat",
        "texts with stand-off annotations, as brat keeps them",
        write_folder=brat.write,
        read_folder=brat_files.read,
        finish=brat.finish,
        carries=_EVERYTHING,
        labels=False,
    ),
    Format(
        "slate",
        "texts with SLATE's files of annotations",
        write_folder=slate.write,
        read_folder=slate_files.read,
        offsets="lines and tokens, and characters where a tag lies inside of one; all from 0, ends inclusive",
        carries=_EVERYTHING,
        labels=False,
    ),
    Format(
        "uima",
        "UIMA's CAS files with their type system, for INCEpTION",
        write_folder=uima.write,
        read_folder=uima_files.read,
        offsets="UTF-16 code units, end-exclusive",
        carries=_EVERYTHING,
        options={"file": (uima.XMI, uima.JSON)},
        labels=False,
    ),
    Format(
        "webanno",
        "a collection of W3C Web Annotations (JSON-LD)",
        ".jsonld",
        webannotation.write,
        check=webannotation.check,
        carries=_EVERYTHING - {"text", "byline", "date", "metadata", "origin"},
        labels=False,
    ),
)


def writable(name: str) -> Format:
    """Return a format that can be written; raises ``FormatError`` when there is none of that name."""
    return _found(name, [row for row in FORMATS if row.write or row.write_folder], "write")


def readable(name: str) -> Format:
    """Return a format that can be read; raises ``FormatError`` when there is none of that name."""
    return _found(name, [row for row in FORMATS if row.read or row.read_folder], "read")


def _found(name: str, rows: list[Format], verb: str) -> Format:
    for row in rows:
        if row.name == name:
            return row
    raise FormatError(f'cannot {verb} "{name}"; the formats are {", ".join(row.name for row in rows)}')
