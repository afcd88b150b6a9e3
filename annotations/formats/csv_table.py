r"""A table of tags, one a row, for spreadsheets and statistics: RFC 4180, UTF-8.

An article without a tag has one row, with an empty label. A spreadsheet runs what begins as a formula, so
such a cell gets an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection), and the
file the mark by which Excel knows UTF-8. With ``csv-raw`` every cell is what it is, and there is no mark.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from annotations.errors import ExportError
from annotations.formats.documents import Document, Request, Written, example, verify
from annotations.formats.units import Part, parts
from annotations.records import Tag

COLUMNS = (
    *("article", "title", "source", "unit_start", "annotator", "state"),
    *("start", "end", "label", "text", "origin", "note", "created", "updated"),
)
#: What spreadsheets take for the beginning of a formula, plain and full-width.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_MARK = b"\xef\xbb\xbf"
_GUARDED = "tags with cells that begin as a formula, which got an apostrophe before them (--csv-raw: none)"
_Row = tuple[str, ...]


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write a header and one row per tag, streaming.

    Raises ``ExportError`` when a tag does not cover the words it was set on, or a text cannot be encoded.
    """
    report = Written()
    raw = request.options.get("csv-raw", "no") == "yes"
    if not raw:
        out.write(_MARK)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for document in documents:
        verify(document)
        for part in parts(document, request.unit, report):
            report.documents += 1
            for tag, row in _rows(document, part):
                safe = row if raw else tuple(map(_guarded, row))
                if tag is not None and safe != row:
                    report.lose(_GUARDED, example(document.article, tag), change="renamed", label=tag.label)
                if tag is not None:
                    report.count(tag.label)
                report.fingerprints.append(hash(safe))
                writer.writerow(safe)
        _flush(buffer, out, document)
    out.write(buffer.getvalue().encode())
    return report


def check(stream: BinaryIO) -> Iterator[int]:
    """Yield what ``Written.fingerprints`` has to hold, row by row, as any reader of CSV finds it."""
    with io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text, strict=True)
        next(rows)
        for row in rows:
            yield hash(tuple(row))


def _flush(buffer: io.StringIO, out: BinaryIO, document: Document) -> None:
    try:
        out.write(buffer.getvalue().encode())
    except UnicodeEncodeError:
        raise ExportError(
            f"article {document.article.id} has half a character in it (a lone surrogate); "
            f"nothing was written"
        ) from None
    buffer.seek(0)
    buffer.truncate()


def _rows(document: Document, part: Part) -> Iterator[tuple[Tag | None, _Row]]:
    article = document.article
    head = (
        article.id,
        article.title,
        article.source,
        str(part.span.start),
        document.annotator,
        document.state,
    )
    places = [(piece.start, piece.end, piece.tag) for piece in part.pieces]
    places += [(0, 0, tag) for tag in part.labels]
    for first, end, tag in places:
        words = part.text[first:end]
        what = (str(first), str(end), tag.label, words, tag.origin, tag.note, tag.created, tag.updated)
        yield tag, (*head, *what)
    if not places:
        yield None, (*head, *[""] * (len(COLUMNS) - len(head)))


def _guarded(cell: str) -> str:
    return "'" + cell if cell and cell[0] in _FORMULA else cell
