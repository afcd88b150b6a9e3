"""Tags, progress and detections read back, and the little that is written without a decision."""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from sqlite3 import Row
from typing import NamedTuple

import msgspec

from annotations.errors import ConflictError
from annotations.records import Detection, Origin, Progress, State, Tag
from annotations.store.articles import CURRENT
from annotations.store.connection import Connection, json

COLUMNS = 'tag.id, article, start, "end", tag.text, label, annotator, origin, note, created, updated'
_READING_ORDER = 'start, "end" DESC, created, tag.id'
#: Articles whose states are read together.
_PAGE = 500


class Counts(NamedTuple):
    """How much there is: articles in all, tags, tags by label and articles by state."""

    articles: int
    tags: int
    labels: dict[str, int]
    states: dict[State, int]


def of_article(connection: Connection, article: str, annotator: str | None = None) -> list[Tag]:
    """Return the tags of an article, of everybody or of one annotator, in reading order."""
    mine, values = ("", [article]) if annotator is None else ("AND annotator = ?", [article, annotator])
    sql = f"SELECT {COLUMNS} FROM tag WHERE article = ? {mine} ORDER BY {_READING_ORDER}"
    return [tag_from(row) for row in connection.rows(sql, values)]


def of_articles(connection: Connection, articles: Sequence[str]) -> Iterator[Tag]:
    """Yield the tags of some articles, in no order."""
    sql = f"SELECT {COLUMNS} FROM tag WHERE article IN (SELECT value FROM json_each(?))"
    return map(tag_from, connection.rows(sql, [json(list(articles))]))


def states(connection: Connection, articles: Sequence[str]) -> "Iterator[Reached]":
    """Yield who has come how far with some articles, in no order."""
    sql = "SELECT article, annotator, state FROM progress WHERE article IN (SELECT value FROM json_each(?))"
    return (Reached(*row) for row in connection.rows(sql, [json(list(articles))]))


def every(connection: Connection, annotator: str | None = None, *, ordered: bool = True) -> Iterator[Tag]:
    """Yield all tags: articles in the order they came, tags in reading order; in short reads.

    Those of one article come in no order, and all sooner, if nobody needs one.
    """
    upto = "SELECT max(seq) FROM (SELECT seq FROM article WHERE seq > ? ORDER BY seq LIMIT 100)"
    sql = f"""
        SELECT {COLUMNS} FROM article JOIN tag ON tag.article = article.id
        WHERE article.seq > ? AND article.seq <= ? AND (? IS NULL OR annotator = ?) AND {CURRENT}
        ORDER BY article.seq{", " + _READING_ORDER if ordered else ""}
    """
    last = 0
    while (end := connection.value(upto, [last])) is not None:
        yield from starmap(_tag, connection.tuples(sql, [last, end, annotator, annotator]))
        last = end


def progress(connection: Connection, article: str, annotator: str) -> Progress:
    """Return how far an annotator has come with an article; a new one is at its beginning."""
    row = connection.row(
        "SELECT state, position, active_seconds FROM progress WHERE article = ? AND annotator = ?",
        [article, annotator],
    )
    return Progress(article=article, annotator=annotator, **({} if row is None else dict(row)))


def save_progress(connection: Connection, progress: Progress) -> None:
    """Keep position and active seconds; the state only ever changes by a decision.

    Seconds never go back, whichever of two windows is closed last. Raises ``ConflictError`` when the article
    is not in the database.
    """
    key = {"article": progress.article, "annotator": progress.annotator}
    with connection.writing() as database:
        _require(connection, progress.article)
        stored = connection.value(
            "SELECT active_seconds FROM progress WHERE article = ? AND annotator = ?", [*key.values()]
        )
        database.table("progress").upsert(
            key
            | {
                "position": progress.position,
                "active_seconds": max(progress.active_seconds, stored or 0.0),
                "touched": connection.value("SELECT coalesce(max(touched), 0) + 1 FROM progress"),
            },
            pk=("article", "annotator"),
        )


def last_article(connection: Connection, annotator: str, ids: Sequence[str] | None = None) -> str | None:
    """Return the article an annotator worked on last, of all or of ``ids``; None when there is none."""
    among = "" if ids is None else "AND article IN (SELECT value FROM json_each(?))"
    sql = f"""
        SELECT article FROM progress WHERE annotator = ? AND touched > 0 {among}
            AND article NOT IN (SELECT article FROM version)
        ORDER BY touched DESC LIMIT 1
    """
    found: str | None = connection.value(sql, [annotator] if ids is None else [annotator, json(list(ids))])
    return found


def counts(connection: Connection, annotator: str | None = None) -> Counts:
    """Count articles and tags, by label and by state; of everybody, or as one annotator sees them.

    Tags without a place, on older versions of articles, are not among them.
    """
    articles = connection.value("SELECT articles FROM total")
    mine = "" if annotator is None else "annotator = :annotator AND"
    labels = connection.rows(
        f"SELECT label, count(*) FROM tag WHERE {mine} article NOT IN (SELECT article FROM version) "
        "GROUP BY label ORDER BY label",
        {"annotator": annotator},
    )
    by_state = states_of(connection, annotator)
    if annotator is not None:
        by_state["new"] = articles - sum(count for state, count in by_state.items() if state != "new")
    return Counts(articles, sum(row[1] for row in labels), {row[0]: row[1] for row in labels}, by_state)


