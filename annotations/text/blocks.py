"""Find one's way in a text of any size by looking at a bounded stretch of it.

A text is cut into blocks that anybody can find again from any offset inside them: there is one block for
each multiple of a fixed size, and it begins at the last natural break before that multiple. Whoever works
block by block therefore gets the same answer from the start of the text as from its middle, in a time that
does not depend on the length of the text.
"""

from collections.abc import Callable

from annotations.records import Span

#: How far, in code points, the nearest word, sentence or paragraph is looked for.
REACH = 65_536

#: ``f(text, low, high)`` returns the last natural break in ``(low, high]``, or ``high`` when there is none.
LastBreak = Callable[[str, int, int], int]


def block(text: str, offset: int, size: int, last_break: LastBreak) -> Span:
    """Return the block that holds ``offset``: at most ``2 * size`` code points, none of them in another."""

    def edge(number: int) -> int:
        high = number * size
        if high <= 0:
            return 0
        return len(text) if high >= len(text) else last_break(text, high - size, high)

    number = offset // size
    start, end = edge(number), edge(number + 1)
    return Span(start, end) if offset < end else Span(end, edge(number + 2))


def ink_after(text: str, offset: int, reach: int | None = None) -> int | None:
    """Return the first position at or after ``offset`` that is no white space, or None.

    Not more than ``reach`` code points are looked at; without it, all.
    """
    stop = len(text) if reach is None else min(len(text), offset + reach)
    size = 64
    while offset < stop:
        piece = text[offset : min(offset + size, stop)]
        rest = len(piece.lstrip())
        if rest:
            return offset + len(piece) - rest
        offset += len(piece)
        size = REACH
    return None


def ink_before(text: str, offset: int, reach: int | None = None) -> int | None:
    """Return the last position before ``offset`` that is no white space, or None; see ``ink_after``."""
    stop = 0 if reach is None else max(0, offset - reach)
    size = 64
    while offset > stop:
        low = max(stop, offset - size)
        rest = len(text[low:offset].rstrip())
        if rest:
            return low + rest - 1
        offset = low
        size = REACH
    return None


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the stretch without the white space around it, or None when that is all there is."""
    first = ink_after(text, start, end - start)
    last = ink_before(text, end, end - start)
    return None if first is None or last is None else Span(first, last + 1)


def closer(text: str, offset: int, before: Span | None, after: Span | None) -> Span | None:
    """Return the nearer of two neighbours of ``offset``; one on the same line first, then the later one."""
    if before is None or after is None:
        return after if before is None else before
    before_key = ("\n" in text[before.end : offset], offset - before.end + 1)
    after_key = ("\n" in text[offset : after.start], after.start - offset)
    return before if before_key < after_key else after


def at_or_near(text: str, offset: int, at: Callable[[str, int], Span]) -> Span | None:
    """Return what holds ``offset``, or the nearest within ``REACH``.

    ``at(text, position)`` answers for a position that is no white space.
    """
    offset = min(max(offset, 0), len(text))
    left = ink_before(text, offset + 1, REACH)
    before = None if left is None else at(text, left)
    if before is not None and offset < before.end:
        return before
    right = ink_after(text, offset, REACH)
    after = None if right is None else at(text, right)
    return closer(text, offset, before, after)
