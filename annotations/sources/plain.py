"""Plain text: kept to the letter; its headline, byline and date are only read off its first lines."""

import re
from collections.abc import Iterator
from datetime import date

from annotations.sources.parsed import Parsed, decoded

#: How much of a text is looked at for its headline, byline and date.
_HEAD = 4_000
_HEAD_LINES = 8
_MAX_HEADLINE = 150
#: Above this, a line that begins with "By" is prose.
_MAX_BYLINE = 100
#: A line that is followed by another without a break is hard-wrapped prose when it is this long.
_WRAPPED = 45

_ABBREVIATED_END = re.compile(r"(?:\b[A-Z]\.|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|Bros|St|No|etc)\.)$")
_BYLINE = re.compile(r"(?:by|BY|By):?[ \t]+([^\W\d_a-z][^\d.!?;:]*(?:\.[^\d!?;:]*)?)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{0}>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{{0,6}}\.?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DATE = re.compile(
    rf"\b{_YEAR.format('y1')}-(?P<m1>\d\d)-(?P<d1>\d\d)(?!\d)"
    rf"|\b{_MONTH.format('m2')} (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?, {_YEAR.format('y2')}\b"
    rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH.format('m3')},? {_YEAR.format('y3')}\b",
    re.IGNORECASE,
)
#: A dateline ends in a dash: "TOKYO, March 4, 2024 (Wire) — The ...".
_DATELINE = re.compile(r"[^\W\d_a-z][^\n—–]{2,80}?(?: ?[—–] ?| --? )")
#: A line of its own for the date is shorter than this.
_MAX_DATE_LINE = 60


def parse(data: bytes, encoding: str | None = None) -> Parsed:
    """Decode a plain text; nothing in it is stripped or moved.

    Raises ``SourceError`` for what is no text.
    """
    text, notes = decoded(data, encoding)
    return Parsed(
        text=text, title=headline(text), byline=find_byline(text), date=find_date(text), metadata=notes
    )


def headline(text: str) -> str:
    """Return the first line that is not blank if it looks like a headline, else an empty string.

    A headline is short, is no sentence with its full stop, and does not run on in the next line.
    """
    lines = _first_lines(text)
    line = next(lines, "")
    following = next(lines, "")
    if len(line) > _MAX_HEADLINE or not any(character.isalpha() for character in line):
        return ""
    if line.endswith((",", ";", "-")) or (line.endswith(".") and not _ends_open(line)):
        return ""
    runs_on = len(line) >= _WRAPPED and following[:1].islower() and f"{line}\n{following}" in _head(text)
    return "" if runs_on else line


def find_byline(text: str) -> str:
    """Return the names from a line ``By …`` among the first few, else an empty string."""
    lines = list(_first_lines(text))[1:]
    for line in lines:
        match = _BYLINE.fullmatch(line) if len(line) <= _MAX_BYLINE else None
        if match and (not line.endswith(".") or _ABBREVIATED_END.search(line)):
            return match[1].strip()
    return ""


def find_date(text: str) -> str:
    """Return the date, as ISO 8601, of a dateline or of a line of its own near the top.

    A date in a sentence is what the article is about, not when it was written.
    """
    for number, line in enumerate(_first_lines(text)):
        dateline = _DATELINE.match(line)
        alone = number > 0 and len(line) <= _MAX_DATE_LINE and not line.endswith(".")
        found = _DATE.search(line if alone else dateline[0] if dateline else "") or _DATE.fullmatch(line)
        if found and (iso := _iso(found)):
            return iso
    return ""


def dates(text: str) -> Iterator[str]:
    """Yield every full date in a text, as ISO 8601; look at short texts only."""
    yield from filter(None, map(_iso, _DATE.finditer(text)))


def _iso(match: re.Match[str]) -> str:
    year, month, day = next(
        (match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]) for form in "123" if match[f"y{form}"]
    )
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def _ends_open(line: str) -> bool:
    return line.endswith(("...", "…")) or bool(_ABBREVIATED_END.search(line))


def _head(text: str) -> str:
    return text[:_HEAD].lstrip()[:_HEAD]


def _first_lines(text: str) -> Iterator[str]:
    """Yield the first few lines that are not blank, without the space around them."""
    lines = (line.strip() for line in _head(text).split("\n"))
    for _, line in zip(range(_HEAD_LINES), filter(None, lines), strict=False):
        yield line
