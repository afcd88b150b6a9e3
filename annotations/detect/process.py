"""Detection in a process of its own, which can be killed: the reader itself never imports spaCy.

spaCy holds the interpreter's lock and can take minutes over odd text, so neither the event loop nor a
thread is a place for it. One article is read at a time; one that takes too long, or ends the process,
fails alone.
"""

import heapq
import itertools
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from annotations.cues import BUILT_IN, LabelCues
from annotations.detect import messages
from annotations.errors import DetectionError
from annotations.records import Detection

T = TypeVar("T")

#: Seconds that one article may take, and how many code points earn it one more.
ARTICLE_SECONDS = 10.0
CODE_POINTS_PER_SECOND = 50_000
#: Seconds that loading may take: a transformer model on a cold disk needs most of them.
LOAD_SECONDS = 90.0
#: Seconds that a process may take to end when it is killed, and our thread after it.
CLOSING_SECONDS = 0.2

_ROOT = Path(__file__).resolve().parents[2]


class _Child:
    """The process, and a thread that puts its answers into a queue; None means that it ended."""

    def __init__(self, command: list[str]) -> None:
        path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path}, start_new_session=True,
        )  # fmt: skip
        self.inbox: queue.SimpleQueue[messages.Answer | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="detection-answers", daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            while (answer := messages.receive_answer(stream)) is not None:
                self.inbox.put(answer)
        self.inbox.put(None)

    def send(self, message: messages.Setup | messages.Job) -> bool:
        """Send a message; False if the process is gone."""
        assert self.process.stdin is not None
        try:
            messages.send(self.process.stdin, message)
        except (OSError, ValueError):
            return False
        return True

    def receive(self, seconds: float) -> messages.Answer | None:
        """Return the next answer. Raises queue.Empty after so many seconds; None if the process ended."""
        return self.inbox.get(timeout=seconds)

    def kill(self) -> None:
        """End the process at once."""
        self.process.kill()
        with suppress(subprocess.TimeoutExpired):  # the system is slow to end it; it ends all the same
            self.process.wait(CLOSING_SECONDS)
        if self.process.stdin is not None:
            with suppress(OSError):  # what was still to be sent has no reader
                self.process.stdin.close()


class DetectionProcess:
    """Finds entities, quotations and suggestions in a child process, one article at a time."""

    def __init__(
        self,
        model: str | None = None,
        labels: Sequence[LabelCues] = BUILT_IN,
        *,
        article_seconds: float = ARTICLE_SECONDS,
        load_seconds: float = LOAD_SECONDS,
        command: list[str] | None = None,
    ) -> None:
        """Prepare; the process itself is started by ``start`` or by the first article.

        ``command`` stands for the worker in tests.
        """
        self._article_seconds = article_seconds
        self._load_seconds = load_seconds
        self._setup = messages.Setup(model, tuple(labels))
        self._command = command or [sys.executable, "-m", "annotations.detect.worker"]
        self._jobs: list[tuple[int, int, str, str, Future[Detection]]] = []
        self._numbers = itertools.count()
        self._change = threading.Condition()
        self._closed = False
        self._child: _Child | None = None
        self._thread: threading.Thread | None = None
        self._fingerprint: str | None = None
        self._refused: str | None = None
        self._waiting: list[Future[str]] = []

    def ready(self) -> Future[str]:
        """Start the process; the future holds the fingerprint of its pipeline, or raises DetectionError.

        It is the true key of cached detections: an installed model that does not load was passed over.
        """
        future: Future[str] = Future()
        with self._change:
            self._waiting.append(future)
        self._tell_waiting()
        self.start()
        return future

    def _tell_waiting(self) -> None:
        """Tell those who wait for the process what became of it, if that is known."""
        with self._change:
            refused = "Detection was closed." if self._closed else self._refused
            if self._fingerprint is None and refused is None:
                return
            waiting, self._waiting = self._waiting, []
        for future in waiting:
            if self._fingerprint is not None:
                _settle(future, self._fingerprint)
            else:
                _fail(future, refused or "")

    def start(self) -> None:
        """Start the process ahead of the first article, so that its loading is not waited for."""
        with self._change:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="detection", daemon=True)
                self._thread.start()

    def submit(self, article_id: str, text: str, *, urgent: bool = False) -> Future[Detection]:
        """Ask for what is in an article; the future holds a Detection or raises DetectionError.

        Articles are read in the order of asking; urgent ones (the one on screen) before all others, the
        latest first. A future that is cancelled before its turn costs nothing.
        """
        future: Future[Detection] = Future()
        with self._change:
            if self._closed:
                raise DetectionError("Detection was closed: no more articles are read.")
            number = next(self._numbers)
            heapq.heappush(
                self._jobs, (0 if urgent else 1, -number if urgent else number, article_id, text, future)
            )
            self._change.notify()
        self.start()
        return future

    def close(self) -> None:
        """Kill the process at once; every article that still waits fails with DetectionError."""
        with self._change:
            if self._closed:
                return
            self._closed = True
            self._change.notify()
            child, waiting = self._child, [job[4] for job in self._jobs]
            self._jobs.clear()
        self._tell_waiting()
        if child is not None:
            child.kill()
        for future in waiting:
            _fail(future, "Detection was closed before this article was read.")
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=CLOSING_SECONDS)

    def _run(self) -> None:
        self._ready_child()
        while (job := self._next()) is not None:
            _, _, _, text, future = job
            if future.set_running_or_notify_cancel():
                self._answer(text, future)

    def _next(self) -> tuple[int, int, str, str, Future[Detection]] | None:
        with self._change:
            while not self._jobs and not self._closed:
                self._change.wait()
            return None if self._closed else heapq.heappop(self._jobs)

    def _ready_child(self) -> _Child | None:
        """Return a process that has said hello, started anew if need be; None if there can be none."""
        with self._change:
            if self._closed or self._refused is not None:
                return None
            if self._child is not None:
                return self._child
            try:
                child = self._child = _Child(self._command)
            except OSError as error:
                self._refused = (
                    f"The detection process cannot be started: highlights are off ({error.strerror})."
                )
                return None
        child.send(self._setup)
        try:
            answer = child.receive(self._load_seconds)
        except queue.Empty:
            answer = messages.Failure("The detection process did not start in time: highlights are off.")
        if isinstance(answer, messages.Hello):
            self._fingerprint = answer.fingerprint
            self._tell_waiting()
            return child
        # What could not be loaded once will not load for the next article either.
        reason = (
            answer.reason
            if isinstance(answer, messages.Failure)
            else "The detection process ended while it was loading: run `copydesk doctor`."
        )
        self._refused = reason
        self._tell_waiting()
        self._drop(child)
        return None

    def _answer(self, text: str, future: "Future[Detection]") -> None:
        child = self._ready_child()
        if child is None:
            _fail(future, self._refused or "Detection was closed before this article was read.")
            return
        seconds = self._article_seconds + len(text) / CODE_POINTS_PER_SECOND
        try:
            answer = child.receive(seconds) if child.send(messages.Job(text)) else None
        except queue.Empty:
            self._drop(child)
            _fail(
                future, f"Detection took longer than {seconds:.0f} seconds on this article and was stopped."
            )
            return
        if isinstance(answer, messages.Result):
            _settle(future, answer.detection)
            return
        self._drop(child)
        _fail(future, "Detection stopped on this article; the others are not affected.")

    def _drop(self, child: _Child) -> None:
        with self._change:
            if self._child is child:
                self._child = None
        child.kill()


def _settle(future: "Future[T]", result: T) -> None:
    with suppress(InvalidStateError):  # closed in the meantime
        future.set_result(result)


def _fail(future: "Future[T]", reason: str) -> None:
    with suppress(InvalidStateError):  # cancelled, or closed in the meantime
        future.set_exception(DetectionError(reason))
