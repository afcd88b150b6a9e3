"""Marks that are no quotation marks: apostrophes, possessives, clipped words, feet and inches.

A closing single mark and an apostrophe are one character. What stands around it, what is open, and
what is still to come in its paragraph tell them apart.
"""

import re
from collections.abc import Iterator

_CLIPPED = re.compile(
    r"(?:\d0s|\d\d\b|em|tis|twas|til|till|cause|cos|n|round|bout|ere|tween|neath|nuff|sup|kay)\b",
    re.IGNORECASE,
)
_HEIGHT = re.compile(r"\d['’]\s?\d{1,2}$")
_UNIT = re.compile(r"\s[a-z]|-[a-z]")
_PUNCTUATION = frozenset(".,?!;:…—–")

#: Marks that open a quotation inside another, or in British papers the outer one.
SINGLE = frozenset("‘‚‛'`")
#: Marks that may be apostrophes.
EITHER_SINGLE = frozenset("'’")
#: What may stand directly before an opening mark, besides white space.
BEFORE_OPENING = frozenset("([{—–-/…“‘\"'«„>*_")


def char_at(text: str, at: int) -> str:
    """Return one character of a text, a space outside it."""
    return text[at] if 0 <= at < len(text) else " "


class Pending:
    """A quotation that is not closed yet."""

    def __init__(self, start: int, mark: str, paragraph_start: bool) -> None:
        self.start = start
        self.mark = mark
        self.paragraph_start = paragraph_start
        self.paragraphs = 1


class MarksAhead:
    """What stands ahead of a mark in its paragraph: it tells an apostrophe from a closing mark."""

    def __init__(self, text: str, marks: list[re.Match[str]], end: int, following: str) -> None:
        self.text, self.marks, self.end, self.following = text, marks, end, following
        self._closing_from = self._best_closer_ahead()
        self._straight_after = list(self._counts('"'))
        self._spaced_doubles = sum(
            m.group() in ('"', "“", "”") and char_at(text, m.start() - 1).isspace() for m in marks
        )

    def _counts(self, mark: str) -> Iterator[int]:
        left = sum(m.group() == mark for m in self.marks)
        for m in self.marks:
            left -= m.group() == mark
            yield left

    def _best_closer_ahead(self) -> list[bool]:
        """Tell for each mark whether a sure closing one comes before the next opening one."""
        ahead, found = False, []
        for m in reversed(self.marks):
            found.append(ahead)
            if m.group() in "‘‚" or (m.group() == "'" and self._opens(m)):
                ahead = False
            elif m.group() in EITHER_SINGLE and self._may_close(m):
                before = char_at(self.text, m.start() - 1)
                ahead = ahead or before in _PUNCTUATION or before != "s"
        return found[::-1]

    def _opens(self, m: re.Match[str]) -> bool:
        before, after = char_at(self.text, m.start() - 1), char_at(self.text, m.end())
        return not after.isspace() and (before.isspace() or before in BEFORE_OPENING)

    def _may_close(self, m: re.Match[str]) -> bool:
        return not char_at(self.text, m.start() - 1).isspace() and not char_at(self.text, m.end()).isalnum()

    def is_apostrophe(self, index: int, stack: list[Pending]) -> bool:
        """Tell whether a mark is no quotation mark at all."""
        m = self.marks[index]
        if m.group() == '"':
            return self._is_inch(index, stack)
        if m.group() not in "‘’'`":
            return False
        before, after = char_at(self.text, m.start() - 1), char_at(self.text, m.end())
        if before.isalnum() and after.isalnum():
            return True
        if _CLIPPED.match(self.text, m.end()) and (before.isspace() or before in "(—–-"):
            return not self._quotes_clipped(index)
        if m.group() == "’" or not self._opens(m):
            return self._is_possessive(index, stack)
        return m.group() in "'`" and not self._has_closer(index)

    def is_spaced_pair(self, index: int) -> bool:
        """Tell whether a double mark stands between spaces, as one does that texts in tokens are made of."""
        m = self.marks[index]
        if m.group() not in ('"', "“", "”"):
            return False
        before, after = char_at(self.text, m.start() - 1), char_at(self.text, m.end())
        if not (before.isspace() and (after.isspace() or m.group() == "”")):
            return False
        return self._spaced_doubles > 1

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
                m.group() in EITHER_SINGLE and self._may_close(m) for m in self.marks[index + 1 : index + 9]
            )
            or (at_start and self.following == "'")
        )

    def _is_possessive(self, index: int, stack: list[Pending]) -> bool:
        """Tell whether the mark after a word is an apostrophe (workers’ rights) and closes nothing."""
        m = self.marks[index]
        singles = [opened for opened in stack if opened.mark in SINGLE]
        if not singles:
            return m.group() in EITHER_SINGLE
        before, after = char_at(self.text, m.start() - 1), self.text[m.end() : m.end() + 2]
        if before not in "sz" or not (after[:1] == " " and after[1:].isalpha()):
            return False
        continued = singles[0].paragraph_start and self.following == singles[0].mark
        return self._closing_from[index] or continued

    def _is_inch(self, index: int, stack: list[Pending]) -> bool:
        m = self.marks[index]
        if not char_at(self.text, m.start() - 1).isdigit():
            return False
        if _HEIGHT.search(self.text[max(0, m.start() - 6) : m.start()]):
            return True
        if self.text[m.end() : m.end() + 2] in (',"', '."') or self.text[m.end() : m.end() + 1] == '"':
            return True
        is_open = any(opened.mark == '"' for opened in stack)
        unit = _UNIT.match(self.text[m.end() : m.end() + 2])
        return not is_open or (unit is not None and self._straight_after[index] % 2 == 1)
