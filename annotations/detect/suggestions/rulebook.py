"""The cues of one label, ready to be looked up by the words of a text."""

from enum import Enum, auto
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec

from annotations.cues import LISTS, Cues, LabelCues
from annotations.detect.suggestions.forms import After, Entry, Form, fixed, noun, verb


class Role(Enum):
    """How a cue has to stand in its sentence to count."""

    VERB = auto()
    NOUN = auto()
    CLAIM = auto()
    PHRASE = auto()
    #: "will", "shall", "’ll": it counts if a deed of the list follows.
    WILL = auto()
    #: "would", where somebody says so of themselves: "said it would".
    WOULD = auto()


class Trigger(NamedTuple):
    """What one word of a text may be the beginning of."""

    role: Role
    form: Form
    after: After


class Rulebook(NamedTuple):
    """The triggers of one label by their first word, its deeds, and what rules a sentence out."""

    triggers: dict[str, tuple[Trigger, ...]]
    will: frozenset[str]
    unless: tuple[str, ...]


_READERS = {
    "verbs": (Role.VERB, verb),
    "nouns": (Role.NOUN, noun),
    "claims": (Role.CLAIM, verb),
    "phrases": (Role.PHRASE, fixed),
}


@cache
def built_in() -> dict[str, Cues]:
    """Return the cues that come with the program, by the name of their label."""
    source = resources.files("annotations.detect").joinpath("data", "suggestions.toml")
    return msgspec.toml.decode(source.read_bytes(), type=dict[str, Cues])


def _with_like(cues: Cues) -> Cues:
    """Return cues together with those they are like."""
    like = built_in().get(cues.like)
    if like is None:
        return cues
    return Cues(**{name: getattr(like, name) + getattr(cues, name) for name in LISTS})


def _add(triggers: dict[str, list[Trigger]], role: Role, entry: Entry) -> None:
    for word, form in entry.forms:
        triggers.setdefault(word, []).append(Trigger(role, form, entry.after))


@cache
def rulebook(cues: Cues) -> Rulebook:
    """Return the rules that a table of cues makes."""
    cues = _with_like(cues)
    triggers: dict[str, list[Trigger]] = {}
    for name, (role, read) in _READERS.items():
        for entry in getattr(cues, name):
            _add(triggers, role, read(entry))
    if cues.will:
        for word in ("will", "shall", "ll", "going"):
            _add(triggers, Role.WILL, fixed(word))
        _add(triggers, Role.WOULD, fixed("would"))
    return Rulebook(
        {word: tuple(found) for word, found in triggers.items()},
        frozenset(word.lower() for word in cues.will),
        tuple(phrase.lower() for phrase in cues.unless),
    )


def of_label(label: LabelCues) -> Rulebook | None:
    """Return the rules of a label: its own, else the built-in ones of its name, else None."""
    cues = label.cues if label.cues is not None else built_in().get(label.label)
    return None if cues is None else rulebook(cues)


def wants_figures(label: LabelCues) -> bool:
    """Tell whether a label is proposed for figures: by its name, or by being like it."""
    return label.label == "figure" if label.cues is None else label.cues.like == "figure"
