"""Texts that would command a terminal, and how to tell whether one did.

What an article may be made of, numbered as the promises number it; ``leaks`` finds in what a program wrote
whatever is not on the list of what it may write.
"""

import re
from collections.abc import Sequence

from tests.support.terminal import sequences

#: Each would do something to a terminal that prints it. The graphic ones use colours that nothing else has.
COMMANDS = {
    "title, BEL": "\x1b]0;PWNED\x07",
    "title, ST": "\x1b]2;PWNED\x1b\\",
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "clipboard asked for": "\x1b]52;c;?\x07",
    "link": "\x1b]8;;https://pwned.example\x1b\\click\x1b]8;;\x1b\\",
    "never ended": "\x1b]0;PWNED",
    "clear": "\x1b[2J\x1b[1;1H",
    "away": "\x1b[99;99H",
    "overlined": "\x1b[53;31mPWNED\x1b[0m",
    "where": "\x1b[6n\x1b[c\x1b[>c",
    "reset": "\x1bc",
    "strings": "\x1bPq#0\x1b\\\x1b_G\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "C1": "\x9b2J\x9d0;PWNED\x9c\x90q\x9c",
    "next line": "one\x85two",
    "controls": "\x07\x08\x0b\x0c\x0e\x0f\x00\x1a\x7f\x05",
    "carriage return": "shown\rhidden",
    "keyboard": "\x1b[?1049l\x1b[?1000h\x1b[>4;2m",
}
#: Nothing to a terminal that is told of code points, but something to whoever reads.
MARKS = {
    "right to left": "pay \u202eEVIL\u202c now \u2067x\u2069 \u200e\u200f",
    "separators": "line\u2028paragraph\u2029end",
    "byte order": "in\ufeffside",
    "tags": "flag\U000e0041\U000e007f",
    "annotation": "\ufff9x\ufffay\ufffb",
}
#: Ordinary, but hard to lay out or to parse.
ODD = {
    "zero width": "zero\u200bwidth soft\u00adhyphen",
    "zalgo": "z" + "\u0301\u0316" * 200,
    "emoji": "👩‍👩‍👧‍👦 1\ufe0f\u20e3 👍🏽 🇫🇷 🏽 ❤️",
    "scripts": "東京 नमस्ते ไทย العربية עברית 한국어",
    "private": "\ue000 \U000f0000 \u0378",
    "markup": "[/] [red] [@click=app.quit]quit[/] [sic] [[nested]] [/red] [link=x]y[/link] \\[",
    "entities": "&#27;[2J &#x9b; \\u001b",
    "tabs": "a\tb\t\tc",
}
#: Half a character: a dataset that has one is refused, a source that has one is mended.
SURROGATE = "half \ud800 a character"
EVERYTHING = {**COMMANDS, **MARKS, **ODD}

#: What the reader may write, and nothing else: colours and styles, places, its modes, its keyboard, pointer.
_ALLOWED = re.compile(
    r"""
      \x1b\[ (?!(?:\d+;)*53[;m]) [\d;]* m
    | \x1b\[ (?!99;99) \d+ ; \d+ H
    | \x1b\[\? (?:1000|1003|1004|1006|1015|1049|2004|2026|2048|25|7) (?:[hl] | \$p)
    | \x1b\[ (?: >\d+u | <u | K )
    | \x1b\] 22;[a-z-]* \x07
    | [\r\n]
    """,
    re.VERBOSE,
)
_OBEYED = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def leaks(written: str, *, modes: bool = True, may: Sequence[str] = ()) -> list[str]:
    """Return everything in what a program wrote that it had no business writing.

    Without ``modes`` not even the reader's own sequences are allowed; what begins as one of ``may`` is.
    """
    found = [
        sequence
        for sequence in sequences(written)
        if not (_ALLOWED.fullmatch(sequence) if modes else sequence in "\r\n\t")
        and not sequence.startswith(tuple(may))
    ]
    return found + _OBEYED.findall(written)
