"""Short forms and what they stand for."""

import pytest

from annotations.detect.acronyms import initials, is_acronym


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("TPP", "Trans-Pacific Partnership", True),
        ("WHO", "World Health Organization", True),
        ("DOE", "Department of Justice", False),
        ("DoJ", "Department of Justice", True),
        ("DJ", "Department of Justice", True),
        ("UoH", "University of Helsinki", True),
        ("A", "Accord", False),
        ("", "", False),
    ],
)
def test_acronyms(short: str, name: str, expected: bool) -> None:
    assert is_acronym(short, name) is expected


def test_initials_with_and_without_small_words() -> None:
    assert initials("Bank of the North-Western Isles") == ("BNWI", "BOTNWI")
    assert initials("") == ("", "")
