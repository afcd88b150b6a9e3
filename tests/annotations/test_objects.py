from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.objects import FIGURE_REACH, Objects
from annotations.records import ObjectKind, Span
from annotations.text import figures, paragraphs, sentences, words
from tests.annotations.text_strategies import texts

TEXT = (
    "Harbour workers win\n\n"
    "Mayor Ada Okafor paid $2.4 million on Tuesday. “We are ‘very glad’ of it,” she said. "
    "It is a new page.\n\n"
    "“It is the first page.\n\n"
    "“It is not the last,” Okafor added.\n"
)
KINDS: tuple[ObjectKind, ...] = get_args(ObjectKind)


def span(words_of_it: str, text: str = TEXT) -> Span:
    start = text.index(words_of_it)
    return Span(start, start + len(words_of_it))


ENTITIES = (span("Ada Okafor"), span("Mayor Ada Okafor"), span("$2.4 million on Tuesday"), span("Tuesday"))
LONG_QUOTE = span("“It is the first page.\n\n“It is not the last,”")
QUOTES = (span("“We are ‘very glad’ of it,”"), span("‘very glad’"), LONG_QUOTE)


@pytest.fixture
def objects() -> Objects:
    return Objects(TEXT, ENTITIES, QUOTES)


@pytest.mark.parametrize(
    ("kind", "within", "expected"),
    [
        ("word", "Okafor paid", "Okafor"),
        ("entity", "Ada", "Ada Okafor"),
        ("entity", "Mayor", "Mayor Ada Okafor"),
        ("entity", "paid", None),
        ("figure", "million", "$2.4 million"),
        ("figure", "paid", None),
        ("sentence", "glad", "“We are ‘very glad’ of it,” she said."),
        ("quote", "glad", "‘very glad’"),
        ("quote", "We are", "“We are ‘very glad’ of it,”"),
        ("quote", "she said", None),
        ("paragraph", "the first", "“It is the first page."),
    ],
)
def test_the_object_at_an_offset(
    objects: Objects, kind: ObjectKind, within: str, expected: str | None
) -> None:
    found = objects.at(kind, TEXT.index(within))
    assert (None if found is None else found.of(TEXT)) == expected


def test_growing_goes_through_every_kind(objects: Objects) -> None:
    chain = [Span(TEXT.index("very") + 1, TEXT.index("very") + 2)]
    while (larger := objects.grow(chain[-1])) != chain[-1]:
        chain.append(larger)
    assert [each.of(TEXT) for each in chain] == [
        "e",
        "very",
        "‘very glad’",
        "“We are ‘very glad’ of it,”",
        "“We are ‘very glad’ of it,” she said.",
        TEXT.split("\n\n")[1],
    ]


def test_growing_takes_figures_and_entities_in_order_of_size(objects: Objects) -> None:
    figure = objects.grow(span("$2.4"))
    assert figure == span("$2.4 million")
    assert objects.grow(figure) == span("$2.4 million on Tuesday")


def test_growing_a_caret_gives_the_word(objects: Objects) -> None:
    assert objects.grow(Span(3, 3)) == span("Harbour")


def test_growing_part_of_two_sentences_gives_what_covers_them(objects: Objects) -> None:
    assert objects.grow(span("said. It")) == span(TEXT.split("\n\n")[1])


def test_growing_ends_at_a_quotation_over_several_paragraphs(objects: Objects) -> None:
    first = span("“It is the first page.")
    assert objects.grow(first) == LONG_QUOTE
    assert objects.grow(LONG_QUOTE) == LONG_QUOTE
    assert objects.grow(span("page.\n\n“It is not")) == LONG_QUOTE
    assert objects.grow(span("win\n\nMayor")) == span("win\n\nMayor")


def test_growing_a_selection_that_begins_with_space(objects: Objects) -> None:
    assert objects.grow(span(" is a new")) == span("It is a new page.")


def test_shrinking_takes_back_what_growing_did(objects: Objects) -> None:
    for inside in ("very", "Ada", "$2.4", "Tuesday", "first", "added"):
        anchor = TEXT.index(inside)
        word = objects.at("word", anchor)
        assert word is not None
        chain = [word]
        while (larger := objects.grow(chain[-1])) != chain[-1]:
            chain.append(larger)
        back = [chain[-1]]
        while (smaller := objects.shrink(back[-1], anchor)) != back[-1]:
            back.append(smaller)
        assert back == chain[::-1]


def test_shrinking_ends_at_the_word(objects: Objects) -> None:
    assert objects.shrink(span("very"), TEXT.index("very")) == span("very")
    assert objects.shrink(span("ver"), TEXT.index("very")) == span("ver")
    assert objects.shrink(Span(3, 3), 3) == Span(3, 3)


def test_shrinking_towards_an_anchor_outside_keeps_inside(objects: Objects) -> None:
    assert objects.shrink(span("Mayor Ada Okafor paid"), 999) == span("paid")
    assert objects.shrink(span("Mayor Ada Okafor paid"), 0) == span("Mayor Ada Okafor")


