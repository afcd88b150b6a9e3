"""Who does it: the person, body or role before a verb."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.suggestions.parties import Parties, is_role
from annotations.detect.suggestions.sentence import Sentence
from annotations.records import Entity, Span


def party(text: str, verb: str) -> str | None:
    entities = [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for start, end, label in find_entities(text)
    ]
    one = Sentence(text, Span(0, len(text)))
    return Parties(entities).before(one, one.before(one.words.index(verb)))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Mira Tanaka agreed to pay.", "Mira Tanaka"),
        ("She agreed to pay.", "She"),
        ("The health ministry agreed to pay.", "The health ministry"),
        ("Cocoa growers have also agreed to pay.", "Cocoa growers"),
        ("Officials in Warsaw agreed to pay.", "Officials"),
        ("The head of the state agency agreed to pay.", "The head"),
        ("Mira Tanaka on Tuesday agreed to pay.", "Mira Tanaka"),
        ("Mira Tanaka, who leads them, agreed to pay.", "Mira Tanaka"),
        ("The ministry apologised and agreed to pay.", "The ministry"),
        ("Its chief, Joan Petrie, apologised and agreed to pay.", "Its chief"),
        ("The bridge in Warsaw agreed to pay.", None),
        ("The price of bread agreed to pay.", None),
        ("Prices agreed to pay.", None),
        ("Agreed to pay, agreed.", None),
        ("Then, agreed to pay.", None),
    ],
)
def test_a_party_is_told_from_a_thing(text: str, who: str | None) -> None:
    verb = "Agreed" if text.startswith("Agreed") else "agreed"
    assert party(text, verb.lower()) == who


@pytest.mark.parametrize(
    "word", ["ministry", "growers", "regulators", "carmaker", "unionists", "landlords", "mps"]
)
def test_roles(word: str) -> None:
    assert is_role(word)


@pytest.mark.parametrize("word", ["orders", "papers", "rivers", "prices", "bridge", "plants", "winters"])
def test_things_that_end_like_roles(word: str) -> None:
    assert not is_role(word)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Growers say the tariff has hurt them.", "Growers"),
        ("The tariff has hurt them, growers say.", "growers"),
        ("“It has hurt us,” said Mira Tanaka.", "Mira Tanaka"),
        ("The tariff has hurt exports.", None),
        ("It has hurt them, says the law.", None),
    ],
)
def test_a_sentence_has_somebody_speak_or_not(text: str, who: str | None) -> None:
    entities = [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for start, end, label in find_entities(text)
    ]
    assert Parties(entities).speaks(Sentence(text, Span(0, len(text)))) == who


def test_a_date_that_begins_inside_a_word_is_stepped_over() -> None:
    text = "Mira Tanaka MidTuesday agreed."
    start = text.index("Tuesday")
    entities = [
        Entity(start=0, end=11, label="PERSON", text="Mira Tanaka"),
        Entity(start=start, end=start + 7, label="DATE", text="Tuesday"),
    ]
    assert Parties(entities).before(Sentence(text, Span(0, len(text))), 2) == "Mira Tanaka"
