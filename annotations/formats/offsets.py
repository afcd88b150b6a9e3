"""Offsets as other tools count them: UTF-16 units, or the characters that a reader sees.

Everything of ours counts code points. A ``Counting`` goes over a text once; each offset then costs a search
in the list of those characters that count differently, which is empty for most articles.
"""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Protocol

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Counting(Protocol):
    """One way to count along one text."""

    def of(self, offset: int) -> int | None:
        """Return the count at a code point; None inside of what counts as one."""

    def back(self, count: int) -> int | None:
        """Return the code point at a count; None where there is none."""


class CodePoints:
    """Code points, as here and in Python."""

    def __init__(self, text: str) -> None:
        self._length = len(text)

    def of(self, offset: int) -> int:
        """Return the offset itself."""
        return offset

    def back(self, count: int) -> int | None:
        """Return the count itself, if the text reaches so far."""
        return count if 0 <= count <= self._length else None


class Utf16:
    """UTF-16 code units, as in JavaScript and Java: a character beyond U+FFFF counts twice."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        found = () if text.isascii() else _ASTRAL.finditer(text)
        self._astral = [match.start() for match in found]
        #: Where each of them ends, in units.
        self._ends = [offset + number + 2 for number, offset in enumerate(self._astral)]

    def of(self, offset: int) -> int:
        """Return how many units stand before a code point."""
        return offset + bisect_left(self._astral, offset)

    def back(self, count: int) -> int | None:
        """Return the code point before which so many units stand."""
        before = bisect_right(self._ends, count)
        offset = count - before
        inside = before < len(self._ends) and count == self._ends[before] - 1
        return None if inside or not 0 <= offset <= self._length else offset


class Graphemes:
    """Grapheme clusters (UAX #29): a letter with its accents counts once, and so does a joined emoji."""

    def __init__(self, text: str) -> None:
        import regex  # noqa: PLC0415 - 20 ms that nothing else here needs

        self._length = len(text)
        #: The clusters of several code points: where they start and end, and how much they count too little.
        long = [found.span() for found in regex.finditer(r"\X", text) if len(found[0]) > 1]
        self._starts = [start for start, _ in long]
        self._ends = [end for _, end in long]
        self._saved = [0, *accumulate(end - start - 1 for start, end in long)]
        self._counts = [end - self._saved[number] for number, end in enumerate(self._ends, start=1)]

    def of(self, offset: int) -> int | None:
        """Return how many clusters end before a code point; None inside of one."""
        before = bisect_right(self._ends, offset)
        inside = before < len(self._starts) and self._starts[before] < offset
        return None if inside else offset - self._saved[before]

    def back(self, count: int) -> int | None:
        """Return the code point before which so many clusters end."""
        offset = count + self._saved[bisect_right(self._counts, count)]
        return offset if count >= 0 and offset <= self._length else None

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest stretch of whole clusters that holds one of code points."""
        first, last = bisect_right(self._ends, start), bisect_right(self._ends, end)
        if first < len(self._starts):
            start = min(start, self._starts[first])
        if last < len(self._starts) and self._starts[last] < end:
            end = self._ends[last]
        return start, end
