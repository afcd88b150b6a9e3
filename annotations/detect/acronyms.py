"""Which short form stands for which name: "TPP" for "Trans-Pacific Partnership"."""

import re

from annotations.detect.lexicon import grammar

_JOINTS = re.compile(r"[\s\-–/]+")


def initials(name: str) -> tuple[str, str]:
    """Return the capital first letters of a name's words: without its small words, and with them."""
    words = [part for part in _JOINTS.split(name) if part[:1].isalpha()]
    small = grammar("left_out_of_acronyms")
    heads = "".join(word[0] for word in words if word not in small)
    return heads.upper(), "".join(word[0] for word in words).upper()


def is_acronym(short: str, name: str) -> bool:
    """Tell whether a word is made of the first letters of a name, with or without its small words."""
    letters = "".join(filter(str.isalpha, short)).upper()
    return len(letters) > 1 and letters in initials(name)
