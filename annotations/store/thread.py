"""The thread that owns the one connection: the event loop asks, and never waits.

Requests are answered in their order. Decisions are kept here until they are on disk: while the database
cannot be written they wait, counted and in order, and what still waits at the end goes into a recovery
file.
"""

import atexit
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from enum import Enum, auto
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from annotations.errors import ReadOnlyError, StoreError
from annotations.records import Decision, Progress
from annotations.store import recovery
from annotations.store.connection import BUSY_TIMEOUT, for_seconds, no_patience
from annotations.store.faults import LockedError
from annotations.store.outbox import Opened, Outbox
from annotations.store.recovery import Recovered
from annotations.store.store import Store

T = TypeVar("T")
#: Told on the store's thread, after each attempt to save: how many decisions wait, and why.
OnChange = Callable[[int, StoreError | None], None]

#: Seconds between attempts to save what could not be saved.
RETRY_AFTER = 1.0
#: Seconds without a request after which there is time to import what writing needs.
WARM_AFTER = 0.3
#: Milliseconds that SQLite waits for a lock while the thread is to end.
_HURRY_MS = 50
#: Seconds that reading back a recovery file may wait for another program's write.
_RECOVERY_PATIENCE = 2.0


class _Token(Enum):
    """What goes through the queue besides requests, to be done in its turn."""

    SAVE = auto()
    END = auto()


