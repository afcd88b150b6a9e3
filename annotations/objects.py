"""Text objects: the word, entity, figure, sentence, quotation or paragraph around an offset.

They are what a motion moves by, what grow and shrink step through, and what a label takes when nothing is
selected. Nothing is worked out for a whole text: an article of 10 MB answers as quickly as one of 5 KB.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from annotations.records import ObjectKind, Span
from annotations.text import (
    figure_at,
    figures,
    ink_after,
    ink_before,
    next_word,
    paragraph_at,
    previous_word,
    sentence_at,
    word_at,
)
from annotations.text.credits import is_credit

#: How far the next or the previous figure is looked for, in code points: some 8,000 words.
FIGURE_REACH = 50_000
#: How much is searched at a time on the way back.
_FIGURE_STEP = 4_096


class _Spans:
    """Given spans, by start; of those that start together the shortest first."""

    def __init__(self, spans: Sequence[Span], length: int) -> None:
        inside = {Span(start, end) for start, end in spans if 0 <= start < end <= length}
        self._spans = sorted(inside)
        self._starts = [span.start for span in self._spans]
        self._furthest = list(accumulate((span.end for span in self._spans), max))

    def holding(self, offset: int) -> Iterator[Span]:
        """Yield those that hold ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0 and self._furthest[index] > offset:
            if self._spans[index].end > offset:
                yield self._spans[index]
            index -= 1

    def smallest(self, offset: int) -> Span | None:
        return min(self.holding(offset), key=_length, default=None)

    def after(self, offset: int) -> Span | None:
        index = bisect_right(self._starts, offset)
        return self._spans[index] if index < len(self._spans) else None

    def before(self, offset: int) -> Span | None:
        index = bisect_left(self._starts, offset) - 1
        return None if index < 0 else self._spans[bisect_left(self._starts, self._starts[index])]


class Objects:
    """The text objects of one article, of which entities and quotations are given by detection.

    Offsets are code points, spans end-exclusive. Given spans that do not lie in the text are left out.
    """

    def __init__(self, text: str, entities: Sequence[Span] = (), quotes: Sequence[Span] = ()) -> None:
        self._text = text
        self._entities = _Spans(entities, len(text))
        self._quotes = _Spans(quotes, len(text))

    def at(self, kind: ObjectKind, offset: int) -> Span | None:
        """Return the object of that kind at ``offset``, or None.

        An entity, a figure and a quotation must hold the offset, and the smallest that does is meant; a
        word, a sentence and a paragraph may be the nearest.
        """
        match kind:
            case "word":
                return word_at(self._text, offset)
            case "entity":
                return self._entities.smallest(offset)
            case "figure":
                return figure_at(self._text, offset)
            case "sentence":
                return sentence_at(self._text, offset)
            case "quote":
                return self._quotes.smallest(offset)
            case "paragraph":
                return paragraph_at(self._text, offset)

    def statement(self, offset: int) -> Span | None:
        """Return the sentence at ``offset``; on a byline or a dateline the first one after it, if any."""
        found = here = self.at("sentence", offset)
        while found is not None and is_credit(self._text, found):
            found = self.next("sentence", found.end - 1)
        return found or here

    def next(self, kind: ObjectKind, offset: int) -> Span | None:
        """Return the first object of that kind that starts after ``offset``, or None.

        A figure is looked for over ``FIGURE_REACH`` code points.
        """
        match kind:
            case "word":
                return next_word(self._text, offset)
            case "entity":
                return self._entities.after(offset)
            case "figure":
                near = figures(self._text, offset, offset + FIGURE_REACH)
                return next((found for found in near if found.start > offset), None)
            case "sentence":
                return self._after(sentence_at, offset)
            case "quote":
                return self._quotes.after(offset)
            case "paragraph":
                return self._after(paragraph_at, offset)

    def previous(self, kind: ObjectKind, offset: int) -> Span | None:
        """Return the last object of that kind that starts before ``offset``, or None; see ``next``."""
        match kind:
            case "word":
                return previous_word(self._text, offset)
            case "entity":
                return self._entities.before(offset)
            case "figure":
                return self._figure_before(offset)
            case "sentence":
                return self._before(sentence_at, offset)
            case "quote":
                return self._quotes.before(offset)
            case "paragraph":
                return self._before(paragraph_at, offset)

    def grow(self, span: Span) -> Span:
        """Return the smallest object that is strictly larger than ``span`` and covers it.

        ``span`` itself where there is none: over a paragraph that lies in no quotation, or over several.
        """
        ink = ink_after(self._text, span.start, span.length)
        around = self._around(span.start if ink is None else ink)
        larger = (found for found in around if found.covers(span) and found.length > span.length)
        return min(larger, key=_length, default=span)

    def shrink(self, span: Span, anchor: int) -> Span:
        """Return the largest object strictly inside ``span`` that holds ``anchor``, or is the nearest to it.

        ``span`` itself where there is none. What ``grow`` made of an object around ``anchor`` shrinks to it.
        """
        around = self._around(min(max(anchor, span.start), max(span.start, span.end - 1)))
        smaller = (found for found in around if span.covers(found) and found.length < span.length)
        return max(smaller, key=_length, default=span)

    def _around(self, offset: int) -> Iterator[Span]:
        """Yield every object at ``offset``, of all kinds."""
        yield from self._entities.holding(offset)
        yield from self._quotes.holding(offset)
        for at in (word_at, figure_at, sentence_at, paragraph_at):
            found = at(self._text, offset)
            if found is not None:
                yield found

    def _after(self, at: Callable[[str, int], Span | None], offset: int) -> Span | None:
        ink = ink_after(self._text, max(offset, 0))
        while ink is not None:
            found = at(self._text, ink)
            assert found is not None, "sentences and paragraphs hold all that is no white space"
            if found.start > offset:
                return found
            ink = ink_after(self._text, found.end)
        return None

    def _before(self, at: Callable[[str, int], Span | None], offset: int) -> Span | None:
        ink = ink_before(self._text, min(offset, len(self._text)))
        return None if ink is None else at(self._text, ink)

    def _figure_before(self, offset: int) -> Span | None:
        high = min(offset, len(self._text))
        lowest = max(0, high - FIGURE_REACH)
        while high > lowest:
            low = max(lowest, high - _FIGURE_STEP)
            found = [each for each in figures(self._text, low, high) if each.start < offset]
            if found:
                return found[-1]
            high = low
        return None


def _length(span: Span) -> int:
    return span.length
