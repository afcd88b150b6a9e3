"""How wide text is on a terminal, and where it may be cut: grapheme clusters, cells and breaks.

Widths are those of ``rich.cells``, because Textual measures every strip with them and columns must
never drift from what it computes.
"""

import re
from collections.abc import Iterator
from functools import cache

from rich.cells import cached_cell_len

#: Characters that are one cell wide each and never join their neighbours.
NARROW = (
    r" -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    r"\u20a0-\u20bf\u2190-\u21ff\u2400-\u2426\u2500-\u259f\ufffd"
)
#: Where words with a hyphen or a dash may be broken; "-5" and "1-2" may not (UAX #14, HY and NU).
BREAK_AFTER_DASH = r"(?<=\w[-‐])(?=[^\W\d])|(?<=[–—])(?=[\w“‘\"'(])"

_NOT_NARROW = re.compile(f"[^{NARROW}]")
_DASH_BREAK = re.compile(BREAK_AFTER_DASH)
#: Spaces that end a word; a no-break space does not.
SPACES = frozenset(" \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000")
#: Kinsoku: wide punctuation that may not begin a row, and that may not end one (JIS X 4051).
_NEVER_FIRST = frozenset(
    "、。，．：；？！）］｝」』】〕〉》〗〙〟’”…‥ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々ゝゞヽヾ"
)
_NEVER_LAST = frozenset("（［｛「『【〔〈《〖〘〝‘“")


#: More code points than any cluster has that is not hostile.
_CLUSTER = 256

#: One character as the reader sees it: where it starts and ends in the text, and its cells. A plain
#: tuple, because a page of Chinese asks for a million of them.
Cluster = tuple[int, int, int]


def first_wide(text: str, start: int, end: int) -> int:
    """Return where the first character stands that is not one plain cell wide; ``end`` if none."""
    match = _NOT_NARROW.search(text, start, end)
    return end if match is None else match.start()


def clusters(text: str, start: int, end: int) -> Iterator[Cluster]:
    """Cut ``text[start:end]`` into grapheme clusters, in order, without a gap.

    What belongs together: a base and the marks on it, a pair of regional indicators, emoji joined by
    U+200D. A base takes at most 64 marks at a time, so that hostile text cannot make one cluster of
    a megabyte (UAX #15 calls 30 enough for any language).
    """
    for match in _cluster_pattern().finditer(text, start, end):
        yield match.start(), match.end(), cached_cell_len(match[0])


def step(text: str, offset: int, by: int) -> int:
    """Return the edge of the cluster after ``offset`` or, with ``by`` below zero, of the one before it."""
    if by > 0:
        following = next(clusters(text, offset, min(len(text), offset + _CLUSTER)), None)
        return len(text) if following is None else following[1]
    start = offset
    for start, _, _ in clusters(text, max(0, offset - _CLUSTER), offset):  # noqa: B007 - the last one
        pass
    return start


def may_break(text: str, offset: int, *, wide: bool) -> bool:
    """Tell whether a row may end before ``offset``, with no space on either side of it.

    ``wide`` says whether one of the two neighbours takes two cells.
    """
    last = text[offset - 1]
    if last in "-‐–—":
        return _DASH_BREAK.match(text, offset) is not None
    return wide and text[offset] not in _NEVER_FIRST and last not in _NEVER_LAST


@cache
def _cluster_pattern() -> re.Pattern[str]:
    """Build the pattern from the width table on first need: most articles never need it."""
    from rich._unicode_data import load  # noqa: PLC0415 - 2 ms that plain text does not pay

    ranges = [(first, last) for first, last, cells in load("auto").widths if cells == 0 and first > 0x2FF]
    # The range from U+200B holds the zero-width space, which parts words, and the joiner itself.
    marks = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges if first != 0x200B)
    marks = f"[\u200c\u200e\u200f{marks}]{{0,64}}"
    base = r"(?:[\U0001f1e6-\U0001f1ff]{2}|.)"
    joined = rf"(?:\u200d(?:[^\s\x00-\x7f\u200d])?{marks}){{0,16}}"
    return re.compile(base + marks + joined, re.DOTALL)
