"""The capitalised words of a text, and what stands around each: the raw material of names."""

import re
from collections.abc import Iterator

from annotations.detect.lexicon import names

# ``re`` has no class for capitals; those of the scripts that have them stand below U+2000.
_UPPER = "".join(
    chr(code)
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x590), *range(0x1E00, 0x2000))
    if chr(code).isupper()
)
#: A letter with the combining marks of decomposed text.
_IN = r"[\w\u0300-\u036f]"
# "Mei-ling" is a name, "London-based" holds one.
_SUFFIXES = r"(?:based|born|led|backed|style|era|like|wide|level|owned|run|made|bound|held|linked|funded|old|year|elect|in|down|up|off|on|out|free|only|long|time|day|size|type|class|sized|ready|test|proof|first|part|to|and|of|the|ish|esque|minded|loving|born|dollar|mail|ray|rays|shirt|shirts|turn|general|chief|man|men|woman|wing|winger)\b"
_WORD = re.compile(
    rf"(?<![\w&])(?:"
    rf"(?:[{_UPPER}]\.){{2,}}(?:[{_UPPER}](?!\w))?"  # U.S., U.N.
    rf"|[{_UPPER}]\.(?=[ ][{_UPPER}])"  # an initial
    rf"|(?:[aA]l-|[eE]l-|ad-|as-|ash-|an-|d[’']|l[’'])?[{_UPPER}]{_IN}{{0,60}}(?:[’'](?!s\b){_IN}{{1,60}}|[-‑–](?=[{_UPPER}0-9]){_IN}{{1,60}}|&[{_UPPER}]{_IN}{{0,60}}){{0,6}}(?:(?<=[a-z])-(?!{_SUFFIXES})[a-z]{{2,6}}(?![\w-])(?=[^\w]*(?:[{_UPPER}(,.’']|$)))?"
    rf")"
)
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Mx Dr Prof St Ste Sen Rep Gov Gen Lt Col Capt Maj Sgt Adm Cmdr Rev Hon Fr Jr Sr Inc Corp Ltd Co Bros Mt Ft No Brig Cpl Pte Supt Dept Assn Univ".split()
)
#: So much before a word shows whether a sentence begins with it.
_BACK = 8


class Word:
    """A capitalised word: code points, end-exclusive, without a possessive ending."""

    __slots__ = ("end", "initial", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, initial: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        #: Whether a sentence, a line or a quotation begins with it.
        self.initial = initial


def begins(text: str, at: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins at a place."""
    back = text[max(0, at - _BACK) : at]
    if not back.strip() or "\n" in back[len(back.rstrip()) :]:
        return True
    bare = back.rstrip('"“‘„«([*_>#•- ')
    return (
        not bare
        or bare[-1] in ".!?…:;\n"
        or back[-1] in '"“‘„«'
        or (len(bare) < len(back.rstrip()) and bare[-1:] == "\n")
    )


def words(text: str) -> Iterator[Word]:
    """Yield the capitalised words of a text from left to right."""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        if word in _ABBREVIATIONS and text.startswith(".", end):
            end += 1
            word += "."
        yield Word(word, start, end, initial=begins(text, start) and not _after_abbreviation(text, start))


def _after_abbreviation(text: str, at: int) -> bool:
    """Tell whether the full stop before a word only ends an abbreviation: "Sen. Urrutia"."""
    if text[at - 2 : at] != ". ":
        return False
    before = text[max(0, at - 12) : at - 2]
    last = re.split(r"[\s(“\"‘]", before)[-1]
    return (
        last in _ABBREVIATIONS
        or f"{last}." in names().titles
        or (len(last) == 1 and last.isupper())
        or bool(re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", last))
    )
