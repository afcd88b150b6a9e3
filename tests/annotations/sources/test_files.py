import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from annotations.errors import SourceError
from annotations.records import Article, Refusal
from annotations.sources import files
from annotations.sources.files import find, read, sniff
from annotations.sources.finding import STDIN
from annotations.sources.registry import FORMATS, SUFFIXES, parser, row_reader
from annotations.text import content_id

ROOT = Path(__file__).parents[3]


def one(found: Iterator[Article | Refusal]) -> Article:
    (item,) = found
    assert isinstance(item, Article), item
    return item


def refusal(found: Iterator[Article | Refusal]) -> Refusal:
    (item,) = found
    assert isinstance(item, Refusal), item
    return item


def file(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_plain_text(tmp_path: Path) -> None:
    path = file(tmp_path, "lamps.txt", "Lamps stay lit\nBy Ada Lindqvist\n\nThe board voted.\n")
    text = "Lamps stay lit\nBy Ada Lindqvist\n\nThe board voted.\n"
    assert one(read(path)) == Article(
        id=content_id(text), text=text, title="Lamps stay lit", byline="Ada Lindqvist", source=str(path)
    )


def test_without_a_headline_the_name_is_the_title(tmp_path: Path) -> None:
    assert one(read(file(tmp_path, "my lamps.v2.txt", "The board voted."))).title == "my lamps.v2"


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.md", "*Lamps* lit", "Lamps lit"),
        ("a.MARKDOWN", "*Lamps* lit", "Lamps lit"),
        ("a.html", "<p>Lamps <b>lit</b></p>", "Lamps lit"),
        ("a.HTM", "<p>Lamps <b>lit</b></p>", "Lamps lit"),
        ("a.xhtml", "<p>Lamps <b>lit</b></p>", "Lamps lit"),
        ("a.jsonl", '{"text": "Lamps lit"}', "Lamps lit"),
        ("a.ndjson", '{"text": "Lamps lit"}', "Lamps lit"),
        ("a.text", "*Lamps* lit", "*Lamps* lit"),
        ("a.story", "*Lamps* lit", "*Lamps* lit"),
        ("README", "*Lamps* lit", "*Lamps* lit"),
    ],
)
def test_the_suffix_tells_the_format(name: str, data: str, text: str, tmp_path: Path) -> None:
    assert one(read(file(tmp_path, name, data))).text == text


def test_a_format_that_is_said_goes_before_the_suffix(tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt", "*Lamps* lit")
    assert one(read(path, format="markdown")).text == "Lamps lit"
    path = file(tmp_path, "b.md", '{"text": "*Lamps*"}')
    assert one(read(path, format="jsonl")).text == "*Lamps*"
    assert one(read(path, format="text")).text == '{"text": "*Lamps*"}'


def test_a_format_that_is_none_is_a_programming_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        list(read(file(tmp_path, "a.txt", "x"), format="word"))


def test_every_suffix_has_a_format_and_every_format_a_reader() -> None:
    assert set(SUFFIXES.values()) == set(FORMATS)
    for name in FORMATS:
        assert callable(parser(name) or row_reader(name))
    with pytest.raises(KeyError):
        row_reader("text")


def test_rows_keep_their_line_in_the_source(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jsonl", '{"text": "a"}\nnope\n{"text": "c"}\n')
    first, second, third = read(path)
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert (first.source, third.source) == (f"{path}:1", f"{path}:3")
    assert isinstance(second, Refusal)
    assert str(second).startswith(f"{path}, line 2: is not JSON")


def test_what_is_known_of_the_encoding_is_kept(tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt", "Café".encode("utf-16"))
    assert one(read(path)).metadata == {"encoding": "utf-16-le"}
    assert one(read(file(tmp_path, "b.txt", "Привет".encode("koi8-r")), encoding="koi8-r")).text == "Привет"


@pytest.mark.parametrize("encoding", ["klingon", "base64", "nul\0"])
def test_an_encoding_that_is_none_is_refused(encoding: str, tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl"):
        assert (
            "is no encoding that can be read"
            in refusal(read(file(tmp_path, name, "x"), encoding=encoding)).reason
        )


# What is refused.


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl"])
def test_an_empty_file_is_refused(name: str, tmp_path: Path) -> None:
    path = file(tmp_path, name, b"")
    assert refusal(read(path)) == Refusal(source=str(path), reason="is empty")


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", " \n\t\n"), ("a.txt", "\u00a0"), ("a.md", "[a]: http://x"), ("b.md", "\ufeff \n")],
)
def test_a_file_of_nothing_but_space_is_refused(name: str, data: str, tmp_path: Path) -> None:
    assert refusal(read(file(tmp_path, name, data))).reason == "is empty"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(100), bytes(9_000), b"%PDF-1.7\n%\xff\xff\xff"]
)
def test_a_binary_file_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    assert "text" in refusal(read(file(tmp_path, name, data))).reason


def test_a_page_with_nothing_on_it_is_refused(tmp_path: Path) -> None:
    assert refusal(read(file(tmp_path, "a.html", "<html></html>"))).reason == "nothing readable in it"


def test_a_file_that_vanished_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "a.txt", "x")
    (found,) = find([str(path)])
    path.unlink()
    assert isinstance(found, Path)
    assert refusal(read(found)) == Refusal(source=str(path), reason="no such file or folder")


