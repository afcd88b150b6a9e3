"""The one door to the database; everything behind it is plain functions over a ``Connection``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

from annotations.records import (
    Article,
    Decision,
    Detection,
    Progress,
    Tag,
    timestamp,
)
from annotations.store import articles, journal, opening, tags
from annotations.store.articles import Added
from annotations.store.connection import Connection, Patience, for_seconds
from annotations.store.journal import Past
from annotations.store.tags import Counts

#: How long a command waits for another program's write, in seconds, before it says so.
PATIENCE = 30.0


class Store:
    """An open database; used only on the thread that opened it.

    Every method is one transaction or a series of short ones, and raises ``StoreError`` for what a user
    can mend. What a method has returned from is on disk.
    """

    def __init__(self, connection: Connection, *, clock: Callable[[], str] = timestamp) -> None:
        self.connection = connection
        self.path = connection.path
        self._clock = clock

    @classmethod
    def open(
        cls, path: Path, *, clock: Callable[[], str] = timestamp, patience: Patience | None = None
    ) -> Self:
        """Open the database at ``path``, creating it (0600) and its folders (0700) if there is none.

        One of a newer version, or one that may not be written, is opened to be read. Raises ``StoreError``
        for a file that is no database of ours, ``NewerSchemaError`` for one of a newer version that has not
        what this one reads; neither changes a byte of it.
        """
        return cls(opening.open_connection(path, patience or for_seconds(PATIENCE)), clock=clock)

    @property
    def read_only(self) -> str:
        """Why nothing can be changed here, in a sentence; empty where everything can."""
        return self.connection.read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; afterwards nothing may be asked of it."""
        self.connection.close()

    def warm(self) -> None:
        """Import what the first write needs (150 ms), while there is time."""
        _ = self.connection.database

    def check(self) -> None:
        """Raise ``StoreError`` if the file is damaged; takes about 1 ms a megabyte."""
        opening.check(self.connection)

    def counts(self, annotator: str | None = None) -> Counts:
        """Count articles and tags, by label and by state; of everybody, or as one annotator sees them."""
        return tags.counts(self.connection, annotator)

    def add_articles(self, new: Iterable[Article], *, from_files: bool = False) -> Added:
        """Store articles, one transaction per batch, and return how many were new and how many known.

        A known text keeps what is known of it; only what was blank is filled in. ``from_files`` tells that
        sources are the paths of files: what was edited since it was added is a new version then, and takes
        the tags over that still have a place. Raises ``ValueError`` for an article whose id is not the hash
        of its text.
        """
        # Reading does without; whoever writes has more to import than this.
        from annotations.store import versions  # noqa: PLC0415

        return versions.add(self.connection, new, self._clock(), from_files=from_files)

    def article(self, article: str) -> Article | None:
        """Return the article of that id, or None."""
        return articles.get(self.connection, article)

    def articles(self, ids: Sequence[str] | None = None) -> Iterator[Article]:
        """Yield articles in the order they came (or in that of ``ids``), in short reads, constant memory."""
        return articles.every(self.connection, ids)

    def last_article(self, annotator: str, ids: Sequence[str] | None = None) -> str | None:
        """Return the article an annotator worked on last, of all or of ``ids``, or None."""
        return tags.last_article(self.connection, annotator, ids)

    def tags(self, article: str, annotator: str | None = None) -> list[Tag]:
        """Return the tags of an article, of everybody or of one annotator, in reading order."""
        return tags.of_article(self.connection, article, annotator)

    def all_tags(self, annotator: str | None = None) -> Iterator[Tag]:
        """Yield all tags: articles in the order they came, tags in reading order; in short reads."""
        return tags.every(self.connection, annotator)

    def progress(self, article: str, annotator: str) -> Progress:
        """Return how far an annotator has come with an article; a new one is at its beginning."""
        return tags.progress(self.connection, article, annotator)

    def save_progress(self, progress: Progress) -> None:
        """Keep position and active seconds; the state only ever changes by a decision."""
        tags.save_progress(self.connection, progress)

    def commit(self, decision: Decision) -> bool:
        """Commit a decision and tell whether it was new; one that is in the journal is not written again.

        Raises ``ConflictError`` when it does not fit what is on disk, ``TagError`` when it makes no sense.
        """
        return journal.commit_many(self.connection, [decision]) == 1

    def commit_many(self, decisions: Iterable[Decision]) -> int:
        """Commit all decisions or none, in one transaction, and return how many were new.

        Raises as ``commit`` does, for the first that is refused.
        """
        return journal.commit_many(self.connection, decisions)

    def decisions(self, article: str | None = None, annotator: str | None = None) -> Iterator[Decision]:
        """Yield the journal in its order, whole or of one article or annotator; in short reads."""
        return journal.every(self.connection, article, annotator)

    def recent_history(self, annotator: str, limit: int = 200, before: str | None = None) -> Past:
        """Return what an annotator can undo, at most ``limit`` decisions, and all that can be redone.

        ``before`` is the id of a decision: only older ones come then, and none to redo.
        """
        return journal.recent(self.connection, annotator, limit, before)

    def detection(self, article: str, pipeline: str) -> Detection | None:
        """Return what a pipeline found in an article, or None when it has not looked yet."""
        return tags.detection(self.connection, article, pipeline)

    def save_detection(self, article: str, found: Detection) -> None:
        """Keep what a pipeline found in an article, in the place of what it found before."""
        tags.save_detection(self.connection, article, found)
