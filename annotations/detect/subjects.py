"""Which words before a cue verb name the one who speaks: a name, a pronoun, or a role."""

import re
from collections.abc import Sequence

from annotations.detect.cue_verbs import PRONOUN, speech
from annotations.detect.leads import Leads
from annotations.detect.lexicon import alternatives, cues, grammar
from annotations.detect.mentions import Mentions
from annotations.detect.openings import after_opening
from annotations.detect.phrases import TITLE_WORDS, WORD, is_role, only_titles, role_start
from annotations.records import Entity, Span

_CONJUNCTION = re.compile(r"\b(?:and|but)\b")
_HABIT = re.compile(rf"\b(?:{alternatives(grammar('habits'))}) to\Z")
_WHEN = re.compile(
    r"\s(?:(?:on|late|early|last|this) ){0,2}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|night|yesterday|today)\Z"
)
#: The ends of what it finds.
_TIMES = ("day", "week", "month", "year", "night")
_PARTY = re.compile(r",\s[A-Z]{1,3}-[A-Z][A-Za-z]+\.?\Z")
_RELATIVE = re.compile(r", (who|which) ")
_CONTRACTED = re.compile(r"(he|she|they|it|we|I|you)['’](?:d|ve|s|ll|m|re)\Z", re.IGNORECASE)
#: What leads from a name to whom somebody works for.
_WORKS = frozenset(("of", "at", "from", "with", "for"))
#: "Ames and", "Ames, the mayor, and".
_ALSO = re.compile(r"(?:, (?:the |his |her )?[^,.;:\n]{1,40},)? and ")
#: Within so many code points after "and" the name begins of who else is meant.
_NEXT_NAME = 60
#: What may stand before a title besides roles: "his visiting Danish colleague".
_DESCRIBES = grammar("determiners") | speech("before_titles") | {"visiting"}
#: In how many code points a subject is looked for: first in the few that are mostly enough.
_WINDOWS = (40, 120)
#: No subject is looked for further away than this from its verb.
_REACH = 260


