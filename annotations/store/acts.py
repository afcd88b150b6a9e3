"""When somebody decided something: the journal as a time sheet."""

from collections.abc import Iterator

from annotations.pace import Act
from annotations.store.connection import Connection

_CHUNK = 5_000


def acts(connection: Connection, annotator: str, since: str = "") -> Iterator[Act]:
    """Yield what an annotator decided, in the order of time, from a moment on; in short reads.

    Undo and redo are acts too; what an import brought in is none.
    """
    at, seq = since, 0
    while page := connection.rows(
        "SELECT seq, at, article, verb FROM journal WHERE annotator = ? AND (at, seq) > (?, ?) "
        "ORDER BY at, seq LIMIT ?",
        [annotator, at, seq, _CHUNK],
    ):
        yield from (Act.of(row["at"], row["article"], row["verb"]) for row in page if row["verb"] != "import")
        at, seq = page[-1]["at"], page[-1]["seq"]


def active_seconds(connection: Connection, annotator: str) -> float:
    """Return how long an annotator was at work on all articles together, reading included."""
    sql = "SELECT coalesce(sum(active_seconds), 0) FROM progress WHERE annotator = ?"
    return float(connection.value(sql, [annotator]))
