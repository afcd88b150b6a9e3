"""Dates, times, money, percentages, quantities and numbers, by their form."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.detect.lexicon import sections


def _any(*names: str) -> str:
    """Return a pattern for any entry of some sections of the word list."""
    lists = sections("figures")
    entries = [entry for name in names for entry in lists[name]]
    return "(?:" + "|".join(sorted(entries, key=lambda entry: (-len(entry), entry))) + ")"


_ONES, _TEENS, _TENS, _SCALE = _any("ones"), _any("teens"), _any("tens"), _any("scales")
_MONTH, _SEASON, _DAYS, _WHICH = _any("months"), _any("seasons"), _any("spans_of_days"), _any("which")
_SPELT = rf"(?:{_TENS}(?:[- ]{_ONES})?|{_TEENS}|{_ONES})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_NUMBER = rf"(?:{_DIGITS}(?:[ -]{_SCALE}s?)?|{_SPELT}(?:[ -](?:{_SCALE}|and a half))*|{_SCALE})"
_ABOUT = rf"(?:{_any('about')} )?"
_DAY_NAME = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_PART = r"(?:early |late |mid-?)?"
_SYMBOL = r"(?:US|A|C|NZ|HK|S)?[$€£¥₹₩₽₺₪₦]"
_CURRENCY = rf"(?:{_any('currency_origins')} )?{_any('currencies')}"
_SCALED = r"(?: ?(?:million|billion|trillion|thousand|bn|tn|m|k|M|B)\b)?"
_WORDS_OF_TIME = "|".join(
    ("in", "of", "by", "since", "until", "from", "and", "to", "during", "before", "after", "for")
)
_AFTER_PREPOSITION = "|".join(rf"(?<=\b{word} )" for word in _WORDS_OF_TIME.split("|"))

_DATES = (
    rf"(?:{_DAY_NAME},? )?{_MONTH} {_DAY}(?:[-–]\d{{1,2}})?\b(?:,? {_YEAR}\b)?",
    rf"(?:{_DAY_NAME},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?",
    rf"{_PART}{_MONTH},? {_YEAR}\b",
    rf"{_YEAR}-\d\d-\d\d\b",
    r"\d{1,2}/\d{1,2}/\d{2,4}\b",
    rf"(?:last |next |this |early |late |mid-)?{_DAY_NAME}\b",
    rf"(?:last |next |this |early |late |mid-){_MONTH}(?! [A-Z])",
    # A verb and a modal elsewhere.
    rf"(?:{_AFTER_PREPOSITION})(?:March|May)\b(?! [A-Z])",
    rf"{_any('plain_months')}(?!\w)(?! [A-Z])",
    rf"(?:the )?{_PART}[’'‘]?(?:1[0-9]|20)?\d0s\b",
    rf"(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)|{_any('centuries')})[- ]century\b",
    rf"(?:the )?{_WHICH} (?:(?:{_NUMBER}|few|several|couple of) )?(?:{_DAYS}|{_SEASON})\b",
    rf"{_ABOUT}(?:{_NUMBER}|a|an|several|a few|many)[- ]{_DAYS}(?:[- ](?:old|ago|earlier|later))?\b",
    r"(?:today|yesterday|tomorrow)\b",
    rf"(?:the )?(?:{_SEASON}|end|beginning|start|middle) of {_YEAR}\b",
    rf"{_PART}{_YEAR}[-–](?:{_YEAR}|\d\d)\b",
    rf"{_PART}(?:1[5-9]|20)\d\d\b(?![,.]\d|%| (?:people|workers|men|women|jobs|dead))",
)
_ZONE = r"(?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|BST|local time)"
_EXTENT = r"(?:tall|long|wide|high|deep|away)"
_TIMES = (
    rf"\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b|AM\b|PM\b)(?: {_ZONE}\b)?",
    r"\d{1,2}:\d\d(?: ?(?:GMT|UTC|hours))?\b",
    r"(?:noon|midnight|tonight)\b",
    rf"(?:this|yesterday|tomorrow|last|that|{_DAY_NAME})(?: |’s )(?:morning|afternoon|evening|night)\b",
    rf"{_ABOUT}{_NUMBER} (?:hours?|minutes?|seconds?)\b",
    r"(?:half past|quarter to) \w+",
    rf"{_SPELT} o[’']clock",
)
_MONEY = (
    rf"{_ABOUT}{_SYMBOL} ?{_DIGITS}{_SCALED}(?:[-–]{_DIGITS}{_SCALED})?",
    rf"{_ABOUT}{_any('currency_codes')} ?{_DIGITS}{_SCALED}",
    rf"{_ABOUT}{_NUMBER} (?:{_SCALE} )?{_CURRENCY}\b",
    rf"{_ABOUT}{_DIGITS}(?:bn|m|k)? {_CURRENCY}\b",
)
_PERCENT = rf"{_ABOUT}{_NUMBER}(?: and a half)?(?:[- ]?%|[- ](?:percent|per cent|percentage points?|pct)\b)"
_QUANTITY = (
    rf"{_ABOUT}{_NUMBER}(?: and a half)?[- ]?(?:{_SCALE} )?{_any('measures')}(?!\w)(?: {_EXTENT}\b)?",
    r"\d{1,2}[’']\s?\d{1,2}\"",
)
_ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|(?:{_TENS}-)?{_any('ordinals')})\b"

# One pass; the alternatives are tried in this order at each place where a figure can begin.
_RULES = {
    "MONEY": "|".join(_MONEY),
    "PERCENT": _PERCENT,
    "TIME": "|".join(_TIMES),
    "DATE": "|".join(_DATES),
    "QUANTITY": "|".join(_QUANTITY),
    "ORDINAL": _ORDINAL,
    "CARDINAL": rf"{_ABOUT}{_NUMBER}\b(?![.,]?\d)",
}
_FIGURE = re.compile("(?:" + "|".join(f"(?P<{label}>{rule})" for label, rule in _RULES.items()) + r")(?!\w)")
_BEGINNINGS = _any(
    *(
        "ones",
        "teens",
        "tens",
        "scales",
        "about",
        "which",
        "ordinals",
        "centuries",
        "seasons",
        "other_beginnings",
    )
)
# Where a figure can begin; elsewhere nothing is tried.
_MAY_BEGIN = re.compile(
    rf"(?<![\w.,$€£¥-])(?:(?=[\d$€£¥₹₩₽₺₪₦’'‘])|(?={_BEGINNINGS}\b)|(?=(?:US|A|C|NZ|HK|S)\$)"
    rf"|(?={_any('currency_codes')})|(?={_MONTH})|(?={_DAY_NAME}))"
)


class Figure(NamedTuple):
    """A figure: code points, end-exclusive."""

    start: int
    end: int
    label: str


def find_figures(text: str) -> Iterator[Figure]:
    """Yield dates, times, amounts and numbers from left to right; none overlaps another."""
    done = 0
    for place in _MAY_BEGIN.finditer(text):
        if place.start() < done:
            continue
        match = _FIGURE.match(text, place.start())
        if match is not None and match.lastgroup is not None:
            done = match.end()
            yield Figure(match.start(), done, match.lastgroup)
