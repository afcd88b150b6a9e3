import io
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Article, Refusal
from annotations.sources import tables
from annotations.text import content_id


def rows(data: bytes, encoding: str | None = None) -> list[Article | Refusal]:
    return list(tables.read_jsonl(io.BufferedReader(io.BytesIO(data)), "news/wire.jsonl", encoding))


def article(data: bytes | dict[str, Any]) -> Article:
    line = json.dumps(data).encode() if isinstance(data, dict) else data
    (found,) = rows(line)
    assert isinstance(found, Article), found
    return found


def reason(line: bytes, encoding: str | None = None) -> str:
    """Why one line is refused; the good ones around it must not suffer."""
    good = b'{"text": "good"}'
    before, refused, after = rows(good + b"\n" + line + b"\n" + good + b"\n", encoding)
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert after.source == "news/wire.jsonl:3"
    assert isinstance(refused, Refusal)
    assert (refused.source, refused.line) == ("news/wire.jsonl", 2)
    return refused.reason


def test_a_row_is_an_article() -> None:
    found = article(
        {
            "text": "Lamps lit.\n",
            "title": "Lamps",
            "author": ["Ada", "Jorge"],
            "published": "2024-03-04",
            "id": 7,
            "meta": {"a": [1]},
        }
    )
    assert found == Article(
        id=content_id("Lamps lit.\n"),
        text="Lamps lit.\n",
        title="Lamps",
        byline="Ada, Jorge",
        date="2024-03-04",
        source="news/wire.jsonl:1",
        metadata={"id": 7, "meta": {"a": [1]}},
    )


def test_the_text_is_kept_to_the_letter() -> None:
    text = " \r\n\tTitle\u2028 x\x00\x1b[31m \x85 \ufeff\r"
    assert article({"text": text}).text == text


def test_without_a_title_the_headline_counts_and_then_the_place() -> None:
    assert article({"text": "Lamps stay lit\n\nThe board voted."}).title == "Lamps stay lit"
    assert article({"text": "The board voted."}).title == "wire 1"


def test_lines_are_counted_from_one_and_blank_ones_passed_over() -> None:
    found = rows(b'\n{"text": "a"}\n  \n\t\r\n{"text": "b"}\r\n\n')
    assert [item.source for item in found] == ["news/wire.jsonl:2", "news/wire.jsonl:5"]


def test_only_a_newline_ends_a_line() -> None:
    found = rows('{"text": "a\u2028b\x85c"}\n{"text": "d"}'.encode())
    assert [item.text for item in found if isinstance(item, Article)] == ["a\u2028b\x85c", "d"]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert article(b'\xef\xbb\xbf{"text": "a"}').text == "a"
    assert "JSON" in reason(b'\xef\xbb\xbf{"text": "a"}')


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"hello", "is not JSON: Expecting value (column 1)"),
        (b"{'text': 'a'}", "is not JSON: Expecting property name enclosed in double quotes (column 2)"),
        (b'{"text": "a"} {"text": "b"}', "is not JSON: Extra data (column 15)"),
        (b'{"text": "a\tb"}', "is not JSON: Invalid control character at (column 12)"),
        (b'{"text": "cut', "is not JSON: Unterminated string starting at (column 10)"),
        (b'["text"]', "is no JSON object"),
        (b'"text"', "is no JSON object"),
        (b"12", "is no JSON object"),
        (b"null", "is no JSON object"),
        (b"{}", "has no text"),
        (b'{"text": null}', "has no text"),
        (b'{"body": "a"}', "has no text"),
        (b'{"text": ["a"]}', "has a text that is no string"),
        (b'{"text": 12}', "has a text that is no string"),
        (b'{"text": ""}', "has an empty text"),
        (b'{"text": " \\n\\t"}', "has an empty text"),
        (b'{"text": "a", "x": NaN}', "has NaN, which is not JSON"),
        (b'{"text": "a", "x": Infinity}', "has Infinity, which is not JSON"),
        (b'{"text": "a", "x": -Infinity}', "has -Infinity, which is not JSON"),
        (b'{"text": "a", "x": 1e999}', "has a number that is too large"),
        (b'{"text": "a", "text": "b"}', "has “text” twice"),
        (b'{"text": "a", "id": 1, "id": 2}', "has “id” twice"),
        (b'{"text": "a", "x": ' + b"9" * 5_000 + b"}", "has a number of 5,000 digits"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"text": "a", "x": ' + b"[" * 100_000, "is nested too deeply"),
        (b'{"text": "a", "x": ' + b'{"y":' * 100_000, "is nested too deeply"),
        (b'{"text": "a", "x": ' + b"[" * 101 + b"]" * 101 + b"}", "is nested too deeply"),
        (b'{"text": "caf\xe9"}', "is not utf-8: byte 14 cannot be read"),
        (b"\xff\xfe\x00", "is not utf-8: byte 1 cannot be read"),
    ],
)
def test_a_bad_line_is_refused_and_the_others_taken(line: bytes, why: str) -> None:
    assert reason(line) == why


def test_what_is_only_nearly_bad_is_taken() -> None:
    found = article(
        b'{"text": "[[[[[", "x": [1, 1, {"a": 1}], "n": '
        + b"9" * 30
        + b', "f": 1e300, "x2": {"a": 1}, "a": 1}'
    )
    assert found.metadata == {"x": [1, 1, {"a": 1}], "n": int("9" * 30), "f": 1e300, "x2": {"a": 1}, "a": 1}
    assert article(b'{"text": "' + b"[" * 300 + b'", "x": [[1]]}').metadata == {"x": [[1]]}
    assert article(b'{"x": 1, "text": "a", "x": 2}').metadata == {"x": 2}


