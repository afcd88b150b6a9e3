"""The same words elsewhere: what counts as the same, what as a whole word, and that offsets stay true."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.propagation import Folded, propagated, same_words, searchable
from annotations.records import Phrase, Span


def phrase(words: str, label: str = "figure", id: str = "p") -> Phrase:
    return Phrase(id=id, label=label, words=words)


def found(text: str, words: str) -> list[str]:
    """Return what is found, each with a mark before it, so that the place can be read."""
    return [
        f"{text[max(0, offer.start - 3) : offer.start]}|{offer.text}"
        for offer in propagated(text, [phrase(words)])
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The port. A Port’s rents, PORTS, report.", "port", ["he |port", " A |Port"]),
        ("two\n  lines of two lines", "Two Lines", ["|two\n  lines", "of |two lines"]),
        ("in Straße and STRASSE", "strasse", ["in |Straße", "nd |STRASSE"]),
        ("in Straße and STRASSE", "Straße", ["in |Straße", "nd |STRASSE"]),
        ("ßa sa ssa", "sa", ["ßa |sa"]),
        ("10 of 10,000, 1.10, 10: 10 and 10%", "10", ["|10", "0, |10", "0: |10", "nd |10"]),
        ("$2 million, $2 millions, $2  MILLION", "$2 million", ["|$2 million", "s, |$2  MILLION"]),
        ("cafe, café", "cafe", ["|cafe"]),
        ("cafe\u0301 cafe", "cafe", ["e\u0301 |cafe"]),
        ("a ba a a", "a a", ["ba |a a"]),
        ("A.B. and a.b.c", "a.b.", ["|A.B.", "nd |a.b."]),
        ("(yes) [yes]", "(yes)", ["|(yes)"]),
        ("Ελλάς ΕΛΛΆΣ", "ελλάς", ["|Ελλάς", "άς |ΕΛΛΆΣ"]),
        ("", "port", []),
    ],
)
def test_the_same_words_are_found_whole(text: str, words: str, expected: list[str]) -> None:
    assert found(text, words) == expected


def test_a_suggestion_says_where_it_comes_from() -> None:
    [offer] = propagated("a port", [phrase("Port", "commitment", "id7")])
    assert (offer.span, offer.text, offer.label) == (Span(2, 6), "port", "commitment")
    assert (offer.phrase, offer.origin, offer.score) == ("id7", "propagated", 1.0)
    assert offer.why == "the words of “Port”"
    [offer] = propagated("so long" * 20, [phrase("so long" * 20)])
    assert len(offer.why) == len("the words of “”") + 40


def test_several_phrases_come_in_reading_order_the_longer_first() -> None:
    offers = propagated("x port rents", [phrase("rents"), phrase("port rents"), phrase("port", "complaint")])
    assert [offer.text for offer in offers] == ["port rents", "port", "rents"]


def test_what_has_no_letter_or_digit_cannot_be_looked_for() -> None:
    assert searchable("😊 2")
    assert not searchable("— 😊 …")


def test_what_is_the_same_phrase() -> None:
    assert same_words("The  Port", "the\nport")
    assert not same_words("the port", "the ports")


LETTERS = st.text(alphabet="aß İŉA b1.,\n\u0301", max_size=40)


@given(LETTERS, st.text(alphabet="aßsİŉ b1", min_size=1, max_size=4).filter(searchable))
def test_every_place_reads_as_the_phrase_and_none_is_missed(text: str, words: str) -> None:
    places = list(Folded(text).places(words))
    for place in places:
        assert place.of(text).casefold().split() == words.casefold().split()
        assert 0 <= place.start < place.end <= len(text)
    assert all(one.end <= other.start for one, other in pairwise(places))
    # The plain way: every stretch of the text, compared.
    wanted = words.casefold().split()
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + 12) + 1):
            if text[start:end].casefold().split() == wanted and _whole(text, start, end, words):
                assert any(place.overlaps(Span(start, end)) for place in places), (text, start, end)


def _whole(text: str, start: int, end: int, words: str) -> bool:
    """Tell, more narrowly than need be, whether a stretch is whole: white space or an end on both sides."""
    around = text[start - 1 : start] + text[end : end + 1]
    return not around.strip() and re.search(r"^\s|\s$", text[start:end]) is None and bool(words.strip())
