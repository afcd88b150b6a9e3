"""Tables with one article in each row: JSON Lines.

Rows are read one at a time, so that a file of any length takes the memory of its longest row. A row that
cannot be taken is refused by its number, and the next one is read.
"""

import codecs
import io
import json
import math
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, BinaryIO, NoReturn

from annotations.records import Article, Refusal
from annotations.sources import fields, plain
from annotations.text import clean, content_id

#: In bytes (code points, for UTF-16).
MAX_LINE = 50_000_000
_MAX_DIGITS = 1_000
_MAX_DEPTH = 100
#: Two values under one of these names would leave open which one is meant.
_SINGLE = ("text", "id")
#: Encodings in which a newline is not one byte.
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _RowError(ValueError):
    """A row that is not taken; its text is the reason."""


def read_jsonl(stream: BinaryIO, name: str, encoding: str | None = None) -> Iterator[Article | Refusal]:
    """Yield the article in each line of a stream, or why there is none; blank lines are passed over.

    ``text`` is kept to the letter, except that lone surrogates become U+FFFD. The title, byline and date are
    taken from their usual names, and everything else becomes metadata. ``name`` is what the articles'
    sources begin with; lines are counted from 1.
    """
    number = 0
    try:
        for line in _lines(stream, encoding):
            number += 1
            if line is None or line.strip():
                yield _row(line, name, number, encoding)
    except UnicodeDecodeError as error:
        reason = f"is not {error.encoding}; nothing after it was read"
        yield Refusal(source=name, line=number + 1, reason=reason)
        return
    if number == 0:
        yield Refusal(source=name, reason="is empty")


def _lines(stream: BinaryIO, encoding: str | None) -> Iterator[bytes | None]:
    """Yield the lines of a stream, their newlines included; None in place of one that is too long."""
    wide = _wide_encoding(stream, encoding)
    source: Any = io.TextIOWrapper(stream, wide, newline="\n") if wide else stream
    try:
        while line := source.readline(MAX_LINE + 1):
            if len(line) > MAX_LINE:
                while line and line[-1:] not in (b"\n", "\n"):
                    line = source.readline(MAX_LINE)
                yield None
            else:
                yield line.encode("utf-8", "surrogatepass") if wide else line
    finally:
        # Else it would close the stream, which is not ours, whenever it is thrown away.
        if wide:
            source.detach()


def _wide_encoding(stream: BinaryIO, encoding: str | None) -> str | None:
    """Return the encoding if its newline is more than one byte: by the stream's mark, else as it was said."""
    if isinstance(stream, io.BufferedReader):
        start = stream.peek(4)[:4]
        for mark, name in _WIDE_MARKS:
            if start.startswith(mark):
                return name
    said = codecs.lookup(encoding).name if encoding else ""
    return said if said.startswith(("utf-16", "utf-32")) else None


def _row(line: bytes | None, name: str, number: int, encoding: str | None) -> Article | Refusal:
    if line is None:
        return Refusal(source=name, line=number, reason=f"is longer than {MAX_LINE // 1_000_000} MB")
    try:
        body = line.removesuffix(b"\n")
        text = _decoded(body.removeprefix(codecs.BOM_UTF8) if number == 1 else body, encoding)
        return _article(_object(text), name, number, may_hide="\\u" in text)
    except _RowError as error:
        cut = "" if line.endswith(b"\n") else "; the file may have been cut off here"
        return Refusal(source=name, line=number, reason=f"{error}{cut if 'JSON' in str(error) else ''}")


def _decoded(line: bytes, encoding: str | None) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        problem = error
    wide = encoding is None or codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    try:
        if not wide and encoding is not None:
            return line.decode(encoding)
    except UnicodeDecodeError as error:
        problem = error
    raise _RowError(f"is not {problem.encoding}: byte {problem.start + 1} cannot be read")


def _object(line: str) -> dict[str, Any]:
    try:
        found = _DECODER.decode(line)
    except json.JSONDecodeError as error:
        raise _RowError(f"is not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise _RowError("is nested too deeply") from None
    if not isinstance(found, dict):
        raise _RowError("is no JSON object")
    # Counting brackets is quick, and rules out nearly every line.
    if line.count("[") + line.count("{") > _MAX_DEPTH and fields.too_deep(found, _MAX_DEPTH):
        raise _RowError("is nested too deeply")
    return found


def _article(row: dict[str, Any], name: str, number: int, *, may_hide: bool) -> Article:
    """Make an article of a row; ``may_hide`` says that escapes may have hidden lone surrogates."""
    text = row.pop("text", None)
    if not isinstance(text, str):
        raise _RowError("has no text" if text is None else "has a text that is no string")
    if not text.strip():
        raise _RowError("has an empty text")
    text, replaced = clean(text) if may_hide else (text, 0)
    said = fields.split(fields.jsonable(row) if may_hide else row)
    metadata = said.rest
    if replaced:
        metadata.setdefault("replaced", replaced)
    return Article(
        id=content_id(text),
        text=text,
        title=said.title or plain.headline(text) or f"{clean(PurePath(name).stem)[0]} {number}",
        byline=said.byline,
        date=said.date,
        source=f"{name}:{number}",
        metadata=metadata,
    )


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        for name in _SINGLE:
            if names.count(name) > 1:
                raise _RowError(f"has “{name}” twice")
    return found


def _constant(name: str) -> NoReturn:
    raise _RowError(f"has {name}, which is not JSON")


def _float(digits: str) -> float:
    if math.isinf(number := float(digits)):
        raise _RowError("has a number that is too large")
    return number


def _int(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise _RowError(f"has a number of {len(digits):,} digits")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_float=_float, parse_int=_int, parse_constant=_constant
)
