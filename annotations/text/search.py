"""Finding words in a text, a slice of time at a time: a long article never keeps a key waiting.

What is typed is found whatever its case unless it has a capital, and white space in it matches any
white space, a line's end included. As a regular expression it is taken as Python's ``re`` has it, by the
``regex`` package, which can be told to give up: an expression may need years for a line.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from time import perf_counter
from typing import Any

from annotations.errors import CopydeskError
from annotations.records import Span

#: How much is looked at in one step, in code points.
_STEP = 16_384
#: A hit may reach so far beyond the step in which it begins.
_REACH = 1_024
#: Nobody walks through more hits; beyond, they are neither counted nor marked.
MOST_HITS = 100_000
#: An expression that takes longer than this over one step is given up, in seconds.
PATIENCE = 0.1


class PatternError(CopydeskError):
    """What was typed is not a regular expression; says where it goes wrong."""


def compile_pattern(typed: str, *, regex: bool = False) -> re.Pattern[str] | None:
    """Return the pattern of what was typed, None when nothing was; raises ``PatternError``."""
    words = typed.split()
    if not words:
        return None
    exact = any(char.isupper() for char in _meant(typed, regex))
    if regex:
        return _expression(typed, exact=exact)
    flags = re.NOFLAG if exact else re.IGNORECASE
    return re.compile(r"\s+".join(map(re.escape, words)), flags | re.MULTILINE)


def _expression(typed: str, *, exact: bool) -> re.Pattern[str]:
    import regex  # noqa: PLC0415 - 20 ms that only an expression needs

    try:
        found: re.Pattern[str] = regex.compile(typed, regex.MULTILINE | (0 if exact else regex.IGNORECASE))
    except (regex.error, RecursionError, OverflowError) as error:
        raise PatternError(f"not a regular expression: {error}") from None
    return found


def _meant(typed: str, regex: bool) -> str:
    """Return what was typed without the letters that are an expression's own, as in backslash W."""
    return re.sub(r"\\.", "", typed) if regex else typed


class Search:
    """The hits of a pattern in a text, from its start to as far as it was looked at.

    Hits are code points, end-exclusive, in order; they neither overlap nor are empty.
    """

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._text = text
        self._pattern = pattern
        # ``re`` knows no such limit; plain words never need it.
        self._limit: dict[str, Any] = {} if isinstance(pattern, re.Pattern) else {"timeout": PATIENCE}
        #: Whether the expression took too long; what was found before is kept.
        self.gave_up = False
        self._starts = array("I")
        self._ends = array("I")
        self._seen = 0

    def __len__(self) -> int:
        return len(self._starts)

    @property
    def complete(self) -> bool:
        """Whether all was looked at, more was found than anybody wants, or it took too long."""
        return self._seen >= len(self._text) or len(self) >= MOST_HITS or self.gave_up

    @property
    def overflowed(self) -> bool:
        """Whether there are more hits than are kept."""
        return len(self) >= MOST_HITS

    def extend_for(self, seconds: float) -> bool:
        """Look on for about that long; return whether all is looked at now."""
        until = perf_counter() + seconds
        while not self.complete and perf_counter() < until:
            self._advance()
        return self.complete

    def extend_to(self, offset: int) -> None:
        """Look on until everything up to a code point is known."""
        while not self.complete and self._seen <= offset:
            self._advance()

    def _advance(self) -> None:
        end = self._seen + _STEP
        try:
            self._take_hits(end)
        except TimeoutError:
            self.gave_up = True
        self._seen = end

    def _take_hits(self, end: int) -> None:
        position = max(self._seen, self._ends[-1] if self._ends else 0)
        reach = min(len(self._text), end + _REACH)
        for match in self._pattern.finditer(self._text, position, reach, **self._limit):
            if match.start() >= end:
                break
            if match.end() > match.start():
                self._starts.append(match.start())
                self._ends.append(match.end())

    def crossing(self, start: int, end: int) -> list[Span]:
        """Return the hits that share a code point with ``[start, end)``, as far as they are known."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return [Span(self._starts[place], self._ends[place]) for place in range(first, last)]

    def place_from(self, offset: int) -> int:
        """Return the place, from 0, of the first known hit that starts at or after a code point."""
        return bisect_left(self._starts, offset)

    def hit(self, place: int) -> Span:
        """Return the hit at a place; places go round at both ends. Raises ``IndexError`` without any."""
        if not self._starts:
            raise IndexError("nothing was found")
        place %= len(self)
        return Span(self._starts[place], self._ends[place])
