"""Open suggestions in reading order, against the plain way of finding them."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.offers import Offers
from annotations.records import Phrase, Place, Span, Suggestion


def offer(start: int, end: int, label: str = "a", phrase: str = "") -> Suggestion:
    return Suggestion(start=start, end=end, label=label, text="x", score=0.5, why="", phrase=phrase)


def offers(*detected: Suggestion, tagged: frozenset[Place] = frozenset()) -> Offers:
    made = Offers({"a", "b"}, (), tagged.__contains__)
    made.detected(detected)
    return made


SOME = st.lists(
    st.builds(
        lambda start, length, label: offer(start, start + length, label),
        st.integers(0, 30),
        st.integers(0, 9),
        st.sampled_from("abz"),
    ),
    max_size=20,
)


@given(SOME, st.sets(st.integers(0, 19)), st.integers(-1, 41), st.integers(0, 5))
def test_it_finds_what_a_pass_over_all_finds(
    some: list[Suggestion], answered: set[int], start: int, length: int
) -> None:
    made = offers(*some)
    gone = {some[n].place for n in answered if n < len(some)}
    for place in gone:
        made.settle(place, True)
    left = {o.place for o in some if o.label != "z"} - gone
    assert [o.place for o in made.open] == sorted(left, key=lambda p: (p.start, -p.end, p.label))
    span = Span(start, start + length)
    key = (span.start, -span.end)
    after = [o for o in made.open if (o.start, -o.end) > key]
    before = [o for o in made.open if (o.start, -o.end) < key]
    assert made.next(span) == (after[0] if after else None)
    assert made.previous(span) == (before[-1] if before else None)
    covering = [o for o in made.open if o.start <= start < o.end]
    at = made.at(start)
    assert (at is None) == (not covering)
    assert at is None or at.span.length == min(o.span.length for o in covering)


def test_what_is_tagged_or_no_label_of_the_scheme_waits_for_nothing() -> None:
    made = offers(offer(0, 3), offer(0, 3, "b"), offer(5, 8, "z"), tagged=frozenset([Place(0, 3, "a")]))
    assert made.open == (offer(0, 3, "b"),)
    assert not made.is_open(offer(0, 3))
    assert made.is_open(offer(0, 3, "b"))


def test_the_tuple_is_kept_until_something_changes() -> None:
    made = offers(offer(0, 3), offer(4, 6))
    before = made.open
    assert made.open is before
    made.settle(Place(0, 3, "a"), True)
    assert made.open == before[1:]
    assert made.settled(Place(0, 3, "a"))
    made.settle(Place(0, 3, "a"), False)
    assert made.open == before
    made.restart([Place(4, 6, "a")])
    assert made.open == before[:1]


def test_a_new_detection_takes_the_place_of_the_old_and_leaves_phrases_alone() -> None:
    made = offers(offer(0, 3), offer(5, 9))
    made.propagated([offer(5, 9, phrase="p"), offer(7, 9, phrase="p")])
    made.propagated([offer(11, 12, phrase="q")])
    assert made.open == (offer(0, 3), offer(5, 9), offer(7, 9, phrase="p"), offer(11, 12, phrase="q"))
    made.detected([])
    assert [o.phrase for o in made.open] == ["p", "p", "q"]
    made.propagated([offer(1, 2, phrase="p")])
    assert [o.start for o in made.open] == [1, 11]
    made.call_off(Phrase(id="q", label="a", words="x"))
    assert [o.start for o in made.open] == [1]
