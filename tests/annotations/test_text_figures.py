import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import figure_at, figures
from annotations.text.figures import _OPENING, LONGEST, _head
from tests.annotations.text_strategies import texts

SAMPLES = sorted((Path(__file__).parents[2] / "sample_articles").glob("*.*"))


def shown(text: str) -> str:
    return "|".join(span.of(text) for span in figures(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It paid $2.4 million, €300m and £5 for US$3bn.", "$2.4 million|€300m|£5|US$3bn"),
        (
            "It cost 1,200 yen, 5 million U.S. dollars, Rs. 40 lakh or 5 €.",
            "1,200 yen|5 million U.S. dollars|Rs. 40 lakh|5 €",
        ),
        ("From $5 million to $6 million, −$4, EUR 20.", "$5 million to $6 million|−$4|EUR 20"),
        ("between $5 million and $6 million, $2-3 billion", "$5 million|$6 million|$2-3 billion"),
        ("four dollars and ninety cents, 1,140 krónur", "four dollars|ninety cents|1,140 krónur"),
        (
            "Up 11.5 percent, 11.5%, −5%, 3 per cent and ten percent.",
            "11.5 percent|11.5%|−5%|3 per cent|ten percent",
        ),
        ("5-10%, 7 percentage points, 50 basis points", "5-10%|7 percentage points|50 basis points"),
        ("Some 10,000 workers went 12 kilometres.", "10,000 workers|12 kilometres"),
        (
            "12 more striking dock workers, 2.4 million people",
            "12 more striking dock workers|2.4 million people",
        ),
        (
            "three safety reports by two hundred and fifty men",
            "three safety reports|two hundred and fifty men",
        ),
        ("a 12-hour shift, a five-year plan, 12km, 1500 tonnes", "12-hour|five-year|12km|1500 tonnes"),
        (
            "One in five left, nine in 10 stayed, two out of three slept.",
            "One in five|nine in 10|two out of three",
        ),
        ("two-thirds, three quarters, a third of it, half of them", "two-thirds|three quarters|a third|half"),
        (
            "Ten came, then thirty-five, then dozens, a dozen, 1,000,000.",
            "Ten|thirty-five|dozens|a dozen|1,000,000",
        ),
        (
            "half a million; hundreds of thousands; 2.5; 3 to 4 million",
            "half a million|hundreds of thousands|2.5|3 to 4 million",
        ),
        ("from 10 to 15 ships; 30,000", "10 to 15 ships|30,000"),
        ("12½ miles and ½", "12½ miles"),
    ],
)
def test_figures_are_amounts_shares_and_counts(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2024, the 2008 crisis, the 1990s, 2023-24 elections.",
        "On June 30, 5 May, Sept. 11, the 3rd of July.",
        "At 10:30, 5 p.m., 10 a.m. and 11 o’clock.",
        "No. 12, Section 40, Article 15, Chapter 11 filings, Route 66.",
        "The F-16, Covid-19, G20 and A320.",
        "Mira Tanaka, 42, and a 42-year-old, aged 51.",
        "They won 3-2, 10-15, and by 1/2.",
        "Three. One of them. Two of the ships. 9.",
        "One learns. One day. A third man in the second half of the year.",
        "Call 192.168.10.10.",
        "twelvefold, often, money, ones",
    ],
)
def test_years_dates_ages_and_numbers_of_things_are_none(text: str) -> None:
    assert shown(text) == ""


def test_a_figure_goes_on_over_a_wrapped_line_and_not_into_the_next_paragraph() -> None:
    text = (
        "The council agreed on Tuesday to publish every contract of some 10,000\n"
        "workers and nobody else, and then it went home to sleep on the matter."
    )
    assert shown(text) == "10,000\nworkers"
    assert shown("Prices rose 12\n\nworkers left") == "12"
    assert shown("It lost twenty\nfive") == "twenty"


def test_a_figure_is_found_from_any_of_its_letters() -> None:
    text = "It paid $2.4 million to 10,000 dock workers."
    assert all(figure_at(text, offset) is None for offset in (0, 7, 20, 23, 43, 44, 99))
    assert {figure_at(text, offset) for offset in range(8, 20)} == {next(figures(text))}
    assert {figure_at(text, offset) for offset in range(24, 43)} == {next(figures(text, 24))}


def test_figures_of_a_stretch() -> None:
    text = "It paid $2 million, $3 million and $4 million."
    assert [span.of(text) for span in figures(text, 12, 22)] == ["$2 million", "$3 million"]
    assert [span.of(text) for span in figures(text, 30)] == ["$4 million"]
    assert list(figures("", 0, 9)) == []


@pytest.mark.parametrize("piece", ["1", "1,", "$", "ten ", "-", "ten\n", "one in "])
def test_a_run_of_anything_is_no_trap(piece: str) -> None:
    text = piece * 100_000
    assert all(span.length <= 2 * LONGEST for span in figures(text, 200_000, 200_400))
    figure_at(text, 150_000)


@given(texts, st.integers(0, 100))
def test_figures_are_in_order_and_agree_from_anywhere(text: str, offset: int) -> None:
    found = list(figures(text))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    holders = [span for span in found if span.start <= offset < span.end]
    assert len(text) > LONGEST or figure_at(text, offset) == (holders[0] if holders else None)


def _without_look_ahead() -> re.Pattern[str]:
    """Return the pattern of a number as it is without the look-ahead that passes most words over."""
    pattern = _head().pattern
    look_ahead = f"(?= {_OPENING} )"
    assert pattern.count(look_ahead) == 1
    return re.compile(pattern.replace(look_ahead, ""), re.VERBOSE)


def _numbers(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text)]


_BEGINNINGS = """
    a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety several
"""
_OTHERS = """
    half halves hundred hundreds thousands millions billions trillions dozens scores third fifths of the to
    and in USD Rs. US$ € $ 5 1,200 -3 − + 4.5 ½ m bn A ONE Half SEVERAL ſix anyone often tense
"""
_PIECES = (_BEGINNINGS + _OTHERS).split()


@given(st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from([" ", "-", "\n", "\u00a0", "", ", "]))))
def test_the_look_ahead_passes_no_number_over(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    assert _numbers(_head(), text) == _numbers(_without_look_ahead(), text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_look_ahead_passes_no_number_of_a_sample_over(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = _numbers(_head(), text)
    assert found == _numbers(_without_look_ahead(), text)


@pytest.mark.parametrize("word", _BEGINNINGS.split())
def test_each_word_of_a_number_begins_one(word: str) -> None:
    assert _head().match(f"{word} hundred") is not None


@pytest.mark.parametrize("word", ["the", "of", "and", "Another", "EU", "Rain", "her", "but", "(", "‘"])
def test_other_words_are_passed_over(word: str) -> None:
    assert re.compile(_OPENING, re.VERBOSE).match(f"{word} hundred") is None
