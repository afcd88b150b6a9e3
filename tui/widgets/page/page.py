"""The article on screen: read it, move in it by words, sentences and paragraphs, select, pick tags.

The page knows spans, keys and colours; it neither stores nor decides. What happens on it is told by
messages, and what is shown is set from outside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.message import Message

from annotations.objects import Objects
from annotations.records import ObjectKind, Span
from tui.widgets.page.bindings import MOTIONS, SELECTING
from tui.widgets.page.canvas import Canvas
from tui.widgets.page.cursor import Motion, Unit
from tui.widgets.page.marks import Highlight, PageTag

__all__ = ["Highlight", "Page", "PageTag"]

#: Rows that stay in view when a page is turned.
_CONTEXT = 2


class Page(Canvas, can_focus=True):
    """An article with caret, selection, highlights and tags."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOTIONS, *SELECTING]

    @dataclass
    class CaretMoved(Message):
        """The caret stands on the word at ``offset`` now."""

        offset: int

    @dataclass
    class SelectionChanged(Message):
        """Something else is selected now, or nothing."""

        span: Span | None

    @dataclass
    class TagPicked(Message):
        """A tag was clicked, in the text or in the margin."""

        tag_id: str

    @dataclass
    class NothingHere(Message):
        """There is no object of that kind at the caret."""

        unit: Unit

    _dragging = False

    @property
    def caret(self) -> Span:
        """The word of the caret; empty in a text without words."""
        return self._cursor.caret

    @property
    def selection(self) -> Span | None:
        """What is selected."""
        return self._cursor.selection

    @property
    def objects(self) -> Objects:
        """What can be selected as a whole."""
        return self._cursor.objects

    @objects.setter
    def objects(self, objects: Objects) -> None:
        self._cursor.objects = objects

    def load(self, text: str, objects: Objects, *, caret: int = 0) -> None:
        """Show another text, as its source holds it, with the caret at an offset; no highlights, no tags."""
        self._set_text(text, objects, caret)
        self._reveal_row(self._cursor.row)

    def target(self, unit: ObjectKind) -> Span | None:
        """Return what a decision is about: the selection, else the object of that kind at the caret."""
        return self._cursor.target(unit)

    def move_caret(self, offset: int, *, select: bool = False) -> None:
        """Put the caret on the word at an offset, or extend the selection to it, and show it."""
        self._do(lambda: self._cursor.place(offset, select=select))

    def select(self, span: Span) -> None:
        """Select a span as it is, and show it."""
        self._do(lambda: self._cursor.select(span))

    def drop_selection(self) -> None:
        """Select nothing."""
        self._do(lambda: self._cursor.select(None))

    def reveal(self, span: Span) -> None:
        """Scroll to a span; the caret stays where it is."""
        self._reveal_row(self._cursor.layout.row_of(span.start))

    def _do(self, act: Callable[[], object], *, reveal: bool = True) -> None:
        """Do something with the cursor; then draw what changed, show the caret, and tell."""
        cursor = self._cursor
        caret, selection, strong = cursor.caret, cursor.selection, self._strong
        act()
        if cursor.caret != caret:
            self._strong = self._tags_at_caret()
            self._changed(caret, cursor.caret, *self._spans_of(strong ^ self._strong))
            self.post_message(self.CaretMoved(cursor.caret.start))
        if cursor.selection != selection:
            self._changed(*_difference(selection, cursor.selection))
            self.post_message(self.SelectionChanged(cursor.selection))
        if reveal:
            self._reveal_row(cursor.row)

    def _spans_of(self, tag_ids: frozenset[str]) -> list[Span]:
        """Return where tags stand whose emphasis changed, as far as they are in view."""
        rows = self._rows_in_view()
        if not tag_ids or not rows:
            return []
        layout = self._cursor.layout
        shown = Span(layout.span_of(rows[0]).start, layout.span_of(rows[-1]).end)
        tags = self._lanes.index.crossing(*shown)
        return [tag.span for tag in tags if tag.id in tag_ids]

    def _changed(self, *spans: Span) -> None:
        """Draw the rows of some spans again."""
        view = self._rows_in_view()
        stale: set[int] = set()
        for span in spans:
            rows = self._rows_of(span)
            stale.update(row for row in self._strips if row in rows)
            stale.update(range(max(rows.start, view.start), min(rows.stop, view.stop)))
        for row in stale:
            self._strips.pop(row, None)
        self._draw_rows(row for row in stale if row in view)

    def action_move(self, motion: Motion, by: int, select: bool = False) -> None:
        """Move the caret so many steps."""
        if motion == "page":
            self._turn_page(by, select)
            return
        if motion == "line":
            self._take_caret_along()
        self._do(lambda: self._cursor.move(motion, by, select=select))

    def _turn_page(self, by: int, select: bool) -> None:
        """Scroll by a page and take the caret along; at either end of the text only the caret goes on."""
        self._take_caret_along()
        rows = by * max(1, self.scrollable_content_region.height - _CONTEXT)
        top, row = self.scroll_offset.y, self._cursor.row
        self._cursor.layout.extend_to_row(top + rows + abs(rows) + _CONTEXT)
        self._scroll_to_row(top + rows)
        if self.scroll_offset.y != top:
            # The caret keeps away from the edges, or showing it would scroll again.
            comfortable = self._comfortable_rows()
            rows = min(max(row + rows, comfortable[0]), comfortable[-1]) - row
        self._do(lambda: self._cursor.move("page", rows, select=select))

    def _take_caret_along(self) -> None:
        """Bring the caret into view after the wheel has left it behind."""
        view, row = self._rows_in_view(), self._cursor.row
        if view and row not in view and self.selection is None:
            nearest = view[0] if row < view[0] else view[-1]
            self._do(lambda: self._cursor.place(self._cursor.layout.span_of(nearest).start), reveal=False)

    def action_extend(self) -> None:
        """Start or stop extending with plain motions."""
        self._do(self._cursor.toggle_extending)

    def action_grow(self, by: int) -> None:
        """Select the next larger object, or the next smaller one."""
        self._do(self._cursor.grow if by > 0 else self._cursor.shrink)

    def action_take(self, unit: Unit) -> None:
        """Select the object of that kind at the caret."""
        found: list[bool] = []
        self._do(lambda: found.append(self._cursor.take(unit)))
        if not found[0]:
            self.post_message(self.NothingHere(unit))

    def action_drop(self) -> None:
        """Drop the selection; the key goes on to whoever else waits for it."""
        self.drop_selection()
        raise SkipAction

    def action_highlight(self, by: int) -> None:
        """Go to the next entity or quotation, or the previous one."""
        here, items = self.caret.start, self._visible.items
        place = self._visible.first_from(here + 1) if by > 0 else self._visible.first_from(here) - 1
        while 0 <= place < len(items):
            word = self.objects.next("word", items[place].start - 1)
            if word is not None and (word.start > here) == (by > 0) and word.start != here:
                self.move_caret(word.start)
                return
            place += by

    def _offset_at(self, event: events.MouseEvent) -> int:
        layout = self._cursor.layout
        row = min(max(0, self.scroll_offset.y + event.y), layout.rows - 1)
        return layout.offset_at(row, max(0, event.x - self._frame.left))

    def _tag_under(self, event: events.MouseEvent) -> str | None:
        """Return the tag at the pointer: that of the lane in the margin, the innermost in the text."""
        frame, layout = self._frame, self._cursor.layout
        row = self.scroll_offset.y + event.y
        if row >= layout.rows:
            return None
        lane = (frame.left - frame.gap - 1 - event.x) // 2
        if event.x < frame.left:
            marks = self._lanes.marks(layout, row)
            return next((mark.tag.id for mark in marks if mark.lane == lane), None)
        span, offset = layout.content_of(row), self._offset_at(event)
        inside = event.x - frame.left <= layout.column_of(max(span.start, span.end - 1))
        tags = self._lanes.index.at(offset) if inside else []
        return tags[-1].id if tags else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret there, and begin to drag."""
        if event.button == 1:
            self._dragging = True
            self.capture_mouse()
            self.move_caret(self._offset_at(event), select=event.shift)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection by words while the button is held; past the edge, scroll."""
        if not self._dragging:
            return
        offset = self._offset_at(event)
        if self.selection is not None or not self.caret.start <= offset < self.caret.end:
            self.move_caret(offset, select=True)

    def on_mouse_up(self) -> None:
        """End the dragging."""
        self._dragging = False
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Pick the tag there; twice: select the word, three times: the sentence."""
        if event.chain > 1:
            self.action_take("word" if event.chain == 2 else "sentence")
        elif self.selection is None and (tag := self._tag_under(event)) is not None:
            self.post_message(self.TagPicked(tag))


def _difference(before: Span | None, after: Span | None) -> list[Span]:
    """Return what is in one of the two and not in the other."""
    if before is None or after is None:
        return [span for span in (before, after) if span is not None]
    edges = ((before.start, after.start), (before.end, after.end))
    return [Span(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]
