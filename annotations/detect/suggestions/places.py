"""A cue where it stands, and why it counts there."""

from typing import NamedTuple

from annotations.detect.suggestions.parties import Parties
from annotations.detect.suggestions.rulebook import Rulebook, Trigger
from annotations.detect.suggestions.sentence import Sentence

FUTURE = frozenset({"will", "shall", "ll"})
MAYBE = frozenset({"may", "might", "could", "would", "should", "must"})


class Reason(NamedTuple):
    """Why a sentence is proposed, the better reasons with the higher score; the cue's first and last word."""

    score: float
    why: str
    first: int
    last: int


class Place(NamedTuple):
    """A cue where it stands."""

    sentence: Sentence
    #: The sentence before it, which "it" may go on from.
    previous: Sentence | None
    at: int
    trigger: Trigger
    book: Rulebook
    parties: Parties
    #: Who is quoted there; empty where the speaker is not known, None outside of quotations.
    quoted: str | None


def reason(place: Place, last: int, score: float, party: str | None, first: int | None = None) -> Reason:
    """Return the reason that a cue gives, with the words of the cue and who says or does it."""
    first = place.at if first is None else first
    words = f"“{place.sentence.shown(first, last)}”"
    by = party or place.quoted
    return Reason(score, f"{by}: {words}" if by else words, first, last)
