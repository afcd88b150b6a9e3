"""Lanes: tags on one row stand side by side, and stay where they are when others change."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.widgets.page.lanes import Lanes
from tui.widgets.page.layout import Layout
from tui.widgets.page.marks import Highlight, PageTag

TEXT = "one two three four five six seven eight nine ten eleven twelve " * 20
LAYOUT = Layout(TEXT, 20)
LAYOUT.extend_to_offset(len(TEXT))


def tag(start: int, end: int, name: str = "") -> PageTag:
    return PageTag(name or f"{start}-{end}", start, end, "c", "green")


tags = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 90)).map(
        lambda pair: tag(pair[0], min(len(TEXT), sum(pair)))
    ),
    max_size=20,
    unique_by=lambda item: item.id,
)


def lanes_of(lanes: Lanes) -> dict[str, int]:
    return {mark.tag.id: mark.lane for row in range(LAYOUT.rows) for mark in lanes.marks(LAYOUT, row)}


@given(tags)
@settings(max_examples=150)
def test_no_two_tags_share_a_lane_on_a_row_and_each_keeps_its_own(items: list[PageTag]) -> None:
    lanes = Lanes(items)
    found: dict[str, int] = {}
    for row in range(LAYOUT.rows):
        marks = lanes.marks(LAYOUT, row)
        assert len({mark.lane for mark in marks}) == len(marks)
        for mark in marks:
            assert found.setdefault(mark.tag.id, mark.lane) == mark.lane
            assert mark.first == (LAYOUT.row_of(mark.tag.start) == row)
    assert found.keys() == {item.id for item in items}


@given(tags, tags)
@settings(max_examples=150)
def test_lanes_after_a_change_are_those_found_afresh(before: list[PageTag], after: list[PageTag]) -> None:
    lanes = Lanes(before)
    lanes_of(lanes)
    assert lanes_of(lanes.changed_to(after)) == lanes_of(Lanes(after))


def test_another_width_has_other_lanes() -> None:
    lanes = Lanes([tag(0, 7), tag(22, 30)])
    assert lanes_of(lanes) == {"0-7": 0, "22-30": 0}
    wide = Layout(TEXT, 60)
    assert [mark.lane for mark in lanes.marks(wide, 0)] == [0, 1]


def test_nested_tags_stand_beside_what_holds_them() -> None:
    lanes = Lanes([tag(4, 10, "inner"), tag(0, 60, "outer")])
    assert lanes_of(lanes) == {"outer": 0, "inner": 1}
    assert [(mark.tag.id, mark.first) for mark in lanes.marks(LAYOUT, 1)] == [("outer", False)]


def test_rows_with_more_tags_than_anyone_could_tell_apart_are_cut_short() -> None:
    lanes = Lanes([tag(0, n + 1) for n in range(200)])
    assert 0 < len(lanes.marks(LAYOUT, 0)) < 100
    assert lanes.marks(LAYOUT, 50) == []


def test_highlights_are_shown_by_what_they_name() -> None:
    looks = {
        kind: Highlight(0, 1, kind).look for kind in ("quote", "entity.PERSON", "entity.GPE", "entity.LAW")
    }
    assert looks == {
        "quote": "quote",
        "entity.PERSON": "person",
        "entity.GPE": "place",
        "entity.LAW": "other",
    }
    assert Highlight(0, 1, "quote").layer == "quote"
    assert Highlight(2, 5, "entity.ORG").layer == "entity"
    assert Highlight(2, 5, "entity.ORG").span == (2, 5)
    assert tag(2, 5).span == (2, 5)