class Subjects:
    """Finds subjects in one article."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.named = Mentions(entities)
        #: Returns the subject that a sentence begins with.
        self.first = Leads(text, self.named).first

    def before(self, floor: int, verb: int) -> Span | None:
        """Return the subject of a verb that follows it; nothing before ``floor`` is looked at."""
        floor = max(floor, verb - _REACH)
        end = self._without_adverbs(floor, verb)
        if _CONJUNCTION.search(self.text, end, verb):
            found = self.first(floor, end)  # "met Ames and said": what ends there is an object
        elif end > floor and self.text[end - 1] == ")":
            bracket = self.text.rfind("(", floor, end)
            found = self._phrase_ending(floor, self._trimmed(bracket)) if bracket > floor else None
        elif end > floor and self.text[end - 1] in ",–—":
            found = self._before_apposition(floor, end - 1)
        else:
            found = self._phrase_ending(floor, end) or self.first(floor, end)
        return found if found is not None and found.start >= floor else None

    def _without_adverbs(self, floor: int, end: int) -> int:
        """Go back over "also", "has later", "who" and the like."""
        while True:
            end = floor + len(self.text[floor:end].rstrip())
            aside = self._aside(floor, end)
            if aside is not None:
                end = aside
                continue
            words = list(WORD.finditer(self.text, max(floor, end - 20), end))
            if not words or words[-1].end() != end:
                return end
            if not self._is_adverb(words[-1]):
                return end
            end = words[-1].start()

    def _aside(self, floor: int, end: int) -> int | None:
        """Return where "on Tuesday", "last week" or "used to" begins that ends just there."""
        if self.text.endswith(_TIMES, floor, end):
            match = _WHEN.search(self.text, max(floor, end - 30), end)
        elif self.text.endswith("to", floor, end):
            match = _HABIT.search(self.text, max(floor, end - 16), end)
        else:
            return None
        return match.start() if match else None

    def _is_adverb(self, word: re.Match[str]) -> bool:
        """Tell "recently", which may stand before a verb, from "Kelly", "supply" and "assembly"."""
        lower = word.group().lower()
        if lower in cues().adverbs:
            return True
        return lower.endswith("ly") and not is_role(lower) and not self.named.holds(word.start())

    def _before_apposition(self, floor: int, comma: int) -> Span | None:
        """Find "Tanaka" in "Tanaka, who leads the delegation," and "Okonjo" in "Its author, Okonjo,"."""
        inner = self._trimmed(comma)
        party = _PARTY.search(self.text, max(floor, inner - 14), inner)
        if party is not None:  # "Rep. Duke Ames, R-Texas,"
            return self._phrase_ending(floor, party.start())
        entity = self.named.ending(inner)
        if self._has_clause_of_its_own(entity, comma):
            found = self._phrase_ending(floor, inner)  # "was rejected by councillors, who said"
            if found is not None:
                return found
        before = self._previous_comma(floor, inner)
        if entity is not None and entity.label == "PERSON" and before is not None:
            between = self.text[before + 1 : entity.start].split()
            if len(between) <= 5 and not any(word.lower() in grammar("prepositions") for word in between):
                return entity.span
        while before is not None:
            found = self._phrase_ending(floor, self._trimmed(before))
            if found is not None:
                return found
            before = self._previous_comma(floor, before)
        return self.first(floor, comma)

    def _has_clause_of_its_own(self, entity: Entity | None, comma: int) -> bool:
        """Tell whether who or what ends at a comma does what follows: "met Tanaka, who said"."""
        relative = _RELATIVE.match(self.text, comma)
        if relative is None:
            return False
        return entity is None or (entity.label == "PERSON") == (relative.group(1) == "who")

    def _trimmed(self, end: int) -> int:
        start = max(0, end - 20)
        return start + len(self.text[start:end].rstrip())

    def _previous_comma(self, floor: int, end: int) -> int | None:
        found = max(self.text.rfind(mark, floor, end) for mark in ",–—(")
        return found if found > floor else None

    def _phrase_ending(self, floor: int, end: int) -> Span | None:
        """Return the name, pronoun or noun phrase that ends just there."""
        words = self._clause_words(floor, end)
        if not words:
            return None
        pronoun = _CONTRACTED.match(words[-1].group())
        if pronoun is not None:
            return Span(words[-1].start(), words[-1].start() + pronoun.end(1))
        if PRONOUN.match(words[-1].group()):
            return Span(words[-1].start(), end)
        possessive = self.text[end - 2 : end] in ("’s", "'s")
        entity = self.named.ending(end) or (self.named.ending(end - 2) if possessive else None)
        if entity is not None and entity.end == end:
            return (
                self._role_of(words, entity) or self._pair(entity, floor) or self._unless_place(words, entity)
            )
        return self._role_phrase(words, end, floor)

    def _unless_place(self, words: list[re.Match[str]], entity: Entity) -> Span | None:
        """Return a name, unless it only tells where the speaker is: "one in Whitefield called …"."""
        person = self._whose(words, entity.start) if entity.label != "PERSON" else None
        if person is not None:
            return person
        before = [word for word in words if word.end() <= entity.start]
        if entity.label == "PERSON" or len(before) < 2 or before[-1].group() not in ("in", "from", "at"):
            return entity.span
        return Span(before[0].start(), before[-2].end())

    def _pair(self, entity: Entity, floor: int) -> Span | None:
        """Return "Ames and Quell" where both speak."""
        gap = self.text.rfind(" and ", max(floor, entity.start - 40), entity.start)
        if entity.label != "PERSON" or gap < 0 or not only_titles(self.text, gap + 5, entity.start):
            return None
        first = self.named.ending(gap)
        if first is None or first.label != "PERSON" or first.start < floor:
            return None
        opens = after_opening(self.text, floor, first.start)
        return Span(first.start, entity.end) if only_titles(self.text, opens, first.start) else None

    def together(self, subject: Span) -> Span | None:
        """Return both of "Ames and visiting U.S. Senator Quell", of whom one is given as a subject."""
        entity = self.named.at(*subject)
        gap = _ALSO.match(self.text, subject.end) if entity and entity.label == "PERSON" else None
        if gap is None:
            return None
        partner = self.named.from_(gap.end(), gap.end() + _NEXT_NAME)
        while partner is not None and partner.label != "PERSON":
            partner = self.named.from_(partner.end, gap.end() + _NEXT_NAME)
        if partner is None:
            return None
        between = WORD.findall(self.text, gap.end(), partner.start)
        titles = all(word[0].isupper() or is_role(word) or word.lower() in _DESCRIBES for word in between)
        return Span(subject.start, partner.end) if titles and len(between) <= 7 else None

    def _clause_words(self, floor: int, end: int) -> list[re.Match[str]]:
        """Return the words just before ``end`` that no comma and no conjunction parts, at most twelve."""
        for reach in _WINDOWS:
            start = max(floor, end - reach)
            found, complete = self._words_back(start, end)
            if complete or start == floor:
                break
        return found[::-1]

    def _words_back(self, start: int, end: int) -> tuple[list[re.Match[str]], bool]:
        """Return the words of a clause from its end back, and whether its beginning was found."""
        found: list[re.Match[str]] = []
        for word in reversed(list(WORD.finditer(self.text, start, end))):
            gap = self.text[word.end() : found[-1].start() if found else end]
            stop = "." in gap and not self.named.holds(word.end()) and word.group() not in TITLE_WORDS
            if gap.strip(" \n.’'&") or (found and stop):
                return found, True
            if word.group().lower() in grammar("clause_breaks") and not self.named.holds(word.start()):
                return found, True
            found.append(word)
            if len(found) == 12:
                return found, True
        return found, False

    def _role_of(self, words: list[re.Match[str]], entity: Entity) -> Span | None:
        """Return "a spokesman for the ministry" where the entity is only whom he speaks for."""
        before = [word for word in words if word.end() <= entity.start]
        while before and (before[-1].group() in TITLE_WORDS or before[-1].group() in ("the", "a", "its")):
            before.pop()
        if len(before) < 2 or before[-1].group().lower() not in grammar("prepositions"):
            return None
        start = role_start(before[:-1], self.named)
        return None if start is None else Span(start, entity.end)

    def _role_phrase(self, words: list[re.Match[str]], end: int, floor: int) -> Span | None:
        """Return a noun phrase whose head is a role ("the harbour officials"), or a very short clause."""
        start = role_start(words, self.named)
        if start is not None:
            return self._whose(words, start) or Span(start, end)
        first = words[0].group().lower()
        if first in grammar("determiners") and len(words) <= 5:
            return Span(words[0].start(), end)
        if first in grammar("prepositions"):
            return None
        begins = not self.text[floor : words[0].start()].strip(" \n\"“”‘’'>*_-")
        names_somebody = (
            not any(word.group().endswith("ed") for word in words) and words[0].group()[0].isupper()
        ) or words[-1].group().endswith("s")
        if begins and names_somebody and len(words) <= 4 and first not in grammar("prepositions"):
            return Span(words[0].start(), end)
        return None

    def _whose(self, words: list[re.Match[str]], start: int) -> Span | None:
        """Return "Ames" of "Ames of the research firm": the role only says where he works."""
        before = [word for word in words if word.end() <= start]
        if before and before[-1].group().lower() == "the":
            before.pop()
        if len(before) < 2 or before[-1].group() not in _WORKS:
            return None
        entity = self.named.ending(before[-2].end())
        return entity.span if entity is not None and entity.label == "PERSON" else None