def test_given_spans_that_do_not_lie_in_the_text_are_left_out() -> None:
    objects = Objects("One two.", [Span(4, 99), Span(-1, 3), Span(3, 3)], [Span(5, 2)])
    assert objects.at("entity", 5) is None
    assert objects.next("entity", -1) is None
    assert objects.next("quote", -1) is None


def test_given_spans_may_come_in_any_order_and_twice() -> None:
    objects = Objects("abcdefgh", [Span(4, 6), Span(0, 8), Span(0, 3), Span(4, 6), Span(1, 2)])
    assert objects.at("entity", 1) == Span(1, 2)
    assert objects.at("entity", 2) == Span(0, 3)
    assert objects.at("entity", 3) == Span(0, 8)
    assert objects.next("entity", -1) == Span(0, 3)
    assert objects.next("entity", 0) == Span(1, 2)
    assert objects.previous("entity", 4) == Span(1, 2)
    assert objects.previous("entity", 1) == Span(0, 3)
    assert objects.previous("entity", 0) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("entity", ["Mayor Ada Okafor", "Ada Okafor", "$2.4 million on Tuesday", "Tuesday"]),
        ("figure", ["$2.4 million"]),
        ("quote", ["“We are ‘very glad’ of it,”", "‘very glad’", LONG_QUOTE.of(TEXT)]),
        ("sentence", [each.of(TEXT) for each in sentences(TEXT)]),
        ("paragraph", [each.of(TEXT) for each in paragraphs(TEXT)]),
        ("word", [each.of(TEXT) for each in words(TEXT)]),
    ],
)
def test_next_and_previous_walk_through_all(objects: Objects, kind: ObjectKind, expected: list[str]) -> None:
    forth, offset = [], -1
    while (found := objects.next(kind, offset)) is not None:
        forth.append(found.of(TEXT))
        offset = found.start
    assert forth == expected
    back, offset = [], len(TEXT) + 5
    while (found := objects.previous(kind, offset)) is not None:
        back.append(found.of(TEXT))
        offset = found.start
    assert back == expected[::-1]


def test_a_figure_is_looked_for_so_far_and_no_farther() -> None:
    blank = "word " * (FIGURE_REACH // 5)
    text = f"ten {blank[:-50]} eleven {blank} twelve"
    objects = Objects(text)
    eleven = objects.next("figure", 1)
    assert eleven is not None
    assert eleven.of(text) == "eleven"
    assert objects.next("figure", eleven.start) is None
    assert objects.previous("figure", eleven.start) == Span(0, 3)
    assert objects.previous("figure", len(text) - 7) is None


@pytest.mark.parametrize("text", ["", " \n\n "])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_in_nothing(text: str, kind: ObjectKind) -> None:
    objects = Objects(text)
    assert objects.at(kind, 0) is None
    assert objects.next(kind, -1) is None
    assert objects.previous(kind, 9) is None
    assert objects.grow(Span(0, len(text))) == Span(0, len(text))
    assert objects.shrink(Span(0, len(text)), 0) == Span(0, len(text))


positions = st.integers(0, 90)
spans = st.lists(st.tuples(positions, positions).map(lambda pair: Span(*pair)), max_size=6)


@given(texts, spans, spans, positions, positions)
def test_growing_and_shrinking_nest_and_end(
    text: str, entities: list[Span], quotes: list[Span], start: int, length: int
) -> None:
    objects = Objects(text, entities, quotes)
    low = min(start, len(text))
    selection = Span(low, min(low + length, len(text)))
    for _ in range(40):
        larger = objects.grow(selection)
        if larger == selection:
            break
        assert larger.covers(selection)
        assert larger.length > selection.length
        assert larger.end <= len(text)
        selection = larger
    assert objects.grow(selection) == selection
    for _ in range(40):
        smaller = objects.shrink(selection, start)
        if smaller == selection:
            break
        assert selection.covers(smaller)
        assert 0 < smaller.length < selection.length
        selection = smaller
    assert objects.shrink(selection, start) == selection


@given(texts, spans, st.integers(-2, 100), st.sampled_from(KINDS))
def test_next_and_previous_agree_with_all(
    text: str, given_spans: list[Span], offset: int, kind: ObjectKind
) -> None:
    objects = Objects(text, given_spans, given_spans)
    inside = sorted({each for each in given_spans if each.start < each.end <= len(text)})
    everything = {
        "word": list(words(text)),
        "entity": inside,
        "figure": list(figures(text)),
        "sentence": list(sentences(text)),
        "quote": inside,
        "paragraph": list(paragraphs(text)),
    }[kind]
    starts = [each.start for each in everything]
    after = objects.next(kind, offset)
    assert (None if after is None else after.start) == next((each for each in starts if each > offset), None)
    before = objects.previous(kind, offset)
    assert (None if before is None else before.start) == next(
        (s for s in reversed(starts) if s < offset), None
    )
