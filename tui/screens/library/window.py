"""A stretch of the library at hand: what is shown and enough around it, out of any number of lines."""

from collections.abc import Awaitable, Callable

from annotations.store.library import Line
from annotations.store.views import Key

#: Fetches so many lines after a key, or before it (the nearest first); without a key from either end.
Fetch = Callable[[Key | None, bool, int], Awaitable[list[Line]]]

#: Lines fetched at a time at least, and kept at most.
_FETCHED, _KEPT = 60, 3_000
#: No step is longer than this.
_LONGEST_STEP = 500


class Window:
    """Lines at hand with a cursor on one of them, of which ``height`` are in view."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self.lines: list[Line] = []
        self.cursor = 0
        self.top = 0
        self.height = 1
        #: Whether the first and the last line of all are at hand.
        self._complete = [True, True]

    @property
    def current(self) -> Line | None:
        """The line under the cursor; None where there is none."""
        return self.lines[self.cursor] if self.lines else None

    @property
    def view(self) -> list[Line]:
        """The lines that are in view."""
        return self.lines[self.top : self.top + self.height]

    async def begin(self, before: Key | None = None) -> None:
        """Start anew with the cursor on the first line after a key, or on the last one, or on the first."""
        size = self._size
        after = await self._fetch(before, False, size)
        earlier = await self._fetch(after[0].key if after else None, True, size) if before else []
        self.lines = [*reversed(earlier), *after]
        self._complete = [len(earlier) < size, len(after) < size]
        self.top = max(0, len(earlier) - self.height // 3)
        self._go(len(earlier) if after else len(earlier) - 1)

    async def move(self, by: int) -> None:
        """Move the cursor so many lines, to the last or the first of all at most."""
        by = max(-_LONGEST_STEP, min(by, _LONGEST_STEP))
        await self._reach(by)
        self._go(self.cursor + by)

    async def page(self, by: int) -> None:
        """Move view and cursor by so many views."""
        step = by * max(1, self.height - 1)
        await self._reach(step)
        self.top = max(0, min(self.top + step, len(self.lines) - self.height))
        self._go(self.cursor + step)

    async def end(self, *, last: bool) -> None:
        """Go to the first or to the last line of all."""
        lines = await self._fetch(None, last, self._size)
        whole = len(lines) < self._size
        self.lines = lines[::-1] if last else lines
        self._complete = [whole or not last, whole or last]
        self.top = 0
        self._go(len(self.lines) - 1 if last else 0)

    def point(self, row: int) -> bool:
        """Put the cursor on a line in view; tell whether there is one."""
        there = 0 <= row < len(self.view)
        if there:
            self._go(self.top + row)
        return there

    def resize(self, height: int) -> None:
        """Show more or fewer lines, that of the cursor among them."""
        self.height = max(1, height)
        self._reveal()

    @property
    def _size(self) -> int:
        return max(_FETCHED, 2 * self.height)

    async def _reach(self, by: int) -> None:
        """Have the lines at hand that a step leads to, and those in view after it."""
        while by > 0 and not self._complete[1] and self.cursor + by + self.height >= len(self.lines):
            await self._more(self.lines[-1].key, back=False)
        while by < 0 and not self._complete[0] and self.cursor + by - self.height < 0:
            await self._more(self.lines[0].key, back=True)

    async def _more(self, key: Key, *, back: bool) -> None:
        size = self._size
        lines = await self._fetch(key, back, size)
        if back:
            self.lines[:0] = reversed(lines)
            self.cursor, self.top = self.cursor + len(lines), self.top + len(lines)
            if len(self.lines) > _KEPT:
                del self.lines[_KEPT:]
                self._complete[1] = False
        else:
            self.lines += lines
            dropped = max(0, len(self.lines) - _KEPT)
            if dropped:
                del self.lines[:dropped]
                self.cursor, self.top = self.cursor - dropped, max(0, self.top - dropped)
                self._complete[0] = False
        self._complete[0 if back else 1] = len(lines) < size

    def _go(self, place: int) -> None:
        self.cursor = max(0, min(place, len(self.lines) - 1))
        self._reveal()

    def _reveal(self) -> None:
        lowest = max(0, len(self.lines) - self.height)
        self.top = min(max(self.top, self.cursor - self.height + 1), self.cursor, lowest)
