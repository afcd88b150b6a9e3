"""The tags of one article in reading order, and the questions a page asks of them.

Made for thousands of tags: changes and look-ups go by bisection, never by a pass per tag.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from itertools import accumulate, islice

from annotations.records import Span, Tag

Key = tuple[int, int, str, str]


def reading_order(tag: Tag) -> Key:
    """Return the sort key of tags: by start, the longer first, then the older."""
    return tag.start, -tag.end, tag.created, tag.id


def _place(where: Span | Tag) -> tuple[int, int]:
    return where.start, -where.end


class TagSet:
    """A sorted collection of tags, those on the article as a whole included; offsets are code points."""

    def __init__(self, tags: Iterable[Tag] = ()) -> None:
        self._sorted = sorted(tags, key=reading_order)
        self._by_id = {tag.id: tag for tag in self._sorted}
        self._all: tuple[Tag, ...] | None = None
        self._passages: tuple[Tag, ...] | None = None
        self._reach: list[int] | None = None

    def __len__(self) -> int:
        return len(self._sorted)

    @property
    def all(self) -> tuple[Tag, ...]:
        """Every tag, in reading order; the same object until something changes."""
        if self._all is None:
            self._all = tuple(self._sorted)
        return self._all

    @property
    def on_article(self) -> tuple[Tag, ...]:
        """The tags on the article as a whole."""
        place = bisect_left(self._sorted, (0, 0), key=_place)
        return tuple(self._sorted[place : bisect_right(self._sorted, (0, 0), key=_place)])

    @property
    def passages(self) -> tuple[Tag, ...]:
        """Every tag on a passage, in reading order; the same object until something changes."""
        if self._passages is None:
            self._passages = tuple(tag for tag in self._sorted if not tag.on_article)
        return self._passages

    def get(self, tag_id: str) -> Tag | None:
        """Return the tag of that id, or None."""
        return self._by_id.get(tag_id)

    def same(self, span: Span, label: str) -> Tag | None:
        """Return a tag with exactly this span and label, or None."""
        place = bisect_left(self._sorted, _place(span), key=_place)
        for tag in self._sorted[place : bisect_right(self._sorted, _place(span), key=_place)]:
            if tag.label == label:
                return tag
        return None

    def put(self, tag: Tag) -> None:
        """Add a tag, or put it in the place of the one with the same id."""
        self.discard(tag.id)
        insort(self._sorted, tag, key=reading_order)
        self._by_id[tag.id] = tag
        self._all = self._passages = self._reach = None

    def discard(self, tag_id: str) -> None:
        """Take a tag out, if it is there."""
        tag = self._by_id.pop(tag_id, None)
        if tag is None:
            return
        del self._sorted[bisect_left(self._sorted, reading_order(tag), key=reading_order)]
        self._all = self._passages = self._reach = None

    def at(self, offset: int) -> tuple[Tag, ...]:
        """Return the tags that cover a code point, innermost first."""
        if self._reach is None:
            self._reach = list(accumulate((tag.end for tag in self._sorted), max))
        found = []
        place = bisect_right(self._sorted, offset, key=lambda tag: tag.start) - 1
        # How far the tags up to here reach at most tells where looking back can stop.
        while place >= 0 and self._reach[place] > offset:
            if self._sorted[place].end > offset:
                found.append(self._sorted[place])
            place -= 1
        return tuple(sorted(found, key=lambda tag: (tag.span.length, -tag.start, tag.created, tag.id)))

    def next(self, span: Span) -> Tag | None:
        """Return the first tag on a passage that comes after a span in reading order, or None."""
        place = bisect_right(self._sorted, _place(span), key=_place)
        return next((tag for tag in islice(self._sorted, place, None) if not tag.on_article), None)

    def previous(self, span: Span) -> Tag | None:
        """Return the last tag on a passage that comes before a span in reading order, or None."""
        place = bisect_left(self._sorted, _place(span), key=_place)
        before = (self._sorted[index] for index in range(place - 1, -1, -1))
        return next((tag for tag in before if not tag.on_article), None)
