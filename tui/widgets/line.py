"""A line to type in, and what is told beside it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from annotations.text import display


class Line(Input):
    """An input that takes each character at once, so that keys typed ahead of it keep their order."""

    def take(self, event: events.Key) -> bool:
        """Take a key if it is a character; tell whether it was."""
        if event.character is None or not event.is_printable:
            return False
        self.insert_text_at_cursor(event.character)
        return True


class SearchLine(Line):
    """What is searched for; its keys act on the screen before the next one is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.keep_search", "keep", id="search.keep", tooltip="Keep the hits: n, N walk"),
        Binding(
            "escape", "screen.leave_search", "leave", id="search.leave", tooltip="Go back to where it began"
        ),
        Binding(
            "ctrl+r,ctrl+t",
            "screen.search_regex",
            "regex",
            id="search.regex",
            tooltip="Take it as a regular expression, or as plain words",
        ),
        Binding("down", "screen.hit(1)", "next", id="search.next", show=False),
        Binding("up", "screen.hit(-1)", "previous", id="search.previous", show=False),
    ]


class AskLine(Horizontal):
    """One line over the key bar: a sign, what is typed, and a quiet word at the right."""

    DEFAULT_CSS = """
    AskLine {
        height: 1;
        padding: 0 1;
        background: $surface;
        & > Static { width: auto; color: $text-muted; }
        & > Input, & > Input:focus {
            width: 1fr;
            height: 1;
            border: none;
            padding: 0 1;
            background: $surface;
        }
    }
    """

    def __init__(self, sign: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line = SearchLine(compact=True)
        self._sign = Static(sign, markup=False)
        self._told = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the one line."""
        yield self._sign
        yield self._line
        yield self._told

    @property
    def line(self) -> Line:
        """What is typed in."""
        return self._line

    def sign(self, sign: str) -> None:
        """Show what kind of thing is typed."""
        self._sign.update(Content(sign))

    def tell(self, words: str) -> None:
        """Say something at the right."""
        self._told.update(Content(display(words)))
