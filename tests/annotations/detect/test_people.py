"""Who is who: the fullest form of a name, its gender, who leads a sentence, and what a pronoun means."""

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


LEADS = [
    ("Zorb Quell rose.", True),
    ("In the end Zorb Quell rose.", True),
    ("When the tide turned, Zorb Quell rose.", True),
    ("The crowd on the quay by the old yard cheered for Zorb Quell.", False),
    ("The crowd on the quay by the old yard cheered for Zorb Quell, who rose.", True),
    ("The crowd on the quay by the old yard cheered for Zorb Quell, 44, and left.", True),
    ("The crowd on the quay by the old yard cheered for Zorb Quell, a pilot.", True),
    ("The crowd on the quay by the old yard cheered for Zorb Quell, then left.", False),
    ("The crowd on the quay by the old yard cheered; but Zorb Quell rose.", True),
    ("By Zorb Quell\n\nThe crowd cheered.", False),
]


@pytest.mark.parametrize(("text", "leads"), LEADS, ids=[text for text, _ in LEADS])
def test_who_comes_to_the_fore(text: str, leads: bool) -> None:
    assert [event.name for event in people(text, "Zorb Quell").events] == ["Zorb Quell"] * leads


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


PRONOUNS = [
    ("Mary Ames rose. Then she", ("Mary Ames",), "Mary Ames"),
    ("Mary Ames rose. Then he", ("Mary Ames",), None),
    ("Mary Ames rose. John Ames sat. Then she", ("Mary Ames", "John Ames"), "Mary Ames"),
    ("Mary Ames rose. John Ames sat. Then he", ("Mary Ames", "John Ames"), "John Ames"),
    ("Mary Ames rose. John Ames sat. Then her", ("Mary Ames", "John Ames"), "Mary Ames"),
    ("John Ames rose. Peter Quell sat. Then his", ("John Ames", "Peter Quell"), "Peter Quell"),
    ("Zorb Quell rose. Then she", ("Zorb Quell",), "Zorb Quell"),
    ("Zorb Quell rose. Then he", ("Zorb Quell",), "Zorb Quell"),
    ("Mary Ames rose. Zorb Quell sat. Then she", ("Mary Ames", "Zorb Quell"), "Mary Ames"),
    ("Mary Ames rose. Zorb Quell sat. Then he", ("Mary Ames", "Zorb Quell"), "Zorb Quell"),
    ("Nobody rose. Then she", (), None),
    ("By Mary Ames\n\nJane Quell rose. Then she", ("Mary Ames", "Jane Quell"), "Jane Quell"),
    (
        "The crowd on the quay by the old yard cheered for Mary Ames again. Then she",
        ("Mary Ames",),
        "Mary Ames",
    ),
]


@pytest.mark.parametrize(("text", "mentions", "name"), PRONOUNS, ids=[text for text, *_ in PRONOUNS])
def test_whom_a_pronoun_means(text: str, mentions: tuple[str, ...], name: str | None) -> None:
    word = text.rpartition(" ")[2]
    found = people(text, *mentions)
    assert found.pronoun(word, len(text) - len(word)) == name
    assert found.pronoun(word.title(), len(text) - len(word)) == name


def test_far_back_the_nearer_person_of_unknown_gender_is_meant() -> None:
    near = "Mary Ames rose. Zorb Quell sat. "
    for words, name in (("", "Mary Ames"), ("The tide turned and the boats came in. " * 12, "Zorb Quell")):
        text = f"{near}{words}Then she"
        assert people(text, "Mary Ames", "Zorb Quell").pronoun("she", len(text) - 3) == name


def test_whoever_spoke_last_is_meant() -> None:
    text = "Mary Ames rose. Jane Quell sat. “Yes,” the pilot said. Then she"
    found = people(text, "Mary Ames", "Jane Quell")
    assert found.pronoun("she", len(text) - 3) == "Jane Quell"
    found.note_speaker(text.index("the pilot"), "Mary Ames")
    assert found.pronoun("she", len(text) - 3) == "Mary Ames"
    found.note_speaker(text.index("said"), "the harbour board")  # no person of the article
    assert found.pronoun("she", len(text) - 3) == "Mary Ames"


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
    assert (found.persons, found.events, found.pronoun("she", 16)) == ([], [], None)
