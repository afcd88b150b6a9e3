"""Where quotations begin and end: every kind of mark, nested, and continued over paragraphs.

A quotation that runs over several paragraphs opens each of them and is closed once; it is one
quotation. One that is never closed ends with its paragraph. Marks that are no quotation marks are
passed over: apostrophes, feet and inches, possessives (workers’), clipped words (’90s).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"``|''|[“”„‟«»‹›\"‘’‚‛'`]")
_BLANK_LINE = re.compile(r"\n[ \t]*(?:>[ \t]*)?\n\s*")
_LINE = re.compile(r"\n\s*")
_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LEAD = re.compile(r"(?:\s|>|[-*•][ \t])*")
_CLIPPED = re.compile(
    r"(?:\d0s|\d\d\b|em|tis|twas|til|till|cause|cos|n|round|bout|ere|tween|neath|nuff|sup|kay)\b",
    re.IGNORECASE,
)
_FEET = re.compile(r"\d\s?$")

#: Which marks close a quotation that a mark has opened.
_CLOSERS = {
    "“": '”“"', "„": '“”"', "‟": '”"', '"': '"”', "``": "''\"”", "''": "''", "«": "»", "»": "«", "‹": "›", "›": "‹",
    "‘": "’'", "‚": "‘’", "‛": "’'", "'": "'’", "`": "'’",
}  # fmt: skip
_ALWAYS_OPEN = frozenset("“„‟‘‚‛") | {"``"}
_SINGLE = frozenset("‘‚‛'`")
_AMBIGUOUS_SINGLE = frozenset("'’")
_BEFORE_OPENING = frozenset("([{—–-/…“‘\"'«„>*_")
_PUNCTUATION = frozenset(".,?!;:…—–")

#: Quotations nest no deeper than this; marks that would are passed over.
_DEEPEST = 8


class Raw(NamedTuple):
    """A quotation by its marks: code points, end-exclusive, marks included."""

    start: int
    end: int
    mark: str
    depth: int
    closed: bool
    #: How many paragraphs it runs over.
    paragraphs: int


class _Open:
    """A quotation that is not closed yet."""

    def __init__(self, start: int, mark: str, paragraph_start: bool) -> None:
        self.start = start
        self.mark = mark
        self.paragraph_start = paragraph_start
        self.paragraphs = 1


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return where paragraphs stand: between blank lines, or on each line of a text that has none."""
    separator = _BLANK_LINE if _BLANK_LINE.search(text) else _LINE
    found, start = [], 0
    for gap in separator.finditer(text):
        if gap.start() > start:
            found.append((start, gap.start()))
        start = gap.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def blocks(text: str) -> list[tuple[int, int]]:
    """Return the quotations that are set apart by ``> `` at the start of each of their lines."""
    found = []
    for match in _BLOCK.finditer(text):
        words = match.group().rstrip()
        if words.strip("> \t\n"):
            found.append((match.start(), match.start() + len(words)))
    return found


def _char(text: str, at: int) -> str:
    return text[at] if 0 <= at < len(text) else " "


class _Scanner:
    """Reads the marks of a text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []
        self.found: list[Raw] = []

    def run(self) -> list[Raw]:
        """Return every quotation, in order of where it starts."""
        places = paragraphs(self.text)
        for number, (start, end) in enumerate(places):
            marks = [m for m in _MARK.finditer(self.text, start, end)]
            following = (
                _LEAD.match(self.text, places[number + 1][0]).end() if number + 1 < len(places) else -1
            )  # type: ignore[union-attr]
            self._paragraph(start, end, marks, _char(self.text, following) if following >= 0 else "")
        return sorted(self.found)

    def _paragraph(self, start: int, end: int, marks: list[re.Match[str]], following: str) -> None:
        lead = _LEAD.match(self.text, start, end)
        first = lead.end() if lead else start
        if self.stack and marks and marks[0].start() == first:
            self.stack[0].paragraphs += 1
            marks = marks[1:]
        begun = len(self.found)
        future = _Future(self.text, marks, end, following)
        for index, mark in enumerate(marks):
            if not future.is_apostrophe(index, self.stack):
                self._take(mark, first)
        self._end_paragraph(end, following, begun)

    def _take(self, match: re.Match[str], first: int) -> None:
        """Let one mark close what is open, or open something."""
        mark, at = match.group(), match.start()
        before, after = _char(self.text, at - 1), _char(self.text, match.end())
        # A dash may stand on either side: what is open decides.
        opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING or at == 0)
        sure = before.isspace() or at == 0 or before in "([{"
        if mark in _ALWAYS_OPEN and not (mark in "“‘" and not opens):
            self._open(at, mark, first)
        elif not (opens and sure) and self._close(mark, match.end()):
            return
        elif opens and mark not in "”’":
            self._open(at, mark, first)

    def _open(self, at: int, mark: str, first: int) -> None:
        if len(self.stack) < _DEEPEST:
            self.stack.append(_Open(at, mark, at == first))

    def _close(self, mark: str, end: int) -> bool:
        """Close the innermost quotation that this mark can close; singles left open inside were none."""
        for depth in range(len(self.stack) - 1, -1, -1):
            if mark in _closers(self.stack[depth].mark):
                opened = self.stack[depth]
                del self.stack[depth:]
                self.found.append(Raw(opened.start, end, opened.mark, depth, True, opened.paragraphs))
                return True
            if self.stack[depth].mark not in _SINGLE and mark in _AMBIGUOUS_SINGLE:
                return False
        return False

    def _end_paragraph(self, end: int, following: str, begun: int) -> None:
        """Carry an open quotation into the next paragraph if that opens with its mark, else end it."""
        if not self.stack:
            return
        outer = self.stack[0]
        sure = outer.paragraph_start or outer.paragraphs > 1 or (outer.mark == "‘" and following == "‘")
        if outer.mark in _SINGLE and not sure:
            doubles = [opened for opened in self.stack if opened.mark not in _SINGLE]
            self.stack[:] = doubles[:1]
            if not doubles:
                return
            outer = doubles[0]
        if following and following in outer.mark:
            del self.stack[1:]
            return
        self.stack.clear()
        if outer.mark not in _SINGLE or outer.mark == "‘":
            self._leave_open(outer, end, begun)

    def _leave_open(self, outer: _Open, end: int, begun: int) -> None:
        """Record a quotation that was never closed: up to its paragraph's end, or to the next one."""
        inside = [raw for raw in self.found[begun:] if raw.start > outer.start]
        same = [raw.start for raw in inside if raw.mark == outer.mark]
        if same:
            end = min(same)
            self.found[begun:] = [
                raw._replace(depth=max(0, raw.depth - 1)) if raw.start >= end else raw
                for raw in self.found[begun:]
            ]
        end = outer.start + len(self.text[outer.start : end].rstrip())
        if end > outer.start + len(outer.mark):
            self.found.append(Raw(outer.start, end, outer.mark, 0, False, outer.paragraphs))


