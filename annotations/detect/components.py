"""The pipeline components: entities by rules into ``doc.ents``, quotations into ``doc.spans["quotes"]``.

Each quotation is a spaCy span with attributes of its own::

    for quote in doc.spans["quotes"]:
        quote._.kind          # "direct", "partial", "block", "scare", "title"
        quote._.speaker       # the Span that names the speaker where it stands, or None
        quote._.speaker_name  # the name it resolves to, or None
        quote._.cue           # the Span of "said", or None

Rules work on characters, spaCy on tokens; a span of the document covers every token it touches, and
``quote._.record`` keeps the exact offsets as plain data, so that a saved document keeps them too.
"""

from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans, registry

from annotations.detect import tokens
from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Quote

ENTITIES = "copydesk_entities"
QUOTES = "copydesk_quotes"
SPANS_KEY = "quotes"


@registry.tokenizers(tokens.TOKENIZER)  # type: ignore[untyped-decorator]
def _guarded_tokenizer() -> Any:
    return tokens.create


def span_of(doc: Doc, start: int, end: int, label: str = "") -> Span | None:
    """Return the tokens of a document that touch these code points; None if there are none."""
    return doc.char_span(start, end, label=label, alignment_mode="expand")


def entities_of(doc: Doc) -> list[Entity]:
    """Return the entities of a document as records."""
    return [
        Entity(start=ent.start_char, end=ent.end_char, label=ent.label_, text=ent.text)
        for ent in doc.ents
        if ent.label_
    ]


def _part(name: str) -> Any:
    """Make the getter of a quotation's attribute that is a span itself."""

    def getter(span: Span) -> Span | None:
        part = (span._.record or {}).get(name)
        return span_of(span.doc, part["start"], part["end"]) if part else None

    return getter


def _speaker_name(span: Span) -> str | None:
    speaker = (span._.record or {}).get("speaker")
    return speaker["name"] if speaker else None


def _kind(span: Span) -> str | None:
    kind: str | None = (span._.record or {}).get("kind")
    return kind


def register_attributes() -> None:
    """Make the attributes of quotations known to spaCy; doing it twice does no harm."""
    Span.set_extension("record", default=None, force=True)
    Span.set_extension("kind", getter=_kind, force=True)
    Span.set_extension("speaker", getter=_part("speaker"), force=True)
    Span.set_extension("speaker_name", getter=_speaker_name, force=True)
    Span.set_extension("cue", getter=_part("cue"), force=True)


register_attributes()


@Language.factory(ENTITIES, assigns=["doc.ents"])
def create_entities(nlp: Language, name: str) -> "EntityRules":
    """Make the component that finds entities by rules."""
    return EntityRules()


@Language.factory(QUOTES, requires=["doc.ents"], assigns=["doc.spans"])
def create_quotes(nlp: Language, name: str) -> "QuoteRules":
    """Make the component that finds quotations, their speakers and cues."""
    return QuoteRules()


class EntityRules:
    """Sets ``doc.ents`` from the text alone."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one document."""
        found = [span_of(doc, e.start, e.end, e.label) for e in find_entities(doc.text)]
        doc.set_ents(filter_spans([span for span in found if span is not None]))
        return doc


class QuoteRules:
    """Sets ``doc.spans["quotes"]`` from the text and ``doc.ents``."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of one document."""
        spans = []
        for quote in find_quotes(doc.text, entities_of(doc)):
            span = span_of(doc, quote.start, quote.end)
            if span is not None:
                span._.record = msgspec.to_builtins(quote)
                spans.append(span)
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


def quotes_of(doc: Doc) -> list[Quote]:
    """Return the quotations of a document as records, with their exact offsets."""
    return [msgspec.convert(span._.record, Quote) for span in doc.spans.get(SPANS_KEY, ())]
