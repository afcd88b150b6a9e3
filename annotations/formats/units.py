"""Cut an article into sentences or paragraphs, and its tags with it."""

from collections.abc import Iterator
from typing import NamedTuple

from annotations.formats.documents import Document, Report, Unit, example
from annotations.records import Span, Tag
from annotations.text import paragraphs, sentences


class Piece(NamedTuple):
    """The stretch of a tag that lies in one part; offsets are code points into the part's text."""

    start: int
    end: int
    tag: Tag
    #: Whether the tag reaches further than this.
    cut: bool


class Part(NamedTuple):
    """One object of a dataset: where it stands in the article, its text, and what is tagged in it."""

    span: Span
    text: str
    pieces: list[Piece]


def parts(document: Document, unit: Unit, report: Report) -> Iterator[Part]:
    """Cut a document into parts with words in them, in order; tags by start, end, label and origin.

    A tag that reaches over the bounds of a unit goes out in pieces, one in each unit that holds words
    of it. Tags cut so, and tags that stand in no unit at all (white space), are counted in ``report``.
    """
    waiting = sorted(document.tags, key=_order)
    text = document.article.text
    held: list[Tag] = []
    placed: set[str] = set()
    cut: set[str] = set()
    first = 0
    for span in _spans(text, unit):
        while first < len(waiting) and waiting[first].start < span.end:
            held.append(waiting[first])
            first += 1
        held = [tag for tag in held if tag.end > span.start]
        words = text[span.start : span.end]
        if words.isspace() or not words:
            continue
        pieces = [_clip(tag, span) for tag in held]
        placed.update(piece.tag.id for piece in pieces)
        cut.update(piece.tag.id for piece in pieces if piece.cut)
        yield Part(span, words, pieces)
    for tag in waiting:
        if tag.id not in placed:
            report.lose(f"tags left out: no {unit} holds a word of them", example(document.article, tag))
        elif tag.id in cut:
            report.lose(
                f"tags cut at the bounds of a {unit} (tag_start and tag_end keep the whole)",
                example(document.article, tag),
            )


def _order(tag: Tag) -> tuple[int, int, str, str, str]:
    return tag.start, tag.end, tag.label, tag.origin, tag.note


def _spans(text: str, unit: Unit) -> Iterator[Span]:
    if unit == "sentence":
        yield from sentences(text)
    elif unit == "paragraph":
        yield from paragraphs(text)
    else:
        yield Span(0, len(text))


def _clip(tag: Tag, span: Span) -> Piece:
    # Units begin and end with a word or a mark, so that no piece is white space alone.
    start, end = max(tag.start, span.start) - span.start, min(tag.end, span.end) - span.start
    return Piece(start, end, tag, cut=end - start < tag.end - tag.start)
