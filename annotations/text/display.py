"""The display map: what a text looks like when nothing in it may command the terminal.

One code point in, one code point out, so that offsets into the text are offsets into what is shown.
"""

import re
from functools import cache

#: Controls (but the newline), bidirectional controls, line and paragraph separators, the byte-order mark,
#: interlinear annotation, surrogates and tag characters. Joiners, selectors and marks stay: scripts and emoji
#: need them.
_RANGES = (
    (0x00, 0x09),
    (0x0B, 0x1F),
    (0x7F, 0x9F),
    (0x061C, 0x061C),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xDFFF),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
)

_UNSAFE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")

_HIDDEN = "\ufffd"


def _sign(char: str) -> str:
    if char == "\t":
        return " "
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else _HIDDEN


@cache
def _signs() -> dict[int, str]:
    return {code: _sign(chr(code)) for first, last in _RANGES for code in range(first, last + 1)}


#: Up to so many are replaced one by one; beyond, a pass over every character is quicker.
_FEW = 20_000


def display(text: str) -> str:
    """Return ``text`` with every character that could act on a terminal replaced by a visible sign.

    As long as ``text``, code point for code point; ``text`` itself when there is nothing to replace. Newlines
    are kept. C0 controls become their pictures (U+2400 and on), a tab one space, the others U+FFFD.
    """
    if _UNSAFE.search(text) is None:
        return text
    shown, replaced = _UNSAFE.subn(lambda match: _sign(match[0]), text, count=_FEW)
    return shown if replaced < _FEW else shown.translate(_signs())
