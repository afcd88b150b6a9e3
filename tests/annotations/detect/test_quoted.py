"""Titles between quotation marks, and the names that they are not."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.quoted import Titles


def inside(text: str) -> list[str]:
    """Return the titles of a text, by asking at each of its places."""
    titles = Titles(text)
    found = dict.fromkeys(titles.holding(at, at + 1) for at in range(len(text)))
    return [text[span[0] : span[1]] for span in found if span is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She sang “The Long Road to Quell” twice.", ["The Long Road to Quell"]),
        ('She sang "The Long Road to Quell," twice.', ["The Long Road to Quell"]),
        ("She sang ‘The Long Road’ twice.", ["The Long Road"]),
        ("She sang “The long road” twice.", []),
        ("She sang “long Road” twice.", []),
        ("She sang “Quarries” twice.", []),
        ("She sang the song “Quarries” twice.", ["Quarries"]),
        ("She wrote a novel, “Quarries” in May.", ["Quarries"]),
        ("She wrote a report called “Dust in Quell” in May.", ["Dust in Quell"]),
        ("They serve “London and Toronto” only.", []),
        ("He said, “Quell Is My Home and My Road and My Own Old Quarry Too and More” twice.", []),
        ("She sang “The Long\nRoad” twice.", []),
        ("She sang “The Long Road twice.", []),
        ("The 6'2\" Quell Man and the 5'9\" one.", []),
        ("", []),
    ],
)
def test_titles(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_a_title_holds_a_stretch_or_none() -> None:
    titles = Titles("She sang “Dust in Quell” in Oslo.")
    assert titles.holding(10, 14) == (10, 23)
    assert titles.holding(10, 23) == (10, 23)
    assert titles.holding(10, 24) is None
    assert titles.holding(0, 3) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She sang “Dust in Tokyo” there.", []),
        ("She sang in Tokyo there.", [("Tokyo", "GPE")]),
        ("Fighters of “Islamic State” left.", [("Islamic State", "ORG")]),
        ("She sang “Quellby Harbour Trust” there.", []),
        ("She left the Quellby Harbour Trust there.", [("Quellby Harbour Trust", "ORG")]),
        ("She sang “Vexlo Quarry” there.", []),
        ("“Tokyo is my home,” said Mira Tanaka.", [("Tokyo", "GPE"), ("Mira Tanaka", "PERSON")]),
    ],
)
def test_names_in_titles(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[e.start : e.end], e.label) for e in find_entities(text)] == expected
