"""What a spaCy document carries of ours: records with their exact offsets, and attributes of its spans.

A span of a document covers every token it touches; the record behind it has the exact code points. Records
are plain data in ``doc.user_data``, found by the id of their span, so that a document that was saved or sent
to another process keeps all of it::

    for quote in doc.spans["quotes"]:
        quote._.kind          # "direct", "partial", "block", "scare", "title", "indirect"
        quote._.speaker       # the Span that names the speaker where it stands, or None
        quote._.speaker_name  # the name it resolves to, or None
        quote._.cue           # the Span of "said", or None
        quote._.confidence    # how sure the rules are of the speaker, from 0 to 1
        quote._.utterance     # where the first part of what is quoted starts in the text, or None
    for suggestion in doc.spans["suggestions"]:
        suggestion.label_, suggestion._.score, suggestion._.why
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import msgspec
from spacy.tokens import Doc, Span, SpanGroup

from annotations.records import Entity, Quote, Suggestion

QUOTES_KEY = "quotes"
SUGGESTIONS_KEY = "suggestions"

Record = TypeVar("Record", Quote, Suggestion)


#: The texts of documents: spaCy puts one together from its tokens whenever it is asked for.
_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def remember(doc: Doc, text: str) -> Doc:
    """Keep the text that a document was made from, and return the document."""
    _TEXTS[doc] = text
    return doc


def text_of(doc: Doc) -> str:
    """Return the text of a document, put together at most once."""
    text = _TEXTS.get(doc)
    if text is None:
        _TEXTS[doc] = text = doc.text
    return text


class Tokens:
    """The places of a document's tokens, to turn code points into spans without asking token by token."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        starts: Any = doc.to_array("IDX")  # what numpy says of its type differs between versions
        self._starts: list[int] = starts.tolist()

    def span(self, start: int, end: int, label: str = "", name: str = "") -> Span | None:
        """Return the tokens that touch some code points; None if there are none."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        if last <= first:
            return None
        return Span(self._doc, first, last, label=label, span_id=name)


def span_of(doc: Doc, start: int, end: int) -> Span | None:
    """Return the tokens of a document that touch these code points; None if there are none."""
    return doc.char_span(start, end, alignment_mode="expand")


def keep(doc: Doc, key: str, records: Sequence[Quote | Suggestion]) -> None:
    """Put records into a document, and a span for each into its group of that name."""
    tokens = Tokens(doc)
    spans = [
        tokens.span(one.start, one.end, getattr(one, "label", ""), f"{key}:{number}")
        for number, one in enumerate(records)
    ]
    doc.user_data[_data_key(key)] = msgspec.to_builtins(list(records))
    doc.spans[key] = SpanGroup(doc, name=key, spans=[span for span in spans if span is not None])


def kept(doc: Doc, key: str, kind: type[Record]) -> list[Record]:
    """Return the records that were put into a document."""
    return msgspec.convert(doc.user_data.get(_data_key(key), []), list[kind])  # type: ignore[valid-type]


def quotes_of(doc: Doc) -> list[Quote]:
    """Return the quotations of a document as records, with their exact offsets."""
    return kept(doc, QUOTES_KEY, Quote)


def suggestions_of(doc: Doc) -> list[Suggestion]:
    """Return the suggestions of a document as records, with their exact offsets."""
    return kept(doc, SUGGESTIONS_KEY, Suggestion)


def entities_of(doc: Doc) -> list[Entity]:
    """Return the entities of a document as records."""
    text = text_of(doc)
    return [
        Entity(start=start, end=end, label=label, text=text[start:end])
        for start, end, label in ((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
        if label
    ]


def register() -> None:
    """Make the attributes known to spaCy; doing it twice does no harm."""
    Span.set_extension("record", getter=_record, force=True)
    for name in ("kind", "confidence", "utterance", "score", "why"):
        Span.set_extension(name, getter=_field(name), force=True)
    Span.set_extension("speaker", getter=_part("speaker"), force=True)
    Span.set_extension("speaker_name", getter=_speaker_name, force=True)
    Span.set_extension("cue", getter=_part("cue"), force=True)


def _data_key(key: str) -> str:
    return f"copydesk_{key}"


def _record(span: Span) -> dict[str, Any]:
    """Return the record behind a span of ours as plain data; nothing for any other span."""
    key, _, number = span.id_.partition(":")
    if not number or key not in (QUOTES_KEY, SUGGESTIONS_KEY):
        return {}
    found: list[dict[str, Any]] = span.doc.user_data.get(_data_key(key), [])
    return found[int(number)] if int(number) < len(found) else {}


def _field(name: str) -> Any:
    """Make the getter of a plain attribute."""
    return lambda span: _record(span).get(name)


def _part(name: str) -> Any:
    """Make the getter of an attribute that is a span itself."""

    def getter(span: Span) -> Span | None:
        part = _record(span).get(name)
        return span_of(span.doc, part["start"], part["end"]) if part else None

    return getter


def _speaker_name(span: Span) -> str | None:
    speaker = _record(span).get("speaker")
    return speaker["name"] if speaker else None


register()
