"""Cues as they stand in a text: the forms of verbs and nouns, and what has to follow."""

import pytest

from annotations.detect.suggestions.forms import OBJECT, Form, fixed, noun, verb


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("pledge", "pledge pledges pledged pledging"),
        ("vow", "vow vows vowed vowing"),
        ("decry", "decry decries decried decrying"),
        ("destroy", "destroy destroys destroyed destroying"),
        ("agree", "agree agrees agreed agreeing"),
        ("punish", "punish punishes punished punishing"),
        ("express", "express expresses expressed expressing"),
        ("fix", "fix fixes fixed fixing"),
    ],
)
def test_a_regular_verb_has_four_forms(base: str, forms: str) -> None:
    assert verb(base).forms == tuple(
        zip(forms.split(), (Form.BASE, Form.THIRD, Form.PAST, Form.ING), strict=True)
    )


def test_an_irregular_verb_says_its_own() -> None:
    found = verb("swear/swears/swore/sworn/swearing to|that")
    assert found.forms == (
        ("swear", Form.BASE),
        ("swears", Form.THIRD),
        ("swore", Form.PAST),
        ("sworn", Form.PAST),
        ("swearing", Form.ING),
    )
    assert found.after == (frozenset({"to", "that"}),)


def test_a_form_may_be_two_at_once() -> None:
    assert verb("hurt/hurts/hurt/hurting").forms[2] == ("hurt", Form.PAST)
    assert verb("pass/passes/passed").forms[1] == ("passes", Form.THIRD)


def test_words_as_they_stand_have_no_forms() -> None:
    assert verb("=out of pocket") == fixed("Out of pocket")
    assert verb("=out of pocket").forms == (("out", Form.FIXED),)


def test_an_object_is_a_star() -> None:
    assert verb("call * unfair|unjust").after == (OBJECT, frozenset({"unfair", "unjust"}))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("promise to", ("promise", "promises")),
        ("penalty", ("penalty", "penalties")),
        ("foot/feet", ("foot", "feet")),
    ],
)
def test_a_noun_has_a_plural(entry: str, words: tuple[str, str]) -> None:
    assert tuple(word for word, _ in noun(entry).forms) == words
