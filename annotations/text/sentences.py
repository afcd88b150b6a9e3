"""The sentences of a text, as a reader of news would cut it.

A sentence ends at a full stop, question or exclamation mark or an ellipsis, with the marks of quotation and
brackets that close right after it; at the paragraph's end at the latest. Whether a stop is an end is
decided by the word before it and the two after it, and by nothing farther away, so that it can be decided
anywhere in a text of any size. A question or an exclamation inside quotation marks goes on into its
attribution (“Will it last?” she asked.). The stops of Chinese, Japanese, Hindi, Arabic and Armenian count
too.
"""

import re
from collections.abc import Iterator
from itertools import chain

from annotations.records import Span
from annotations.text.abbreviations import (
    AFTER_CLOCK,
    CLOCK,
    COMPANIES,
    CUES,
    EITHER,
    EXCLAIMED,
    LEADING,
    NUMBERED,
    STARTERS,
    TITLES,
)
from annotations.text.blocks import at_or_near, trimmed
from annotations.text.paragraphs import paragraph_at, paragraphs
from annotations.text.patterns import Pattern

#: The first look back, in code points; it grows until it meets an end or the paragraph's beginning.
_WINDOW = 320
#: The longest word before a stop that can matter.
_LONGEST_WORD = 24

_QUOTES = "\"”’'»›“"
_STOPS = ".!?…؟۔।॥։"
_WIDE_STOPS = "。！？｡"
#: It begins with a class, so that ``re`` can skip to the next stop, and only then makes sure that it is at
#: the beginning of the run: a run of a million stops is gone through once.
_STOP = Pattern(
    rf"""
    (?P<stop> [{_STOPS}{_WIDE_STOPS}] (?<! [{_STOPS}{_WIDE_STOPS}](?s:.)) [{_STOPS}{_WIDE_STOPS}]* )
    (?: (?<=[{_WIDE_STOPS}]) (?P<wide> [”’"'」』）】》〉]* )
      | (?P<close> (?: [{_QUOTES})\]}}*_] | \[\w{{1,3}}\] | [\u00a0\u202f ]»(?=\s|\Z) )* ) (?=\s|\Z)
    )
    """,
    re.VERBOSE,
)
_WORD_BEFORE = Pattern(r"[\w.&'’-]+\Z")
_NEXT = Pattern(
    r"\s*(?P<stop>[.,;:!?…)])?(?P<open>[\"“”„‘'’«‹(\[{—–\-¿¡*_]*)"
    r"[\u00a0\u202f ]?(?P<word>[^\W_][\w'’-]*)?(?P<dot>\.?)"
)
_SMALL = Pattern(r"\s+[a-z]")
_INITIAL = Pattern(r"(?:.*\.)?[^\W\d_]\Z")
_ENUMERATOR = Pattern(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})\Z")
#: A name of up to four parts and a word of speech: “Will it last?” Mayor J. Okafor asked.
_ATTRIBUTION = Pattern(
    rf"\s+(?:(?!(?:The|He|She|They|It|We|I|A)\b)[A-Z][\w'’-]*[.,]?\s+){{1,4}}(?:{'|'.join(sorted(CUES))})\b"
)
_SPOKEN_ON = Pattern(r"[とっ、，,]")
_BRAND = Pattern(r"[a-z]{1,2}[A-Z]")


def _word_before(text: str, found: re.Match[str], within: Span) -> tuple[str, bool]:
    """Return the word before a stop, and whether nothing but it stands in the paragraph so far."""
    low = max(within.start, found.start() - _LONGEST_WORD)
    match = _WORD_BEFORE.search(text[low : found.start()])
    if match is None:
        return "", False
    alone = low == within.start and not text[low : low + match.start()].strip("(*_ ")
    return match[0].rpartition("-")[2].strip("'’&"), alone


