"""Figures that are worth a label: money, shares, counts of things, measures and changes.

They are the figures that ``annotations.text`` finds, the very words that a key would tag, without those that
say little or are often no amount: spells of time ("two years", "45 days": dates, as often as not), ages,
fewer than ten of anything that is no measure ("two men", "the three sides"), and numbers that stand alone
unless they are of a thousand or more, or tell a change ("rose to 640").
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.records import Span
from annotations.text import figures

_TIME = re.compile(
    r"(?:second|minute|hour|night|morning|day|week|month|quarter|year|decade|century|centurie)s?\Z", re.I
)
_MONEY = re.compile(
    r"[$¢£€¥₩₹₽₺₪₦]|\b(?:USD|EUR|GBP|JPY|CNY|CHF|dollars?|euros?|pounds|yen|yuan|won|rupees?|roubles?|rubles?|francs?"
    r"|pesos?|kron(?:a|er|or)|rand|cents?|pence)\b"
)
_SHARE = re.compile(r"%|\bper ?cent\b|\bpercentage points?\b|\bbasis points?\b|\bpct\b")
_SPELLED = (
    "an?|several|half|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|ten|eleven|twelve"
    "|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine"
    "|tens|scores?|hundreds?|thousands?|millions?|billions?|trillions?|dozens?"
)
_PART = "(?:hal(?:f|ves)|(?:third|fifth|sixth|seventh|eighth|ninth|tenth)s?)"
_RATIO = re.compile(rf"\b(?:in|out of)\b|^(?:[a-z]+[ -])?{_PART}\Z|^(?:an?|one|three)[ -]quarters?\Z", re.I)
_CHANGE = re.compile(
    r"\b((?:ro|ri)se[ns]?|rising|grew|grow(?:s|n|ing)?|fell|fall(?:s|en|ing)?|shr[aiu]nk(?:s|ing)?|climb(?:s|ed|ing)?"
    r"|drop(?:s|ped|ping)?|jump(?:s|ed|ing)?|(?:de|in)creas(?:e[sd]?|ing)|declin(?:e[sd]?|ing)|gain(?:s|ed)?|slid"
    r"|double[sd]?|halved|cut|tumbl(?:e[sd]?|ing)|surg(?:e[sd]?|ing)|plung(?:e[sd]?|ing)|rais(?:e[sd]?|ing)"
    r"|reduc(?:e[sd]?|ing)|swelled|dwindled|expanded|contracted|lowered|lifted)"
    r"(?: [a-z]+){0,2}? (?:by|to|from|of)?\s*(?:about |nearly |almost |more than |over |around |roughly )?\Z"
)
_MEASURE = re.compile(
    r"\b(?:(?:kilo|centi|milli)?(?:met(?:re|er)|gram|lit(?:re|er)|watt)s?|(?:mega|giga)watts?|kilos?|miles?|tons?|tonnes?"
    r"|acres?|hectares?|feet|foot|inch(?:es)?|barrels?|gallons?|degrees?|pounds?|km|kg|cm|mm|MW|GW|kWh|mph)\Z"
)
_SMALL = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|[1-9])\b(?![.,]\d)"
    r"(?! ?(?:hundred|thousand|million|billion|trillion|dozen|in\b|out of\b))",
    re.I,
)
_LARGE = re.compile(
    r"\d{1,3}(?:,\d{3})+|.*\b(?:hundred|thousand|million|billion|trillion|dozen)s?\b.*|.*(?:bn|mn|tn|[mk])\Z",
    re.I,
)
#: The number at the beginning of "two hundred and twelve bridges", and what is not counted in "12 others".
_COUNTED = re.compile(
    rf"^(?:[\d.,]+|(?:{_SPELLED}))(?:[ -](?:{_SPELLED}|and|of))*(?:[ -]|\Z)(?:more |other |such )*", re.I
)
#: "hundreds of people": no amount that could be checked.
_VAGUE = re.compile(r"(?:(?:ten|dozen|score|hundred|thousand|million|billion|trillion)s(?: of )?)+.*", re.I)
_BY_OR_TO = re.compile(r"\b(?:by|to|from) (?:[a-z]+ ){0,2}\Z")
_JOINT = re.compile(r"\s+to\s+(?=[A-Z]{0,3}[$£€¥])")
_OF = re.compile(r" of (?:(?:the|its|their|his|her|our|all|a|an|what) )*[\w’-]+")


class Amount(NamedTuple):
    """A figure, how sure it is one, and what kind of."""

    span: Span
    score: float
    why: str


def _why(text: str, span: Span, words: str) -> tuple[float, str] | None:
    """Say what kind of figure it is, with its sureness; None for one that is not worth a label."""
    changed = _CHANGE.search(text, max(0, span.start - 48), span.start)
    tail = f", after “{changed[1]}”" if changed else ""
    if (_TIME.search(words) and not _RATIO.search(words)) or text.startswith("-", span.end):
        return None
    if _MONEY.search(words):
        return 0.95, f"money{tail}"
    if _SHARE.search(words) or _RATIO.search(words):
        of = _OF.match(text, span.end)
        return 0.95, f"a share{of[0] if of else ''}{tail}"
    told = changed is not None and _BY_OR_TO.search(text, changed.start(), span.start) is not None
    return _counted(words, tail, told)


def _counted(words: str, tail: str, told: bool) -> tuple[float, str] | None:
    """Say what is counted or measured; a bare number has to be large, or a change has to be told by it."""
    if _MEASURE.search(words):
        return 0.9, f"a measure{tail}"
    if _SMALL.match(words) or _VAGUE.fullmatch(words) or " to " in words:
        return None
    noun = _COUNTED.sub("", words)
    if noun and noun != words:
        return 0.9, f"a count: {noun}{tail}"
    if _LARGE.fullmatch(words):
        return 0.8, f"a large number{tail}"
    return (0.75, f"a change{tail}") if told and words[0].isdigit() else None


def _steps(text: str, span: Span) -> tuple[Span, ...]:
    """Part "fell $2.10 to $71.35" in two: what looks like a range is a change and its result."""
    joint = _JOINT.search(text, span.start, span.end)
    if joint is None or not _CHANGE.search(text, max(0, span.start - 48), span.start):
        return (span,)
    return Span(span.start, joint.start()), Span(joint.end(), span.end)


def find_amounts(text: str) -> Iterator[Amount]:
    """Yield the figures of a text that are worth a label, in order; offsets are code points."""
    for figure in figures(text):
        for span in _steps(text, figure):
            found = _why(text, span, " ".join(span.of(text).split()))
            if found is not None:
                yield Amount(span, *found)
