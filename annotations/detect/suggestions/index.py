"""The cues of all labels in one index, by the word they begin with, and where they may stand in a text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annotations.cues import LabelCues
from annotations.detect.suggestions.forms import Form
from annotations.detect.suggestions.rulebook import Role, Rulebook, Trigger, of_label

_WORD = re.compile(r"[^\W\d_]+")
#: How far a word may be from the next one, and as long, in code points.
_NEAR = 30


class Rule(NamedTuple):
    """What a word may be the beginning of, for one label."""

    label: LabelCues
    book: Rulebook
    triggers: tuple[Trigger, ...]


class Rules(NamedTuple):
    """All that a word may be the beginning of."""

    rules: tuple[Rule, ...]
    #: One of these comes next, where that is so for all of them: "a" is common, "a disgrace" is rare.
    following: frozenset[str] | None


class Occurrence(NamedTuple):
    """Where cues may begin in a text, in code points."""

    start: int
    rules: tuple[Rule, ...]


@cache
def index(labels: tuple[LabelCues, ...]) -> dict[str, Rules]:
    """Return the rules of all labels by the first word of their cues, also with a capital."""
    found: dict[str, list[Rule]] = {}
    for label in labels:
        book = of_label(label)
        if book is None:
            continue
        for word, triggers in book.triggers.items():
            for form in {word, word.capitalize()}:
                found.setdefault(form, []).append(Rule(label, book, triggers))
    return {word: Rules(tuple(rules), _following(rules)) for word, rules in found.items()}


def _following(rules: Sequence[Rule]) -> frozenset[str] | None:
    """Return the words of which one has to come next, if all cues are fixed words; else None."""
    triggers = [trigger for rule in rules for trigger in rule.triggers]
    fixed = all(one.role in (Role.PHRASE, Role.CLAIM) and one.form is Form.FIXED for one in triggers)
    if not fixed or not all(one.after for one in triggers):
        return None
    return frozenset(word for one in triggers for word in one.after[0])


def occurrences(text: str, labels: Sequence[LabelCues]) -> Iterator[Occurrence]:
    """Yield where a cue of some labels may begin, from left to right."""
    by_word = index(tuple(labels))
    for match in _WORD.finditer(text):
        found = by_word.get(match.group())
        if found is None:
            continue
        if found.following is not None:
            following = _WORD.search(text, match.end(), match.end() + _NEAR)
            if following is None or following.group().lower() not in found.following:
                continue
        yield Occurrence(match.start(), found.rules)
