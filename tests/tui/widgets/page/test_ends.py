"""Both ends of a selection: held while a boundary is edited, swapped, and moved to the letter."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.objects import Objects
from annotations.records import Span
from tui.widgets.page.cells import clusters, step
from tui.widgets.page.cursor import Cursor
from tui.widgets.page.layout import Layout

TEXT = "Harbour officials agreed to publish every contract. The council complained loudly."
#: A family, a flag, a letter with two marks, and words around them.
SIGNS = "one 👨‍👩‍👧 two 🇫🇷 e\u0301\u0323 three"


def cursor(text: str = TEXT, at: str = "agreed") -> Cursor:
    return Cursor(Objects(text), Layout(text, 40), text.index(at))


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def selected(cursor: Cursor) -> str:
    assert cursor.selection is not None
    return cursor.selection.of(cursor.layout.text)


def test_a_held_selection_is_moved_at_its_end() -> None:
    here = cursor()
    here.hold(span("agreed to publish"))
    assert here.caret.of(TEXT) == "publish"
    here.move("word", 1)
    assert selected(here) == "agreed to publish every"
    here.move("word", -2)
    assert selected(here) == "agreed to"


def test_swapped_it_is_moved_at_its_start() -> None:
    here = cursor()
    here.hold(span("agreed to publish"))
    here.swap()
    assert here.caret.of(TEXT) == "agreed"
    here.move("word", -1)
    assert selected(here) == "officials agreed to publish"
    here.move("word", 2)
    assert selected(here) == "to publish"
    here.swap()
    here.move("word", 1)
    assert selected(here) == "to publish every"


def test_what_is_held_is_not_dropped_by_motions_or_objects() -> None:
    here = cursor()
    here.hold(span("agreed to publish"))
    assert here.take("sentence")
    assert selected(here) == "Harbour officials agreed to publish every contract."
    here.move("word", -1)
    assert selected(here) == "Harbour officials agreed to publish every"
    here.grow()
    here.shrink()
    here.toggle_extending()
    here.place(TEXT.index("council"))
    assert selected(here).endswith("The council")
    here.select(None)
    here.move("word", 1)
    assert here.selection is None


def test_shrinking_what_is_held_stops_at_the_word() -> None:
    here = cursor()
    here.hold(span("agreed"))
    for _ in range(4):
        here.shrink()
    assert selected(here) == "agreed"


def test_letters_are_moved_over_one_by_one() -> None:
    here = cursor()
    here.hold(span("agreed to publish"))
    here.nudge(-1)
    assert selected(here) == "agreed to publis"
    here.nudge(3)
    assert selected(here) == "agreed to publish e"
    here.nudge(2, other=True)
    assert selected(here) == "reed to publish e"
    here.swap()
    here.nudge(-2)
    assert selected(here) == "agreed to publish e"


def test_the_end_that_does_not_move_stays_to_the_letter() -> None:
    here = cursor()
    here.hold(span("reed to publ"))
    here.move("word", 1)
    assert selected(here) == "reed to publish every"
    here.swap()
    here.nudge(1)
    assert selected(here) == "eed to publish every"


def test_with_nothing_selected_the_word_at_the_caret_is_nudged() -> None:
    here = cursor()
    here.nudge(-2)
    assert selected(here) == "agre"
    here.move("word", 1)
    assert here.selection is None


def test_a_selection_is_never_nudged_to_nothing() -> None:
    here = cursor()
    here.nudge(-5)
    assert selected(here) == "a"
    here.nudge(-1)
    assert selected(here) == "a"


def test_swapping_nothing_does_nothing() -> None:
    here = cursor()
    here.swap()
    assert here.selection is None


@pytest.mark.parametrize("offset", range(len(SIGNS)))
def test_a_step_leads_to_the_edge_of_what_is_seen_as_one(offset: int) -> None:
    edges = {0, *(end for _, end, _ in clusters(SIGNS, 0, len(SIGNS)))}
    if offset in edges:
        assert step(SIGNS, offset, 1) == min(edge for edge in edges if edge > offset)
        assert offset == 0 or step(SIGNS, offset, -1) == max(edge for edge in edges if edge < offset)


def test_no_step_leads_out_of_the_text() -> None:
    assert step(SIGNS, len(SIGNS), 1) == len(SIGNS)
    assert step(SIGNS, 0, -1) == 0
    assert step("", 0, 1) == step("", 0, -1) == 0


DEEDS = st.lists(
    st.sampled_from(
        ["on", "back", "swap", "nudge", "nudge back", "other", "other back", "grow", "shrink", "s"]
    ),
    max_size=25,
)


@given(DEEDS, st.sampled_from([TEXT, SIGNS]))
def test_whatever_is_done_what_is_held_stays_a_selection(deeds: list[str], text: str) -> None:
    here = Cursor(Objects(text), Layout(text, 30), 5)
    here.hold(here.caret)
    edges = {0, *(end for _, end, _ in clusters(text, 0, len(text)))}
    for deed in deeds:
        acts: dict[str, Callable[[], object]] = {
            "on": lambda: here.move("word", 1),
            "back": lambda: here.move("word", -1),
            "swap": here.swap,
            "nudge": lambda: here.nudge(1),
            "nudge back": lambda: here.nudge(-1),
            "other": lambda: here.nudge(1, other=True),
            "other back": lambda: here.nudge(-1, other=True),
            "grow": here.grow,
            "shrink": here.shrink,
            "s": lambda: here.take("sentence"),
        }
        acts[deed]()
        assert here.selection is not None
        start, end = here.selection
        assert 0 <= start < end <= len(text)
        assert {start, end} <= edges
        assert here.held
        before = here.selection
        here.swap()
        here.swap()
        assert here.selection == before
