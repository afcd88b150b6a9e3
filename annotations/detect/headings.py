"""The lines of an article that are no sentences: headlines in title case, bylines, datelines."""

import re
from bisect import bisect_right
from typing import Literal

from annotations.detect.capitals import wraps

_LINE = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_BYLINE = re.compile(
    r"[ \t*_]*(?:(?:By|BY|by)[ ]"
    r"|(?:Staff[ ]writers?|Special[ ]to|Text|Story|Reporting)(?:[ ]by)?:?[ ])(?=[A-Z])"
)
_NAMES = re.compile(r"[ \t*_]*(?:[A-Z][\w.’'-]+[ ]?(?:and[ ]|AND[ ])?){2,8}")
_ROLE_BELOW = re.compile(
    r"\n[ \t*_]*(?:[Ss]taff [Ww]riter|[Cc]orrespondent|[Cc]ontributing [Ww]riter|[Ss]taff [Rr]eporter)"
)
#: "TOKYO —", "LUSAKA, Zambia (AP) —", "Tokyo (Reuters) -".
_DATELINE = re.compile(
    r"[ \t*_]*(?:[A-Z][A-Z.’' -]{2,28}(?:,[ ][A-Z][\w.’' -]{1,24})?(?:[,.]?[ ][A-Z][a-z]{2,8}\.?[ ]\d{1,2})?"
    r"(?:[ ]\([\w./ -]{2,20}\))?|[A-Z][\w.’'-]+(?:[ ][A-Z][\w.’'-]+){0,2}(?:,[ ][A-Z][\w.’' -]{1,24})?"
    r"[ ]\([A-Z][\w./ -]{1,20}\))[ ]?(?:--?|–|—)[ ]?"
)
_NUMBERS = re.compile(r"\d+")
#: A line with so many numbers is a row of a table.
_TABLE = 4
_LONGEST_HEADLINE = 160
_LONGEST_BYLINE = 100


Kind = Literal["", "headline", "capitals", "byline", "dateline"]


def _is_capitals(line: str) -> bool:
    """Tell whether a line is written in capitals: "TIGERS BEAT LIONS IN EXTRA TIME."."""
    letters = "".join(_LETTERS.findall(line))
    return len(line) <= _LONGEST_HEADLINE and " " in line.strip() and len(letters) > 4 and letters.isupper()


def _is_title_case(line: str) -> bool:
    """Tell whether every longer word of a line has a capital; a table of scores is no headline."""
    if len(line) > _LONGEST_HEADLINE or line.rstrip()[-1:] in (".", ",", ";"):
        return False
    if len(_NUMBERS.findall(line)) >= _TABLE:
        return False
    words = _LETTERS.findall(line)
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words)


def _is_broken(text: str, start: int, end: int) -> bool:
    """Tell whether a line goes on with the one before it, or goes on in the next one."""
    return wraps(text, start) or text[end + 1 : end + 2].islower()


def _is_byline(text: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_BYLINE:
        return False
    if _BYLINE.match(text, start, end) is not None:
        return True
    return _NAMES.fullmatch(text, start, end) is not None and _ROLE_BELOW.match(text, end) is not None


class Headings:
    """Where the headlines, bylines and datelines of one article are."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._kinds: list[Kind] = []
        for line in _LINE.finditer(text):
            start, end = line.span()
            dateline = _DATELINE.match(text, start, end)
            if _is_capitals(line.group()):
                self._note("byline" if _is_byline(text, start, end) else "capitals", start, end)
            elif dateline is not None:
                self._note("dateline", start, dateline.end())
            elif _is_byline(text, start, end):
                self._note("byline", start, end)
            elif not _is_broken(text, start, end) and _is_title_case(line.group()):
                self._note("headline", start, end)

    def _note(self, kind: Kind, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._kinds.append(kind)

    def kind(self, at: int) -> Kind:
        """Return what the line at a place is; empty for running text."""
        index = bisect_right(self._starts, at) - 1
        return self._kinds[index] if index >= 0 and self._ends[index] > at else ""
