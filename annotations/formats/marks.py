"""Everything that is marked in an article: stretches, and the links that formats with relations take."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotations.formats.documents import Document, Report
from annotations.formats.relations import CUE, QUOTE, SPEAKER, links
from annotations.records import Detection, Quote, Span, Tag

#: What was found by a program and decided by nobody.
FoundKind = Literal["entity", "quotation", "speaker", "cue", "suggestion"]

_KINDS: dict[str, FoundKind] = {QUOTE: "quotation", SPEAKER: "speaker", CUE: "cue"}

_NOWHERE = "what a program found in another text than this"
_MERGED = "names and scores of speakers of several quotations: the first is kept"


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


def marks(document: Document, report: Report) -> Marks:
    """Return everything that is marked in a document, in an order that depends on nothing else.

    Marks of one kind on the same words are one; what they said beside is counted in ``report``.
    """
    tags = sorted(document.tags, key=lambda tag: (tag.start, tag.end, tag.label, tag.origin, tag.note))
    found, ties = _found(document.detection, len(document.article.text), report)
    return Marks(
        passages=[tag for tag in tags if not tag.on_article],
        on_article=[tag for tag in tags if tag.on_article],
        found=found,
        ties=ties,
    )


def _found(detection: Detection | None, length: int, report: Report) -> tuple[list[Found], list[Tie]]:
    if detection is None:
        return [], []
    every = {Found(*entity.span, entity.label, "entity") for entity in detection.entities}
    every |= {
        Found(one.start, one.end, one.label, "suggestion", one.why, one.score)
        for one in detection.suggestions
    }
    # The words of a speaker may serve several quotations: they are one mark then, under one name.
    parts: dict[tuple[Span, str], Found] = {}
    for part in (part for quote in detection.quotes for part in _parts(quote)):
        if parts.setdefault((part.span, part.label), part) != part:
            report.lose(_MERGED, part.detail or f"{part.score:.2f}", change="merged", label=part.label)
    every |= {*parts.values()}
    found = sorted(mark for mark in every if 0 <= mark.start < mark.end <= length)
    for mark in every.difference(found):
        report.lose(_NOWHERE, f"{mark.start} to {mark.end}", label=mark.label)
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
