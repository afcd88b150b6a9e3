"""The quotations of an article on the way to their records: each beside its neighbours, inside its parent."""

from bisect import bisect_right
from collections.abc import Sequence

from annotations.detect import marks
from annotations.detect.attribution import Found
from annotations.records import Span, Speaker


class Utterance:
    """A quotation on the way to its record."""

    def __init__(self, raw: marks.Raw, paragraph: Span) -> None:
        self.raw = raw
        self.span = Span(raw.start, raw.end)
        #: From the start of the paragraph it begins in to the end of the one it ends in.
        self.paragraph = paragraph
        self.parent: Utterance | None = None
        #: Where the words begin and end, outside quotations, that may say whose it is.
        self.left = paragraph.start
        self.right = paragraph.end
        self.previous: Utterance | None = None
        self.found: Found | None = None
        self.speaker: Speaker | None = None
        self.confidence = 1.0
        self.kind = "direct"
        #: Whether it answers without a cue, as two speak in turns.
        self.in_turn = False
        #: The first part of what is said, where this goes on with it.
        self.begun: Utterance | None = None

    def opens_paragraph(self, text: str) -> bool:
        """Tell whether nothing but space and a bullet stands before it in its paragraph."""
        start = self.paragraph.start
        return self.span.start - start < 20 and not text[start : self.span.start].strip(" \t\n>*•-")

    def follow(self, other: "Utterance", confidence: float) -> None:
        """Be said by whoever said another."""
        self.found, self.speaker, self.confidence = other.found, other.speaker, confidence


def arrange(raws: Sequence[marks.Raw], paragraphs: Sequence[Span]) -> list[Utterance]:
    """Put each quotation beside its neighbours and inside its parent, in order of where it starts."""
    starts = [paragraph.start for paragraph in paragraphs]
    found: list[Utterance] = []
    last: dict[int, Utterance] = {}
    for raw in raws:
        first = paragraphs[max(0, bisect_right(starts, raw.start) - 1)]
        final = paragraphs[max(0, bisect_right(starts, raw.end - 1) - 1)]
        utterance = Utterance(raw, Span(first.start, final.end))
        parent = last.get(raw.depth - 1)
        if raw.depth and parent is not None and parent.span.covers(utterance.span):
            utterance.parent = parent
            utterance.left, utterance.right = parent.span.start + 1, parent.span.end - 1
        _link(utterance, last.get(raw.depth))
        last[raw.depth] = utterance
        found.append(utterance)
    return found


def _link(utterance: Utterance, previous: Utterance | None) -> None:
    if previous is None or previous.parent is not utterance.parent:
        return
    utterance.previous = previous
    utterance.left = max(utterance.left, previous.span.end)
    previous.right = min(previous.right, max(previous.span.end, utterance.span.start))
