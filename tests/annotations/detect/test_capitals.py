"""Capitalised words, the runs they form, and what speaks for each label of a run."""

from collections import Counter
from itertools import pairwise

import pytest

from annotations.detect.capitals import begins, words
from annotations.detect.evidence import UNKNOWN, by_form
from annotations.detect.guesses import guesses
from annotations.detect.runs import Run, known_label, known_parts, runs
from annotations.detect.sentences import Sentences
from annotations.detect.surroundings import by_context, near_place


def run_of(text: str, name: str) -> Run:
    """Return the capitalised words of a name inside a text as one run."""
    start = text.index(name)
    end = start + len(name)
    return Run(text, [word for word in words(text) if start <= word.start and word.end <= end])


WORDS = [
    ("the pilot Orla Vexley rose", ["Orla", "Vexley"]),
    ("in the U.S. and the U.N. hall", ["U.S.", "U.N."]),
    ("with J. Quell there", ["J.", "Quell"]),
    ("met Kim Ha-neul there", ["Kim", "Ha-neul"]),
    ("a Quellby-friendly plan", ["Quellby"]),
    ("a Quellby-based yard", ["Quellby"]),
    ("the Anglo-Saxon yard", ["Anglo-Saxon"]),
    ("by O’Dell’s boat", ["O’Dell"]),
    ("by O'Dell's boat", ["O'Dell"]),
    ("of d’Artagnan there", ["d’Artagnan"]),
    ("of al-Masri there", ["al-Masri"]),
    ("at AT&T now", ["AT&T"]),
    ("met Mr. Quell there", ["Mr.", "Quell"]),
    ("met Mr Quell there", ["Mr", "Quell"]),
    ("in Åre and Örebro", ["Åre", "Örebro"]),
    ("with Zoe\u0308 there", ["Zoe\u0308"]),
    ("an iPhone and an eBay", []),
    ("no capitals here", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[repr(text) for text, _ in WORDS])
def test_capitalised_words(text: str, expected: list[str]) -> None:
    found = list(words(text))
    assert [word.text for word in found] == expected
    assert [text[word.start : word.end] for word in found] == expected


INITIAL = [
    ("|Rain fell.", True),
    ("It rained. |Rain fell.", True),
    ("It rained! |Rain fell.", True),
    ("It rained: |Rain fell.", True),
    ("He said “|Rain fell.”", True),
    ("A headline\n|Rain fell.", True),
    ("- |Rain fell.", True),
    ("in the |Rain hall", False),
    ("it rained, |Rain said", False),
    ("then Sen. |Rain spoke", False),
    ("then Mr. |Rain spoke", False),
    ("then J. |Rain spoke", False),
]


@pytest.mark.parametrize(("marked", "initial"), INITIAL, ids=[repr(marked) for marked, _ in INITIAL])
def test_words_that_a_sentence_begins_with(marked: str, initial: bool) -> None:
    at = marked.index("|")
    (word,) = (word for word in words(marked.replace("|", "")) if word.start == at)
    assert word.initial is initial


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [("", 0, True), ("   A", 3, True), ("a A", 2, False), ("a.\nA", 3, True), ("a\n  A", 4, True)],
)
def test_places_where_a_sentence_begins(text: str, at: int, expected: bool) -> None:
    assert begins(text, at) is expected


RUNS = [
    ("they met Orla Vexley and Zorbo Quell", ["Orla Vexley", "Zorbo Quell"]),
    ("they met Femke van der Laan there", ["Femke van der Laan"]),
    ("they met Orla Vexley. Rain fell", ["Orla Vexley", "Rain"]),
    ("they met Orla Vexley It rained", ["Orla Vexley", "It"]),
    ("the University of Quellby grew", ["University of Quellby"]),
    ("the Bank of the North grew", ["Bank of the North"]),
    ("the Council for Fair Trade met", ["Council for Fair Trade"]),
    ("the Ministry of Trade and Industry met", ["Ministry of Trade and Industry"]),
    ("the Ministry of Trade and Norway met", ["Ministry of Trade", "Norway"]),
    ("the Farmers’ League met", ["Farmers’ League"]),
    ("the Quellby’s League met", ["Quellby", "League"]),
    ("in Courtroom No. 4 of Quellby", ["Courtroom", "No.", "Quellby"]),
    ("they met Orla, Zorbo and Mira", ["Orla", "Zorbo", "Mira"]),
]


