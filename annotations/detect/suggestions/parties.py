"""Who does it: the person, body or role straight before a verb."""

from bisect import bisect_left
from collections.abc import Sequence

from annotations.detect.suggestions.sentence import Sentence, words_of
from annotations.records import Entity

_PARTIES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_WHEN = frozenset({"DATE", "TIME"})
#: Endings of the names of doers, in the plural: "growers", "regulators", "tenants", "unionists".
_DOERS = ("ers", "ors", "ists", "ants", "ians", "men", "women", "workers", "makers", "mates", "ees")
_DOER = ("maker", "worker", "woman", "person", "holder", "keeper", "owner", "ologist")
#: How many words a noun may have before it: "the state-owned railway company".
_LONGEST = 5
_APPOSED = 18
#: Within how many words of a sentence the body ends that leads it.
_LEADING = 8
_JOINTS = frozenset({"and", "but", "then"})
#: Where a party is not yet at its end.
_NAMES_ON = frozenset({"of", "for"})


def is_role(word: str) -> bool:
    """Tell whether a word in small letters names a body or a doer."""
    if word in words_of("not_parties"):
        return False
    known = word in words_of("parties") or word.removesuffix("s") in words_of("parties")
    return known or word.endswith(_DOER) or (len(word) > 5 and word.endswith(_DOERS))


class Parties:
    """The parties of one article, found by where they end."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = sorted(entities, key=lambda entity: entity.end)
        self._ends = [entity.end for entity in self._entities]

    def _ending(self, end: int) -> Entity | None:
        index = bisect_left(self._ends, end)
        return self._entities[index] if index < len(self._ends) and self._ends[index] == end else None

    def before(self, sentence: Sentence, index: int, depth: int = 0) -> str | None:
        """Return the party that ends with the word ``index``, in its own words; None if there is none.

        "Officials in Warsaw" are a party, "the bridge in Warsaw" is none; "Mira Tanaka, who leads them,"
        is one, and "Tanaka on Tuesday" too.
        """
        index = self._past_dates(sentence, index)
        if index < 0 or depth > 2:
            return None
        word = sentence.words[index]
        if word == "who":
            return self._antecedent(sentence, index, depth)
        if word in words_of("pronouns"):
            return sentence.shown(index, index)
        if word == ",":
            return self._before_apposition(sentence, index, depth)
        if word in _JOINTS:
            return self._shared(sentence, index, depth)
        return self._named(sentence, index, depth)

    def _antecedent(self, sentence: Sentence, index: int, depth: int) -> str:
        """Return whom "who" means: the party before it; empty where that is not known."""
        last = index - 1 if sentence.word(index - 1) != "," else index - 2
        return self.before(sentence, last, depth + 1) or ""

    def _named(self, sentence: Sentence, index: int, depth: int) -> str | None:
        """Return the party that a noun or a name stands for, or the one before its preposition."""
        entity = self._ending(sentence.places[index][1])
        first = index
        if entity is not None:
            while first > 0 and sentence.places[first][0] > entity.start:
                first -= 1
        first = self._beginning(sentence, first)
        if sentence.word(first - 1) in words_of("prepositions"):
            return self.before(sentence, first - 2, depth + 1)
        named = entity is not None and entity.label in _PARTIES
        first = self._without_conjunction(sentence, first, entity)
        return sentence.shown(first, index) if named or is_role(sentence.words[index]) else None

    def _without_conjunction(self, sentence: Sentence, first: int, entity: Entity | None) -> int:
        """Leave out "that" of "said that Mexico", and "her" of "after bashing her Trump said"."""
        word = sentence.words[first]
        person = entity is not None and entity.label == "PERSON"
        return first + (word == "that" or (person and word in words_of("possessives")))

    def _past_dates(self, sentence: Sentence, index: int) -> int:
        """Step over "on Tuesday" and "last week"."""
        while index > 0:
            entity = self._ending(sentence.places[index][1])
            if entity is None or entity.label not in _WHEN:
                return index
            # A date may begin inside a word: it is stepped over all the same.
            while index >= 0 and sentence.places[index][1] > entity.start:
                index -= 1
            if sentence.word(index) in ("on", "in", "at", "by", "late", "early"):
                index -= 1
        return index

    def _beginning(self, sentence: Sentence, index: int) -> int:
        """Return where the noun phrase of a word begins, its determiner included."""
        for _ in range(_LONGEST):
            before = sentence.word(index - 1)
            if before == "s":  # "Pyongyang’s ambassador"
                index -= 1
                continue
            if before in words_of("determiners"):
                return index - 1
            if not before or not before[0].isalpha() or before in _BOUNDS:
                return index
            index -= 1
        return index

    def _before_apposition(self, sentence: Sentence, comma: int, depth: int) -> str | None:
        """Return the party before the comma that opens what the other one closes."""
        for index in range(comma - 1, max(-1, comma - _APPOSED), -1):
            if sentence.words[index] == ",":
                return self.before(sentence, index - 1, depth + 1)
        return None

    def _shared(self, sentence: Sentence, joint: int, depth: int) -> str | None:
        """Return the subject that a verb after "and" has in common with the one before: the first party."""
        for index in range(sentence.clause(joint), joint):
            following = sentence.word(index + 1)
            party = self.before(sentence, index, depth + 1) if following not in _NAMES_ON else None
            if party is not None:
                return party
        opening = sentence.clause(joint) - 1
        return self._before_apposition(sentence, opening, depth) if sentence.word(opening) == "," else None

    def leading(self, sentence: Sentence) -> str | None:
        """Return the body that leads a sentence: "The council voted …"; no person is "it"."""
        first = next((index for index, word in enumerate(sentence.words) if word[0].isalpha()), 0)
        for index in range(first, min(first + _LEADING, len(sentence.words))):
            entity = self._ending(sentence.places[index][1])
            if entity is not None:
                return self.before(sentence, index) if entity.label in ("ORG", "GPE") else None
            following = sentence.word(index + 1)
            if is_role(sentence.words[index]) and not is_role(following) and following not in _NAMES_ON:
                return None if sentence.words[index].endswith("s") else self.before(sentence, index)
            if sentence.words[index] in _BOUNDS:
                return None
        return None

    def speaks(self, sentence: Sentence) -> str | None:
        """Return the party that a sentence has speak: before or after "said"."""
        for index, word in enumerate(sentence.words):
            if word in words_of("speaking"):
                party = self.before(sentence, sentence.before(index))
                if party is None and sentence.word(index - 1) in ("”", '"', "’", ","):
                    party = self.after(sentence, index)
                if party is not None:
                    return party
        return None

    def after(self, sentence: Sentence, index: int) -> str | None:
        """Return the party that follows a word: "said Mira Tanaka", "criticised by officials"."""
        for last in range(index + 1, min(index + 6, len(sentence.words))):
            if self.before(sentence, last) is not None and sentence.words[last] not in words_of(
                "prepositions"
            ):
                return sentence.shown(index + 1, last)
        return None


_BOUNDS = (
    words_of("prepositions")
    | words_of("be")
    | words_of("modals")
    | words_of("conditions")
    | words_of("joints")
)
