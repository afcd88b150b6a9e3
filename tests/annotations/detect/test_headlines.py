"""Headlines in title case, and lines in capitals."""

import pytest

from annotations.detect.ballots import best
from annotations.detect.capitals import words
from annotations.detect.entities import find_entities
from annotations.detect.headlines import of_capitals, of_headline
from annotations.detect.runs import Run


def labels(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.label) for e in find_entities(text)]


def test_the_best_of_some_votes() -> None:
    assert best({"PERSON": 1.0, "ORG": 2.0}) == ("ORG", 2.0)
    assert best({"?": 3.0, "GPE": 1.0}) == ("GPE", 1.0)
    assert best({"?": 1.5}) == ("ORG", 1.5)
    assert best({"": 2.0, "ORG": 1.0}) == ("", 2.0)
    assert best({}) == ("", 0.0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Quellby Gates Shut", ["Quellby"]),
        ("Lee Quellwood Shut", ["Lee Quellwood"]),
        ("Grant Gates Shut", []),
        ("Shut Quellby Gates", ["Quellby"]),
        ("Bank of England Shut", ["Bank of England"]),
        ("Gates Shut", []),
    ],
)
def test_a_headline_in_title_case(text: str, names: list[str]) -> None:
    assert [guess.name for guess in of_headline(Run(text, list(words(text))), {})] == names


def test_a_headline_names_what_has_enough_votes() -> None:
    text = "Quarry Gates Shut"
    run = Run(text, list(words(text)))
    assert [g.name for g in of_headline(run, {"Quarry Gates": {"ORG": 2.0}})] == ["Quarry Gates"]
    assert [g.name for g in of_headline(run, {"Quarry Gates": {"ORG": 0.2}})] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QUELLBY BEATS JAPAN", [("JAPAN", "GPE")]),
        ("QUARRY IN UTAH", [("UTAH", "GPE")]),
        ("FBI IN NEW YORK", [("FBI", "ORG"), ("NEW YORK", "GPE")]),
        ("SLEEPING IN RAIN", []),
    ],
)
def test_a_line_in_capitals_names_what_is_known(text: str, expected: list[tuple[str, str]]) -> None:
    found = of_capitals(Run(text, list(words(text))), {})
    assert [(guess.name, guess.weights[0][0]) for guess in found] == expected


def test_a_line_in_capitals_names_what_the_article_names() -> None:
    text = "VEXLEY BEATS TANAKA IN OSLO.\n\nOslo slept as Orla Vexley met Mira Tanaka."
    assert labels(text)[:3] == [("VEXLEY", "PERSON"), ("TANAKA", "PERSON"), ("OSLO", "GPE")]
    text = "QUELLBY’S QVU BEATS RAIN.\n\nIn Quellby, Ohio, the QVU slept."
    assert labels(text)[:2] == [("QUELLBY", "GPE"), ("QVU", "ORG")]
    assert labels("VEXLEY BEATS TANDRO IN RAIN.\n\nIt rained.") == []


def test_a_line_in_capitals_is_no_dateline() -> None:
    assert labels("ROWING - VEXLO BEATS QUARRY.\n\nIt rained.") == []


def test_a_row_of_a_table_is_no_headline() -> None:
    assert ("Lee Quellwood", "PERSON") in labels("Rain fell.\n206 Lee Quellwood 70 68 68\nIt rained.")


def test_a_dateline_names_its_place_for_the_article() -> None:
    text = "HACKLOW (AP) — It rained.\n\nThe quarries of Hacklow slept, and a Hacklow man too."
    assert labels(text)[-2:] == [("Hacklow", "GPE"), ("Hacklow", "GPE")]
    assert labels("FILE — It rained.") == []
    assert ("Quellfax", "ORG") in labels("OSLO. Sept 19 (Quellfax) - It rained.")
