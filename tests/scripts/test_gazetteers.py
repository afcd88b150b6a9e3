"""What the script that makes the list of facts decides; its libraries are not needed for that."""

import pytest

from scripts.gazetteers import (
    COMMONEST,
    FULLEST,
    both,
    capitalised,
    commonest,
    company,
    is_latin,
    is_word,
    plain,
    roots,
    split_ambiguous,
    split_genders,
    without_words,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("VEXLEY", "Vexley"), ("MCQUELL", "McQuell"), ("MCA", "Mca"), ("MACHADO", "Machado"), ("LI", "Li")],
)
def test_the_capitals_of_the_census(name: str, expected: str) -> None:
    assert capitalised(name) == expected


@pytest.mark.parametrize("name", ["Quell", "Óscar", "O’Quell", "Jean-Luc", "Rio Quell", "Łódź"])
def test_names_in_latin_letters(name: str) -> None:
    assert is_latin(name)


@pytest.mark.parametrize("name", ["田中", "Ольга", "quell", "Quell 3", "", "Q", "-Quell"])
def test_other_names(name: str) -> None:
    assert not is_latin(name)


def test_names_with_and_without_accents() -> None:
    assert plain("Gdańsk") == "Gdansk"
    assert both({"Gómez", "Quell"}) == {"Gómez", "Gomez", "Quell"}


def test_roots_are_what_no_ending_makes() -> None:
    words = ["plane", "planes", "stop", "stopped", "Quell", "it's", "a", "glass", "happily", "happy"]
    assert roots(words) == {"plane", "stop", "glass", "happy"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Quell Inc.", "Quell"),
        ("The Vexley Company", "Vexley"),
        ("Quell Holdings, Inc.", "Quell"),
        ("Vexley & Co", "Vexley"),
        ("Quell Group PLC", "Quell"),
        ("Quell (Class A)", "Quell"),
        ("Vexley Shipping", "Vexley Shipping"),
        ("Inc", "Inc"),
    ],
)
def test_companies_without_their_legal_form(name: str, expected: str) -> None:
    assert company(name) == expected


def test_a_given_name_is_a_mans_if_it_is_clearly_commoner_among_men() -> None:
    men, women, either = split_genders({"Zorbo": 0.4, "Kim": 0.1}, {"Orla": 0.2, "Kim": 0.2, "Zorbo": 0.1})
    assert (men, women, either) == ({"Zorbo"}, {"Orla"}, {"Kim"})


def test_ambiguous_names_are_kept_apart() -> None:
    assert split_ambiguous(["Florence", "Ghent"], {"Florence"}) == ({"Ghent"}, {"Florence"})
    assert without_words({"Reading", "Ghent", "Gap", "Green Bay"}, {"read", "gap"}) == {"Ghent", "Green Bay"}
    assert is_word("gaps", {"gap"})
    assert not is_word("gaps", {"gab"})


def test_only_the_common_names_of_a_locale_are_taken() -> None:
    ranked = {f"Name{number:04}": 1 / (number + 1) for number in range(COMMONEST + 50)}
    assert commonest(ranked) == {f"Name{number:04}" for number in range(COMMONEST)}
    assert commonest(["Quell", ("Vexley", "Orla")]) == {"Quell", "Vexley", "Orla"}
    assert commonest([str(number) for number in range(FULLEST + 1)]) == set()
    assert commonest({("花子", "Hanako"): 2.0}) == {"花子", "Hanako"}
