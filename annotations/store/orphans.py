"""Tags that were left behind on an older version of an edited article: to be placed by hand, or dropped."""

from collections.abc import Iterable
from typing import NamedTuple

from annotations.anchoring import nearest
from annotations.records import Article, Orphan, Tag
from annotations.store import articles, tags
from annotations.store.connection import Connection, json

#: Code points of the older text that are shown on either side of an orphan.
_SHOWN = 60
#: What an annotator can do with an orphan, and what became of it.
_FATES = {"place": "placed", "drop": "dropped"}


class LeftBehind(NamedTuple):
    """A tag of an older version that has no certain place, and the version that is read now."""

    tag: Tag
    article: str


def every(connection: Connection, annotator: str | None = None) -> list[LeftBehind]:
    """Return the tags of older versions that have no place, of everybody or of one annotator."""
    newer = {row[0]: row[1] for row in connection.rows("SELECT article, replaced_by FROM version")}
    return [
        LeftBehind(tag, _newest(newer, article))
        for article in newer
        for tag in tags.of_article(connection, article, annotator)
    ]


def of_article(connection: Connection, article: str, annotator: str) -> list[Tag]:
    """Return an annotator's tags on the older versions of an article, which have no certain place in it."""
    seen, latest = {article}, [article]
    while latest:
        sql = "SELECT article FROM version WHERE replaced_by IN (SELECT value FROM json_each(?))"
        latest = [row[0] for row in connection.rows(sql, [json(latest)]) if row[0] not in seen]
        seen.update(latest)
    return [tag for tag in tags.of_articles(connection, [*seen - {article}]) if tag.annotator == annotator]


def surroundings(connection: Connection, article: Article, left: Iterable[Tag]) -> list[Orphan]:
    """Return orphans with what stood around them, and where in the present text to begin to look for each."""
    texts = {old: articles.text(connection, old) for old in {tag.article for tag in left}}
    return [_orphan(tag, texts[tag.article], article.text) for tag in left]


def fates(connection: Connection, annotator: str | None = None) -> dict[str, int]:
    """Count the tags that lost their place, of everybody or of one annotator, by what became of them."""
    left = len(every(connection, annotator))
    rows = connection.rows(
        "SELECT verb, count(*) FROM history JOIN journal USING (seq) WHERE undone = 0 "
        "AND verb IN ('place', 'drop') AND (? IS NULL OR journal.annotator = ?) GROUP BY verb",
        [annotator, annotator],
    )
    answered = {_FATES[row[0]]: row[1] for row in rows}
    return ({"left": left} if left else {}) | answered


def _newest(newer: dict[str, str], article: str) -> str:
    seen: set[str] = set()
    while article in newer and article not in seen:  # A database from a stranger may go round in circles.
        seen.add(article)
        article = newer[article]
    return article


def _orphan(tag: Tag, old: str, new: str) -> Orphan:
    return Orphan(
        tag=tag,
        before=old[max(0, tag.start - _SHOWN) : tag.start],
        after=old[tag.end : tag.end + _SHOWN],
        near=nearest(old, new, tag.span),
    )