def test_the_systems_reason_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert refusal(read(tmp_path / "a.txt")).reason == "permission denied"


def test_a_disk_that_fails_in_the_middle_is_told_after_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().readline(size)

    monkeypatch.setattr(files, "_opened", lambda _: Failing(b'{"text": "a"}\n{"text": "b"}\n'))
    first, last = read(tmp_path / "a.jsonl")
    assert isinstance(first, Article)
    assert isinstance(last, Refusal)
    assert last.reason == "input/output error"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(read(tmp_path)).reason == "is a folder"


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert refusal(read(tmp_path / "a.txt")).reason == "is not a file"


def test_a_socket_and_a_device_are_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
    assert refusal(read(tmp_path / "s.txt")).reason
    assert refusal(read(Path("/dev/zero"))).reason == "is not a file"


def test_a_name_with_a_zero_byte_is_no_file() -> None:
    assert refusal(read(Path("a\0b.txt"))).reason == "no such file or folder"


def test_a_document_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 2_000_000)
    assert one(read(file(tmp_path, "a.txt", b"x" * 2_000_000)))
    reason = refusal(read(file(tmp_path, "b.txt", b"x" * 2_000_001))).reason
    assert reason == "is larger than the limit of 2 MB"


def test_a_table_may_be_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert one(read(file(tmp_path, "a.jsonl", '{"text": "longer than that"}')))


@pytest.mark.parametrize(
    "name", ["line\nbreak.txt", "esc\x1b[2J.txt", "[bold].txt", "x" * 251 + ".txt", "-.txt"]
)
def test_odd_names(name: str, tmp_path: Path) -> None:
    path = file(tmp_path, name, "The board voted.")
    assert list(find([str(tmp_path)])) == [path]
    assert one(read(path)).source == str(path)


def test_a_name_that_is_no_utf8_can_still_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    path.write_text("The board voted.")
    article = one(read(path))
    assert article.source == str(tmp_path / "caf\ufffd.txt")
    assert article.title == "caf\ufffd"


# Standard input.


def from_stdin(
    data: bytes, *, format: str | None = None, encoding: str | None = None
) -> list[Article | Refusal]:
    return list(read(STDIN, format=format, encoding=encoding, stdin=io.BytesIO(data)))


def test_standard_input_as_text() -> None:
    article = one(iter(from_stdin(b"Just some words.")))
    assert (article.text, article.title, article.source) == ("Just some words.", "standard input", "-")


