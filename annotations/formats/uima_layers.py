"""The layers that documents have in UIMA, and cassis, which knows how UIMA writes and counts.

Tokens, sentences, entities and what is known of the document are DKPro's types, which INCEpTION has built in.
The others are custom layers; INCEpTION makes them from ``TypeSystem.xml``, under *Layers*, *Import*.
"""

from types import ModuleType
from typing import Any

from annotations.errors import FormatError

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
TOKEN = f"{_DKPRO}.segmentation.type.Token"
SENTENCE = f"{_DKPRO}.segmentation.type.Sentence"
ENTITY = f"{_DKPRO}.ner.type.NamedEntity"
METADATA = f"{_DKPRO}.metadata.type.DocumentMetaData"

CUSTOM = "webanno.custom."
TAG = f"{CUSTOM}Tag"
SUGGESTION = f"{CUSTOM}Suggestion"
#: The words that have a part in a quotation, and what ties them together.
QUOTATION = f"{CUSTOM}Quotation"
RELATION = f"{CUSTOM}QuotationRelation"
#: Of the document as a whole: a label, and what UIMA has no place for.
ON_ARTICLE = f"{CUSTOM}ArticleLabel"
ARTICLE = f"{CUSTOM}Article"
#: What INCEpTION calls the two ends of a relation.
SOURCE, TARGET = "Governor", "Dependent"

_ANNOTATION, _BASE, _DOCUMENT = (
    "uima.tcas.Annotation",
    "uima.cas.AnnotationBase",
    "uima.tcas.DocumentAnnotation",
)
_STRING, _FLOAT = "uima.cas.String", "uima.cas.Float"
#: Each type with the one it is derived from, and its features with their ranges.
_TYPES: dict[str, tuple[str, dict[str, str]]] = {
    TOKEN: (_ANNOTATION, {}),
    SENTENCE: (_ANNOTATION, {}),
    ENTITY: (_ANNOTATION, {"value": _STRING, "identifier": _STRING}),
    METADATA: (_DOCUMENT, {"documentTitle": _STRING, "documentId": _STRING, "documentUri": _STRING}),
    TAG: (_ANNOTATION, {"label": _STRING, "origin": _STRING, "note": _STRING}),
    SUGGESTION: (_ANNOTATION, {"label": _STRING, "why": _STRING, "score": _FLOAT}),
    QUOTATION: (_ANNOTATION, {"label": _STRING, "detail": _STRING, "score": _FLOAT}),
    RELATION: (_ANNOTATION, {SOURCE: QUOTATION, TARGET: QUOTATION, "label": _STRING}),
    ON_ARTICLE: (_BASE, {"label": _STRING, "origin": _STRING, "note": _STRING}),
    ARTICLE: (_BASE, {"annotator": _STRING, "state": _STRING, "about": _STRING}),
}


def cassis() -> ModuleType:
    """Return the library; raises ``FormatError`` when it is not installed."""
    try:
        import cassis  # noqa: PLC0415 - an extra
    except ImportError:
        raise FormatError('UIMA needs dkpro-cassis: pip install "copydesk[uima]"') from None
    library: ModuleType = cassis
    return library


def typesystem() -> Any:
    """Return the type system of what we write."""
    types = cassis().TypeSystem()
    for name, (parent, _) in _TYPES.items():
        types.create_type(name=name, supertypeName=parent)
    for name, (_, features) in _TYPES.items():
        for feature, range_ in features.items():
            types.create_feature(domainType=name, name=feature, rangeType=range_)
    return types
