"""The cues that a scheme gives its labels: what is taken, what is refused and how it is told."""

from pathlib import Path

import msgspec
import pytest

from annotations.cues import BUILT_IN, LISTS, Cues, LabelCues, wrong
from annotations.errors import SchemeError
from annotations.scheme import Scheme, default, default_toml, parse

LABEL = """
[[label]]
name = "appointment"
colour = "teal"
"""


def scheme(cues: str) -> Scheme:
    return parse(LABEL + cues, "own.toml")


def test_a_label_of_ones_own_can_have_cues() -> None:
    found = scheme('[label.cues]\nverbs = ["appoint *"]\nunless = ["named after"]\n').cues()
    assert found == (LabelCues("appointment", Cues(verbs=("appoint *",), unless=("named after",))),)


def test_cues_can_stand_on_one_line() -> None:
    (found,) = scheme('cues = { like = "commitment" }\nunit = "paragraph"\n').cues()
    assert found == LabelCues("appointment", Cues(like="commitment"), "paragraph")


def test_a_label_without_cues_has_none_unless_its_name_is_built_in() -> None:
    assert scheme("").cues() == ()
    assert default().cues() == BUILT_IN


def test_a_label_of_whole_articles_has_no_passages() -> None:
    assert scheme('kind = "article"\ncues = { like = "complaint" }\n').cues() == ()


@pytest.mark.parametrize(
    ("cues", "told"),
    [
        ('like = "promise"', 'like = "promise" is no label with built-in rules; those are commitment'),
        ('verbs = [""]', 'verbs has "", which is no cue'),
        ('verbs = ["two  spaces"]', 'verbs has "two  spaces"'),
        ('verbs = ["* first"]', 'verbs has "* first"'),
        ('will = ["a|b"]', 'will has "a|b"'),
        ('nouns = ["promise to|"]', 'nouns has "promise to|"'),
        ('claims = ["=="]', 'claims has "=="'),
        ('phrases = [" led"]', 'phrases has " led"'),
        ('unless = ["a\\nb"]', "unless has"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_the_label_and_the_key(cues: str, told: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme(f"[label.cues]\n{cues}\n")
    assert str(caught.value).startswith("own.toml: cues of label appointment: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("cues", "told"),
    [
        ('verb = ["appoint"]', "label 1, cues: Object contains unknown field `verb`"),
        ('verbs = "appoint"', "label 1, cues, verbs: Expected `array`, got `str`"),
        ("verbs = [1]", "Expected `str`, got `int`"),
    ],
)
def test_a_table_of_another_shape_is_told_in_the_words_of_the_file(cues: str, told: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme(f"[label.cues]\n{cues}\n")
    assert "own.toml" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "entry",
    [
        "pledge",
        "agree to|that",
        "swear/swears/swore to",
        "accuse *",
        "=out of pocket",
        "call * unfair|unjust",
    ],
)
def test_every_form_of_an_entry_is_taken(entry: str) -> None:
    assert wrong(Cues(verbs=(entry,), claims=(entry,))) is None


def test_the_example_in_the_default_scheme_is_true() -> None:
    lines = [line.removeprefix("#").strip() for line in default_toml().splitlines()]
    start = lines.index("[label.cues]")
    example = "\n".join(lines[start : start + 1 + len(LISTS)])
    (found,) = scheme(example).cues()
    assert found.cues is not None
    assert all(getattr(found.cues, name) for name in LISTS)


def test_the_built_in_cues_are_in_the_same_form() -> None:
    data = Path(__file__).parents[2] / "annotations" / "detect" / "data" / "suggestions.toml"
    built_in = msgspec.toml.decode(data.read_bytes(), type=dict[str, Cues])
    assert set(built_in) == {one.label for one in BUILT_IN}
    assert {name: wrong(cues) for name, cues in built_in.items()} == dict.fromkeys(built_in)
