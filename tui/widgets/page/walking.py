"""The page that is walked: its caret, its selection, the tag that keys act on, and counts before a motion."""

from collections.abc import Callable

from textual.actions import SkipAction

from annotations.objects import Objects
from annotations.records import ObjectKind, Span
from tui.widgets.page.canvas import Canvas
from tui.widgets.page.cursor import Motion
from tui.widgets.page.messages import CaretMoved, Counting, SelectionChanged, TagPicked

#: Rows that stay in view when a page is turned.
_CONTEXT = 2
#: Nobody means more than so many steps.
_MOST_STEPS = 99_999


class Walking(Canvas):
    """A canvas with a caret that moves; keys and mouse are bound by the page."""

    #: What was typed of a count, None when none is being typed.
    _count: int | None = None

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
        self._reveal_caret()

    def target(self, unit: ObjectKind) -> Span | None:
        """Return what a decision is about: the selection, else the object of that kind at the caret."""
        return self._cursor.target(unit)

    def move_caret(self, offset: int, *, select: bool = False) -> None:
        """Put the caret on the word at an offset, or extend the selection to it, and show it."""
        self._do(lambda: self._cursor.place(offset, select=select))

    def select(self, span: Span) -> None:
        """Select a span as it is, and show it."""
        self._do(lambda: self._cursor.select(span))

    def hold(self, span: Span) -> None:
        """Select a span to edit its boundaries; nothing but ``drop_selection`` lets go of it."""
        self._do(lambda: self._cursor.hold(span))

    def drop_selection(self) -> None:
        """Select nothing."""
        self._do(lambda: self._cursor.select(None))

    def reveal(self, span: Span) -> None:
        """Scroll to a span; the caret stays where it is."""
        self._reveal_row(self._cursor.layout.row_of(span.start))

    @property
    def chosen(self) -> str | None:
        """The tag or suggestion at the caret that keys act on; None where there is none."""
        return next(iter(self._strong), None)

    def choose(self, tag_id: str) -> None:
        """Let keys act on this one of the tags and suggestions at the caret."""
        before = self._strong
        self._picked = tag_id
        self._strong = self._chosen_at_caret()
        if before != self._strong:
            self._changed(*self._spans_of(before ^ self._strong, self.caret))
        self.post_message(TagPicked(tag_id))

    def _do(self, act: Callable[[], object], *, reveal: bool = True) -> None:
        """Do something with the cursor; then draw what changed, show the caret, and tell."""
        cursor = self._cursor
        caret, selection, strong = cursor.caret, cursor.selection, self._strong
        act()
        if cursor.caret != caret:
            self._picked = None
            self._strong = self._chosen_at_caret()
            carets = (caret, cursor.caret)
            self._changed(*carets, *self._spans_of(strong ^ self._strong, *carets))
            if self.dimmed and self._light():
                self._changed(*self._in_view())
            self.post_message(CaretMoved(cursor.caret.start))
        if cursor.selection != selection:
            self._changed(*_difference(selection, cursor.selection))
            self.post_message(SelectionChanged(cursor.selection))
        if reveal:
            self._reveal_caret()

    def _spans_of(self, tag_ids: frozenset[str], *carets: Span) -> list[Span]:
        """Return where tags stand whose emphasis changed: each stands at one of the carets."""
        # Not all tags in view: there may be thousands, and this is done at every key.
        tags = [tag for caret in carets for tag in self._lanes.index.at(caret.start)] if tag_ids else []
        return [tag.span for tag in tags if tag.id in tag_ids]

    def _in_view(self) -> list[Span]:
        """Return what can be seen of the text, as one span, if anything can."""
        rows, layout = self._rows_in_view(), self._cursor.layout
        return [Span(layout.span_of(rows[0]).start, layout.span_of(rows[-1]).end)] if rows else []

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
        """Move the caret so many steps, times the count that was typed."""
        by *= self.take_count()
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

    @property
    def typed_count(self) -> int | None:
        """What was typed of a count; None when none is being typed."""
        return self._count

    @property
    def counting(self) -> bool:
        """Whether digits are a count now, and not labels."""
        return self._count is not None

    def take_count(self) -> int:
        """Return the count that was typed, 1 without one; it is used up."""
        count = self._count or 1
        self.forget_count()
        return count

    def forget_count(self) -> None:
        """Give up a count that was begun."""
        if self._count is not None:
            self._count = None
            self.post_message(Counting(None))

    def action_count(self, digit: int | None = None) -> None:
        """Begin a count, or go on with it; where none was begun a digit is somebody else's."""
        if digit is None:
            self._count = 0
        elif self._count is None:
            raise SkipAction
        else:
            self._count = min(10 * self._count + digit, _MOST_STEPS)
        self.post_message(Counting(self._count))


def _difference(before: Span | None, after: Span | None) -> list[Span]:
    """Return what is in one of the two and not in the other."""
    if before is None or after is None:
        return [span for span in (before, after) if span is not None]
    edges = ((before.start, after.start), (before.end, after.end))
    return [Span(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]
