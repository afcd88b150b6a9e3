"""Read back what was written, by our own reader, before the user is told that it is done."""

from itertools import zip_longest

from annotations.errors import ExportError
from annotations.files import files_of
from annotations.formats.documents import Written, fingerprint
from annotations.formats.table import Format
from annotations.records import Refusal
from annotations.staging import Folder


def check(format_: Format, dataset: Folder, name: str, written: Written) -> None:
    """Raise ``ExportError`` unless a split reads, document by document, as its writer meant it.

    Texts, spans with all that the format holds of them, annotators and states are compared, by one number
    for each document, in constant memory but for these. A format without a reader is not checked here.
    """
    if format_.read is None and format_.read_folder is None:
        return
    with files_of(dataset.path / (name + format_.suffix)) as files:
        number = 0
        for number, (meant, item) in enumerate(zip_longest(written.fingerprints, format_.reading(files)), 1):
            if item is None:
                raise _wrong(number, "is missing")
            if isinstance(item, Refusal):
                raise _wrong(number, f"is refused: {item.reason}")
            if meant != fingerprint(item):
                raise _wrong(number, "does not read as it was meant")


def _wrong(number: int, what: str) -> ExportError:
    return ExportError(
        f"what was written is wrong, so nothing was left of it: read back, document {number:,} {what}"
    )
