"""Motions, extending, growing: where the caret goes and what is selected then."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.objects import Objects
from annotations.records import Span
from tui.widgets.page.cursor import Cursor, Motion, union
from tui.widgets.page.layout import Layout

TEXT = (
    "The quay will close. “We asked in May,” the mayor, Ada Lund, said. Nobody came!\n"
    "\n"
    "Rents rose 11.5 percent. Growers left.\n"
    " \n\n"
    "The end is near."
)


def span(words: str, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


QUOTE = span("“We asked in May,”")
PERSON = span("Ada Lund")


def cursor(at: str = "The", number: int = 1, width: int = 40) -> Cursor:
    layout = Layout(TEXT, width)
    return Cursor(Objects(TEXT, [PERSON], [QUOTE]), layout, span(at, number).start)


def caret(one: Cursor) -> str:
    return one.caret.of(TEXT)


def selected(one: Cursor) -> str | None:
    return None if one.selection is None else one.selection.of(TEXT)


def after(one: Cursor, *motions: tuple[Motion, int]) -> str:
    for motion, by in motions:
        one.move(motion, by)
    return caret(one)


def test_it_starts_on_the_word_at_its_offset() -> None:
    one = Cursor(Objects(TEXT), Layout(TEXT, 40), span("mayor").start + 2)
    assert caret(one) == "mayor"
    assert one.selection is None


@pytest.mark.parametrize(
    ("start", "motion", "by", "expected"),
    [
        ("The", "word", 1, "quay"),
        ("quay", "word", -1, "The"),
        ("The", "word", -1, "The"),
        ("The", "word", 3, "close"),
        ("near", "word", 1, "near"),
        ("quay", "sentence", 1, "We"),
        ("We", "sentence", 1, "Nobody"),
        ("said", "sentence", -1, "We"),
        ("We", "sentence", -1, "The"),
        ("near", "sentence", 1, "near"),
        ("quay", "paragraph", 1, "Rents"),
        ("Growers", "paragraph", -1, "Rents"),
        ("Rents", "paragraph", -1, "The"),
        ("Rents", "text", 1, "near"),
        ("Rents", "text", -1, "The"),
        ("will", "edge", 1, "May"),
        ("will", "edge", -1, "The"),
    ],
)
def test_motions(start: str, motion: Motion, by: int, expected: str) -> None:
    assert after(cursor(start), (motion, by)) == expected


def test_lines_keep_the_column_they_set_out_from() -> None:
    # Rows: "The quay will close. “We asked in May,”", "the mayor, Ada Lund, said. Nobody came!", "", "Rents…"
    one = cursor("May")
    assert one.row == 0
    assert after(one, ("line", 1)) == "came"
    assert after(one, ("line", 1)) == "left"
    assert after(one, ("line", 1)) == "near"
    assert after(one, ("line", -1), ("line", -1)) == "came"
    assert after(one, ("line", -1)) == "May"


def test_lines_without_a_word_are_passed_over() -> None:
    assert after(cursor("Nobody"), ("line", 1)) == "Growers"
    assert after(cursor("Growers"), ("line", -1)) == "said"
    assert after(cursor("Rents"), ("line", 1)) == "The"


def test_up_from_the_first_line_and_down_from_the_last_stay_in_the_text() -> None:
    assert after(cursor("quay"), ("line", -1)) == "quay"
    assert after(cursor("is near"), ("line", 1)) == "near"
    assert after(cursor("quay"), ("page", 100), ("line", 1)) == "near"
    assert after(cursor("left"), ("page", -100), ("line", -1)) == "May"


def test_a_word_longer_than_the_line_is_one_step() -> None:
    text = "See " + "x" * 30 + " there now"
    one = Cursor(Objects(text), Layout(text, 10), 0)
    one.move("line", 1)
    assert one.caret == (4, 34)
    one.move("line", 1)
    assert one.caret.of(text) == "there"
    one.move("line", -1)
    one.move("line", -1)
    assert one.caret.of(text) == "See"


def test_extending_by_words_goes_both_ways() -> None:
    one = cursor("will")
    one.move("word", 1, select=True)
    assert selected(one) == "will close"
    one.move("word", -1, select=True)
    one.move("word", -1, select=True)
    assert selected(one) == "quay will"
    one.move("word", 1)
    assert selected(one) is None


def test_extending_by_sentences_takes_them_whole() -> None:
    one = cursor("quay")
    one.move("sentence", 1, select=True)
    assert selected(one) == "quay will close."
    one.move("sentence", 1, select=True)
    assert one.selection == (span("quay").start, span("said.").end)
    assert caret(one) == "said"
    back = cursor("Nobody")
    back.move("sentence", -1, select=True)
    assert back.selection == (QUOTE.start, span("Nobody").end)
    assert caret(back) == "We"


def test_extending_by_lines_and_to_the_ends() -> None:
    one = cursor("Rents")
    one.move("text", 1, select=True)
    assert one.selection == (span("Rents").start, span("near").end)
    one.move("text", -1, select=True)
    assert one.selection == (0, span("Rents").end)
    line = cursor("quay")
    line.move("line", 1, select=True)
    assert selected(line) == TEXT[span("quay").start : span("mayor").end]


def test_an_object_is_extended_at_its_edge() -> None:
    one = cursor("mayor")
    one.take("sentence")
    one.move("word", 1, select=True)
    assert one.selection == (QUOTE.start, span("Nobody").end)
    one.take("sentence")
    one.select(span("Rents rose"))
    one.move("word", -1, select=True)
    assert one.selection == (span("came").start, span("rose").end)


def test_v_makes_plain_motions_extend_until_it_is_pressed_again() -> None:
    one = cursor("will")
    one.toggle_extending()
    assert selected(one) == "will"
    one.move("word", 1)
    assert selected(one) == "will close"
    one.toggle_extending()
    assert selected(one) == "will close"
    one.move("word", 1)
    assert selected(one) is None


def test_grow_and_shrink_step_through_the_objects() -> None:
    one = cursor("Lund")
    seen = []
    for _ in range(4):
        one.grow()
        seen.append(selected(one))
    sentence = TEXT[QUOTE.start : span("said.").end]
    paragraph = TEXT[: span("came!").end]
    assert seen == ["Lund", "Ada Lund", sentence, paragraph]
    back = []
    while one.selection is not None:
        one.shrink()
        back.append(selected(one))
    assert back == [sentence, "Ada Lund", "Lund", None]
    one.shrink()
    assert one.selection is None


def test_take_selects_what_is_at_the_caret() -> None:
    one = cursor("asked")
    assert one.take("quote")
    assert one.selection == QUOTE
    assert one.take("word")
    assert selected(one) == "asked"
    assert not one.take("entity")
    assert selected(one) == "asked"
    person = cursor("Lund")
    assert person.take("entity")
    assert person.selection == PERSON
    figure = cursor("percent")
    assert figure.take("entity")
    assert selected(figure) == "11.5 percent"


def test_the_sentence_key_takes_one_more_each_time() -> None:
    one = cursor("quay")
    one.take("sentence")
    assert selected(one) == "The quay will close."
    one.take("sentence")
    assert one.selection == (0, span("said.").end)
    for _ in range(9):
        assert one.take("sentence")
    assert one.selection == (0, len(TEXT))


def test_the_target_is_the_selection_or_the_object_at_the_caret() -> None:
    one = cursor("asked")
    assert one.target("quote") == QUOTE
    assert one.target("entity") is None
    one.take("word")
    assert one.target("quote") == span("asked")


def test_selecting_puts_the_caret_inside() -> None:
    one = cursor("quay")
    one.select(PERSON)
    assert caret(one) == "Ada"
    one.select(None)
    assert one.selection is None
    assert caret(one) == "Ada"


def test_another_layout_changes_neither_caret_nor_selection() -> None:
    one = cursor("mayor")
    one.take("word")
    one.relayout(Layout(TEXT, 10))
    assert caret(one) == selected(one) == "mayor"
    assert one.row == one.layout.row_of(one.caret.start)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "***", "“”"])
def test_a_text_without_words_has_an_empty_caret_that_stays(text: str) -> None:
    one = Cursor(Objects(text), Layout(text, 10))
    motions: list[Motion] = ["word", "line", "page", "edge", "sentence", "paragraph", "text"]
    for motion in motions:
        for by in (1, -1):
            one.move(motion, by)
            one.move(motion, by, select=True)
    one.grow()
    one.shrink()
    one.place(3)
    assert 0 <= one.caret.start <= one.caret.end <= len(text)


pieces = st.lists(
    st.sampled_from(
        ["word", "Ada Lund said. ", "“Yes.” ", "\n", "\n\n", " ", "港口。", "***", "x" * 40, "5 percent "]
    ),
    max_size=30,
).map("".join)
acts = st.lists(
    st.tuples(
        st.sampled_from(
            ["word", "line", "page", "edge", "sentence", "paragraph", "text", "grow", "shrink", "v", "s"]
        ),
        st.sampled_from([1, -1, 3]),
        st.booleans(),
    ),
    max_size=12,
)


@given(pieces, st.integers(1, 30), acts)
@settings(max_examples=150, deadline=None)
def test_whatever_is_pressed_caret_and_selection_lie_in_the_text(
    text: str, width: int, pressed: list[tuple[str, int, bool]]
) -> None:
    one = Cursor(Objects(text), Layout(text, width))
    others = {"grow": one.grow, "shrink": one.shrink, "v": one.toggle_extending}
    for what, by, select in pressed:
        if what in others:
            others[what]()
        elif what == "s":
            one.take("sentence")
        else:
            one.move(what, by, select=select)  # type: ignore[arg-type]
        assert 0 <= one.caret.start <= one.caret.end <= len(text)
        if one.selection is not None:
            assert 0 <= one.selection.start <= one.selection.end <= len(text)


@given(pieces, st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_down_reaches_the_last_word_and_up_the_first(text: str, width: int) -> None:
    one = Cursor(Objects(text), Layout(text, width))
    for _ in range(len(text) + 1):
        one.move("line", 1)
    last = one.caret
    one.move("text", 1)
    assert one.caret == last
    rows = set()
    for _ in range(len(text) + 1):
        rows.add(one.row)
        one.move("line", -1)
    first_row = one.row
    one.move("text", -1)
    assert one.row == first_row == min(rows, default=0)


def test_union_covers_both() -> None:
    assert union(Span(3, 5), Span(1, 4)) == (1, 5)
