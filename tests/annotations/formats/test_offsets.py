import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.formats.offsets import CodePoints, Counting, Graphemes, Utf16
from tests.annotations.formats.samples import NASTY, texts

CREW = "👩‍🚀"


def test_utf_16_counts_what_javascript_counts() -> None:
    way = Utf16("a😀b")
    assert [way.of(offset) for offset in range(4)] == [0, 1, 3, 4]
    assert [way.back(count) for count in range(-1, 6)] == [None, 0, 1, None, 2, 3, None]


def test_graphemes_count_what_a_reader_sees() -> None:
    way = Graphemes(f"e\u0301{CREW}\r\nx")
    assert [way.of(offset) for offset in range(9)] == [0, None, 1, None, None, 2, None, 3, 4]
    assert [way.back(count) for count in range(-1, 6)] == [None, 0, 2, 5, 7, 8, None]
    assert way.around(1, 2) == (0, 2)
    assert way.around(3, 6) == (2, 7)
    assert way.around(7, 8) == (7, 8)


@given(texts)
def test_utf_16_agrees_with_the_encoder(text: str) -> None:
    way = Utf16(text)
    units = [len(text[:offset].encode("utf-16-le")) // 2 for offset in range(len(text) + 1)]
    assert [way.of(offset) for offset in range(len(text) + 1)] == units
    back = {count: way.back(count) for count in range(units[-1] + 3)}
    assert back == {count: units.index(count) if count in units else None for count in back}


@given(texts, st.data())
def test_graphemes_hold_whatever_they_are_around(text: str, data: st.DataObject) -> None:
    way = Graphemes(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = way.around(start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert way.of(first) is not None
    assert way.of(last) is not None
    if way.of(start) is not None and way.of(end) is not None:
        assert (first, last) == (start, end)


@pytest.mark.parametrize("kind", [CodePoints, Utf16, Graphemes])
@given(text=texts)
def test_what_has_a_count_comes_back_from_it(kind: type[CodePoints], text: str) -> None:
    way: Counting = kind(text)
    for offset in range(len(text) + 1):
        count = way.of(offset)
        assert count is None or way.back(count) == offset
    assert way.back(-1) is None
    assert way.back(2 * len(text) + 1) is None


def test_the_three_differ_where_it_hurts() -> None:
    place = NASTY.index("crew")
    assert (CodePoints(NASTY).of(place), Utf16(NASTY).of(place), Graphemes(NASTY).of(place)) == (
        place,
        place + 3,
        place - 3,
    )
