"""Tags in a changed text: found where there is no doubt, left alone where there is some."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import anchoring
from annotations.anchoring import anchor, nearest
from annotations.records import Span

TALKS = (
    "The port will publish every contract by June. Growers say the fee of $2 million has hurt them.\n\n"
    "“We seek trade,” the minister said. “It is early,” the minister said.\n"
)
SAMPLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent.parent.parent / "sample_articles").glob("*.txt"))
]
WORDS = ["harbour", "committee", "yesterday", "narrowly", "forty", "vessels", "agreed"]


def span(text: str, words: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def moved(new: str, words: str, occurrence: int = 0, old: str = TALKS) -> str | None:
    """Return the text from where some words are found to its end; None where they are not found."""
    (found,) = anchor(old, new, [span(old, words, occurrence)])
    assert found is None or found.of(new) == words
    return None if found is None else new[found.start :]


def test_a_text_that_did_not_change_keeps_every_place() -> None:
    spans = [Span(0, 3), Span(5, 9)]
    assert anchor(TALKS, TALKS, spans) == spans


def test_a_note_before_it_moves_everything() -> None:
    new = "Correction: an earlier version named another port.\n\n" + TALKS
    assert moved(new, "$2 million") == TALKS[TALKS.index("$2 million") :]
    assert moved(new, "the minister said", 1) == "the minister said.\n"
    assert moved(new, "The port will publish every contract by June.") == TALKS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("$2 million", "$3 million"), "$2 million"),
        (("publish every contract", "publish all contracts"), "publish every contract"),
        (("é", "e\u0301"), "né"),
    ],
    ids=["another figure", "other words", "composed otherwise"],
)
def test_words_that_were_changed_are_nowhere(change: tuple[str, str], words: str) -> None:
    old = TALKS + "The paper is né Gazette, as everybody knows."
    assert moved(old.replace(*change), words, old=old) is None


def test_words_that_were_cut_are_not_found_elsewhere() -> None:
    old = TALKS + "“Nobody can tell how it ends,” the minister said.\n"
    new = old.replace("“We seek trade,” the minister said. ", "")
    assert moved(new, "the minister said", 0, old=old) is None
    assert moved(new, "the minister said", 2, old=old) == "the minister said.\n"


def test_one_side_is_enough() -> None:
    new = TALKS.replace("Growers say the fee of", "Many of them find that a charge of")
    assert moved(new, "$2 million") == "$2 million" + TALKS.partition("$2 million")[2]


def test_neither_side_is_too_little() -> None:
    new = TALKS.replace("the fee of $2 million has hurt them", "this: $2 million a day")
    assert moved(new, "$2 million") is None


def test_two_places_as_good_as_each_other_are_none() -> None:
    line = "The council agreed to publish every contract.\n"
    assert moved(line + line, "every contract", old=line) is None
    # Twice before, three times now: which is new?
    assert moved(line * 3, "every contract", 1, old=line * 2) is None


def test_words_that_are_everywhere_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    old = "A start of its own, long enough. " + "a b " * 50
    assert moved("x" + old, "a b", old=old) is not None
    monkeypatch.setattr(anchoring, "_MOST_PLACES", 10)
    assert moved("x" + old, "a b", old=old) is None


def test_the_beginning_and_the_end_of_a_text() -> None:
    assert anchor("Port.", "Port. More.", [Span(0, 4)]) == [None]
    assert anchor("The port.", "So: The port.", [Span(4, 8)]) == [Span(8, 12)]
    assert anchor("port", "another port", [Span(0, 4)]) == [None]
    assert anchor("ab", "b", [Span(0, 0)]) == [None]


@given(st.text(max_size=60), st.text(max_size=60), st.data())
def test_whatever_is_found_reads_as_it_did(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    wanted = Span(start, data.draw(st.integers(start, len(old))))
    (found,) = anchor(old, new, [wanted])
    assert found is None or found.of(new) == wanted.of(old)
    assert found is None or 0 <= found.start <= found.end <= len(new)


@pytest.mark.parametrize(
    ("new", "same"),
    [
        (TALKS, True),
        ("Corrected. " + TALKS, True),
        (TALKS[:100], True),
        (TALKS.replace("million", "billion").replace("minister", "mayor"), True),
        ("Something else entirely, about a lighthouse and the boats that pass it at night.", False),
        ("", False),
        ("The", False),
    ],
    ids=["same", "note", "cut", "edited", "another", "empty", "tiny"],
)
def test_a_version_is_told_from_another_story(new: str, same: bool) -> None:
    assert anchoring.same_story(TALKS, new) is same
    assert anchoring.same_story(new, TALKS) is same


# How well it does, on whole articles: every sentence-like, phrase-like and word-like stretch is a tag.


def stretches(text: str, chance: random.Random) -> Iterator[Span]:
    """Yield passages as they are tagged: figures, phrases and sentences, in equal parts."""
    starts = [0, *(place + 1 for place, char in enumerate(text) if char in " \n")]
    for number in range(60):
        first = chance.randrange(len(starts) - 30)
        last = first + (chance.randint(1, 2), chance.randint(3, 8), chance.randint(9, 24))[number % 3]
        passage = text[starts[first] : starts[last] - 1]
        if passage.strip() == passage and passage:
            yield Span(starts[first], starts[last] - 1)


def edited(text: str, share: float, chance: random.Random) -> tuple[str, list[int]]:
    """Change, drop or add words; return the text, and where each code point of it came from."""
    new: list[str] = []
    origin: list[int] = []
    place = 0
    for word in text.split(" "):
        piece = word + " "
        roll = chance.random()
        if roll < share:
            instead = ("", chance.choice(WORDS) + " ", piece + chance.choice(WORDS) + " ")[
                chance.randrange(3)
            ]
            kept = len(piece) if instead.startswith(piece) else 0
            origin += [*range(place, place + kept), *[-1] * (len(instead) - kept)]
            new.append(instead)
        else:
            origin += range(place, place + len(piece))
            new.append(piece)
        place += len(piece)
    return "".join(new), origin


def outcome(old: str, new: str, origin: list[int], spans: list[Span]) -> tuple[int, int]:
    """Return how many spans were found where they are, and how many elsewhere."""
    right = wrong = 0
    for wanted, found in zip(spans, anchor(old, new, spans), strict=True):
        if found is None:
            continue
        same = origin[found.start : found.end] == list(range(*wanted))
        right += same
        wrong += not same
    return right, wrong


def test_a_prepended_note_costs_next_to_nothing() -> None:
    chance = random.Random(6)
    note = "Correction, March 6: an earlier version of this article misstated the date of the talks.\n\n"
    total = right = wrong = 0
    for text in SAMPLES:
        spans = list(stretches(text, chance))
        found = outcome(text, note + text, [-1] * len(note) + list(range(len(text))), spans)
        total, right, wrong = total + len(spans), right + found[0], wrong + found[1]
    assert total > 300
    assert right >= 0.99 * total
    assert wrong <= 0.005 * total


def test_small_edits_all_over_cost_some_and_put_nothing_in_the_wrong_place() -> None:
    chance = random.Random(6)
    total = right = wrong = 0
    for text in SAMPLES:
        for _ in range(2):
            spans = list(stretches(text, chance))
            new, origin = edited(text, 0.005, chance)
            found = outcome(text, new, origin, spans)
            total, right, wrong = total + len(spans), right + found[0], wrong + found[1]
    assert right >= 0.75 * total
    assert wrong <= 0.005 * total


def test_many_edits_still_put_hardly_anything_in_the_wrong_place() -> None:
    chance = random.Random(7)
    total = wrong = 0
    for text in SAMPLES:
        spans = list(stretches(text, chance))
        new, origin = edited(text, 0.1, chance)
        total, wrong = total + len(spans), wrong + outcome(text, new, origin, spans)[1]
    assert wrong <= 0.005 * total


def near(old: str, new: str, words: str, occurrence: int = 0) -> str:
    """Return the words from where one begins to look."""
    return new[nearest(old, new, span(old, words, occurrence)) :]


def test_one_begins_to_look_where_the_words_are_with_most_of_what_stood_around_them() -> None:
    new = TALKS.replace("“We seek trade,”", "Asked for more,")
    assert near(TALKS, new, "the minister said", 0).startswith("the minister said. “It is")
    assert near(TALKS, new, "the minister said", 1) == "the minister said.\n"


@pytest.mark.parametrize(
    ("words", "changed", "found"),
    [
        ("every contract by June", "all its contracts by July", "all its contracts by July. Growers"),
        ("$2 million", "three millions", "three millions has hurt"),
        ("We seek trade", "Trade is all", "Trade is all,” the minister"),
    ],
)
def test_or_where_what_stood_around_them_is_now(words: str, changed: str, found: str) -> None:
    assert near(TALKS, TALKS.replace(words, changed), words).startswith(found)


def test_or_as_far_into_the_text_as_they_were() -> None:
    assert nearest("a b c d", "1 2 3 4", Span(2, 3)) == 2
    assert nearest("a b c d", "", Span(2, 3)) == 0
    assert nearest("", "x", Span(0, 0)) == 0


@given(st.text("ab .", max_size=80), st.text("ab .", max_size=80), st.data())
def test_one_always_begins_somewhere_in_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    assert 0 <= nearest(old, new, Span(start, end)) <= len(new)
