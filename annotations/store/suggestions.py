"""Suggestions on disk: which are settled, and which phrases are looked for. Both follow from the journal."""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

from collections.abc import Iterable, Sequence
from sqlite3 import Row
from typing import TYPE_CHECKING

from msgspec.structs import astuple

from annotations.decisions import Settled, forward, settled
from annotations.records import Decision, Phrase, Place
from annotations.store.connection import Connection, json

if TYPE_CHECKING:
    from sqlite_utils import Database

_SETTLED = 'article, annotator, start, "end", label'
_PHRASE_FIELDS = Phrase.__struct_fields__
_PHRASE = f"annotator, {', '.join(_PHRASE_FIELDS)}"


def settled_in(connection: Connection, article: str, annotator: str) -> list[Place]:
    """Return which suggestions for an article an annotator has accepted or dismissed."""
    rows = connection.rows(
        'SELECT start, "end", label FROM settled WHERE article = ? AND annotator = ?', [article, annotator]
    )
    return [Place(*row) for row in rows]


def phrases(connection: Connection, annotator: str, article: str) -> list[Phrase]:
    """Return what an annotator looks for in an article, the phrases that are for all of them included."""
    rows = connection.rows(
        "SELECT id, label, words, article FROM phrase WHERE annotator = ? AND article IN ('', ?) ORDER BY id",
        [annotator, article],
    )
    return [Phrase(**row) for row in rows]


def standing(
    connection: Connection, decisions: Sequence[Decision]
) -> tuple[list[Settled], list[tuple[str, Phrase]]]:
    """Return what is settled, and what is looked for by whom, as far as these decisions ask."""
    places = list({decision.article for decision in decisions if decision.suggestion is not None})
    ids = [decision.phrase.id for decision in decisions if decision.phrase is not None]
    there = _among(connection, f"{_SETTLED} FROM settled WHERE article", places)
    known = _among(connection, f"{_PHRASE} FROM phrase WHERE id", ids)
    return (
        [Settled(row["article"], row["annotator"], Place(*row[2:])) for row in there],
        [
            (row["annotator"], Phrase(**{name: row[name] for name in Phrase.__struct_fields__}))
            for row in known
        ],
    )


def write(database: "Database", decisions: Iterable[Decision]) -> None:
    """Settle suggestions and look for phrases as these decisions say, in their order."""
    for decision in decisions:
        there, phrase = settled(decision), decision.phrase
        if there is not None:
            values = [there.article, there.annotator, *there.place]
            database.conn.execute(
                f"INSERT INTO settled ({_SETTLED}) VALUES (?, ?, ?, ?, ?)"
                if forward(decision)
                else 'DELETE FROM settled WHERE (article, annotator, start, "end", label) = (?, ?, ?, ?, ?)',
                values,
            )
        if phrase is not None and forward(decision):
            database.conn.execute(
                f"INSERT INTO phrase ({_PHRASE}) VALUES (?, ?, ?, ?, ?)",
                [decision.annotator, *astuple(phrase)],
            )
        elif phrase is not None:
            database.conn.execute("DELETE FROM phrase WHERE id = ?", [phrase.id])


def _among(connection: Connection, what: str, values: list[str]) -> list[Row]:
    if not values:
        return []
    return connection.rows(f"SELECT {what} IN (SELECT value FROM json_each(?))", [json(values)])
