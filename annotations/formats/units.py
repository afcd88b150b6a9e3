"""Cut an article into sentences or paragraphs, and its tags with it."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import NamedTuple

import msgspec

from annotations.formats.documents import Document, ImportedSpan, Report, Unit, example, imported
from annotations.records import Span, Tag
from annotations.text import paragraphs, sentences

#: What is cut into units; an article without a word has none of them.
_UNITS: dict[Unit, Callable[[str], Iterator[Span]]] = {
    "article": lambda _: iter(()),
    "sentence": sentences,
    "paragraph": paragraphs,
}
_order = attrgetter("start", "end", "label", "origin", "note")
_CUT = "tags cut at the bounds of a {} (tag_start and tag_end keep the whole)"
_LEFT_OUT = "tags left out: no {} holds a word of them"
_NO_PLACE = "labels of articles left out: no {} is an article"


class Piece(msgspec.Struct, frozen=True, gc=False):
    """The stretch of a tag that lies in one part; offsets are code points into the part's text."""

    start: int
    end: int
    tag: Tag
    #: Whether the tag reaches further than this.
    cut: bool = False

    def words(self, text: str) -> str:
        """Return its words, in the text of its part."""
        return text[self.start : self.end]


class Part(NamedTuple):
    """One object of a dataset: where it stands in the article, its text, and what is tagged in it."""

    span: Span
    text: str
    pieces: list[Piece]
    #: The labels of the article, where the part is all of it.
    labels: list[Tag]

    @property
    def spans(self) -> tuple[ImportedSpan, ...]:
        """What a reader has to find in it: the pieces, then the labels of the article."""
        return (
            *(
                imported(
                    piece.tag,
                    piece.start,
                    piece.end,
                    piece.words(self.text),
                    piece.tag.span if piece.cut else None,
                )
                for piece in self.pieces
            ),
            *(imported(tag, 0, 0, "") for tag in self.labels),
        )


def parts(document: Document, unit: Unit, report: Report) -> Iterator[Part]:
    """Cut a document into parts with words in them, in order; tags by start, end, label and origin.

    A tag that reaches over the bounds of a unit goes out in pieces, one in each unit that holds words
    of it. Tags cut so, and tags that stand in no unit at all (white space, the article as a whole), are
    counted in ``report``.
    """
    text = document.article.text
    tags = sorted(document.tags, key=_order)
    # As they begin and end at 0, they come first.
    passages = next((place for place, tag in enumerate(tags) if not tag.on_article), len(tags))
    labels, tags = tags[:passages], tags[passages:]
    if unit == "article" and text and not text.isspace():
        pieces = [Piece(tag.start, tag.end, tag) for tag in tags]
        yield Part(Span(0, len(text)), text, pieces, labels)
        return
    for tag in labels:
        report.lose(_NO_PLACE.format(unit), example(document.article, tag), label=tag.label)
    cut: dict[str, bool] = {}
    for part in _clipped(text, unit, tags):
        cut.update({piece.tag.id: piece.cut for piece in part.pieces})
        yield part
    for tag in tags:
        if cut.get(tag.id, True):
            there = tag.id in cut
            report.lose(
                (_CUT if there else _LEFT_OUT).format(unit),
                example(document.article, tag),
                change="split" if there else "dropped",
                label=tag.label,
            )


def _clipped(text: str, unit: Unit, tags: list[Tag]) -> Iterator[Part]:
    held: list[Tag] = []
    first = 0
    for span in _UNITS[unit](text):
        while first < len(tags) and tags[first].start < span.end:
            held.append(tags[first])
            first += 1
        held = [tag for tag in held if tag.end > span.start]
        yield Part(span, span.of(text), [_clip(tag, span) for tag in held], [])


def _clip(tag: Tag, span: Span) -> Piece:
    # Sentences and paragraphs neither begin nor end with white space, so that no piece is that alone.
    start, end = max(tag.start, span.start) - span.start, min(tag.end, span.end) - span.start
    return Piece(start, end, tag, cut=end - start < tag.end - tag.start)
