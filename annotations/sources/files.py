"""The door to articles in files: ``find`` them, ``read`` them.

Nothing in a file makes ``read`` raise: what cannot be taken comes as a ``Refusal`` among the articles.
"""

import codecs
import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from annotations.errors import SourceError
from annotations.records import Article, Refusal
from annotations.sources import apart
from annotations.sources.finding import STDIN, find, refuse, why
from annotations.sources.registry import FORMATS, SUFFIXES, Parser, parser, row_reader
from annotations.text import clean, content_id

__all__ = ["FORMATS", "MAX_BYTES", "find", "read"]

#: The longest document, in bytes; tables have no limit.
MAX_BYTES = 200_000_000
_EMPTY = "is empty"
_STDIN_NAME = "standard input"
#: How much of standard input is looked at to tell what it is, in bytes.
_SNIFFED = 4_096
_JSON = re.compile(r'\s*\{\s*"[^"\n]*"\s*:')
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.I | re.S
)


def read(
    path: Path, *, format: str | None = None, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Refusal]:
    """Yield the articles in a file: one of a document, one for each row of a table.

    ``format`` is one of ``FORMATS`` and overrides the suffix; without a known suffix a file is plain text.
    ``encoding`` is tried after UTF-8. ``Path("-")`` is ``stdin`` (by default the process's own), whose
    format is told by how it begins. What cannot be read is refused, in tables with the number of the line.
    """
    try:
        if encoding is not None:
            _check_encoding(encoding)
        if path == STDIN:
            stream = sys.stdin.buffer if stdin is None else stdin
            yield from _from_stdin(cast(BinaryIO, stream), format, encoding)
            return
        with _opened(path) as file:
            kind = format or SUFFIXES.get(path.suffix.lower(), "text")
            yield from _from_stream(file, kind, str(path), encoding)
    except OSError as error:
        yield refuse(path, why(error))
    except SourceError as error:
        yield refuse(path, str(error))


def _check_encoding(encoding: str) -> None:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)  # not every codec is of text
    except (LookupError, ValueError):
        raise SourceError(f"“{encoding}” is no encoding that can be read; try utf-8 or cp1252") from None


def _opened(path: Path) -> io.BufferedReader:
    """Open a plain file without waiting for the other end of a pipe."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except ValueError as error:
        raise SourceError(why(error)) from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        raise SourceError("is a folder" if stat.S_ISDIR(mode) else "is not a file")
    return os.fdopen(handle, "rb")


def _from_stream(stream: BinaryIO, kind: str, name: str, encoding: str | None) -> Iterator[Article | Refusal]:
    source = clean(name)[0]
    parse = parser(kind)
    if parse is None:
        yield from row_reader(kind)(stream, source, encoding)
        return
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"is larger than the limit of {MAX_BYTES // 1_000_000} MB")
    if apart.wanted(kind, data):
        parse = partial(apart.parse, kind)
    yield _document(data, parse, source, encoding)


def _document(data: bytes, parse: Parser, source: str, encoding: str | None) -> Article:
    if not data.strip():
        raise SourceError(_EMPTY)
    parsed = parse(data, encoding)
    if not parsed.text.strip():
        raise SourceError(_EMPTY)
    stem = _STDIN_NAME if source == str(STDIN) else Path(source).stem
    return Article(
        id=content_id(parsed.text),
        text=parsed.text,
        title=parsed.title or stem,
        byline=parsed.byline,
        date=parsed.date,
        source=source,
        metadata=parsed.metadata,
    )


def _from_stdin(stream: BinaryIO, format: str | None, encoding: str | None) -> Iterator[Article | Refusal]:
    buffered = (
        stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    )
    yield from _from_stream(buffered, format or sniff(buffered.peek()), str(STDIN), encoding)
    if buffered is not stream:
        buffered.detach()


def sniff(start: bytes) -> str:
    """Return the format of what begins with these bytes: JSON objects, a page, or else plain text."""
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    head = start[:_SNIFFED].decode("utf-16" if wide else "utf-8-sig", "ignore")
    if _JSON.match(head):
        return "jsonl"
    return "html" if _HTML.match(head) else "text"
