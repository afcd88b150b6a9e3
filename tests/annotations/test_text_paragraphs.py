import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Span
from annotations.text import paragraph_at, paragraphs
from annotations.text.paragraphs import BLOCK, is_break
from tests.annotations.text_strategies import texts

PROSE = (
    "The two countries will keep talking about a framework for high trade and investment standards, they "
    "said in a joint statement on Tuesday. Harbour officials agreed to publish every contract worth more "
    "than two million dollars by the end of June, and the council complained that Okafor had kept rents low."
)


def shown(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


def test_blank_lines_part_paragraphs() -> None:
    assert shown("One.\n\nTwo.\n \t \nThree.\n") == ["One.", "Two.", "Three."]


def test_each_long_line_is_a_paragraph() -> None:
    assert shown(f"{PROSE}\n{PROSE}\n“Yes,” she said.\n{PROSE}") == [PROSE, PROSE, "“Yes,” she said.", PROSE]


def test_short_lines_without_blank_lines_are_paragraphs() -> None:
    lines = [
        "The council met on Tuesday to talk about the port.",
        "Nobody agreed, and the mayor left before the vote was taken.",
        "“It is a new page,” the deputy mayor said, and closed the book.",
        "The port stays shut.",
    ]
    assert shown("\n".join(lines)) == lines


@pytest.mark.parametrize("width", [60, 66, 72, 80, 96])
def test_wrapped_lines_are_one_paragraph(width: int) -> None:
    wrapped = textwrap.fill(PROSE, width)
    assert shown(f"{wrapped}\n\n{wrapped}\n") == [wrapped, wrapped]


def test_lines_wrapped_by_hand_may_be_ragged() -> None:
    text = (
        "The two countries will keep talking about a framework for\n"
        "high trade and investment standards, they said\n"
        "in a joint statement on Tuesday, and that was all there was to it."
    )
    assert shown(text) == [text]


def test_headline_and_byline_stand_apart_from_wrapped_text() -> None:
    wrapped = textwrap.fill("TOKYO — " + PROSE, 72)
    headline = "Trade talks open in Tokyo as ministers seek a framework for investments"
    assert shown(f"{headline}\nBy Mira Tanaka\n{wrapped}") == [headline, "By Mira Tanaka", wrapped]
    assert shown(f"Talks open\nBY MIRA TANAKA\n{wrapped}") == ["Talks open", "BY MIRA TANAKA", wrapped]


def test_a_short_last_line_ends_a_wrapped_paragraph() -> None:
    wrapped = textwrap.fill(PROSE + " All of it.", 72)
    assert len(wrapped.split("\n")[-1]) < 50
    assert shown(f"{wrapped}\n{wrapped}") == [wrapped, wrapped]


def test_an_indent_begins_a_paragraph() -> None:
    first = textwrap.fill(PROSE, 72, initial_indent="    ")
    assert len(shown(f"{first}\n{first}\n{first}")) == 3


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "> ", "# ", "1. ", "(a) "])
def test_items_and_headings_begin_a_paragraph(mark: str) -> None:
    full = "The council agreed on Tuesday to publish every contract that it had, and it"
    more = "will keep the promise by the end of this month or the one that comes next."
    assert len(shown(f"{full}\n{more}\n{mark}then go on\n")) == 2


def test_verse_and_lists_keep_their_lines() -> None:
    assert len(shown("Roses are red\nviolets are blue\nsugar is sweet\n")) == 3


def test_wrapped_text_beside_a_long_line_is_not_wrapped() -> None:
    line = "The council agreed on Tuesday to publish every contract that it holds, and"
    assert shown(f"{line}\n{PROSE}") == [line, PROSE]
    assert shown(f"{PROSE}\n{line}") == [PROSE, line]
    assert shown(f"{line}\nthen went home\n{PROSE}") == [line, "then went home", PROSE]
    assert shown(f"{PROSE}\n{line}\nthen went home") == [PROSE, line, "then went home"]


def test_a_newline_beside_a_blank_line_is_a_break() -> None:
    assert is_break("one\n\ntwo", 3)
    assert is_break("one\n\ntwo", 4)
    assert is_break("\none", 0)


def test_a_wide_blank_line_is_a_break() -> None:
    text = "One\n" + " " * 500 + "\nTwo"
    assert shown(text) == ["One", "Two"]


def test_a_paragraph_of_five_thousand_words_is_one() -> None:
    line = "word " * 5_000
    text = f"Head\n{line}\nFoot"
    assert paragraph_at(text, 20_000) == Span(5, 5 + len(line) - 1)
    assert len(list(paragraphs(text))) == 3


def test_a_line_without_end_is_cut_between_words() -> None:
    text = "word " * 100_000
    found = list(paragraphs(text))
    assert len(found) > 1
    assert all(span.length <= 2 * BLOCK for span in found)
    assert all(span.of(text).startswith("word") and span.of(text).endswith("word") for span in found)
    assert all(paragraph_at(text, offset) in found for offset in range(0, len(text), 9_973))


def test_a_run_without_space_is_cut_anywhere() -> None:
    found = list(paragraphs("x" * (3 * BLOCK)))
    assert sum(span.length for span in found) == 3 * BLOCK


def test_wrapped_lines_without_end_are_cut_too() -> None:
    text = textwrap.fill(PROSE, 72)[:-5].replace(".", ",") + " and so\n"
    endless = text * 400
    found = list(paragraphs(endless))
    assert all(span.length <= 2 * BLOCK for span in found)
    assert paragraph_at(endless, 70_000) in found


def test_the_nearest_paragraph_is_meant_on_blank_lines() -> None:
    text = "One.\n\n\n\n\nTwo."
    assert paragraph_at(text, 4) == Span(0, 4)
    assert paragraph_at(text, 5) == Span(0, 4)
    assert paragraph_at(text, 8) == Span(9, 13)
    assert paragraph_at("\n" * 300_000 + "x", 100) is None


@pytest.mark.parametrize("text", ["", " \n \n"])
def test_no_paragraph_in_blank_text(text: str) -> None:
    assert list(paragraphs(text)) == []
    assert paragraph_at(text, 1) is None


def test_paragraphs_of_a_stretch() -> None:
    text = "One.\n\nTwo.\n\nThree."
    assert [span.of(text) for span in paragraphs(text, 7, 13)] == ["Two.", "Three."]
    assert [span.of(text) for span in paragraphs(text, 7, 9)] == ["Two."]


lines = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "Short.",
            "By A. B.",
            "  indented",
            "- item",
            PROSE,
            PROSE[:70],
            PROSE[70:135].strip(),
            "and on",
        ]
    ),
    max_size=12,
).map("\n".join)


@given(st.one_of(texts, lines), st.integers(-3, 400))
def test_paragraphs_are_in_order_and_cover_all_ink(text: str, offset: int) -> None:
    found = list(paragraphs(text))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end < after.start for before, after in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() for span in found)
    covered = {position for span in found for position in range(span.start, span.end)}
    assert all(text[position].isspace() for position in range(len(text)) if position not in covered)
    at = paragraph_at(text, offset)
    assert (at is None) == (not found)
    holders = [span for span in found if span.start <= offset < span.end]
    assert not holders or at == holders[0]
    assert at is None or at in found


@given(st.one_of(texts, lines), st.integers(0, 300), st.integers(0, 300))
def test_paragraphs_of_a_stretch_agree_with_all(text: str, start: int, end: int) -> None:
    whole = [span for span in paragraphs(text) if start < end and span.end > start and span.start < end]
    assert list(paragraphs(text, start, end)) == whole
