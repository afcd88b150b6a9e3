"""Where the words of a tag are in a changed text: by the words themselves and what stands around them.

A tag moves only where there is no doubt. Its words have to be there to the letter, and the text on one side
at least has to be what it was; where several places are as good, or nearly, none is taken. What does not
move is somebody's to place by hand: an orphan is a nuisance, a tag on the wrong words is a false record.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from annotations.records import Span

#: So many code points of the text on one side must be the same; or all there are, but for a full stop.
NEEDED = 20
_LEAST = 4
#: How far to either side is looked, and how much further the best place has to be the same than the next.
_FARTHEST = 4_000
_AHEAD = 12
#: Words that occur more often than this are not looked for: any place would be a guess.
_MOST_PLACES = 2_000
#: Two texts are of one story when this share of the pieces of the shorter is in the other; in code points.
_COMMON = 0.3
_PIECE = 12
_COMPARED = 200_000


def anchor(old: str, new: str, spans: Iterable[Span]) -> list[Span | None]:
    """Return for each span of ``old`` where it is in ``new``, or None where that is not certain."""
    if old == new:
        return list(spans)
    return [_place(old, new, span) for span in spans]


def nearest(old: str, new: str, span: Span) -> int:
    """Return the code point of ``new`` where to begin to look for a span of ``old``; a hint, and no place.

    It is where the words are with the most of their surroundings, or else where the nearest of what stood
    around them is now, or else as far into the text as they were.
    """
    words = span.of(old)
    places = islice(_occurrences(new, words), _MOST_PLACES)
    best = max(
        places,
        key=lambda start: (
            _same_before(old, span.start, new, start) + _same_after(old, span.end, new, start + len(words))
        ),
        default=None,
    )
    if best is not None:
        return best
    for away in range(0, _FARTHEST, _PIECE):
        for place, shift in (
            (span.start - away - _PIECE, away + _PIECE),
            (span.end + away, -away - span.length),
        ):
            piece = old[place : place + _PIECE] if place >= 0 else ""
            if len(piece) == _PIECE and new.count(piece) == 1:
                return max(0, min(new.index(piece) + shift, len(new)))
    return round(len(new) * span.start / max(1, len(old)))


def same_story(old: str, new: str) -> bool:
    """Tell whether one text is a version of the other, and not something else that took its name."""
    one, other = _pieces(old), _pieces(new)
    return bool(one and other) and len(one & other) >= _COMMON * min(len(one), len(other))


def _pieces(text: str) -> set[str]:
    text = text[:_COMPARED]
    return {text[place : place + _PIECE] for place in range(len(text) - _PIECE + 1)}


def _place(old: str, new: str, span: Span) -> Span | None:
    words = span.of(old)
    best, second, where = -1, -1, -1
    for number, start in enumerate(_occurrences(new, words)):
        if number >= _MOST_PLACES:
            return None
        before = _same_before(old, span.start, new, start)
        after = _same_after(old, span.end, new, start + len(words))
        if not _certain(before, span.start) and not _certain(after, len(old) - span.end):
            continue
        if before + after > best:
            best, second, where = before + after, best, start
        else:
            second = max(second, before + after)
    if where < 0 or (second >= 0 and best < second + _AHEAD):
        return None
    return Span(where, where + len(words))


def _occurrences(text: str, words: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def _certain(same: int, there: int) -> bool:
    """Tell whether enough of one side is the same; the edge of a text is no side at all."""
    return same >= NEEDED or same == there >= _LEAST


def _same_before(old: str, end: int, new: str, other_end: int) -> int:
    """Return how many code points before two places are the same."""
    most = min(end, other_end, _FARTHEST)
    if old[end - most : end] == new[other_end - most : other_end]:
        return most
    same = 0
    while old[end - same - 1] == new[other_end - same - 1]:
        same += 1
    return same


def _same_after(old: str, start: int, new: str, other_start: int) -> int:
    """Return how many code points after two places are the same."""
    most = min(len(old) - start, len(new) - other_start, _FARTHEST)
    if old[start : start + most] == new[other_start : other_start + most]:
        return most
    same = 0
    while old[start + same] == new[other_start + same]:
        same += 1
    return same
