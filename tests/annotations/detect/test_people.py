"""Who is who: the fullest form of a name, and its gender."""

import pytest

from annotations.detect.people import People, bare
from annotations.detect.sentences import Sentences
from annotations.records import Entity


def people(text: str, *mentions: str) -> People:
    """Return the persons of a text; each mention is looked for after the one before."""
    entities, at = [], 0
    for mention in mentions:
        at = text.index(mention, at)
        entities.append(Entity(start=at, end=at + len(mention), label="PERSON", text=mention))
        at += len(mention)
    return People(text, entities, Sentences(text))


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Orla Vexley", "Orla Vexley"),
        ("Orla  Vexley", "Orla Vexley"),
        ("Orla\nVexley", "Orla Vexley"),
        ("Mr. Vexley", "Vexley"),
        ("Mrs Vexley", "Vexley"),
        ("Dr. Orla Vexley", "Orla Vexley"),
        ("Prof. Dr. Orla Vexley", "Orla Vexley"),
        ("President Quell", "Quell"),
        ("Vexley’s", "Vexley"),
        ("Vexley's", "Vexley"),
        ("Ames’", "Ames"),
        ("Sen. Ames’s", "Ames"),
        ("Drummond", "Drummond"),
        ("Sirocco Ames", "Sirocco Ames"),
    ],
)
def test_titles_and_possessives_are_no_part_of_a_name(mention: str, name: str) -> None:
    assert bare(mention) == name


FULL = [
    # text, its persons in order, which of them, its full form
    ("Orla Vexley rose. Vexley sat.", ("Orla Vexley", "Vexley"), 1, "Orla Vexley"),
    ("Orla Vexley rose. Orla sat.", ("Orla Vexley", "Orla"), 1, "Orla Vexley"),
    ("Orla Vexley rose. Vexley’s dog sat.", ("Orla Vexley", "Vexley’s"), 1, "Orla Vexley"),
    ("Vexley rose. Orla Vexley sat.", ("Vexley", "Orla Vexley"), 0, "Orla Vexley"),
    ("Orla Vexley rose. Quell sat.", ("Orla Vexley", "Quell"), 1, "Quell"),
    ("Orla J. Vexley rose. Orla Vexley sat.", ("Orla J. Vexley", "Orla Vexley"), 1, "Orla J. Vexley"),
    ("Orla J. Vexley rose. Vexley sat.", ("Orla J. Vexley", "Vexley"), 1, "Orla J. Vexley"),
    ("Zorbo Quell Jr. rose. Quell sat.", ("Zorbo Quell Jr.", "Quell"), 1, "Zorbo Quell Jr."),
    ("Zorbo Quell III rose. Zorbo Quell sat.", ("Zorbo Quell III", "Zorbo Quell"), 1, "Zorbo Quell III"),
    (
        "John Ames rose. Mary Ames sat. Ames left.",
        ("John Ames", "Mary Ames", "Ames"),
        2,
        "Mary Ames",
    ),
    (
        "John Ames rose. Mary Ames sat. Mr. Ames left.",
        ("John Ames", "Mary Ames", "Ames"),
        2,
        "John Ames",
    ),
    (
        "John Ames rose. Peter Ames sat. Mrs. Ames left.",
        ("John Ames", "Peter Ames", "Ames"),
        2,
        "Peter Ames",
    ),
    ("Femke van der Laan rose. Laan sat.", ("Femke van der Laan", "Laan"), 1, "Femke van der Laan"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mentions", "index", "name"), FULL, ids=[text for text, *_ in FULL])
def test_the_fullest_form(text: str, mentions: tuple[str, ...], index: int, name: str) -> None:
    found = people(text, *mentions)
    person = found.persons[index]
    assert found.full(person.text, person.start) == name


GENDERS = [
    ("Mr. Vexley rose.", "Vexley", "m"),
    ("Mrs. Vexley rose.", "Vexley", "f"),
    ("Ms Vexley rose.", "Vexley", "f"),
    ("Sir Zorbo Quell rose.", "Zorbo Quell", "m"),
    ("Dame Zorba Quell rose.", "Zorba Quell", "f"),
    ("Queen Zorba rose.", "Zorba", "f"),
    ("King Zorbo rose.", "Zorbo", "m"),
    ("Dr. Quell rose.", "Quell", ""),
    ("The chairman, Z. Quell, rose.", "Z. Quell", "m"),
    ("The spokeswoman Z. Quell rose.", "Z. Quell", "f"),
    ("The actress Zorb Quell rose.", "Zorb Quell", "f"),
    ("His grandfather Zorb Quell rose.", "Zorb Quell", "m"),
    ("John Quell rose.", "John Quell", "m"),
    ("Mary Quell rose.", "Mary Quell", "f"),
    ("Mary-Zorb Quell rose.", "Mary-Zorb Quell", "f"),
    ("Zorb Quell rose.", "Zorb Quell", ""),
    ("Mary rose.", "Mary", ""),
    ("A spokeswoman left. Zorb Quell rose.", "Zorb Quell", ""),
]


@pytest.mark.parametrize(("text", "name", "gender"), GENDERS, ids=[text for text, *_ in GENDERS])
def test_gender_is_read_from_title_given_name_or_role(text: str, name: str, gender: str) -> None:
    assert people(text, name).gender(name) == gender


def test_a_surname_with_a_title_tells_the_gender_of_the_full_name() -> None:
    found = people("Zorb Quell rose. Then Ms. Quell sat.", "Zorb Quell", "Quell")
    assert found.gender("Zorb Quell") == "f"
    assert found.gender("Nobody Here") == ""


def test_most_mentions_decide_the_gender() -> None:
    text = "Mr. Quell rose. Ms. Quell sat. Ms. Quell left."
    assert people(text, "Quell", "Quell", "Quell").gender("Quell") == "f"


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("By Zorb Quell\n\nText.", True),
        ("BY Zorb Quell", True),
        ("Title\n\n  *By Zorb Quell", True),
        ("It was seen by Zorb Quell.", False),
        ("Standing By Zorb Quell", False),
        ("Zorb Quell rose.", False),
    ],
)
def test_the_byline(text: str, author: bool) -> None:
    found = people(text, "Zorb Quell")
    assert found.is_author(found.persons[0]) is author


def test_who_is_named_most_often() -> None:
    text = "By Zorb Quell\n\nZorb Quell\n\nMary Ames met John Ames. John left. Mary Ames stayed. John sat."
    found = people(text, "Zorb Quell", "Mary Ames", "John Ames", "John", "Mary Ames", "John")
    assert found.most_named(len(text)) == "John Ames"
    assert found.most_named(text.index(" met")) == "Mary Ames"
    assert found.most_named(10) is None


def test_only_persons_count() -> None:
    text = "Oslo rose. Then she"
    entities = [Entity(start=0, end=4, label="GPE", text="Oslo")]
    found = People(text, entities, Sentences(text))
    assert (found.persons, found.most_named(len(text))) == ([], None)
