"""The journal and what follows from it: decisions committed, each once, under the write lock.

Every commit loads what its decisions touch, plays them over it in memory, and writes the outcome: what
does not fit the state on disk is refused, and what was written before is not written again.
"""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from sqlite3 import Row
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.decisions import Ledger, articles_of, check_quote, tag_id, undoable
from annotations.errors import ConflictError, TagError
from annotations.records import Decision, Phrase, Suggestion, Tag
from annotations.store import articles, suggestions
from annotations.store.connection import Connection, json
from annotations.store.tags import COLUMNS as TAG_COLUMNS
from annotations.store.tags import tag_from

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Decisions loaded, played and written together.
_CHUNK = 1000
_FIELDS = Decision.__struct_fields__
_COLUMNS = ", ".join(_FIELDS)
#: The columns that hold records, as JSON.
_RECORDS: dict[str, type[msgspec.Struct]] = {
    "before": Tag,
    "after": Tag,
    "suggestion": Suggestion,
    "phrase": Phrase,
}
_RECORD_PLACES = [_FIELDS.index(name) for name in _RECORDS]

_TAG_FIELDS = [f'"{name}"' for name in Tag.__struct_fields__]
_UPSERT_TAG = f"""
    INSERT INTO tag ({", ".join(_TAG_FIELDS)}) VALUES ({", ".join("?" for _ in _TAG_FIELDS)})
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _TAG_FIELDS[1:])}
"""


_UPSERT_PROGRESS = """
    INSERT INTO progress (article, annotator, state, touched, tags)
    VALUES (?, ?, ?, ?, (SELECT count(*) FROM tag WHERE article = ? AND annotator = ?))
    ON CONFLICT (article, annotator) DO UPDATE SET
        state = excluded.state, touched = max(touched, excluded.touched), tags = excluded.tags
"""


class Past(NamedTuple):
    """A stretch of one annotator's history, as ``session.History`` takes it."""

    #: What can be undone, newest last.
    done: list[Decision]
    #: What can be done again, the next one last.
    undone: list[Decision]
    #: Whether there is nothing older than ``done``.
    complete: bool


def commit_many(connection: Connection, decisions: Iterable[Decision]) -> int:
    """Commit all decisions or none, in one transaction; return how many were not there before.

    Raises ``ConflictError`` or ``TagError`` for the first that is refused.
    """
    with connection.writing() as database:
        return commit_within(connection, database, decisions)


def commit_within(connection: Connection, database: "Database", decisions: Iterable[Decision]) -> int:
    """Write decisions as a part of an open transaction; returns and raises as ``commit_many`` does."""
    written = 0
    source = iter(decisions)
    while chunk := list(islice(source, _CHUNK)):
        batch = _Batch(connection, chunk)
        for decision in chunk:
            batch.play(decision)
        written += batch.write(database)
    return written


def commit_each(connection: Connection, decisions: Sequence[Decision]) -> list[Exception | None]:
    """Commit decisions, each for itself; return for each what refused it, or None.

    One transaction takes them all. Should SQLite itself refuse one, which only a mistake in a program brings
    about, then each gets its own, so that one bad decision holds up no other.
    """
    try:
        return _commit_together(connection, decisions)
    except (sqlite3.IntegrityError, ValueError) as error:
        if len(decisions) == 1:
            return [error]
    return [commit_each(connection, [decision])[0] for decision in decisions]


def put_tag(database: "Database", tag: Tag) -> None:
    """Write a tag as it is, as a part of an open transaction; for what is made again from the journal."""
    database.conn.execute(_UPSERT_TAG, msgspec.structs.astuple(tag))


def recent(connection: Connection, annotator: str, limit: int, before: str | None = None) -> Past:
    """Return what an annotator can undo, at most ``limit`` decisions, and all that can be done again.

    ``before`` is the id of a decision: only older ones come then, and none to do again.
    """
    seq = None if before is None else connection.value("SELECT seq FROM journal WHERE id = ?", [before])
    sql = f"""
        SELECT {_COLUMNS} FROM journal JOIN (
            SELECT seq FROM history WHERE annotator = ? AND undone = ? AND seq < ? ORDER BY seq DESC LIMIT ?
        ) USING (seq) ORDER BY seq DESC
    """
    newest = 2**62 if seq is None else seq
    done = connection.rows(sql, [annotator, 0, newest, limit + 1])
    undone = connection.rows(sql, [annotator, 1, newest, -1 if before is None else 0])
    return Past(
        [_decision(row) for row in reversed(done[:limit])],
        [_decision(row) for row in undone],
        len(done) <= limit,
    )


def every(
    connection: Connection, article: str | None = None, annotator: str | None = None
) -> Iterator[Decision]:
    """Yield the journal in its order, of everybody and everything or of one; in short reads."""
    wanted = {"article": article, "annotator": annotator}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = " AND ".join(["seq > ?", *(f"{name} = ?" for name in given)])
    last = 0
    sql = f"SELECT seq, {_COLUMNS} FROM journal WHERE {where} ORDER BY seq LIMIT {_CHUNK}"
    while page := connection.rows(sql, [last, *given.values()]):
        yield from map(_decision, page)
        last = page[-1]["seq"]


def _commit_together(connection: Connection, decisions: Sequence[Decision]) -> list[Exception | None]:
    refusals: list[Exception | None] = []
    with connection.writing() as database:
        batch = _Batch(connection, decisions)
        for decision in decisions:
            try:
                batch.play(decision)
            except (ConflictError, TagError) as refusal:
                refusals.append(refusal)
            else:
                refusals.append(None)
        batch.write(database)
    return refusals


