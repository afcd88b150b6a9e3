"""Dates, times, money, percentages, quantities and numbers: where they are in a text."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from annotations.detect.figure_rules import AMOUNT, COUNT, DAY, NUMBERED, PART_OF_LAW, WHICH, any_of, label_of
from annotations.detect.lexicon import sections


def trie(entries: Iterable[str]) -> str:
    """Return a pattern for any of some words that looks at each letter once."""
    tails: dict[str, list[str]] = {}
    done = False
    for entry in sorted(set(entries)):
        if entry:
            tails.setdefault(entry[0], []).append(entry[1:])
        else:
            done = True
    if not tails:
        return r"\b"
    branches = [re.escape(first) + trie(rest) for first, rest in tails.items()]
    return "(?:" + "|".join([*branches, r"\b"] if done else branches) + ")"


def _numbered() -> Iterator[str]:
    """Yield the names that a number follows."""
    for name in ("numbered_indices", "numbered_models"):
        yield from sections("figures")[name]


def _beginnings() -> Iterator[str]:
    """Yield the words that a figure can begin with, in small letters and with a capital."""
    for name in (
        "ones",
        "teens",
        "tens",
        "scales",
        "about",
        "which",
        "ordinals",
        "centuries",
        "days",
        "laws",
        "other_beginnings",
    ):
        for entry in sections("figures")[name]:
            yield from (entry, entry.capitalize(), entry.title())
    for name in ("months", "days_of_the_week", "seasons", "currency_codes", "holidays"):
        for entry in sections("figures")[name]:
            yield re.split(r"[^A-Za-z]", entry)[0]
    yield from (entry.split()[0] for entry in _numbered())


_AFTER_ARTICLE = (
    *(
        entry
        for name in ("ones", "teens", "tens", "scales", "which", "ordinals", "centuries", "seasons")
        for entry in sections("figures")[name]
    ),
    *(
        "few",
        "couple",
        "early",
        "late",
        "mid",
        "end",
        "beginning",
        "start",
        "middle",
        "rest",
        "weekend",
        "latter",
    ),
    *("day", "week", "fortnight", "month", "quarter", "year", "decade", "century", "season", "half", "hour"),
    *("minute", "morning", "evening", "afternoon"),
)
# Where a figure can begin; elsewhere nothing is tried.
_MAY_BEGIN = re.compile(
    rf"(?<![\w.,$€£¥-])(?:[\d$€£¥₹₩₽₺₪₦]|[’'‘](?=\d)|(?:US|A|C|NZ|HK|S|R)\$|{trie(_beginnings())}"
    rf"|(?:[Tt]he|[Aa]n?)[ ](?=[\d’'‘]|{trie(_AFTER_ARTICLE)}))"
)
_STOLEN = re.compile(r"(?:over|around|under|about|some) ", re.IGNORECASE)
#: "a dispute over $3 million": the word goes with the noun.
_GOES_BEFORE = re.compile(rf"\b{any_of('goes_with_over')} \Z")
_NAME_BEFORE = re.compile(
    r"[A-Z][\w’'-]+\.?,? \(?\Z|\b(?:aged?|[Hh]e was|[Ss]he was|who is|[Hh]e is|[Ss]he is|turned|turns) \Z"
)
_AGE_AFTER = re.compile(r"[,.;)](?!\d)")


Rules = tuple[re.Pattern[str], ...]
_EVERY: Rules = (AMOUNT, DAY, COUNT)


@cache
def _by_first_word() -> dict[str, Rules]:
    """Return what is tried after some first words: few words can begin everything."""
    lists = sections("figures")
    chosen: dict[str, Rules] = {}
    for names, rules in (
        (("months", "days_of_the_week", "seasons", "holidays", "days"), (DAY,)),
        (("which",), (WHICH,)),
        (("ordinals",), (DAY, COUNT)),
        (("laws",), (PART_OF_LAW,)),
    ):
        for entry in (entry for name in names for entry in lists[name]):
            chosen[re.split(r"[^A-Za-z]", entry)[0].lower()] = rules
    return chosen | {entry.split()[0].lower(): (NUMBERED,) for entry in _numbered()}


def _match(text: str, start: int, beginning: str) -> re.Match[str] | None:
    """Return the first of the rules that holds at a place."""
    for rules in _by_first_word().get(beginning.lower(), _EVERY):
        match = rules.match(text, start)
        if match is not None:
            return match
    return None


class Figure(NamedTuple):
    """A figure: code points, end-exclusive."""

    start: int
    end: int
    label: str


def _figure(text: str, match: re.Match[str]) -> Figure:
    """Return what was matched, as it reads among the words around it."""
    start, end, label = match.start(), match.end(), label_of(match)
    if label == "CARDINAL" and end - start == 2 and text[start:end].isdigit():
        before = text[max(0, start - 24) : start]
        if (
            _NAME_BEFORE.search(before)
            and before[-2:] in (", ", " (", "s ", "d ", "e ")
            and _AGE_AFTER.match(text, end)
        ):
            label = "DATE"
    elif label == "MONEY" and _GOES_BEFORE.search(text, max(0, start - 16), start):
        stolen = _STOLEN.match(text, start)
        start = stolen.end() if stolen else start
    return Figure(start, end, label)


def find_figures(text: str) -> Iterator[Figure]:
    """Yield dates, times, amounts and numbers from left to right; none overlaps another."""
    done = 0
    for place in _MAY_BEGIN.finditer(text):
        if place.start() < done:
            continue
        match = _match(text, place.start(), place.group())
        if match is not None:
            done = match.end()
            yield _figure(text, match)
