"""Where annotators were: their bookmarks, and the view of the library they had last.

Neither is a decision: both are written as they are, without the journal, and there is nothing to undo.
"""

import msgspec

from annotations.records import Span
from annotations.store.connection import Connection, json
from annotations.store.views import View


def bookmarks(connection: Connection, article: str, annotator: str) -> list[Span]:
    """Return the words of an article that an annotator has marked, in the order of the text."""
    sql = 'SELECT start, "end" FROM bookmark WHERE article = ? AND annotator = ? ORDER BY start'
    return [Span(*row) for row in connection.rows(sql, [article, annotator])]


def mark(connection: Connection, article: str, annotator: str, span: Span, *, there: bool) -> None:
    """Set a bookmark, or take it away."""
    with connection.writing() as database:
        key = (article, annotator, span.start)
        if there:
            values = dict(zip(("article", "annotator", "start", "end"), (*key, span.end), strict=True))
            database.table("bookmark").upsert(values, pk=("article", "annotator", "start"))
        else:
            database.table("bookmark").delete_where("(article, annotator, start) = (?, ?, ?)", key)


def leave_view(connection: Connection, view: View, among: str) -> None:
    """Keep the view that its annotator has of the library; ``among`` tells which articles it chooses from."""
    with connection.writing() as database:
        row = {"annotator": view.annotator, "among": among, "view": json(view)}
        database.table("shown").upsert(row, pk="annotator")


def left_view(connection: Connection, annotator: str, among: str) -> View | None:
    """Return the view that an annotator had last if it chose from the same articles; else None."""
    found = connection.value("SELECT view FROM shown WHERE annotator = ? AND among = ?", [annotator, among])
    try:
        return None if found is None else msgspec.json.decode(found, type=View)
    except msgspec.DecodeError:  # Of another version's making: it is asked for again.
        return None
