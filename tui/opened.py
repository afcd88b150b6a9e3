"""An article as it is opened: what the screens show of it, and what a session begins with."""

from typing import Self

from msgspec import Struct

from annotations.records import Article, Phrase, Place, Progress, Span, Tag
from annotations.store import Opened as Left


class Opened(Struct, frozen=True):
    """An article with all that is known of it."""

    article: Article
    progress: Progress
    tags: tuple[Tag, ...] = ()
    #: Suggestions that are not offered again, and phrases that make some.
    settled: tuple[Place, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    #: Tags on earlier versions that have no certain place in this one.
    orphans: tuple[Tag, ...] = ()
    #: The words that are marked.
    bookmarks: tuple[Span, ...] = ()
    #: Whether the database has the article already.
    stored: bool = True

    @classmethod
    def of(cls, article: Article, left: Left, *, stored: bool = True) -> Self:
        """Return an article with what an annotator left of it in the database."""
        return cls(
            article=article,
            progress=left.progress,
            tags=tuple(left.tags),
            settled=tuple(left.settled),
            phrases=tuple(left.phrases),
            orphans=tuple(left.orphans),
            bookmarks=tuple(left.bookmarks),
            stored=stored,
        )
