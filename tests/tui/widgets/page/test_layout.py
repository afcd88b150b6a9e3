"""Rows, columns and offsets: every character has its place, whatever the text and the width."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.page.cells import NARROW, SPACES, clusters, first_wide
from tui.widgets.page.layout import Layout, stands_apart

PIECES = [
    *("a", "word", "well-known", "again—and", "1990–2000", "-5", " ", "  ", "\n", "\n\n", "“Yes,”", "naïve"),
    *("港", "口湾", "。", "「は」", "한국", "🇯🇵", "🇯🇵🇫🇷", "👍🏽", "❤️", "1️⃣", "👩\u200d👩\u200d👧", "\ufffd"),
    *("e\u0301", "Z\u0335\u0301\u0327\u0330", "ക്\u200d ", "\u200d", "\ufe0f", "\u0301", "\u200b", "\u3000"),
    *("\u00a0", "שלום", "สวัสดี", "नमस्ते", "https://example.org/a/very/long/address/that/goes/on?and=on"),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=120),
)
widths = st.integers(1, 40)


def whole(text: str, width: int) -> Layout:
    layout = Layout(text, width)
    layout.extend_to_offset(len(text))
    assert layout.complete
    return layout


def shown(layout: Layout) -> list[str]:
    return [layout.content_of(row).of(layout.text) for row in range(layout.rows)]


def wrap(text: str, width: int) -> list[str]:
    return shown(whole(text, width))


@given(texts, widths)
@settings(max_examples=300)
def test_every_code_point_stands_in_exactly_one_row(text: str, width: int) -> None:
    layout = whole(text, width)
    spans = [layout.span_of(row) for row in range(layout.rows)]
    assert spans[0].start == 0
    assert spans[-1].end == len(text)
    for before, after in pairwise(spans):
        assert before.end == after.start
    for offset in range(len(text)):
        start, end = layout.span_of(layout.row_of(offset))
        assert start <= offset < end


@given(texts, widths)
@settings(max_examples=300)
@example("\u200d a", 1)
@example("  \u200d", 1)
@example("ab\u200d\ufe0f🇯🇵🇫🇷c", 2)
def test_rows_fit_unless_one_cluster_is_wider(text: str, width: int) -> None:
    layout = whole(text, width)
    for row in range(layout.rows):
        start, end = layout.content_of(row)
        found = list(clusters(text, start, end))
        cells = sum(size for _, _, size in found)
        assert cells <= width or len([size for _, _, size in found if size]) == 1
        assert set(text[end : layout.span_of(row).end]) <= SPACES | {"\n"}


@given(texts, widths)
@settings(max_examples=300)
def test_no_cluster_is_cut(text: str, width: int) -> None:
    layout = whole(text, width)
    starts = {layout.span_of(row).start for row in range(layout.rows)}
    for line in re.finditer(r"[^\n]+", text):
        for start, end, _ in clusters(text, *line.span()):
            assert not starts & set(range(start + 1, end))


@given(texts, widths, st.data())
@settings(max_examples=200)
def test_laid_out_bit_by_bit_it_is_the_same(text: str, width: int, data: st.DataObject) -> None:
    expected = whole(text, width)
    layout = Layout(text, width)
    while not layout.complete:
        if data.draw(st.booleans()):
            layout.extend_to_row(layout.rows)
        else:
            layout.extend_to_offset(data.draw(st.integers(0, len(text))))
            layout.extend_to_row(layout.rows)
        assert layout.estimated_rows >= layout.rows
    assert [layout.span_of(row) for row in range(layout.rows)] == [
        expected.span_of(row) for row in range(expected.rows)
    ]


@given(texts, widths)
@settings(max_examples=300)
def test_column_and_offset_lead_back_to_one_another(text: str, width: int) -> None:
    layout = whole(text, width)
    for row in range(layout.rows):
        start, end = layout.content_of(row)
        for cluster_start, cluster_end, cells in clusters(text, start, end):
            if not cells:
                continue
            column = layout.column_of(cluster_start)
            for inside in range(cluster_start, cluster_end):
                assert layout.column_of(inside) == column
            if column + cells <= width:
                assert layout.offset_at(row, column) == cluster_start
                assert layout.offset_at(row, column + cells - 1) == cluster_start


@given(texts)
@settings(max_examples=200)
def test_clusters_have_no_gap_and_the_widths_of_rich(text: str) -> None:
    found = list(clusters(text, 0, len(text)))
    assert [start for start, _, _ in found] == [0, *(end for _, end, _ in found)][: len(found)]
    for start, end, cells in found:
        assert cells == cell_len(text[start:end])


@given(st.text(st.sampled_from("ab é—“ñжΩ→€"), max_size=300), widths)
def test_plain_and_measured_rows_agree(text: str, width: int) -> None:
    # A wide character at the end makes the rows before it be measured.
    plain, measured = whole(text, width), whole(text + " 港", width)
    last = max(0, plain.rows - 2)
    assert [plain.span_of(row) for row in range(last)] == [measured.span_of(row) for row in range(last)]


def test_plain_characters_are_one_cell_wide_each() -> None:
    plain = [character for character in map(chr, range(0x20, 0x10000)) if re.match(f"[{NARROW}]", character)]
    assert len(plain) > 1500
    assert [character for character in plain if cell_len(character) != 1] == []
    assert first_wide("a港", 0, 2) == 1
    assert first_wide("abc", 0, 3) == 3


def test_words_go_to_the_next_row_and_spaces_hang() -> None:
    assert wrap("The harbour is closed", 11) == ["The harbour", "is closed"]
    assert wrap("The harbour   is", 11) == ["The harbour", "is"]


def test_a_newline_ends_a_row_and_an_empty_line_is_one() -> None:
    assert wrap("one\n\ntwo\n", 10) == ["one", "", "two"]


def test_the_empty_text_has_one_row() -> None:
    layout = Layout("", 10)
    assert layout.complete
    assert layout.rows == layout.estimated_rows == 1
    assert layout.span_of(0) == (0, 0)
    assert layout.row_of(0) == layout.column_of(0) == layout.offset_at(0, 5) == 0


def test_long_words_break_at_hyphens_and_dashes_before_they_break_anywhere() -> None:
    assert wrap("a well-known port", 7) == ["a well-", "known", "port"]
    assert wrap("complained—again", 12) == ["complained—", "again"]
    assert wrap("at -5 degrees", 4) == ["at", "-5", "degr", "ees"]
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_chinese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    assert wrap("港口今天关闭了。", 8) == ["港口今天", "关闭了。"]
    assert wrap("港口今天。关闭", 8) == ["港口今", "天。关闭"]
    assert wrap("他说「港口」关", 6) == ["他说", "「港", "口」关"]


def test_families_flags_and_marks_stay_whole() -> None:
    assert wrap("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 4) == ["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"]
    assert wrap("🇯🇵🇫🇷🇩🇪", 5) == ["🇯🇵🇫🇷", "🇩🇪"]
    assert wrap("👍🏽👍🏽", 3) == ["👍🏽", "👍🏽"]
    assert wrap("e\u0301e\u0301e\u0301", 2) == ["e\u0301e\u0301", "e\u0301"]


def test_a_joiner_before_a_space_does_not_swallow_it() -> None:
    assert wrap("ന്\u200d ന്", 10) == ["ന്\u200d ന്"]
    assert [cells for _, _, cells in clusters("ന്\u200d b", 0, 5)] == [1, 1, 1]


def test_a_cluster_that_never_ends_is_cut() -> None:
    zalgo = "a" + "\u0301" * 100_000
    layout = whole(zalgo, 10)
    assert all(layout.span_of(row).length <= 9000 for row in range(layout.rows))


@pytest.mark.parametrize("width", [-1, 0, 1])
def test_no_width_at_all_is_one_cell(width: int) -> None:
    assert wrap("ab 港", width) == ["a", "b", "港"]


def test_paragraphs_on_single_lines_are_set_apart() -> None:
    paragraph = "The council said that the quay would be rebuilt. " * 4
    text = f"{paragraph}\n{paragraph}\n\n{paragraph}"
    assert stands_apart(f"{paragraph}\n{paragraph}")
    layout = whole(f"{paragraph}\n{paragraph}\n{paragraph}", 50)
    assert shown(layout).count("") == 2
    for offset in range(len(layout.text)):
        start, end = layout.span_of(layout.row_of(offset))
        assert start <= offset < end
    assert not stands_apart(text + "\n\n" + paragraph)


def test_verse_and_wrapped_text_are_not_set_apart() -> None:
    assert not stands_apart("A line of verse\nand another one\nand one more\n")
    assert not stands_apart("One line only, however long. " * 20)
    assert not stands_apart("")


def test_a_blank_row_has_the_start_of_the_row_after_it() -> None:
    paragraph = "word " * 30
    layout = whole(f"{paragraph}\n{paragraph}", 200)
    assert shown(layout) == [paragraph.strip(), "", paragraph.strip()]
    assert layout.span_of(1) == (len(paragraph) + 1,) * 2
    assert layout.row_of(len(paragraph) + 1) == 2
    assert layout.offset_at(1, 3) == len(paragraph) + 1


def test_rows_beyond_the_last_are_empty() -> None:
    layout = whole("one two", 3)
    assert layout.span_of(9) == (7, 7)
    assert layout.row_of(99) == 1
    assert layout.offset_at(9, 4) == 7


def test_a_column_beyond_the_row_is_its_last_character() -> None:
    layout = whole("one two\n港口", 7)
    assert layout.offset_at(0, 50) == 6
    assert layout.offset_at(1, 50) == 9
    assert layout.offset_at(1, 1) == 8
    assert layout.column_of(7) == 7


def test_only_as_much_is_laid_out_as_is_asked_for() -> None:
    text = "The ministry agreed to publish every contract. " * 40_000
    layout = Layout(text, 72)
    layout.extend_to_row(40)
    assert layout.rows < 1000
    assert not layout.complete
    guess = layout.estimated_rows
    while not layout.extend_for(0.01):
        assert layout.rows > 40
    assert guess == pytest.approx(layout.rows, rel=0.05)
    assert layout.laid_to == len(text)


def test_blank_space_without_end_is_a_few_rows() -> None:
    layout = whole(" " * 100_000, 72)
    assert layout.rows < 100
    assert set(shown(layout)) == {""}
