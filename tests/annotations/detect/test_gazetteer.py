"""The file of facts: how it is packed and read, what ships, and what the script that makes it decides."""

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect import gazetteer as facts
from annotations.detect.gazetteer import FILE, Gazetteer, gazetteer, pack, stems

DATA = Path(facts.__file__).parent / "data"
NAMES = st.text(alphabet="AaBbÉé ’-", min_size=1, max_size=5).filter(lambda name: name.strip() == name)


def test_what_is_packed_is_found_and_nothing_else() -> None:
    known = Gazetteer(pack({"Vexley": {"c", "l"}, "Vexley Bay": {"r"}, "A": {"m"}, "vexed": {"x"}}))
    assert known.kinds("Vexley") == "cl"
    assert known.kinds("Vexley Bay") == "r"
    assert known.kinds("A") == "m"
    assert known.kinds("Vexle") == ""
    assert known.kinds("Zorbo") == ""
    assert known.kinds("") == ""


@given(st.dictionaries(NAMES, st.sets(st.sampled_from("crtofmwelx"), min_size=1), max_size=12))
@settings(max_examples=150, deadline=None)
def test_packing_loses_nothing(known: dict[str, set[str]]) -> None:
    packed = pack(known)
    read = Gazetteer(packed)
    assert {name: set(read.kinds(name)) for name in known} == known
    assert packed == pack(dict(reversed(known.items())))  # byte for byte, whatever the order


WORDS = Gazetteer(pack({word: {"x"} for word in ("plane", "stop", "carry", "happy", "use", "able")}))


@pytest.mark.parametrize("word", ["plane", "planes", "stopped", "stopping", "carries", "carried", "happily"])
def test_words_are_known_with_their_endings(word: str) -> None:
    assert WORDS.is_word(word)


@pytest.mark.parametrize("word", ["plank", "as", "ing", "", "es", "quell", "stoppings"])
def test_other_words_are_not(word: str) -> None:
    assert not WORDS.is_word(word)


@given(st.text(alphabet="abesingdly", max_size=9))
def test_stems_are_shorter_or_end_otherwise_and_keep_their_beginning(word: str) -> None:
    for stem in stems(word):
        assert stem != word
        assert word.startswith(stem[: len(stem) - 1])


def test_what_ships_is_small_and_well_formed() -> None:
    data = (DATA / FILE).read_bytes()
    assert len(data) < 300_000
    shipped = gazetteer()
    assert shipped is gazetteer()
    for name, kind in (
        ("Visakhapatnam", facts.CITY),
        ("Odisha", facts.REGION),
        ("Okafor", facts.FAMILY),
        ("Yui", facts.WOMAN),
        ("Texas Instruments", facts.COMPANY),
        ("Bristow", facts.FIRM),
        ("harbour", facts.WORD),
        ("harbor", facts.WORD),
        ("Buenos", facts.LONGER),
    ):
        assert kind in shipped.kinds(name), name


def test_each_source_is_named_with_its_licence() -> None:
    text = (DATA / "ATTRIBUTION.md").read_text("utf-8")
    for source in (
        "GeoNames",
        "CC BY 4.0",
        "US Census",
        "public domain",
        "Faker",
        "SCOWL",
        "MIT",
        "ISO 3166-2",
    ):
        assert source in text


def test_every_line_of_what_ships_has_a_name_and_its_kinds() -> None:
    letters = "crtofmwelbx"
    line = re.compile(rf"[^\t\n]+\t[{letters}]+")
    text = zlib.decompress((DATA / FILE).read_bytes()).decode("utf-8")
    assert [entry for entry in text.split("\n") if entry and not line.fullmatch(entry)] == []
