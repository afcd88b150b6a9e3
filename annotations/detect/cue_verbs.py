"""Where the verbs stand that tie words to whoever said them, found in one pass over an article."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annotations.detect.lexicon import alternatives, cues, grammar, sections

PRONOUN = re.compile(
    r"(?:he|she|they|it|we|I|you|who|one|everyone|everybody|somebody|someone|nobody)\Z", re.IGNORECASE
)
_LETTERS = re.compile(r"\b[SAWa-z][a-z]{2,}\b")
_SINGULAR = ("ss", "’s", "'s")
#: The word before, unless a mark or a full stop stands between the two.
_BEFORE = re.compile(r"([^\W\d_](?:[\w’'-]*\w)?)\s+\Z")
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_HABIT = re.compile(rf"\b(?:(?:{alternatives(grammar('habits'))}) to|would|did)\s+\Z")


class CueVerb(NamedTuple):
    """A verb of saying: code points, end-exclusive."""

    start: int
    end: int
    word: str
    #: It ties words to a speaker only when it stands before them: "called it “a mess”".
    weak: bool


@cache
def speech(section: str) -> frozenset[str]:
    """Return one of the lists of ``data/cues.txt``."""
    return frozenset(sections("cues")[section])


@cache
def _known() -> frozenset[str]:
    single, double = _verbs()
    return frozenset(single) | frozenset(double)


@cache
def _verbs() -> tuple[dict[str, bool], dict[str, dict[str, bool]]]:
    """Return whether each verb is weak; those of two words by their first one."""
    single: dict[str, bool] = {}
    double: dict[str, dict[str, bool]] = {}
    for weak, entries in ((True, cues().weak), (False, cues().strong)):
        for entry in entries:
            first, _, second = entry.partition(" ")
            if second:
                double.setdefault(first, {})[second] = weak
            else:
                single[first] = weak
    for entry in speech("capitals"):
        single[entry] = False
    for entry in grammar("base_forms"):
        single.setdefault(entry, False)
    return single, double


def _find(text: str) -> Iterator[CueVerb]:
    single, double = _verbs()
    known = _known()
    doubtful = speech("noun_like")
    for match in [match for match in _LETTERS.finditer(text) if match.group() in known]:
        word, (start, end) = match.group(), match.span()
        following = _NEXT.match(text, end) if word in double else None
        second = following.group(1) if following else ""
        if following and second in double[word]:
            yield CueVerb(start, following.end(), f"{word} {second}", double[word][second])
        elif word in single:
            before = _BEFORE.search(text, max(0, start - 24), start)
            last = before.group(1) if before else ""
            if (word not in doubtful or _has_subject(last)) and _is_verb(text, start, last.lower(), word):
                yield CueVerb(start, end, word.lower(), single[word])


def _is_verb(text: str, start: int, before: str, word: str) -> bool:
    """Tell a verb from a noun ("his claims") and from a passive ("was told")."""
    if word in grammar("base_forms"):
        many = before.endswith("s") and not before.endswith(_SINGULAR) and before not in speech("not_plural")
        return (
            many
            or (not before and text[start + len(word) : start + len(word) + 1] != ",")
            or before in speech("before_base_forms")
            or _HABIT.search(text, max(0, start - 24), start) is not None
        )
    if not before:
        return True
    if word[0].isupper():
        return False
    if before in grammar("be") and (word in grammar("passive") or word.endswith("ed")):
        return False
    if word.endswith("ing"):
        return before not in grammar("determiners")
    return before not in grammar("not_before_verb") and not before.endswith(("’s", "'s"))


def _has_subject(before: str) -> bool:
    """Tell whether a word just before "claims" makes a verb of it: "he", "Tanaka", "spokesman"."""
    if not before or before[0].isupper():
        return bool(before)
    return before in cues().roles or before in cues().adverbs or PRONOUN.match(before) is not None


class CueVerbs:
    """The cue verbs of one article, in order."""

    def __init__(self, text: str) -> None:
        self.all = list(_find(text))
        self._starts = [cue.start for cue in self.all]

    def between(self, start: int, end: int, *, weak: bool) -> list[CueVerb]:
        """Return those that lie wholly in a stretch; the weak ones only when asked for."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return [cue for cue in self.all[first:last] if cue.end <= end and (weak or not cue.weak)]
