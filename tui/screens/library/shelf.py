"""The lines of the library on screen: drawn one by one from what is at hand, however many there are."""

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from annotations.store.views import View
from annotations.store.words import terms
from tui.screens.library.columns import Piece, columns
from tui.screens.library.window import Window


class Shelf(Widget, can_focus=True):
    """A window on the library, under a line with the names of its columns."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shelf--title",
        "shelf--dim",
        "shelf--heading",
        "shelf--found",
        "shelf--cursor",
        "shelf--new",
        "shelf--open",
        "shelf--done",
        "shelf--skipped",
        "shelf--flagged",
    }
    DEFAULT_CSS = """
    Shelf {
        height: 1fr;
        padding: 0;
        & > .shelf--title { color: $foreground; }
        & > .shelf--dim { color: $foreground 60%; }
        & > .shelf--heading { color: $foreground 60%; text-style: underline; }
        & > .shelf--found { color: $text-warning; text-style: bold; }
        & > .shelf--cursor { background: $accent 25%; text-style: bold; }
        & > .shelf--new { color: $foreground 60%; }
        & > .shelf--open { color: $text-primary; }
        & > .shelf--done { color: $text-success; }
        & > .shelf--skipped { color: $foreground 60%; }
        & > .shelf--flagged { color: $text-warning; }
    }
    """

    #: The article that is on the page.
    current: reactive[str] = reactive("")
    #: What is shown: its order is marked above the columns, what was found stands under each line.
    shown: reactive[View] = reactive(View(annotator=""))

    class Picked(Message):
        """A line was clicked on a second time."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self._columns = columns(0)

    @property
    def rows_per_line(self) -> int:
        """Rows that one article takes."""
        return 2 if terms(self.shown.words) else 1

    def take(self, event: events.Key) -> bool:
        """Take no key as typed: all of them are bound, and are acted on in their order."""
        del event
        return False

    def on_resize(self) -> None:
        """Choose the columns that fit, and show as many lines."""
        self.fit()

    def fit(self) -> None:
        """Show as many lines as there is room for, and draw them."""
        if self.size.height:
            self._columns = columns(self.size.width)
            self._window.resize((self.size.height - 1) // self.rows_per_line)
            self.refresh()

    def draw_moved(self, before: tuple[int, int]) -> None:
        """Draw what a move changed, from what ``cursor`` and ``top`` were before."""
        cursor, top = before
        if top != self._window.top:
            self.refresh()
            return
        each, width = self.rows_per_line, self.size.width
        rows = {1 + (place - top) * each for place in (cursor, self._window.cursor)}
        self.refresh(*(Region(0, row, width, each) for row in rows))

    def render_line(self, y: int) -> Strip:
        """Draw a row: the names of the columns, a line, or what was found in it."""
        width = self.size.width
        if y == 0:
            pieces = self._columns.heading(self.shown.sort, descending=self.shown.descending)
            return self._strip(pieces, width, cursor=False)
        number, second = divmod(y - 1, self.rows_per_line)
        lines = self._window.view
        if number >= len(lines):
            return Strip.blank(width, self.rich_style)
        line, cursor = lines[number], self._window.top + number == self._window.cursor
        if second:
            return self._strip(self._columns.snippet(line.snippet), width, cursor=cursor)
        current = line.article.id == self.current
        return self._strip(
            self._columns.line(line.article, cursor=cursor, current=current), width, cursor=cursor
        )

    def _strip(self, pieces: list[Piece], width: int, *, cursor: bool) -> Strip:
        base = self.get_component_rich_style("shelf--cursor") if cursor else self.rich_style
        segments = []
        for text, name in pieces:
            style = self.get_component_rich_style(f"shelf--{name}", partial=True) if name else None
            segments.append(Segment(text, base if style is None else base + style))
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on a line; a second click opens it."""
        row = (event.y - 1) // self.rows_per_line
        before = self._window.cursor, self._window.top
        if event.y > 0 and self._window.point(row):
            self.draw_moved(before)
            if self._window.cursor == before[0]:
                self.post_message(self.Picked())
