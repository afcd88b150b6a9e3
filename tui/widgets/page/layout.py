"""Where every character of a text stands on a page of a given width: rows, columns, and back.

Pure: text in, numbers out. Rows are laid out from the start of the text and only as far as somebody
asks, so that the first screen of a very long article is there at once and the rest can follow in
slices of a few milliseconds. Offsets are code points; a row is a stretch ``[start, end)`` that holds
the spaces hanging at its end and its newline, so that every code point stands in exactly one row.
"""

import re
from array import array
from bisect import bisect_right
from functools import lru_cache
from time import perf_counter

from annotations.records import Span
from tui.widgets.page.cells import (
    BREAK_AFTER_DASH,
    SPACES,
    clusters,
    first_wide,
    may_break,
)

#: How many code points are looked at in one step: about 0.1 ms of plain text.
_STEP = 8192
#: No row of real text has more; what hangs beyond is not looked at when a row is drawn.
_LONGEST_ROW = 8192
#: What is not drawn at the end of a row.
_HANGING = "".join(sorted(SPACES)) + "\n"
#: Lines of this mean length are paragraphs; shorter ones were wrapped by hand, or are verse.
_PARAGRAPH = 100


class Layout:
    """The rows of ``text`` at ``width`` cells, laid out on demand."""

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(1, width)
        self._starts = array("I")
        self._laid_to = 0
        self._line_end = -1
        self._spaced = stands_apart(text)
        if not text:
            self._starts.append(0)

    @property
    def complete(self) -> bool:
        """Whether every row is known."""
        return self._laid_to >= len(self.text)

    @property
    def rows(self) -> int:
        """How many rows are known so far."""
        return len(self._starts)

    @property
    def laid_to(self) -> int:
        """The code point up to which rows are known."""
        return self._laid_to

    @property
    def estimated_rows(self) -> int:
        """How many rows there are; until all are known, judged by the density of those that are."""
        if self.complete:
            return self.rows
        laid = max(1, self._laid_to)
        return max(self.rows + 1, self.rows * len(self.text) // laid) if self.rows else 1

    def extend_for(self, seconds: float) -> bool:
        """Lay out more rows for about that long; return whether all are known now."""
        until = perf_counter() + seconds
        while not self.complete and perf_counter() < until:
            self._advance()
        return self.complete

    def extend_to_row(self, row: int) -> None:
        """Make rows known up to ``row``, or to the end."""
        while not self.complete and len(self._starts) <= row + 1:
            self._advance()

    def extend_to_offset(self, offset: int) -> None:
        """Make rows known up to the code point ``offset``, or to the end."""
        while not self.complete and self._laid_to <= offset:
            self._advance()

    def row_of(self, offset: int) -> int:
        """Return the row in which a code point stands; offsets beyond the text count as its end."""
        self.extend_to_offset(offset)
        return max(0, bisect_right(self._starts, max(0, offset)) - 1)

    def span_of(self, row: int) -> Span:
        """Return what stands in a row, with hanging spaces and newline; empty beyond the last row."""
        self.extend_to_row(row)
        starts = self._starts
        start = starts[row] if row < len(starts) else len(self.text)
        return Span(start, starts[row + 1] if row + 1 < len(starts) else max(start, self._laid_to))

    def content_of(self, row: int) -> Span:
        """Return what is to be drawn in a row: its span without hanging spaces and newline."""
        start, end = self.span_of(row)
        shown = self.text[start : min(end, start + _LONGEST_ROW)].rstrip(_HANGING)
        return Span(start, start + len(shown))

    def column_of(self, offset: int) -> int:
        """Return the cell, from 0, at which the cluster that holds ``offset`` begins in its row."""
        start, end = self.content_of(self.row_of(offset))
        offset = min(offset, end)
        if first_wide(self.text, start, end) == end:
            return min(offset - start, self.width)
        cells = 0
        for _, cluster_end, width in clusters(self.text, start, end):
            if cluster_end > offset:
                break
            cells += width
        return min(cells, self.width)

    def offset_at(self, row: int, column: int) -> int:
        """Return the start of the cluster at a cell; beyond the row's content, that of its last one."""
        start, end = self.content_of(row)
        if first_wide(self.text, start, end) == end:
            return max(start, min(start + column, end - 1))
        found = start
        cells = 0
        for cluster_start, _, width in clusters(self.text, start, end):
            if cells > column:
                break
            found = cluster_start if width else found
            cells += width
        return found

    def _advance(self) -> None:
        """Lay out the next stretch: many plain rows at once, or one row that needs measuring."""
        position = self._laid_to
        if self._line_end < position:
            line_end = self.text.find("\n", position)
            self._line_end = len(self.text) if line_end < 0 else line_end
        reached = self._lay_plain_rows(position) if self._line_end > position else position
        if reached == position:
            self._starts.append(position)
            reached = self._measured_row_end(position)
        if reached == self._line_end:
            reached = self._end_line(reached)
        self._laid_to = reached

    def _end_line(self, line_end: int) -> int:
        """Step over a newline; leave an empty row after it where paragraphs are to stand apart."""
        following = min(line_end + 1, len(self.text))
        if self._spaced and following < len(self.text):
            blank = self.text[following] == "\n" or self.text[max(0, line_end - 1)] == "\n"
            if not blank and line_end > 0:
                self._starts.append(following)
        return following

    def _lay_plain_rows(self, position: int) -> int:
        """Lay out rows as long as each consists of plain cells for certain; return where they end."""
        limit = first_wide(self.text, position, min(self._line_end, position + _STEP))
        whole = limit == self._line_end
        if whole and limit - position <= self.width:
            self._starts.append(position)
            return limit
        safe = limit - self.width - 1
        for match in _plain_row_pattern(self.width).finditer(self.text, position, limit):
            start, end = match.span()
            if not whole and (start > safe or end == limit):
                break
            self._starts.append(start)
            position = end
        return position

    def _measured_row_end(self, start: int) -> int:
        """Return where the row from ``start`` ends, measuring each cluster."""
        text, width = self.text, self.width
        cells = last = 0
        break_at = start
        for first, end, size in clusters(text, start, self._line_end):
            if first - start > _LONGEST_ROW:
                return first
            if text[first] in SPACES and end - first == 1:  # not one with a mark on it
                break_at = end if last else start
                cells += size
                continue
            if last and break_at < first and may_break(text, first, wide=size + last > 2):
                break_at = first
            if cells + size > width:
                return _first_after(start, break_at, first, end)
            cells += size
            last = size
        return self._line_end


def stands_apart(text: str) -> bool:
    """Tell whether the paragraphs of ``text`` need an empty row between them to stand apart.

    They do when each is one long line and no empty line follows it: among the first 64 K code points
    the lines have 100 on average, and there are ten of them or more to an empty one.
    """
    lines = text[:65536].split("\n")
    full = [len(line) for line in lines if line and not line.isspace()]
    return (
        len(full) > 1
        and sum(full) >= _PARAGRAPH * len(full)
        and len(full) >= 10 * (len(lines) - len(full) - 1)
    )


def _first_after(start: int, *offsets: int) -> int:
    """Return the first of ``offsets`` that lies after ``start``: a row is never empty."""
    return next(offset for offset in offsets if offset > start)


@lru_cache(maxsize=64)
def _plain_row_pattern(width: int) -> re.Pattern[str]:
    """Match one row of one-cell characters: up to a space or dash (spaces hang), else to the brim."""
    fits = f".{{1,{width}}}"
    return re.compile(f"{fits}(?:(?= )|{BREAK_AFTER_DASH}|\\Z) {{0,4096}}|{fits}", re.DOTALL)
