"""Titles between quotation marks: what “The Long Road to Quell” names is neither a place nor a person."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from annotations.detect.lexicon import grammar, names

_QUOTED = re.compile(r"“([^“”\n]{3,80})”|(?<!\w)\"([^\"\n]{3,80})\"(?!\w)|(?<!\w)‘([^‘’\n]{3,80})’(?!\w)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LONGEST = 9
_BEFORE = re.compile(r"([\w’-]+),? \Z")
_CALLED = ("called", "titled", "entitled", "named", "dubbed")


class Titles:
    """Where the titles of one article are."""

    def __init__(self, text: str) -> None:
        self._spans = list(_titles(text))
        self._starts = [start for start, _ in self._spans]

    def holding(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the title that holds a stretch: where it starts and ends without its marks, or None."""
        index = bisect_right(self._starts, start) - 1
        return self._spans[index] if index >= 0 and self._spans[index][1] >= end else None


def _titles(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        end -= len(text[start:end]) - len(text[start:end].rstrip(",.!?"))
        if _is_title(text, match.start(), text[start:end]):
            yield start, end


def _is_title(text: str, at: int, inside: str) -> bool:
    """Tell whether what stands between marks is written as a title, with capitals."""
    words = _WORD.findall(inside)
    if not 1 <= len(words) <= _LONGEST or inside[-1:] in ",.;:":
        return False
    large = [word for word in words if word.lower() not in grammar("small_in_titles")]
    if not large or not words[0][0].isupper() or any(word[0].islower() for word in large):
        return False
    before = _BEFORE.search(text, max(0, at - 24), at)
    work = before is not None and (
        before.group(1) in names().works or before.group(1) in grammar("kinds_of_works")
    )
    called = before is not None and before.group(1) in _CALLED
    listed = all(word in names().known for word in large)  # “London and Toronto”
    return work or (len(words) > 1 and (called or (len(large) > 1 and not listed)))
