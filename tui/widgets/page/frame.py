"""How the width of the page is shared out: margin with lanes, column, and the space around them."""

from typing import NamedTuple


class Frame(NamedTuple):
    """The cells of one line of the page, from left to right."""

    #: The whole width.
    width: int
    #: Where the column begins.
    left: int
    #: The width of the column.
    column: int
    #: How many lanes the margin has; two cells each, the key and the bar.
    lanes: int
    #: Empty cells between the lanes and the column.
    gap: int


def frame(width: int, column_width: int) -> Frame:
    """Centre a column of at most ``column_width`` cells, and keep a margin for the lanes left of it."""
    lanes, gap = _margin(width, column_width)
    margin = 2 * lanes + gap
    column = max(1, min(column_width, width - margin - (1 if lanes else 0)))
    return Frame(width, max(margin, (width - column) // 2), column, lanes, gap)


def _margin(width: int, column_width: int) -> tuple[int, int]:
    if width < 12:
        return 0, 0
    if width < 48:
        return 1, 1
    if width < 64:
        return 2, 1
    return (4, 2) if width - column_width >= 20 else (3, 2)
