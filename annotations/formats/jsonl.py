"""JSON lines in the shape of Prodigy's ``spans_manual``, which spaCy's users know: one object per text.

``spans`` have code-point offsets, end-exclusive, and the first and last token, both inclusive. Labels of
the whole article are a choice (``options``, ``accept``), quotations are ``relations`` to their speakers and
cues. What Prodigy has no place for (annotator, origin, note; title, source, state; entities) stands in
keys of our own, which it hands through. Its hashes are left out: it computes them itself. Annotators of
one article are told apart as its ``review`` recipe does it, by ``_annotator_id`` and ``_session_id``, one
object each.

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
    Request,
    Tokenizer,
    Unit,
    Written,
    example,
    verify,
)
from annotations.formats.relations import End, Link, links
from annotations.formats.units import Part, Piece, parts
from annotations.records import Entity, Refusal, Suggestion, Tag


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


class _ArticleLabel(msgspec.Struct, gc=False):
    label: str
    annotator: str
    origin: str
    note: str


class _Option(msgspec.Struct, gc=False):
    id: str
    text: str


class _Place(msgspec.Struct):
    start: int
    end: int
    token_start: int | UnsetType
    token_end: int | UnsetType
    label: str


class _Relation(msgspec.Struct):
    # Prodigy names a word by its last token.
    head: int | UnsetType
    child: int | UnsetType
    label: str
    head_span: _Place
    child_span: _Place


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
    relations: list[_Relation] | UnsetType
    options: list[_Option] | UnsetType
    accept: list[str] | UnsetType
    article_labels: list[_ArticleLabel] | UnsetType
    entities: tuple[Entity, ...] | UnsetType
    suggestions: tuple[Suggestion, ...] | UnsetType
    meta: _Meta
    answer: Answer
    view: str
    by: str
    session: str


# Members of a struct keep their order; those of an article's metadata are sorted.
_encoder = msgspec.json.Encoder(order="deterministic")


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    r"""Write one line per article and annotator, or one per sentence or paragraph of it.

    The same documents give the same bytes: UTF-8, ``\n``. Without a tokenizer there are no ``tokens``,
    and no ``token_start`` and ``token_end`` in the spans. Texts without a word are left out.
    ``documents`` are taken one by one and none is kept. Raises ``ExportError`` when a tag does not cover
    the words it was set on, or a text cannot be encoded.
    """
    report = Written()
    options = [_Option(label.name, label.name) for label in request.scheme.labels if label.kind == "article"]
    for document in documents:
        verify(document)
        for part in parts(document, request.unit, report):
            line = _line(document, part, request, report)
            if request.unit == "article" and (options or line.article_labels):
                line.options, line.accept = _choice(options, line.article_labels or [])
            try:
                out.write(_encoder.encode(line) + b"\n")
            except UnicodeEncodeError:
                raise ExportError(
                    f"article {document.article.id} has half a character in it (a lone surrogate); "
                    f"nothing was written"
                ) from None
    return report


def _line(document: Document, part: Part, request: Request, report: Written) -> _Line:
    tokens = None if request.tokenize is None else _Tokens(request.tokenize, part.text)
    places = tokens if tokens is not None and tokens.all else None
    found = document.detection if request.unit == "article" else None
    line = _Line(
        text=part.text,
        tokens=UNSET if tokens is None else tokens.all,
        spans=[_span(document, part, piece, places, report) for piece in part.pieces],
        relations=[_relation(link, places) for link in links(found.quotes)] if found else UNSET,
        options=UNSET,
        accept=UNSET,
        article_labels=[_article_label(tag) for tag in part.labels] if part.labels else UNSET,
        entities=found.entities if found else UNSET,
        suggestions=found.suggestions if found and found.suggestions else UNSET,
        meta=_meta(document, part, request.unit),
        answer=prodigy.answer(document.state, tagged=bool(part.pieces or part.labels)),
        view="spans_manual",
        by=document.annotator,
        session=document.annotator,
    )
    report.meant(part.text, part.spans, document.annotator, document.state)
    return line


def _choice(options: list[_Option], chosen: list[_ArticleLabel]) -> tuple[list[_Option], list[str]]:
    accept = list(dict.fromkeys(item.label for item in chosen))
    known = {option.id for option in options}
    return options + [_Option(label, label) for label in accept if label not in known], accept


class _Tokens:
    """The tokens of one text, and where they stand."""

    def __init__(self, tokenize: Tokenizer, text: str) -> None:
        self.all = [
            _Token(word, start, end, id, ws) for id, (word, start, end, ws) in enumerate(tokenize(text))
        ]
        self._starts = [token.start for token in self.all]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that hold the first and the last character of a stretch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(0, bisect_right(self._starts, end - 1) - 1)
        if self.all[first].end <= start and first < last:
            first += 1  # It begins with the space after a word, which no token holds.
        return first, last


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


def _article_label(tag: Tag) -> _ArticleLabel:
    return _ArticleLabel(tag.label, tag.annotator, tag.origin, tag.note)


def _span(document: Document, part: Part, piece: Piece, tokens: _Tokens | None, report: Report) -> _Span:
    places: tuple[int, int] | None = None
    if tokens is not None:
        places = tokens.around(piece.start, piece.end)
        if (tokens.all[places[0]].start, tokens.all[places[1]].end) != (piece.start, piece.end):
            report.lose(
                "tags that begin or end beside the bounds of a token (start and end are exact, "
                "token_start and token_end take whole tokens)",
                example(document.article, piece.tag),
                change="snapped",
                label=piece.tag.label,
            )
    tag = piece.tag
    return _Span(
        start=piece.start,
        end=piece.end,
        token_start=UNSET if places is None else places[0],
        token_end=UNSET if places is None else places[1],
        label=tag.label,
        text=part.text[piece.start : piece.end],
        annotator=tag.annotator,
        origin=tag.origin,
        note=tag.note,
        tag_start=tag.start if piece.cut else UNSET,
        tag_end=tag.end if piece.cut else UNSET,
    )


def _relation(link: Link, tokens: _Tokens | None) -> _Relation:
    head, child = _place(link.head, tokens), _place(link.child, tokens)
    return _Relation(head.token_end, child.token_end, link.label, head, child)


def _place(end: End, tokens: _Tokens | None) -> _Place:
    first, last = (UNSET, UNSET) if tokens is None else tokens.around(*end.span)
    return _Place(*end.span, first, last, end.label)


def read(stream: BinaryIO, *, source: str) -> Iterator[ImportedDocument | Refusal]:
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
