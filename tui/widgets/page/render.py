"""One row of the page as a strip: margin, lanes, and the text cut where its look changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.segment import Segment
from textual.strip import Strip

from annotations.records import Span
from tui.widgets.page.cells import clusters, first_wide
from tui.widgets.page.frame import Frame
from tui.widgets.page.lanes import Mark
from tui.widgets.page.marks import Highlight
from tui.widgets.page.palette import Look, Palette

#: More highlights than this in one row are not drawn.
_MOST = 96


@dataclass(frozen=True)
class Row:
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
        strong = tag.id in row.strong
        style = palette.lane(tag.colour, saved=tag.saved, strong=strong)
        key = "+" if hidden and lane == frame.lanes - 1 else tag.key[:1] if mark.first and tag.key else " "
        yield Segment(key if key.isprintable() and Segment(key).cell_length == 1 else "•", style)
        yield Segment(_bar(tag.suggestion, tag.saved, strong), style)
    yield Segment(" " * frame.gap, base)


def _bar(suggestion: bool, saved: bool, strong: bool) -> str:
    """Return the sign of a lane; shapes differ, so that nothing hangs on colour."""
    if suggestion:
        return "┋" if strong else "┊"
    if not saved:
        return "▏"
    return "▌" if strong else "▎"


def _runs(row: Row) -> Iterator[tuple[int, int, Look]]:
    """Cut the row's content where its look changes."""
    highlights = row.highlights[:_MOST]
    tags = [mark.tag for mark in row.marks]
    spans = [row.caret, *([row.selection] if row.selection else [])]
    spans += [item.span for item in highlights] + [tag.span for tag in tags]
    cuts = _cuts(row, spans)
    for start, end in pairwise(cuts):
        quote, entity = False, ""
        for highlight in highlights:
            if highlight.start < end and start < highlight.end:
                if highlight.kind == "quote":
                    quote = True
                else:
                    entity = highlight.look
        tag = None
        for candidate in tags:
            inside = candidate.start < end and start < candidate.end
            if inside and (tag is None or candidate.id in row.strong or tag.id not in row.strong):
                tag = candidate
        piece = Span(start, end)
        yield (
            start,
            end,
            Look(
                quote,
                entity,
                tag.colour if tag else "",
                tag.suggestion if tag else False,
                tag.id in row.strong if tag else False,
                row.selection is not None and row.selection.overlaps(piece),
                row.caret.overlaps(piece),
            ),
        )


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
