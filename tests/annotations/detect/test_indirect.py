"""Indirect speech: which clause somebody reports, who says it, and what is none."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Quote


def quotes(text: str) -> list[Quote]:
    entities = [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]
    return find_quotes(text, entities)


# text, cue, speaker, clause
REPORTS = [
    ("Mira Tanaka said there was a chance.", "said", "Mira Tanaka", "there was a chance"),
    ("Mira Tanaka said that the port was shut.", "said", "Mira Tanaka", "the port was shut"),
    ("Mira Tanaka said on Monday that the port was shut.", "said", "Mira Tanaka", "the port was shut"),
    ("Mira Tanaka said Monday the port was shut.", "said", "Mira Tanaka", "the port was shut"),
    ("Mira Tanaka said in a note that talks on a pact had begun.", "said", "Mira Tanaka",
     "talks on a pact had begun"),
    ("Mira Tanaka told reporters that the port was shut.", "told", "Mira Tanaka", "the port was shut"),
    ("The port would not open, Mira Tanaka said.", "said", "Mira Tanaka", "The port would not open"),
    ("The port would not open, a spokesman said.", "said", "spokesman", "The port would not open"),
    ("Campaigners said ministers were asleep.", "said", "campaigners", "ministers were asleep"),
    ("The report warned that the port would sink.", "warned", "report", "the port would sink"),
    ("According to the report, the port was shut.", "According to", "report", "the port was shut"),
    ("The port was shut, according to Mira Tanaka.", "according to", "Mira Tanaka", "The port was shut"),
    ("Mira Tanaka came. She said the port was shut.", "said", "Mira Tanaka", "the port was shut"),
    ("Mira Tanaka said he had told the crew that the port was shut.", "said", "Mira Tanaka",
     "he had told the crew that the port was shut"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "speaker", "clause"), REPORTS, ids=[r[0][:60] for r in REPORTS])
def test_a_reported_clause(text: str, cue: str, speaker: str, clause: str) -> None:
    (quote,) = quotes(text)
    assert quote.kind == "indirect"
    assert quote.text == text[quote.start : quote.end] == clause
    assert quote.speaker is not None
    assert quote.speaker.name == speaker
    assert quote.cue is not None
    assert quote.cue.text == text[quote.cue.start : quote.cue.end] == cue
    assert 0 < quote.confidence < 1


def test_what_is_added_is_a_clause_of_its_own() -> None:
    first, second = quotes("Officials said the port was shut, adding that boats were late.")
    assert (first.text, second.text) == ("the port was shut", "boats were late")
    assert [quote.speaker and quote.speaker.name for quote in (first, second)] == ["officials"] * 2


NONE = [
    "Mira Tanaka said so.",
    "Mira Tanaka said nothing about boats.",
    "Mira Tanaka was told that the port was shut.",
    "Mira Tanaka told the crew to sail.",
    "Mira Tanaka spoke of the port that was shut.",
    "Mira Tanaka agreed that the port was shut.",
    "She said the port was shut.",  # nobody knows who she is
    "Somebody said the port was shut.",
    "The saying that the port was shut is old.",
    "According to the report.",
    "According to plan the port was shut.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_reported_clause(text: str) -> None:
    assert quotes(text) == []


MIXED = [
    ("Mira Tanaka said it was “a new page for us.”", ["partial"]),
    ("Mira Tanaka said the port was “shut for good” and would sink.", ["partial"]),
    ("“It is done,” Mira Tanaka said.", ["direct"]),
    ("“She said that it was done,” Mira Tanaka wrote.", ["direct"]),
    ("“According to the report, it was done,” Mira Tanaka wrote.", ["direct"]),
    ("“It is done,” Mira Tanaka said. She said the port was shut.", ["direct", "indirect"]),
]


@pytest.mark.parametrize(("text", "kinds"), MIXED, ids=[text for text, _ in MIXED])
def test_words_in_marks_are_not_reported_twice(text: str, kinds: list[str]) -> None:
    assert [quote.kind for quote in quotes(text)] == kinds


def test_who_is_reported_is_known_to_the_quotation_after() -> None:
    text = "Mira Tanaka said the port was shut. “We have no choice.”"
    reported, quoted = quotes(text)
    assert (reported.kind, quoted.kind) == ("indirect", "direct")
    assert quoted.speaker is not None
    assert quoted.speaker.name == "Mira Tanaka"
    assert quoted.confidence < reported.confidence


def test_a_paragraph_of_nothing_but_words_is_said_by_whoever_was_reported_before_it() -> None:
    text = "Mira Tanaka said the port was shut.\n\n“We have no choice.”"
    _, quoted = quotes(text)
    assert quoted.speaker is not None
    assert (quoted.speaker.name, quoted.confidence) == ("Mira Tanaka", 0.6)
    text = "Mira Tanaka said the port was shut. Rain fell.\n\n“We have no choice.”"
    assert quotes(text)[1].speaker is None
