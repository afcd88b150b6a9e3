"""A source that was edited: its article gets a new version, and the tags go over that still have a place.

The older version keeps its text and its journal, but is no longer listed, exported or counted. What is left
on it are orphans: tags whose words are not where they were, to be placed by hand.
"""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from annotations.anchoring import anchor, same_story
from annotations.records import Article, Decision, Span, Tag
from annotations.store import articles, journal, listing, tags
from annotations.store.articles import Added
from annotations.store.connection import Connection, json
from annotations.store.memory import LARGE, give_back

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Articles added in one transaction.
_BATCH = 200
#: So that the same tag has the same id on the same version, however often it is brought over.
_NAMES = uuid.UUID("0b6f6a5e-6d0c-5d6e-8d53-0a6c0a4f7c10")
#: A row of a table is no version of the row that had its number before.
_ROW = re.compile(r":[0-9]+$")

_PREDECESSORS = """
    SELECT id, source FROM article
    WHERE source IN (SELECT value FROM json_each(?)) AND id NOT IN (SELECT value FROM json_each(?))
        AND id NOT IN (SELECT article FROM version)
    ORDER BY seq
"""


class Moved(NamedTuple):
    """What became of older versions."""

    #: Articles that took the place of an older version.
    versions: int = 0
    #: Tags that went over, and tags that have no place any more.
    tags: int = 0
    orphans: int = 0


def add(connection: Connection, new: Iterable[Article], now: str, *, from_files: bool) -> Added:
    """Store articles, one transaction per batch; those from files take the place of older versions.

    Returns how many were new and how many known, and what became of the tags of older versions. Raises
    ``ValueError`` for an article whose id is not the hash of its text.
    """
    total = Added()
    source = iter(new)
    # Read before the transaction begins: sources are slow, and the lock is for all.
    while batch := list(islice(source, _BATCH)):
        with connection.writing() as database:
            added = articles.add_batch(connection, database, batch, now)
            moved = _bring_over(connection, database, batch, now) if from_files else Moved()
        if sum(len(article.text) for article in batch) >= LARGE:
            give_back()
        one = added._replace(versions=moved.versions, moved=moved.tags, orphans=moved.orphans)
        total = Added(*(sum(pair) for pair in zip(total, one, strict=True)))
    return total


def _bring_over(connection: Connection, database: "Database", batch: Sequence[Article], now: str) -> Moved:
    by_source = {article.source: article for article in batch if _names_one(article.source)}
    ids = [article.id for article in batch]
    _take_back(connection, database, ids)
    moved = Moved()
    for old_id, source in connection.rows(_PREDECESSORS, [json(list(by_source)), json(ids)]):
        old, new = articles.get(connection, old_id), by_source[source]
        assert old is not None
        if same_story(old.text, new.text):
            one = _replace(connection, database, old, new, now)
            moved = Moved(*(total + more for total, more in zip(moved, one, strict=True)))
    return moved


def _names_one(source: str) -> bool:
    return source not in ("", "-") and not _ROW.search(source)


def _take_back(connection: Connection, database: "Database", ids: Sequence[str]) -> None:
    """Read again what had been replaced: its file is as it was."""
    back = connection.rows(
        "SELECT seq, id FROM article JOIN version ON version.article = id "
        "WHERE id IN (SELECT value FROM json_each(?))",
        [json(list(ids))],
    )
    for seq, article in back:
        database.table("version").delete(article)
        listing.put_in(database, seq, seq)


def _replace(connection: Connection, database: "Database", old: Article, new: Article, now: str) -> Moved:
    left = tags.of_article(connection, old.id)
    taken = {_claim(tag) for tag in tags.of_article(connection, new.id)}
    decisions: list[Decision] = []
    places = anchor(old.text, new.text, [tag.span for tag in left])
    for tag, place in zip(left, places, strict=True):
        here = _on(new, tag, tag.span if tag.on_article else place, now)
        if here is not None and _claim(here) not in taken:
            taken.add(_claim(here))
            decisions += _decisions(tag, here, now)
    database.table("version").insert({"article": old.id, "replaced_by": new.id, "at": now})
    journal.commit_within(connection, database, decisions)
    seq = connection.value("SELECT seq FROM article WHERE id = ?", [old.id])
    listing.take_out(database, seq)
    return Moved(1, len(decisions) // 2, len(left) - len(decisions) // 2)


def _on(article: Article, tag: Tag, place: Span | None, now: str) -> Tag | None:
    if place is None:
        return None
    name = uuid.uuid5(_NAMES, f"{tag.id} {article.id}").hex
    return msgspec.structs.replace(
        tag, id=name, article=article.id, start=place.start, end=place.end, updated=now
    )


def _decisions(tag: Tag, here: Tag, now: str) -> Iterator[Decision]:
    """Yield what the journal says of a tag that goes over: gone from one article, there in the other."""
    for before, after in ((tag, None), (None, here)):
        one = before or after
        assert one is not None
        yield Decision(
            id=uuid.uuid5(_NAMES, f"{tag.id} {here.id} {one.article}").hex,
            at=now,
            annotator=one.annotator,
            article=one.article,
            verb="import",
            before=before,
            after=after,
        )


def _claim(tag: Tag) -> tuple[int, int, str, str]:
    return tag.start, tag.end, tag.label, tag.annotator
