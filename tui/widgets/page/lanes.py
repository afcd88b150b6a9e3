"""Which lane of the margin each tag has: those that share a row stand side by side."""

from collections.abc import Iterable
from typing import NamedTuple

from tui.widgets.page.intervals import SpanIndex
from tui.widgets.page.layout import Layout
from tui.widgets.page.marks import PageTag

#: More tags than this on one row are not looked at: nobody could tell them apart.
_MOST = 24


class Mark(NamedTuple):
    """A tag in one row of the margin."""

    tag: PageTag
    #: Counted from 0, next to the text.
    lane: int
    #: Whether the tag begins in this row, so that its key stands here.
    first: bool


class Lanes:
    """The tags of a page, and the lane of each.

    Lanes are given in reading order, so the lane of a tag depends only on those before it: they are
    found only as far down as the page was looked at, and what stands before a change is kept.
    """

    def __init__(self, tags: Iterable[PageTag] = ()) -> None:
        self.index = SpanIndex(tags)
        self._width = 0
        self._lanes: list[int] = []

    def changed_to(self, tags: Iterable[PageTag]) -> "Lanes":
        """Return the lanes of other tags; what stands before the first difference need not be found anew."""
        changed = Lanes(tags)
        changed._width = self._width
        changed._lanes = self._lanes[: changed.index.agreement(self.index)]
        return changed

    def marks(self, layout: Layout, row: int) -> list[Mark]:
        """Return the tags that cross a row, in reading order, with their lanes."""
        span = layout.span_of(row)
        places = self.index.places_crossing(*span)[-_MOST:]
        if not places:
            return []
        self._find_lanes(layout, places[-1])
        items = self.index.items
        return [Mark(items[place], self._lanes[place], span.start <= items[place].start) for place in places]

    def _find_lanes(self, layout: Layout, upto: int) -> None:
        if layout.width != self._width:
            self._width = layout.width
            self._lanes = []
        for place in range(len(self._lanes), upto + 1):
            self._lanes.append(self._free_lane(layout, place))

    def _free_lane(self, layout: Layout, place: int) -> int:
        """Return the lowest lane that no earlier tag has in the row where this one begins."""
        row = layout.span_of(layout.row_of(self.index.items[place].start))
        crossing = self.index.places_crossing(row.start, row.end)
        taken = {self._lanes[other] for other in crossing if other < place}
        return next(lane for lane in range(len(taken) + 1) if lane not in taken)
