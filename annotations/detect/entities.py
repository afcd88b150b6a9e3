"""The named entities of an article by rules: what each name is, is decided by the whole article.

Every capitalised stretch is weighed by its words and its surroundings; the weights of all its mentions
are added up, a surname or short form takes the label of the full name, and a word that only begins a
sentence or stands in a headline is a name if it is one elsewhere. Labels are those of OntoNotes.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from annotations.detect import capitals
from annotations.detect.figures import Figure, find_figures
from annotations.detect.guesses import Guess, guesses
from annotations.detect.lexicon import names
from annotations.detect.runs import runs

_LOWER = re.compile(r"\b[a-z]{3,}\b")
_LINE = re.compile(r"[^\n]+")
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_THRESHOLD = 0.9
#: Left out of an acronym.
_SHORT = frozenset(("of", "the", "and", "for", "de", "in", "on", "a"))


class Found(NamedTuple):
    """An entity: code points, end-exclusive."""

    start: int
    end: int
    label: str


class _Article:
    """What is known of the names of one article."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = set(_LOWER.findall(text))
        self.headlines = list(_headlines(text))
        self._headline_starts = [start for start, _ in self.headlines]
        self.guesses: list[Guess] = []
        self.votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.seen_inside: set[str] = set()

    def in_headline(self, at: int) -> bool:
        """Tell whether a place is in a line where every longer word has a capital."""
        index = bisect_left(self._headline_starts, at + 1) - 1
        return index >= 0 and self.headlines[index][1] > at

    def collect(self, taken: Sequence[Figure]) -> None:
        """Guess at each run of capitals that no date or amount covers."""
        starts = [figure.start for figure in taken]
        for run in runs(self.text, self._free_words(taken, starts)):
            headline = self.in_headline(run.start)
            for guess in guesses(run):
                self.guesses.append(guess)
                weight = 0.3 if headline else 1.0
                for label, amount in guess.weights:
                    self.votes[guess.name][label] += amount * weight
                if not guess.initial and not headline:
                    self.seen_inside.add(guess.name)

    def _free_words(self, taken: Sequence[Figure], starts: Sequence[int]) -> Iterator[capitals.Word]:
        for word in capitals.words(self.text):
            index = bisect_left(starts, word.end) - 1
            if index < 0 or taken[index].end <= word.start or taken[index].label in ("CARDINAL", "ORDINAL"):
                yield word

    def share(self) -> None:
        """Let the parts of a name vote as the whole does: "Pence" as "Mike Pence", "WHO" as its expansion."""
        for name, votes in list(self.votes.items()):
            label, weight = _best(votes)
            words = name.split()
            if len(words) < 2 or weight < 2.0:
                continue
            if label == "PERSON":
                self._share_with(words[-1], label, 3.0)
                self._share_with(words[0], label, 1.0)
                if len(words) > 2:
                    self._share_with(" ".join(words[-2:]), label, 2.0)
            elif label == "ORG":
                self._share_with("".join(word[0] for word in words if word not in _SHORT), label, 3.0)
                if (
                    words[0].lower() not in names().headline
                    and words[0] not in names().org_endings | names().org_heads
                ):
                    self._share_with(words[0], label, 2.0)

    def _share_with(self, name: str, label: str, weight: float) -> None:
        if name in self.votes or label == "PERSON":
            lists = names()
            if (
                name not in lists.not_names
                and name.lower() not in lists.common
                and not (label == "ORG" and name in lists.known)
            ):
                self.votes[name][label] += weight

    def decide(self) -> Iterator[Found]:
        """Yield each name that enough speaks for."""
        for guess in self.guesses:
            label, weight = _best(self.votes[guess.name])
            if label and weight >= _THRESHOLD and self._is_name(guess, label, weight):
                yield Found(guess.start, guess.end, label)

    def _is_name(self, guess: Guess, label: str, weight: float) -> bool:
        """Refuse a common word that only begins a sentence or stands in a headline."""
        lists = names()
        if guess.name in lists.known or guess.titled:
            return True
        words = guess.name.split()
        unsure = guess.initial or self.in_headline(guess.start)
        if unsure and guess.name not in self.seen_inside and len(words) == 1:
            lower = words[0].lower()
            return weight >= 2.0 and lower not in self.lower and lower not in lists.headline
        if len(words) == 1 and words[0].lower() in lists.headline:
            return words[0].isupper() or weight >= 3.0
        return True


def _best(votes: Mapping[str, float]) -> tuple[str, float]:
    """Return the label that most speaks for."""
    return max(votes.items(), key=lambda item: item[1], default=("", 0.0))


def _headlines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that are written in title case, or wholly in capitals."""
    for line in _LINE.finditer(text):
        if line.end() - line.start() > 160 or line.group().rstrip()[-1:] in (".", ",", ";"):
            continue
        words = _LETTERS.findall(line.group())
        if len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.75 * len(words):
            yield line.span()


def _merged(found: Iterable[Found], figures: Iterable[Figure]) -> list[Found]:
    """Join names and figures from left to right; where two overlap, the longer one stays."""
    every = [*found, *(Found(*figure) for figure in figures)]
    kept: list[Found] = []
    for entity in sorted(every, key=lambda e: (e.start, -e.end)):
        if kept and entity.start < kept[-1].end:
            if entity.end - entity.start > kept[-1].end - kept[-1].start:
                kept[-1] = entity
            continue
        kept.append(entity)
    return kept


def find_entities(text: str) -> list[Found]:
    """Return the entities of a text from left to right; none overlaps another.

    Offsets are code points, end-exclusive. The time is linear in the length of the text.
    """
    figures = list(find_figures(text))
    article = _Article(text)
    article.collect(figures)
    article.share()
    return _merged(article.decide(), figures)
