"""What dates, times, money, percentages, quantities and numbers look like, as OntoNotes marks them.

What is decided here, where its guidelines leave room: "more than $2 million" and "about 40" keep their
qualifier; ages are dates ("Pohl, 54,", "63-year-old"); a score or a range is one number ("5-2"); fractions
and "dozens" are numbers; holidays are dates; an article of a law is a LAW; "annual" and "daily" are left out.
"""

import re
from collections.abc import Iterable

from annotations.detect.lexicon import sections


def any_of(*names: str) -> str:
    """Return a pattern for any entry of some sections of the word list, as they are written there."""
    lists = sections("figures")
    entries = [entry for name in names for entry in lists[name]]
    return "(?:" + "|".join(sorted(entries, key=lambda entry: (-len(entry), entry))) + ")"


def _either(*names: str) -> str:
    """Return a pattern for any entry of some sections, each word with a small letter or a capital."""
    return re.sub(r"(?<![\w\\])[a-z]", lambda first: f"[{first[0].upper()}{first[0]}]", any_of(*names))


_ONES, _TEENS, _TENS, _SCALE = _either("ones"), _either("teens"), _either("tens"), _either("scales")
_MONTH, _SEASON, _DAYS = any_of("months"), any_of("seasons"), _either("spans_of_days")
_WHICH, _FRACTION = _either("which"), _either("fractions")
_SPELT = rf"(?:{_TENS}(?:[- ]{_ONES})?|{_TEENS}|{_ONES})"
_DIGITS = r"(?:\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_NUMBER = rf"(?:{_DIGITS}(?:[ -]{_SCALE}s?)?|{_SPELT}(?:[ -](?:{_SCALE}|and a half))*|{_SCALE})"
_VAGUE = (
    rf"(?:(?:several|a few|a couple of|half an?|an?) {_SCALE}"
    r"|tens of thousands|hundreds of (?:thousands|millions))"
)
_ABOUT = rf"(?:{_either('about')} )?"
_DAY_NAME = any_of("days_of_the_week")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_PART = r"(?:[Ee]arly |[Ll]ate |[Mm]id-?)?"
_THE = r"(?:[Tt]he )?"
_THIS = r"(?:the|this|last|next)"
_SYMBOL = r"(?:US|A|C|NZ|HK|S|R)?[$€£¥₹₩₽₺₪₦]"
#: "Swedish kronor", "Hong Kong dollars".
_CURRENCY = rf"(?:(?:[A-Z][\w.]+ ){{1,2}})?{any_of('currencies')}"
_SCALED = r"(?: ?(?:[Mm]illion|[Bb]illion|[Tt]rillion|[Tt]housand|crore|lakh|bn|tn|m|k|M|B)\b)?"
_AFTER_PREPOSITION = "|".join(
    rf"(?<=\b{word} )"
    for small in ("in", "of", "by", "since", "until", "from", "and", "to", "during", "before", "after", "for")
    for word in (small, small.capitalize())
)
#: "in the fall" is a time of the year, "after the fall" need not be one.
_IN_SEASON = "|".join(rf"(?<=\b{word} )" for word in ("in", "In", "by", "By", "during", "since", "until"))

