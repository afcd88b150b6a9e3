"""Known names in a run that are only a part of a longer one."""

import pytest

from annotations.detect.capitals import words
from annotations.detect.entities import find_entities
from annotations.detect.pieces import joined_parts
from annotations.detect.runs import Run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UN Security Council", [("UN Security Council", "ORG")]),
        ("U.S. Congress", [("U.S. Congress", "ORG")]),
        ("Baltimore Colts", [("Baltimore Colts", "ORG")]),
        ("Tokyo Japan", [("Tokyo", "GPE"), ("Japan", "GPE")]),
        ("Congress Tokyo", [("Congress", "ORG"), ("Tokyo", "GPE")]),
        ("UN Quarry Congress", [("UN", "ORG"), ("Congress", "ORG")]),
        ("Quarry", []),
    ],
)
def test_joined_parts(text: str, expected: list[tuple[str, str]]) -> None:
    run = Run(text, list(words(text)))
    found = [(run.between(first, last), label) for first, last, label in joined_parts(run)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They backed UN Security Council Resolution 12.", {"UN Security Council": "ORG", "12": "CARDINAL"}),
        ("They slept in Eastern Ukraine.", {"Eastern Ukraine": "LOC"}),
        ("Eastern voters slept.", {"Eastern": "NORP"}),
        ("They slept at MetLife Stadium.", {"MetLife Stadium": "FAC"}),
        ("They trust MetLife there.", {"MetLife": "ORG"}),
        ("They flew on Ugandan Airlines Flight 30.", {"Ugandan Airlines": "ORG", "30": "CARDINAL"}),
        ("They lead the Vexlo Securities and Exchange Commission.",
         {"Vexlo Securities and Exchange Commission": "ORG"}),
        ("They lead the Refugee Council Mary Quell told.",
         {"Refugee Council": "ORG", "Mary Quell": "PERSON"}),
        ("They lead the Refugee Council there.", {"Refugee Council": "ORG"}),
        ("They slept in Washington, D.C. then.", {"Washington, D.C.": "GPE"}),
        ("They slept in Washington, Oslo and Rome.", {"Washington": "GPE", "Oslo": "GPE", "Rome": "GPE"}),
        ("They slept in Quellby, Fla., then.", {"Quellby": "GPE", "Fla.": "GPE"}),
        ("They slept in Vexlo County.", {"Vexlo County": "GPE"}),
        ("They slept by Vexlo Bay.", {"Vexlo Bay": "LOC"}),
        ("They slept in South Vexlo.", {"South Vexlo": "GPE"}),
        ("They read the Times of India and The Hindu.", {"Times of India": "ORG", "The Hindu": "ORG"}),
    ],
)  # fmt: skip
def test_pieces_in_articles(text: str, expected: dict[str, str]) -> None:
    assert {text[e.start : e.end]: e.label for e in find_entities(text)} == expected
