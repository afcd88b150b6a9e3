"""An index of spans that answers "which cross this stretch?" in the time of a few bisections.

Spans are kept in classes by length, each class sorted by start: those of a class that cross a stretch
start at most one class length before it. One tag over the whole article so costs nothing elsewhere,
which a plain sorted list with a running maximum of ends cannot say.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar


class HasSpan(Protocol):
    """Anything that stands somewhere in a text: code points, end-exclusive."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """One after the last code point."""


T = TypeVar("T", bound=HasSpan)


def reading_order(item: HasSpan) -> tuple[int, int]:
    """Sort key: by start, and the longer first, so that what nests comes after what holds it."""
    return item.start, -item.end


class SpanIndex(Generic[T]):
    """A fixed set of spans; ``items`` are in reading order, empty ones left out."""

    def __init__(self, items: Iterable[T] = ()) -> None:
        self.items: Sequence[T] = sorted((item for item in items if item.end > item.start), key=reading_order)
        self._starts = [item.start for item in self.items]
        classes: defaultdict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(self.items):
            # Classes are powers of four: at most a dozen, and no span reaches further than four
            # times what it would have to.
            classes[(item.end - item.start).bit_length() + 1 >> 1].append(place)
        self._classes = [
            (4**size, places, [self._starts[place] for place in places]) for size, places in classes.items()
        ]

    def __len__(self) -> int:
        return len(self.items)

    def crossing(self, start: int, end: int) -> list[T]:
        """Return the spans that share a code point with ``[start, end)``, in reading order."""
        return [self.items[place] for place in self.places_crossing(start, end)]

    def places_crossing(self, start: int, end: int) -> list[int]:
        """Return the places in ``items`` of the spans that share a code point with ``[start, end)``."""
        found: list[int] = []
        for reach, places, starts in self._classes:
            first = bisect_right(starts, start - reach)
            last = bisect_left(starts, end, first)
            found += [place for place in places[first:last] if self.items[place].end > start]
        return sorted(found)

    def at(self, offset: int) -> list[T]:
        """Return the spans that hold a code point, in reading order."""
        return self.crossing(offset, offset + 1)

    def first_from(self, offset: int) -> int:
        """Return the place in ``items`` of the first span that starts at or after ``offset``."""
        return bisect_left(self._starts, offset)

    def agreement(self, other: "SpanIndex[T]") -> int:
        """Return how many spans at the front have the same offsets in both."""
        for place, (mine, its) in enumerate(zip(self.items, other.items, strict=False)):
            if mine is not its and (mine.start != its.start or mine.end != its.end):
                return place
        return min(len(self), len(other))