def states_of(connection: Connection, annotator: str | None = None) -> dict[State, int]:
    """Count the articles in each state, of everybody or of one annotator; older versions are none."""
    rows = connection.rows(
        """
        SELECT state, sum(articles) FROM (
            SELECT annotator, state, articles FROM tally UNION ALL
            SELECT annotator, state, -1 FROM progress WHERE article IN (SELECT article FROM version)
        ) WHERE ? IS NULL OR annotator = ? GROUP BY state HAVING sum(articles) > 0
        """,
        [annotator, annotator],
    )
    return {row[0]: row[1] for row in rows}


def detection(connection: Connection, article: str, pipeline: str) -> Detection | None:
    """Return what a pipeline found in an article, or None when it has not looked yet."""
    found = connection.value(
        "SELECT found FROM detection WHERE article = ? AND pipeline = ?", [article, pipeline]
    )
    return _detection(found)


def save_detection(connection: Connection, article: str, found: Detection) -> None:
    """Keep what a pipeline found in an article, in the place of what it found before.

    Raises ``ConflictError`` when the article is not in the database.
    """
    with connection.writing() as database:
        _require(connection, article)
        row = {"article": article, "pipeline": found.pipeline, "found": json(found)}
        database.table("detection").upsert(row, pk=("article", "pipeline"))


def add_detections(connection: Connection, found: Iterable[tuple[str, Detection]]) -> int:
    """Keep what came in from elsewhere, unless that pipeline has looked; return how much was new."""
    rows = [(article, one.pipeline, json(one)) for article, one in found]
    if not rows:
        return 0
    with connection.writing() as database:
        before = connection.value("SELECT total_changes()")
        database.conn.executemany("INSERT INTO detection VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)
        new: int = connection.value("SELECT total_changes()") - before
    return new


def tag_from(row: Row) -> Tag:
    """Return the tag in a row of ``COLUMNS``."""
    return _tag(*row)


def _tag(  # noqa: PLR0913, PLR0917 - by place, because by name takes seven times as long, and an export reads all
    id: str,
    article: str,
    start: int,
    end: int,
    text: str,
    label: str,
    annotator: str,
    origin: Origin,
    note: str,
    created: str,
    updated: str,
) -> Tag:
    return Tag(
        id=id,
        article=article,
        start=start,
        end=end,
        text=text,
        label=label,
        annotator=annotator,
        origin=origin,
        note=note,
        created=created,
        updated=updated,
    )


def _require(connection: Connection, article: str) -> None:
    if connection.row("SELECT 1 FROM article WHERE id = ?", [article]) is None:
        raise ConflictError("the article is not in the database: add it again")


class Reached(NamedTuple):
    """How far an annotator has come with an article."""

    article: str
    annotator: str
    state: State


def reached(connection: Connection) -> Iterator[Reached]:
    """Yield who has come how far, unless nowhere yet, in the order of the articles and in short reads."""
    last = 0
    upto = "SELECT max(seq) FROM (SELECT seq FROM article WHERE seq > ? ORDER BY seq LIMIT ?)"
    while (end := connection.value(upto, [last, _PAGE])) is not None:
        yield from starmap(
            Reached,
            connection.tuples(
                "SELECT article, annotator, state FROM article JOIN progress ON article = article.id "
                "WHERE article.seq > ? AND article.seq <= ? AND state <> 'new' "
                f"AND {CURRENT} ORDER BY article.seq",
                [last, end],
            ),
        )
        last = end


class Detected(NamedTuple):
    """What a pipeline found in an article; None if it is of another version's making."""

    article: str
    detection: Detection | None


def detected(connection: Connection) -> Iterator[Detected]:
    """Yield all that was detected: in the order of the articles, the newest of each last; in short reads."""
    last = 0
    upto = "SELECT max(seq) FROM (SELECT seq FROM article WHERE seq > ? ORDER BY seq LIMIT 100)"
    while (end := connection.value(upto, [last])) is not None:
        yield from (
            Detected(row["article"], _detection(row["found"]))
            for row in connection.rows(
                "SELECT article, found FROM article JOIN detection ON detection.article = article.id "
                f"WHERE seq > ? AND seq <= ? AND {CURRENT} ORDER BY seq, detection.rowid",
                [last, end],
            )
        )
        last = end


def labels(connection: Connection, *, on_article: bool) -> list[str]:
    """Return the labels that articles as a whole have, or their passages, by name."""
    sql = 'SELECT DISTINCT label FROM tag WHERE ("end" = 0) = ? ORDER BY label'
    return [row["label"] for row in connection.rows(sql, [int(on_article)])]


def touched_since(connection: Connection, since: str) -> frozenset[tuple[str, str]]:
    """Return who has decided on which article since a moment: pairs of article and annotator."""
    rows = connection.rows("SELECT DISTINCT article, annotator FROM journal WHERE at >= ?", [since])
    return frozenset((row["article"], row["annotator"]) for row in rows)


def _detection(found: str | None) -> Detection | None:
    try:
        return None if found is None else msgspec.json.decode(found, type=Detection)
    except msgspec.DecodeError:  # Of another version's making: it can be found again.
        return None
