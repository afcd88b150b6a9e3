"""The word lists: how a file of them is read, and what must hold between the lists."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.lexicon import alternatives, cues, grammar, names, parse, sections

SOURCES = [
    ("", {}),
    ("# only a comment\n\n", {}),
    ("[empty]\n", {"empty": ()}),
    ("[a]\none", {"a": ("one",)}),
    ("[a]\none, two ,three", {"a": ("one", "two", "three")}),
    ("[a]\none,,two,\n", {"a": ("one", "two")}),
    ("[a]\nHong Kong, New Zealand", {"a": ("Hong Kong", "New Zealand")}),
    ("[a]\none\n# no, not these\ntwo", {"a": ("one", "two")}),
    ("[a]\none\n[b]\ntwo\n[a]\nthree", {"a": ("one", "three"), "b": ("two",)}),
    ("  [a]  \n  one  \n", {"a": ("one",)}),
    ("[a]\r\none\r\ntwo\r\n", {"a": ("one", "two")}),
    ("[a]\nb, a, b", {"a": ("b", "a", "b")}),
    ("before any section\n[a]\none", {"a": ("one",)}),
]


@pytest.mark.parametrize(("source", "expected"), SOURCES, ids=[repr(source) for source, _ in SOURCES])
def test_a_file_is_read_by_sections(source: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert parse(source) == expected


@pytest.mark.parametrize("name", ["cues", "figures", "grammar", "names", "organisations", "places", "words"])
def test_every_file_of_the_package_has_entries_in_each_section(name: str) -> None:
    lists = sections(name)
    assert lists
    assert all(lists.values())
    assert all(entry == entry.strip() != "" for entries in lists.values() for entry in entries)
    assert sections(name) is lists  # read once


def test_a_section_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        grammar("no such section")
    with pytest.raises(FileNotFoundError):
        sections("no such file")


LABELS = [
    ("Japan", "GPE"),
    ("Japanese", "NORP"),
    ("Norway", "GPE"),
    ("Norwegian", "NORP"),
    ("Norwegians", "NORP"),
    ("Ohio", "GPE"),
    ("Tokyo", "GPE"),
    ("Glasgow", "GPE"),
    ("Europe", "LOC"),
    ("FBI", "ORG"),
    ("World Bank", "ORG"),
]


@pytest.mark.parametrize(("name", "label"), LABELS)
def test_the_gazetteer_labels_places_peoples_and_bodies(name: str, label: str) -> None:
    assert names().known.get(name) == label
    assert name in names().known


def test_no_entry_of_the_gazetteer_keeps_the_signs_of_the_file() -> None:
    for name, label in names().known.listed.items():
        assert name == name.strip() != ""
        assert not set(name) & set("=/,[]#")
        assert label in ("GPE", "LOC", "NORP", "FAC", "ORG", "LAW", "EVENT", "PRODUCT")


def test_given_names_of_both_sexes_tell_nothing() -> None:
    lists = names()
    both = set(sections("names")["men"]) & set(sections("names")["women"])
    assert both
    assert all(name in lists.given and name not in lists.men and name not in lists.women for name in both)
    assert "Keiko" in lists.women
    assert "Keiko" not in lists.men


def test_the_gazetteer_adds_to_our_own_lists_and_never_contradicts_them() -> None:
    lists = names()
    assert "Okafor" in lists.family
    assert "Okafor" not in lists.family.listed
    assert lists.known.get("Visakhapatnam") == "GPE"
    assert "Visakhapatnam" not in lists.known.listed
    assert "China" not in lists.given  # a given name in the US Census
    assert lists.known.get("Vexleyburgh") is None


def test_longer_names_are_looked_for_where_one_may_begin() -> None:
    known = names().known
    assert known.begins("New")
    assert known.begins("BUENOS")
    assert not known.begins("Vexley")
    assert "Save the Children" in names().phrases["Save"]
    assert "Lloyd’s of London" in names().phrases["Lloyd"]


def test_lists_that_are_asked_in_small_letters_hold_small_letters() -> None:
    lists = names()
    assert {entry for entry in lists.common | lists.headline if entry != entry.lower()} == set()


@pytest.mark.parametrize(
    "section", ["be", "modals", "base_forms", "auxiliaries", "determiners", "prepositions"]
)
def test_closed_lists_that_are_asked_in_small_letters_hold_small_letters(section: str) -> None:
    assert {entry for entry in grammar(section) if entry != entry.lower()} == set()


def test_verbs_of_speech_and_roles_are_listed() -> None:
    assert {"said", "told", "asked", "pointed out"} <= cues().strong
    assert not cues().strong & grammar("be")
    assert {"spokesman", "officials", "judge"} <= cues().roles


@pytest.mark.parametrize(
    ("entries", "text", "expected"),
    [
        (["on", "one", "once"], "once", "once"),
        (["a.m", "a"], "a.m", "a.m"),
        (["went on", "went"], "went on", "went on"),
        (["C++"], "C++", "C++"),
        (["x|y"], "x", None),
        (["."], "a", None),
    ],
)
def test_alternatives_are_literal_and_the_longest_wins(
    entries: list[str], text: str, expected: str | None
) -> None:
    match = re.match(alternatives(entries), text)
    assert (match.group() if match else None) == expected


@given(st.lists(st.text(min_size=1, max_size=6), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_alternatives_match_each_of_their_words_and_do_not_follow_their_order(entries: list[str]) -> None:
    pattern = alternatives(entries)
    assert pattern == alternatives(entries[::-1])
    assert all(re.fullmatch(pattern, entry) for entry in entries)
