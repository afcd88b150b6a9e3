import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats import elements as module
from annotations.formats.elements import elements

OBJECTS = st.lists(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.text(max_size=9) | st.sampled_from(['"', "\\", "{", "]", '\\"']),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
            ),
        ),
        max_size=3,
    ),
    max_size=4,
)


def found(data: bytes, limit: int = 10_000) -> list[tuple[int, Any]]:
    return [
        (line, str(item) if isinstance(item, FormatError) else json.loads(item))
        for line, item in elements(io.BytesIO(data), limit)
    ]


@given(OBJECTS, st.sampled_from([None, 1]), st.integers(1, 7))
def test_finds_what_a_parser_finds(values: list[Any], indent: int | None, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        data = json.dumps(values, indent=indent, ensure_ascii=False).encode()
        assert [item for _, item in found(data)] == values
        lines = "\n".join(json.dumps(value) for value in values).encode()
        assert [item for _, item in found(lines)] == values


def test_names_the_line_on_which_each_begins() -> None:
    data = b'\xef\xbb\xbf[\n{"a":\n1},\n\n{"b": 2}\n]'
    assert found(data) == [(2, {"a": 1}), (5, {"b": 2})]


@pytest.mark.parametrize("data", [b"", b" \n", b"[]", b"[\n ]\n"])
def test_nothing_is_nothing(data: bytes) -> None:
    assert found(data) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"a": 1}', "breaks off in the middle"),
        (b'[{"a": 1}, {"b": [2', "breaks off in the middle"),
        (b'[{"a": 1}, {"b": "2\\', "breaks off in the middle"),
        (b'{"a": 1}{"b"', "breaks off in the middle"),
        (b'[{"a": 1}, 2]', "is no object where one should begin"),
        (b'[{"a": 1}] {"b": 2}', "is no object where one should begin"),
        (b'{"a": 1}]', "is no object where one should begin"),
    ],
)
def test_an_error_stands_where_it_is_met_and_ends_it(data: bytes, reason: str) -> None:
    assert found(data) == [(1, {"a": 1}), (1, reason)]


def test_an_object_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 16)
    long = {"text": "word " * 100 + "\n"}
    data = json.dumps([{"a": 1}, long, {"b": "\n" * 3}, long, {"c": 1}], indent=0).encode()
    items = found(data, limit=60)
    assert [item for _, item in items] == [
        {"a": 1},
        "is longer than 60 bytes",
        {"b": "\n\n\n"},
        "is longer than 60 bytes",
        {"c": 1},
    ]
    assert [line for line, _ in items] == [2, 5, 8, 11, 14]


class _Endless(io.RawIOBase):
    """An array of one object that never ends, and how much of it has been asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        self.asked += size
        return b'[{"a": "' if self.asked == size else b"x" * size if self.asked < 40_000_000 else b""


def test_an_endless_object_costs_no_memory() -> None:
    stream = _Endless()
    ((_, error),) = list(elements(stream, 100_000))  # type: ignore[arg-type]
    assert str(error) == "breaks off in the middle"
    assert stream.largest <= 2_200_000
