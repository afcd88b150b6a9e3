"""What a parser makes of one document, and the first step of all of them: bytes to text.

A parser is a pure function from bytes to ``Parsed``, so that it can run in another process.
"""

from typing import Any

import msgspec

from annotations.text import decode

#: What needs no mention in an article's metadata.
_USUAL_ENCODINGS = {"utf-8", "utf8", "utf_8", "ascii", "us-ascii"}


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """The text of one document and what it says of itself; what it does not say is empty."""

    text: str
    title: str = ""
    byline: str = ""
    date: str = ""
    metadata: dict[str, Any] = {}


def decoded(data: bytes, encoding: str | None) -> tuple[str, dict[str, Any]]:
    """Decode a document; also return what a reader should know of that, as metadata.

    The metadata is empty for UTF-8 without a flaw; otherwise it has ``encoding``, ``encoding_guessed``
    (only when it was) and ``replaced``, the number of characters that could not be decoded.
    Raises ``SourceError`` for what is no text.
    """
    found = decode(data, encoding)
    notes: dict[str, Any] = {}
    if found.encoding.lower() not in _USUAL_ENCODINGS:
        notes["encoding"] = found.encoding
    if found.guessed:
        notes["encoding_guessed"] = True
    if found.replaced:
        notes["replaced"] = found.replaced
    return found.text, notes
