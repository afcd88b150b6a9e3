"""Read back what was written, by our own reader, before the user is told that it is done."""

from collections.abc import Iterator
from itertools import zip_longest

from annotations.errors import ExportError
from annotations.files import Files, files_of
from annotations.formats.documents import Written, fingerprint
from annotations.formats.table import Format
from annotations.records import Refusal
from annotations.staging import Folder


def check(format_: Format, dataset: Folder, name: str, written: Written) -> None:
    """Raise ``ExportError`` unless a split reads, document by document, as its writer meant it.

    Texts, spans with all that the format holds of them, annotators and states are compared, by one number
    for each document, in constant memory but for these. A format that nobody can read back is not checked.
    """
    with files_of(dataset.path / (name + format_.suffix)) as files:
        for number, (meant, found) in enumerate(zip_longest(written.fingerprints, _found(format_, files)), 1):
            if meant != found:
                raise _wrong(number, "is missing" if found is None else "does not read as it was meant")


def _found(format_: Format, files: Files) -> Iterator[int]:
    if format_.check is not None:
        for name in files.names(format_.suffix):
            with files.open(name) as stream:
                yield from format_.check(stream)
        return
    for number, item in enumerate(format_.reading(files), 1):
        if isinstance(item, Refusal):
            raise _wrong(number, f"is refused: {item.reason}")
        yield fingerprint(item)


def _wrong(number: int, what: str) -> ExportError:
    return ExportError(
        f"what was written is wrong, so nothing was left of it: read back, document {number:,} {what}"
    )
