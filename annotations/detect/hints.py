"""Whose words a quotation holds where no verb of saying ties the two: "Her message to the landlord: …"."""

import re
from typing import NamedTuple

from annotations.detect.cue_verbs import CueVerb, speech
from annotations.detect.lexicon import alternatives
from annotations.detect.subjects import Subjects
from annotations.records import Span

#: "the paper quoted him as saying", "she was quoted as saying".
_QUOTED_AS = re.compile(
    r"\b(?:(?:was|is|were|are|been) quoted(?: [\w ]{1,30})?"
    r"|(?:quot|cit)(?:ed|es|ing) ([^,;:.\n]{2,40})) as\s\Z"
)
#: "Her message to the landlord:".
_OWN_WORDS = re.compile(r"\s*(her|his|their)\b[^,;:]*:\s*\Z", re.IGNORECASE)
#: "a promise to", "his claim that"; whose it is may stand before it.
_NOUN = re.compile(
    rf"(?:\b(her|his|their) (?:[\w-]+ )?)?\b({alternatives(speech('nouns'))})"
    r"(?: (?:to|that|of|about|for|as|by)\b[^,;:“”\"]{0,40})?\s\Z",
    re.IGNORECASE,
)


_IN_WORDS = re.compile(r"\b[Ii]n (her|his|their|(?:[A-Z][\w-]+ ?){1,4}?)(?:['’]s)? (?:own )?(words)\b")


_DASH = re.compile(r"[*_]*\s*(?:—|–|--)\s*")
_RESPONSE = re.compile(
    r",? (?:was|is|came) (her|his|their|(?:[A-Z][\w-]+ ?){1,4}?)(?:['’]s)? (?:[a-z]+ )?"
    r"(response|answer|reply|verdict|reaction|explanation|conclusion|message|advice|motto|retort)\b"
)
#: Whoever signs is explained in no more code points than these.
_SHORT = 60


class ByNoun(NamedTuple):
    """What is said, as a noun, and who says it."""

    cue: tuple[int, int]
    subject: Span


class Hints:
    """Finds speakers by other words than verbs, in one article."""

    def __init__(self, text: str, subjects: Subjects) -> None:
        self.text = text
        self.subjects = subjects

    def quoted_as(self, cue: CueVerb, floor: int) -> Span | None:
        """Return whose words somebody else quotes: "the paper quoted him as saying"."""
        if cue.word != "saying":
            return None
        match = _QUOTED_AS.search(self.text, max(floor, cue.start - 70), cue.start)
        if match is None:
            return None
        return Span(*match.span(1)) if match.group(1) else self.subjects.before(floor, match.start())

    def before_colon(self, floor: int, start: int) -> Span | None:
        """Return whose words a colon leads to: "Her message to the landlord:", "Quell had one word:"."""
        if not self.text[floor:start].rstrip().endswith(":"):
            return None
        own = _OWN_WORDS.match(self.text, floor, start)
        if own is not None:
            return Span(*own.span(1))
        subject = self.subjects.first(floor, start)
        entity = self.subjects.named.at(*subject) if subject is not None else None
        return subject if entity is not None and entity.label == "PERSON" else None

    def signed(self, start: int, ceiling: int) -> Span | None:
        """Return who signs a quotation: "“We sail.” — Mira Tanaka, mayor"."""
        dash = _DASH.match(self.text, start, ceiling)
        if dash is None:
            return None
        end = self.text.find("\n", dash.end(), ceiling)
        entity = self.subjects.named.from_(dash.end(), dash.end() + 1)
        if entity is None or entity.label != "PERSON":
            return None
        rest = self.text[entity.end : ceiling if end < 0 else end].strip()
        return entity.span if not rest or (rest.startswith(",") and len(rest) < _SHORT) else None

    def response(self, start: int, ceiling: int) -> ByNoun | None:
        """Return whose answer a quotation was: "“We’ll see,” was Quell’s response"."""
        match = _RESPONSE.match(self.text, start, ceiling)
        return None if match is None else ByNoun(match.span(2), Span(*match.span(1)))

    def by_noun(self, floor: int, start: int) -> ByNoun | None:
        """Return whose promise, claim or comment it is: "she ran on a promise to “open the windows”"."""
        words = _IN_WORDS.search(self.text, floor, start)
        if words is not None:
            return ByNoun(words.span(2), Span(*words.span(1)))
        match = _NOUN.search(self.text, max(floor, start - 90), start)
        if match is None:
            return None
        subject = Span(*match.span(1)) if match.group(1) else self.subjects.first(floor, match.start())
        return None if subject is None else ByNoun(match.span(2), subject)
