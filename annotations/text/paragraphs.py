"""The paragraphs of a text, whichever way its lines are broken.

News comes in three shapes, often mixed: paragraphs between blank lines, one line to a paragraph without blank
lines, and lines wrapped by hand at some 72 columns. So a blank line always ends a paragraph, and a single
newline ends one too unless the lines around it look wrapped: a newline is inside a paragraph if

- both its lines, and those near them, are no wider than a wrapped line can be (``WIDEST``);
- it stands where a wrapper would have put it: the next line's first word would not have fitted on the line
  before, measured by the widest line near it; a line that was broken by hand and goes on with a small letter
  may fall short by a third;
- some line near it, or the next, goes on with a small letter, as hardly any paragraph begins;
- the next line is not indented further, and is no heading, quotation or item of a list.

A headline, a byline and a first paragraph on successive lines are so three paragraphs, a wrapped one is one,
and verse keeps its lines. The decision takes a few lines on either side and nothing else.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from annotations.records import Span
from annotations.text.blocks import at_or_near, block, ink_after, trimmed
from annotations.text.patterns import Pattern

#: A paragraph longer than this many code points (some 7,000 words) may be cut.
BLOCK = 40_000
#: Nobody wraps lines wider than this, nor narrower than the other, in columns.
WIDEST = 100
NARROWEST = 40
#: How many lines on either side are looked at.
NEAR = 4
#: One with more wrapped lines than this may be cut as well: each costs some microseconds.
MOST_LINES = 250
#: How far back a cut may go to fall between two words.
_TO_SPACE = 256

_WORD = Pattern(r"\s*([^\s-]+-?)")
_BEGINS = Pattern(r"\s*(?:[-*•–—‣◦▪>|+]\s|#{1,6}\s|>|\||={3}|-{3}|(?:By|BY)\s+[A-Z])")
_NUMBERED = Pattern(r"\s*\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_STOPPED = Pattern(r"[.!?:;…][\"'”’)\]*_]*\s*\Z")
_UP_TO_SPACE = Pattern(r".*\s", re.DOTALL)


def _line_before(text: str, newline: int) -> str | None:
    """Return the line that ends at ``newline``, or None when it is wider than ``WIDEST``."""
    low = newline - WIDEST - 1
    start = text.rfind("\n", max(low, 0), newline)
    return None if start < 0 < low + 1 else text[start + 1 : newline]


def _line_after(text: str, newline: int) -> str | None:
    """Return the line that begins after ``newline``, or None when it is wider than ``WIDEST``."""
    high = newline + 1 + WIDEST + 1
    end = text.find("\n", newline + 1, high)
    if end < 0:
        return text[newline + 1 :] if high > len(text) else None
    return text[newline + 1 : end]


def _lines_near(text: str, newline: int) -> list[str] | None:
    """Return the lines of the run around ``newline``; None where one is too wide to have been wrapped."""
    lines: list[str] = []
    at = newline
    while at >= 0 and len(lines) < NEAR:
        line = _line_before(text, at)
        if line is None:
            return None
        if not line or line.isspace():
            break
        lines.insert(0, line)
        at -= len(line) + 1
    most = len(lines) + NEAR
    at = newline
    while at < len(text) and len(lines) < most:
        line = _line_after(text, at)
        if line is None:
            return None
        if not line or line.isspace():
            break
        lines.append(line)
        at += len(line) + 1
    return lines


def _begins(line: str, following: str) -> bool:
    """Tell whether the second of two lines begins something of its own, by its first signs."""
    if _BEGINS.match(following) or (_NUMBERED.match(following) and _STOPPED.search(line)):
        return True
    return len(following) - len(following.lstrip()) > len(line) - len(line.lstrip())


def _goes_on(following: str) -> bool:
    return following.lstrip()[:1].islower()


def _fills(line: str, following: str, width: int) -> bool:
    """Tell whether a wrapper of that width would have broken between the two lines."""
    word = _WORD.match(following)
    needed = len(line.rstrip()) + 1 + (len(word[1]) if word else 0)
    if _goes_on(following) and not _STOPPED.search(line):
        return needed > width * 2 // 3
    return needed > width


def is_break(text: str, newline: int) -> bool:
    """Tell whether the newline at that position ends a paragraph."""
    line, following = _line_before(text, newline), _line_after(text, newline)
    if not line or not following or line.isspace() or following.isspace():
        return True  # too wide, or blank
    # The cheap tests first: most lines are too short to be wrapped ones.
    if not _fills(line, following, NARROWEST) or _begins(line, following):
        return True
    lines = _lines_near(text, newline)
    if lines is None:
        return True
    width = max(len(each.rstrip()) for each in lines)
    if width < NARROWEST or not _fills(line, following, width):
        return True
    pairs = pairwise(lines)
    return not any(_goes_on(after) and _fills(before, after, width) for before, after in pairs)


def _break_before(text: str, low: int, high: int, most: int = 2 * BLOCK) -> int | None:
    """Return the position after the last of ``most`` newlines in ``[low, high)`` that ends a paragraph."""
    newline = text.rfind("\n", low, high)
    while newline >= 0 and most > 0:
        if is_break(text, newline):
            return newline + 1
        newline = text.rfind("\n", low, newline)
        most -= 1
    return None


def _end(text: str, ink: int, around: Span) -> int:
    """Return the first newline from ``ink`` on that ends a paragraph, or the end of the block."""
    newline = text.find("\n", ink, around.end)
    while newline >= 0 and not is_break(text, newline):
        newline = text.find("\n", newline + 1, around.end)
    return around.end if newline < 0 else newline


def _last_break(text: str, low: int, high: int) -> int:
    found = _break_before(text, low, high, MOST_LINES)
    if found is not None:
        return found
    space = _UP_TO_SPACE.match(text, high - _TO_SPACE, high)
    return space.end() if space else high


def _paragraph(text: str, ink: int) -> Span:
    around = block(text, ink, BLOCK, _last_break)
    start = _break_before(text, around.start, ink)
    whole = trimmed(text, around.start if start is None else start, _end(text, ink, around))
    assert whole is not None, "it holds ink"
    return whole


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the paragraphs that lie in ``text[start:end]``, wholly or in part, without white space."""
    stop = len(text) if end is None else min(end, len(text))
    ink = ink_after(text, max(start, 0))
    around = Span(0, 0)
    while ink is not None and ink < stop:
        if ink >= around.end:
            around = block(text, ink, BLOCK, _last_break)
            start_of_first = _break_before(text, around.start, ink)
            ink = around.start if start_of_first is None else start_of_first
        high = _end(text, ink, around)
        found = trimmed(text, ink, high)
        assert found is not None, "it holds ink"
        yield found
        ink = ink_after(text, high)


def paragraph_at(text: str, offset: int) -> Span | None:
    """Return the paragraph that holds ``offset``, or the nearest one.

    None where there is none within reach. Looks at a bounded stretch of the text.
    """
    return at_or_near(text, offset, _paragraph)
