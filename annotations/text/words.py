"""The words of a text: what the caret steps over.

A word is a run of letters, marks and digits, with what holds it together inside: ``don’t``, ``well-known``,
``AT&T``, ``U.S.``, ``a.m.``, ``1,200.50``, ``10:30``, ``example.com``. A number keeps its sign, currency and
percent (``$2.4``, ``−5%``); a web or mail address is one word, an emoji with all its joiners too. Chinese and
Japanese go by character (katakana by run), Thai and its neighbours by syllable sign, since those scripts have
no spaces to go by. Other punctuation is no word and no part of one, except where it stands alone between
spaces (``—``, ``* * *``): so every run of visible characters holds at least one word, and a caret that stands
on words alone can come to every line.
"""

import re
from collections.abc import Iterator
from functools import cache

from annotations.records import Span
from annotations.text.blocks import REACH, block, closer, ink_after, ink_before
from annotations.text.marks import MARK

#: Nothing longer than this is kept whole if there is no white space in it, in code points.
BLOCK = 512
#: How much is counted at a time, so that a large text is not copied as a list of all its words.
_COUNTED = 65_536

_IDEOGRAPHS = "々〆〇\u3041-\u309f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd"  # Thai, Lao, Myanmar, Khmer
_FOLLOWING = "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"  # vowels that are letters and yet follow
_EMOJI = (
    "\u203c\u2049\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
)
_FLAG = "\U0001f1e6-\U0001f1ff"
_CURRENCY = "$¢£¤¥₠-⃀€＄￡￥"

#: Text of which the short pattern makes the same words as the long one.
_ORDINARY = re.compile(r"[\0-\u02ff\u2010-\u2030€]*")
_SPACE = re.compile(r"\s")
_UP_TO_SPACE = re.compile(r".*\s", re.DOTALL)


def _compile(single: str, mark: str, picture: str) -> re.Pattern[str]:
    """Return the pattern of a word.

    ``single`` is the inside of a class of letters that are words for themselves, ``mark`` a pattern for what
    clings to the character before, ``picture`` one for emoji.
    """
    letters = rf"[^\W{single}]+"
    hinge = r"['’ʼ\-‐‑&@·\u00ad]"
    joint = rf"""(?:
        {mark}+ {hinge}? | {hinge}
      | (?<=\d) [.,:/] (?=\d)
      | \. (?=[a-z0-9])
      | (?<=\b[A-Z]) \. (?=[A-Z]\b)
    )"""
    # The first look ahead lets ordinary words pass at once.
    before_number = rf"""
        (?= [-+−±{_CURRENCY}] | [A-Z]{{1,3}}[{_CURRENCY}] )
        (?: (?<![^\s(]) [-+−±] )? (?: \b[A-Z]{{1,3}} )? [{_CURRENCY}]? (?=\d)
    """
    word = rf"""
        (?: https?:// | www\. ) [^\s<>"“”]* [^\s<>"“”.,;:!?'’)\]]
      | (?<!\w) (?: [^\W\d_]\. ){{2,}} (?!\w) (?: [-‐‑]{letters} )*
      | {picture}
      | (?: {before_number} | [@\#] | ['’](?=\d\ds?\b) )?
        {letters} (?: {joint} {letters} )*
        (?: (?<=\d) (?: [%‰] | °[CF]?(?!\w) | [{_CURRENCY}](?!\d) ) )?
      | \w
      | (?<!\S) [^\w\s]+ (?!\S)
    """
    return re.compile(rf"(?: {word} ) (?: {mark} | [{_FOLLOWING}] )*", re.VERBOSE)


@cache
def _ordinary_word() -> re.Pattern[str]:
    return _compile(single="", mark="(?!)", picture="(?!)")


@cache
def _any_word() -> re.Pattern[str]:
    # A few milliseconds to compile, so only once a text needs it.
    picture = rf"""
        [0-9#*]\ufe0f?\u20e3 | [{_FLAG}]{{2}}
      | [{_EMOJI}] (?: [\ufe0f\U0001f3fb-\U0001f3ff]* \u200d [{_EMOJI}] )*
    """
    return _compile(_IDEOGRAPHS + _UNSPACED, MARK, picture)


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile(rf"[{_IDEOGRAPHS}]+")


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(MARK)


