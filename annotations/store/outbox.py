"""What waits to be saved: decisions in their order and reading positions, until they are on disk.

Filled by any thread, emptied by the store's.
"""

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from annotations.decisions import Ledger, Settled
from annotations.errors import ConflictError, CopydeskError, StoreError
from annotations.records import Article, Decision, Phrase, Place, Progress, Span, Tag
from annotations.store import journal, orphans
from annotations.store.places import bookmarks
from annotations.store.store import Store
from annotations.store.suggestions import phrases, settled_in
from annotations.tagset import reading_order


class Opened(NamedTuple):
    """An article as one annotator left it, decisions that are not on disk yet included."""

    article: Article
    progress: Progress
    tags: Sequence[Tag] = ()
    #: Suggestions that are not offered again, and phrases that make some.
    settled: Sequence[Place] = ()
    phrases: Sequence[Phrase] = ()
    #: Tags on earlier versions that have no certain place in this one.
    orphans: Sequence[Tag] = ()
    #: The words that are marked.
    bookmarks: Sequence[Span] = ()
    #: Whether the database has the article already.
    stored: bool = True


def opened(
    store: Store,
    article: Article,
    annotator: str,
    waiting: Iterable[Decision] = (),
    visit: Progress | None = None,
) -> Opened:
    """Read how an annotator left an article, with decisions and a position that wait to be saved."""
    stored = store.progress(article.id, annotator)
    ledger = Ledger(
        [*store.tags(article.id, annotator), *orphans.of_article(store.connection, article.id, annotator)],
        [((article.id, annotator), stored.state)],
        (
            Settled(article.id, annotator, place)
            for place in settled_in(store.connection, article.id, annotator)
        ),
        ((annotator, phrase) for phrase in phrases(store.connection, annotator, article.id)),
    )
    for decision in waiting:
        # What is looked for everywhere may have been asked for in any article.
        if decision.annotator == annotator and (
            decision.article == article.id or decision.phrase is not None
        ):
            _play_if_it_fits(ledger, decision)
    tags = ledger.tags.values()
    return Opened(
        article,
        replace(visit or stored, state=ledger.state(article.id, annotator)),
        tags=sorted((tag for tag in tags if tag.article == article.id), key=reading_order),
        settled=[there.place for there in ledger.settled],
        phrases=[phrase for _, phrase in ledger.phrases.values() if phrase.article in ("", article.id)],
        orphans=[tag for tag in tags if tag.article != article.id],
        bookmarks=bookmarks(store.connection, article.id, annotator),
    )


class _Waiting(NamedTuple):
    decision: Decision
    #: Encoded when it is taken, so that in an emergency nothing is left to fail but the disk.
    line: bytes
    future: "Future[None]"


class Outbox:
    """Decisions and reading positions on their way to the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._visits: dict[tuple[str, str], Progress] = {}

    def __len__(self) -> int:
        """How many decisions wait."""
        return len(self._waiting)

    def put(self, decision: Decision) -> "Future[None]":
        """Take a decision; the future ends when it is on disk or refused."""
        waiting = _Waiting(decision, msgspec.json.encode(decision), Future())
        waiting.future.set_running_or_notify_cancel()  # From here on nobody can call it off.
        with self._lock:
            self._waiting.append(waiting)
        return waiting.future

    def put_visit(self, progress: Progress) -> None:
        """Take a reading position; it replaces an older one of the same article, and is the latest now."""
        key = (progress.article, progress.annotator)
        with self._lock:
            self._visits.pop(key, None)
            self._visits[key] = progress

    def lines(self) -> list[bytes]:
        """Return the decisions that wait, each as a JSON object."""
        with self._lock:
            return [waiting.line for waiting in self._waiting]

    def save(self, store: Store) -> bool:
        """Bring everything that waits to disk, and tell whether there was anything.

        Raises ``StoreError`` when it cannot be written; what is not on disk goes on waiting.
        """
        with self._lock:
            decisions, visits = list(self._waiting), list(self._visits.values())
        if decisions:
            refusals = journal.commit_each(store.connection, [waiting.decision for waiting in decisions])
            self._settle(decisions, refusals)
        for progress in visits:
            with suppress(ConflictError):  # Of an article that is not there no position is kept.
                store.save_progress(progress)
            self._forget(progress)
        return bool(decisions or visits)

    def opened(self, store: Store, article: str, annotator: str) -> Opened:
        """Read an article as it was left, what waits included; raises ``StoreError`` when it is gone."""
        found = store.article(article)
        if found is None:
            raise StoreError("that article is not in the database any more")
        with self._lock:
            waiting = [waiting.decision for waiting in self._waiting]
            visit = self._visits.get((article, annotator))
        return opened(store, found, annotator, waiting, visit)

    def _settle(self, saved: list[_Waiting], refusals: list[Exception | None]) -> None:
        with self._lock:
            for _ in saved:
                self._waiting.popleft()
        for waiting, refusal in zip(saved, refusals, strict=True):
            if refusal is None:
                waiting.future.set_result(None)
            else:
                waiting.future.set_exception(refusal)

    def _forget(self, progress: Progress) -> None:
        key = (progress.article, progress.annotator)
        with self._lock:
            if self._visits.get(key) is progress:
                del self._visits[key]


def _play_if_it_fits(ledger: Ledger, decision: Decision) -> None:
    try:
        ledger.play(decision)
    except CopydeskError:
        return  # It will be refused when it comes to be committed, and its future says so.
