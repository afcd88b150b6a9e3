import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.records import Span
from annotations.text import next_word, previous_word, word_at, word_count, words
from annotations.text.marks import MARK
from annotations.text.words import _ORDINARY, BLOCK, _any_word, _mark, _ordinary_word
from tests.annotations.text_strategies import texts


def shown(text: str) -> list[str]:
    return [span.of(text) for span in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We don’t,” she said.", "We|don’t|she|said"),
        ("Okafor's well-known workers’ rights", "Okafor's|well-known|workers|rights"),
        ("the U.S.-led talks in the U.S. at 5 p.m.", "the|U.S.-led|talks|in|the|U.S.|at|5|p.m."),
        ("e.g. J.K. Rowe, M.D., said.The end", "e.g.|J.K.|Rowe|M.D.|said|The|end"),
        ("It cost US$2.4m, €3bn, 5€, −5% or 11.5%.", "It|cost|US$2.4m|€3bn|5€|−5%|or|11.5%"),
        ("1,200.50 at 10:30 on 1/2, 20°C, 3-2", "1,200.50|at|10:30|on|1/2|20°C|3-2"),
        ("F-16 Covid-19 A5 3G 1st", "F-16|Covid-19|A5|3G|1st"),
        ("AT&T’s R&D in the ’90s, rock’n’roll", "AT&T’s|R&D|in|the|’90s|rock’n’roll"),
        (
            "see https://x.org/a?b=1. (www.example.com) a.b@c.org",
            "see|https://x.org/a?b=1|www.example.com|a.b@c.org",
        ),
        ("@copydesk #news and/or", "@copydesk|#news|and|or"),
        ("a — b * * * (…) ...", "a|—|b|*|*|*|(…)|..."),
        ("word—word “—” end…", "word|word|“—”|end"),
        ("東京でカタカナ語", "東|京|で|カタカナ|語"),
        ("한국어 नमस्ते दुनिया", "한국어|नमस्ते|दुनिया"),
        ("วันนี้", "วั|น|นี้"),
        ("e\u0301t\u0301e\u0301 na\u0308i\u0308ve", "e\u0301t\u0301e\u0301|na\u0308i\u0308ve"),
        ("great🎉 👩‍👩‍👧👍🏽 🇫🇷🇩🇪 ❤️1️⃣", "great|🎉|👩‍👩‍👧|👍🏽|🇫🇷|🇩🇪|❤️|1️⃣"),
    ],
)
def test_words_are_what_a_caret_steps_over(text: str, expected: str) -> None:
    assert "|".join(shown(text)) == expected


@pytest.mark.parametrize("text", ["", "  \n\t\u00a0"])
def test_no_word_in_blank_text(text: str) -> None:
    assert list(words(text)) == []
    assert word_at(text, 0) is None
    assert next_word(text, -1) is None
    assert previous_word(text, len(text)) is None
    assert word_count(text) == 0


def test_the_nearest_word_is_on_the_same_line_first() -> None:
    text = "One, two.\n“Three” said\n\n\nx"
    assert word_at(text, 3) == Span(0, 3)  # the comma
    assert word_at(text, 4) == Span(5, 8)  # the space: two words are as near, the later is meant
    assert word_at(text, 9) == Span(5, 8)  # the newline
    assert word_at(text, 10) == Span(11, 16)  # the opening mark
    assert word_at(text, 16) == Span(11, 16)  # the closing mark
    assert word_at(text, 22) == Span(18, 22)
    assert word_at(text, 23) == Span(25, 26)  # a blank line, as far from both
    assert word_at(text, 24) == Span(25, 26)
    assert word_at(text, -9) == Span(0, 3)
    assert word_at(text, 99) == Span(25, 26)


def test_a_word_too_far_away_is_none() -> None:
    assert word_at("x" + "\n" * 200_000 + "x", 100_000) is None
    assert next_word("x" + "\n" * 200_000 + "x", 100_000) == Span(200_001, 200_002)
    assert previous_word("x" + "\n" * 200_000 + "x", 100_000) == Span(0, 1)


def test_words_of_a_stretch_are_those_that_touch_it() -> None:
    text = "one two three four"
    assert [span.of(text) for span in words(text, 5, 9)] == ["two", "three"]
    assert [span.of(text) for span in words(text, 14)] == ["four"]
    assert list(words(text, 3, 4)) == []


