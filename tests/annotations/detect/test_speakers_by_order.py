"""Subjects by word order: the words before or after a cue verb that name the one who speaks."""

import pytest

from annotations.detect.attribution import Attribution
from annotations.detect.entities import find_entities
from annotations.detect.inversion import Inversion
from annotations.detect.mentions import Mentions
from annotations.detect.quotes import find_quotes
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Span


def entities(text: str) -> list[Entity]:
    return [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]


def subjects(text: str) -> Subjects:
    return Subjects(text, entities(text))


def inversion(text: str) -> Inversion:
    return Inversion(text, Mentions(entities(text)))


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else span.of(text)


# The verb stands at the bar.
BEFORE = [
    ("Orla Vexley |said", "Orla Vexley"),
    ("Orla Vexley also |said", "Orla Vexley"),
    ("Orla Vexley has since then repeatedly |said", "Orla Vexley"),
    ("Orla Vexley quietly |said", "Orla Vexley"),
    ("She |said", "She"),
    ("On Monday they |said", "they"),
    ("The pilot |said", "The pilot"),
    ("Two harbour pilots’ wives |said", "Two harbour pilots’ wives"),
    ("The ferry company |said", "The ferry company"),
    ("A spokesman for the ferry company |said", "A spokesman for the ferry company"),
    ("Orla Vexley, who keeps the light, |said", "Orla Vexley"),
    ("Orla Vexley, 44, |said", "Orla Vexley"),
    ("The keeper of the light, Orla Vexley, |said", "Orla Vexley"),
    ("Orla Vexley (who keeps the light) |said", "Orla Vexley"),
    ("Orla Vexley – who keeps the light – |said", "Orla Vexley"),
    ("Orla Vexley rose and |said", "Orla Vexley"),
    ("The minister rose but |said", "The minister"),
    ("In a note to the yard, Orla Vexley |said", "Orla Vexley"),
    ("After the storm, the mayor |said", "the mayor"),
    ("Orla Vexley used to |say", "Orla Vexley"),
    ("When the tide turned, she |said", "she"),
    ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), BEFORE, ids=[marked for marked, _ in BEFORE])
def test_the_subject_before_a_verb(marked: str, expected: str | None) -> None:
    text = marked.replace("|", "")
    assert words(text, subjects(text).before(0, max(0, marked.find("|")))) == expected


def test_nothing_before_the_floor_is_looked_at() -> None:
    text = "Orla Vexley said"
    assert subjects(text).before(12, 12) is None
    assert subjects(text).before(5, 12) is None  # the name begins before it


AFTER = [
    ("said| Orla Vexley.", "Orla Vexley"),
    ("said| Orla Vexley, who keeps the light.", "Orla Vexley"),
    ("said| she on Monday.", "she"),
    ("said| the keeper.", "the keeper"),
    ("said| the keeper of the light on Monday.", "the keeper of the light"),
    ("said| a spokesman for the ferry company.", "a spokesman for the ferry company"),
    ("said| its founder, Orla Vexley.", "Orla Vexley"),
    ("said| Mayor Orla Vexley last week.", "Orla Vexley"),
    ("said| two of the pilots yesterday.", "two of the pilots"),
    ("said| Norwegian officials on Monday.", "Norwegian officials"),
    ("said| another resident, adding that it rained.", "another resident"),
    ("said| one resident.", "one resident"),
    ("said| Norwegian officials in Oslo.", "Norwegian officials"),
    ("said| a spokesman for the port of Oslo.", "a spokesman for the port of Oslo"),
    ("said| quietly.", None),
    ("said|.", None),
    ("said| in Oslo.", None),
]


@pytest.mark.parametrize(("marked", "expected"), AFTER, ids=[marked for marked, _ in AFTER])
def test_the_subject_after_a_verb(marked: str, expected: str | None) -> None:
    text = marked.replace("|", "")
    assert words(text, inversion(text).after(marked.index("|"), len(text))) == expected