_LAST = r"(?:[Ll]ast |[Nn]ext |[Tt]his |[Ee]arly |[Ll]ate |[Mm]id-)"
#: "last Tuesday", "next May", "the past three years": what "this", "last" and the like begin.
_OF_WHICH_DATES = (
    rf"{_LAST}?{_DAY_NAME}\b",
    rf"{_LAST}{_MONTH}(?! [A-Z])",
    rf"(?:{_THE}|a |A ){_WHICH} (?:(?:\d{{1,3}}|{_SPELT}|few|several|couple of) )?(?:{_DAYS}|{_SEASON})\b",
)
_HALF_OF = rf"{_THE}(?:first|second|third|fourth|latter) (?:half|quarter) of (?:{_YEAR}|{_THIS} year)\b"
_SINCE = r"(?:[- ](?:old|ago|earlier|later))?\b"
_DATES = (
    rf"(?:{_DAY_NAME},? )?{_MONTH} {_DAY}(?:[-–]\d{{1,2}})?\b(?:,? {_YEAR}\b)?",
    rf"(?:{_DAY_NAME},? )?{_THE}{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?",
    rf"{_PART}{_MONTH},? {_YEAR}\b",
    rf"{_YEAR}-\d\d-\d\d\b",
    r"\d{1,2}/\d{1,2}/\d{2,4}\b",
    any_of("holidays"),
    *_OF_WHICH_DATES[:2],
    # A verb and a modal elsewhere.
    rf"(?:{_AFTER_PREPOSITION})(?:March|May)\b(?! [A-Z])",
    rf"{any_of('plain_months')}(?!\w)(?! [A-Z])",
    rf"{_THE}{_PART}[’'‘]?(?:1[0-9]|20)?\d0s\b",
    rf"{_THE}(?:\d{{1,2}}(?:st|nd|rd|th)|{any_of('centuries')})[- ]century\b",
    _HALF_OF,
    rf"{_THE}(?:end|beginning|start|middle|rest) of {_THIS} (?:year|month|week|decade|century)\b",
    _OF_WHICH_DATES[2],
    rf"(?:fiscal|financial)(?: year)? {_YEAR}\b|Q[1-4](?: {_YEAR})?\b",
    rf"{_ABOUT}(?:[Aa]n?|[Ss]everal|[Aa] few|[Mm]any|half an?)[- ]{_DAYS}{_SINCE}",
    r"(?:[Tt]oday|[Yy]esterday|[Tt]omorrow)\b",
    rf"{_THE}(?:{_SEASON}|end|beginning|start|middle) of {_YEAR}\b",
    rf"(?:{_IN_SEASON})the {_PART}{_SEASON}\b(?! (?:of|from|in)\b)",
    r"(?<=[Ff]or )(?:years|decades|months|weeks|days|centuries)\b|[Tt]he weekend\b",
    rf"{_PART}{_YEAR}[-–](?:{_YEAR}|\d\d)\b",
    rf"{_PART}(?:1[5-9]|20)\d\d\b(?![,.]\d|%| (?:people|workers|men|women|jobs|dead))",
)
_ZONE = r"(?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|BST|local time)"
_EXTENT = r"(?:tall|long|wide|high|deep|away|an hour|per hour|per second|a second)"
_HOURS = r"(?:hours?|minutes?|seconds?)\b"
_TIMES = (
    rf"\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b|AM\b|PM\b)(?: {_ZONE}\b)?",
    r"\d{1,2}:\d\d(?: ?(?:GMT|UTC|hours))?\b|\d{4} (?:GMT|UTC|hours)\b",
    r"(?:[Nn]oon|[Mm]idnight|[Tt]onight|[Oo]vernight)\b",
    (
        rf"(?:[Tt]his|[Yy]esterday|[Tt]omorrow|[Ll]ast|[Tt]hat|{_DAY_NAME})(?: |’s )"
        r"(?:morning|afternoon|evening|night)\b"
    ),
    r"(?<=[ntl] )(?:the )?(?:early |late )?(?:morning|evening|afternoon)\b|(?:the )?early hours\b",
    rf"(?:{_ABOUT}(?:several|a few)|half an|an) {_HOURS}",
    r"(?:half past|quarter to) \w+",
    rf"{_SPELT} o[’']clock",
)
_MONEY = (
    rf"{_ABOUT}{_SYMBOL} ?{_DIGITS}{_SCALED}(?:[-–]{_DIGITS}{_SCALED})?",
    rf"{_ABOUT}{any_of('currency_codes')} ?{_DIGITS}{_SCALED}",
)
_ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|(?:{_TENS}-)?{_either('ordinals')})\b"
#: "each one", "one-off" and "one another" count nothing.
_NO_ONE = (
    r"[Oo]ne(?:-[a-z]| another\b)"
    r"|(?:(?<=\beach )|(?<=\bno )|(?<=\bany )|(?<=\bevery )|(?<=\bthis )|(?<=\bthat )|(?<=\bthe ))one\b"
)
_CARDINALS = (
    (
        rf"{_ABOUT}(?:(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Nn]ine)[- ]{_FRACTION}\b"
        r"|[Aa] (?:third|quarter)(?= of\b)|[Hh]alf(?= (?:of|the)\b))"
    ),
    r"(?<=\bby )a (?:third|quarter|half)\b",
    rf"{_ABOUT}{_VAGUE}\b",
    r"(?:[Dd]ozens|[Hh]undreds|[Tt]housands|[Mm]illions|[Bb]illions)(?= of\b)",
    rf"{_ABOUT}{_DIGITS}[-–]{_DIGITS}\b(?![-–]|[.,]?\d)",
    rf"(?!{_NO_ONE}){_ABOUT}{_NUMBER}\b(?![.,]?\d)",
)
#: What follows a number says what it counts.
_UNITS = {
    "MONEY": rf"(?:bn|m|k)? (?:{_SCALE} )?{_CURRENCY}\b|-{any_of('currencies')}\b",
    "PERCENT": r"[- ]?%|[- ](?:percent|per cent|percentage points?|pct)\b",
    "TIME": f" {_HOURS}",
    "DATE": f"[- ]{_DAYS}{_SINCE}",
    "QUANTITY": rf"[- ]?(?:{_SCALE} )?{any_of('measures')}(?!\w)(?: {_EXTENT}\b)?",
}


def _group(label: str, rules: Iterable[str], number: int = 0) -> str:
    """Return a group of rules; a label that has several groups numbers them."""
    return f"(?P<{label}{number or ''}>{'|'.join(rules)})"


def _counted(number: str) -> str:
    """Return a rule for a number with a unit; the number is read once, whatever the unit."""
    units = "|".join(_group(label, [unit], 2) for label, unit in _UNITS.items())
    return f"{_ABOUT}{number}(?: and a half)?(?:{units})"


def _compiled(*rules: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(rules) + r")(?!\w)")


#: One after the other is tried; three patterns are compiled in half the time of one.
AMOUNT = _compiled(_group("MONEY", _MONEY), _counted(f"(?:{_NUMBER}|{_VAGUE})"))
DAY = _compiled(_group("TIME", _TIMES), _group("DATE", _DATES))
COUNT = _compiled(
    _group("QUANTITY", [r"\d{1,2}[’']\s?\d{1,2}\""]),
    _group("ORDINAL", [_ORDINAL]),
    _group("CARDINAL", _CARDINALS),
)
PART_OF_LAW = _compiled(_group("LAW", [r"(?:Article|Section|Clause) \d+[A-Za-z]?(?:\(\w\))*"]))
#: What is called by a number, which then counts nothing.
NUMBERED = _compiled(
    _group("ORG", [rf"{any_of('numbered_indices')} \d{{2,4}}(?![.,]?\d)"]),
    _group(
        "PRODUCT",
        [rf"{any_of('numbered_models')} [A-Z]{{0,2}}-?\d{{2,3}}(?:-\d{{1,4}})?(?:[A-Z]|neo)?(?![.,]?\d)"],
    ),
)
#: What "this", "last" and the like begin.
WHICH = _compiled(_group("TIME", _TIMES), _group("DATE", _OF_WHICH_DATES))


def label_of(match: re.Match[str]) -> str:
    """Return the OntoNotes label of what one of these patterns matched."""
    return str(match.lastgroup).rstrip("2")