@pytest.mark.parametrize("piece", ["x", "東", "(", "e\u0301", "a1", "🎉"])
def test_a_text_without_space_is_cut_into_words_of_bounded_length(piece: str) -> None:
    text = piece * (5 * BLOCK)
    found = list(words(text))
    assert found
    assert all(span.length <= 2 * BLOCK for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert not any(unicodedata.combining(text[span.start]) for span in found)
    for offset in range(0, len(text), 997):
        at = word_at(text, offset)
        assert at in found
        if at.end < len(text):
            following = next_word(text, at.start)
            assert following == found[found.index(at) + 1]
            assert previous_word(text, following.start) == at


def test_a_long_text_is_gone_through_in_blocks_between_words() -> None:
    text = "word\tand\u3000more " * 400
    assert [span.of(text) for span in words(text)] == ["word", "and", "more"] * 400


def test_a_cut_does_not_part_a_mark_from_its_letter() -> None:
    text = "x" * (BLOCK - 1) + "e\u0301" + "x" * BLOCK
    assert all(text[span.start] != "\u0301" for span in words(text))
    heap = "e" + "\u0301" * (3 * BLOCK)  # and yet there is an end to patience
    assert list(words(heap))


def test_a_word_count_is_fit_for_display() -> None:
    assert word_count("One two—three, “four”.\n") == 3
    assert word_count("東京 で") == 3
    assert word_count("wörd " * 40_000) == 40_000  # more than is counted at a time
    assert word_count("x" * 200_000) == 1


def test_every_mark_of_unicode_is_known() -> None:
    for code in (
        *range(0x300, 0xD800),
        *range(0xF900, 0x1F3FB),
        *range(0x1F400, 0x20000),
        *range(0xE0100, 0xE01F0),
    ):
        char = chr(code)
        category = unicodedata.category(char)
        if char not in "\u200c\u200d" and category != "Cn":
            assert bool(_mark().match(char)) == (category[0] == "M"), hex(code)


def test_joiners_and_skin_tones_count_as_marks() -> None:
    assert all(_mark().match(char) for char in "\u200c\u200d\ufe0f\U0001f3ff\U000e0061\U000e01ef")
    assert MARK.isprintable() is False


@given(texts, st.integers(-3, 130))
@settings(max_examples=300)
def test_words_are_in_order_and_every_run_of_ink_holds_one(text: str, offset: int) -> None:
    found = list(words(text))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert not any(char.isspace() for span in found for char in span.of(text))
    start = 0
    for run in text.split():
        start = text.index(run, start)
        assert any(start <= span.start < start + len(run) for span in found), run
        start += len(run)
    at = word_at(text, offset)
    assert at in found or (at is None and not found)
    holders = [span for span in found if span.start <= offset < span.end]
    assert not holders or at == holders[0]


@given(texts, st.integers(-3, 130))
def test_next_and_previous_agree_with_all(text: str, offset: int) -> None:
    found = list(words(text))
    assert next_word(text, offset) == next((span for span in found if span.start > offset), None)
    assert previous_word(text, offset) == next(
        (span for span in reversed(found) if span.start < offset), None
    )


@given(texts, st.integers(0, 90), st.integers(0, 90))
def test_words_of_a_stretch_agree_with_all(text: str, start: int, end: int) -> None:
    whole = [span for span in words(text) if start < end and span.end > start and span.start < end]
    assert list(words(text, start, end)) == whole


@given(texts)
def test_no_word_ends_or_begins_inside_a_cluster(text: str) -> None:
    for span in words(text):
        assert not _mark().match(text, span.end)
        if span.start and not text[span.start - 1].isspace():
            assert not _mark().match(text, span.start)


@given(st.text(st.sampled_from("abZ09 .,-’'&@#/:%$€£−+°“”()…—–\n_½é"), max_size=40))
def test_the_short_pattern_agrees_with_the_long_one(text: str) -> None:
    assert _ORDINARY.fullmatch(text.replace("−", "-"))
    short = [match.span() for match in _ordinary_word().finditer(text)]
    assert short == [match.span() for match in _any_word().finditer(text)]


@given(st.text(st.sampled_from("ab東京 \n"), max_size=200))
def test_the_count_is_that_of_the_words_where_there_is_no_punctuation(text: str) -> None:
    spaced = "".join(f" {char} " if char in "東京" else char for char in text)
    assert word_count(spaced) == len(list(words(spaced)))