@pytest.mark.parametrize(
    ("start", "format"),
    [
        (b'{"text": "a"}', "jsonl"),
        (b'\n\n  { "text" : "a"}', "jsonl"),
        (b'\xef\xbb\xbf{"text": "a"}', "jsonl"),
        ('{"text": "a"}'.encode("utf-16"), "jsonl"),
        (b"{curly} words", "text"),
        (b"{}", "text"),
        (b"<!DOCTYPE html>\n<html>", "html"),
        (b"  <html lang=en>", "html"),
        (b"<?xml version='1.0'?><!-- a --><html>", "html"),
        (b"<BODY>", "html"),
        (b"<b>bold</b> beginning", "text"),
        (b"", "text"),
        (b"\xff\xfe", "text"),
        (b"# Title", "text"),
        (b"<!--" * 1_000, "text"),
    ],
)
def test_what_standard_input_holds_is_told_by_its_start(start: bytes, format: str) -> None:
    assert sniff(start) == format


def test_standard_input_as_a_page_and_as_rows() -> None:
    assert one(iter(from_stdin(b"<html><body><p>Lamps <b>lit</b></p>"))).text == "Lamps lit"
    rows = from_stdin(b'{"text": "a"}\n{"text": ""}\n{"text": "c"}\n')
    assert [item.source for item in rows] == ["-:1", "-", "-:3"]
    wide = from_stdin('{"text": "ä"}\n{"text": "ö"}\n'.encode("utf-16"))
    assert [item.text for item in wide if isinstance(item, Article)] == ["ä", "ö"]


def test_a_format_that_is_said_goes_before_the_start() -> None:
    assert one(iter(from_stdin(b"*Lamps* lit", format="markdown"))).text == "Lamps lit"
    assert one(iter(from_stdin(b"<html>", format="text"))).text == "<html>"


def test_standard_input_stays_open() -> None:
    stream = io.BytesIO(b"Some words.")
    list(read(STDIN, stdin=stream))
    assert not stream.closed


def test_empty_standard_input_is_refused() -> None:
    assert from_stdin(b"") == [Refusal(source="-", reason="is empty")]
    assert from_stdin(b"", format="jsonl") == [Refusal(source="-", reason="is empty")]


def test_the_process_own_input_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer: BinaryIO = io.BytesIO(b"Piped words.")

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert one(read(STDIN)).text == "Piped words."


def test_rows_from_a_pipe_come_while_it_is_open() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as pipe:
        pipe.write(b'{"text": "a"}\n')
        first = next(read(STDIN, stdin=stream))
    assert isinstance(first, Article)


# As a whole.


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    heavy = "{'trafilatura', 'lxml', 'markdown_it', 'yaml', 'charset_normalizer', 'tomllib'}"
    code = f"import sys; from annotations.sources import files; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_batch_goes_on_after_each_refusal(tmp_path: Path) -> None:
    file(tmp_path, "1.txt", "One.")
    file(tmp_path, "2.txt", b"")
    file(tmp_path, "3.html", b"\x89PNG\r\n\x1a\n" + bytes(50))
    file(tmp_path, "4.jsonl", '{"text": "Four."}\n[]\n')
    file(tmp_path, "5.md", "---\na: *x\n---\nFive.")
    found = [item for path in find([str(tmp_path)]) if isinstance(path, Path) for item in read(path)]
    assert [item.text.split("\n")[-1] for item in found if isinstance(item, Article)] == [
        "One.",
        "Four.",
        "Five.",
    ]
    assert len([item for item in found if isinstance(item, Refusal)]) == 3
    assert all(isinstance(item, Refusal) or item.id == content_id(item.text) for item in found)


def test_refusals_of_parsers_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(_: bytes, __: str | None) -> None:
        raise SourceError("is not to our taste")

    monkeypatch.setattr(files, "parser", lambda _: refusing)
    assert str(refusal(read(file(tmp_path, "a.txt", "x")))) == f"{tmp_path / 'a.txt'}: is not to our taste"
