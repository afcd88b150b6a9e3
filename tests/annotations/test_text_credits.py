"""Bylines and datelines that stand alone are told from headlines, sentences and lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.objects import Objects
from annotations.records import Span
from annotations.text.credits import is_credit


@pytest.mark.parametrize(
    "line",
    [
        "By Mira Tanaka",
        "By Ọláyínká Adébọ̀wálé and Zoë Núñez-Łukasik",
        "BY IDRIS OLSEN",
        "TOKYO, March 4",
        "PORT ARDROY, Scotland, 12 May",
        "LAGOS, Nigeria, Nov. 16",
        "REYKJAVIK, Iceland",
        "SÃO PAULO, Brazil, Oct. 3 (Wire)",
        "ELLERY, March 4 —",
    ],
)
def test_credits(line: str) -> None:
    text = f"\n{line}\n"
    assert is_credit(text, Span(1, 1 + len(line)))


@pytest.mark.parametrize(
    "line",
    [
        "By then the harbour was closed.",
        "By Monday, 40 boats were back",
        "Japan and Chile open trade talks",
        "TALKS OPEN",
        "WHO SAID WHAT, AND WHEN THEY SAID IT TO THE COUNCIL",
        "Oil, gas and coal",
        "NATO, the EU and others agreed.",
        "TOKYO, March 4 — Japan and Chile opened talks.",
        "UNITED 2, CITY 1 after extra time",
        "“WE WILL PAY,” she said.",
        "",
    ],
)
def test_no_credits(line: str) -> None:
    assert not is_credit(line, Span(0, len(line)))


def test_a_credit_is_short() -> None:
    names = "By " + " and ".join(["Mira Tanaka"] * 6)
    assert is_credit(names, Span(0, len(names)))
    names += " and " + names.removeprefix("By ")
    assert not is_credit(names, Span(0, len(names)))


@given(st.text(alphabet="AÉ bé,.—(1)-’", max_size=120))
def test_any_line_is_judged_in_a_moment(line: str) -> None:
    assert is_credit(line, Span(0, len(line))) in {True, False}


def test_a_statement_is_the_sentence_or_after_a_credit_the_next_one() -> None:
    text = "Talks open\nBy Mira Tanaka\nTOKYO, March 4\n\nThe port will pay. It said so.\n\nBy Mira Tanaka\n"
    objects = Objects(text)

    def words_at(words: str, start: int = 0) -> str:
        found = objects.statement(text.index(words, start))
        assert found is not None
        return found.of(text)

    assert words_at("Talks") == "Talks open"
    assert words_at("Mira") == words_at("March") == words_at("port") == "The port will pay."
    assert words_at("It said") == "It said so."
    # At the end there is no other.
    assert words_at("By Mira", text.index("It said")) == "By Mira Tanaka"
    assert Objects("").statement(0) is None
