"""Work beside the event loop, which nobody waits for who wants to leave.

asyncio's own threads are waited for to the end, whatever they do: a folder that is being read, a lock that
another program holds. Nothing that is done here needs that: decisions have a thread and an end of their own.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds that what goes on may take to notice that it is to end, and to clear up.
CLEARING_UP = 0.1


class Hands(ThreadPoolExecutor):
    """A thread for each piece of work; at the end they are waited for a moment, and then left alone."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self._busy: set[Thread] = set()
        self._over = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a piece of work. Raises ``RuntimeError`` when it is over."""
        if self._over:
            raise RuntimeError("the program is about to end")
        future: Future[T] = Future()

        def work() -> None:
            try:
                if future.set_running_or_notify_cancel():
                    _settle(future, lambda: fn(*args, **kwargs))
            finally:
                self._busy.discard(thread)

        # A daemon, so that Python does not wait for it either.
        thread = Thread(target=work, name="hand", daemon=True)
        self._busy.add(thread)
        thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take on nothing more, and wait a moment for what goes on."""
        del cancel_futures  # Nothing waits for its turn.
        self._over = True
        deadline = time.monotonic() + (CLEARING_UP if wait else 0.0)
        for thread in tuple(self._busy):
            thread.join(max(0.0, deadline - time.monotonic()))


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it is the asker's, who gets it from the future
        future.set_exception(error)
    else:
        future.set_result(result)
