"""JSON lines in the shape of Prodigy's ``spans_manual``, which spaCy's users know: one object per text.

``spans`` have code-point offsets, end-exclusive, and the first and last token, both inclusive. What
Prodigy has no place for (annotator, origin, note; title, source, state) stands in keys of our own, which
it hands through. Its hashes are left out: it computes them itself. Annotators of one article are told
apart as its ``review`` recipe does it, by ``_annotator_id`` and ``_session_id``, one object each.

Prodigy's shapes: https://prodi.gy/docs/api-interfaces
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec import UNSET, UnsetType

from annotations.errors import ExportError, FormatError
from annotations.formats import lines, prodigy
from annotations.formats.documents import (
    Answer,
    Document,
    ImportedDocument,
    Report,
    Tokenizer,
    Unit,
    example,
    verify,
)
from annotations.formats.units import Part, Piece, parts
from annotations.records import Refusal


class _Token(msgspec.Struct, gc=False):
    text: str
    start: int
    end: int
    id: int
    ws: bool


class _Span(msgspec.Struct, gc=False):
    start: int
    end: int
    token_start: int | UnsetType
    token_end: int | UnsetType
    label: str
    text: str
    annotator: str
    origin: str
    note: str
    #: Code points of the whole tag in the article, where this is a piece of it.
    tag_start: int | UnsetType
    tag_end: int | UnsetType


class _Meta(msgspec.Struct):
    article: str
    unit: Unit | UnsetType
    #: The code point of the article at which the text begins.
    start: int | UnsetType
    title: str
    byline: str
    date: str
    source: str
    metadata: dict[str, Any]
    state: str
    annotator: str


class _Line(msgspec.Struct, rename={"view": "_view_id", "by": "_annotator_id", "session": "_session_id"}):
    text: str
    tokens: list[_Token] | UnsetType
    spans: list[_Span]
    meta: _Meta
    answer: Answer
    view: str
    by: str
    session: str


# Members of a struct keep their order; those of an article's metadata are sorted.
_encoder = msgspec.json.Encoder(order="deterministic")


def write(
    documents: Iterable[Document],
    out: BinaryIO,
    *,
    unit: Unit = "article",
    tokenize: Tokenizer | None = None,
) -> Report:
    r"""Write one line per article and annotator, or one per sentence or paragraph of it.

    The same documents give the same bytes: UTF-8, ``\n``. Without ``tokenize`` there are no ``tokens``,
    and no ``token_start`` and ``token_end`` in the spans. Texts without a word are left out.
    ``documents`` are taken one by one and none is kept. Raises ``ExportError`` when a tag does not cover
    the words it was set on, or a text cannot be encoded.
    """
    report = Report()
    for document in documents:
        verify(document)
        for part in parts(document, unit, report):
            line = _line(document, part, unit, tokenize, report)
            try:
                out.write(_encoder.encode(line) + b"\n")
            except UnicodeEncodeError:
                raise ExportError(
                    f"article {document.article.id} has half a character in it (a lone surrogate); "
                    f"nothing was written"
                ) from None
    return report


def _line(document: Document, part: Part, unit: Unit, tokenize: Tokenizer | None, report: Report) -> _Line:
    tokens = None if tokenize is None else _tokens(tokenize, part.text)
    report.documents += 1
    return _Line(
        text=part.text,
        tokens=UNSET if tokens is None else tokens,
        spans=_spans(document, part, tokens, report),
        meta=_meta(document, part, unit),
        answer=prodigy.answer(document.state, tagged=bool(part.pieces)),
        view="spans_manual",
        by=document.annotator,
        session=document.annotator,
    )


def _tokens(tokenize: Tokenizer, text: str) -> list[_Token]:
    return [_Token(words, start, end, id, ws) for id, (words, start, end, ws) in enumerate(tokenize(text))]


def _meta(document: Document, part: Part, unit: Unit) -> _Meta:
    article, whole = document.article, unit == "article"
    return _Meta(
        article=article.id,
        unit=UNSET if whole else unit,
        start=UNSET if whole else part.span.start,
        title=article.title,
        byline=article.byline,
        date=article.date,
        source=article.source,
        metadata=article.metadata,
        state=document.state,
        annotator=document.annotator,
    )


def _spans(document: Document, part: Part, tokens: list[_Token] | None, report: Report) -> list[_Span]:
    starts = [token.start for token in tokens or ()]
    spans = []
    for piece in part.pieces:
        first, last = _places(document, piece, tokens, starts, report) if tokens else (UNSET, UNSET)
        tag = piece.tag
        spans.append(
            _Span(
                start=piece.start,
                end=piece.end,
                token_start=first,
                token_end=last,
                label=tag.label,
                text=part.text[piece.start : piece.end],
                annotator=tag.annotator,
                origin=tag.origin,
                note=tag.note,
                tag_start=tag.start if piece.cut else UNSET,
                tag_end=tag.end if piece.cut else UNSET,
            )
        )
        report.count(tag.label)
    return spans


def _places(
    document: Document, piece: Piece, tokens: list[_Token], starts: list[int], report: Report
) -> tuple[int, int]:
    """Return the tokens that hold the first and the last character of a piece."""
    first = max(0, bisect_right(starts, piece.start) - 1)
    last = max(0, bisect_right(starts, piece.end - 1) - 1)
    if tokens[first].end <= piece.start and first < last:
        first += 1  # The piece begins with the space after a word, which no token holds.
    if (tokens[first].start, tokens[last].end) != (piece.start, piece.end):
        report.lose(
            "tags that begin or end beside the bounds of a token (start and end are exact, "
            "token_start and token_end take whole tokens)",
            example(document.article, piece.tag),
        )
    return first, last


def read(stream: BinaryIO, *, source: str = "-") -> Iterator[ImportedDocument | Refusal]:
    """Read our own lines and Prodigy's, one by one; a line that is wrong is refused with its number.

    Old files and new, with spans by characters or by tokens only, with or without ``spans``, ``ws`` and
    ``answer``. ``source`` names the file in refusals, and in articles whose line names no source.
    """
    for number, line in lines.numbered(stream, lines.MAX_LINE):
        yield _document(line, number, source)


def _document(line: bytes | None, number: int, source: str) -> ImportedDocument | Refusal:
    if line is None:
        return Refusal(source=source, line=number, reason=f"is longer than {lines.MAX_LINE:,} bytes")
    try:
        return prodigy.document(lines.fields(line), number, source)
    except FormatError as error:
        return Refusal(source=source, line=number, reason=str(error))