class _Request(NamedTuple):
    function: Callable[[Store], Any]
    future: "Future[Any]"

    def answer(self, store: Store) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.function(store)
        except BaseException as error:  # noqa: BLE001 - it is the asker's, who gets it from the future
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class StoreThread:
    """A ``Store`` on a thread of its own.

    ``ready`` tells what was recovered, or why the database cannot be opened. ``on_change`` is called on the
    store's thread and has to be quick. Without ``start`` nothing happens before ``start()``; without ``warm``
    what writing needs is imported at the first write, not while there is time.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_change: OnChange | None = None,
        open_store: Callable[..., Store] = Store.open,
        start: bool = True,
        warm: bool = True,
    ) -> None:
        self.path = path.absolute()
        self.ready: Future[Recovered] = Future()
        self.ready.set_running_or_notify_cancel()
        self._on_change = on_change
        self._open_store = partial(open_store, self.path)
        self._requests: SimpleQueue[_Request | _Token] = SimpleQueue()
        self._lock = threading.Lock()
        self._outbox = Outbox()
        self._problem: StoreError | None = None
        self._retry_at = 0.0
        self._deadline: float | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        #: Why nothing can be changed, in a sentence; known when the first answer is.
        self.read_only = ""
        self.started = False
        self._cold = warm
        if start:
            self.start()
        # A daemon cannot hold up the end of the program for ever; this keeps it from losing anything there.
        atexit.register(self.close)

    def start(self) -> None:
        """Open the database and begin to answer; what was asked before waits until then."""
        with self._lock:
            if not self.started:
                self.started = True
                self._thread.start()

    @property
    def unsaved(self) -> int:
        """How many decisions are not on disk yet."""
        return len(self._outbox)

    def submit(self, function: Callable[[Store], T]) -> "Future[T]":
        """Run a function on the store's thread, after everything asked before, and return its answer to come.

        While another program holds the database the function waits inside; it is never run twice.
        """
        future: Future[T] = Future()
        with self._lock:
            self._refuse_if_closed()
            self._requests.put(_Request(function, future))
        return future

    def commit(self, decision: Decision) -> "Future[None]":
        """Take a decision to be committed as soon as the database can be written.

        The future ends when it is on disk, or with the ``ConflictError`` or ``TagError`` that refused it.
        Never waits; never drops a decision for any other reason. Raises ``ReadOnlyError``, and takes nothing,
        when the database can only be read.
        """
        if self.read_only:
            raise ReadOnlyError(self.read_only)
        with self._lock:
            self._refuse_if_closed()
            future = self._outbox.put(decision)
            self._requests.put(_Token.SAVE)
        return future

    def save_progress(self, progress: Progress) -> None:
        """Take a reading position to be kept as soon as the database can be written, if it can at all."""
        if self.read_only:
            return
        with self._lock:
            self._refuse_if_closed()
            self._outbox.put_visit(progress)
            self._requests.put(_Token.SAVE)

    def opened(self, article: str, annotator: str) -> "Future[Opened]":
        """Read an article as an annotator left it, decisions that are not on disk yet included."""
        return self.submit(lambda store: self._outbox.opened(store, article, annotator))

    def close(self, timeout: float = 1.0) -> Path | None:
        """Answer and save what is waiting, for at most ``timeout`` seconds, and end the thread.

        Return the recovery file that holds the decisions which could not be saved, or None. Raises
        ``StoreError`` when even that could not be written.
        """
        with self._lock:
            if self._closed:
                return None
            self._closed = True
            # What is being asked, and the last attempt to save, may each go on for as long as SQLite waits.
            self._deadline = time.monotonic() + timeout - 3 * BUSY_TIMEOUT
            self._requests.put(_Token.END)
        atexit.unregister(self.close)
        if self.started:
            self._thread.join(timeout)
        lines = self._outbox.lines()
        return recovery.write(self.path, lines) if lines else None

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise RuntimeError("the store has been closed")

    # From here on everything runs on the store's thread.

    def _run(self) -> None:
        try:
            store = self._open_store(patience=self._until_closed)
        except BaseException as error:  # noqa: BLE001 - it is handed to whoever asks
            self.ready.set_exception(error)
            self._refuse_all(error)
            return
        try:
            with store:
                self.read_only = store.read_only
                self.ready.set_result(self._recover(store))
                self._serve(store)
        except BaseException as error:
            # A mistake in a program: said at once, and nobody is left waiting for an answer.
            try:
                self._report(StoreError(f"nothing more can be saved, restart copydesk: {error!r}"))
            finally:
                self._refuse_all(error)
            raise

    def _until_closed(self, attempt: int) -> bool:
        """Be patient with other programs for as long as this one runs."""
        deadline = self._deadline
        time.sleep(BUSY_TIMEOUT / 10)
        return deadline is None or time.monotonic() < deadline

    def _recover(self, store: Store) -> Recovered:
        if store.read_only:
            return Recovered()
        store.connection.patience = for_seconds(_RECOVERY_PATIENCE)
        try:
            return recovery.read_back(store.connection)
        finally:
            store.connection.patience = self._until_closed

    def _serve(self, store: Store) -> None:
        answered = False
        while True:
            try:
                request = self._next(store, self._idle_seconds(answered and self._cold))
            except Empty:
                if self._problem is None:
                    store.warm()
                    self._cold = False
            else:
                if request is _Token.END:
                    break
                self._answer(request, store)
                answered = True
            if self._problem is not None and time.monotonic() >= self._retry_at:
                self._save(store)
        self._save(store)
        while isinstance(self._problem, LockedError) and self._until_closed(1):
            self._save(store)

    def _next(self, store: Store, seconds: float | None) -> "_Request | _Token":
        request = self._requests.get(timeout=seconds)
        if self._deadline is not None:
            # All that is still to be written waits for the lock together, not each piece anew.
            store.connection.execute(f"PRAGMA busy_timeout={_HURRY_MS}")
        return request

    def _answer(self, request: "_Request | _Token", store: Store) -> None:
        if isinstance(request, _Request):
            request.answer(store)
        elif self._deadline is None and not isinstance(self._problem, LockedError):
            # Else it is tried again soon enough, or once more at the end.
            self._save(store)

    def _idle_seconds(self, cold: bool) -> float | None:
        if self._problem is not None:
            return max(0.0, self._retry_at - time.monotonic())
        return WARM_AFTER if cold else None

    def _refuse_all(self, error: BaseException) -> None:
        """Answer every request with the reason why there is no database; decisions go on waiting."""
        while (request := self._requests.get()) is not _Token.END:
            if isinstance(request, _Request) and request.future.set_running_or_notify_cancel():
                request.future.set_exception(error)

    def _save(self, store: Store) -> None:
        """Try to save what waits, without waiting for other programs: requests go first."""
        store.connection.patience = no_patience
        try:
            if self._outbox.save(store):
                self._report(None)
        except StoreError as error:
            self._report(error)
        finally:
            store.connection.patience = self._until_closed

    def _report(self, problem: StoreError | None) -> None:
        self._problem = problem
        waits = BUSY_TIMEOUT / 5 if isinstance(problem, LockedError) else RETRY_AFTER
        self._retry_at = time.monotonic() + waits
        if self._on_change is not None:
            self._on_change(self.unsaved, problem)
