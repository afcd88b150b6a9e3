"""The pipeline components: entities by rules, quotations with their speakers, suggestions.

They work on the text and on what the components before them found; none needs a parser. What they put into
a document is told in ``annotations.detect.attributes``.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans, registry

from annotations.cues import BUILT_IN, LabelCues
from annotations.detect import attributes, tokens
from annotations.detect.consistency import consistent
from annotations.detect.entities import Found, find_entities
from annotations.detect.quotes import find_quotes
from annotations.detect.suggestions.suggest import suggest
from annotations.records import Entity

ENTITIES = "copydesk_entities"
CONSISTENCY = "copydesk_consistency"
QUOTES = "copydesk_quotes"
SUGGESTIONS = "copydesk_suggestions"
#: All of ours, in the order of the pipeline.
OURS = (ENTITIES, CONSISTENCY, QUOTES, SUGGESTIONS)


def config_of(labels: Sequence[LabelCues]) -> dict[str, Any]:
    """Return the configuration of the component that proposes passages for some labels, as plain data."""
    plain = msgspec.json.decode(msgspec.json.encode(tuple(labels)))  # with lists, as spaCy wants them
    return {"labels": plain}


@registry.tokenizers(tokens.TOKENIZER)  # type: ignore[untyped-decorator]
def guarded_tokenizer() -> Any:
    """Return what makes the tokenizer of a pipeline; for spaCy's configuration."""
    return tokens.create


@Language.factory(ENTITIES, assigns=["doc.ents"])
def create_entities(nlp: Language, name: str) -> "EntityRules":
    """Make the component that finds entities by rules."""
    return EntityRules()


@Language.factory(CONSISTENCY, requires=["doc.ents"], assigns=["doc.ents"])
def create_consistency(nlp: Language, name: str) -> "Consistency":
    """Make the component that decides by the whole article what a model said of a name in two ways."""
    return Consistency()


@Language.factory(QUOTES, requires=["doc.ents"], assigns=["doc.spans"])
def create_quotes(nlp: Language, name: str) -> "QuoteRules":
    """Make the component that finds quotations, their speakers and cues."""
    return QuoteRules()


@Language.factory(
    SUGGESTIONS,
    requires=["doc.ents", "doc.spans"],
    assigns=["doc.spans"],
    default_config=config_of(BUILT_IN),
)
def create_suggestions(nlp: Language, name: str, labels: list[dict[str, Any]]) -> "SuggestionRules":
    """Make the component that proposes passages for labels: by built-in cues, or by those of a scheme."""
    return SuggestionRules(msgspec.convert(labels, tuple[LabelCues, ...]))


class EntityRules:
    """Sets ``doc.ents`` from the text alone."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one document."""
        return _with_entities(doc, find_entities(attributes.text_of(doc)))


class Consistency:
    """Mends ``doc.ents`` by the whole article: one name, one meaning."""

    def __call__(self, doc: Doc) -> Doc:
        """Mend the entities of one document."""
        return _with_entities(doc, consistent(attributes.text_of(doc), attributes.entities_of(doc)))


def _with_entities(doc: Doc, found: Iterable[Entity | Found]) -> Doc:
    """Set the entities of a document, all at once; of two that overlap the longer one stays."""
    places = attributes.Tokens(doc)
    spans = [places.span(one.start, one.end, one.label) for one in found]
    doc.set_ents(filter_spans([span for span in spans if span is not None]))
    return doc


class QuoteRules:
    """Sets ``doc.spans["quotes"]`` from the text and ``doc.ents``."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the quotations of one document."""
        attributes.keep(
            doc, attributes.QUOTES_KEY, find_quotes(attributes.text_of(doc), attributes.entities_of(doc))
        )
        return doc


class SuggestionRules:
    """Sets ``doc.spans["suggestions"]`` from the text, ``doc.ents`` and the quotations."""

    def __init__(self, cues: Sequence[LabelCues]) -> None:
        self.cues = tuple(cues)

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the labels, as every component of spaCy tells them."""
        return tuple(one.label for one in self.cues)

    def __call__(self, doc: Doc) -> Doc:
        """Propose passages of one document."""
        found = suggest(
            attributes.text_of(doc), attributes.entities_of(doc), attributes.quotes_of(doc), self.cues
        )
        attributes.keep(doc, attributes.SUGGESTIONS_KEY, found)
        return doc
