"""Write documents in a format and read them again, as an export and an import do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from annotations.files import files_of
from annotations.formats import table
from annotations.formats.documents import Document, ImportedDocument, Request, Written, fingerprint
from annotations.records import Refusal
from annotations.staging import Folder


def write(
    format: str, folder: Path, documents: Iterable[Document], request: Request, *, finish: bool = True
) -> Written:
    """Write one split into a folder, with what the dataset has once."""
    row = table.writable(format)
    out = Folder(folder)
    if row.write is not None:
        with out.file("all" + row.suffix) as file:
            written = row.write(documents, file, request)
    else:
        assert row.write_folder is not None
        written = row.write_folder(documents, out.within("all"), request)
    if finish and row.finish is not None:
        row.finish(out, request, {"all": written})
    return written


def read(format: str, path: Path) -> list[ImportedDocument | Refusal]:
    """Read everything at a path: a file, a folder, a zip."""
    with files_of(path) as files:
        return list(table.readable(format).reading(files))


@contextmanager
def there_and_back(
    format: str, documents: Iterable[Document], request: Request
) -> Iterator[tuple[Written, list[ImportedDocument]]]:
    """Write documents and read them; what is refused or differs from what was meant is an error."""
    row = table.writable(format)
    with TemporaryDirectory() as folder:
        written = write(format, Path(folder), documents, request, finish=False)
        found = read(format, Path(folder, "all" + row.suffix))
        taken = [item for item in found if isinstance(item, ImportedDocument)]
        assert taken == found
        if row.check is None:
            assert [fingerprint(item) for item in taken] == list(written.fingerprints)
        else:
            with Path(folder, "all" + row.suffix).open("rb") as stream:
                assert list(row.check(stream)) == list(written.fingerprints)
        yield written, taken
