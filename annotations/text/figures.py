"""The figures of a text: amounts, shares and counts, with what they count.

``$2.4 million``, ``€300m``, ``1,200 yen``, ``11.5 percent``, ``12 kilometres``, ``10,000 dock workers``,
``three safety reports``, ``one in five``, ``two-thirds``, ``ten``. No figures are: years, dates and times
of day, ages, scores, the numbers of things (``No. 2``, ``Section 12``, ``F-16``), ordinals, and a bare
number under ten. A figure is found by its pattern and its neighbours, so a stretch of the text is enough to
find those in it.
"""

import re
from collections.abc import Iterator
from functools import cache

from annotations.records import Span
from annotations.text.paragraphs import is_break
from annotations.text.patterns import Pattern

#: No figure is longer than this, in code points.
LONGEST = 160

_GAP = "[ \u00a0\u202f\\n]"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_POWERS = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
_SPELLED = rf"(?:(?:{_TENS})(?:[-‑ ](?:{_ONES}))?|{_TEENS}|{_ONES})"
_DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{2,3}){1,9}(?:\.\d{1,9})?|\d{1,24}(?:[.,]\d{1,9})?)[½¼¾⅓⅔]?"
_SCALE = rf"(?:(?:{_GAP}|-)?(?:{_POWERS})s?\b|(?:bn|mn|tn|trn|[kKmMbB])\b)"
_ATTACHED = r"(?:km|kg|m|cm|mm|g|t|mph|kph|MW|GW|kW|GB|MB|TB|ft|lbs?|oz)\b"
_NUMBER = rf"{_DIGITS}{_SCALE}?(?!\.\d)(?=\W|\Z|{_ATTACHED})"
_SIGNS = "$¢£¤¥₠-⃀€＄￡￥"
_CODES = "USD|EUR|GBP|JPY|CNY|CHF|CAD|AUD|NZD|INR|KRW|BRL|MXN|ZAR|SEK|NOK|DKK|PLN|RMB|Rs\\.?"
_PREFIX = rf"(?:[A-Z]{{0,3}}[{_SIGNS}]{_GAP}?|(?:{_CODES}){_GAP}?(?=\d))"
_WORDS = rf"""
    (?: (?:{_SPELLED}|an?|several|half{_GAP}an?){_GAP}(?:{_POWERS})
        (?: {_GAP}(?:and{_GAP})?(?:{_SPELLED}|{_POWERS})(?!\w) )*
      | (?:(?:ten|hundred|thousand|million|billion|trillion|dozen|score)s)
        (?: {_GAP}of{_GAP}(?:hundred|thousand|million|billion)s )?
      | {_SPELLED}
    )(?!\w)
"""
#: What a figure can begin with: most words of a text are passed over for it at little cost.
_OPENING = rf"""
    (?: [-+−\d{_SIGNS}] | [A-Z]{{1,3}}[{_SIGNS}] | {_CODES}
      | (?i: an?(?:{_GAP}|-) | one | t(?:wo|hree|en|welve|hir|wenty|hous|rill) | f(?:our|ive|if|or)
           | s(?:ix|eve|cores) | e(?:ight|leven) | nine | h(?:alf|undreds) | millions | billions | dozens ) )
"""

_CURRENCIES = """
    dollars? euros? pounds? yen yuan renminbi won rupees? rubles? roubles? francs? pesos? kr[oó]n(?:[aeo]|u)r?
    zloty reais real rand lira liras shekels? baht dirhams? riyals? cents? pence
"""
_UNITS = """
    km kg m cm mm g t mph kph km/h MW GW kW kWh MWh GWh GB MB TB ft lbs? oz hectares? acres? miles?
    tons? tonnes? kilomet(?:re|er)s? met(?:re|er)s? centimet(?:re|er)s? kilos? kilograms? grams?
    barrels? degrees? lit(?:re|er)s? gallons? feet foot inch(?:es)? points? °C? °F? years? months?
    weeks? days? hours? minutes? seconds? gigawatts? megawatts? storeys? seats? pages?
"""
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
#: What has a number and is not counted by it.
_NUMBERED = """
    No\\. Nos\\. no\\. number numbers Number Article Articles Section Sections Chapter Page page pages
    p\\. pp\\. Flight Route Highway Interstate Room Rule Resolution Title Part Phase Group Type Level
    Channel Apollo version aged age Psalm Figure Table Volume
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_FUNCTION = _words("""
    a after also an and are as at be been before but by can could did do during for from had has have he
    her his if in into is it its may might not of on or said says she should so than that the their then
    they this to told under until was were when where which while who will with would
