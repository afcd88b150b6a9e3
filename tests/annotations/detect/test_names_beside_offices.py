"""Names that an office, a number or a place stands right beside; each rule with what it must leave alone."""

import pytest

from annotations.detect.entities import find_entities


def labels(text: str) -> dict[str, str]:
    return {text[e.start : e.end]: e.label for e in find_entities(text)}


NAMES = [
    # An office "for" affairs ends before the name; a body of affairs is one.
    ("Minister for EU Affairs Orsan Vexlik slept.", {"EU": "ORG", "Orsan Vexlik": "PERSON"}),
    ("Minister for Home Affairs Orsan Vexlik slept.", {"Orsan Vexlik": "PERSON"}),
    ("They left the Veterans Affairs Office.", {"Veterans Affairs Office": "ORG"}),
    # A ministry "for" several things is one name, and what follows a comma elsewhere is none of it.
    (
        "The Department for Harbours, Boats and Rural Affairs slept.",
        {"Department for Harbours, Boats and Rural Affairs": "ORG"},
    ),
    (
        "The Department for Harbours, Oslo and Paris slept.",
        {"Department for Harbours": "ORG", "Oslo": "GPE", "Paris": "GPE"},
    ),
    # An administrator bears a name; an administration alone is a body.
    (
        "Harbour Safety Agency Administrator Scott Vexley slept.",
        {"Harbour Safety Agency": "ORG", "Scott Vexley": "PERSON"},
    ),
    ("NASA Administrator Jim Quell slept.", {"NASA": "ORG", "Jim Quell": "PERSON"}),
    ("They left the Harbour Safety Administration.", {"Harbour Safety Administration": "ORG"}),
    # A Chinese given name that is a small town, too, and a place that everyone knows.
    ("The economist Zhang Dawei slept.", {"Zhang Dawei": "PERSON"}),
    ("They left Dawei.", {"Dawei": "GPE"}),
    ("Then Mr. Zhang Beijing boats left.", {"Zhang": "PERSON", "Beijing": "GPE"}),
    # A century that a body is called after, and one that is only a time.
    ("Then 21st Century Fox slept.", {"21st Century Fox": "ORG"}),
    # A place by the sea where it stands as a place; a singer where one stands as a person.
    ("They slept in Marina del Rey.", {"Marina del Rey": "GPE"}),
    ("Then Marina del Rey said she slept.", {"Marina del Rey": "PERSON"}),
]


@pytest.mark.parametrize(("text", "expected"), NAMES, ids=[text[:50] for text, _ in NAMES])
def test_names(text: str, expected: dict[str, str]) -> None:
    assert labels(text) == expected


def test_a_century_is_no_name() -> None:
    found = labels("Then 20th Century Fox slept. In 18th Century Oslo they slept.")
    assert "Century" not in found
    assert found["Oslo"] == "GPE"


PLACES = [
    # Words of places before a name, and the name alone.
    ("They slept on Mt Vexlik there.", {"Mt Vexlik": "LOC"}),
    ("They left the township of Orsan Vexlik there.", {"Orsan Vexlik": "GPE"}),
    ("Orsan Vexlik said so.", {"Orsan Vexlik": "PERSON"}),
    # Where somebody of some age is from, and whose brother somebody is.
    ("Then Nils Quell, 31, of Norvo left.", {"Nils Quell": "PERSON", "31": "DATE", "Norvo": "GPE"}),
    ("Then Nils Quell, brother of Norvo, left.", {"Nils Quell": "PERSON"}),
    # Common words before a whole name are none of it; they are where no name follows.
    ("They met Waiting Guides Simon Vexlik there.", {"Simon Vexlik": "PERSON"}),
    ("Federal Treasurer Peter Vexlik slept.", {"Peter Vexlik": "PERSON"}),
    ("They met Young Simon Vexlik there.", {"Young Simon Vexlik": "PERSON"}),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[text[:50] for text, _ in PLACES])
def test_places_and_whole_names(text: str, expected: dict[str, str]) -> None:
    assert labels(text) == expected
