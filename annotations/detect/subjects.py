"""Which words before or after a cue verb name the one who speaks: a name, a pronoun, or a role."""

import re
from collections.abc import Iterator, Sequence

from annotations.detect.lexicon import alternatives, cues, grammar, names
from annotations.detect.mentions import Mentions
from annotations.records import Entity, Span

_WORD = re.compile(r"[^\W\d_](?:[\w’'.&-]*\w)?")
PRONOUN = re.compile(
    r"(?:he|she|they|it|we|I|you|who|one|everyone|everybody|somebody|someone|nobody)\Z", re.IGNORECASE
)
_TITLE_WORDS = frozenset(word for title in names().titles for word in title.split())
_CONNECTIVE = re.compile(
    r"[\s\"“”‘'>*_-]*(?:(?:But|And|Yet|So|Still|Then|Meanwhile|However|Now|Later|Nor|For)\b,?\s+)?"
)
_CONJUNCTION = re.compile(r"\b(?:and|but)\b")
_HABIT = re.compile(rf"\b(?:{alternatives(grammar('habits'))}) to\Z")
#: No subject is looked for further away than this from its verb.
_REACH = 260


class Subjects:
    """Finds subjects in one article."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.named = Mentions(entities)

    def before(self, floor: int, verb: int) -> Span | None:
        """Return the subject of a verb that follows it; nothing before ``floor`` is looked at."""
        floor = max(floor, verb - _REACH)
        end = self._without_adverbs(floor, verb)
        if _CONJUNCTION.search(self.text, end, verb):
            return self.first(floor, end) or self._phrase_ending(floor, end)
        if end > floor and self.text[end - 1] in ",–—)":
            return self._before_apposition(floor, end - 1)
        return self._phrase_ending(floor, end) or self.first(floor, end)

    def _without_adverbs(self, floor: int, end: int) -> int:
        """Go back over "also", "has later", "who" and the like."""
        while True:
            end = floor + len(self.text[floor:end].rstrip())
            habit = _HABIT.search(self.text, max(floor, end - 16), end)
            if habit is not None:
                end = habit.start()
                continue
            words = list(_WORD.finditer(self.text, max(floor, end - 20), end))
            if not words or words[-1].end() != end:
                return end
            word = words[-1].group().lower()
            if word not in cues().adverbs and not (
                word.endswith("ly") and word not in ("family", "ally", "assembly")
            ):
                return end
            end = words[-1].start()

    def _before_apposition(self, floor: int, comma: int) -> Span | None:
        """Find "Tanaka" in "Tanaka, who leads the delegation," and "Okonjo" in "Its author, Okonjo,"."""
        inner = self._trimmed(comma)
        entity = self.named.ending(inner)
        before = self._previous_comma(floor, inner)
        if entity is not None and entity.label == "PERSON" and before is not None:
            between = self.text[before + 1 : entity.start].split()
            if all(word.strip(".") in _TITLE_WORDS or word in _TITLE_WORDS for word in between):
                return entity.span
        while before is not None:
            found = self._phrase_ending(floor, self._trimmed(before))
            if found is not None:
                return found
            before = self._previous_comma(floor, before)
        return self.first(floor, comma)

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
        entity = self.named.ending(end) or self.named.ending(
            end - 2 if self.text[end - 2 : end] in ("’s", "'s") else end
        )
        if PRONOUN.match(words[-1].group()):
            return Span(words[-1].start(), end)
        if entity is not None and entity.end == end:
            return self._role_of(words, entity) or entity.span
        return self._role_phrase(words, end, floor)

    def _clause_words(self, floor: int, end: int) -> list[re.Match[str]]:
        """Return the words just before ``end`` that no comma and no conjunction parts, at most twelve."""
        found: list[re.Match[str]] = []
        for word in reversed(list(_WORD.finditer(self.text, max(floor, end - 120), end))):
            gap = self.text[word.end() : found[-1].start() if found else end]
            if gap.strip(" \n.’'") or (found and "." in gap and not self.named.holds(word.end())):
                break
            if word.group().lower() in grammar("clause_breaks") and not self.named.holds(word.start()):
                break
            found.append(word)
            if len(found) == 12:
                break
        return found[::-1]

    def _role_of(self, words: list[re.Match[str]], entity: Entity) -> Span | None:
        """Return "a spokesman for the ministry" where the entity is only whom he speaks for."""
        before = [word for word in words if word.end() <= entity.start]
        while before and before[-1].group().lower() in ("the", "a", "its"):
            before.pop()
        if len(before) < 2 or before[-1].group().lower() not in grammar("prepositions"):
            return None
        start = self._role_start(before[:-1])
        return None if start is None else Span(start, entity.end)

    def _role_phrase(self, words: list[re.Match[str]], end: int, floor: int) -> Span | None:
        """Return a noun phrase whose head is a role ("the harbour officials"), or a very short clause."""
        start = self._role_start(words)
        if start is not None:
            return Span(start, end)
        if words[0].group().lower() in grammar("determiners") and len(words) <= 5:
            return Span(words[0].start(), end)
        begins = not self.text[floor : words[0].start()].strip(" \n\"“”‘’'>*_-")
        if begins and len(words) <= 4 and words[0].group().lower() not in grammar("prepositions"):
            return Span(words[0].start(), end)
        return None

    def _role_start(self, words: list[re.Match[str]]) -> int | None:
        """Return where the noun phrase begins whose head is the first role word, or None without one."""
        role = next((i for i, w in enumerate(words) if _is_role(w.group())), None)
        if role is None:
            return None
        start = role
        for index in range(role - 1, -1, -1):
            word = words[index].group()
            if word.lower() in grammar("determiners") or word.endswith(("’s", "'s", "s’")):
                start = index
                if (
                    index
                    and (
                        words[index - 1].group()[0].isupper()
                        or words[index - 1].group().lower() in grammar("determiners")
                    )
                    and word.lower() not in grammar("determiners")
                ):
                    continue
                if word.lower() in grammar("determiners"):
                    break
            elif word.lower() in ("of", "for") and index and words[index - 1].group()[0].islower():
                continue
            elif word.lower() in grammar("prepositions") or word.lower() in cues().strong:
                break
            else:
                start = index
        return words[start].start()

    def first(self, floor: int, end: int) -> Span | None:
        """Return the subject that a sentence begins with, after an opening such as "In a letter,"."""
        start = self._after_opening(floor, end)
        words = list(_WORD.finditer(self.text, start, min(end, start + 120)))
        if not words:
            return None
        if PRONOUN.match(words[0].group()) and words[0].group().lower() not in ("one", "who"):
            return Span(words[0].start(), words[0].end())
        entity = self.named.from_(start, end)
        if entity is not None and self._only_titles(start, entity.start):
            return entity.span
        roles = [index for index, word in enumerate(words[:6]) if _is_role(word.group())]
        if roles and words[0].group().lower() not in grammar("prepositions"):
            gap = self.text[words[0].start() : words[roles[0]].end()]
            return None if re.search(r"[,;:]", gap) else Span(words[0].start(), words[roles[0]].end())
        return None

    def _only_titles(self, start: int, end: int) -> bool:
        return all(
            word.group() in _TITLE_WORDS or word.group().lower() in ("the", "a") or _is_role(word.group())
            for word in _WORD.finditer(self.text, start, end)
        ) and not re.search(r"[,;:]", self.text[start:end])

    def _after_opening(self, floor: int, end: int) -> int:
        match = _CONNECTIVE.match(self.text, floor, end)
        start = match.end() if match else floor
        word = _WORD.match(self.text, start, end)
        if word is None or not (
            word.group().lower() in grammar("prepositions") | grammar("openings")
            or word.group().endswith("ing")
        ):
            return start
        comma = self.text.find(",", start, min(end, start + 140))
        return comma + 1 if comma >= 0 else start

    def after(self, verb_end: int, ceiling: int) -> Span | None:
        """Return the subject of a verb that stands before it: "said Tanaka", "according to the notice"."""
        ceiling = min(ceiling, verb_end + _REACH)
        words = list(self._until_break(verb_end, ceiling))
        if not words:
            return None
        first = words[0].group()
        if PRONOUN.match(first):
            return Span(words[0].start(), words[0].end())
        role = next((i for i, w in enumerate(words) if _is_role(w.group()) and w.group()[0].islower()), None)
        entity = self.named.best(words[0].start(), words[-1].end())
        apposed = self._apposed(words[-1].end(), ceiling) if role is not None and entity is None else None
        if apposed is not None:
            return apposed
        if (
            entity is not None
            and (role is None or entity.label == "PERSON")
            and not self._has_preposition(words, entity)
        ):
            return entity.span
        if (
            role is None
            and first.lower() not in grammar("determiners")
            and not (entity and entity.label == "PERSON")
        ):
            return Span(words[0].start(), words[-1].end()) if first[0].isupper() else None
        return Span(words[0].start(), max(words[-1].end(), entity.end if entity else 0))

    def _apposed(self, end: int, ceiling: int) -> Span | None:
        """Return "Femke van der Laan" after "its chairwoman,"."""
        if self.text[end : end + 2] != ", ":
            return None
        entity = self.named.from_(end + 2, min(ceiling, end + 30))
        if entity is None or entity.label != "PERSON" or not self._only_titles(end + 2, entity.start):
            return None
        return entity.span

    def _has_preposition(self, words: list[re.Match[str]], entity: Entity) -> bool:
        return any(w.group().lower() in grammar("prepositions") for w in words if w.end() <= entity.start)

    def _until_break(self, start: int, ceiling: int) -> Iterator[re.Match[str]]:
        """Yield the words of the noun phrase that begins at ``start``."""
        done, previous = start, ""
        for number, word in enumerate(_WORD.finditer(self.text, start, ceiling)):
            gap = self.text[done : word.start()]
            inside = self.named.holds(word.start() - 1) or (gap.strip() == "." and word.start() - done < 4)
            if (gap.strip() and not inside) or number > 14 or "\n\n" in gap:
                return
            lower = word.group().lower()
            if (
                lower in grammar("phrase_breaks")
                and not self.named.holds(word.start())
                and not self._leads_to_name(word)
            ):
                return
            if number and (lower in cues().strong and word.group()[0].islower() and not _is_role(lower)):
                return
            if number and lower.endswith("ed") and word.group()[0].islower() and _is_role(previous):
                return
            yield word
            done, previous = word.end(), word.group()

    def _leads_to_name(self, word: re.Match[str]) -> bool:
        """Tell whether "at" in "an analyst at Bellwether" goes on with whom somebody works for."""
        if word.group().lower() not in grammar("inside_names"):
            return False
        return self.named.from_(word.end(), word.end() + 6) is not None


def _is_role(word: str) -> bool:
    word = word.lower()
    return word in cues().roles or (
        word.removesuffix("’s").removesuffix("'s") in cues().roles and not word.endswith(("’s", "'s"))
    )
