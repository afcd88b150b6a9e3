"""The index of spans gives what a look at every span would give."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.records import Span
from tui.widgets.page.intervals import SpanIndex, reading_order

spans = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 120)), max_size=60).map(
    lambda pairs: [Span(start, start + length) for start, length in pairs]
)


@given(spans, st.integers(0, 400), st.integers(0, 100))
@settings(max_examples=300)
def test_crossing_is_what_a_look_at_all_would_find(items: list[Span], start: int, length: int) -> None:
    index = SpanIndex(items)
    expected = [item for item in items if item.length and item.start < start + length and item.end > start]
    if length:
        assert index.crossing(start, start + length) == sorted(expected, key=reading_order)
    assert index.at(start) == [item for item in index.items if item.start <= start < item.end]


@given(spans, st.integers(-5, 450))
def test_first_from_counts_the_spans_before(items: list[Span], offset: int) -> None:
    index = SpanIndex(items)
    assert index.first_from(offset) == sum(item.start < offset for item in index.items)


@given(spans, spans)
def test_agreement_is_the_length_of_the_common_front(one: list[Span], other: list[Span]) -> None:
    first, second = SpanIndex(one), SpanIndex(other)
    same = first.agreement(second)
    assert first.items[:same] == second.items[:same]
    assert same == second.agreement(first)
    if same < min(len(first), len(second)):
        assert first.items[same] != second.items[same]


def test_what_holds_comes_before_what_nests_and_empty_spans_are_left_out() -> None:
    index = SpanIndex([Span(5, 9), Span(0, 3), Span(5, 20), Span(7, 7)])
    assert index.items == [Span(0, 3), Span(5, 20), Span(5, 9)]
    assert len(index) == 3


def test_one_span_over_everything_does_not_make_the_others_slow() -> None:
    items = [Span(0, 10_000_000), *(Span(n * 100, n * 100 + 50) for n in range(20_000))]
    index = SpanIndex(items)
    assert index.crossing(1_000_010, 1_000_020) == [items[0], Span(1_000_000, 1_000_050)]