def _closers(mark: str) -> tuple[str, ...]:
    closers = _CLOSERS[mark]
    return ("''", '"', "”") if mark == "``" else ("''",) if mark == "''" else tuple(closers)


class _Future:
    """What stands ahead of a mark in its paragraph: it tells an apostrophe from a closing mark."""

    def __init__(self, text: str, marks: list[re.Match[str]], end: int, following: str) -> None:
        self.text, self.marks, self.end, self.following = text, marks, end, following
        self._closing_from = self._best_closer_ahead()
        self._straight_after = list(self._counts('"'))

    def _counts(self, mark: str) -> Iterator[int]:
        left = sum(m.group() == mark for m in self.marks)
        for m in self.marks:
            left -= m.group() == mark
            yield left

    def _best_closer_ahead(self) -> list[bool]:
        """For each mark: does a mark that can only be a closing one come before the next opening one?"""
        ahead, found = False, []
        for m in reversed(self.marks):
            found.append(ahead)
            if m.group() in "‘‚" or (m.group() == "'" and self._opens(m)):
                ahead = False
            elif m.group() in _AMBIGUOUS_SINGLE and self._may_close(m):
                before = _char(self.text, m.start() - 1)
                ahead = ahead or before in _PUNCTUATION or before != "s"
        return found[::-1]

    def _opens(self, m: re.Match[str]) -> bool:
        before, after = _char(self.text, m.start() - 1), _char(self.text, m.end())
        return not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)

    def _may_close(self, m: re.Match[str]) -> bool:
        return not _char(self.text, m.start() - 1).isspace() and not _char(self.text, m.end()).isalnum()

    def is_apostrophe(self, index: int, stack: list[_Open]) -> bool:
        """Tell whether a mark is no quotation mark at all."""
        m = self.marks[index]
        if m.group() == '"':
            return self._is_inch(index, stack)
        if m.group() not in "‘’'`":
            return False
        before, after = _char(self.text, m.start() - 1), _char(self.text, m.end())
        if before.isalnum() and after.isalnum():
            return True
        if m.group() == "`":
            return not (self._opens(m) and self._closing_from[index])
        if _CLIPPED.match(self.text, m.end()) and (before.isspace() or before in "(—–-"):
            return not self._quotes_clipped(index)
        if self._opens(m) and m.group() != "’":
            return m.group() == "'" and not self._has_closer(index)
        return self._is_possessive(index, stack)

    def _quotes_clipped(self, index: int) -> bool:
        """Tell whether ‘90 per cent’ or 'n' is quoted after all: only an opening curly mark can."""
        return self.marks[index].group() == "‘" and self._closing_from[index]

    def _has_closer(self, index: int) -> bool:
        at = self.marks[index].start()
        at_start = not self.text[max(0, at - 20) : at].rpartition("\n")[2].strip() and (
            at < 20 or "\n" in self.text[at - 20 : at]
        )
        return (
            self._closing_from[index]
            or any(
                m.group() in _AMBIGUOUS_SINGLE and self._may_close(m)
                for m in self.marks[index + 1 : index + 9]
            )
            or (at_start and self.following == "'")
        )

    def _is_possessive(self, index: int, stack: list[_Open]) -> bool:
        """Tell whether the mark after a word is an apostrophe (workers’ rights) and closes nothing."""
        m = self.marks[index]
        singles = [opened for opened in stack if opened.mark in _SINGLE]
        if not singles:
            return m.group() in _AMBIGUOUS_SINGLE
        before, after = _char(self.text, m.start() - 1), self.text[m.end() : m.end() + 2]
        if before not in "sz" or not (after[:1] == " " and after[1:].isalpha()):
            return False
        continued = singles[0].paragraph_start and self.following == singles[0].mark
        return self._closing_from[index] or continued

    def _is_inch(self, index: int, stack: list[_Open]) -> bool:
        m = self.marks[index]
        if not _char(self.text, m.start() - 1).isdigit():
            return False
        if re.search(r"\d['’]\s?\d{1,2}$", self.text[max(0, m.start() - 6) : m.start()]):
            return True
        is_open = any(opened.mark == '"' for opened in stack)
        unit = re.match(r"\s[a-z]|-[a-z]", self.text[m.end() : m.end() + 2])
        return not is_open or (unit is not None and self._straight_after[index] % 2 == 1)


def find(text: str) -> list[Raw]:
    """Return every quotation of a text by its marks, in order of where it starts, in linear time."""
    return _Scanner(text).run()
