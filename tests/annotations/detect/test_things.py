"""Names of things: what is sold, built, made or thought under a name."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.things import by_thing, kind_of_thing


def labels(text: str) -> dict[str, str]:
    return {text[e.start : e.end]: e.label for e in find_entities(text)}


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("frigate", "PRODUCT"),
        ("frigates", "PRODUCT"),
        ("novel", ""),
        ("novels", ""),
        ("bakery", None),
        ("", None),
    ],
)
def test_kinds(word: str, kind: str | None) -> None:
    assert kind_of_thing(word) == kind


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["the", "frigate"], " sank.", [("PRODUCT", 1.2)]),
        (["her", "novel"], " sank.", [("", 1.2)]),
        (["the", "baker"], " sank.", []),
        ([], " is a browser.", [("PRODUCT", 2.0)]),
        ([], " is a small and quick browser made in Oslo", [("PRODUCT", 2.0)]),
        ([], ", an early novel by her,", [("", 2.0)]),
        ([], " was the second of her novels.", [("", 2.0)]),
        ([], " is a browser maker.", []),
        ([], " has a browser.", []),
        ([], ", browser in hand,", []),
        (["the", "drone"], ", a drone.", [("PRODUCT", 1.2), ("PRODUCT", 2.0)]),
        ([], " podcast, too", [("", 1.2)]),
        ([], " bakery, too", []),
        ([], "", []),
    ],
)
def test_weights(before: list[str], after: str, expected: list[tuple[str, float]]) -> None:
    assert list(by_thing(before, after)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They sank the frigate Quellio.", {"Quellio": "PRODUCT"}),
        ("They follow the firm Quellio.", {"Quellio": "ORG"}),
        ("Quellio is a browser. They use Quellio.", {"Quellio": "PRODUCT"}),
        ("Quellio is a bank. They use Quellio.", {"Quellio": "ORG"}),
        ("They read Vexlo. Then Vexlo is a novel of hers.", {}),
        ("They bought a Quellio phone from Quellio shareholders.", {"Quellio": "ORG"}),
        ("The fungus Quellio spread. They found Quellio.", {}),
    ],
)
def test_things_in_articles(text: str, expected: dict[str, str]) -> None:
    assert labels(text) == expected