@pytest.mark.parametrize(("text", "expected"), RUNS, ids=[repr(text) for text, _ in RUNS])
def test_runs(text: str, expected: list[str]) -> None:
    assert [run.name for run in runs(text, words(text))] == expected


def test_a_run_knows_its_place_and_its_parts() -> None:
    text = "then Orla  Jane Vexley rose"
    (run,) = runs(text, words(text))
    assert (run.start, run.end, run.name) == (5, 22, "Orla Jane Vexley")
    assert (run.part(1).name, run.part(0, 2).name, run.part(1, 2).start) == ("Jane Vexley", "Orla Jane", 11)


def test_no_run_is_endless() -> None:
    text = "a " + "Vexley " * 40
    assert max(len(run.words) for run in runs(text, words(text))) <= 14


@pytest.mark.parametrize(
    ("name", "label"),
    [("Norway", "GPE"), ("NORWAY", "GPE"), ("Norwegian", "NORP"), ("norway", None), ("Quellby", None)],
)
def test_labels_of_the_gazetteer(name: str, label: str | None) -> None:
    assert known_label(name) == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Norway Quell Japan hall", [(0, 1, "GPE"), (2, 3, "GPE")]),
        ("the New York Quell hall", [(0, 2, "GPE")]),
        ("the Vexley Quell hall", []),
    ],
)
def test_known_names_inside_a_run(text: str, expected: list[tuple[int, int, str]]) -> None:
    (run,) = runs(text, words(text))
    assert list(known_parts(run)) == expected


FORMS = [
    ("they saw Vexley Bay there", "Vexley Bay", "LOC"),
    ("they saw Lake Quell there", "Lake Quell", "LOC"),
    ("they saw Mount Quell there", "Mount Quell", "LOC"),
    ("they saw Vexley Airport there", "Vexley Airport", "FAC"),
    ("they saw Vexley Stadium there", "Vexley Stadium", "FAC"),
    ("they saw Mary Quell there", "Mary Quell", "PERSON"),
    ("they saw Zorbo P. Quell there", "Zorbo P. Quell", "PERSON"),
    ("they saw O’Quell there", "O’Quell", "PERSON"),
    ("they saw McQuell there", "McQuell", "PERSON"),
    ("they saw Zorbo Quell there", "Zorbo Quell", "PERSON"),
    ("they saw QXLF there", "QXLF", "ORG"),
    ("they saw Quellgrad there", "Quellgrad", "GPE"),
    ("they saw Vexleyshire there", "Vexleyshire", "GPE"),
    ("they saw HMS Vexley there", "HMS Vexley", "PRODUCT"),
    ("they saw Quell there", "Quell", None),
    ("they saw Vexlo there", "Vexlo", UNKNOWN),
    ("they saw HUGE there", "HUGE", None),
    ("they saw Hurricane Quell there", "Hurricane Quell", "EVENT"),
    ("they saw Quell Marathon there", "Quell Marathon", "EVENT"),
    ("they saw Quell Treaty there", "Quell Treaty", "LAW"),
    ("they saw Quell Prize there", "Quell Prize", ""),
    ("they saw Bright Quarry there", "Bright Quarry", "ORG"),
    ("they saw Stockton there", "Stockton", "GPE"),
    ("they saw Henkel there", "Henkel", "ORG"),
]


@pytest.mark.parametrize(("text", "name", "label"), FORMS, ids=[name for _, name, _ in FORMS])
def test_the_words_of_a_name_speak_for_a_label(text: str, name: str, label: str | None) -> None:
    weights = by_form([word.text for word in run_of(text, name).words])
    strongest = max(weights, key=lambda weight: weight[1], default=None)
    assert (strongest[0] if strongest else None) == label


CONTEXTS = [
    ("the lawyer Quell left", {"PERSON"}),
    ("then Quell said no", {"PERSON"}),
    ("then Quell later said no", {"PERSON"}),
    ("then Quell, who sailed, left", {"PERSON"}),
    ("then Quell, 61, left", {"PERSON"}),
    ("then Quell (61) left", {"PERSON"}),
    ("then Quell, a pilot, left", {"PERSON"}),
    ("the boats of northern Quell left", {"GPE"}),
    ("the boats in Quell left", {"GPE"}),
    ("the boats from Quell left", {"GPE"}),
    ("then Quell, a small fishing village, slept", {"GPE", "PERSON"}),
    ("then Quell, Ohio, slept", {"GPE"}),
    ("then the Quell left", {"ORG"}),
    ("then Quell left", set()),
    ("then Quell was born here", {"PERSON"}),
    ("then Quell grew up here", {"PERSON"}),
    ("then Quell was told", set()),
    ("then Quell (QLL) left", set()),
    ("north of Quell it rained", {"GPE"}),
    ("“Quell said", {"PERSON"}),
    ("then Quell.", set()),
]


