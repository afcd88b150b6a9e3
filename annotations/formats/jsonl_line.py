"""The members of one line, as ``jsonl`` writes them, and the quick way to read what was written so.

Prodigy's shapes: https://prodi.gy/docs/api-interfaces
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec import UNSET, UnsetType

from annotations.formats import prodigy
from annotations.formats.detected import fits
from annotations.formats.documents import Answer, ImportedDocument, ImportedSpan, Unit
from annotations.records import Article, Detection, Entity, Origin, Quote, State, Suggestion
from annotations.records import Span as Stretch
from annotations.text import content_id


class Token(msgspec.Struct, gc=False):
    """A token, with whether one space follows it."""

    text: str
    start: int
    end: int
    id: int
    ws: bool


class Span(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A tag, or the piece of one that lies in the text of the line."""

    start: int
    end: int
    token_start: int | UnsetType = UNSET
    token_end: int | UnsetType = UNSET
    label: str
    text: str
    annotator: str
    origin: Origin
    note: str
    #: Code points of the whole tag in the article, where this is a piece of it.
    tag_start: int | UnsetType = UNSET
    tag_end: int | UnsetType = UNSET


class ArticleLabel(msgspec.Struct, frozen=True, gc=False):
    """A label of the whole article."""

    label: str
    annotator: str
    origin: Origin
    note: str


class Option(msgspec.Struct, gc=False):
    """A label that the whole article may have."""

    id: str
    text: str


class Place(msgspec.Struct, kw_only=True):
    """An end of a relation."""

    start: int
    end: int
    token_start: int | UnsetType = UNSET
    token_end: int | UnsetType = UNSET
    label: str


class Relation(msgspec.Struct, kw_only=True):
    """What a quotation has to do with its speaker, its cue or its first part."""

    # Prodigy names a word by its last token.
    head: int | UnsetType = UNSET
    child: int | UnsetType = UNSET
    label: str
    head_span: Place
    child_span: Place


class Meta(msgspec.Struct, kw_only=True, gc=False):
    """What is known of the article, and of whoever decided."""

    article: str
    unit: Unit | UnsetType = UNSET
    #: The code point of the article at which the text begins.
    start: int | UnsetType = UNSET
    title: str
    byline: str
    date: str
    source: str
    metadata: dict[str, Any]
    state: State
    annotator: str


class Line(
    msgspec.Struct,
    kw_only=True,
    gc=False,
    rename={"view": "_view_id", "by": "_annotator_id", "session": "_session_id"},
):
    """One line."""

    text: str
    tokens: list[Token] | UnsetType = UNSET
    spans: list[Span]
    relations: list[Relation] | UnsetType = UNSET
    options: list[Option] | UnsetType = UNSET
    accept: list[str] | UnsetType = UNSET
    article_labels: list[ArticleLabel] | UnsetType = UNSET
    entities: tuple[Entity, ...] | UnsetType = UNSET
    quotes: tuple[Quote, ...] | UnsetType = UNSET
    suggestions: tuple[Suggestion, ...] | UnsetType = UNSET
    #: What found these.
    pipeline: str | UnsetType = UNSET
    meta: Meta
    answer: Answer
    view: str
    by: str
    session: str


# Members of a struct keep their order; those of an article's metadata are sorted.
encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Line)
#: Begins what is skipped faster by who does not want it.
_WITH_TOKENS = b',"tokens":['


def quickly(data: bytes, number: int) -> ImportedDocument | None:
    """Read a line that is to the byte as ``jsonl`` writes it; None for any other.

    In a fifth of the time of the reader for everybody's lines, to which anything that is the least bit odd
    is left.
    """
    if _WITH_TOKENS in data:
        return None
    try:
        line = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # What encodes back to the same bytes has no name twice and nothing that we do not know.
    if encoder.encode(line) != data:
        return None
    spans = _spans(line)
    meta, whole = line.meta, line.meta.unit is UNSET
    id = content_id(line.text)
    tagged = line.answer == prodigy.answer(meta.state, tagged=bool(spans))
    named = line.by == line.session == meta.annotator
    found = _detection(line)
    if found is not None and not fits(found, line.text):
        return None
    if spans is None or not line.text.strip() or not tagged or not named or (whole and meta.article != id):
        return None
    return ImportedDocument(
        line=number,
        article=_article(id, line),
        spans=spans,
        annotator=meta.annotator,
        state=meta.state,
        part_of="" if whole else meta.article,
        offset=meta.start if isinstance(meta.start, int) else 0,
        detection=found,
    )


def _article(id: str, line: Line) -> Article:
    meta = line.meta
    return Article(
        id=id,
        text=line.text,
        title=meta.title,
        byline=meta.byline,
        date=meta.date,
        source=meta.source,
        metadata=meta.metadata,
    )


def _detection(line: Line) -> Detection | None:
    if line.pipeline is UNSET:
        return None
    return Detection(
        pipeline=line.pipeline,
        entities=line.entities or (),
        quotes=line.quotes or (),
        suggestions=line.suggestions or (),
    )


def fingerprint(line: Line) -> int:
    """Return a number for the text of a line, all that it says of its tags, and by whom and how far."""
    on_article = tuple(line.article_labels or ())
    return hash((line.text, tuple(line.spans), on_article, line.meta.annotator, line.meta.state))


def check(stream: BinaryIO) -> Iterator[int]:
    """Yield what ``Written.fingerprints`` has to hold, line by line; 0 for a line that is none."""
    for data in stream:
        try:
            line = _decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            yield 0
        else:
            yield fingerprint(line)


def _spans(line: Line) -> tuple[ImportedSpan, ...] | None:
    """Return the tags of a line, or None if one of them does not cover the words it names."""
    text, length, spans = line.text, len(line.text), []
    for span in line.spans:
        start, end, words = span.start, span.end, span.text
        if not 0 <= start < end <= length or text[start:end] != words or not span.label.strip():
            return None
        spans.append(
            ImportedSpan(
                start=start,
                end=end,
                label=span.label,
                text=words,
                annotator=span.annotator,
                origin=span.origin,
                note=span.note,
                whole=None if span.tag_start is UNSET else _whole(span),
            )
        )
    for given in line.article_labels or ():
        if not given.label.strip():
            return None
        spans.append(
            ImportedSpan(
                start=0,
                end=0,
                label=given.label,
                text="",
                annotator=given.annotator,
                origin=given.origin,
                note=given.note,
            )
        )
    return tuple(spans)


def _whole(span: Span) -> Stretch | None:
    if isinstance(span.tag_start, int) and isinstance(span.tag_end, int):
        return Stretch(span.tag_start, span.tag_end)
    return None
