"""Everything that is marked in an article: stretches, and the links that formats with relations take."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotations.formats.documents import Document
from annotations.formats.relations import CUE, QUOTE, SPEAKER, links
from annotations.records import Detection, Quote, Span, Tag

#: What was found by a program and decided by nobody.
FoundKind = Literal["entity", "quotation", "speaker", "cue", "suggestion"]

_KINDS: dict[str, FoundKind] = {QUOTE: "quotation", SPEAKER: "speaker", CUE: "cue"}


class Found(NamedTuple):
    """A stretch that a program found: code points, end-exclusive."""

    start: int
    end: int
    label: str
    kind: FoundKind
    #: A speaker's resolved name, a quotation's kind, or the reason for a suggestion.
    detail: str = ""
    #: How sure the program is, from 0 to 1.
    score: float = 1.0

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def of(self, text: str) -> str:
        """Return its words."""
        return text[self.start : self.end]


class Tie(NamedTuple):
    """A relation between two of what was found, by their places in the list."""

    source: int
    target: int
    label: str


class Marks(NamedTuple):
    """What is marked in one document, each kind in the order of the text."""

    passages: list[Tag]
    on_article: list[Tag]
    found: list[Found]
    ties: list[Tie]


def marks(document: Document) -> Marks:
    """Return everything that is marked in a document, in an order that depends on nothing else."""
    tags = sorted(document.tags, key=lambda tag: (tag.start, tag.end, tag.label, tag.origin, tag.note))
    found, ties = _found(document.detection, len(document.article.text))
    return Marks(
        passages=[tag for tag in tags if not tag.on_article],
        on_article=[tag for tag in tags if tag.on_article],
        found=found,
        ties=ties,
    )


def _found(detection: Detection | None, length: int) -> tuple[list[Found], list[Tie]]:
    if detection is None:
        return [], []
    every = {Found(*entity.span, entity.label, "entity") for entity in detection.entities}
    every |= {
        Found(one.start, one.end, one.label, "suggestion", one.why, one.score)
        for one in detection.suggestions
    }
    # The words of a speaker may serve several quotations: they are one mark then, under one name.
    parts = {(part.span, part.label): part for quote in detection.quotes for part in _parts(quote)}
    found = sorted(mark for mark in every | {*parts.values()} if 0 <= mark.start < mark.end <= length)
    places = {
        (mark.span, mark.label): place for place, mark in enumerate(found) if mark.kind in _KINDS.values()
    }
    ties = {
        Tie(places[link.head], places[link.child], link.label)
        for link in links(detection.quotes)
        if link.head in places and link.child in places
    }
    return found, sorted(ties)


def _parts(quote: Quote) -> Iterator[Found]:
    yield Found(*quote.span, QUOTE, "quotation", quote.kind)
    if (speaker := quote.speaker) is not None:
        yield Found(speaker.start, speaker.end, SPEAKER, "speaker", speaker.name, quote.confidence)
    if (cue := quote.cue) is not None:
        yield Found(cue.start, cue.end, CUE, "cue")
