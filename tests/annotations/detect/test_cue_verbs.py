"""Verbs of saying: which words are, which are nouns or passives, and where they stand."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.cue_verbs import CueVerbs, speech
from annotations.detect.lexicon import cues, sections

TEXTS = [
    ("Orla Vexley said it.", ["said"]),
    ("Said Orla Vexley: no.", ["said"]),
    ("Orla Vexley went on and on.", ["went on"]),
    ("Orla Vexley went home.", []),
    ("She pointed out the boat.", ["pointed out"]),
    ("“That is what I am for,” said Orla Vexley.", ["said"]),
    ("Her claims were old.", []),
    ("The old claims were heard.", []),
    ("Orla Vexley claims it.", ["claims"]),
    ("She claims it.", ["claims"]),
    ("The spokesman claims it.", ["claims"]),
    ("The saying is old.", []),
    ("In saying so she laughed.", ["saying", "laughed"]),
    ("She was told to sail.", []),
    ("She was warned to sail.", []),
    ("Tanaka’s told tale.", []),
    ("They say it.", ["say"]),
    ("Pilots say it.", ["say"]),
    ("The pilots, a hardy lot, say it.", ["say"]),
    ("There were, say, ten.", []),
    ("She would say it.", ["say"]),
    ("She used to say it.", ["say"]),
    ("She did not say it.", []),
    ("It is hard to say.", []),
    ("The boss say it.", []),
    ("This say is short.", []),
    ("A market forecasts rain.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[text for text, _ in TEXTS])
def test_verbs_of_saying_are_told_from_nouns_and_passives(text: str, expected: list[str]) -> None:
    found = CueVerbs(text).between(0, len(text), weak=False)
    assert [cue.word for cue in found] == expected
    assert [text[cue.start : cue.end].lower() for cue in found] == expected


def test_weak_verbs_are_given_only_when_asked_for() -> None:
    text = "She called it old and said so."
    verbs = CueVerbs(text)
    assert [cue.word for cue in verbs.between(0, len(text), weak=True)] == ["called", "said"]
    assert [cue.word for cue in verbs.between(0, len(text), weak=False)] == ["said"]


def test_only_verbs_that_lie_wholly_in_a_stretch_are_given() -> None:
    text = "She said no, he went on."
    verbs = CueVerbs(text)
    end = text.index(" on")
    assert [cue.word for cue in verbs.between(0, end, weak=True)] == ["said"]
    assert [cue.word for cue in verbs.between(5, len(text), weak=True)] == ["went on"]
    assert verbs.between(len(text), len(text), weak=True) == []


def test_the_lists_of_cues_fit_together() -> None:
    assert not cues().strong & cues().weak
    assert speech("documents") <= cues().roles
    assert speech("bodies") <= cues().roles
    assert not speech("documents") & speech("bodies")
    assert speech("attitudes") <= cues().strong | cues().weak
    assert {word.split()[0] for word in speech("replies")} <= {word.split()[0] for word in cues().strong}
    for name in ("documents", "bodies", "plurals", "nouns", "replies", "not_plural", "before_titles"):
        entries = sections("cues")[name]
        assert list(entries) == [entry.lower() for entry in entries]


@given(st.text(alphabet=st.sampled_from("saidoln w’'.,“”\nT"), max_size=60))
@settings(max_examples=100, deadline=None)
def test_verbs_come_in_order_and_do_not_overlap(text: str) -> None:
    found = CueVerbs(text).all
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(text[cue.start : cue.end].lower().split() == cue.word.split() for cue in found)
