"""The drawing side of the page: which rows there are, what crosses them, and what must be drawn again."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from annotations.objects import Objects
from annotations.records import Span
from annotations.text import display
from tui.widgets.page.cursor import Cursor
from tui.widgets.page.frame import frame
from tui.widgets.page.intervals import SpanIndex
from tui.widgets.page.lanes import Lanes
from tui.widgets.page.layout import Layout
from tui.widgets.page.marks import ALL_LAYERS, Highlight, PageTag
from tui.widgets.page.palette import COMPONENTS, Ground, Palette
from tui.widgets.page.render import Row, draw

#: Rows of a long article are laid out in slices, between keys: this long, this often (seconds).
_SLICE, _PAUSE = 0.006, 0.02
#: Strips that are kept; more than any screen has, so that scrolling draws only what is new.
_KEPT = 1024
#: Colour systems in which two tints cannot be told apart.
_FEW_COLOURS = frozenset({"standard", "windows"})


class Canvas(ScrollView):
    """A text with highlights, tags, a caret and a selection, drawn row by row as it is looked at."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = """
    Canvas {
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

        & > .page--person { color: $text-accent; }
        & > .page--organisation { color: $text-primary; }
        & > .page--place { color: $text-success; }
        & > .page--time { color: $text-secondary; }
        & > .page--amount { color: $text-warning; }
        & > .page--other { color: $foreground 75%; }
        & > .page--quote { background: $primary 10%; }
        & > .page--selection { background: $primary 45%; color: $foreground; }
        & > .page--caret { background: $accent; color: $background; }
        &:blur > .page--caret { background: $accent 35%; color: $foreground; }
    }
    """

    #: Cells of the column, where the terminal is wide enough.
    column_width: reactive[int] = reactive(72, init=False)
    #: Which of ``entity``, ``quote`` and ``suggestion`` are shown.
    shown_layers: reactive[frozenset[str]] = reactive(ALL_LAYERS, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._shown = ""
        self._frame = frame(0, 72)
        #: How many rows the view had when the text was laid out last.
        self._seen_rows = 0
        self._cursor = Cursor(Objects(""), Layout("", 1))
        self._found: SpanIndex[Highlight] = SpanIndex()
        self._visible: SpanIndex[Highlight] = SpanIndex()
        self._tags: Sequence[PageTag] = ()
        self._lanes = Lanes()
        self._strong: frozenset[str] = frozenset()
        self._strips: dict[int, Strip] = {}
        self._colours: Palette | None = None
        self._idle: Timer | None = None

    @property
    def layout_rows(self) -> Layout:
        """The rows of the text as they are laid out now."""
        return self._cursor.layout

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show what was detected, in place of what was shown before."""
        self._found = SpanIndex(highlights)
        self._pick_visible()

    def set_tags(self, tags: Sequence[PageTag]) -> None:
        """Show these tags; only the rows where something differs are drawn again."""
        self._tags = tags
        before, rows = self._lanes, self._rows_in_view()
        wanted = tags if "suggestion" in self.shown_layers else [tag for tag in tags if not tag.suggestion]
        layout = self._cursor.layout
        old = {row: before.marks(layout, row) for row in rows}
        self._lanes = before.changed_to(wanted)
        strong = self._strong
        self._strong = self._tags_at_caret()
        emphasis = strong ^ self._strong
        kept = {row: self._strips.get(row) for row in rows}
        self._strips.clear()
        for row in rows:
            marks = self._lanes.marks(layout, row)
            strip = kept[row]
            if strip is not None and marks == old[row] and not any(mark.tag.id in emphasis for mark in marks):
                self._strips[row] = strip
        self._draw_rows(row for row in rows if row not in self._strips)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the page."""
        if self._frame.width == 0:
            # The first frame is drawn before the widget is told its size: the text is in it all the same.
            self._relayout()
        row = self.scroll_offset.y + y
        strip = self._strips.get(row)
        if strip is None:
            strip = self._draw(row)
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            self._strips[row] = strip
        return strip

    def _draw(self, row: int) -> Strip:
        layout = self._cursor.layout
        layout.extend_to_row(row)
        palette = self._palette()
        if row >= layout.rows:
            return Strip.blank(self._frame.width, palette.base)
        span, content = layout.span_of(row), layout.content_of(row)
        line = Row(
            text=layout.text,
            content=content,
            highlights=self._visible.crossing(*span),
            marks=self._lanes.marks(layout, row),
            caret=self._cursor.caret,
            selection=self._cursor.selection,
            strong=self._strong,
        )
        return draw(line, self._frame, palette)

    def _palette(self) -> Palette:
        if self._colours is None:
            style: Style = self.rich_style
            ground = Ground(
                ink=Color.from_rich_color(style.color),
                paper=Color.from_rich_color(style.bgcolor),
                dark=self.app.current_theme.dark,
                plain=self.plain,
                focused=self.has_focus,
            )
            self._colours = Palette(ground, self.get_component_styles)
        return self._colours

    @property
    def plain(self) -> bool:
        """Whether there are too few colours for tints, so that attributes must do."""
        app = self.app
        return app.no_color or app.native_ansi_color or app.console.color_system in _FEW_COLOURS

    def notify_style_update(self) -> None:
        """Mix the colours anew: the theme or the focus changed."""
        super().notify_style_update()
        self._colours = None
        self._strips.clear()

    def _set_text(self, text: str, objects: Objects, offset: int) -> None:
        self._shown = display(text)
        self._found = self._visible = SpanIndex()
        self._tags, self._lanes, self._strong = (), Lanes(), frozenset()
        self._cursor = Cursor(objects, Layout(self._shown, self._frame.column), offset)
        self._show_layout(top=0)

    def on_resize(self) -> None:
        """Lay the text out for the new width, and stay at the same place in it."""
        self._relayout()

    def watch_column_width(self) -> None:
        """Lay the text out anew."""
        self._relayout()

    def watch_shown_layers(self) -> None:
        """Show and hide."""
        self._pick_visible()
        self.set_tags(self._tags)

    def _relayout(self) -> None:
        width = self.scrollable_content_region.width
        wanted = frame(width, max(1, self.column_width))
        old, cursor = self._cursor.layout, self._cursor
        if wanted == self._frame:
            self._seen_rows = self.scrollable_content_region.height
            self._reveal_row(cursor.row)
            return
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        in_view = cursor.row - top
        offset = old.span_of(top).start
        unseen, seen = self._frame.width == 0, self._seen_rows
        self._seen_rows = height
        self._frame = wanted
        if wanted.column != old.width:
            cursor.relayout(Layout(self._shown, wanted.column))
        if unseen:
            # Loaded before there was a view: shown from its top, or else where its caret is.
            self._show_layout(top=0)
            self._reveal_row(cursor.row)
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
            self._idle = self._idle or self.set_interval(_PAUSE, self._lay_more)
            self._idle.resume()

    def _lay_more(self) -> None:
        """Lay out rows for a moment; the page keeps answering keys in between."""
        done = self._cursor.layout.extend_for(_SLICE)
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

    def _tags_at_caret(self) -> frozenset[str]:
        return frozenset(tag.id for tag in self._lanes.index.at(self._cursor.caret.start))

    def _pick_visible(self) -> None:
        self._visible = SpanIndex(item for item in self._found.items if item.layer in self.shown_layers)
        self._strips.clear()
        self.refresh()
