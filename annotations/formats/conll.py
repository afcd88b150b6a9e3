r"""CoNLL's columns: a token and its tags on each line, tabs between them, a blank line after each sentence.

Tags are IOB2. ``overlap`` says what is done where tags overlap: ``columns`` gives each label a column of
its own, in which only tags of one label compete; ``longest`` and ``first`` make do with one column. What has
to give way is counted. A tag is widened to whole tokens, and a sentence that ends inside a tag is no end of
a block. ``-DOCSTART-`` stands before each document unless ``docstart`` is ``no``; then each block reads as
a document of its own. White space, offsets and who decided are not in the file.

Rules of the columns: https://www.clips.uantwerpen.be/conll2003/ner/, https://github.com/chakki-works/seqeval
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from annotations.errors import ExportError
from annotations.formats.conll_blocks import DOCSTART, Token, joined, read
from annotations.formats.documents import (
    NOT_CARRIED,
    Document,
    ImportedSpan,
    Request,
    Written,
    example,
    verify,
)
from annotations.formats.units import Part, Piece, parts
from annotations.text import sentences

__all__ = ["read", "write"]

_SNAPPED = "tags widened to whole tokens"
_WITHOUT = "tags left out: no token holds a character of them"
_GIVEN_WAY = "tags left out: they overlap with others ({})"
_RENAMED = "tags whose label has white space that a line cannot hold"
_NO_COLUMN = "tags left out: their label has no column"
_NO_WORD = "tags of texts left out: they consist of the word that begins a document"


class _Run(NamedTuple):
    """A tag as it goes out: its first and last token, both inclusive, among those of its text."""

    first: int
    last: int
    label: str
    piece: Piece
    #: Whether these tokens are all of the tag and no more.
    exact: bool


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write documents as blocks of lines, streaming.

    Raises ``ExportError`` when a tag does not cover the words it was set on, or a text cannot be encoded.
    """
    report = Written()
    columns = _columns(request)
    for document in documents:
        verify(document)
        for part in parts(document, request.unit, report):
            block = _block(document, part, request, columns, report)
            try:
                out.write(block.encode())
            except UnicodeEncodeError:
                raise ExportError(
                    f"article {document.article.id} has half a character in it (a lone surrogate); "
                    f"nothing was written"
                ) from None
    return report


def _columns(request: Request) -> list[str] | None:
    """Return the labels that have columns of their own, in order; None where one column holds all."""
    if request.options.get("overlap", "columns") != "columns":
        return None
    return list(dict.fromkeys(map(_one_line, request.passage_labels))) or None


def _block(
    document: Document, part: Part, request: Request, columns: list[str] | None, report: Written
) -> str:
    assert request.tokenize is not None
    tokens = [
        Token(word, start, end)
        for words, start, end, _ in request.tokenize(part.text)
        if (word := "".join(words.split()))
    ]
    if [token.word for token in tokens] == [DOCSTART]:
        for piece in part.pieces:
            report.lose(_NO_WORD, example(document.article, piece.tag), label=piece.tag.label)
        return ""
    runs = _runs(document, part, tokens, report)
    if columns is None:
        kept = [_without_overlaps(document, runs, request.options.get("overlap", "longest"), report)]
    else:
        for run in runs:
            if run.label not in columns:
                said = example(document.article, run.piece.tag)
                report.lose(_NO_COLUMN, said, label=run.piece.tag.label)
        of = {label: [run for run in runs if run.label == label] for label in columns}
        kept = [_without_overlaps(document, of[label], "longest", report) for label in columns]
    _account(document, [run for column in kept for run in column], report)
    if document.tags and document.state == "open" and not any(kept):
        # That somebody has begun shows in the tags alone.
        title = document.article.title or document.article.id[:12]
        report.lose(NOT_CARRIED.format("state"), title, label="open").of = "state"
    breaks = _breaks(part.text, tokens, [run for column in kept for run in column])
    docstart = request.options.get("docstart", "yes") == "yes"
    _tell(tokens, kept, breaks, report, whole=docstart)
    if joined([token.word for token in tokens], breaks - {0})[0] != part.text:
        title = document.article.title or document.article.id[:12]
        report.lose(NOT_CARRIED.format("white space"), title).of = "white space"
    return _lines(tokens, kept, breaks, docstart=docstart)


