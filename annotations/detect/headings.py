"""The lines of an article that are no sentences: headlines in title case, bylines, datelines."""

import re
from bisect import bisect_right
from collections.abc import Sequence

_LINE = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_BYLINE = re.compile(
    r"[ \t*_]*(?:(?:By|BY|by)[ ]"
    r"|(?:Staff[ ]writers?|Special[ ]to|Text|Story|Reporting)(?:[ ]by)?:?[ ])(?=[A-Z])"
)
_ROLE_BELOW = re.compile(
    r"\n[ \t*_]*(?:[Ss]taff [Ww]riter|[Cc]orrespondent|[Cc]ontributing [Ww]riter|[Ss]taff [Rr]eporter)"
)
#: "TOKYO —", "LUSAKA, Zambia (AP) —", "Tokyo (Reuters) -".
_DATELINE = re.compile(
    r"[ \t*_]*(?:[A-Z][A-Z.’' -]{2,28}(?:,[ ][A-Z][\w.’' -]{1,24})?(?:,?[ ][A-Z][a-z]{2,8}\.?[ ]\d{1,2})?"
    r"(?:[ ]\([\w./ -]{2,20}\))?|[A-Z][\w.’'-]+(?:[ ][A-Z][\w.’'-]+){0,2}(?:,[ ][A-Z][\w.’' -]{1,24})?"
    r"[ ]\([A-Z][\w./ -]{1,20}\))[ ]?(?:--?|–|—)[ ]?"
)
_LONGEST_HEADLINE = 160
_LONGEST_BYLINE = 100


class Spans:
    """Stretches of a text, none overlapping another, looked up by a place in them."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, at: int) -> bool:
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and self._spans[index][1] > at


def _is_title_case(line: str) -> bool:
    """Tell whether every longer word of a line has a capital."""
    if len(line) > _LONGEST_HEADLINE or line.rstrip()[-1:] in (".", ",", ";"):
        return False
    words = _LETTERS.findall(line)
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _is_byline(text: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_BYLINE:
        return False
    return _BYLINE.match(text, start, end) is not None or _ROLE_BELOW.match(text, end) is not None


class Headings:
    """Where the headlines, bylines and datelines of one article are."""

    def __init__(self, text: str) -> None:
        headlines, bylines, datelines = [], [], []
        for line in _LINE.finditer(text):
            start, end = line.span()
            dateline = _DATELINE.match(text, start, end)
            if dateline is not None:
                datelines.append(dateline.span())
            elif _is_byline(text, start, end):
                bylines.append((start, end))
            elif _is_title_case(line.group()):
                headlines.append((start, end))
        self.headlines, self.bylines = Spans(headlines), Spans(bylines)
        self.datelines = Spans(datelines)
