"""Read CoNLL's columns: as few or many as there are, IOB2, IOB1 and IOBES, with tabs or spaces between."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from annotations.errors import FormatError
from annotations.formats import lines
from annotations.formats.documents import ImportedDocument, ImportedSpan
from annotations.records import Article, Refusal
from annotations.text import content_id

DOCSTART = "-DOCSTART-"
#: A line longer than this is no token, and a document of more lines no article.
_MAX_LINE = 1024 * 1024
_MAX_LINES = 10_000_000
_TAG = re.compile(r"O|[BIESLU]-\S.*", re.DOTALL)


class Token(NamedTuple):
    """A token without white space, and where it stands in its text: code points, end-exclusive."""

    word: str
    start: int
    end: int


class _Row(NamedTuple):
    number: int
    word: str
    tags: list[str]


class _Block(NamedTuple):
    """Lines between two that are blank, and the first of them that is none of ours."""

    rows: list[_Row]
    wrong: Refusal | None = None


def joined(words: list[str], breaks: set[int]) -> tuple[str, list[tuple[int, int]]]:
    r"""Return words as a text, and where each stands: ``\n`` before those in ``breaks``, spaces elsewhere."""
    places, written, start = [], [], 0
    for place, word in enumerate(words):
        if place:
            written.append("\n" if place in breaks else " ")
            start += 1
        written.append(word)
        places.append((start, start + len(word)))
        start += len(word)
    return "".join(written), places


def read(stream: BinaryIO, *, source: str) -> Iterator[ImportedDocument | Refusal]:
    """Read documents: from one ``-DOCSTART-`` to the next, or, without any, block by block.

    The first column is the token. If all others hold tags, all are read, and otherwise the last one, as
    in the files of 2003. What is wrong in a document refuses it as a whole, with the number of the line.
    """
    whole = False
    blocks: list[_Block] = []
    for block in _blocks(stream, source):
        begins = [row.word for row in block.rows] == [DOCSTART]
        whole = whole or begins
        if blocks and (begins or not whole):
            yield _document(blocks, source)
            blocks = []
        if not begins:
            blocks.append(block)
    if blocks:
        yield _document(blocks, source)


def _blocks(stream: BinaryIO, source: str) -> Iterator[_Block]:
    rows: list[_Row] = []
    wrong: Refusal | None = None
    for number, line in lines.every(stream, _MAX_LINE):
        if line is None or line.strip():
            try:
                rows.append(_row(line, number, rows))
            except FormatError as error:
                wrong = wrong or Refusal(source=source, line=number, reason=str(error))
        elif rows or wrong:
            yield _Block(rows, wrong)
            rows, wrong = [], None
    if rows or wrong:
        yield _Block(rows, wrong)


def _row(line: bytes | None, number: int, before: list[_Row]) -> _Row:
    if line is None:
        raise FormatError(f"is longer than {_MAX_LINE:,} bytes")
    if len(before) >= _MAX_LINES:
        raise FormatError(f"is one of more than {_MAX_LINES:,} without a blank line")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        raise FormatError("is not UTF-8") from None
    columns = text.split("\t") if "\t" in text else text.split()
    word, *tags = ("".join(columns[0].split()), *(tag.strip() for tag in columns[1:]))
    if not word or not tags:
        raise FormatError("is not a token and its tags")
    if before and len(tags) != len(before[0].tags):
        raise FormatError(f"has {len(columns)} columns, and those before it {len(before[0].tags) + 1}")
    return _Row(number, word, tags)


def _document(blocks: list[_Block], source: str) -> ImportedDocument | Refusal:
    for block in blocks:
        if block.wrong is not None:
            return block.wrong
    rows = [row for block in blocks for row in block.rows]
    breaks = set(accumulate(len(block.rows) for block in blocks))
    text, places = joined([row.word for row in rows], breaks)
    try:
        found = [run for column in _columns(rows) for run in runs(column, breaks)]
    except FormatError as error:
        return Refusal(source=source, line=rows[0].number, reason=str(error))
    spans = (
        ImportedSpan(start=start, end=end, label=label, text=text[start:end])
        for first, last, label in found
        for start, end in [(places[first][0], places[last][1])]
    )
    line = rows[0].number
    article = Article(id=content_id(text), text=text, source=f"{source}:{line}")
    return ImportedDocument(line=line, article=article, spans=tuple(spans), spaced=True)


def _columns(rows: list[_Row]) -> Iterator[list[str]]:
    columns = [list(column) for column in zip(*(row.tags for row in rows), strict=False)]
    if any(len(row.tags) != len(columns) for row in rows):
        raise FormatError("begins a document of which not all lines have the same columns")
    if all(_TAG.fullmatch(tag) for column in columns for tag in column):
        yield from columns
        return
    for row in rows:
        if not _TAG.fullmatch(row.tags[-1]):
            raise FormatError(f"begins a document whose line {row.number} ends in no tag")
    yield columns[-1]


def runs(tags: list[str], breaks: set[int]) -> Iterator[tuple[int, int, str]]:
    """Yield first and last place and label of what a column tags.

    ``I-X`` after anything but an X begins one too, as it does in IOB1; ``S``, ``U``, ``E`` and ``L`` end one.
    """
    first, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        goes_on = label and name == label and kind in "IEL" and place not in breaks
        if label and not goes_on:
            yield first, place - 1, label
        if not goes_on:
            first, label = place, name
        if label and kind in "SUEL":
            yield first, place, label
            label = ""
