"""Articles on disk: their texts, immutable and in the order they came."""

# ruff: noqa: S608 - statements are put together from names in this file; every value is bound

from collections.abc import Collection, Iterator, Sequence
from itertools import starmap
from sqlite3 import Row
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from annotations.records import Article
from annotations.store import listing
from annotations.store.connection import Connection, json
from annotations.text import content_id, word_count

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Words read together by ``every``.
_BATCH_WORDS = 200_000

#: Of the versions of an article only the latest is listed, exported and counted.
CURRENT = "article.id NOT IN (SELECT article FROM version)"
_COLUMNS = "id, text, title, byline, date, source, metadata"


class Added(NamedTuple):
    """What came of adding articles: how many were new, how many had been there before."""

    new: int = 0
    known: int = 0
    #: How many took the place of an older version of their source, and what became of its tags.
    versions: int = 0
    moved: int = 0
    orphans: int = 0


def add_batch(connection: Connection, database: "Database", batch: Sequence[Article], now: str) -> Added:
    """Store some articles as a part of an open transaction; count the new ones and the known.

    A known text keeps what is known of it; only what was blank is filled in. Raises ``ValueError`` for an
    article whose id is not the hash of its text.
    """
    first: dict[str, Article] = {}
    for article in batch:
        if content_id(article.text) != article.id:
            raise ValueError(f"{article.source}: the id of an article is the hash of its text")
        first.setdefault(article.id, article)
    known = connection.rows(
        "SELECT seq, id, title, byline, date, source, metadata FROM article "
        "WHERE id IN (SELECT value FROM json_each(?))",
        [json(list(first))],
    )
    for row in known:
        if blanks := _blanks(_article(row["id"], "", *row[2:]), first.pop(row["id"])):
            listing.take_out(database, row["seq"])
            database.table("article").update(row["seq"], blanks)
            listing.put_in(database, row["seq"], row["seq"])
    _insert(connection, database, first.values(), now)
    return Added(len(first), len(batch) - len(first))


def get(connection: Connection, article: str) -> Article | None:
    """Return the article of that id, or None."""
    row = connection.row(f"SELECT {_COLUMNS} FROM article WHERE id = ?", [article])
    return None if row is None else _article(*row)


def known(connection: Connection, ids: Sequence[str]) -> int:
    """Count the articles that are there of those with these ids."""
    sql = "SELECT count(*) FROM article WHERE id IN (SELECT value FROM json_each(?))"
    found: int = connection.value(sql, [json(list(ids))])
    return found


def every(connection: Connection, ids: Sequence[str] | None = None) -> Iterator[Article]:
    """Yield articles in the order they came (or in that of ``ids``), in short reads and constant memory."""
    if ids is not None:
        for article in (get(connection, one) for one in ids):
            if article is not None:
                yield article
        return
    last = 0
    while page := connection.rows(
        f"SELECT seq, words FROM article WHERE seq > ? AND {CURRENT} ORDER BY seq LIMIT 200", [last]
    ):
        for upto in _portions(page):
            yield from starmap(
                _article,
                connection.tuples(
                    f"SELECT {_COLUMNS} FROM article WHERE seq > ? AND seq <= ? AND {CURRENT} ORDER BY seq",
                    [last, upto],
                ),
            )
            last = upto


def text(connection: Connection, article: str) -> str:
    """Return the text of an article that is there."""
    found: str = connection.value("SELECT text FROM article WHERE id = ?", [article])
    return found


def _insert(connection: Connection, database: "Database", new: Collection[Article], now: str) -> None:
    last = connection.value("SELECT coalesce(max(seq), 0) FROM article")
    database.table("article").insert_all(_row(article, now) for article in new)
    listing.put_in(database, last + 1, last + len(new))


def _row(article: Article, now: str) -> dict[str, Any]:
    values = msgspec.structs.asdict(article)
    return values | {"metadata": json(article.metadata), "words": word_count(article.text), "added": now}


def _blanks(old: Article, new: Article) -> dict[str, str]:
    """Return what the new article tells and the old one does not; ``-`` for standard input tells nothing."""
    filled = {
        name: getattr(new, name)
        for name in ("title", "byline", "date", "source")
        if getattr(old, name) in ("", "-") and getattr(new, name) not in ("", "-")
    }
    return filled if old.metadata or not new.metadata else filled | {"metadata": json(new.metadata)}


def _article(  # noqa: PLR0917 - by place, as the columns come
    id: str, text: str, title: str, byline: str, date: str, source: str, metadata: str
) -> Article:
    return Article(
        id=id,
        text=text,
        title=title,
        byline=byline,
        date=date,
        source=source,
        metadata={} if metadata == "{}" else msgspec.json.decode(metadata),
    )


def _portions(page: list[Row]) -> Iterator[int]:
    """Cut a page where its words become too many to hold at once; yield the last ``seq`` of each portion."""
    words = 0
    for row in page:
        words += row["words"]
        if words >= _BATCH_WORDS or row is page[-1]:
            yield row["seq"]
            words = 0
