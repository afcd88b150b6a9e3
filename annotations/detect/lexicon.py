"""The word lists that the rules read, loaded once from the text files beside them.

A file is made of ``[section]`` headings, each followed by entries that commas separate; ``#`` opens a
comment line. An entry ``Country=Adjective/Plural`` names a country and the words for its people.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from annotations.detect.gazetteer import (
    CITY,
    COMPANY,
    EITHER,
    FAMILY,
    FIRM,
    LONGER,
    MAN,
    REGION,
    WOMAN,
    gazetteer,
)

Sections = dict[str, tuple[str, ...]]

_LABELS = {CITY: "GPE", REGION: "GPE", COMPANY: "ORG"}


def parse(source: str) -> Sections:
    """Return the entries of each section of a word list, in their order."""
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in map(str.strip, source.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            entries = found.setdefault(line[1:-1], [])
            continue
        entries.extend(entry for part in line.split(",") if (entry := part.strip()))
    return {name: tuple(entries) for name, entries in found.items()}


@cache
def sections(name: str) -> Sections:
    """Return a word list of this package by its name without ``.txt``."""
    return parse(resources.files("annotations.detect").joinpath("data", f"{name}.txt").read_text("utf-8"))


def _places(lists: Sections) -> Iterator[tuple[str, str]]:
    for entry in lists["peoples"]:
        yield entry, "NORP"
    for section, label in (("regions", "LOC"), ("cities", "GPE"), ("states", "GPE")):
        for entry in lists[section]:
            yield entry, label
    for entry in lists["countries"]:
        country, _, people = entry.partition("=")
        yield country, "GPE"
        for word in filter(None, people.split("/")):
            yield word, "NORP"


class Known:
    """The label of each name that is known: our own lists, then the gazetteer."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        self.listed = listed
        self._firsts = frozenset(name.split()[0] for name in listed if " " in name)

    def begins(self, word: str) -> bool:
        """Tell whether a longer name that is known may begin with a word."""
        word = word.title() if len(word) > 4 and word.isupper() else word
        return word in self._firsts or LONGER in gazetteer().kinds(word)

    def get(self, name: str) -> str | None:
        """Return the OntoNotes label of a name; None if it is not known or is often something else."""
        label = self.listed.get(name)
        if label is None:
            kinds = gazetteer().kinds(name)
            for kind in kinds:
                if kind in _LABELS and FIRM not in kinds:
                    return _LABELS[kind]
        return label

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None


class Group:
    """Names that are one thing: those of our own list, and those of the gazetteer that no place is called."""

    def __init__(self, listed: frozenset[str], kinds: str, places: Mapping[str, str]) -> None:
        self.listed = listed
        self._kinds = frozenset(kinds)
        self._places = places

    def __contains__(self, name: str) -> bool:
        if name in self.listed:
            return True
        return name not in self._places and not self._kinds.isdisjoint(gazetteer().kinds(name))


class Names(NamedTuple):
    """What is known of names: the label of each, and the words that make or mark a name."""

    known: Known
    #: Names with small words in them, by their first word, the longest first.
    phrases: dict[str, tuple[str, ...]]
    men: Group
    women: Group
    given: Group
    family: Group
    org_endings: frozenset[str]
    org_heads: frozenset[str]
    #: The bodies of our own list; some are called as a region is.
    bodies: frozenset[str]
    place_words: frozenset[str]
    facility_words: frozenset[str]
    titles: frozenset[str]
    common: frozenset[str]
    headline: frozenset[str]
    not_names: frozenset[str]
    works: frozenset[str]
    laws: frozenset[str]
    events: frozenset[str]
    #: The last words of what has a name, but none of the labels.
    others: frozenset[str]


def _phrases(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in known:
        words = name.split()
        if "'s" in name or any(word.islower() for word in words[1:]):
            first = words[0].removesuffix("'s")
            found.setdefault(first, []).extend({name, name.replace("'", "’")})
    return {first: tuple(sorted(entries, key=len, reverse=True)) for first, entries in found.items()}


def _listed() -> dict[str, str]:
    """Return the label of each name of our own lists."""
    orgs = sections("organisations")
    listed = dict(_places(sections("places")))
    for section, label in (
        ("known", "ORG"),
        ("laws", "LAW"),
        ("happenings", "EVENT"),
        ("products", "PRODUCT"),
        ("venues", "FAC"),
    ):
        for entry in orgs[section]:
            listed.setdefault(entry, label)
    return listed


@cache
def names() -> Names:
    """Return the lists that entities are found by."""
    people, orgs, words = sections("names"), sections("organisations"), sections("words")
    listed = _listed()
    men, women = frozenset(people["men"]), frozenset(people["women"])
    return Names(
        known=Known(listed),
        phrases=_phrases(listed),
        men=Group(men - women, MAN, dict.fromkeys(women, "")),
        women=Group(women - men, WOMAN, dict.fromkeys(men, "")),
        given=Group(men | women, MAN + WOMAN + EITHER, listed),
        family=Group(frozenset(people["family"]), FAMILY, listed),
        org_endings=frozenset(orgs["endings"]),
        org_heads=frozenset(orgs["heads"]),
        bodies=frozenset(orgs["known"]),
        place_words=frozenset(orgs["places"]),
        facility_words=frozenset(orgs["facilities"]),
        titles=frozenset(orgs["titles"]),
        common=frozenset(words["common"]),
        headline=frozenset(words["headline"]),
        not_names=frozenset(words["not_names"]),
        works=frozenset(words["works"]),
        laws=frozenset(words["laws"]),
        events=frozenset(words["events"]),
        others=frozenset(words["others"]),
    )


class Cues(NamedTuple):
    """What ties a quotation to a speaker: verbs, the words that stand beside them, and roles."""

    strong: frozenset[str]
    weak: frozenset[str]
    adverbs: frozenset[str]
    roles: frozenset[str]


@cache
def cues() -> Cues:
    """Return the lists that speakers are found by."""
    lists = sections("cues")
    return Cues(*(frozenset(lists[name]) for name in Cues._fields))


@cache
def grammar(section: str) -> frozenset[str]:
    """Return one of the closed lists of ``data/grammar.txt``."""
    return frozenset(sections("grammar")[section])


def alternatives(entries: Iterable[str]) -> str:
    """Return a pattern for any of some literal words, the longest first."""
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda entry: (-len(entry), entry)))
