"""Where quotations begin and end: every kind of mark, nested, and continued over paragraphs.

A quotation that runs over several paragraphs opens each of them and is closed once; it is one
quotation. One that is never closed ends with its paragraph. Marks that are no quotation marks are
passed over: apostrophes, feet and inches, possessives (workers’), clipped words (’90s).
"""

import re
from typing import NamedTuple

from annotations.detect.apostrophes import BEFORE_OPENING, EITHER_SINGLE, SINGLE, MarksAhead, Pending, char_at

_MARK = re.compile(r"``|''|[“”„‟«»‹›\"‘’‚‛'`]")
_BLANK_LINE = re.compile(r"\n[ \t]*(?:>[ \t]*)?\n\s*")
_LINE = re.compile(r"\n\s*")
_BLOCK = re.compile(r"(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LEAD = re.compile(r"(?:\s|>|[-*•][ \t])*")

#: Which marks close a quotation that a mark has opened.
_CLOSERS: dict[str, tuple[str, ...]] = {
    "“": ("”", "“", '"'),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "‟": ("”", '"'),
    '"': ('"', "”"),
    "``": ("''", '"', "”"),
    "''": ("''",),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
    "‛": ("’", "'"),
    "'": ("'", "’"),
    "`": ("'", "’"),
}
_ALWAYS_OPEN = frozenset("“„‟‘‚‛") | {"``"}

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
        words = match.group().rstrip("> \t\n")
        if words.strip("> \t\n"):
            found.append((match.start(), match.start() + len(words)))
    return found


class _Scanner:
    """Reads the marks of a text once, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[Pending] = []
        self.found: list[Raw] = []
        #: Whether ” opens quotations too, as in Sweden and Finland.
        self.swedish = "”" in text and not any(mark in text for mark in "“„")

    def run(self) -> list[Raw]:
        """Return every quotation, in order of where it starts."""
        places = paragraphs(self.text)
        for number, (start, end) in enumerate(places):
            marks = list(_MARK.finditer(self.text, start, end))
            if not marks and not self.stack:
                continue
            following = self._first_of(places[number + 1][0]) if number + 1 < len(places) else ""
            self._paragraph(start, end, marks, following)
        return sorted(self.found)

    def _first_of(self, start: int) -> str:
        """Return the first character of a paragraph after its bullet or ``>``."""
        lead = _LEAD.match(self.text, start)
        return char_at(self.text, lead.end() if lead else start)

    def _paragraph(self, start: int, end: int, marks: list[re.Match[str]], following: str) -> None:
        lead = _LEAD.match(self.text, start, end)
        first = lead.end() if lead else start
        if self.stack and marks and marks[0].start() == first:
            self.stack[0].paragraphs += 1
            marks = marks[1:]
        begun = len(self.found)
        future = MarksAhead(self.text, marks, end, following)
        for index, mark in enumerate(marks):
            if not future.is_apostrophe(index, self.stack):
                self._take(mark, first, spaced=future.is_spaced_pair(index))
        self._end_paragraph(end, following, begun)

    def _take(self, match: re.Match[str], first: int, *, spaced: bool) -> None:
        """Let one mark close what is open, or open something; ``spaced``: its pair keeps spaces inside."""
        mark, at = match.group(), match.start()
        before, after = char_at(self.text, at - 1), char_at(self.text, match.end())
        # A dash may stand on either side: what is open decides.
        opens = not after.isspace() and (before.isspace() or before in BEFORE_OPENING or at == 0)
        sure = before.isspace() or at == 0 or before in "([{"
        opens = opens or (mark in "«‹" and sure) or (spaced and not self._is_open(mark))
        # "Tanaka said:“…”" lacks a space
        opens = opens or (mark == '"' and before in ":," and after.isalnum() and not self._is_open(mark))
        sure = sure and not (spaced and self._is_open(mark))
        if mark in "»›" and before.isspace() and self.stack and self.stack[-1].mark in "«‹":
            self._close(mark, match.end())  # French keeps a space inside
        elif mark in _ALWAYS_OPEN and not (mark in "“‘" and not opens):
            self._open(at, mark, first)
        elif not (opens and sure) and self._close(mark, match.end()):
            return
        elif opens and (mark not in "”’" or (mark == "”" and self.swedish and sure)):
            self._open(at, mark, first)

    def _is_open(self, mark: str) -> bool:
        return any(mark in _CLOSERS[opened.mark] for opened in self.stack)

    def _open(self, at: int, mark: str, first: int) -> None:
        if len(self.stack) < _DEEPEST:
            self.stack.append(Pending(at, mark, at == first))

    def _close(self, mark: str, end: int) -> bool:
        """Close the innermost quotation that this mark can close; singles left open inside were none."""
        for depth in range(len(self.stack) - 1, -1, -1):
            if mark in _CLOSERS[self.stack[depth].mark]:
                opened = self.stack[depth]
                del self.stack[depth:]
                self.found.append(Raw(opened.start, end, opened.mark, depth, True, opened.paragraphs))
                return True
            if self.stack[depth].mark not in SINGLE and mark in EITHER_SINGLE:
                return False
        return False

    def _end_paragraph(self, end: int, following: str, begun: int) -> None:
        """Carry an open quotation into the next paragraph if that opens with its mark, else end it."""
        if not self.stack:
            return
        outer = self.stack[0]
        sure = outer.paragraph_start or outer.paragraphs > 1 or (outer.mark == "‘" and following == "‘")
        if outer.mark in SINGLE and not sure:
            doubles = [opened for opened in self.stack if opened.mark not in SINGLE]
            self.stack[:] = doubles[:1]
            if not doubles:
                return
            outer = doubles[0]
        if following and following in outer.mark:
            del self.stack[1:]
            return
        self.stack.clear()
        if outer.mark not in SINGLE or outer.mark == "‘":
            self._leave_open(outer, end, begun)

    def _leave_open(self, outer: Pending, end: int, begun: int) -> None:
        """Record a quotation that was never closed: up to its paragraph's end, or to the next one."""
        inside = [raw for raw in self.found[begun:] if raw.start > outer.start]
        same = [raw.start for raw in _outermost(inside) if raw.mark == outer.mark]
        if same:
            end = min(same)
            self.found[begun:] = [
                raw._replace(depth=max(0, raw.depth - 1)) if raw.start >= end else raw
                for raw in self.found[begun:]
            ]
        end = outer.start + len(self.text[outer.start : end].rstrip())
        if end > outer.start + len(outer.mark):
            self.found.append(Raw(outer.start, end, outer.mark, 0, False, outer.paragraphs))


def _outermost(raws: list[Raw]) -> list[Raw]:
    """Return those that stand in no other."""
    found: list[Raw] = []
    for raw in sorted(raws, key=lambda raw: (raw.start, -raw.end)):
        if not found or raw.start >= found[-1].end:
            found.append(raw)
    return found


def find(text: str) -> list[Raw]:
    """Return every quotation of a text by its marks, in order of where it starts, in linear time."""
    return _Scanner(text).run()
