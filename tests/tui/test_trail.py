"""The trail: back to where one was and forward again, across articles."""

from hypothesis import given
from hypothesis import strategies as st

from tui.trail import Place, Trail

A, B, C = Place("one", 1), Place("one", 200), Place("two", 3)


def test_back_and_forward() -> None:
    trail = Trail()
    trail.leave(A)
    trail.leave(B)
    assert trail.back(C) == B
    assert trail.back(B) == A
    assert trail.back(A) is None
    assert trail.forward(A) == B
    assert trail.forward(B) == C
    assert trail.forward(C) is None


def test_a_new_jump_ends_what_was_ahead() -> None:
    trail = Trail()
    trail.leave(A)
    assert trail.back(B) == A
    trail.leave(A)
    assert trail.forward(C) is None
    assert trail.back(C) == A


def test_where_one_is_already_is_passed_over() -> None:
    trail = Trail()
    trail.leave(A)
    trail.leave(B)
    assert trail.back(B) == A


def test_the_same_place_is_noted_once() -> None:
    trail = Trail()
    trail.leave(A)
    trail.leave(A)
    assert trail.back(B) == A
    assert trail.back(A) is None


def test_old_places_are_forgotten() -> None:
    trail = Trail()
    for offset in range(500):
        trail.leave(Place("one", offset))
    here, steps = Place("one", 500), 0
    while (before := trail.back(here)) is not None:
        here, steps = before, steps + 1
    assert steps == 100


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_going_all_the_way_back_and_forward_leads_to_the_same_place(offsets: list[int]) -> None:
    trail = Trail()
    here = Place("one", 99)
    for offset in offsets:
        trail.leave(here)
        here = Place("one", offset)
    end = here
    while (before := trail.back(here)) is not None:
        here = before
    assert here == Place("one", 99)
    while (after := trail.forward(here)) is not None:
        here = after
    assert here == end
