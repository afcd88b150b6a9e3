"""Who speaks in a passive: "was asked by Tanaka: “…”", "was called “a mess” by residents"."""

import re
from functools import cache
from typing import NamedTuple

from annotations.detect.cue_verbs import speech
from annotations.detect.inversion import Inversion
from annotations.detect.lexicon import cues
from annotations.records import Span

#: "asked on Monday by", with the participle.
_BY = re.compile(r"\b([a-z]+ed|told)(?: [A-Za-z]+){0,3}? by\s+")
#: What stands before a quotation that "by" and its speaker follow: "was branded ", "described as ".
_PARTICIPLE = re.compile(
    r"\b([a-z]+ed|told)(?: [a-z]+)?? (?:as |to be |as being )?(?:an? |the |his |her |its |their )?\Z"
)
_BY_AFTER = re.compile(r"\s+(?:[A-Za-z]+ ){0,4}?by\s+")
#: How far before a quotation, in code points, its participle may be.
_FAR = 120


class Agent(NamedTuple):
    """A participle, and who does what it says."""

    cue: tuple[int, int]
    subject: Span


@cache
def _participles() -> frozenset[str]:
    words = {entry for entry in (*cues().strong, *cues().weak) if entry.endswith("ed")}
    return frozenset(words | {"told"}) - speech("attitudes")


class Passives:
    """Finds the speakers of passive sentences in one article."""

    def __init__(self, text: str, inversion: Inversion) -> None:
        self.text = text
        self.inversion = inversion

    def before(self, floor: int, start: int) -> Agent | None:
        """Return who leads to a quotation: "He was asked by Senator Quell: “…”"."""
        for match in _BY.finditer(self.text, max(floor, start - _FAR), start):
            if match.group(1) not in _participles():
                continue
            subject = self.inversion.after(match.end(), start)
            if subject is not None and not self.text[subject.end : start].strip(" ,:\n").count(" "):
                return Agent(match.span(1), subject)
        return None

    def after(self, quote: Span, floor: int, ceiling: int) -> Agent | None:
        """Return who follows a quotation: "It was called “a mess” by residents of the valley"."""
        participle = _PARTICIPLE.search(self.text, max(floor, quote.start - 40), quote.start)
        if participle is None or participle.group(1) not in _participles():
            return None
        match = _BY_AFTER.match(self.text, quote.end, ceiling)
        subject = self.inversion.after(match.end(), ceiling) if match else None
        return None if subject is None else Agent(participle.span(1), subject)
