"""Short forms and what they stand for."""

import pytest

from annotations.detect.acronyms import common, initials, is_acronym
from annotations.detect.entities import find_entities


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("TPP", "Trans-Pacific Partnership", True),
        ("WHO", "World Health Organization", True),
        ("DOE", "Department of Justice", False),
        ("DoJ", "Department of Justice", True),
        ("DJ", "Department of Justice", True),
        ("UoH", "University of Helsinki", True),
        ("QHCs", "Quarry Health Centres", True),
        ("A", "Accord", False),
        ("", "", False),
    ],
)
def test_acronyms(short: str, name: str, expected: bool) -> None:
    assert is_acronym(short, name) is expected


def test_initials_with_and_without_small_words() -> None:
    assert initials("Bank of the North-Western Isles") == ("BNWI", "BOTNWI")
    assert initials("") == ("", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lost two QRVs there.", {"QRV", "QRVs"}),
        ("They lost a QRV.", {"QRV"}),
        ("Another QRV was lost.", {"QRV"}),
        ("They lost a QRV and slept.", {"QRV"}),
        ("They lost a QRV reporter.", set()),
        ("They lost the QRV.", set()),
        ("They wear a quilted rain vest (QRV) there.", {"QRV"}),
        ("They wear quilted rain-vests (QRVs) there.", {"QRV", "QRVs"}),
        ("They wear a vest of wool (QRV) there.", set()),
        ("They work for the Quarry Road Vestry (QRV) there.", set()),
        ("They flew a Q400.", set()),
        ("", set()),
    ],
)
def test_what_an_article_uses_as_common_nouns(text: str, expected: set[str]) -> None:
    assert common(text) == expected


def labels(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.label) for e in find_entities(text)]


def test_a_common_short_form_is_no_body() -> None:
    assert labels("They lost a QRV. The QRV sank.") == []
    assert labels("They asked the QRV. The QRV agreed.") == [("QRV", "ORG"), ("QRV", "ORG")]
    assert labels("They left an EU body.") == [("EU", "ORG")]  # known, whatever stands before it
