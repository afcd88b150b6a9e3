"""Keys typed ahead of what is not known yet: kept in their order, done when it is, never lost in silence."""

import time
from collections import deque
from collections.abc import Awaitable, Callable

#: After so many seconds whoever presses a key that can do without does not want to wait.
PATIENCE = 2.0

Step = Callable[[], Awaitable[object]]


class NotYetError(Exception):
    """What a key asks about is not known yet; ``str()`` says what is being waited for."""


class Ahead:
    """What was asked for and has to wait, the oldest first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._steps: deque[Step] = deque()
        self._since = 0.0
        #: Whether something is being waited for, and how many keys were typed meanwhile.
        self.waiting = False
        self.typed = 0

    @property
    def is_tried(self) -> bool:
        """Whether it takes long, and no key that was typed meanwhile would be lost if it were given up."""
        return self.waiting and not self.typed and self._clock() - self._since > PATIENCE

    def wait(self) -> None:
        """Keep what comes from now on."""
        if not self.waiting:
            self._since = self._clock()
        self.waiting = True

    def put_off(self, step: Step) -> None:
        """Do something when it can be done, and before all that comes after it."""
        self.wait()
        self._steps.appendleft(step)

    def keep(self, step: Step) -> None:
        """Do what a key asks for after all that is kept already."""
        self._steps.append(step)
        self.typed += 1

    def drop(self) -> int:
        """Wait no longer, and forget what was kept; return how many keys that were."""
        typed = self.typed
        self._steps.clear()
        self.waiting, self.typed = False, 0
        return typed

    async def go_on(self) -> None:
        """Do what was kept, in its order, until something has to wait again."""
        self.waiting = False
        while self._steps and not self.waiting:
            step = self._steps.popleft()
            self.typed = min(self.typed, len(self._steps))
            await step()
