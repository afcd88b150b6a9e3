"""The drawing side of the page: what crosses the rows of the text, and what must be drawn again."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

from rich.style import Style
from textual.color import Color
from textual.reactive import reactive
from textual.strip import Strip

from annotations.objects import Objects
from annotations.records import Span
from annotations.text import display
from tui.widgets.page.intervals import SpanIndex
from tui.widgets.page.lanes import Lanes
from tui.widgets.page.marks import USUAL_LAYERS, Highlight, PageTag
from tui.widgets.page.palette import COMPONENTS, Ground, Palette
from tui.widgets.page.render import Row, draw
from tui.widgets.page.sheet import Sheet

#: Strips that are kept; more than any screen has, so that scrolling draws only what is new.
_KEPT = 1024
#: Colour systems in which two tints cannot be told apart.
_FEW_COLOURS = frozenset({"standard", "windows"})


class Hits(Protocol):
    """What a search found, for as far as it has looked."""

    def crossing(self, start: int, end: int) -> Sequence[Span]:
        """Return the hits that share a code point with ``[start, end)``, in order."""


class Canvas(Sheet):
    """A text with highlights, tags, hits, a caret and a selection, drawn row by row as it is looked at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS)
    DEFAULT_CSS = """
    Canvas {
        & > .page--person { color: $text-accent; }
        & > .page--organisation { color: $text-primary; }
        & > .page--place { color: $text-success; }
        & > .page--time { color: $text-secondary; }
        & > .page--amount { color: $text-warning; }
        & > .page--other { color: $foreground 75%; }
        & > .page--quote { background: $primary 10%; }
        & > .page--hit { background: $warning 35%; }
        & > .page--selection { background: $primary 45%; color: $foreground; }
        & > .page--caret { background: $accent; color: $background; }
        &:blur > .page--caret { background: $accent 35%; color: $foreground; }
    }
    """

    #: Which of ``marks.LAYERS`` are shown.
    shown_layers: reactive[frozenset[str]] = reactive(USUAL_LAYERS, init=False)
    #: Whether all but the paragraph of the caret is dimmed.
    dimmed: reactive[bool] = reactive(False, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._found: SpanIndex[Highlight] = SpanIndex()
        self._visible: SpanIndex[Highlight] = SpanIndex()
        self._tags: Sequence[PageTag] = ()
        self._lanes = Lanes()
        #: The tag at the caret that keys act on, as a set: empty where there is none.
        self._strong: frozenset[str] = frozenset()
        #: The tags that are not on disk yet.
        self._unsaved: frozenset[str] = frozenset()
        #: The tag that was chosen by hand where several overlap.
        self._picked: str | None = None
        #: The suggestions among the tags, in reading order.
        self._suggested: Sequence[PageTag] = ()
        self._hits: Hits | None = None
        #: The only passage that is not dimmed, if any is, and what ``shine`` wants of it.
        self._lit: Span | None = None
        self._spot: Span | None = None
        self._colours: Palette | None = None

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show what was detected, in place of what was shown before."""
        self._found = SpanIndex(highlights)
        self._pick_visible()

    def set_hits(self, hits: Hits | None) -> None:
        """Mark what a search found; None when nothing is searched for any more."""
        if hits is not None or self._hits is not None:
            self._hits = hits
            self._strips.clear()
            self.refresh()

    def set_tags(self, tags: Sequence[PageTag]) -> None:
        """Show these tags; only the rows where something differs are drawn again."""
        self._tags = tags
        before, rows = self._lanes, self._rows_in_view()
        wanted = tags if "suggestion" in self.shown_layers else [tag for tag in tags if not tag.suggestion]
        layout = self._cursor.layout
        old = {row: before.marks(layout, row) for row in rows}
        self._lanes = before.changed_to(wanted)
        self._suggested = [tag for tag in self._lanes.index.items if tag.suggestion]
        strong = self._strong
        self._strong = self._chosen_at_caret()
        emphasis = strong ^ self._strong
        kept = {row: self._strips.get(row) for row in rows}
        self._strips.clear()
        for row in rows:
            marks = self._lanes.marks(layout, row)
            strip = kept[row]
            if strip is not None and marks == old[row] and not any(mark.tag.id in emphasis for mark in marks):
                self._strips[row] = strip
        self._draw_rows(row for row in rows if row not in self._strips)

    def set_unsaved(self, tag_ids: frozenset[str]) -> None:
        """Show which tags are not on disk yet; only their rows are drawn again."""
        changed = tag_ids ^ self._unsaved
        self._unsaved = tag_ids
        if changed:
            layout, view = self._cursor.layout, self._rows_in_view()
            stale = [
                row for row in view if any(mark.tag.id in changed for mark in self._lanes.marks(layout, row))
            ]
            self._strips = {row: strip for row, strip in self._strips.items() if row in view}
            for row in stale:
                self._strips.pop(row, None)
            self._draw_rows(stale)

    def tags_at(self, offset: int) -> list[PageTag]:
        """Return the tags and suggestions that are shown at a code point, innermost first."""
        return sorted(self._lanes.index.at(offset), key=_innermost)

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
            unsaved=self._unsaved,
            hits=self._hits.crossing(*span) if self._hits else (),
            lit=self._lit,
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
        self._found = self._visible = SpanIndex()
        self._tags, self._lanes, self._strong = (), Lanes(), frozenset()
        self._hits = self._picked = self._spot = None
        self._suggested = ()
        self._set_rows(display(text), objects, offset)
        self._light()

    def watch_shown_layers(self) -> None:
        """Show and hide."""
        self._pick_visible()
        self.set_tags(self._tags)

    def watch_dimmed(self) -> None:
        """Dim, or light everything again."""
        self._light()
        self._strips.clear()
        self.refresh()

    def shine(self, span: Span | None) -> None:
        """Dim all but a passage; with None, as ``dimmed`` says."""
        if span != self._spot:
            self._spot = span
            self.watch_dimmed()

    def _light(self) -> bool:
        """Find the passage that is not dimmed; tell whether it is another one."""
        before, caret = self._lit, self._cursor.caret
        self._lit = self._spot or (self._cursor.objects.at("paragraph", caret.start) if self.dimmed else None)
        return self._lit != before

    def _chosen_at_caret(self) -> frozenset[str]:
        """Return the tag that keys act on: the one chosen before if it is here, else the innermost."""
        here = self._lanes.index.at(self._cursor.caret.start)
        if self._picked is not None and any(tag.id == self._picked for tag in here):
            return frozenset([self._picked])
        return frozenset([min(here, key=_innermost).id]) if here else frozenset()

    def _pick_visible(self) -> None:
        self._visible = SpanIndex(item for item in self._found.items if item.layer in self.shown_layers)
        self._strips.clear()
        self.refresh()


def _innermost(tag: PageTag) -> tuple[int, int]:
    """Sort key: the shortest first, of equals the one that begins last."""
    return tag.end - tag.start, -tag.start
