"""What the formats of whole articles have in common: which documents they take, and how one is encoded."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

import msgspec

from annotations.errors import ExportError, FormatError
from annotations.formats.documents import Document, ImportedSpan, Lost, Request, strings, verify
from annotations.records import Article, Origin, State, Tag
from annotations.text import content_id

_encoder = msgspec.json.Encoder(order="deterministic")


def checked(documents: Iterable[Document], request: Request, format: str) -> Iterator[Document]:
    """Yield the documents that have a word in them, each checked.

    Raises ``ExportError`` when a tag does not cover its words, and when parts of articles are asked for.
    """
    if request.unit != "article":
        raise ExportError(f"{format} takes whole articles: leave out --unit {request.unit}")
    for document in documents:
        verify(document)
        if document.article.text.strip():
            yield document


def encoded(values: Any, article: str) -> bytes:
    """Encode values as JSON, with sorted names; ``article`` is the id to name where that is impossible."""
    try:
        return _encoder.encode(values)
    except UnicodeEncodeError:
        raise _half_a_character(article) from None


def utf8(text: str, article: str) -> bytes:
    """Encode text; ``article`` is the id to name where that is impossible."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise _half_a_character(article) from None


def _half_a_character(article: str) -> ExportError:
    return ExportError(
        f"article {article} has half a character in it (a lone surrogate); nothing was written"
    )


def span_of(tag: Tag) -> ImportedSpan:
    """Return what a reader makes of a tag whose annotator is the document's."""
    return ImportedSpan(
        start=tag.start, end=tag.end, label=tag.label, text=tag.text, origin=tag.origin, note=tag.note
    )


def about(article: Article) -> dict[str, Any]:
    """Return what is known of an article beside its text, by our own names."""
    return {
        "article": article.id,
        "title": article.title,
        "byline": article.byline,
        "date": article.date,
        "source": article.source,
        "metadata": article.metadata,
    }


def article_from(text: str, known: dict[str, Any], place: str) -> Article:
    """Make the article of a text and of what ``about`` returned; what is left over is metadata too.

    ``place`` stands for a source that is not known. Raises ``FormatError`` when there is no text.
    """
    if not text.strip():
        raise FormatError("has no text")
    known = dict(known)
    known.pop("article", None)
    named = strings(known, "title", "byline", "date", "source")
    metadata = known.pop("metadata", None)
    return Article(
        id=content_id(text),
        text=text,
        title=named.get("title", ""),
        byline=named.get("byline", ""),
        date=named.get("date", ""),
        source=named.get("source", place),
        metadata=known | metadata if isinstance(metadata, dict) else known,
    )


def changed_text(known: dict[str, Any], article: Article) -> tuple[Lost, ...]:
    """Return the loss of an article that was written with another text, if it was."""
    written = known.get("article")
    if not isinstance(written, str) or written == article.id:
        return ()
    return (
        Lost("articles whose text is not the one they were written with", article.title or article.id[:12]),
    )


def origin_of(value: Any) -> Origin:
    """Return an origin that a file names; whatever is none of ours was imported."""
    for known in get_args(Origin):
        if value == known:
            origin: Origin = known
            return origin
    return "imported"


def state_of(value: Any) -> State | None:
    """Return a state that a file names, if it is one of ours."""
    for known in get_args(State):
        if value == known:
            state: State = known
            return state
    return None
