"""Characters that a format cannot carry, one for one: offsets stay, and what stood there can be put back."""

import re
from typing import Any, NamedTuple

from annotations.errors import FormatError

#: What XML 1.0 has no way to say, not even by number.
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Substituted(NamedTuple):
    """A text as a format can carry it, and what stood where: code points, and the characters there."""

    text: str
    originals: list[tuple[int, str]]


def substitute(text: str, unfit: re.Pattern[str], by: str) -> Substituted:
    """Put the one character ``by`` in the place of every character that ``unfit`` finds."""
    originals = [(found.start(), found[0]) for found in unfit.finditer(text)]
    if not originals:
        return Substituted(text, [])
    return Substituted(unfit.sub(lambda found: by * len(found[0]), text), originals)


def restore(text: str, originals: Any, by: str) -> str:
    """Put back what ``substitute`` took out.

    Raises ``FormatError`` when ``originals`` is no such list, or the text has something else there.
    """
    if not originals:
        return text
    characters = list(text)
    for offset, words in _pairs(originals):
        if text[offset : offset + len(words)] != by * len(words):
            raise FormatError(f"has another text than it was written with (at character {offset:,})")
        characters[offset : offset + len(words)] = words
    return "".join(characters)


def _pairs(originals: Any) -> list[tuple[int, str]]:
    try:
        pairs = [(offset, words) for offset, words in originals]
    except (TypeError, ValueError):
        pairs = [(None, None)]
    if not all(isinstance(offset, int) and offset >= 0 and isinstance(words, str) for offset, words in pairs):
        raise FormatError("has no list of replaced characters where one should be")
    return pairs