def _last_break(text: str, low: int, high: int) -> int:
    """Break after white space; else before an ideograph; else anywhere but inside a cluster."""
    space = _UP_TO_SPACE.match(text, low, high)
    if space is not None:
        return space.end()
    cut = max((run.end() - 1 for run in _ideograph().finditer(text, low + 1, high)), default=high)
    while cut > low + 1 and (_mark().match(text, cut) or text[cut - 1] == "\u200d"):
        cut -= 1
    return cut


def _in_piece(text: str, piece: Span) -> list[Span]:
    # The pattern runs on a copy, so that what stands beyond the piece cannot change the answer.
    copy = piece.of(text)
    pattern = _ordinary_word() if _ORDINARY.fullmatch(copy) else _any_word()
    return [Span(piece.start + match.start(), piece.start + match.end()) for match in pattern.finditer(copy)]


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the words that lie in ``text[start:end]``, wholly or in part, in order."""
    stop = len(text) if end is None else min(end, len(text))
    ink = ink_after(text, max(start, 0))
    while ink is not None and ink < stop:
        around = block(text, ink, BLOCK, _last_break)
        for word in _in_piece(text, around):
            if word.start >= stop:
                return
            if word.end > start:
                yield word
        ink = ink_after(text, around.end)


def _piece(text: str, ink: int) -> Span:
    """Return the run between white space that holds ``ink``, or as much of it as its block has."""
    left = _UP_TO_SPACE.match(text, max(0, ink - BLOCK), ink)
    right = _SPACE.search(text, ink, ink + BLOCK)
    start = left.end() if left else 0
    end = right.start() if right else len(text)
    if end - start <= BLOCK:  # too short for a block to end inside it without white space
        return Span(start, end)
    around = block(text, ink, BLOCK, _last_break)
    return Span(max(start, around.start), min(end, around.end))


def next_word(text: str, offset: int) -> Span | None:
    """Return the first word that starts after ``offset``, or None.

    The time does not depend on the length of the text, but on the blank space in between.
    """
    ink = ink_after(text, max(offset, 0))
    while ink is not None:
        piece = _piece(text, ink)
        for word in _in_piece(text, piece):
            if word.start > offset:
                return word
        ink = ink_after(text, piece.end)
    return None


def previous_word(text: str, offset: int, reach: int | None = None) -> Span | None:
    """Return the last word that starts before ``offset``, or None; looks over ``reach`` blanks at most."""
    ink = ink_before(text, min(offset, len(text)), reach)
    while ink is not None:
        piece = _piece(text, ink)
        for word in reversed(_in_piece(text, piece)):
            if word.start < offset:
                return word
        ink = ink_before(text, piece.start, reach)
    return None


def word_at(text: str, offset: int) -> Span | None:
    """Return the word that holds ``offset``, or the nearest one: on the same line first, then the later.

    None where there is no word within ``REACH`` code points.
    """
    offset = min(max(offset, 0), len(text))
    before = previous_word(text, offset + 1, REACH)
    if before is not None and offset < before.end:
        return before
    ink = ink_after(text, offset, REACH)
    return closer(text, offset, before, None if ink is None else next_word(text, ink - 1))


def word_count(text: str) -> int:
    """Count the words for display: runs between white space, each ideograph and kana for itself."""
    count, open_run = 0, False
    for low in range(0, len(text), _COUNTED):
        piece = text[low : low + _COUNTED]
        count += len(piece.split()) - (open_run and not piece[0].isspace())
        open_run = not piece[-1].isspace()
        if _ORDINARY.fullmatch(piece) is None:
            # What `split` missed: all ideographs but the first of each run.
            count += sum(len(run.group()) - 1 for run in _ideograph().finditer(piece))
    return count
