"""Noun phrases that may speak: roles, their heads, where they begin, and names cleared of them."""

import pytest

from annotations.detect.mentions import Mentions
from annotations.detect.openings import after_opening
from annotations.detect.phrases import (
    WORD,
    head,
    is_human,
    is_plural,
    is_role,
    only_titles,
    role_start,
    without_roles,
)
from annotations.records import Entity


@pytest.mark.parametrize(
    ("word", "role", "human"),
    [
        ("spokesman", True, True),
        ("Spokesman", True, True),
        ("co-owner", True, True),
        ("vice-president", True, True),
        ("29-year-old", True, True),
        ("ferrywoman", True, True),
        ("volcanologist", True, True),
        ("statement", True, False),
        ("council", True, False),
        ("president’s", False, False),
        ("harbour", False, False),
        ("-", False, False),
    ],
)
def test_roles_and_which_of_them_are_people(word: str, role: bool, human: bool) -> None:
    assert is_role(word) is role
    assert is_human(word) is human


@pytest.mark.parametrize(
    ("word", "plural"),
    [("officials", True), ("people", True), ("boss", False), ("pilot", False), ("", False)],
)
def test_roles_of_several(word: str, plural: bool) -> None:
    assert is_plural(word) is plural


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a spokeswoman for the port company", "spokeswoman"),
        ("Signs in the audience", "signs"),
        ("the company president", "president"),
        ("the boat", ""),
        ("", ""),
    ],
)
def test_the_head_of_a_phrase(words: str, expected: str) -> None:
    assert head(words) == expected


STARTS = [
    ("yesterday the harbour officials", "the harbour officials"),
    ("a move union leaders", "union leaders"),
    ("a union leader", "a union leader"),
    ("The county sent me a form letter", "a form letter"),
    ("A spokesman for the company", "A spokesman for the company"),
    ("a note in the minister’s office", "a note in the minister’s office"),
    ("the enterprise minister’s office", "the enterprise minister’s office"),
    ("was rejected by councillors", "councillors"),
    ("boats of the kind", None),
]


@pytest.mark.parametrize(("words", "expected"), STARTS, ids=[words for words, _ in STARTS])
def test_where_a_phrase_begins(words: str, expected: str | None) -> None:
    start = role_start(list(WORD.finditer(words)), Mentions([]))
    assert (None if start is None else words[start:]) == expected


def test_a_role_inside_a_name_is_none() -> None:
    words = "Baker King"
    named = Mentions([Entity(start=0, end=10, label="PERSON", text=words)])
    assert role_start(list(WORD.finditer(words)), named) is None


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Developer Tim Garrity", "Tim Garrity"),
        ("Former Mayor Tim Garrity", "Former Mayor Tim Garrity"),
        ("Cllr Tim Garrity", "Tim Garrity"),
        ("Quarterback John Garrity", "John Garrity"),
        ("Ask John Garrity", "John Garrity"),
        ("Blogger John Garrity", "John Garrity"),
        ("Koh Wei Meng", "Koh Wei Meng"),
        ("Judge Garrity", "Judge Garrity"),
        ("Tim Garrity", "Tim Garrity"),
        ("Garrity", "Garrity"),
    ],
)
def test_names_without_what_leads_to_them(name: str, bare: str) -> None:
    text = f"Then {name}"
    (found,) = without_roles([Entity(start=5, end=len(text), label="PERSON", text=name)])
    assert (found.text, text[found.start : found.end]) == (bare, bare)


def test_only_persons_lose_their_roles() -> None:
    body = Entity(start=0, end=12, label="ORG", text="Council Ruiz")
    assert without_roles([body]) == [body]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", True),
        ("the former mayor", True),
        ("Secretary of State", True),
        ("The leaders of", False),
        ("the mayor, ", False),
        ("a friend of", False),
        ("the boat", False),
    ],
)
def test_nothing_but_titles(words: str, expected: bool) -> None:
    assert only_titles(words, 0, len(words)) is expected


OPENINGS = [
    ("TOKYO (AP) - The pilot rose.", "The pilot"),
    ("DETROIT, March 4 -- The pilot rose.", "The pilot"),
    ("PARIS — The pilot rose.", "The pilot"),
    ("ORLA VEXLEY: The pilot rose.", "The pilot"),
    ("**Vexley:** The pilot rose.", "The pilot"),
    ("But the pilot rose.", "the pilot"),
    ("In a letter to the port, the pilot rose.", " the pilot"),
    ("Running late, the pilot rose.", " the pilot"),
    ("In a letter the pilot rose.", "In a letter"),
    ("The pilot rose.", "The pilot"),
    ("...", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), OPENINGS, ids=[text for text, _ in OPENINGS])
def test_what_stands_before_the_subject(text: str, expected: str) -> None:
    assert text[after_opening(text, 0, len(text)) :].startswith(expected)
