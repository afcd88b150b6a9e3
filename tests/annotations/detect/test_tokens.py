"""Tokens of any text: exact, and in time linear in the text."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.tokens import GuardedTokenizer, Token, create, pieces, tokens


def spelt(found: list[Token]) -> str:
    return "".join(token.text + (" " if token.ws else "") for token in found)


def test_tokens_are_those_of_spacy() -> None:
    text = "Don’t sell it for $5bn, she said.  “No.”\n\nEnd"
    plain = spacy.blank("en")(text)
    assert [(t.text, t.start, t.ws) for t in tokens(text)] == [
        (t.text, t.idx, bool(t.whitespace_)) for t in plain
    ]


def test_a_hyphen_after_an_abbreviation_is_cut() -> None:
    assert [t.text for t in tokens("the U.S.-Japan deal")] == ["the", "U.S.", "-", "Japan", "deal"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "x" * 200_000,
        "(a" * 20_000,
        ("(" * 250 + " ") * 200,
        "-_" * 10_000,
        "a " + "=" * 40 + " b",
        "w" * 301 + " and " + "!" * 33 + "\n",
        "\n" * 50_000,
        "’s" * 20_000,
    ],
)
def test_long_runs_come_back(text: str) -> None:
    assert spelt(tokens(text)) == text
    assert "".join(pieces(text)) == text


def test_the_space_after_a_run_stays_with_its_last_token() -> None:
    found = tokens("=" * 40 + " b")
    assert found[-2].ws
    assert found[-1] == Token("b", 41, 42, False)


def test_common_text_is_one_piece() -> None:
    text = "A line.\n" + "-" * 30 + "\nhttps://example.org/" + "a" * 250
    assert list(pieces(text)) == [text]
    assert list(pieces("")) == []


@given(st.text(max_size=60).map(lambda s: s * 7))
@settings(max_examples=200, deadline=None)
def test_tokens_spell_any_text(text: str) -> None:
    found = tokens(text)
    assert spelt(found) == text
    assert all(text[t.start : t.end] == t.text for t in found)


def test_lone_surrogates_do_not_stop_it() -> None:
    assert spelt(tokens("a \ud800 b")) == "a \ud800 b"


def test_the_guard_saves_and_loads_as_the_tokenizer_inside() -> None:
    nlp = spacy.blank("en")
    guard = create(nlp)
    assert [doc.text for doc in guard.pipe(["a b", "c"])] == ["a b", "c"]
    data = guard.to_bytes(exclude=["vocab"])
    again = GuardedTokenizer(create(nlp).base).from_bytes(data)
    assert [token.text for token in again("U.S.-Japan")] == ["U.S.", "-", "Japan"]
    with pytest.raises(AttributeError):
        GuardedTokenizer.__new__(GuardedTokenizer).vocab  # noqa: B018  (asks for what is not there yet)
