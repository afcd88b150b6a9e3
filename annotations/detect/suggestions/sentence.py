"""A sentence as its words, and what stands around one of them: denial, condition, wish."""

import re
from functools import cache

from annotations.detect.lexicon import sections
from annotations.detect.suggestions.forms import OBJECT, After
from annotations.records import Span

#: Words, hyphenated ones as one; "’ll" and "’t" for themselves; each mark for itself.
_TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*|[^\w\s]")
_MARKS = frozenset("’'")
#: Names that are words of grammar too.
_NAMES = frozenset({"may", "will"})
_STOPS = frozenset(',;:—–()“”"«».!?…')
_CLOSING = frozenset('?.!”»"')
#: How many words back a denial is looked for, and how many may stand between a verb and its "to".
_NEAR = 4
_BETWEEN = 5


@cache
def words_of(section: str) -> frozenset[str]:
    """Return one of the closed lists of ``data/suggesting.txt``."""
    return frozenset(sections("suggesting")[section])


class Sentence:
    """The words of one sentence, in small letters, with their places in the text."""

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span
        self.places = [
            match.span()
            for match in _TOKEN.finditer(text, span.start, span.end)
            if match.group() not in _MARKS or not _inside_word(text, match.start())
        ]
        self.words = [text[start:end].lower() for start, end in self.places]
        for index in range(1, len(self.words)):
            start, end = self.places[index]
            if self.words[index] in _NAMES and text[start].isupper() and self.words[index - 1][-1].isalnum():
                self.words[index] = text[start:end]  # Theresa May may; Will Ames will

    def word(self, index: int) -> str:
        """Return a word; nothing beyond either end."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def index_at(self, offset: int) -> int | None:
        """Return which word begins at a place of the text."""
        return next((i for i, (start, _) in enumerate(self.places) if start == offset), None)

    def shown(self, first: int, last: int) -> str:
        """Return the words from one to another as they stand, on one line."""
        return " ".join(self.text[self.places[first][0] : self.places[last][1]].split())

    def follows(self, index: int, after: After) -> int | None:
        """Return the last word of a cue that begins at ``index``; None if what has to follow does not."""
        place = index + 1
        for number, slot in enumerate(after):
            if slot == OBJECT:
                if not self.is_object(place):
                    return None
                place += 1
                continue
            free = after[number - 1] == OBJECT if number else self._is_aside(place)
            found = self._slot(place, slot, _BETWEEN if free else 0)
            if found is None:
                return None
            place = found + 1
        return place - 1 if after[-1:] != (OBJECT,) else index + len(after) - 1

    def _slot(self, place: int, slot: frozenset[str], reach: int) -> int | None:
        """Find one of some words within reach, before the clause ends."""
        for found in range(place, min(place + reach + 1, len(self.words))):
            if self.words[found] in slot:
                return found
            if self.words[found] in _STOPS:
                return None
        return None

    def _is_aside(self, index: int) -> bool:
        """Tell whether a word begins what may stand between "agreed" and "to": "on Monday", "publicly"."""
        word = self.word(index)
        return word.endswith("ly") or word in words_of("asides")

    def is_object(self, index: int) -> bool:
        """Tell whether an object begins at a word: no preposition, no end of a clause."""
        word = self.word(index)
        return bool(word) and (
            word in '“"‘«' or (word not in _STOPS and word not in words_of("not_an_object"))
        )

    def is_question(self, index: int) -> bool:
        """Tell whether a word is asked: a question mark comes before any other end, or closing mark."""
        for word in self.words[index:]:
            if word in _CLOSING:
                return word == "?"
        return False

    def before(self, index: int) -> int:
        """Return the word before one, past auxiliaries and adverbs: the last of its subject, or -1."""
        index -= 1
        while index >= 0 and (self.words[index] in words_of("auxiliaries") or self.is_adverb(index)):
            index -= 1
        return index

    def is_adverb(self, index: int) -> bool:
        """Tell "recently" from "family" and from "Kelly"."""
        word = self.word(index)
        if not word.endswith("ly") or word in ("family", "assembly", "supply", "monopoly", "italy"):
            return False
        return index == 0 or self.text[self.places[index][0]].islower()

    def clause(self, index: int) -> int:
        """Return where the clause of a word begins: after the stop before it."""
        while index > 0 and self.words[index - 1] not in _STOPS:
            index -= 1
        return index

    def near(self, index: int, section: str, reach: int = _NEAR) -> bool:
        """Tell whether a word of a list stands shortly before, in the same clause."""
        low = max(self.clause(index), index - reach)
        return not words_of(section).isdisjoint(self.words[low:index])

    def is_ruled_out(self, index: int) -> bool:
        """Tell whether what a word says is denied, or under a condition."""
        low = self.clause(index)
        return self.near(index, "negations") or not (words_of("conditions") - {"had"}).isdisjoint(
            self.words[low:index]
        )


def _inside_word(text: str, at: int) -> bool:
    """Tell whether an apostrophe stands between two letters."""
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
