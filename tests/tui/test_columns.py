"""Columns stay where they were computed, whatever a terminal makes of an odd character."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.widths import AGREED, DOUBTED, WORDS
from tui.columns import _UNCERTAIN, steady
from tui.widgets.page.cells import clusters

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
#: What a frame is made of.
SEQUENCES = ("\x1b[1;38;2;10;20;30m", "\x1b[0m", "\x1b[3;7H", "\x1b[9;40H", "\x1b]22;text\x07")
PIECES = st.sampled_from([*WORDS, *SEQUENCES, "plain words, ", "\n", "│"])
FRAMES = st.lists(PIECES, max_size=30).map(lambda pieces: "\x1b[1;1H" + "".join(pieces))


def certain(data: str, widths: list[int] | None) -> list[tuple[int, int, str]]:
    """Return where each character of certain width stands, on a terminal that gives the others these widths.

    None is a terminal that takes them for as wide as they were computed.
    """
    found, row, column, place, odd = [], 0, 0, 0, 0
    for match in re.finditer(rf"{_SEQUENCE.pattern}|\Z", data):
        text = data[place : match.start()]
        for first, last, cells in clusters(text, 0, len(text)):
            cluster = text[first:last]
            if _UNCERTAIN.search(cluster) is None:
                found += [(row, column, cluster)] if cluster.strip() else []
                column += cells
            else:
                column += widths[odd % len(widths)] if widths else cells
                odd += 1
        if move := _MOVE.fullmatch(match[0]):
            row, column = int(move[1]), int(move[2])
        place = match.end()
    return found


@given(FRAMES, st.lists(st.integers(0, 4), min_size=1, max_size=8))
def test_what_is_certain_stands_where_it_was_computed(frame: str, widths: list[int]) -> None:
    assert certain(steady(frame), widths) == certain(frame, None)


@given(FRAMES)
def test_nothing_is_lost_and_nothing_added_but_places_and_spaces(frame: str) -> None:
    def bare(data: str) -> str:
        return _SEQUENCE.sub("", data).replace(" ", "")

    assert bare(steady(frame)) == bare(frame)
    kept = [sequence for sequence in _SEQUENCE.findall(steady(frame)) if not _MOVE.fullmatch(sequence)]
    assert kept == [sequence for sequence in _SEQUENCE.findall(frame) if not _MOVE.fullmatch(sequence)]


@pytest.mark.parametrize("plain", ["", "\x1b[2;3H“Quoted” – 10 €, naïve, Ωμέγα, Война\x1b[0m\n│", *AGREED])
def test_what_is_certain_is_left_as_it_is(plain: str) -> None:
    assert steady(plain) is plain


def test_where_the_cursor_is_not_known_it_is_not_moved() -> None:
    assert steady("👍🏽 x") == "👍🏽 x"


def test_cells_are_cleared_before_they_are_drawn_on() -> None:
    assert cell_len("❤️") == 2
    assert steady("\x1b[5;9Ha❤️b") == "\x1b[5;9Ha  \x1b[5;10H❤️\x1b[5;12Hb"


@pytest.mark.parametrize("word", DOUBTED)
def test_what_terminals_disagree_on_is_uncertain(word: str) -> None:
    assert _UNCERTAIN.search(word) is not None