def test_a_last_line_that_was_cut_off_is_told() -> None:
    first, last = rows(b'{"text": "a"}\n{"text": "b')
    assert isinstance(first, Article)
    assert isinstance(last, Refusal)
    assert last.line == 2
    assert last.reason.endswith("; the file may have been cut off here")


def test_a_last_line_without_newline_is_taken() -> None:
    assert len(rows(b'{"text": "a"}\n{"text": "b"}')) == 2
    assert [item.reason for item in rows(b"{}") if isinstance(item, Refusal)] == ["has no text"]


def test_a_file_without_a_good_line_is_all_refusals() -> None:
    found = rows(b"one\ntwo\nthree\n")
    assert [item.line for item in found if isinstance(item, Refusal)] == [1, 2, 3]


def test_an_empty_file_is_refused() -> None:
    assert rows(b"") == [Refusal(source="news/wire.jsonl", reason="is empty")]


def test_lone_surrogates_are_replaced_and_counted() -> None:
    found = article(rb'{"text": "a\ud800b\udfffc", "title": "\ud83d", "x\ud800": ["\udc00", {"\ud801": 1}]}')
    assert found.text == "a\ufffdb\ufffdc"
    assert found.title == "\ufffd"
    assert found.metadata == {"x\ufffd": ["\ufffd", {"\ufffd": 1}], "replaced": 2}
    msgspec.json.encode(found)


def test_pairs_of_surrogates_are_characters() -> None:
    found = article(rb'{"text": "\ud83d\ude00 ok"}')
    assert (found.text, found.metadata) == ("😀 ok", {})


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_LINE", 60)
    assert reason(b'{"text": "' + b"a" * 500 + b'"}') == "is longer than 0 MB"
    fits = b'{"text": "' + b"a" * 47 + b'"}\n'
    assert len(fits) == 60
    assert article(fits).text == "a" * 47
    (refused,) = rows(b'{"text": "' + b"a" * 500)
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_encodings_are_told_by_their_mark(encoding: str) -> None:
    data = '{"text": "Ça va"}\n\nnope\n{"text": "😀"}'.encode(encoding)
    first, refused, last = rows(data)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.text, last.source) == ("Ça va", "😀", "news/wire.jsonl:4")
    assert isinstance(refused, Refusal)
    assert refused.line == 3


def test_wide_encodings_may_be_said() -> None:
    data = '{"text": "Ça va"}\n{"text": "b"}\n'.encode("utf-16-be")
    assert [item.text for item in rows(data, "utf-16-be") if isinstance(item, Article)] == ["Ça va", "b"]


def test_a_wide_file_that_breaks_off_is_told() -> None:
    data = '{"text": "a"}\n'.encode("utf-16-le") + b"\x00\xd8\x00"
    found = rows(data, "utf-16-le")
    assert isinstance(found[-1], Refusal)
    assert "nothing after it was read" in found[-1].reason


def test_an_encoding_that_is_said_is_tried_after_utf8() -> None:
    data = b'{"text": "caf\xe9"}\n{"text": "caf\xc3\xa9"}\n'
    assert [item.text for item in rows(data, "cp1252") if isinstance(item, Article)] == ["café", "café"]
    assert reason(b'{"text": "\x81"}', "cp1252") == "is not charmap: byte 11 cannot be read"


def test_any_stream_will_do() -> None:
    (found,) = tables.read_jsonl(io.BytesIO(b'{"text": "a"}'), "-")
    assert isinstance(found, Article)
    assert (found.source, found.title) == ("-:1", "a")


def test_rows_come_as_they_are_read() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = b'{"text": "a"}\n'
            buffer[: len(line)] = line
            self.given += 1
            return len(line)

    endless = Endless()
    found = tables.read_jsonl(io.BufferedReader(endless), "-")
    assert [item.source for _, item in zip(range(3), found, strict=False)] == ["-:1", "-:2", "-:3"]
    assert endless.given < 10


def test_memory_does_not_grow_with_the_file() -> None:
    class Lines(io.RawIOBase):
        left = 5_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.left -= 1
            line = b'{"text": "' + b"lamp " * 100 + b'"}\n' if self.left >= 0 else b""
            buffer[: len(line)] = line
            return len(line)

    def count(found: Iterator[Article | Refusal]) -> int:
        return sum(1 for _ in found)

    tracemalloc.start()
    try:
        assert count(tables.read_jsonl(io.BufferedReader(Lines()), "-")) == 5_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(), st.lists, max_leaves=3
        ),
    )
)
def test_what_json_writes_is_read_back(row: dict[str, Any]) -> None:
    for ascii_only in (True, False):
        line = json.dumps(row | {"text": "a"}, ensure_ascii=ascii_only).encode("utf-8", "replace")
        found = article(line)
        assert found.text == "a"
        msgspec.json.encode(found)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    for item in rows(b'{"text": "a"}\n' + data):
        assert isinstance(item, (Article, Refusal))


def test_a_stream_that_cannot_be_decoded_is_left_open() -> None:
    stream = io.BufferedReader(io.BytesIO('{"text": "A story."}\n'.encode("utf-16") + b"\x00\xd8\x00"))
    *_, last = list(tables.read_jsonl(stream, "rows.jsonl", None))
    assert isinstance(last, Refusal)
    assert not stream.closed
