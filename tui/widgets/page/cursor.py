"""The caret and the selection, and how the keys move them: no terminal, no widget.

The caret is always on a word. A motion moves it and drops the selection; with ``select`` it extends:
the selection then reaches from where it began to where the caret is now.
"""

from typing import Literal

from annotations.objects import Objects
from annotations.records import ObjectKind, Span
from tui.widgets.page.cells import step
from tui.widgets.page.layout import Layout

Motion = Literal["word", "line", "page", "edge", "sentence", "paragraph", "text"]
#: What one key selects as a whole.
Unit = Literal["word", "sentence", "quote", "entity"]


def union(one: Span, other: Span) -> Span:
    """Return the smallest span that covers both."""
    return Span(min(one.start, other.start), max(one.end, other.end))


class Cursor:
    """Where the reader is in a text, and what is selected of it."""

    def __init__(self, objects: Objects, layout: Layout, offset: int = 0) -> None:
        self.objects = objects
        self.layout = layout
        self.selection: Span | None = None
        #: Whether plain motions extend as well.
        self.extending = False
        #: Whether the selection is a boundary being edited: nothing but ``select`` drops it.
        self.held = False
        self.caret = objects.at("word", offset) or Span(0, 0)
        #: What extending holds on to; None while the selection is an object taken as a whole.
        self._anchor: Span | None = None
        #: Which end of the selection moves: its start, else its end.
        self._at_start = False
        self._goal: int | None = None

    @property
    def row(self) -> int:
        """The row of the caret."""
        return self.layout.row_of(self.caret.start)

    def place(self, offset: int, *, select: bool = False) -> None:
        """Put the caret on the word at an offset, or nearest to it."""
        self._goal = None
        self._go(self.objects.at("word", offset), select or self.held)

    def select(self, span: Span | None) -> None:
        """Select a span as it is; the caret goes inside it."""
        self._anchor = None
        self._goal = None
        self.extending = self.held = self._at_start = False
        self.selection = span
        if span is not None and not span.covers(self.caret):
            self.caret = self._first_word(span) or self.caret

    def hold(self, span: Span) -> None:
        """Select a span to edit its boundaries: every motion moves one end, at first the last one."""
        self.select(span)
        self.extending = self.held = True
        self._stand_at_end()

    def swap(self) -> None:
        """Let the other end of the selection be the one that moves."""
        if self.selection is not None:
            self._at_start = not self._at_start
            self._stand_at_end()

    def nudge(self, by: int, *, other: bool = False) -> None:
        """Move the moving end of the selection, or the other one, by so many characters as they are seen."""
        start, end = self.selection or self.caret
        at_start = self._at_start != other
        for _ in range(abs(by)):
            moved = step(self.layout.text, start if at_start else end, by)
            start, end = (moved, end) if at_start else (start, moved)
        if start < end:
            self.selection = Span(start, end)
            self._stand_at_end()

    def relayout(self, layout: Layout) -> None:
        """Go on in other rows of the same text."""
        self.layout = layout
        self._goal = None

    def move(self, motion: Motion, by: int, *, select: bool = False) -> None:
        """Go so many steps, forward or, below zero, backward; for ``page`` a step is a row."""
        if motion in {"line", "page"}:
            self._move_rows(by, select or self.extending)
            return
        self._goal = None
        for _ in range(abs(by)):
            self._step(motion, 1 if by > 0 else -1, select or self.extending)

    def toggle_extending(self) -> None:
        """Start or stop extending with plain motions; starting selects the word at the caret."""
        self.extending = self.held or not self.extending
        if self.extending and self.selection is None:
            self._anchor = self.selection = self.caret

    def grow(self) -> None:
        """Select the next larger object around the selection, or around the caret."""
        self._anchor = None
        # From no selection the first step is the word itself: one must see where one begins.
        self._take(self.caret if self.selection is None else self.objects.grow(self.selection))

    def shrink(self) -> None:
        """Select the next smaller object at the caret; below the word nothing is selected."""
        if self.selection is None:
            return
        smaller = self.objects.shrink(self.selection, self.caret.start)
        if smaller != self.selection:
            self._take(smaller)
        elif not self.held:
            self.select(None)

    def take(self, unit: Unit) -> bool:
        """Select the object of that kind at the caret, a sentence more each time; tell if there is one."""
        found = self._object(unit)
        if unit == "entity" and found is None:
            found = self.objects.at("figure", self.caret.start)
        if found is None:
            return False
        if unit == "sentence" and self.selection is not None and self.selection.covers(found):
            following = self.objects.next("sentence", self.selection.end - 1)
            found = union(self.selection, following) if following else self.selection
        self.extending = self.held
        self._take(found)
        return True

    def target(self, unit: ObjectKind) -> Span | None:
        """Return the selection, else the object of that kind at the caret."""
        return self.selection or self._object(unit)

    def _object(self, unit: ObjectKind) -> Span | None:
        at = self.caret.start
        return self.objects.statement(at) if unit == "sentence" else self.objects.at(unit, at)

    def _take(self, span: Span) -> None:
        """Select an object as a whole."""
        self._anchor = None
        self._at_start = False
        self.selection = span
        if self.held:
            self._stand_at_end()

    def _stand_at_end(self) -> None:
        """Put the caret at the moving end of the selection; the other stays where it is, to the letter."""
        if self.selection is None:
            return
        start, end = self.selection
        first = self.objects.at("word", start) or self.selection
        last = self.objects.at("word", end - 1) or self.selection
        self._goal = None
        if self._at_start:
            self.caret, self._anchor = first, Span(min(max(start, last.start), end), end)
        else:
            self.caret, self._anchor = last, Span(start, max(min(end, first.end), start))

    def _go(self, word: Span | None, select: bool, reach: Span | None = None) -> None:
        """Move the caret to a word; ``reach`` is how far the selection goes with it, if further."""
        if word is None:
            return
        if select:
            self._anchor = self._anchor or self.selection or self.caret
            self.selection = union(self._anchor, reach or word)
            if word.start != self._anchor.start:
                self._at_start = word.start < self._anchor.start
        else:
            self._anchor = self.selection = None
            self.extending = self._at_start = False
        self.caret = word

    def _head(self, by: int, select: bool) -> Span:
        """Return the word a motion sets out from: an object that is extended moves at its edge."""
        if not select or self._anchor is not None or self.selection is None:
            return self.caret
        edge = self.selection.end - 1 if by > 0 else self.selection.start
        return self.objects.at("word", edge) or self.caret

    def _step(self, motion: Motion, by: int, select: bool) -> None:
        head = self._head(by, select)
        if motion == "word":
            find = self.objects.next if by > 0 else self.objects.previous
            self._go(find("word", head.start), select)
        elif motion == "text":
            self._go(self._last_word() if by > 0 else self.objects.next("word", -1), select)
        elif motion == "edge":
            row = self.layout.span_of(self.layout.row_of(head.start))
            self._go(self._last_word(row) if by > 0 else self._first_word(row), select)
        elif motion in {"sentence", "paragraph"}:
            kind: ObjectKind = "sentence" if motion == "sentence" else "paragraph"
            (self._extend_by if select else self._go_to)(kind, head, by)

    def _go_to(self, kind: ObjectKind, head: Span, by: int) -> None:
        """Go to the start of the next object; backward to the start of this one first."""
        here = self.objects.at(kind, head.start) or head
        if by > 0:
            following = self.objects.next(kind, max(here.start, head.start))
            self._go(self._first_word(following) if following else self._last_word(), select=False)
            return
        first = self._first_word(here)
        if first is None or head.start <= first.start:
            before = self.objects.previous(kind, here.start)
            first = self._first_word(before) if before else first
        self._go(first, select=False)

    def _extend_by(self, kind: ObjectKind, head: Span, by: int) -> None:
        """Extend to the end of this object, or its start; if it was reached, of the one beyond."""
        held = self.selection or self.caret
        here = self.objects.at(kind, head.start) or head
        if by > 0:
            beyond = here if held.end < here.end else self.objects.next(kind, held.end - 1)
            word = beyond and self._last_word(beyond)
            reach = beyond and Span(head.start, beyond.end)
        else:
            beyond = here if held.start > here.start else self.objects.previous(kind, held.start)
            word = beyond and self._first_word(beyond)
            reach = beyond and Span(beyond.start, head.end)
        self._go(word, select=True, reach=reach)

    def _move_rows(self, by: int, select: bool) -> None:
        """Go up or down at the same column, over rows that have no word."""
        head = self._head(by, select)
        goal = self.layout.column_of(head.start) if self._goal is None else self._goal
        self.layout.extend_to_row(self.layout.row_of(head.start) + by)
        target = max(0, min(self.layout.row_of(head.start) + by, self.layout.rows - 1))
        word = self._word_in(target, goal, by)
        if word is not None and (word.start > head.start) == (by > 0):
            self._go(word, select)
        elif by > 0:
            self._go(self._last_word(), select)
        else:
            self._go(self.objects.next("word", -1), select)
        self._goal = goal

    def _word_in(self, row: int, column: int, by: int) -> Span | None:
        """Return the word at a column of a row; where the row has none, the next one on the way."""
        span = self.layout.span_of(row)
        word = self.objects.at("word", self.layout.offset_at(row, column))
        if word is not None and span.start <= word.start < span.end:
            return word
        if by > 0:
            beyond = self.objects.next("word", span.start - 1)
        else:
            beyond = self.objects.previous("word", span.end)
        if beyond is None or span.start <= beyond.start < span.end:
            return beyond
        other = self.layout.row_of(beyond.start)
        inside = self.objects.at("word", self.layout.offset_at(other, column))
        return inside if inside is not None and self.layout.row_of(inside.start) == other else beyond

    def _first_word(self, span: Span) -> Span | None:
        """Return the first word that starts inside a span; where none does, the one that holds it."""
        word = self.objects.next("word", span.start - 1)
        return word if word and word.start < span.end else self.objects.at("word", span.start)

    def _last_word(self, span: Span | None = None) -> Span | None:
        """Return the last word that starts inside a span, or in the text."""
        return self.objects.previous("word", len(self.layout.text) if span is None else span.end)
