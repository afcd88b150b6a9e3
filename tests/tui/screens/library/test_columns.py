"""What a line of the library says at every width, and that nothing in it can command the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotations.records import ArticleSummary, State
from tui.screens.library.columns import STATE_SIGNS, Piece, columns


def article(
    title: str = "Harbour talks open", source: str = "wire/a.txt", state: State = "open"
) -> ArticleSummary:
    return ArticleSummary(
        id="x", title=title, source=source, date="2026-03-04T10:00", words=1234, state=state, tags=3
    )


def text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def line(
    width: int, one: ArticleSummary | None = None, *, cursor: bool = False, current: bool = False
) -> str:
    return text(columns(width).line(one or article(), cursor=cursor, current=current))


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [
        (40, "", "3 2026 open 1,234 wire"),
        (48, "3", "open 1,234 2026 wire"),
        (60, "3 open", "1,234 2026 wire"),
        (70, "3 open 1,234", "2026 wire"),
        (80, "3 open 1,234 2026-03-04", "wire"),
        (240, "3 open 1,234 2026-03-04 wire/a.txt", "T10"),
    ],
)
def test_columns_come_with_the_width(width: int, shown: str, hidden: str) -> None:
    # The title holds the word that is also a state.
    told = line(width).replace("Harbour talks open", "").split()
    for words in shown.split():
        assert words in told
    for words in hidden.split():
        assert words not in told
    assert "Harbour talks open" in line(width)


def test_each_state_has_a_sign_of_its_own() -> None:
    assert len(set(STATE_SIGNS.values())) == 5
    for state, sign in STATE_SIGNS.items():
        assert sign in line(40, article(state=state))[:4]


def test_the_cursor_and_the_article_on_the_page_can_be_told_without_colour() -> None:
    assert {line(40)[0], line(40, cursor=True)[0], line(40, current=True)[0]} == {" ", "›", "•"}


def test_an_article_without_a_title_goes_by_its_source() -> None:
    assert "wire/a.txt" in line(40, article(title=""))
    assert "(untitled)" in line(40, article(title="", source=""))


def test_the_order_is_marked_above_its_column() -> None:
    assert "date ↓" in text(columns(80).heading("date", descending=True))
    assert "title ↑" in text(columns(80).heading("title", descending=False))
    assert "↑" not in text(columns(80).heading("added", descending=False))


def test_found_words_are_told_apart() -> None:
    pieces = columns(60).snippet("…the \x02harbour\x03 and a \x02port\x03\n here")
    assert [piece.text for piece in pieces if piece.style == "found"] == ["harbour", "port"]
    assert text(pieces).split() == ["…the", "harbour", "and", "a", "port", "here"]


def test_a_text_that_fakes_a_mark_spoils_no_more_than_its_own_line() -> None:
    for snippet in ("\x03\x02", "\x02", "a\x02b\x02c\x03"):
        assert cell_len(text(columns(50).snippet(snippet))) == 50


@given(st.text(max_size=60), st.text(max_size=60), st.integers(6, 250))
def test_every_line_fills_its_width_and_is_harmless(title: str, source: str, width: int) -> None:
    for shown in (line(width, article(title, source)), text(columns(width).snippet(title))):
        assert cell_len(shown) == width
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert cell_len(text(columns(width).heading("title", descending=True))) == width
