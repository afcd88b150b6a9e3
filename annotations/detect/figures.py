"""Dates, times, money, percentages, quantities and numbers, by their form."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_SPELT = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = rf"(?:(?:{_DIGITS})(?:[ -](?:{_SCALE})s?)?|{_SPELT}(?:[ -](?:{_SCALE}|and a half))*|(?:{_SCALE}))"
_ABOUT = r"(?:(?:about|around|nearly|almost|some|roughly|approximately|over|under|at least|at most|up to|as many as|as much as|more than|less than|fewer than) )?"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]|20)\d\d"
_AFTER_PREPOSITION = "|".join(
    rf"(?<=\\b{word} )"
    for word in (
        "in",
        "of",
        "by",
        "since",
        "until",
        "from",
        "and",
        "to",
        "during",
        "before",
        "after",
        "for",
        "through",
    )
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_UNIT_OF_TIME = (
    r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|century|centurie)s?"
)
_SYMBOL = r"(?:US|A|C|NZ|HK|S)?[$€£¥₹₩₽₺₪]"
_CODE = r"(?:USD|EUR|GBP|JPY|CNY|CHF|INR|AUD|CAD|RMB|Rs\.?)"
_CURRENCY = (
    r"(?:(?:US |U\.S\. |Australian |Canadian |Hong Kong |New Taiwan )?(?:dollar|euro|pound|yen|yuan|rupee|rouble|ruble|peso|franc|krona|kronor|krone|kroner|krónur|"
    r"won|baht|ringgit|rand|naira|cedi|dirham|riyal|dinar|shekel|lira|zloty|forint|real|reais|cent|penny|pence)(?:e?s)?(?: sterling)?)"
)
_MEASURE = (
    r"(?:kilometers?|kilometres?|km|miles?|meters?|metres?|centimeters?|centimetres?|cm|mm|millimet(?:er|re)s?|feet|foot|ft|inch(?:es)?|yards?|nautical miles|acres?|hectares?|ha|"
    r"square (?:kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet|km)|sq km|kilograms?|kilos?|kg|grams?|g|milligrams?|mg|tons?|tonnes?|pounds|lbs?|ounces?|oz|lit(?:er|re)s?|gallons?|barrels?|"
    r"megawatts?|kilowatts?|gigawatts?|MW|GW|kW|kWh|MWh|mph|km/h|kph|knots?|degrees?(?: (?:Celsius|Fahrenheit|C|F))?|°[CF]|hertz|MHz|GHz|megabytes?|gigabytes?|MB|GB|TB|bytes?|calories|volts?|light[- ]years?)"
)
_SCALED = r"(?: ?(?:million|billion|trillion|thousand|bn|tn|m|k|M|B)\b)?"

_RULES = {
    "MONEY": rf"{_ABOUT}(?:{_SYMBOL} ?(?:{_DIGITS}){_SCALED}(?:[-–](?:{_DIGITS}){_SCALED})?|{_CODE} ?(?:{_DIGITS}){_SCALED}|{_NUMBER} (?:{_SCALE} )?{_CURRENCY}\b|(?:{_DIGITS})(?:bn|m|k)? {_CURRENCY}\b)",
    "PERCENT": rf"{_ABOUT}(?:{_NUMBER})(?: and a half)?(?:[- ]?%|[- ](?:percent|per cent|percentage points?|pct)\b)",
    "TIME": rf"(?:\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b|AM\b|PM\b)(?: (?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|BST|local time)\b)?|\d{{1,2}}:\d\d(?: ?(?:GMT|UTC|hours))?\b|(?:noon|midnight|tonight)\b|(?:this|yesterday|tomorrow|last|that|{_DAY_NAME})(?: |’s )(?:morning|afternoon|evening|night)\b|{_ABOUT}(?:{_NUMBER}) (?:hours?|minutes?|seconds?)\b|(?:half past|quarter to) \w+|{_SPELT} o[’']clock)",
    "DATE": (
        rf"(?:(?:{_DAY_NAME}s?,? )?{_MONTH} {_DAY}(?:[-–]\d{{1,2}})?\b(?:,? {_YEAR}\b)?|(?:{_DAY_NAME},? )?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}\b)?|(?:early |late |mid-?)?{_MONTH},? {_YEAR}\b|"
        rf"{_YEAR}-\d\d-\d\d\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|(?:last |next |this |early |late |on |mid-)?{_DAY_NAME}s?\b|(?:last |next |this |late |early |mid-)(?:{_MONTH})(?! [A-Z])|(?:{_AFTER_PREPOSITION})(?:March|May)\b(?! [A-Z])|"
        rf"(?:January|February|April|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)(?!\w)(?! [A-Z])|(?:the )?(?:early |late |mid-?)?[’'‘]?(?:{_YEAR[:-4]}\d)?\d0s\b|(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)|twentieth|nineteenth|eighteenth|twenty-first)[- ]century\b|"
        rf"(?:the )?(?:last|next|past|previous|following|coming|first|second|third|fourth|this|that|each|every|earlier this|later this|recent) (?:(?:{_NUMBER}|few|several|couple of) )?(?:days?|weeks?|weekend|months?|quarters?|years?|decades?|century|{_SEASON})\b|"
        rf"(?:{_ABOUT}(?:{_NUMBER}|a|an|several|a few|many)[- ](?:days?|weeks?|months?|years?|decades?|centuries)(?:[- ](?:old|ago|earlier|later))?\b)|(?:today|yesterday|tomorrow)\b|"
        rf"(?:the )?(?:{_SEASON}|end|beginning|start|middle) of {_YEAR}\b|(?:early |late |mid-)?(?:{_YEAR}[-–](?:{_YEAR}|\d\d)\b|(?:1[5-9]|20)\d\d\b(?![,.]\d|%| (?:people|workers|men|women|jobs|dead))))"
    ),
    "QUANTITY": rf"{_ABOUT}(?:{_NUMBER})(?: and a half)?[- ]?(?:{_SCALE} )?{_MEASURE}(?![\w])(?: (?:tall|long|wide|high|deep|away)\b)?|\d{{1,2}}[’']\s?\d{{1,2}}\"",
    "ORDINAL": rf"(?:\d+(?:st|nd|rd|th)|(?:{_TENS})-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b",
    "CARDINAL": rf"{_ABOUT}(?:{_NUMBER})\b(?![.,]?\d)",
}  # fmt: skip
# One pass; the alternatives are tried in this order at each place where a figure can begin.
_FIGURE = re.compile(
    r"(?<![\w$€£¥.,-])(?:"
    + "|".join(f"(?P<{label}>{rule})" for label, rule in _RULES.items())
    + r")(?![\w])",
)
# A figure begins with a digit, a sign of currency or one of these letters; elsewhere nothing is tried.
_MAY_BEGIN = re.compile(
    r"(?<![\w.,])(?=[\d$€£¥₹₩₽₺₪’'‘]|(?:" + "|".join([
        _ONES, _TEENS, _TENS, _SCALE, "about|around|nearly|almost|some|roughly|approximately|over|under|at|up|as|more|less|fewer", "a|an|the|early|late|mid",
        "noon|midnight|tonight|this|that|yesterday|tomorrow|today|last|next|past|previous|following|coming|earlier|later|recent|each|every|half|quarter|several|many", "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|twentieth|nineteenth|eighteenth", _SEASON[3:-1],
    ]) + r")\b|(?:US|A|C|NZ|HK|S)\$|" + _CODE + "|" + _MONTH + "|" + _DAY_NAME + ")"
)  # fmt: skip


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
        if match is None or match.lastgroup is None:
            continue
        start, end = match.span()
        done = end
        yield Figure(start, end, match.lastgroup)
