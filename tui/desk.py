"""One annotator's desk: the queue of articles, the store thread and the detection process behind it.

It has no widgets. A screen asks it for an article and gives it decisions; everything that can be slow
happens on another thread or in another process, and comes back as an awaited result.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotations.errors import ReadOnlyError, StoreError
from annotations.intake import still_there
from annotations.pace import Act, Clockwork, Work, midnight
from annotations.propagation import propagated
from annotations.records import (
    Article,
    Decision,
    Detection,
    Orphan,
    Progress,
    Span,
    Suggestion,
)
from annotations.session import History, Session
from annotations.store import Opened, Past, Store, StoreThread, opened, orphans, places
from annotations.store.acts import acts
from annotations.store.articles import known
from annotations.store.thread import OnChange
from tui.agenda import Agenda
from tui.config import Settings
from tui.elsewhere import Elsewhere

if TYPE_CHECKING:
    from annotations.detect.process import DetectionProcess

T = TypeVar("T")


class Desk:
    """What the screens of one run share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.annotator = settings.annotator
        self.scheme = settings.scheme
        self.queue = Agenda(settings.annotator)
        self.history = History(complete=False)
        #: Told on the store's thread how many decisions wait to be saved, and why.
        self.on_unsaved: OnChange | None = None
        self.store = StoreThread(settings.db, on_change=self._unsaved, start=False, warm=False)
        self._stored: set[str] = set()
        #: Set when what goes on in the background is to end.
        self.leaving = threading.Event()
        self.is_new = not settings.db.exists()
        #: What was decided since this day began; None before anybody asked.
        self._clockwork: Clockwork | None = None
        self._begun = ""
        #: How many decisions were made in this run.
        self.decided = 0
        self.elsewhere = Elsewhere(settings.db)
        self._detector: DetectionProcess | None = None

    def _unsaved(self, waiting: int, problem: StoreError | None) -> None:
        if self.on_unsaved is not None:
            self.on_unsaved(waiting, problem)

    async def ask(self, question: Callable[[Store], T]) -> T:
        """Run a question on the store thread and await its answer."""
        return await asyncio.wrap_future(self.store.submit(question))

    async def open(self, article_id: str) -> Opened:
        """Fetch an article with all that is known of it; raises ``StoreError`` when it is gone."""
        asked = self.store.opened(article_id, self.annotator)
        await self.ask(lambda store: self.queue.arrive(store, article_id))
        return await asyncio.wrap_future(asked)

    def first(self, paths: Sequence[str], article: Article | None) -> "Future[Opened]":
        """Fetch the article to begin with: the one worked on last if it is among ``paths``, else ``article``.

        With no paths all that is in the database is the queue; ``StoreError`` when that is nothing.
        """
        self.queue.begin(paths)
        if self.store.started:
            return self.store.submit(lambda store: self._choose(store, paths, article))
        assert article is not None
        found: Future[Opened] = Future()
        progress = Progress(article=article.id, annotator=self.annotator)
        found.set_result(Opened(article, progress, stored=False))
        return found

    def _choose(self, store: Store, paths: Sequence[str], article: Article | None) -> Opened:
        self.queue.resume(store)
        last = store.last_article(self.annotator)
        left = store.article(last) if last is not None else None
        if left is not None and (not paths or still_there(left, paths)):
            return self._known(store, left)
        if article is not None:
            stored = store.article(article.id)
            return self._known(store, article, stored=False) if stored is None else self._known(store, stored)
        beginning = self.queue.first(store)
        first = None if beginning is None else store.article(beginning)
        if first is None:
            raise StoreError("there are no articles yet: copydesk PATH reads a file or a folder of them")
        return self._known(store, first)

    def _known(self, store: Store, article: Article, *, stored: bool = True) -> Opened:
        self.queue.arrive(store, article.id)
        return opened(store, article, self.annotator)._replace(stored=stored)

    def add(self, articles: list[Article]) -> None:
        """Put articles into the database, then into the queue. Waits; not for the event loop.

        Of a database that can only be read, those that it has come into the queue; raises ``ReadOnlyError``
        if there are others.
        """
        ids = [article.id for article in articles]
        if not self.store.read_only:
            self.store.submit(lambda store: store.add_articles(articles, from_files=True)).result()
            self._stored.update(ids)
        self.choose(ids).result()
        there = self.store.submit(lambda store: known(store.connection, ids)).result()
        if there < len(set(ids)):
            raise ReadOnlyError(self.store.read_only)

    def choose(self, articles: Sequence[str]) -> "Future[None]":
        """Add stored articles to those that are read in this run."""
        return self.store.submit(lambda store: self.queue.choose(store, articles))

    async def step(self, article: str, by: int = 1) -> str | None:
        """Return the article so many places further in the queue; None past either end."""
        return await self.ask(lambda store: self.queue.step(store, article, by))

    async def next_unfinished(self, article: str) -> str | None:
        """Return the next article of the queue that is neither done nor skipped, all around it; or None."""
        return await self.ask(lambda store: self.queue.next_unfinished(store, article))

    def session(self, opened: Opened, commit: Callable[[Decision], object]) -> Session:
        """Start work on an article that was opened."""
        self.queue.shown = opened.article.id
        if opened.stored:
            self._stored.add(opened.article.id)
        return Session(
            opened.article,
            scheme=self.scheme,
            annotator=self.annotator,
            tags=opened.tags,
            progress=opened.progress,
            history=self.history,
            commit=commit,
            settled=opened.settled,
            phrases=opened.phrases,
            orphans=opened.orphans,
        )

    def commit(self, article: Article, decision: Decision) -> Future[None]:
        """Have a decision written; the future is done when it is on disk."""
        self._ensure_stored(article)
        self.decided += 1
        if self._clockwork is not None:
            self._clockwork.add(Act.of(decision.at, decision.article, decision.verb))
        return self.store.commit(decision)

    async def today(self) -> Work:
        """Return what was decided today and how long it took; the journal is asked for it once a day."""
        now = datetime.now(UTC)
        begun = midnight(now)
        if self._clockwork is None or self._begun != begun:
            done = await self.ask(lambda store: list(acts(store.connection, self.annotator, begun)))
            self._clockwork, self._begun = Clockwork(done), begun
        return self._clockwork.today(now)

    def leave(self, session: Session, position: int, seconds: float) -> None:
        """Keep the reading position and the active seconds of an article."""
        self._ensure_stored(session.article)
        self.store.save_progress(session.visit(position, seconds))

    def mark(self, article: Article, span: Span, *, there: bool) -> "Future[None]":
        """Set a bookmark, or take it away; raises ``ReadOnlyError`` where nothing can be kept."""
        if self.store.read_only:
            raise ReadOnlyError(self.store.read_only)
        self._ensure_stored(article)
        return self.store.submit(
            lambda store: places.mark(store.connection, article.id, self.annotator, span, there=there)
        )

    def _ensure_stored(self, article: Article) -> None:
        """Store an article that is tagged the moment it is on the page, before it was taken in."""
        if article.id not in self._stored and not self.store.read_only:
            self._stored.add(article.id)
            self.store.submit(lambda store: store.add_articles([article]))

    async def read_history(self) -> None:
        """Load what can be undone, or more of it, when that in memory is used up.

        Raises ``ReadOnlyError`` where nothing can be: the database can only be read.
        """
        if self.store.read_only:
            raise ReadOnlyError(self.store.read_only)
        history = self.history
        if not history.needs_older:
            return
        oldest = history.oldest
        past: Past = await self.ask(lambda store: store.recent_history(self.annotator, before=oldest))
        if oldest is None:
            history.reload(past.done, past.undone, complete=past.complete)
        else:
            history.extend(past.done, complete=past.complete)

    async def reload_history(self) -> None:
        """Start again from the journal, after a decision was refused."""
        past = await self.ask(lambda store: store.recent_history(self.annotator))
        self.history.reload(past.done, past.undone, complete=past.complete)

    async def now(self, article: Article) -> tuple[Opened, Past]:
        """Read what is known of an article, and what can be undone, as both are at this moment."""
        asked = self.store.opened(article.id, self.annotator)
        past = await self.ask(lambda store: store.recent_history(self.annotator))
        return await asyncio.wrap_future(asked), past

    async def surroundings(self, session: Session) -> list[Orphan]:
        """Read what stood around the orphans of an article, and where to begin to look for each."""
        return await self.ask(
            lambda store: orphans.surroundings(store.connection, session.article, session.orphans)
        )

    async def propagated(self, session: Session) -> list[Suggestion]:
        """Find where the words of phrases stand in an article, for ``session.propagated`` to take."""
        return await asyncio.to_thread(propagated, session.article.text, session.phrases)

    async def detect(self, article: Article) -> Detection:
        """Fetch what was found in an article before, or have it analysed and keep the answer.

        Raises ``DetectionError`` when there is none to be had; reading and tagging go on without.
        """
        # Not before the first paint, which can do without.
        from annotations.detect.fingerprints import expected_fingerprint  # noqa: PLC0415
        from annotations.detect.process import DetectionProcess  # noqa: PLC0415

        labels = self.scheme.cues()
        pipeline = expected_fingerprint(self.settings.model, labels)
        before = await self.ask(lambda store: store.detection(article.id, pipeline))
        if before is not None:
            return before
        if self._detector is None:
            self._detector = DetectionProcess(self.settings.model, labels)
        true = await asyncio.wrap_future(self._detector.ready())
        if true != pipeline:  # an installed model does not load: another pipeline reads the articles
            before = await self.ask(lambda store: store.detection(article.id, true))
            if before is not None:
                return before
        found = await asyncio.wrap_future(self._detector.submit(article.id, article.text, urgent=True))
        self._ensure_stored(article)
        # After problems the next start may have more luck.
        if not found.problems and not self.store.read_only:
            await self.ask(lambda store: store.save_detection(article.id, found))
        return found

    def keep_copy(self) -> None:
        """Make the day's copy of a database that was there before; for a thread of its own.

        Raises ``StoreError`` when it cannot be made; broken off, and no error, when the desk is closed.
        """
        if self.is_new or self.store.read_only:
            return
        from annotations.store import backup  # noqa: PLC0415 - long after the first paint

        today = datetime.now().astimezone().date()
        try:
            backup.back_up_today(self.settings.db, today, stopped=self.leaving.is_set)
        except StoreError:
            if not self.leaving.is_set():
                raise

    def close(self) -> Path | None:
        """End everything; return the recovery file where decisions went that could not be saved, or None."""
        self.leaving.set()
        if self._detector is not None:
            self._detector.close()
        return self.store.close()