def _runs(document: Document, part: Part, tokens: list[Token], report: Written) -> list[_Run]:
    """Find the tokens of each tag, in the order of the tags."""
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    runs = []
    for piece in part.pieces:
        first, last = bisect_right(ends, piece.start), bisect_left(starts, piece.end) - 1
        if first > last:
            report.lose(_WITHOUT, example(document.article, piece.tag), label=piece.tag.label)
            continue
        exact = (starts[first], ends[last]) == (piece.start, piece.end)
        runs.append(_Run(first, last, _one_line(piece.tag.label), piece, exact))
    return runs


def _account(document: Document, kept: list[_Run], report: Written) -> None:
    """Count how the tags that go out differ from what they are in the article."""
    for run in kept:
        tag = run.piece.tag
        if not run.exact:
            report.lose(_SNAPPED, example(document.article, tag), change="snapped", label=tag.label)
        if run.label != tag.label:
            report.lose(_RENAMED, example(document.article, tag), change="renamed", label=tag.label)


def _without_overlaps(document: Document, runs: list[_Run], policy: str, report: Written) -> list[_Run]:
    """Keep what no other takes the tokens of, in order; ``policy`` says who comes first.

    Of those that are alike in the file that is the one that needs no widening.
    """
    alike: dict[tuple[int, int, str], int] = {}
    for number, run in enumerate(runs):
        alike.setdefault(run[:3], number)
    ranked = sorted(runs, key=lambda run: (alike[run[:3]], not run.exact))
    if policy != "first":
        ranked.sort(key=lambda run: run.first - run.last)
    taken = set[int]()
    kept = []
    for run in ranked:
        places = range(run.first, run.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(run)
            continue
        said = example(document.article, run.piece.tag)
        report.lose(_GIVEN_WAY.format(f"{policy} stays"), said, label=run.piece.tag.label)
    return sorted(kept, key=lambda run: run.first)


def _breaks(text: str, tokens: list[Token], runs: list[_Run]) -> set[int]:
    """Return the tokens that begin a block: those that begin a sentence, unless a tag goes on there."""
    starts = [token.start for token in tokens]
    begins = {bisect_left(starts, sentence.start) for sentence in sentences(text)}
    begins -= {place for run in runs for place in range(run.first + 1, run.last + 1)}
    # A block that is but the word that begins a document would begin one.
    lone = {place for place in begins if tokens[place:] and tokens[place].word == DOCSTART}
    begins -= lone | {place + 1 for place in lone}
    return (begins | {0}) - {len(tokens)}


def _lines(tokens: list[Token], kept: list[list[_Run]], breaks: set[int], *, docstart: bool) -> str:
    rows = [["O"] * len(tokens) for _ in kept]
    for row, column in zip(rows, kept, strict=True):
        for run in column:
            row[run.first : run.last + 1] = [f"B-{run.label}", *[f"I-{run.label}"] * (run.last - run.first)]
    lines = [DOCSTART + "\tO" * len(kept) + "\n"] if docstart else []
    for place, token in enumerate(tokens):
        if place in breaks and (place or docstart):
            lines.append("\n")
        lines.append("\t".join([token.word, *(row[place] for row in rows)]) + "\n")
    lines.append("\n")
    return "".join(lines)


def _tell(
    tokens: list[Token], kept: list[list[_Run]], breaks: set[int], report: Written, *, whole: bool
) -> None:
    """Note what a reader has to find: the whole text, or each block by itself."""
    bounds = [0] if whole else sorted(breaks)
    for begin, end in zip(bounds, [*bounds[1:], len(tokens)], strict=True):
        text, places = joined(
            [token.word for token in tokens[begin:end]], {place - begin for place in breaks if place > begin}
        )
        spans = tuple(
            ImportedSpan(start=start, end=stop, label=run.label, text=text[start:stop])
            for column in kept
            for run in column
            if begin <= run.first < end
            for start, stop in [(places[run.first - begin][0], places[run.last - begin][1])]
        )
        report.meant(text, spans)


def _one_line(label: str) -> str:
    return " ".join(label.split())