FIRST = [
    ("Orla Vexley runs the yard.", "Orla Vexley"),
    ("Mayor Orla Vexley runs the yard.", "Orla Vexley"),
    ("The mayor, Orla Vexley, runs the yard.", "The mayor"),
    ("But she runs the yard.", "she"),
    ("However, Orla Vexley runs the yard.", "Orla Vexley"),
    ("“Meanwhile, the union met.”", "the union"),
    ("In a long letter, the union asked for more.", "the union"),
    ("Speaking in Oslo, Orla Vexley asked for more.", "Orla Vexley"),
    ("Running late, Orla Vexley asked for more.", "Orla Vexley"),
    ("When asked, the driver shrugged.", "the driver"),
    ("Rain fell on the yard.", None),
    ("One rose.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), FIRST, ids=[text for text, _ in FIRST])
def test_the_subject_that_a_sentence_begins_with(text: str, expected: str | None) -> None:
    assert words(text, subjects(text).first(0, len(text))) == expected


CUES = [
    # text, cue and speaker of the first quotation
    ("“We sail,” snapped Orla Vexley.", "snapped", "Orla Vexley"),
    ("“We sail,” Orla Vexley warned.", "warned", "Orla Vexley"),
    ("“We sail,” Orla Vexley went on.", "went on", "Orla Vexley"),
    ("Orla Vexley put it bluntly: “We sail.”", "put it", "Orla Vexley"),
    ("Orla Vexley described it as “a rusty tub.”", "described", "Orla Vexley"),
    ("Orla Vexley would say, “We sail.”", "say", "Orla Vexley"),
    ("According to the notice, the boats were “late again.”", "According to", "the notice"),
    ("In the words of Orla Vexley, “we sail.”", "In the words of", "Orla Vexley"),
    ("“We sail,” as told by Orla Vexley.", "as told by", "Orla Vexley"),
    ("“We sail,” Orla Vexley told the crew.", "told", "Orla Vexley"),
    ("“We sail,” she told Orla Vexley.", "told", "she"),
    ("Orla Vexley: “We sail.”", None, "Orla Vexley"),
    ("ORLA VEXLEY (laughing): “We sail.”", None, "ORLA VEXLEY"),
    ("**Vexley:** “We sail.”", None, "Vexley"),
    ("Orla Vexley was told “to sail.”", None, None),
    ("Her say on “the boats” was short.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cue", "speaker"), CUES, ids=[text for text, *_ in CUES])
def test_cue_and_speaker_of_a_quotation(text: str, cue: str | None, speaker: str | None) -> None:
    quote = Span(text.index("“"), text.index("”") + 1)
    found = Attribution(text, entities(text), Sentences(text)).find(quote, 0, len(text))
    said = None if found is None else found.speaker.of(text)
    verb = None if found is None or found.cue is None else found.cue.text
    assert (verb, said) == (cue, speaker)


NAMED = [
    ("Orla Vexley keeps the light. “It is lit,” Vexley said.", ["Orla Vexley"]),
    ("Mayor Orla Vexley came. “It is lit,” the mayor said.", ["Orla Vexley"]),
    (
        "Judge Orla Vexley met Judge Zorbo Quell. “It is lit,” the judge said.",
        ["judge"],
    ),
    ("Quellby Foods Ltd. grew. “It is lit,” Quellby Foods said.", ["Quellby Foods Ltd."]),
    ("Mary Vexley met John Quell. “It is lit,” he said. “Bright,” she said.", ["John Quell", "Mary Vexley"]),
    ("“It is lit,” said Mary Vexley. “Is it?” asked John Quell. “It is,” she said.",
     ["Mary Vexley", "John Quell", "Mary Vexley"]),
    ("“It is lit,” three people said.", ["three people"]),
    ("“It is lit,” another resident said.", ["resident"]),
    ("“It is lit,” my mother said.", ["mother"]),
    ("The unions met. They said it was “a good first day.”", ["unions"]),
    ("ORLA: I said, “Never.”\n\nOrla Vexley left.", ["Orla Vexley"]),
    ("“It is lit,” somebody said.", [None]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speakers"), NAMED, ids=[text[:70] for text, _ in NAMED])
def test_the_words_become_a_name(text: str, speakers: list[str | None]) -> None:
    quotes = find_quotes(text, entities(text))
    assert [quote.speaker.name if quote.speaker else None for quote in quotes] == speakers


@pytest.fixture
def mentions() -> Mentions:
    # 0: Oslo (GPE) 0-4, 2 (CARDINAL) 5-6, Orla Vexley (PERSON) 10-21, Harbour Bank (ORG) 30-42
    rows = [(0, 4, "GPE"), (5, 6, "CARDINAL"), (10, 21, "PERSON"), (30, 42, "ORG")]
    return Mentions([Entity(start=a, end=b, label=label, text="x" * (b - a)) for a, b, label in rows])


def label(entity: Entity | None) -> str | None:
    return None if entity is None else entity.label


def test_mentions_are_looked_up_by_place(mentions: Mentions) -> None:
    assert [label(mentions.ending(end)) for end in (4, 6, 21, 20, 42, 99)] == [
        "GPE", None, "PERSON", None, "ORG", None,
    ]  # fmt: skip
    assert [label(mentions.at(*span)) for span in ((10, 21), (11, 21), (10, 20))] == ["PERSON", None, None]
    assert [label(mentions.holding(at)) for at in (0, 3, 4, 5, 10, 20, 21, 41, 42)] == [
        "GPE", "GPE", None, None, "PERSON", "PERSON", None, "ORG", None,
    ]  # fmt: skip
    assert [mentions.holds(at) for at in (9, 10, 21)] == [False, True, False]


def test_a_person_is_preferred_in_a_stretch(mentions: Mentions) -> None:
    assert [label(mentions.from_(*span)) for span in ((0, 9), (1, 10), (1, 11), (22, 50), (43, 50))] == [
        "GPE", None, "PERSON", "ORG", None,
    ]  # fmt: skip
    assert [label(mentions.best(*span)) for span in ((0, 50), (0, 9), (22, 50), (43, 50))] == [
        "PERSON", "GPE", "ORG", None,
    ]  # fmt: skip
