"""Columns that stay where they were computed, whatever width a terminal gives to a character.

How wide an emoji with a skin tone or a Devanagari conjunct is, terminals do not agree on; what follows in the
row would then stand too far to the left or to the right, up to the border of the panel beside it. So after
each such character the cursor is put where it should be, over cells that were cleared before.
"""

import re
from collections.abc import Iterator

from rich.cells import cell_len

from tui.keyboard import Keyboard
from tui.widgets.page.cells import NARROW, clusters

#: Scripts and signs of whose width there is no doubt, marks on a letter included: Greek to Arabic, Thai and
#: Lao, Hangul, Georgian, Latin with marks, kana, ideographs, full width. All else is uncertain.
_CERTAIN = (
    rf"{NARROW}\u0300-\u036f\u0483-\u0489\u0531-\u070d\u0e01-\u0e5b\u0e81-\u0edf\u10a0-\u10ff\u1e00-\u1fff"
    r"\u200b\u2030-\u205e\u2100-\u218b\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3105-\u312f"
    r"\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
)
#: Controls are no text; they come in sequences only, which are cut out before.
_UNCERTAIN = re.compile(rf"[^{_CERTAIN}\x00-\x1f]")
#: A sequence (CSI or OSC), and for those that put the cursor somewhere, where.
_SEQUENCE = re.compile(r"\x1b\[(?:(\d+);(\d+)H|[0-?]*[ -/]*[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


class SteadyTerminal(Keyboard):
    """A terminal on which nothing drifts."""

    def write(self, data: str) -> None:
        """Write what is to be drawn, each column in its place."""
        super().write(steady(data))


def steady(data: str) -> str:
    """Return what draws the same, with the cursor put right after each character of uncertain width."""
    if _UNCERTAIN.search(data) is None:
        return data
    return "".join(_steadied(data))


def _steadied(data: str) -> Iterator[str]:
    row = column = 0  # Counted from 1; 0 while it is not known where the cursor is.
    place = 0
    for sequence in _SEQUENCE.finditer(data):
        text = data[place : sequence.start()]
        yield from _put(text, row, column)
        if sequence[1]:
            row, column = int(sequence[1]), int(sequence[2])
        elif column:
            column += cell_len(text)
        yield sequence[0]
        place = sequence.end()
    yield from _put(data[place:], row, column)


def _put(text: str, row: int, column: int) -> Iterator[str]:
    """Yield a text that begins in a column, with the cursor put right where that is needed."""
    if not column or _UNCERTAIN.search(text) is None:
        yield text
        return
    for start, end, cells in clusters(text, 0, len(text)):
        cluster = text[start:end]
        if _UNCERTAIN.search(cluster) is None:
            yield cluster
        else:
            # Cleared first: where it turns out narrower, nothing of what stood there before is left.
            yield f"{' ' * cells}\x1b[{row};{column}H{cluster}\x1b[{row};{column + cells}H"
        column += cells
