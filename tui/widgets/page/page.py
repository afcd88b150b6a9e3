"""The article on screen: read it, move in it by words, sentences and paragraphs, select, pick tags.

The page knows spans, keys and colours; it neither stores nor decides. What happens on it is told by
messages, and what is shown is set from outside.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import ClassVar, TypeAlias

from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType

from tui.widgets.page import messages
from tui.widgets.page.bindings import COUNTS, MOTIONS, SELECTING
from tui.widgets.page.cursor import Unit
from tui.widgets.page.intervals import reading_order
from tui.widgets.page.marks import Highlight, PageTag
from tui.widgets.page.walking import Walking

__all__ = ["Highlight", "Page", "PageTag"]

#: No count takes more objects than this.
_MOST_OBJECTS = 999


def _at_once() -> None:
    """Wait for nothing."""


class Page(Walking, can_focus=True):
    """An article with caret, selection, highlights and tags."""

    BINDINGS: ClassVar[list[BindingType]] = [*MOTIONS, *SELECTING, *COUNTS]

    CaretMoved: TypeAlias = messages.CaretMoved
    SelectionChanged: TypeAlias = messages.SelectionChanged
    TagPicked: TypeAlias = messages.TagPicked
    NothingHere: TypeAlias = messages.NothingHere
    Counting: TypeAlias = messages.Counting

    #: Raises unless it is known what was detected: whoever handles that has the key wait.
    settled: Callable[[], None] = staticmethod(_at_once)
    #: Whether the key that leaves off has just dropped a selection, and is not through yet.
    dropped = False
    _dragging = False

    def action_extend(self) -> None:
        """Start or stop extending with plain motions."""
        self._do(self._cursor.toggle_extending)

    def action_grow(self, by: int) -> None:
        """Select the next larger object, or the next smaller one."""
        for _ in range(min(self.take_count(), _MOST_OBJECTS)):
            self._do(self._cursor.grow if by > 0 else self._cursor.shrink)

    def action_swap(self) -> None:
        """Let the other end of the selection be the one that moves."""
        self._do(self._cursor.swap)

    def action_nudge(self, by: int, other: bool = False) -> None:
        """Move one end of the selection by characters."""
        by *= self.take_count()
        self._do(lambda: self._cursor.nudge(by, other=other))

    def action_cycle(self) -> None:
        """Choose the next of the tags and suggestions that overlap at the caret."""
        here = [tag.id for tag in self.tags_at(self.caret.start)]
        if here:
            place = here.index(self.chosen) if self.chosen in here else -1
            self.choose(here[(place + self.take_count()) % len(here)])

    def action_take(self, unit: Unit) -> None:
        """Select the object of that kind at the caret."""
        if unit in {"quote", "entity"}:
            self.settled()
        found: list[bool] = []
        for _ in range(min(self.take_count(), _MOST_OBJECTS)):
            self._do(lambda: found.append(self._cursor.take(unit)))
        if not any(found):
            self.post_message(self.NothingHere(unit))

    def action_drop(self) -> None:
        """Drop the selection; the key goes on to whoever else waits for it."""
        self.dropped = self.selection is not None
        self.drop_selection()
        raise SkipAction

    def action_highlight(self, by: int) -> None:
        """Go to the next suggestion; where there is none, to the next entity or quotation; or back."""
        self.settled()
        for _ in range(min(self.take_count(), _MOST_OBJECTS)):
            if not self.go_to_suggestion(by):
                self._go_to_highlight(by)

    def go_to_suggestion(self, by: int = 1) -> bool:
        """Go to the next suggestion, past the end to the first one; or back. Tell whether there is one."""
        suggested = self._suggested
        if not suggested:
            return False
        here = next((tag for tag in self.tags_at(self.caret.start) if tag.id == self.chosen), None)
        if here is not None and here.suggestion:
            place = next(i for i, tag in enumerate(suggested) if tag.id == here.id) + by
        else:
            at = (self.caret.start, 0)
            place = bisect_left(suggested, at, key=reading_order) - (by < 0)
        self._go_to(suggested[place % len(suggested)])
        return True

    def _go_to(self, suggestion: PageTag) -> None:
        self.move_caret(suggestion.start)
        self.choose(suggestion.id)
        self.reveal(suggestion.span)

    def _go_to_highlight(self, by: int) -> None:
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
