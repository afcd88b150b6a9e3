"""What goes out, comes in and goes out again; and what comes in damaged."""

from pathlib import Path

import msgspec
from hypothesis import strategies as st

from annotations.formats.documents import Document, ImportedDocument, Request, Written
from tests.annotations.formats.detections import labelled, marked
from tests.annotations.formats.exchange import (
    Read,
    as_meant,
    documents_of,
    files,
    read,
    read_from,
    written,
    written_into,
)
from tests.annotations.formats.samples import article, document


def several(most: int) -> st.SearchStrategy[list[Document]]:
    """Draw documents of different articles, with whatever may be marked in them."""
    return st.lists(marked(), min_size=1, max_size=most, unique_by=lambda found: found.article.id)


def untagged(label: str) -> tuple[Document, Document]:
    """Return a document that was seen and has nothing, and one with a label on the whole article alone."""
    of = article("One.", metadata={"desk": "trade"})
    on_article = document(of, labelled(of, label, note="so\non"), state="flagged", annotator="Ben C.")
    return document(article("Nothing."), state="done"), on_article


def same_again(folder: Path, format: str, *found: Document, wanted: Request | None = None) -> None:
    """Check that a folder comes back as it was meant, and that what came back goes out as the same files."""
    report = written_into(folder / "one", format, *found, wanted=wanted)
    items = read_from(folder / "one", format)
    assert as_meant(report, items)
    written_into(folder / "two", format, *documents_of(items), wanted=wanted)
    assert files(folder / "one") == files(folder / "two")


def settles(folder: Path, format: str, found: list[Document], wanted: Request | None = None) -> None:
    """Check that whatever the format had to change when it was written first is not changed again."""
    plain = [msgspec.structs.replace(one, detection=None) for one in found]
    written_into(folder / "first", format, *plain, wanted=wanted)
    same_again(folder, format, *documents_of(read_from(folder / "first", format)), wanted=wanted)


def same_bytes_again(format: str, *found: Document, wanted: Request | None = None) -> Written:
    """Check the same of a file in memory; return the account of its writer."""
    data, report = written(format, *found, wanted=wanted)
    items = read(format, data)
    assert as_meant(report, items)
    assert written(format, *documents_of(items), wanted=wanted)[0] == data
    return report


def damage(data: bytes, place: int, junk: bytes) -> bytes:
    """Return bytes with others in place of some of them."""
    place = min(place, len(data))
    return data[:place] + junk + data[place + len(junk) :]


def check_words(items: Read) -> None:
    """Check that what was read in spite of some damage has the words that its spans say."""
    for item in items:
        if isinstance(item, ImportedDocument):
            text = item.article.text
            assert all(text[span.start : span.end] == span.text for span in item.spans)


def check_damaged(folder: Path, format: str, path: Path, place: int, junk: bytes) -> None:
    """Damage the file of a folder with one document, which is to be refused or read then."""
    path.write_bytes(damage(path.read_bytes(), place, junk))
    items = read_from(folder, format)
    assert len(items) == 1
    check_words(items)
