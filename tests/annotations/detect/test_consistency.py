"""What the article knows better than a model that judges each sentence alone; the answers are made up."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.consistency import consistent
from annotations.records import Entity


def answer(text: str, *marked: tuple[str, str]) -> list[Entity]:
    """Return what a model may have said: each name at its next place in the text."""
    found, done = [], 0
    for words, label in marked:
        start = text.index(words, done)
        done = start + len(words)
        found.append(Entity(start=start, end=done, label=label, text=words))
    return found


def said(entities: list[Entity]) -> list[tuple[str, str]]:
    return [(entity.text, entity.label) for entity in entities]


def mended(text: str, *marked: tuple[str, str]) -> list[tuple[str, str]]:
    return said(consistent(text, answer(text, *marked)))


def test_a_bare_surname_takes_the_label_of_the_full_name() -> None:
    text = "Orla Vexley came late. Critics of Vexley left. Soon Vexley spoke."
    assert mended(text, ("Orla Vexley", "PERSON"), ("Vexley", "ORG"), ("Vexley", "PRODUCT")) == [
        ("Orla Vexley", "PERSON"),
        ("Vexley", "PERSON"),
        ("Vexley", "PERSON"),
    ]


def test_a_surname_that_was_left_out_is_added() -> None:
    text = "Orla Vexley came late. “We waited,” Vexley said. Nobody asked Mr. Vexley’s aides."
    assert mended(text, ("Orla Vexley", "PERSON")) == [
        ("Orla Vexley", "PERSON"),
        ("Vexley", "PERSON"),
        ("Vexley", "PERSON"),
    ]


def test_titles_suffixes_and_possessives_do_not_hide_a_surname() -> None:
    text = "Sen. Orla Vexley Jr. came. The aides of Vexley waited."
    assert mended(text, ("Sen. Orla Vexley Jr.", "PERSON"))[-1] == ("Vexley", "PERSON")
    text = "Orla Vexley’s aides came. In May Vexley left."
    assert mended(text, ("Orla Vexley’s", "PERSON"), ("May", "DATE"))[-1] == ("May", "DATE")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Denzel Washington flew to Washington.", [("Denzel Washington", "PERSON"), ("Washington", "GPE")]),
        ("Theresa May left. It may be May again.", [("Theresa May", "PERSON")]),
        ("Orla Vexley gave it to the Vexley Foundation.", [("Orla Vexley", "PERSON")]),
        ("Orla Vexley left Vexley & Sons Ltd alone.", [("Orla Vexley", "PERSON")]),
        ("Orla Vexley and New Vexley are far apart.", [("Orla Vexley", "PERSON")]),
        ("Orla Vexley sold the Vexley to a museum.", [("Orla Vexley", "PERSON")]),
        ("Orla Vexley saw Port Vexley.", [("Orla Vexley", "PERSON"), ("Port Vexley", "GPE")]),
        ("Orla Vexley lives at 40 Vexley Street.", [("Orla Vexley", "PERSON")]),
        ("Orla Vex1ey has 7 of them.", [("7", "CARDINAL")]),
    ],
)
def test_doubt_changes_nothing(text: str, marked: list[tuple[str, str]]) -> None:
    assert mended(text, *marked) == marked


def test_a_relabelled_name_stands_by_itself() -> None:
    text = "Orla Vexley endowed it. The Vexley Prize went to Ghent."
    marked = [("Orla Vexley", "PERSON"), ("Vexley", "ORG"), ("Ghent", "GPE")]
    assert mended(text, *marked) == marked


def test_one_label_for_a_name_of_several_words() -> None:
    text = "Salt Bay Trust rose. Salt Bay Trust fell. Salt Bay Trust stood. Salt Bay Trust slept."
    name = "Salt Bay Trust"
    three_to_one = [(name, "ORG"), (name, "PERSON"), (name, "ORG"), (name, "ORG")]
    assert mended(text, *three_to_one) == [(name, "ORG")] * 4
    two_to_two = [(name, "ORG"), (name, "PERSON"), (name, "ORG"), (name, "PERSON")]
    assert mended(text, *two_to_two) == two_to_two


def test_an_acronym_is_what_the_article_says_it_is() -> None:
    text = "The Northern Fisheries Accord (NFA) held. The NFA bound them. Nobody left the NFA."
    assert mended(text, ("Northern Fisheries Accord", "LAW"), ("NFA", "ORG"), ("NFA", "ORG")) == [
        ("Northern Fisheries Accord", "LAW"),
        ("NFA", "LAW"),
        ("NFA", "LAW"),
        ("NFA", "LAW"),
    ]


def test_brackets_that_hold_something_else_are_no_acronym() -> None:
    text = "The Northern Fisheries Accord (Tokyo) held. Tokyo slept."
    marked = [("Northern Fisheries Accord", "LAW"), ("Tokyo", "GPE"), ("Tokyo", "GPE")]
    assert mended(text, *marked) == marked


def test_amounts_and_dates_are_left_alone() -> None:
    text = "Orla Vexley paid $3. On 3 May Vexley left."
    marked = [("Orla Vexley", "PERSON"), ("$3", "MONEY"), ("3 May Vexley", "DATE")]
    assert mended(text, *marked) == marked


WORDS = [
    "Orla",
    "Vexley",
    "the",
    "NFA",
    "(NFA)",
    "Northern",
    "Fisheries",
    "Accord",
    "said.",
    "Mr.",
    "’s",
    "May",
    "A",
]
LABELS = ["PERSON", "ORG", "GPE", "LAW", "DATE"]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", *LABELS])), max_size=25))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_or_moved_and_twice_is_once(words: list[tuple[str, str]]) -> None:
    text = " ".join(word for word, _ in words)
    spots = [match.span() for match in re.finditer(r"\S+", text)]
    entities = [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for (start, end), (_, label) in zip(spots, words, strict=True)
        if label
    ]
    result = consistent(text, entities)
    spans = [(entity.start, entity.end) for entity in result]
    assert spans == sorted(spans)
    assert {(e.start, e.end) for e in entities} <= set(spans)
    assert all(a.end <= b.start for a, b in pairwise(result))
    assert all(text[e.start : e.end] == e.text for e in result)
    assert consistent(text, result) == result
