"""The subject that a sentence begins with: a name, a pronoun, or a role."""

import re
from collections.abc import Sequence
from itertools import islice

from annotations.detect.cue_verbs import PRONOUN, speech
from annotations.detect.lexicon import cues, grammar
from annotations.detect.mentions import Mentions
from annotations.detect.openings import after_opening
from annotations.detect.phrases import WORD, introduced, is_role, only_titles
from annotations.records import Entity, Span

_MARKS = re.compile(r"[,;:]")
_NEXT_WORD = re.compile(r"[\s,]*([a-z]+)\b")
_NAME = re.compile(r" ([A-Z][\w’'-]+(?: [A-Z][\w’'.-]*)+)")
#: So many words of a sentence tell its subject.
_FIRST = 7


class Leads:
    """Finds the subjects that sentences of one article begin with."""

    def __init__(self, text: str, named: Mentions) -> None:
        self.text = text
        self.named = named

    def first(self, floor: int, end: int) -> Span | None:
        """Return the subject that a sentence begins with, after an opening such as "In a letter,"."""
        start = after_opening(self.text, floor, end)
        if self._goes_on(floor, start):
            return None
        words = list(islice(WORD.finditer(self.text, start, min(end, start + 120)), _FIRST))
        if not words:
            return None
        first = words[0].group().lower()
        if PRONOUN.match(first) and first != "who" and not self._is_numeral(words):
            return Span(words[0].start(), words[0].end())
        entity = self.named.from_(start, end)
        if entity is not None and only_titles(self.text, start, entity.start):
            person = introduced(self.text, self.named, entity, end)
            if person is not None:
                return person.span
            return self._owned(entity, end) if self._is_possessive(entity) else entity.span
        return None if first in grammar("prepositions") else self._leading_role(words, end)

    def _owned(self, entity: Entity, end: int) -> Span | None:
        """Return "Molnar's mother" where a name only says whose."""
        words = list(WORD.finditer(self.text, entity.end + 2, min(end, entity.end + 40)))[:3]
        role = next((word for word in words if is_role(word.group())), None)
        if role is None or _MARKS.search(self.text, entity.end, role.start()):
            return None
        return Span(entity.start, role.end())

    def _is_possessive(self, entity: Entity) -> bool:
        return self.text[entity.end : entity.end + 1] in ("’", "'") or entity.text.endswith(("’s", "'s"))

    def _goes_on(self, floor: int, start: int) -> bool:
        """Tell whether a clause goes on after its quotation: "“fully implement” the sanctions, and said"."""
        if floor < 2 or self.text[floor - 1] not in "”’\"'»":
            return False
        if self.text[floor - 2].isalnum() and self.text[floor : floor + 1] == " ":
            return True
        match = _NEXT_WORD.match(self.text, start)  # "“a mess”, demanded talks and"
        word = match.group(1) if match else ""
        return word in cues().strong | cues().weak and not is_role(word)

    def _is_numeral(self, words: Sequence[re.Match[str]]) -> bool:
        """Tell whether "one" counts something: "one resident"; alone it is nobody."""
        return words[0].group().lower() == "one"

    def _last_role(self, words: Sequence[re.Match[str]]) -> re.Match[str] | None:
        """Return the head of the noun phrase that words begin with: "Signs" of "Signs in the audience"."""
        last = None
        for word in words:
            lower = word.group().lower()
            apart = _MARKS.search(self.text, words[0].start(), word.start())
            if apart or lower in speech("verbs_after_subjects"):
                return last
            if is_role(lower):
                last = word
            elif lower in grammar("prepositions") or (last is not None and lower not in ("vice", "deputy")):
                return last
        return last

    def _leading_role(self, words: Sequence[re.Match[str]], end: int) -> Span | None:
        """Return "Signs in the audience" or "A spokeswoman for Mr. Baptiste" at the start of a sentence."""
        last = self._last_role(words)
        if last is None:
            return None
        apposed = self.named.from_(last.end(), last.end() + 2)
        if apposed is not None and apposed.label == "PERSON":
            return apposed.span  # "Commerce Secretary Dale Ames", "Her son Tomasz"
        name = _NAME.match(self.text, last.end(), end)
        if name is not None and not self.named.holds(name.start(1)):
            return Span(*name.span(1))  # a name that nobody knew for one
        owner = self.named.from_(last.end(), min(end, last.end() + 16))
        between = self.text[last.end() : owner.start].split() if owner else []
        tied = bool(between) and between[0] in ("for", "of", "at")
        whole = owner is not None and tied and only_titles(self.text, last.end() + 4, owner.start)
        if owner is None or not whole:
            return Span(words[0].start(), last.end())
        partner = self.named.from_(owner.end + 5, owner.end + 6)
        both = partner is not None and self.text[owner.end : owner.end + 5] == " and "
        return Span(words[0].start(), partner.end if partner and both else owner.end)
