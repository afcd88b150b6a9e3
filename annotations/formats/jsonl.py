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
from typing import BinaryIO

from msgspec import UNSET

from annotations.errors import ExportError, FormatError
from annotations.formats import lines, prodigy
from annotations.formats.documents import (
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
from annotations.formats.jsonl_line import (
    ArticleLabel,
    Line,
    Meta,
    Option,
    Place,
    Relation,
    Span,
    Token,
    encoder,
    fingerprint,
    quickly,
)
from annotations.formats.relations import End, Link, links
from annotations.formats.units import Part, Piece, parts
from annotations.records import Refusal, Tag


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    r"""Write one line per article and annotator, or one per sentence or paragraph of it.

    The same documents give the same bytes: UTF-8, ``\n``. Without a tokenizer there are no ``tokens``,
    and no ``token_start`` and ``token_end`` in the spans. Texts without a word are left out.
    ``documents`` are taken one by one and none is kept. Raises ``ExportError`` when a tag does not cover
    the words it was set on, or a text cannot be encoded.
    """
    report = Written()
    options = [Option(label.name, label.name) for label in request.scheme.labels if label.kind == "article"]
    for document in documents:
        verify(document)
        for part in parts(document, request.unit, report):
            line = _line(document, part, request, report)
            if request.unit == "article" and (options or line.article_labels):
                line.options, line.accept = _choice(options, line.article_labels or [])
            try:
                out.write(encoder.encode(line) + b"\n")
            except UnicodeEncodeError:
                raise ExportError(
                    f"article {document.article.id} has half a character in it (a lone surrogate); "
                    f"nothing was written"
                ) from None
    return report


def _line(document: Document, part: Part, request: Request, report: Written) -> Line:
    tokens = None if request.tokenize is None else _Tokens(request.tokenize, part.text)
    places = tokens if tokens is not None and tokens.all else None
    found = document.detection if request.unit == "article" else None
    line = Line(
        text=part.text,
        tokens=UNSET if tokens is None else tokens.all,
        spans=[_span(document, part, piece, places, report) for piece in part.pieces],
        relations=[_relation(link, places) for link in links(found.quotes)] if found else UNSET,
        options=UNSET,
        accept=UNSET,
        article_labels=[_article_label(tag) for tag in part.labels] if part.labels else UNSET,
        entities=found.entities if found else UNSET,
        quotes=found.quotes if found else UNSET,
        suggestions=found.suggestions if found and found.suggestions else UNSET,
        pipeline=found.pipeline if found else UNSET,
        meta=_meta(document, part, request.unit),
        answer=prodigy.answer(document.state, tagged=bool(part.pieces or part.labels)),
        view="spans_manual",
        by=document.annotator,
        session=document.annotator,
    )
    report.noted(
        fingerprint(line), [tag.label for tag in (*(piece.tag for piece in part.pieces), *part.labels)]
    )
    return line


def _choice(options: list[Option], chosen: list[ArticleLabel]) -> tuple[list[Option], list[str]]:
    accept = list(dict.fromkeys(item.label for item in chosen))
    known = {option.id for option in options}
    return options + [Option(label, label) for label in accept if label not in known], accept


class _Tokens:
    """The tokens of one text, and where they stand."""

    def __init__(self, tokenize: Tokenizer, text: str) -> None:
        self.all = [
            Token(word, start, end, id, ws) for id, (word, start, end, ws) in enumerate(tokenize(text))
        ]
        self._starts = [token.start for token in self.all]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that hold the first and the last character of a stretch."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(0, bisect_right(self._starts, end - 1) - 1)
        if self.all[first].end <= start and first < last:
            first += 1  # It begins with the space after a word, which no token holds.
        return first, last


def _meta(document: Document, part: Part, unit: Unit) -> Meta:
    article, whole = document.article, unit == "article"
    return Meta(
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


def _article_label(tag: Tag) -> ArticleLabel:
    return ArticleLabel(tag.label, tag.annotator, tag.origin, tag.note)


def _span(document: Document, part: Part, piece: Piece, tokens: _Tokens | None, report: Report) -> Span:
    tag = piece.tag
    places: tuple[int, int] | None = None
    if tokens is None and not piece.cut:
        # By far the most frequent case, and the quickest said.
        return Span(
            start=piece.start,
            end=piece.end,
            label=tag.label,
            text=tag.text,
            annotator=tag.annotator,
            origin=tag.origin,
            note=tag.note,
        )
    if tokens is not None:
        places = tokens.around(piece.start, piece.end)
        if (tokens.all[places[0]].start, tokens.all[places[1]].end) != (piece.start, piece.end):
            report.lose(
                "tags that begin or end beside the bounds of a token (start and end are exact, "
                "token_start and token_end take whole tokens)",
                example(document.article, tag),
                change="snapped",
                label=tag.label,
                beside=True,
            )
    return Span(
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


def _relation(link: Link, tokens: _Tokens | None) -> Relation:
    head, child = _place(link.head, tokens), _place(link.child, tokens)
    return Relation(
        head=head.token_end, child=child.token_end, label=link.label, head_span=head, child_span=child
    )


def _place(end: End, tokens: _Tokens | None) -> Place:
    first, last = (UNSET, UNSET) if tokens is None else tokens.around(*end.span)
    start, stop = end.span
    return Place(start=start, end=stop, token_start=first, token_end=last, label=end.label)


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
    ours = quickly(line, number)
    if ours is not None:
        return ours
    try:
        return prodigy.document(lines.fields(line), number, source)
    except FormatError as error:
        return Refusal(source=source, line=number, reason=str(error))
