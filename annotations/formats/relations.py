"""Quotations as structure: which words are tied to which, for formats that know relations."""

from collections.abc import Iterator
from typing import NamedTuple

from annotations.records import Quote, Span

#: What the words at an end of a relation are.
QUOTE, SPEAKER, CUE = "QUOTE", "SPEAKER", "CUE"
#: What a relation says of its two ends, from the quotation on.
SAID_BY, CUED_BY, CONTINUES = "said by", "cued by", "continues"


class End(NamedTuple):
    """One end of a relation: where its words stand, and what they are."""

    span: Span
    label: str


class Link(NamedTuple):
    """A relation from a quotation to its speaker, its cue, or the part of the utterance before it."""

    head: End
    child: End
    label: str


def links(quotes: tuple[Quote, ...]) -> Iterator[Link]:
    """Yield the relations of some quotations of one text, in their order."""
    first = {quote.start: quote for quote in quotes}
    for quote in quotes:
        head = End(quote.span, QUOTE)
        if quote.speaker is not None:
            speaker = End(Span(quote.speaker.start, quote.speaker.end), SPEAKER)
            yield Link(head, speaker, SAID_BY)
        if quote.cue is not None:
            yield Link(head, End(Span(quote.cue.start, quote.cue.end), CUE), CUED_BY)
        before = None if quote.utterance is None else first.get(quote.utterance)
        if before is not None and before is not quote:
            yield Link(head, End(before.span, QUOTE), CONTINUES)
