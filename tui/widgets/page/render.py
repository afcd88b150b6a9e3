"""One row of the page as a strip: margin, lanes, and the text cut where its look changes."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from rich.segment import Segment
from textual.strip import Strip

from annotations.records import Span
from tui.widgets.page.cells import clusters, first_wide
from tui.widgets.page.frame import Frame
from tui.widgets.page.intervals import HasSpan
from tui.widgets.page.lanes import Mark
from tui.widgets.page.marks import Highlight
from tui.widgets.page.palette import Look, Palette

T = TypeVar("T", bound=HasSpan)

#: More highlights than this in one row are not drawn.
_MOST = 96


class Row(NamedTuple):
    """All that is needed to draw one row."""

    text: str
    #: What is drawn of the text, without hanging spaces and newline.
    content: Span
    highlights: Sequence[Highlight]
    marks: Sequence[Mark]
    caret: Span
    selection: Span | None
    #: The ids of the tags at the caret.
    strong: frozenset[str]
    #: The ids of the tags that are not on disk yet.
    unsaved: frozenset[str] = frozenset()
    #: What a search found here.
    hits: Sequence[Span] = ()
    #: The only stretch that is not dimmed; None when nothing is.
    lit: Span | None = None


def draw(row: Row, frame: Frame, palette: Palette) -> Strip:
    """Return the row as a strip of exactly the frame's width."""
    segments = list(_margin(row, frame, palette)) if row.marks and frame.lanes else []
    if not segments and frame.left:
        segments.append(Segment(" " * frame.left, palette.base))
    segments += (Segment(row.text[start:end], palette.style(look)) for start, end, look in _runs(row))
    used = sum(segment.cell_length for segment in segments)
    if used < frame.width:
        segments.append(Segment(" " * (frame.width - used), palette.base))
    strip = Strip(segments, max(used, frame.width))
    return strip.crop(0, frame.width) if used > frame.width else strip


def _margin(row: Row, frame: Frame, palette: Palette) -> Iterator[Segment]:
    """Yield the cells left of the column: the lanes, the first next to the text."""
    base = palette.base
    yield Segment(" " * (frame.left - 2 * frame.lanes - frame.gap), base)
    by_lane = {mark.lane: mark for mark in row.marks}
    hidden = any(lane >= frame.lanes for lane in by_lane)
    for lane in range(frame.lanes - 1, -1, -1):
        mark = by_lane.get(lane)
        if mark is None:
            yield Segment("  ", base)
            continue
        tag = mark.tag
        strong, saved = tag.id in row.strong, tag.id not in row.unsaved
        style = palette.lane(tag.colour, saved=saved, strong=strong)
        key = "+" if hidden and lane == frame.lanes - 1 else tag.key[:1] if mark.first and tag.key else " "
        yield Segment(key if key.isprintable() and Segment(key).cell_length == 1 else "•", style)
        yield Segment(_bar(tag.suggestion, saved, strong), style)
    yield Segment(" " * frame.gap, base)


def _bar(suggestion: bool, saved: bool, strong: bool) -> str:
    """Return the sign of a lane; shapes differ, so that nothing hangs on colour."""
    if suggestion:
        return "┋" if strong else "┊"
    if not saved:
        return "▏"
    return "▌" if strong else "▎"


def _runs(row: Row) -> Iterator[tuple[int, int, Look]]:
    """Cut the row's content where its look changes, and after a joiner that joins nothing."""
    run: tuple[int, int, Look] | None = None
    for start, end, look in _pieces(row):
        if run is not None and run[2] == look and row.text[start - 1] != "\u200d":
            run = (run[0], end, look)
            continue
        if run is not None:
            yield run
        run = (start, end, look)
    if run is not None:
        yield run


def _pieces(row: Row) -> Iterator[tuple[int, int, Look]]:
    """Cut the row's content wherever a span begins or ends."""
    highlights = row.highlights[:_MOST]
    tags = [mark.tag for mark in row.marks]
    spans = [row.caret, *([row.selection] if row.selection else [])]
    spans += [item.span for item in highlights] + [tag.span for tag in tags]
    spans += [*row.hits[:_MOST], *([row.lit] if row.lit else [])]
    cuts = _cuts(row, spans)
    quotes = _over(cuts, (item for item in highlights if item.layer != "entity"))
    entities = _over(cuts, (item for item in highlights if item.layer == "entity"))
    hits = _over(cuts, (Highlight(*hit, "hit") for hit in row.hits[:_MOST]))
    # The tags at the caret last, so that their whole extent shows.
    labels = _over(cuts, sorted(tags, key=lambda tag: tag.id in row.strong))
    for place, (start, end) in enumerate(pairwise(cuts)):
        piece = Span(start, end)
        quote, entity, tag = quotes[place], entities[place], labels[place]
        yield (
            start,
            end,
            Look(
                quote is not None,
                entity.look if entity else "",
                tag.colour if tag else "",
                tag is not None and tag.suggestion,
                tag is not None and tag.id in row.strong,
                row.selection is not None and row.selection.overlaps(piece),
                row.caret.overlaps(piece),
                hits[place] is not None,
                row.lit is not None and not row.lit.overlaps(piece),
            ),
        )


def _over(cuts: Sequence[int], items: Iterable[T]) -> list[T | None]:
    """Return, for each piece between two cuts, the last of the items that touches it."""
    top: list[T | None] = [None] * (len(cuts) - 1)
    for item in items:
        first = max(0, bisect_right(cuts, item.start) - 1)
        last = bisect_left(cuts, item.end, first)
        top[first:last] = [item] * (last - first)
    return top[: len(cuts) - 1]


def _cuts(row: Row, spans: Iterable[Span]) -> list[int]:
    """Return where runs begin and end, in order; never inside a cluster."""
    first, last = row.content
    found = {first, last}
    for start, end in spans:
        if start < last and end > first:
            found.add(max(start, first))
            found.add(min(end, last))
    if first_wide(row.text, first, last) == last:
        return sorted(found)
    snapped = {first, last}
    for start, end, _ in clusters(row.text, first, last):
        if start in found:
            snapped.add(start)
        if end - start > 1 and not found.isdisjoint(range(start + 1, end)):
            snapped.update((start, end))
        # rich lets a joiner swallow whatever comes after it in the same segment.
        if row.text[end - 1] == "\u200d":
            snapped.add(end)
    return sorted(snapped)
