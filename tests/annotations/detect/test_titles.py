"""Titles and roles before a name, and what stands before them."""

import pytest

from annotations.detect.capitals import words
from annotations.detect.entities import find_entities
from annotations.detect.runs import Run
from annotations.detect.titles import after_office, before_titles, without_titles


def run_of(text: str) -> Run:
    return Run(text, list(words(text)))


@pytest.mark.parametrize(
    ("text", "name", "titled"),
    [
        ("Vice Minister Kaori Fujimura", "Kaori Fujimura", True),
        ("District Judge Marguerite Sandoval", "Marguerite Sandoval", True),
        ("Biologist Nils Quell", "Nils Quell", True),
        ("Quarry Engineer Nils Quell", "Nils Quell", True),
        ("Nils Quell", "Nils Quell", False),
        ("Minister", None, True),
        ("Quarry Engineer Quell", "Quarry Engineer Quell", False),
        ("Staff Sgt. Orla Vexley", "Orla Vexley", True),
        ("MR QUELL", "QUELL", True),
    ],
)
def test_without_titles(text: str, name: str | None, titled: bool) -> None:
    bare, found = without_titles(run_of(text))
    assert (bare.name if bare else None) == name
    assert found is titled


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TXQ President Mel Quell", "TXQ"),
        ("Vexlo Freight Chairman Mel Quell", "Vexlo Freight"),
        ("President Mel Quell", None),
        ("Mel Quell", None),
    ],
)
def test_before_titles(text: str, name: str | None) -> None:
    before = before_titles(run_of(text))
    assert (before.name if before else None) == name


def test_the_rest_of_an_office_is_left_out() -> None:
    text = "the Secretary of State John Quell"
    assert after_office(Run(text, list(words(text))[1:])).name == "John Quell"
    assert after_office(Run("of Oslo Quarry", list(words("of Oslo Quarry")))).name == "Oslo Quarry"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained, TXQ President Mel Quell said.", {"TXQ": "ORG", "Mel Quell": "PERSON"}),
        ("It rained, Quarry President Mel Quell said.", {"Mel Quell": "PERSON"}),
        (
            "It rained, Health Ministry Spokesman Mel Quell said.",
            {"Health Ministry": "ORG", "Mel Quell": "PERSON"},
        ),
        ("They met Sheriff Deputies there.", {}),
        ("They met Sheriff Quellwood there.", {"Quellwood": "PERSON"}),
        ("They met the Vexlo County Sheriff’s men.", {"Vexlo County": "GPE"}),
        ("They met the Vexlo County Sheriff’s Office.", {"Vexlo County Sheriff’s Office": "ORG"}),
        ("They met Andrew Dean there.", {"Andrew Dean": "PERSON"}),
        ("They met engineer Nils Quell there.", {"Nils Quell": "PERSON"}),
    ],
)
def test_titles_in_articles(text: str, expected: dict[str, str]) -> None:
    assert {text[e.start : e.end]: e.label for e in find_entities(text)} == expected
