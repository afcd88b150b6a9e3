"""Small articles, tags and decisions to try the store with."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from annotations.records import Article, Decision, Origin, Phrase, State, Suggestion, Tag, Verb, new_id
from annotations.text import content_id

TEXT = "Harbour officials agreed to publish every contract. The council complained about 😊 rents."
NOW = "2026-01-02T03:04:05.678Z"
ANA, BEN = "ana", "ben"


def make_article(text: str = TEXT, **fields: Any) -> Article:
    return Article(id=content_id(text), text=text, **fields)


def make_tag(
    article: Article,
    start: int = 0,
    end: int = 7,
    label: str = "commitment",
    *,
    annotator: str = ANA,
    origin: Origin = "manual",
) -> Tag:
    return Tag(
        id=new_id(),
        article=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        label=label,
        annotator=annotator,
        origin=origin,
        created=NOW,
        updated=NOW,
    )


def decide(before: Tag | None = None, after: Tag | None = None, verb: Verb = "tag") -> Decision:
    tag = after or before
    assert tag is not None
    return Decision(
        id=new_id(),
        at=NOW,
        annotator=tag.annotator,
        article=tag.article,
        verb=verb,
        before=before,
        after=after,
    )


def decide_state(article: Article, before: State, after: State, annotator: str = ANA) -> Decision:
    return Decision(
        id=new_id(),
        at=NOW,
        annotator=annotator,
        article=article.id,
        verb="state",
        state_before=before,
        state_after=after,
    )


def ticking() -> Iterator[str]:
    """Yield moments, each a millisecond after the one before."""
    return (f"2026-01-02T03:{n // 60000 % 60:02}:{n // 1000 % 60:02}.{n % 1000:03}Z" for n in count())


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file a second time, past the store."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def tags_on_disk(path: Path) -> list[Tag]:
    """Read the tag table through a second connection."""
    columns = ", ".join(f'"{name}"' for name in Tag.__struct_fields__)
    with raw(path) as connection:
        rows = connection.execute(f"SELECT {columns} FROM tag ORDER BY id").fetchall()
    return [Tag(**dict(zip(Tag.__struct_fields__, row, strict=True))) for row in rows]


def journal_on_disk(path: Path) -> list[Decision]:
    """Read the journal through a second connection."""
    names = Decision.__struct_fields__
    with raw(path) as connection:
        rows = connection.execute(f"SELECT {', '.join(names)} FROM journal ORDER BY seq").fetchall()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    kinds: dict[str, Any] = {"before": Tag, "after": Tag, "suggestion": Suggestion, "phrase": Phrase}
    for row in found:
        for name, kind in kinds.items():
            row[name] = None if row[name] is None else msgspec.json.decode(row[name], type=kind)
    return [Decision(**row) for row in found]
