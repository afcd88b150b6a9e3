"""The capitalised words of a text, and what stands around each: the raw material of names."""

import re
from collections.abc import Iterator

from annotations.detect.gazetteer import gazetteer
from annotations.detect.lexicon import alternatives, grammar, names

# ``re`` has no class for capitals; those of the scripts that have them stand below U+2000.
_CASED = (*range(0x41, 0x5B), *range(0xC0, 0x590), *range(0x1E00, 0x2000))
_UPPER = "".join(chr(code) for code in _CASED if chr(code).isupper())
#: A letter with the combining marks of decomposed text.
_IN = r"[\w\u0300-\u036f]"
# The first letter comes first in the pattern: the engine skips to it, and only then looks back.
_WORD = re.compile(
    rf"""[{_UPPER}](?<![\w&@\#].)(?:
        \.(?:[{_UPPER}]\.)+(?:[{_UPPER}](?!\w))?(?:[-‑–][{_UPPER}]{_IN}{{1,60}})?  # U.S., U.S.-Japan
      | \.(?=[ ][{_UPPER}])                                       # an initial
      | {_IN}{{0,60}}
        (?:[’'](?!s\b){_IN}{{1,60}}|[-‑–](?:(?:[{_UPPER}]\.){{2,}}|(?=[{_UPPER}0-9]){_IN}{{1,60}})|&[{_UPPER}]{_IN}{{0,60}}){{0,6}}
        (?:(?<=[a-z])-(?!(?:{alternatives(grammar("lower_suffixes"))})\b)[a-z]{{2,6}}(?![\w-]))?  # Mei-ling
    )""",
    re.VERBOSE,
)
#: What goes on in front of a name without a capital: "al-Abadi", "d’Affaires".
_PREFIX = re.compile(r"(?<!\w)(?:[aA]l-|[eE]l-|ad-|as-|ash-|an-|d[’']|l[’'])\Z")
_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]")
#: Before a hyphen and a small letter stands a syllable (Ha-neul), or another name (Chen Mei-ling).
_SYLLABLE = 4
#: So much before a word shows whether a sentence begins with it.
_BACK = 8
#: A line that is broken for its length has as many characters; a wider one is a paragraph.
_NARROWEST, _WIDEST = 55, 100
_I = ("I'", "I’")
_JOINTS = ("-", "’", "'")
#: What may stand between the end of a sentence and the first word of the next.
_AROUND = '"“”‘’„«»()[]*_>#•·- \t\u00a0\u2009\u202f'


class Word:
    """A capitalised word: code points, end-exclusive, without a possessive ending."""

    __slots__ = ("end", "initial", "start", "text")

    def __init__(self, text: str, start: int, end: int, *, initial: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        #: Whether a sentence, a line or a quotation begins with it.
        self.initial = initial


def wraps(text: str, at: int) -> bool:
    """Tell whether a line that begins at a place only goes on with the one before: both are narrow."""
    if text[at - 1 : at] != "\n" or not (text[at - 2 : at - 1].isalnum() or text[at - 2 : at - 1] == ","):
        return False
    before = at - 1 - (text.rfind("\n", max(0, at - _WIDEST), at - 1) + 1 or max(0, at - _WIDEST))
    end = text.find("\n", at, at + _WIDEST)
    narrow = end > 0 or len(text) - at < _WIDEST
    return narrow and _NARROWEST <= before < _WIDEST - 1


def begins(text: str, at: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins at a place."""
    if text[at - 1 : at] == " " and text[at - 2 : at - 1].isalpha():
        return False
    back = text[max(0, at - _BACK) : at]
    if not back.strip() or "\n" in back[len(back.rstrip()) :]:
        return not wraps(text, at)
    bare = back.rstrip(_AROUND)
    return not bare or bare[-1] in ".!?…:;\n" or back[-1] in '"“‘„«'


def words(text: str) -> Iterator[Word]:
    """Yield the capitalised words of a text from left to right."""
    done = -2
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        if word[:2] in _I:  # "I'll"
            continue
        if text[start - 1 : start] in _JOINTS and (prefix := _PREFIX.search(text, max(0, start - 4), start)):
            start = prefix.start()
            word = text[start:end]
        head, _, tail = word.rpartition("-")
        # "Washington-friendly" only holds a name.
        if tail.islower() and len(head) > _SYLLABLE and start != done + 1:
            word, end = head, start + len(head)
        done = end
        if text.startswith(".", end) and _is_abbreviation(word):
            end += 1
            word += "."
        yield Word(
            word, start, end, initial=begins(text, start) and not _after_abbreviation(text, start, word, end)
        )


def _is_abbreviation(word: str) -> bool:
    """Tell whether a full stop belongs to a word: "Inc.", "Fla."."""
    return word in grammar("abbreviations") or f"{word}." in names().known.listed


def _after_abbreviation(text: str, at: int, word: str, end: int) -> bool:
    """Tell whether the full stop before a word only ends an abbreviation: "Sen. Urrutia"."""
    if text[at - 2 : at] != ". ":
        return False
    last = re.split(r"[\s(“\"‘]", text[max(0, at - 12) : at - 2])[-1].rpartition("-")[2]
    if _DOTTED.fullmatch(last) is not None:
        return not _begins_after_dots(text, word, end)
    known = last in grammar("abbreviations") or f"{last}." in names().titles
    return known or (len(last) == 1 and last.isupper())


def _begins_after_dots(text: str, word: str, end: int) -> bool:
    """Tell whether a sentence begins after "U.S.": "in the U.S. Diplomats said", but "the U.S. Army said"."""
    lists, lower = names(), word.lower()
    if lower in lists.common:
        return True
    part = any(word in section for section in (lists.org_endings, lists.org_heads, lists.titles, lists.known))
    return not part and text[end : end + 2].strip(" ,").islower() and gazetteer().is_word(lower)
