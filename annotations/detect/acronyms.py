"""Which short form stands for which name: "TPP" for "Trans-Pacific Partnership"."""

import re

from annotations.detect.lexicon import grammar

_JOINTS = re.compile(r"[\s\-–/]+")
_SHORT = r"([A-Z][A-Z&-]{1,6})"
#: "a heads-up display (HUD)".
_EXPLAINED = re.compile(rf"(?<=[a-z] )\({_SHORT}s?\)")
#: "two UAVs": only what can be counted has a plural.
_PLURAL = re.compile(rf"(?<![\w-]){_SHORT}s\b")
#: "a KO,": what has an article, but is no part of a longer expression, is one of many.
_COUNTED = re.compile(
    rf"\b(?:[Aa]n?|[Aa]nother|[Ee]ach|[Ee]very) {_SHORT}(?=[,.;:!?)]|\n|\Z"
    r"| (?:and|or|of|in|on|at|by|that|which|was|is|were|had|has|from|with|when|while|after|before|as)\b)"
)
_SMALL_WORDS = re.compile(r"[a-z]+(?:[ -][a-z]+)*\Z")
#: So many letters has what an acronym in brackets is short for, at most.
_WIDEST = 80


def initials(name: str) -> tuple[str, str]:
    """Return the capital first letters of a name's words: without its small words, and with them."""
    words = [part for part in _JOINTS.split(name) if part[:1].isalpha()]
    small = grammar("left_out_of_acronyms")
    heads = "".join(word[0] for word in words if word not in small)
    return heads.upper(), "".join(word[0] for word in words).upper()


def is_acronym(short: str, name: str) -> bool:
    """Tell whether a word is made of the first letters of a name, with or without its small words."""
    letters = "".join(filter(str.isalpha, short.removesuffix("s"))).upper()
    return len(letters) > 1 and letters in initials(name)


def common(text: str) -> set[str]:
    """Return the short forms that an article uses as common nouns: "two UAVs", "a KO."."""
    found = {match.group(1) for match in _COUNTED.finditer(text)}
    for match in _PLURAL.finditer(text):
        found |= {match.group(), match.group(1)}
    for match in _EXPLAINED.finditer(text):
        words = _SMALL_WORDS.search(text[max(0, match.start() - _WIDEST) : match.start()].rstrip())
        if words is not None and _shortens(match.group(1), words.group()):
            found.add(match.group(1))
    return found


def _shortens(short: str, words: str) -> bool:
    """Tell whether the last words before an acronym begin with its letters."""
    firsts = "".join(word[0] for word in _JOINTS.split(words)).upper()
    return firsts.endswith("".join(filter(str.isalpha, short)))