@pytest.mark.parametrize(("text", "labels"), CONTEXTS, ids=[text for text, _ in CONTEXTS])
def test_the_words_around_a_name_speak_for_labels(text: str, labels: set[str]) -> None:
    assert {label for label, _ in by_context(run_of(text, "Quell"))} == labels


def test_what_stands_before_a_place() -> None:
    assert near_place("they live in Quell", 13, 18)
    assert near_place("they live near the Quell", 19, 24)
    assert not near_place("they like Quell", 10, 15)
    assert not near_place("Quell", 0, 5)
    assert not near_place("in-Quell", 3, 8)
    assert near_place("then Quell’s King left", 5, 10)
    assert not near_place("then Quell’s coat left", 5, 10)


def test_a_place_outweighs_an_apposition() -> None:
    weights: Counter[str] = Counter()
    for label, weight in by_context(run_of("then Quell, a small fishing village, slept", "Quell")):
        weights[label] += int(weight * 10)
    assert weights.most_common(1)[0][0] == "GPE"


GUESSES = [
    ("then Norwegian President Zorbo Quell left", ["Norwegian", "Zorbo Quell"]),
    ("then The Vexley Quell left", ["Vexley Quell"]),
    ("then Vice President Quell left", ["Quell"]),
    ("then Mayor left", []),
    ("However Zorbo Quell left", ["Zorbo Quell"]),
    ("But left", []),
    ("the Vexley Shipping Company left", ["Vexley Shipping Company"]),
    ("then John London left", ["John London"]),
    ("the Boston Gulls left", ["Boston Gulls"]),
    ("then Secretary of State Mary Quell left", ["Mary Quell"]),
    ("then Quarry and Harbour Authority left", ["Quarry and Harbour Authority"]),
    ("then Mary Vexley and John Quell left", ["Mary Vexley", "John Quell"]),
    ("the Ministry of Quarries, Harbours and Roads left", ["Ministry of Quarries, Harbours and Roads"]),
    ("the Treaty of Vexley held", ["Treaty of Vexley"]),
    ("the Battle of Vexley began", ["Battle of Vexley"]),
    ("then FC Vexley won", ["FC Vexley"]),
    ("then Vexley & Quell sold", ["Vexley & Quell"]),
    ("then Mary Vexley & John Quell sang", ["Mary Vexley", "John Quell"]),
    ("in Northern Iraq it rained", ["Northern Iraq"]),
    ("then Save the Children left", ["Save the Children"]),
    ("the University of Vexley at Austin grew", ["University of Vexley at Austin"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GUESSES, ids=[text for text, _ in GUESSES])
def test_what_a_run_may_hold(text: str, expected: list[str]) -> None:
    found = [guess for run in runs(text, words(text)) for guess in guesses(run)]
    assert [guess.name for guess in found] == expected
    assert [" ".join(text[guess.start : guess.end].split()) for guess in found] == expected


SENTENCES = [
    "It rained. |It stopped.",
    "It rained! |“Did it?” |It did.",
    "Mr. Quell of St. Vexley met J. Ames. |He left.",
    "It cost $2.50 at 9 a.m. sharp. |It is 5 now.",
    "A line\n\n|Another line",
    "- one\n|- two",
    "It ended … |Then it began.",
    "No stop here",
]


@pytest.mark.parametrize("marked", SENTENCES, ids=[repr(marked) for marked in SENTENCES])
def test_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    starts, at = [0], 0
    for part in marked.split("|")[:-1]:
        at += len(part)
        starts.append(at)
    sentences = Sentences(text)
    assert sorted({sentences.around(at)[0] for at in range(len(text))}) == starts
    for before, start in pairwise(starts):
        previous = sentences.before(start)
        assert previous is not None
        assert previous[0] == before
    assert sentences.before(0) is None
