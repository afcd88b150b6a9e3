"""Commitments and complaints in the words that reporters use, and their neighbours that are none."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.detect.suggestions.suggest import suggest
from annotations.records import Entity, Suggestion


def found(text: str) -> list[Suggestion]:
    entities = [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for start, end, label in find_entities(text)
    ]
    return [one for one in suggest(text, entities, find_quotes(text, entities)) if one.label != "figure"]


def labels(text: str) -> set[str]:
    return {one.label for one in found(text)}


def reason(text: str) -> str:
    return found(text)[0].why


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Council voted on Monday. It will publish every contract.",
        "The ministry met on Monday. It will also fund the school.",
        "Theresa May has already promised that members will get a say.",
        "The ministry will look into the matter.",
        "The council will continue to support the school.",
        "Dale Gauke said the government was committed to the school.",
        "They are at odds over his vow to build a wall.",
        "The two sides repeated their commitment to maintaining order.",
        "Safety Secretary John Kelly has promised “no mass arrests” in the valley.",
    ],
)
def test_commitments(text: str) -> None:
    assert "commitment" in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain is on its way. It will open the gates of heaven.",
        "Dale Ames spoke on Monday. It will publish nothing at all.",
        "The two councils met. It will publish every contract.",
        "The firm may promise less.",
        "The ministry will look tired.",
        "The council will continue to decline.",
        "She said the ally would remain committed to the pact.",
        "They are at odds over a deal to build a wall.",
        "The treasurer will pay a visit to the valley.",
        "The firm will raise rents, an economist said.",
    ],
)
def test_no_commitments(text: str) -> None:
    assert "commitment" not in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "Scientists have repeatedly expressed their concerns about the dam.",
        "Unions expressed concern about the dam.",
        "Opponents voiced anger at the plan.",
        "The tribe raised objections to the pipe.",
        "Some members questioned whether anything had been offered.",
        "China resents being pressed.",
        "Norland has been infuriated by the radar.",
        "China also opposes the radar.",
        "The leader said the vote was undemocratic.",
        "“They have shown a lack of respect,” said Dale Ames.",
        "The plan has drawn sharp criticism from unions.",
        "Supporters backed it and critics denouncing the plan left.",
        "Residents branded it a disgrace.",
        "The plans were criticised by senior officials.",
        "Residents demanded an apology.",
        "Teachers described the cuts as shameful.",
    ],
)
def test_complaints(text: str) -> None:
    assert "complaint" in labels(text)


@pytest.mark.parametrize(
    "text",
    [
        "She blamed herself for everything.",
        "The sea stays an increasingly disputed area.",
        "The committee looks at the alleged link between them.",
        "The school is undemocratic.",
        "The tribe raised cattle.",
        "Detectives questioned two men.",
        "The council described the plan as new.",
        "Nobody was infuriated by the radar if it rained.",
        "The plan drew a crowd from the valley.",
        "A firm criticising nobody left.",
    ],
)
def test_no_complaints(text: str) -> None:
    assert "complaint" not in labels(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ada Quell, who leads them, met the growers, who accused the mill.", "the growers: “accused”"),
        ("Dale Ames met those who accused the mill.", "“accused”"),
        ("The plans were criticised by senior officials.", "senior officials: “criticised”"),
        ("Norland’s ambassador accused the mill.", "Norland’s ambassador: “accused”"),
        ("She said that Norland had pledged to pay.", "Norland: “pledged”"),
        ("The Harbour Council voted. It will publish every contract.", "The Harbour Council: “will publish”"),
        ("After bashing her Dale Trump pledged to pay.", "Dale Trump: “pledged”"),
    ],
)
def test_the_reason_names_the_party_itself(text: str, why: str) -> None:
    assert reason(text) == why


def test_who_is_never_the_party() -> None:
    for text in (
        "Nobody knows the people who accused the mill.",
        "“Anyone who accused the mill was sacked,” said Dale Ames.",
        "Dale Ames, who pledged to pay, left.",
    ):
        assert not any(one.why.endswith((": who", ": Who")) for one in found(text))


def test_a_name_may_be_a_word_of_grammar_too() -> None:
    assert "commitment" in labels("On Monday May pledged to publish it.")
    assert "commitment" not in labels("On Monday they may pledge to publish it.")
    assert "complaint" in labels("Homeland chief John Kelly accused the mill.")
    assert reason("Homeland chief John Kelly accused the mill.") == "Homeland chief John Kelly: “accused”"
