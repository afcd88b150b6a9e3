"""The text of the page as rows that scroll: laid out for the width there is, as far as it is looked at."""

from collections.abc import Iterable

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotations.objects import Objects
from annotations.records import Span
from tui.widgets.page.cursor import Cursor
from tui.widgets.page.frame import frame
from tui.widgets.page.layout import Layout

#: Rows of a long article are laid out in slices, between keys: this long, this often (seconds).
SLICE, PAUSE = 0.006, 0.02


class Sheet(ScrollView):
    """A text in rows, with a caret somewhere in it; what a row looks like is not known here."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Sheet {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $accent;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        background: $background;
        color: $foreground;
    }
    """

    #: Cells of the column, where the terminal is wide enough.
    column_width: reactive[int] = reactive(72, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown = ""
        self._frame = frame(0, 72)
        #: How many rows the view had when the text was laid out last.
        self._seen_rows = 0
        self._cursor = Cursor(Objects(""), Layout("", 1))
        #: The rows as they were drawn last, until something on them changes.
        self._strips: dict[int, Strip] = {}
        self._idle: Timer | None = None

    @property
    def layout_rows(self) -> Layout:
        """The rows of the text as they are laid out now."""
        return self._cursor.layout

    def _set_rows(self, shown: str, objects: Objects, offset: int) -> None:
        """Take another text, as it is to be shown."""
        self._shown = shown
        self._cursor = Cursor(objects, Layout(shown, self._frame.column), offset)
        # Before there is a view there is no width, and rows of one cell each would take long to find.
        if self._frame.width:
            self._show_layout(top=0)

    def on_resize(self) -> None:
        """Lay the text out for the new width, and stay at the same place in it."""
        self._relayout()

    def watch_column_width(self) -> None:
        """Lay the text out anew."""
        self._relayout()

    def _relayout(self) -> None:
        width = self.scrollable_content_region.width
        wanted = frame(width, max(1, self.column_width))
        old, cursor = self._cursor.layout, self._cursor
        if wanted == self._frame:
            self._seen_rows = self.scrollable_content_region.height
            self._reveal_caret()
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        unseen, seen = self._frame.width == 0, self._seen_rows
        in_view = 0 if unseen else cursor.row - top
        offset = 0 if unseen else old.span_of(top).start
        self._seen_rows = height
        self._frame = wanted
        if wanted.column != old.width:
            cursor.relayout(Layout(self._shown, wanted.column))
        if unseen:
            # Loaded before there was a view: shown from its top, or else where its caret is.
            self._show_layout(top=0)
            self._reveal_caret()
        elif 0 <= in_view < max(1, seen):
            self._show_layout(top=cursor.row - min(in_view, max(0, height - 1)))
        else:
            self._show_layout(top=cursor.layout.row_of(offset))

    def _show_layout(self, top: int) -> None:
        """Draw everything, from that row on, and see to the rows below."""
        self._strips.clear()
        self._cursor.layout.extend_to_row(top + self.scrollable_content_region.height)
        self._fit_height()
        self._scroll_to_row(top)
        self.refresh()
        if self.is_mounted and not self._cursor.layout.complete:
            self._idle = self._idle or self.set_interval(PAUSE, self._lay_more)
            self._idle.resume()

    def _lay_more(self) -> None:
        """Lay out rows for a moment; the page keeps answering keys in between."""
        done = self._cursor.layout.extend_for(SLICE)
        self._fit_height()
        if done and self._idle is not None:
            self._idle.pause()

    def _fit_height(self) -> None:
        """Tell the scroll bar how long the text is; while that is a guess, not too often."""
        layout, known = self._cursor.layout, self.virtual_size
        wanted = layout.estimated_rows
        close = not layout.complete and layout.rows <= known.height <= wanted * 1.1 <= known.height * 1.2
        if known.width != self._frame.width or not close:
            self.virtual_size = Size(self._frame.width, wanted)

    def _scroll_to_row(self, top: int) -> None:
        height = self.scrollable_content_region.height
        if top + height > self.virtual_size.height:
            self._fit_height()
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _reveal_caret(self) -> None:
        """Scroll so that the caret is in view, once there is one."""
        if self._frame.width:
            self._reveal_row(self._cursor.row)

    def _reveal_row(self, row: int) -> None:
        """Scroll so that a row is in view with a few rows around it; far jumps put it at a third."""
        if self._frame.width == 0:
            return
        height = max(1, self.scrollable_content_region.height)
        top = self.scroll_offset.y
        comfortable = self._comfortable_rows()
        if row < top - height or row > top + 2 * height:
            self._scroll_to_row(row - height // 3)
        elif row < comfortable[0]:
            self._scroll_to_row(top + row - comfortable[0])
        elif row > comfortable[-1]:
            self._scroll_to_row(top + row - comfortable[-1])

    def _comfortable_rows(self) -> range:
        """Return the rows in view that have others around them, or the end of the text."""
        height = max(1, self.scrollable_content_region.height)
        top, rows = self.scroll_offset.y, self._cursor.layout.estimated_rows
        around = min(3, (height - 1) // 4)
        first = top + around if top > 0 else 0
        return range(first, top + height - around if top + height < rows else max(first + 1, rows))

    def _rows_in_view(self) -> range:
        top = self.scroll_offset.y
        height = self.scrollable_content_region.height
        return range(top, min(top + height, self._cursor.layout.rows))

    def _rows_of(self, span: Span | None) -> range:
        """Return the rows a span covers."""
        if span is None or span.end <= span.start:
            return range(0)
        layout = self._cursor.layout
        return range(layout.row_of(span.start), layout.row_of(span.end - 1) + 1)

    def _draw_rows(self, rows: Iterable[int]) -> None:
        """Draw rows again, as far as they are in view."""
        top, width = self.scroll_offset.y, self.size.width
        regions = [Region(0, row - top, width, 1) for row in sorted(set(rows))]
        if regions:
            self.refresh(*regions)