""")
_NO_PLURAL = ("ss", "us", "is", "’s", "'s")
_PEOPLE = _words(
    "crew grandchildren people men women children police feet staff personnel troops cattle fish sheep lives"
)


def _either(words: str) -> str:
    return "|".join(words.split())


@cache
def _head() -> re.Pattern[str]:
    # Compiled at the first use, like all patterns here: nobody asks for a figure before the first screen.
    more = rf"(?:{_GAP}?[-–]{_GAP}?|{_GAP}to{_GAP})"
    return re.compile(
        rf"""
        (?<![\w.,:/'’-]) (?= {_OPENING} )
        (?: (?P<money> [-+−]? {_PREFIX} {_NUMBER}
              (?: {more} {_PREFIX} {_NUMBER} | {_GAP}?[-–]{_GAP}? {_NUMBER} )? )
          | (?P<digits> [-+−]? {_NUMBER} (?P<range> {more} {_NUMBER} )? ) (?! [:/]\d )
          | (?P<part>
              (?i:an?|one) (?: {_GAP}|- ) (?:third|quarter|fifth|tenth|half) \b
              (?= [^\w\s] | \Z | {_GAP}(?:of|in|to|more|less|from|since|by|this|last)\b )
            | (?i:{_ONES}|{_TEENS}) (?: {_GAP}|- )
              (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|halve)s \b
            | (?<! first\s | other\s | final\s ) (?<! second\s ) (?<! last\s )
              (?i:half) (?= {_GAP}(?:of|the|its|their|his|her|our)\b ) )
          | (?P<words> (?i: {_WORDS} (?: {_GAP}to{_GAP} {_WORDS} )? ) )
        )
        """,
        re.VERBOSE,
    )


@cache
def _tails() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what makes a number a share or a sum, a ratio, or a measure."""
    joined = "[-‑" + _GAP[1:]
    share = rf"""
        {_GAP}?[%‰]
      | {joined} (?: per{_GAP}?cent | percentage{_GAP}points? | pct | basis{_GAP}points? ) \b
      | {_GAP}?[{_SIGNS}](?!\d)
      | {joined} (?: (?:U\.S\.|[A-Z][a-z]+){_GAP} )? (?: {_either(_CURRENCIES)} ) \b
    """
    ratio = rf"{_GAP}(?:in|out{_GAP}of){_GAP}(?:every{_GAP})?(?:{_SPELLED}|\d{{1,3}}(?:,\d{{3}})*)(?!\w|,\d)"
    unit = rf"{joined}? (?: {_either(_UNITS)} ) (?![\w/])"
    return re.compile(share, re.VERBOSE), re.compile(ratio), re.compile(unit, re.VERBOSE)


@cache
def _refused() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what shows, before and after a number, that it counts nothing."""
    before = rf"(?<!\w)(?:{_either(_NUMBERED)}|{_MONTHS}){_GAP}\Z"
    after = rf"{_GAP}(?:of{_GAP})?(?:{_MONTHS})(?!\w)|{_GAP}?[ap]\.?m\b|{_GAP}o[’']clock|-year-olds?\b"
    return re.compile(before), re.compile(after)


_NEXT_WORD = Pattern(rf"{_GAP}([^\W\d_A-Z][\w’'-]*)")
_YEAR = Pattern(r"(?:1[6-9]|20)\d\d(?:[-–]\d{2,4})?")
_BLANK = Pattern(r"\s")


def _is_plural(word: str) -> bool:
    return word in _PEOPLE or (len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL))


def _noun_end(text: str, end: int, limit: int) -> int | None:
    """Return where the noun ends that a number at ``end`` counts: the first plural of four words."""
    for _ in range(4):
        word = _NEXT_WORD.match(text, end, limit)
        if word is None or word[1] in _FUNCTION:
            return None
        end = word.end()
        if _is_plural(word[1]):
            return end
    return None


def _counts_nothing(text: str, head: re.Match[str], limit: int) -> bool:
    before, after = _refused()
    lead = text[max(0, head.start() - 16) : head.start()]
    if before.search(lead) or after.match(text, head.end(), limit) or _YEAR.fullmatch(head[0]):
        return True
    is_age = lead.endswith(", ") and text.startswith(",", head.end())
    return is_age and len(head[0]) <= 2


def _stands_alone(head: re.Match[str]) -> bool:
    """Tell whether a number is a figure with nothing behind it: ten or more, or not whole."""
    if head["words"]:
        return re.fullmatch(_ONES, head["words"].lower()) is None
    value = head["digits"].lstrip("-+−")
    if head["range"] and " to " not in head["range"]:
        return False  # a score, or a span of something
    return len(value) > 1 and not value.isspace()


def _measured(text: str, head: re.Match[str], limit: int) -> int | None:
    """Return where a number ends together with what it is a part of, measures or counts."""
    _, ratio, unit = _tails()
    number = head[0].lower()
    share = ratio.match(text, head.end(), limit) if re.fullmatch(rf"{_ONES}|\d", number) else None
    if share is not None:
        return share.end()
    if number == "one":  # a pronoun, or "one day": hardly ever an amount
        return None
    measure = unit.match(text, head.end(), limit)
    return _noun_end(text, head.end(), limit) if measure is None else measure.end()


def _figure(text: str, head: re.Match[str], limit: int) -> Span | None:
    if head["money"] or head["part"]:
        return Span(*head.span())
    share = _tails()[0].match(text, head.end(), limit)
    if share is not None:
        return Span(head.start(), share.end())
    if _counts_nothing(text, head, limit):
        return None
    end = _measured(text, head, limit)
    if end is not None:
        return Span(head.start(), end)
    return Span(*head.span()) if _stands_alone(head) else None


def figures(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Yield the figures that lie in ``text[start:end]``, wholly or in part, in order.

    None crosses the end of a paragraph.
    """
    stop = len(text) if end is None else min(end, len(text))
    low = max(0, start - LONGEST)
    if low > 0:
        space = _BLANK.search(text, low, start)
        low = start if space is None else space.end()
    for head in _head().finditer(text, low, stop + LONGEST):
        if head.start() >= stop:
            return
        if head.start() < low:
            continue
        limit = _limit(text, head.start())
        found = _figure(text, head, limit) if head.end() <= limit else None
        if found is not None:
            low = found.end
            if found.end > start:
                yield found


def figure_at(text: str, offset: int) -> Span | None:
    """Return the figure that holds ``offset``, or None."""
    return next((found for found in figures(text, offset, offset + 1) if found.start <= offset), None)


def _limit(text: str, start: int) -> int:
    """Return how far a figure that begins at ``start`` may go: not beyond its paragraph."""
    high = min(len(text), start + LONGEST)
    newline = text.find("\n", start, high)
    while newline >= 0 and not is_break(text, newline):
        newline = text.find("\n", newline + 1, high)
    return high if newline < 0 else newline
