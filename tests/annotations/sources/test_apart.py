"""Documents that are parsed by a program of its own: the same outcome, and an end to every one of them."""

import io
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations import children
from annotations.errors import SourceError
from annotations.records import Article, Refusal
from annotations.sources import apart, html, markdown
from annotations.sources.files import read

SENTENCE = "The port agreed to publish every contract by the end of June. "
PAGE = f"<html><body><article><h1>Port talks</h1><p>{SENTENCE * 200}</p></article></body></html>".encode()
#: Each, repeated, is the worst of its kind for one parser or another.
CRUEL = {
    "end tags": b"</", "angles": b"<", "elements": b"<div>", "comments": b"<!--", "references": b"&#",
    "tables": b"<table><tr><td>", "emphasis": b"*a_ ", "brackets": b"[", "images": b"![l](", "quotes": b">",
    "lists": b"- ", "backticks": b"`a``", "anchors": b'<a href="', "fonts": b"<font>x",
    "sections": b"<![CDATA[",
}  # fmt: skip


@pytest.mark.parametrize(("format", "parse"), [("html", html.parse), ("markdown", markdown.parse)])
def test_the_outcome_is_that_of_the_parser_itself(format: str, parse: object) -> None:
    data = PAGE if format == "html" else f"---\ntitle: Port\n---\n# Talks\n\n{SENTENCE}".encode("utf-16")
    assert callable(parse)
    assert apart.parse(format, data, None) == parse(data, None)


def test_the_encoding_goes_along() -> None:
    assert "Café" in apart.parse("markdown", "Café im Hafen, ganz früh".encode("cp1252"), "cp1252").text


def test_what_the_parser_refuses_is_refused_in_its_words() -> None:
    with pytest.raises(SourceError) as here:
        html.parse(b"<html></html>", None)
    with pytest.raises(SourceError) as there:
        apart.parse("html", b"<html></html>", None)
    assert str(there.value) == str(here.value)


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    with pytest.raises(SourceError, match="takes longer than"):
        apart.parse("html", PAGE, None)


def test_a_parser_that_dies_takes_nobody_along(monkeypatch: pytest.MonkeyPatch) -> None:
    run = children.run

    def dying(argv: list[str], data: bytes, **options: Any) -> object:
        code = f"import os; os.kill(os.getpid(), {signal.SIGSEGV:d})"
        return run([sys.executable, "-c", code], data, **options)

    monkeypatch.setattr(children, "run", dying)
    with pytest.raises(SourceError, match="failed or ran out of memory"):
        apart.parse("html", PAGE, None)


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = "from annotations.sources import apart; apart._limit(); bytearray(apart.MEMORY)"
    ran = subprocess.run([sys.executable, "-c", code], stderr=subprocess.PIPE, check=False)
    assert b"MemoryError" in ran.stderr


def test_a_parser_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(SourceError, match="does not start"):
        apart.parse("html", PAGE, None)


def test_many_brackets_are_parsed_apart() -> None:
    assert apart.wanted("markdown", b"[" * 5_001)
    assert not apart.wanted("markdown", b"[a](b) " * 1_000)
    assert not apart.wanted("text", b"[" * 1_000_000)


def only(path: Path) -> Article | Refusal:
    (item,) = read(path)
    return item


def test_only_large_documents_go_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    parse = apart.parse

    def asking(format: str, data: bytes, encoding: str | None) -> object:
        asked.append(len(data))
        return parse(format, data, encoding)

    monkeypatch.setattr(apart, "parse", asking)
    (tmp_path / "small.html").write_bytes(PAGE)
    (tmp_path / "large.html").write_bytes(PAGE.replace(SENTENCE.encode(), SENTENCE.encode() * 30))
    (tmp_path / "large.txt").write_bytes(SENTENCE.encode() * 6000)
    for name in ("small.html", "large.html", "large.txt"):
        found = only(tmp_path / name)
        assert isinstance(found, Article)
        assert found.text.count("every contract") >= 200
    assert len(asked) == 1
    assert asked[0] > apart.IN_PROCESS


@pytest.mark.parametrize("name", CRUEL)
@pytest.mark.parametrize("suffix", ["html", "md"])
def test_cruelty_ends_and_keeps_the_words(tmp_path: Path, suffix: str, name: str) -> None:
    """Just within what is parsed here: an end comes, and the words before and after are in what comes out."""
    piece = CRUEL[name]
    filling = piece * ((apart.IN_PROCESS // 32) // len(piece))
    path = tmp_path / f"cruel.{suffix}"
    path.write_bytes(b"<p>Needle before.</p>\n\n" + filling + b"\n\n<p>Needle after.</p>\n")
    found = only(path)
    assert isinstance(found, Refusal) or "Needle before." in found.text
    assert path.stat().st_size < apart.IN_PROCESS


class Stream:
    """Stands for a standard stream with bytes under it."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(("page", "status"), [(PAGE, 0), (b"<html></html>", 3)])
def test_the_program_answers_or_refuses(monkeypatch: pytest.MonkeyPatch, page: bytes, status: int) -> None:
    monkeypatch.setattr(apart, "_limit", lambda: None)  # It would be ours.
    out = Stream()
    monkeypatch.setattr(sys, "stdin", Stream(page))
    monkeypatch.setattr(sys, "stdout", out)
    assert apart.main("html", None) == status
    assert (b"every contract" in out.buffer.getvalue()) == (status == 0)


def test_where_memory_cannot_be_limited_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    apart._limit()
