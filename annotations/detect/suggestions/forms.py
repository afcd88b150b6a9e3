"""Cues as they stand in a text: the forms of a verb, and what has to come after it."""

from enum import Enum, auto
from typing import NamedTuple

_VOWELS = "aeiou"


class Form(Enum):
    """Which form of its verb a word is; a word may be several, and the first that fits counts."""

    BASE = auto()
    THIRD = auto()
    PAST = auto()
    ING = auto()
    #: No verb: the word as it stands.
    FIXED = auto()


#: What has to follow, word by word: one of some words, or an object (``*``).
After = tuple[frozenset[str], ...]
OBJECT = frozenset("*")


class Entry(NamedTuple):
    """A cue: each form of its first word, and what has to follow."""

    forms: tuple[tuple[str, Form], ...]
    after: After


def _regular(base: str) -> tuple[tuple[str, Form], ...]:
    """Return the forms of a regular verb; one that doubles its last letter has to give its own."""
    stem = base[:-1] if base.endswith("e") else base
    third, past, ing = base + "s", stem + "ed", stem + "ing"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith(("s", "x", "z", "ch", "sh")):
        third = base + "es"
    elif base.endswith("ee"):
        ing = base + "ing"
    return ((base, Form.BASE), (third, Form.THIRD), (past, Form.PAST), (ing, Form.ING))


def _given(words: list[str]) -> tuple[tuple[str, Form], ...]:
    """Return the forms that an entry lists, by their endings; the base form comes first."""
    forms = [(words[0], Form.BASE)]
    for word in words[1:]:
        ing, third = word.endswith("ing"), word.endswith("s") and not word.endswith("ss")
        forms.append((word, Form.ING if ing else Form.THIRD if third else Form.PAST))
    return tuple(forms)


def _after(words: list[str]) -> After:
    return tuple(frozenset(word.split("|")) for word in words)


def verb(entry: str) -> Entry:
    """Read an entry of a list of verbs: ``accuse *``, ``swear/swears/swore to|that``, ``=out of pocket``."""
    first, *rest = entry.lower().split(" ")
    if first.startswith("="):
        return Entry(((first[1:], Form.FIXED),), _after(rest))
    words = first.split("/")
    return Entry(_regular(first) if len(words) == 1 else _given(words), _after(rest))


def noun(entry: str) -> Entry:
    """Read an entry of the list of nouns: ``promise to``, in the singular and the plural."""
    first, *rest = entry.lower().split(" ")
    words = first.split("/")
    plural = words[1:] or [first[:-1] + "ies" if first.endswith("y") else first + "s"]
    return Entry(tuple((word, Form.FIXED) for word in (words[0], *plural)), _after(rest))


def fixed(entry: str) -> Entry:
    """Read words that stand as they are."""
    first, *rest = entry.lower().split(" ")
    return Entry(((first, Form.FIXED),), _after(rest))
