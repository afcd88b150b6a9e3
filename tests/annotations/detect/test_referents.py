"""Whom a pronoun, a role or an epithet means: who leads the sentences before, not the nearest name."""

import pytest

from annotations.detect import marks
from annotations.detect.bearers import Bearers
from annotations.detect.people import People
from annotations.detect.referents import Referents
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Span


def entities(text: str, mentions: tuple[str, ...], label: str = "PERSON") -> list[Entity]:
    """Return persons of a text; each mention is looked for after the one before."""
    found, at = [], 0
    for mention in mentions:
        at = text.index(mention, at)
        found.append(Entity(start=at, end=at + len(mention), label=label, text=mention))
        at += len(mention)
    return found


def referents(text: str, *mentions: str) -> Referents:
    named, sentences = entities(text, mentions), Sentences(text)
    people, subjects = People(text, named, sentences), Subjects(text, named)
    paragraphs = [Span(*place) for place in marks.paragraphs(text)]
    return Referents(text, people, subjects, sentences, paragraphs)


def meant(text: str, *mentions: str) -> str | None:
    """Return whom the last word of a text means."""
    word = text.rsplit(maxsplit=1)[-1]
    found = referents(text, *mentions).person(word, len(text) - len(word))
    return found.name if found else None


PRONOUNS = [
    ("Mary Ames rose. Then she", ("Mary Ames",), "Mary Ames"),
    ("Mary Ames rose. Then he", ("Mary Ames",), None),
    ("Mary Ames rose. John Ames sat. Then she", ("Mary Ames", "John Ames"), "Mary Ames"),
    ("Mary Ames rose. John Ames sat. Then he", ("Mary Ames", "John Ames"), "John Ames"),
    ("Mary Ames rose. John Ames sat. Then her", ("Mary Ames", "John Ames"), "Mary Ames"),
    ("John Ames rose. Peter Quell sat. Then his", ("John Ames", "Peter Quell"), "Peter Quell"),
    ("John Ames met Peter Quell at noon. Then he", ("John Ames", "Peter Quell"), "John Ames"),
    ("John Ames met Mary Quell at noon. Then she", ("John Ames", "Mary Quell"), "Mary Quell"),
    ("Zorb Quell rose. Then she", ("Zorb Quell",), "Zorb Quell"),
    ("Zorb Quell rose. Then he", ("Zorb Quell",), "Zorb Quell"),
    ("Mary Ames rose. Zorb Quell sat. Then she", ("Mary Ames", "Zorb Quell"), "Mary Ames"),
    ("Mary Ames rose. Zorb Quell sat. Then he", ("Mary Ames", "Zorb Quell"), "Zorb Quell"),
    ("Mary Ames rose.\n\nZorb Quell sat. Then she", ("Mary Ames", "Zorb Quell"), "Zorb Quell"),
    ("Mary Ames rose.\n\nNobody sat.\n\nThen she", ("Mary Ames",), "Mary Ames"),
    ("Mary Ames rose." + "\n\nNobody sat." * 9 + "\n\nThen she", ("Mary Ames",), None),
    ("Nobody rose. Then she", (), None),
    ("By Mary Ames\n\nJane Quell rose. Then she", ("Mary Ames", "Jane Quell"), "Jane Quell"),
    ("Mary Ames’s dog rose at Jane Quell’s. Then she", ("Mary Ames", "Jane Quell"), "Mary Ames"),
    ("The crowd cheered for Mary Ames, who rose. Then she", ("Mary Ames",), "Mary Ames"),
    ("Its author, Mary Ames, rose. Then she", ("Mary Ames",), "Mary Ames"),
    ("Its author, the engineer Mary Ames, rose. Then she", ("Mary Ames",), "Mary Ames"),
    ("Mary Ames’s baby, a girl, slept. Then she", ("Mary Ames",), "Mary Ames"),
    ("One investor, who sold, was blunter. Then he", (), "investor"),
    ("A councilwoman rose. Then he", (), None),
    ("A councilwoman rose. Then she", (), "councilwoman"),
    ("Officials rose. Then he", (), None),
    ("A letter came. Then he", (), None),
    ("Another rose. Then he", (), None),
    ("Vice President John Ames left.\n\nThe vice president rose. Then he", ("John Ames",), "John Ames"),
    ("Jane Quell rose. The 29-year-old met Mary Ames. Then she", ("Jane Quell", "Mary Ames"), "Jane Quell"),
    ("JOHN AMES: My uncle called. Then he", ("JOHN AMES",), "uncle"),
    ("John Ames met us.\n\nA: My uncle called. Then he", ("John Ames",), "uncle"),
]


@pytest.mark.parametrize(("text", "mentions", "name"), PRONOUNS, ids=[text[:70] for text, *_ in PRONOUNS])
def test_whom_a_pronoun_means(text: str, mentions: tuple[str, ...], name: str | None) -> None:
    if "\nA:" in text:
        found = referents(text, *mentions)
        found.interviewee = "John Ames"
        answer = found.person("he", len(text) - 2)
        assert answer is not None
        assert answer.name == name
    else:
        assert meant(text, *mentions) == name


