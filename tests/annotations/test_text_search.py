"""Searching: what is typed against what stands there, slice by slice, and the walk through the hits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Span
from annotations.text import search
from annotations.text.search import PatternError, Search, compile_pattern

TEXT = "The port reopened. Port workers cheered; the\nport master did not.\n"


def hits(text: str, typed: str, *, regex: bool = False) -> list[str]:
    pattern = compile_pattern(typed, regex=regex)
    assert pattern is not None
    found = Search(text, pattern)
    found.extend_to(len(text))
    return [span.of(text) for span in found.crossing(0, len(text))]


def test_small_letters_find_any_case_and_capitals_only_themselves() -> None:
    assert hits(TEXT, "port") == ["port", "Port", "port"]
    assert hits(TEXT, "Port") == ["Port"]


def test_white_space_matches_a_line_end() -> None:
    assert hits(TEXT, "the  port") == ["The port", "the\nport"]


def test_plain_words_are_no_expression() -> None:
    assert hits("1+1 is 2.", "1+1") == ["1+1"]
    assert hits("axb a.b", "a.b") == ["a.b"]


def test_expressions_are_pythons_and_their_own_capitals_do_not_count() -> None:
    assert hits(TEXT, r"p\w+t\b", regex=True) == ["port", "Port", "port"]
    assert hits("AB ab", r"\W", regex=True) == [" "]
    assert hits(TEXT, "^port", regex=True) == ["port"]


def test_nothing_typed_is_no_pattern() -> None:
    assert compile_pattern("") is None
    assert compile_pattern("   ", regex=True) is None


@pytest.mark.parametrize("typed", ["(", "[a", "*", "(?P<x"])
def test_what_is_no_expression_is_said(typed: str) -> None:
    with pytest.raises(PatternError, match="not a regular expression"):
        compile_pattern(typed, regex=True)


def test_an_expression_that_would_take_years_is_given_up_and_what_it_found_is_kept() -> None:
    text = "ab " + "a" * search._STEP + "a" * 60 + "c"
    pattern = compile_pattern("ab |(?:a|aa|aaa)+$", regex=True)
    assert pattern is not None
    found = Search(text, pattern)
    found.extend_to(len(text))
    assert found.gave_up
    assert found.complete
    assert [span.of(text) for span in found.crossing(0, len(text))] == ["ab "]


def test_plain_words_are_never_given_up() -> None:
    pattern = compile_pattern("(?:a|aa|aaa)+$")
    assert pattern is not None
    found = Search("a" * 100_000 + "c", pattern)
    found.extend_to(100_000)
    assert not found.gave_up


def test_empty_hits_are_no_hits() -> None:
    assert hits("abc", "x*", regex=True) == []


@given(
    st.text(alphabet="ab \n", max_size=120),
    st.sampled_from(["a", "ab", "aa", "b a", "aba"]),
    st.integers(1, 9),
)
def test_steps_of_any_size_find_what_one_pass_finds(text: str, typed: str, step: int) -> None:
    pattern = compile_pattern(typed)
    assert pattern is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_STEP", step)
        found = Search(text, pattern)
        found.extend_to(len(text))
    assert found.crossing(0, len(text)) == [Span(*match.span()) for match in pattern.finditer(text)]


@given(st.text(alphabet="ab ", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_crossing_is_what_overlaps(text: str, one: int, other: int) -> None:
    pattern = re.compile("a+")
    found = Search(text, pattern)
    found.extend_to(len(text))
    start, end = min(one, other), max(one, other)
    expected = [
        span for match in pattern.finditer(text) if (span := Span(*match.span())).overlaps(Span(start, end))
    ]
    assert found.crossing(start, end) == expected


def test_it_looks_no_further_than_it_is_asked() -> None:
    pattern = compile_pattern("x")
    assert pattern is not None
    found = Search("x" + " " * 1_000_000 + "x", pattern)
    assert not found.complete
    found.extend_to(0)
    assert len(found) == 1
    assert not found.complete
    while not found.extend_for(0.01):
        pass
    assert len(found) == 2


def test_more_hits_than_anybody_wants_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_HITS", 3)
    monkeypatch.setattr(search, "_STEP", 2)
    pattern = compile_pattern("a")
    assert pattern is not None
    found = Search("a" * 50, pattern)
    found.extend_to(50)
    assert found.overflowed
    assert found.complete
    assert 3 <= len(found) < 50


def test_the_walk_goes_round() -> None:
    pattern = compile_pattern("port")
    assert pattern is not None
    found = Search(TEXT, pattern)
    with pytest.raises(IndexError):
        found.hit(0)
    found.extend_to(len(TEXT))
    assert found.hit(3) == found.hit(0) == Span(4, 8)
    assert found.hit(-1).of(TEXT) == "port"
    assert found.place_from(5) == 1
    assert found.place_from(0) == 0
    assert found.place_from(len(TEXT)) == 3
