"""The same words elsewhere: where a phrase stands in a text, whatever its capitals and its line breaks.

Whole words only: ``port`` is found in “Port’s” and not in “report”, ``10`` not in “10,000”.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from annotations.records import Phrase, Span, Suggestion
from annotations.text.marks import MARK

_WHY = "the words of “{}”"
_LONGEST_WHY = 40
# What makes of a place a part of something longer, before it and after it.
_BEFORE_SIGN = re.compile(r"(?!)")
_BEFORE_WORD = re.compile(r"\w\Z")
_BEFORE_NUMBER = re.compile(r"(?:\w|\d[.,:/])\Z")
_AFTER_SIGN = re.compile(MARK)
_AFTER_WORD = re.compile(rf"\w|{MARK}")
_AFTER_NUMBER = re.compile(rf"\w|[.,:/]\d|{MARK}")


def propagated(text: str, phrases: Iterable[Phrase]) -> list[Suggestion]:
    """Return a suggestion for each place where the words of a phrase stand in ``text``, in reading order.

    Letters are compared without regard to case, any white space matches any other. Offsets are code points
    of ``text``, end-exclusive. The places of one phrase do not overlap.
    """
    folded = Folded(text)
    found = [
        Suggestion(
            start=span.start,
            end=span.end,
            label=phrase.label,
            text=span.of(text),
            score=1.0,
            why=_WHY.format(_short(phrase.words)),
            phrase=phrase.id,
        )
        for phrase in phrases
        for span in folded.places(phrase.words)
    ]
    return sorted(found, key=lambda suggestion: (suggestion.start, -suggestion.end, suggestion.label))


def searchable(words: str) -> bool:
    """Tell whether there is a letter or a digit in some words, so that they can be found as whole words."""
    return re.search(r"\w", words) is not None


def same_words(one: str, other: str) -> bool:
    """Tell whether two phrases would be found at the same places."""
    return one.casefold().split() == other.casefold().split()


class Folded:
    """A text without its capitals, and the way back from an offset in it to one in the text.

    Folding makes some letters longer (``ß`` is ``ss``); most texts have none of them, and no way to go.
    """

    def __init__(self, text: str) -> None:
        self.text = text.casefold()
        self._same_length = len(self.text) == len(text)
        #: For each letter that grows: where it begins in the folded text, where it ends there, and its own
        #: offset.
        self._grown: list[tuple[int, int, int]] = [] if self._same_length else list(_growing(text))

    def places(self, words: str) -> Iterator[Span]:
        """Yield where some words stand, as offsets into the text before it was folded."""
        search = _search_for(words)
        if search.longest not in self.text:
            return
        at = 0
        while (match := search.words.search(self.text, at)) is not None:
            start, end = self._origin(match.start()), self._origin(match.end())
            if start is not None and end is not None and search.whole(match):
                yield Span(start, end)
                at = match.end()
            else:
                at = match.start() + 1

    def _origin(self, offset: int) -> int | None:
        """Return the offset in the text; None for one inside what was a single letter there."""
        place = bisect_right(self._grown, offset, key=lambda grown: grown[0]) - 1
        if place < 0:
            return offset
        begins, ends, origin = self._grown[place]
        if offset >= ends:
            return origin + 1 + offset - ends
        return origin if offset == begins else None


def _growing(text: str) -> Iterator[tuple[int, int, int]]:
    letters = "".join(letter for letter in set(text) if len(letter.casefold()) > 1)
    drift = 0
    for match in re.finditer(f"[{re.escape(letters)}]", text):
        length = len(match[0].casefold())
        begins = match.start() + drift
        yield begins, begins + length, match.start()
        drift += length - 1


class _Search(NamedTuple):
    """How some words are found: themselves, then whether they are whole at that place.

    What is around them is looked at last: a pattern that begins with plain letters runs at the speed of
    memory.
    """

    words: re.Pattern[str]
    longest: str
    before: re.Pattern[str]
    after: re.Pattern[str]

    def whole(self, match: re.Match[str]) -> bool:
        text, start, end = match.string, match.start(), match.end()
        return self.before.search(text, max(0, start - 2), start) is None and not self.after.match(text, end)


@lru_cache(maxsize=1024)
def _search_for(words: str) -> _Search:
    parts = words.casefold().split()
    first, last = parts[0][0], parts[-1][-1]
    return _Search(
        words=re.compile(r"\s+".join(map(re.escape, parts))),
        longest=max(parts, key=len),
        before=_BEFORE_NUMBER if first.isdigit() else _BEFORE_WORD if _is_word(first) else _BEFORE_SIGN,
        after=_AFTER_NUMBER if last.isdigit() else _AFTER_WORD if _is_word(last) else _AFTER_SIGN,
    )


def _is_word(letter: str) -> bool:
    return re.match(r"\w", letter) is not None


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_WHY else words[: _LONGEST_WHY - 1] + "…"
