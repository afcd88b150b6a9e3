"""The side panel: who said what, the tags, the names and more; choosing a line goes there."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from annotations.records import Span
from tui.widgets.notes import Guide, Notes, Spans, lines

__all__ = ["Guide", "Notes", "SidePanel"]

#: More lines than this nobody reads, and the list would be slow to build.
MAX_LINES = 500
#: Cells of a line before the panel knows its own width.
_WIDTH = 32


class SidePanel(OptionList):
    """A list in sections; headings cannot be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,O", "leave", "back to the page", id="panel.leave", show=False),
        Binding("j", "cursor_down", "down", id="panel.down", show=False),
        Binding("k", "cursor_up", "up", id="panel.up", show=False),
    ]

    DEFAULT_CSS = """
    SidePanel {
        width: 34;
        max-width: 50%;
        height: 1fr;
        border: none;
        border-left: solid $foreground 18%;
        background: transparent;
        padding: 0 0 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $accent;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus {
            border: none;
            border-left: solid $accent;
            background-tint: transparent;
        }
        & > .option-list--option-disabled { color: $text-muted; }
        & > .option-list--option-highlighted { background: transparent; color: $text; text-style: none; }
        &:focus > .option-list--option-highlighted { background: $surface-lighten-1; text-style: bold; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Somebody wants to see this passage."""

        span: Span

    @dataclass
    class Left(Message):
        """Somebody is done with the panel."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._spans: list[Spans] = []
        #: How often each line was chosen, to go through all that it leads to.
        self._turns: Counter[int] = Counter()
        self._timer: Timer | None = None

    def show_soon(self, notes: Callable[[], Notes]) -> None:
        """List the notes a moment after the last of several changes; a hidden panel lists nothing."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(0.05, lambda: self.show(notes()) if self.display else None)

    def show(self, notes: Notes) -> None:
        """List the notes of an article, keeping the place in the list."""
        highlighted = self.highlighted
        found = list(islice(lines(notes, self.content_size.width or _WIDTH), MAX_LINES))
        spans = [spans for _, spans in found]
        if spans != self._spans:
            self._turns.clear()
        self._spans = spans
        self.set_options([Option(content, disabled=not spans) for content, spans in found])
        if highlighted is not None and highlighted < len(found):
            self.highlighted = highlighted

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass on where the chosen line leads; chosen again, it leads to the next place."""
        event.stop()
        spans = self._spans[event.option_index]
        if spans:
            turn = self._turns[event.option_index]
            self._turns[event.option_index] += 1
            self.post_message(self.Chosen(spans[turn % len(spans)]))

    def action_leave(self) -> None:
        """Go back to the page."""
        self.post_message(self.Left())
