import datetime
import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.sources import fields

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
    max_leaves=8,
)


def test_the_usual_names_are_taken_and_the_rest_stays() -> None:
    said = fields.split({"title": "T", "author": "A", "date": "2024-01-02", "tags": ["x"], "id": 7})
    assert said == fields.Fields("T", "A", "2024-01-02", {"tags": ["x"], "id": 7})


def test_a_mapping_without_them_is_all_rest() -> None:
    assert fields.split({"x": 1}) == fields.Fields("", "", "", {"x": 1})
    assert fields.split({}) == fields.Fields("", "", "", {})


def test_the_mapping_itself_is_left_alone() -> None:
    mapping = {"title": "T", "x": 1}
    fields.split(mapping)
    assert mapping == {"title": "T", "x": 1}


def test_of_two_names_the_first_that_says_something_counts() -> None:
    assert fields.split({"headline": "H", "title": "T"}) == fields.Fields("T", "", "", {"headline": "H"})
    assert fields.split({"headline": "H", "title": " "}) == fields.Fields("H", "", "", {"title": " "})
    assert fields.split({"published": "2024", "date": None}).date == "2024"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("  Ada\n Lindqvist ", "Ada Lindqvist"),
        (["Ada Lindqvist", "Jorge Peña"], "Ada Lindqvist, Jorge Peña"),
        (["Ada", "", None, {"name": "Jorge"}, {"role": "editor"}, ["nested"]], "Ada, Jorge"),
        ({"name": "Ada"}, "Ada"),
        ({"name": ["Ada"]}, ""),
        ({"first": "Ada"}, ""),
        (1984, "1984"),
        (True, ""),
        (None, ""),
        ([], ""),
    ],
)
def test_bylines_of_any_shape(value: Any, said: str) -> None:
    assert fields.split({"byline": value}).byline == said


def test_a_field_that_says_nothing_stays_in_the_rest() -> None:
    assert fields.split({"author": {"first": "Ada"}}).rest == {"author": {"first": "Ada"}}


def test_dates_are_words() -> None:
    assert fields.split({"date": datetime.date(2024, 1, 2)}).date == "2024-01-02"
    assert fields.split({"published_at": 1700000000}).date == "1700000000"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2024, 1, 2), "2024-01-02"),
        (datetime.datetime(2024, 1, 2, 3, 4, tzinfo=datetime.UTC), "2024-01-02T03:04:00+00:00"),
        (datetime.time(3, 4), "03:04:00"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
        (1.5, 1.5),
        (2**70, 2**70),
        (True, True),
        (None, None),
        ("a\ud800b", "a\ufffdb"),
        (b"raw", "b'raw'"),
        ({1: {2, 1}, None: (1, "x")}, {"1": [1, 2], "None": [1, "x"]}),
        ({"a\udfff": frozenset({"y", "x"})}, {"a\ufffd": ["x", "y"]}),
        ({datetime.date(2024, 1, 2): 1}, {"2024-01-02": 1}),
    ],
)
def test_values_become_what_json_holds(value: Any, expected: Any) -> None:
    assert fields.jsonable(value) == expected


@given(VALUES)
def test_any_value_can_be_written_and_read_back(value: Any) -> None:
    plain = fields.jsonable(value)
    assert fields.jsonable(plain) == plain
    assert msgspec.json.decode(msgspec.json.encode(plain)) is not NotImplemented


@given(st.dictionaries(st.sampled_from(["title", "headline", "author", "date", "x"]), VALUES))
def test_splitting_never_fails_and_loses_nothing_that_is_not_taken(mapping: dict[str, Any]) -> None:
    said = fields.split(mapping)
    assert set(said.rest) <= set(mapping)
    assert len(mapping) - len(said.rest) == sum(map(bool, said[:3]))
    assert "\n" not in said.title


@pytest.mark.parametrize(
    ("value", "depth"),
    [("x", 0), ([], 1), ({}, 1), ([1, [2, [3]]], 3), ({"a": {"b": []}}, 3), ([[], [[[]]]], 4)],
)
def test_depth(value: Any, depth: int) -> None:
    assert not fields.too_deep(value, depth)
    if depth:
        assert fields.too_deep(value, depth - 1)


def test_depth_is_told_without_recursion() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert fields.too_deep(deep, 100)
    while deep:
        deep = deep.pop()
