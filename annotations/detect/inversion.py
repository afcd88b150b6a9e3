"""Which words after a cue verb name the one who speaks: "said Tanaka", "according to the notice"."""

import re
from collections.abc import Iterator

from annotations.detect.cue_verbs import PRONOUN, speech
from annotations.detect.lexicon import cues, grammar
from annotations.detect.mentions import Mentions
from annotations.detect.phrases import WORD, introduced, is_role, only_titles
from annotations.records import Entity, Span

#: No subject is looked for further away than this from its verb.
_REACH = 260


class Inversion:
    """Finds subjects that follow their verb in one article."""

    def __init__(self, text: str, named: Mentions) -> None:
        self.text = text
        self.named = named

    def after(self, verb_end: int, ceiling: int) -> Span | None:
        """Return the subject of a verb that stands before it: "said Tanaka", "according to the notice"."""
        ceiling = min(ceiling, verb_end + _REACH)
        words = list(self._until_break(verb_end, ceiling))
        if not words:
            return None
        first = words[0].group()
        if PRONOUN.match(first) and not (first.lower() == "one" and len(words) > 1):
            return Span(words[0].start(), words[0].end())
        role = next((i for i, w in enumerate(words) if w.group()[0].islower() and is_role(w.group())), None)
        entity = self.named.best(words[0].start(), words[-1].end())
        may_be_named = entity is None and (role is not None or first.lower() == "one")
        apposed = self._apposed(words[-1].end(), ceiling) if may_be_named else None
        if apposed is not None:
            return apposed
        if entity is not None:
            entity = introduced(self.text, self.named, entity, ceiling) or entity
        is_person = entity is not None and entity.label == "PERSON"
        if entity is not None and (role is None or is_person) and not self._has_preposition(words, entity):
            return entity.span
        if role is None and first.lower() not in grammar("determiners") and not is_person:
            return Span(words[0].start(), words[-1].end()) if first[0].isupper() else None
        return Span(words[0].start(), max(words[-1].end(), entity.end if entity else 0))

    def _apposed(self, end: int, ceiling: int) -> Span | None:
        """Return "Femke van der Laan" after "its chairwoman,"."""
        if self.text[end : end + 2] != ", ":
            return None
        entity = self.named.from_(end + 2, min(ceiling, end + 30))
        if entity is None or entity.label != "PERSON" or not only_titles(self.text, end + 2, entity.start):
            return None
        return entity.span

    def _has_preposition(self, words: list[re.Match[str]], entity: Entity) -> bool:
        return any(w.group().lower() in grammar("prepositions") for w in words if w.end() <= entity.start)

    def _until_break(self, start: int, ceiling: int) -> Iterator[re.Match[str]]:
        """Yield the words of the noun phrase that begins at ``start``."""
        done, previous = start, ""
        for number, word in enumerate(WORD.finditer(self.text, start, ceiling)):
            gap = self.text[done : word.start()]
            inside = self.named.holds(word.start() - 1) or (gap.strip() == "." and word.start() - done < 4)
            if (gap.strip() and not inside) or number > 14 or "\n\n" in gap:
                return
            if number and self._breaks(word, previous):
                return
            if not number and self._opens_no_phrase(word):
                return
            yield word
            done, previous = word.end(), word.group()

    def _opens_no_phrase(self, word: re.Match[str]) -> bool:
        return word.group().lower() in grammar("phrase_breaks") and not self.named.holds(word.start())

    def _breaks(self, word: re.Match[str], previous: str) -> bool:
        """Tell whether a noun phrase ends before a word."""
        lower = word.group().lower()
        if self._opens_no_phrase(word) and not self._leads_to_name(word):
            return True
        if not word.group()[0].islower():
            return False
        return (lower in cues().strong and not is_role(lower)) or (lower.endswith("ed") and is_role(previous))

    def _leads_to_name(self, word: re.Match[str]) -> bool:
        """Tell whether "at" in "an analyst at Bellwether" goes on with whom somebody works for."""
        if word.group().lower() not in speech("works_for"):
            return False
        return self.named.from_(word.end(), word.end() + 6) is not None
