"""Send documents through a format and back, in memory or through a folder."""

import io
from pathlib import Path
from typing import Any

from annotations.dataset.carrying import carried
from annotations.files import files_of
from annotations.formats import table
from annotations.formats.documents import Document, ImportedDocument, Report, Request, Written, fingerprint
from annotations.records import Refusal, Tag
from annotations.staging import Folder
from tests.annotations.formats.samples import SCHEME, request

ON_ARTICLE = tuple(label.name for label in SCHEME.labels if label.kind == "article")

Read = list[ImportedDocument | Refusal]


def written(format: str, *documents: Document, wanted: Request | None = None) -> tuple[bytes, Written]:
    """Return the file that a format makes of documents, and its account."""
    write, out = table.writable(format).write, io.BytesIO()
    assert write is not None
    held = table.writable(format).held("article")
    report = write(
        carried(documents, held, Report()), out, wanted or request(SCHEME, article_labels=ON_ARTICLE)
    )
    return out.getvalue(), report


def written_into(folder: Path, format: str, *documents: Document, wanted: Request | None = None) -> Written:
    """Write documents as the files of a folder, which is made; return the account."""
    write = table.writable(format).write_folder
    assert write is not None
    folder.mkdir(parents=True)
    return write(documents, Folder(folder), wanted or request(SCHEME, article_labels=ON_ARTICLE))


def read(format: str, data: bytes, **choices: str) -> Read:
    """Return what a format reads in the bytes of a file."""
    reader = table.readable(format).choosing(choices).read
    assert reader is not None
    return list(reader(io.BytesIO(data), source="desk"))


def read_from(path: Path, format: str) -> Read:
    """Return what a format reads in a file, a folder or a zip."""
    with files_of(path) as files:
        return list(table.readable(format).reading(files))


def taken(items: Read) -> list[ImportedDocument]:
    """Return the documents, of which none may have been refused."""
    assert not [item for item in items if isinstance(item, Refusal)], items
    return [item for item in items if isinstance(item, ImportedDocument)]


def lost(item: ImportedDocument) -> list[tuple[str, str]]:
    """Return what is lost of a document, with its example; what sort of label it has left out."""
    return [(kind, detail) for kind, detail, _ in item.lost]


def refused(items: Read) -> str:
    """Return the reason of the one refusal that there has to be."""
    (reason,) = [item.reason for item in items if isinstance(item, Refusal)]
    return reason


def as_meant(report: Written, items: Read) -> bool:
    """Tell whether documents were read as their writer meant them."""
    return [fingerprint(item) for item in taken(items)] == [*report.fingerprints]


def documents_of(items: Read) -> list[Document]:
    """Return what an empty database would send out again after it took all this in."""
    return [
        Document(
            article=item.article,
            annotator=item.annotator,
            state=item.state or "new",
            tags=tuple(_tags(item)),
        )
        for item in taken(items)
    ]


def _tags(item: ImportedDocument) -> Any:
    for number, span in enumerate(item.spans):
        yield Tag(
            id=str(number),
            article=item.article.id,
            start=span.start,
            end=span.end,
            text=span.text,
            label=span.label,
            annotator=span.annotator or item.annotator,
            origin=span.origin,
            note=span.note,
            created="2026-01-01T00:00:00.000Z",
            updated="2026-01-01T00:00:00.000Z",
        )


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with what is in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