class _Batch:
    """Some decisions on their way into the journal, within one transaction."""

    def __init__(self, connection: Connection, decisions: Sequence[Decision]) -> None:
        self._connection = connection
        self._played: list[Decision] = []
        self._text = ("", "")
        self._known = {
            row["id"] for row in self._among("id FROM journal WHERE id", [d.id for d in decisions])
        }
        places = list(set().union(*map(articles_of, decisions)))
        self._articles = {row["id"] for row in self._among("id FROM article WHERE id", places)}
        tags = [key for key in map(tag_id, decisions) if key is not None]
        states = self._among("article, annotator, state FROM progress WHERE article", places)
        self._ledger = Ledger(
            map(tag_from, self._among(f"{TAG_COLUMNS} FROM tag WHERE id", tags)),
            (((row["article"], row["annotator"]), row["state"]) for row in states),
            *suggestions.standing(connection, decisions),
        )
        self._stored = set(self._ledger.tags)

    def play(self, decision: Decision) -> None:
        """Take a decision in, unless it is in the journal; raises ``ConflictError`` or ``TagError``."""
        if decision.id in self._known:
            return
        if not articles_of(decision) <= self._articles:
            raise ConflictError("the article is not in the database: add it again")
        if decision.after is not None:
            check_quote(decision.after, self._text_of(decision.after.article))
        self._ledger.play(decision)
        self._known.add(decision.id)
        self._played.append(decision)

    def write(self, database: "Database") -> int:
        """Write what was played and return how many decisions that were."""
        first = self._next("journal", "seq")
        # executemany() within the same transaction: insert_all() takes twice the time for an import of a
        # hundred thousand, and for a single decision asks the schema eight times.
        database.conn.executemany(
            f"INSERT INTO journal (seq, {_COLUMNS}) VALUES (?{', ?' * len(_FIELDS)})",
            ((seq, *_values(decision)) for seq, decision in enumerate(self._played, first)),
        )
        self._write_tags(database)
        suggestions.write(database, self._played)
        self._write_progress(database)
        self._write_history(database, first)
        return len(self._played)

    def _write_tags(self, database: "Database") -> None:
        touched = dict.fromkeys(key for key in map(tag_id, self._played) if key is not None)
        removed = [key for key in touched if key in self._stored and key not in self._ledger.tags]
        if removed:
            database.conn.execute(
                "DELETE FROM tag WHERE id IN (SELECT value FROM json_each(?))", [json(removed)]
            )
        kept = (self._ledger.tags[key] for key in touched if key in self._ledger.tags)
        database.conn.executemany(_UPSERT_TAG, map(msgspec.structs.astuple, kept))

    def _write_progress(self, database: "Database") -> None:
        acted: dict[tuple[str, str], None] = {}
        imported: dict[tuple[str, str], None] = {}
        for decision in self._played:
            key = (decision.article, decision.annotator)
            # An import does not change where the annotator was last.
            (acted if undoable(decision) or decision.undoes else imported)[key] = None
            # Where an orphan left, or came back to, the tags are counted anew, and that is all.
            imported |= dict.fromkeys((article, decision.annotator) for article in articles_of(decision))
        first = self._next("progress", "touched")
        rows = [(key, 0) for key in imported if key not in acted]
        rows += [(key, touched) for touched, key in enumerate(acted, first)]
        state = self._ledger.state
        database.conn.executemany(
            _UPSERT_PROGRESS, ((*key, state(*key), touched, *key) for key, touched in rows)
        )

    def _write_history(self, database: "Database", first: int) -> None:
        fresh: list[tuple[int, str]] = []
        for seq, decision in enumerate(self._played, first):
            if undoable(decision):
                fresh.append((seq, decision.annotator))
            elif decision.undoes is not None:
                _push(database, fresh)
                database.conn.execute(
                    "UPDATE history SET undone = ? WHERE seq = (SELECT seq FROM journal WHERE id = ?)",
                    [int(decision.verb == "undo"), decision.undoes],
                )
        _push(database, fresh)

    def _among(self, what: str, values: list[str]) -> list[Row]:
        return self._connection.rows(f"SELECT {what} IN (SELECT value FROM json_each(?))", [json(values)])

    def _next(self, table: str, column: str) -> int:
        newest: int | None = self._connection.value(f"SELECT max({column}) FROM {table}")
        return (newest or 0) + 1

    def _text_of(self, article: str) -> str:
        if self._text[0] != article:
            self._text = (article, articles.text(self._connection, article))
        return self._text[1]


def _push(database: "Database", fresh: list[tuple[int, str]]) -> None:
    """Put new decisions on their annotators' stacks, which ends their redoing; empties ``fresh``."""
    for annotator in {annotator for _, annotator in fresh}:
        database.conn.execute("DELETE FROM history WHERE annotator = ? AND undone = 1", [annotator])
    database.conn.executemany("INSERT INTO history (seq, annotator) VALUES (?, ?)", fresh)
    fresh.clear()


def _values(decision: Decision) -> tuple[object, ...]:
    """Return a decision as ``_COLUMNS`` hold it."""
    values = list(msgspec.structs.astuple(decision))
    for place in _RECORD_PLACES:
        values[place] = None if values[place] is None else json(values[place])
    return tuple(values)


def _decision(row: Row) -> Decision:
    values = {name: row[name] for name in _FIELDS}
    for name, kind in _RECORDS.items():
        if values[name] is not None:
            values[name] = msgspec.json.decode(values[name], type=kind)
    return Decision(**values)
