"""UIMA: for each document a CAS, as XMI or as JSON, with the type system beside: what INCEpTION imports.

cassis writes both. It takes code points and counts UTF-16 units, as Java does. INCEpTION wants sentences and
tokens; they are ours. XML has no place for some characters: they are U+FFFD in XMI, so that offsets stay, and
``Article.about`` has them, in JSON, beside the title and whatever else UIMA has no feature for.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from annotations.formats import uima_layers as layers
from annotations.formats.beside import InFiles
from annotations.formats.documents import Document, ImportedSpan, Request, example
from annotations.formats.marks import Found, Marks, marks
from annotations.formats.naming import Names
from annotations.formats.substitutes import NOT_IN_XML, REPLACEMENT, Substituted, substitute
from annotations.formats.whole import about, checked, encoded, span_of, utf8
from annotations.records import Span, Tag
from annotations.staging import Folder
from annotations.text import sentences, words

TYPES = "TypeSystem.xml"
XMI, JSON = "xmi", "json"
_INK = re.compile(r"\S")
_NOTHING = re.compile("(?!)")

_REPLACED = "articles with characters that XML cannot hold, written as \N{REPLACEMENT CHARACTER}"
_RENAMED = "tags under another name (XML has no place for some characters of their labels)"
_NOTES = "notes with characters that XML cannot hold, written as \N{REPLACEMENT CHARACTER}"


def write(documents: Iterable[Document], out: Folder, request: Request) -> InFiles:
    """Write the CAS of each document, in a folder for its annotator, and the type system.

    Raises ``FormatError`` when cassis is not installed.
    """
    kind = request.options.get("file", XMI)
    unfit = NOT_IN_XML if kind == XMI else _NOTHING
    report = InFiles(names=Names(unfit, (label.name for label in request.scheme.labels)))
    types = layers.typesystem()
    for document in checked(documents, request, "uima"):
        name = f"{report.file(document)}.{kind}"
        cas = _Cas(document, types, unfit, report)
        spans = cas.mark(marks(document, report))
        with out.file(name) as file:
            file.write(utf8(cas.dumped(kind), document.article.id))
        report.filed(name, document, spans)
    if report.files:
        with out.file(TYPES) as file:
            file.write(types.to_xml().encode())
    report.sort()
    return report


class _Cas:
    """The CAS of one document in the making."""

    def __init__(self, document: Document, types: Any, unfit: re.Pattern[str], report: InFiles) -> None:
        self._document = document
        self._types = types
        self._unfit = unfit
        self._report = report
        article = document.article
        # What cannot be encoded at all has to be told before cassis stumbles over it.
        encoded(about(article), article.id)
        utf8(article.text, article.id)
        self._text = substitute(article.text, unfit, REPLACEMENT)
        self._cas = layers.cassis().Cas(typesystem=types, sofa_string=self._text.text, sofa_mime="text/plain")

    def dumped(self, kind: str) -> str:
        """Return the CAS as it goes into its file."""
        found: str = self._cas.to_xmi() if kind == XMI else self._cas.to_json(pretty_print=False)
        return found

    def mark(self, marked: Marks) -> tuple[ImportedSpan, ...]:
        """Put in everything there is; return what a reader makes of the tags."""
        self._add_article()
        self._add_segments()
        spans = [self._tag(tag, layers.TAG, begin=tag.start, end=tag.end) for tag in marked.passages]
        spans += [self._tag(tag, layers.ON_ARTICLE) for tag in marked.on_article]
        self._add_found(marked)
        return tuple(spans)

    def _add(self, type_: str, **features: Any) -> Any:
        made = self._types.get_type(type_)(**features)
        self._cas.add(made)
        return made

    def _fit(self, words: str) -> str:
        return substitute(words, self._unfit, REPLACEMENT).text

    def _add_article(self) -> None:
        document, article = self._document, self._document.article
        if self._text.originals:
            self._report.lose(_REPLACED, article.title or article.id[:12], change="renamed", beside=True)
        self._add(
            layers.METADATA,
            begin=0,
            end=len(article.text),
            documentTitle=self._fit(article.title),
            documentId=article.id,
            documentUri=self._fit(article.source),
        )
        # ASCII, so that no character of it is one that XML cannot hold.
        known = json.dumps(json.loads(encoded(self._about(self._text), article.id)), sort_keys=True)
        annotator = self._fit(document.annotator)
        self._add(layers.ARTICLE, annotator=annotator, state=document.state, about=known)

    def _about(self, text: Substituted) -> dict[str, Any]:
        labels = {self._report.names.of(tag.label): tag.label for tag in self._document.tags}
        return about(self._document.article) | {
            "annotator": self._document.annotator,
            "labels": {name: label for name, label in labels.items() if name != label},
            "replaced": text.originals,
        }

    def _add_segments(self) -> None:
        text = self._document.article.text
        for sentence in sentences(text):
            self._add(layers.SENTENCE, begin=sentence.start, end=sentence.end)
            for token in _tokens(text, sentence):
                self._add(layers.TOKEN, begin=token.start, end=token.end)

    def _tag(self, tag: Tag, layer: str, **place: int) -> ImportedSpan:
        name, note = self._report.name(tag.label), self._fit(tag.note)
        if name != tag.label:
            self._report.lose(_RENAMED, self._example(tag), change="renamed", label=tag.label, beside=True)
        if note != tag.note:
            self._report.lose(_NOTES, self._example(tag), change="renamed", label=tag.label)
        self._add(layer, label=name, origin=tag.origin, note=note or None, **place)
        return msgspec.structs.replace(span_of(tag), note=note)

    def _example(self, tag: Tag) -> str:
        return example(self._document.article, tag)

    def _add_found(self, marked: Marks) -> None:
        made = [self._found(mark) for mark in marked.found]
        for tie in marked.ties:
            source, target = made[tie.source], made[tie.target]
            ends = {layers.SOURCE: source, layers.TARGET: target}
            # INCEpTION lets a relation stand where its target stands.
            self._add(layers.RELATION, begin=target.begin, end=target.end, label=tie.label, **ends)

    def _found(self, mark: Found) -> Any:
        place, label, detail = (
            {"begin": mark.start, "end": mark.end},
            self._fit(mark.label),
            self._fit(mark.detail),
        )
        if mark.kind == "entity":
            return self._add(layers.ENTITY, value=label, **place)
        if mark.kind == "suggestion":
            return self._add(layers.SUGGESTION, label=label, why=detail, score=mark.score, **place)
        return self._add(layers.QUOTATION, label=label, detail=detail, score=mark.score, **place)


def _tokens(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the words of a sentence, and every other character that is no white space."""
    reached = sentence.start
    for word in words(text, sentence.start, sentence.end):
        yield from (Span(*sign.span()) for sign in _INK.finditer(text, reached, word.start))
        yield word
        reached = word.end
    yield from (Span(*sign.span()) for sign in _INK.finditer(text, reached, sentence.end))