def _before_capital(text: str, word: str, following: re.Match[str]) -> bool:
    """Tell whether the full stop after ``word`` is an end, when no small letter follows."""
    after = following["word"] or ""
    initial = len(after) == 1 and following["dot"]
    starts = (after.lower() in STARTERS and not initial) or any(mark in following["open"] for mark in '“"')
    if word in TITLES or word in LEADING:
        return False
    if word in NUMBERED:
        return not after[:1].isdigit()
    if word in CLOCK:
        return after not in AFTER_CLOCK
    if word in COMPANIES:
        in_small = bool(_SMALL.match(text, following.end())) and not following["dot"]
        return starts or (in_small and not after[:1].isdigit())
    return starts if word in EITHER or _INITIAL.match(word) else True


def _is_full_stop(text: str, found: re.Match[str], following: re.Match[str], within: Span) -> bool:
    word, alone = _word_before(text, found, within)
    after = following["word"] or ""
    if after[:1].islower() and not _BRAND.match(after):
        # A text that does without capitals, or the name of a de Blasio; otherwise an abbreviation.
        ordinary = len(word) > 3 and word.isalpha() and word.islower()
        return ordinary and not found["close"] and word not in EITHER | LEADING | NUMBERED
    if alone and not found["close"] and _ENUMERATOR.match(word):
        return False
    if any(mark in found["close"] for mark in _QUOTES):
        return True
    return _before_capital(text, word, following)


def _is_end(text: str, found: re.Match[str], within: Span) -> bool:
    """Tell whether a stop that is not the last in its paragraph ends a sentence."""
    if found["wide"] is not None:
        return not (found["wide"] and _SPOKEN_ON.match(text, found.end()))
    following = _NEXT.match(text, found.end(), within.end)
    if following is None or following["stop"]:
        return False
    if found["stop"] == ".":
        return _is_full_stop(text, found, following, within)
    after = following["word"] or ""
    if after[:1].islower() and not _BRAND.match(after):
        return False
    if found["stop"] == "!" and _word_before(text, found, within)[0] in EXCLAIMED:
        return after.lower() in STARTERS
    quoted = any(mark in found["close"] for mark in _QUOTES)
    return not (quoted and _ATTRIBUTION.match(text, found.end(), within.end))


def _ends(text: str, within: Span, start: int) -> Iterator[int]:
    """Yield where the sentences end that begin at or after ``start``, but for the paragraph's last."""
    for found in _STOP.finditer(text, start, within.end):
        if found.end() < within.end and _is_end(text, found, within):
            yield found.end()


def _start(text: str, within: Span, offset: int) -> int:
    """Return the last end at or before ``offset``: what lies behind it belongs to the next sentence."""
    window = _WINDOW
    while True:
        low = max(within.start, offset - window)
        last = None
        for end in _ends(text, within, low):
            if end > offset:
                break
            last = end
        if last is not None or low == within.start:
            return within.start if last is None else last
        window *= 4


def _sentence(text: str, ink: int) -> Span:
    within = paragraph_at(text, ink)
    assert within is not None, "a paragraph holds every position that is no white space"
    start = _start(text, within, ink)
    end = next((end for end in _ends(text, within, start) if end > ink), within.end)
    whole = trimmed(text, start, end)
    assert whole is not None, "it holds ink"
    return whole


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the sentences that lie in ``text[start:end]``, wholly or in part, without the space around them.

    None crosses the end of a paragraph.
    """
    stop = len(text) if end is None else min(end, len(text))
    for within in paragraphs(text, start, stop):
        low = _start(text, within, start) if start > within.start else within.start
        for high in chain(_ends(text, within, low), (within.end,)):
            found = trimmed(text, low, high)
            assert found is not None, "it holds a stop"
            if found.start >= stop:
                return
            yield found
            low = high


def sentence_at(text: str, offset: int) -> Span | None:
    """Return the sentence that holds ``offset``, or the nearest one; None where there is none within reach.

    The time does not depend on the length of the text.
    """
    return at_or_near(text, offset, _sentence)
