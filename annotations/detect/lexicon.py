"""The word lists that the rules read, loaded once from the text files beside them.

A file is made of ``[section]`` headings, each followed by entries that commas separate; ``#`` opens a
comment line. An entry ``Country=Adjective/Plural`` names a country and the words for its people.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

Sections = dict[str, tuple[str, ...]]


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


class Names(NamedTuple):
    """What is known of names: the label of each, and the words that make or mark a name."""

    known: dict[str, str]
    men: frozenset[str]
    women: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    org_endings: frozenset[str]
    org_heads: frozenset[str]
    place_words: frozenset[str]
    facility_words: frozenset[str]
    titles: frozenset[str]
    common: frozenset[str]
    headline: frozenset[str]
    not_names: frozenset[str]
    works: frozenset[str]
    events: frozenset[str]


@cache
def names() -> Names:
    """Return the lists that entities are found by."""
    people, orgs, words = sections("names"), sections("organisations"), sections("words")
    known = dict(_places(sections("places")))
    known.update((entry, "ORG") for entry in orgs["known"] if entry not in known)
    men, women = frozenset(people["men"]), frozenset(people["women"])
    return Names(
        known=known,
        men=men - women,
        women=women - men,
        given=men | women,
        family=frozenset(people["family"]),
        org_endings=frozenset(orgs["endings"]),
        org_heads=frozenset(orgs["heads"]),
        place_words=frozenset(orgs["places"]),
        facility_words=frozenset(orgs["facilities"]),
        titles=frozenset(orgs["titles"]),
        common=frozenset(words["common"]),
        headline=frozenset(words["headline"]),
        not_names=frozenset(words["not_names"]),
        works=frozenset(words["works"]),
        events=frozenset(words["events"]),
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