def test_whoever_spoke_last_is_meant_and_a_pronoun_tells_a_gender() -> None:
    text = "Zorb Ames rose. Zorb Quell sat. “Yes,” the pilot said. Then she"
    found = referents(text, "Zorb Ames", "Zorb Quell")
    at = len(text) - 3
    first = found.person("she", at)
    assert first is not None
    assert first.name == "Zorb Quell"
    found.note(text.index("the pilot"), "Zorb Ames", gender="f")
    second = found.person("she", at)
    assert second is not None
    assert (second.name, found.gender("Zorb Ames")) == ("Zorb Ames", "f")
    assert second.sure > first.sure
    found.note(text.index("said"), "harbour board", rank=-1)  # no person
    assert found.person("she", at) == second


def test_names_in_quotations_are_not_on_the_writers_mind() -> None:
    text = "Mary Ames rose. “Jane Quell sat,” somebody said. Then she"
    found = referents(text, "Mary Ames", "Jane Quell")
    found.leave_out([Span(text.index("“"), text.index("”") + 1)])
    meant_by = found.person("she", len(text) - 3)
    assert meant_by is not None
    assert meant_by.name == "Mary Ames"
    assert found.is_quoted(text.index("Jane"))
    assert not found.is_quoted(text.index("somebody"))
    assert (found.quoted_until(len(text)), found.quoted_until(3)) == (text.index("”") + 1, 0)


def test_the_farther_the_less_sure() -> None:
    sure = []
    for gap in (" ", "\n\n", "\n\nNobody sat.\n\n"):
        text = f"Mary Ames rose.{gap}Then she"
        found = referents(text, "Mary Ames").person("she", len(text) - 3)
        assert found is not None
        sure.append(found.sure)
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 3


BODIES = [
    ("The council met. It", "The council"),
    ("A letter came. It", "A letter"),
    ("The pilot rose. It", None),
    ("The council met. The pilot rose. It", "The council"),
    ("The unions met. They", "The unions"),
    ("Officials met. They", "Officials"),
    ("The council met. They", "The council"),
    ("The pilot rose. They", None),
    ("The unions met.\n\nThe pilot rose. They", "The unions"),
    ("The unions met.\n\nThe pilot rose.\n\nThe pilot sat. They", None),
    ("She rose. It", None),
]


@pytest.mark.parametrize(("text", "expected"), BODIES, ids=[text for text, _ in BODIES])
def test_what_it_and_they_mean(text: str, expected: str | None) -> None:
    word = text.rsplit(maxsplit=1)[-1]
    found = referents(text).body(word.lower(), len(text) - len(word))
    assert (None if found is None else found.of(text)) == expected


def test_a_body_by_its_name() -> None:
    text = "Harbour Bank grew. It"
    named = entities(text, ("Harbour Bank",), "ORG")
    sentences = Sentences(text)
    found = Referents(
        text, People(text, named, sentences), Subjects(text, named), sentences, [Span(0, len(text))]
    )
    body = found.body("it", len(text) - 2)
    assert body is not None
    assert body.of(text) == "Harbour Bank"


def test_they_may_be_those_who_spoke() -> None:
    text = "x" * 1_000
    found = referents(text)
    assert found.group(50) is None
    found.note(0, "John Ames")
    assert found.group(50) is None
    found.note(10, "John Ames and Zorb Quell")
    group = found.group(50)
    assert group is not None
    assert group.name == "John Ames and Zorb Quell"
    assert found.group(900) is None


BEARERS = [
    ("Vice President John Ames left.", ("John Ames",), "vice president", "John Ames"),
    ("Vice President John Ames left.", ("John Ames",), "president", "John Ames"),
    ("Vice President John Ames left.", ("President John Ames",), "vice president", "John Ames"),
    ("Finance Minister John Ames left.", ("John Ames",), "minister", "John Ames"),
    ("The club’s president, John Ames, left.", ("John Ames",), "president", "John Ames"),
    ("John Ames, the leader of the union, left.", ("John Ames",), "leader", "John Ames"),
    ("John Ames, 44, a harbour pilot, left.", ("John Ames",), "harbour pilot", "John Ames"),
    ("John Ames is the captain.", ("John Ames",), "captain", "John Ames"),
    ("To the president, John Ames was rude.", ("John Ames",), "president", None),
    ("John Ames, a boat owner’s friend of old, left.", ("John Ames",), "owner", None),
    ("John Ames left.", ("John Ames",), "president", None),
    ("Judge John Ames met Judge Zorb Quell.", ("John Ames", "Zorb Quell"), "judge", None),
    ("Judge John Ames met the town of Oslo and all of its great and good people, and then Judge Zorb Quell.",
     ("John Ames", "Zorb Quell"), "judge", "Zorb Quell"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mentions", "words", "name"), BEARERS, ids=[b[0][:50] + b[2] for b in BEARERS]
)
def test_who_bears_a_role(text: str, mentions: tuple[str, ...], words: str, name: str | None) -> None:
    people = People(text, entities(text, mentions), Sentences(text))
    assert Bearers(text, people).named(words, len(text)) == name
