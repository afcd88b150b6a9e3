"""What the words of a name say of it, by themselves."""

import pytest

from annotations.detect.evidence import by_form, is_person_like_place

FORMS = [
    ("VEXLO QUELLIO", ()),
    ("QuellAir Vexlo", (("ORG", 1.2),)),
    ("Free Quarry", (("ORG", 0.5),)),
    ("Winding Staircase", (("ORG", 0.6),)),
    ("Quellio Vexlo", (("PERSON", 1.0),)),
    ("Quellio Staircase", (("PERSON", 0.6), ("ORG", 0.5))),
    ("Gutierrez Vexlo", (("PERSON", 1.5),)),
    ("Gutierrez Vexlo Quellio Zorblo Tandro", (("ORG", 0.6),)),
    ("Quellio", (("?", 0.45),)),
    ("QVU", (("ORG", 1.0),)),
    ("QV", (("ORG", 0.6),)),
    ("QVU2", (("ORG", 0.6),)),
    ("HUGE", ()),
    ("A320", (("PRODUCT", 1.0),)),
    ("MQ-9s", (("PRODUCT", 1.0),)),
    ("Under-21", (("?", 0.45),)),
    ("Lagosian", (("NORP", 1.0),)),
    ("Quellioland", (("GPE", 0.8),)),
    ("Sutherland", (("PERSON", 0.8),)),
    ("Vexlo County", (("GPE", 2.0),)),
    ("Vexlo Bay", (("LOC", 2.0),)),
    ("North Vexlo", (("GPE", 1.2),)),
    ("North Staircase", (("ORG", 0.6),)),
    ("Radio Vexlo", (("ORG", 2.0),)),
    ("Hotel Vexlo", (("FAC", 2.0),)),
    ("St Vexlo", (("GPE", 1.5),)),
    ("De Vexlo", (("ORG", 0.6),)),
    ("El Vexlo", (("ORG", 1.1),)),
    ("HNK Vexlo", (("ORG", 1.0),)),
    ("Operation Vexlo", (("EVENT", 2.5),)),
    ("Jude Law", (("PERSON", 2.5),)),
    ("Vexlo Law", (("", 4.0),)),
]


@pytest.mark.parametrize(("name", "weights"), FORMS)
def test_by_form(name: str, weights: tuple[tuple[str, float], ...]) -> None:
    assert by_form(name.split()) == weights


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Faith Hill", True),
        ("Kim Quellio West", True),
        ("Mary Quellio Park", False),
        ("Quellio Hill", False),
        ("Faith Quellio", False),
        ("Hill", False),
    ],
)
def test_persons_like_places(name: str, expected: bool) -> None:
    assert is_person_like_place(name.split()) is expected
