"""What a format has no place for, counted aspect by aspect before its writer sees the documents.

A loss is what differs once the file has been read again: so an origin that says ``imported`` is none, nor is
the state ``open`` of an article with tags, which whoever brings the file in gets anyway.
"""

from collections.abc import Iterable, Iterator

import msgspec

from annotations.formats.documents import ASPECTS, NOT_CARRIED, Aspect, Document, Report, example
from annotations.records import Article, Detection, Tag

_BLANK = "articles left out: they have no word"
_DETAILS: tuple[Aspect, ...] = ("title", "byline", "date", "source", "metadata")


def carried(documents: Iterable[Document], held: frozenset[Aspect], lost: Report) -> Iterator[Document]:
    """Yield documents without the labels of articles, and what was detected, where these are not ``held``.

    Those and all else that is not held are counted in ``lost``.
    """
    counting = _Counting(frozenset(ASPECTS) - held, lost)
    for document in documents:
        text = document.article.text
        if not text or text.isspace():
            lost.lose(_BLANK, document.article.title or document.article.id[:12])
        else:
            yield counting.rest(document) if counting.missing else document


class _Counting:
    """Goes through the documents of one file, of which those of one article come one after another."""

    def __init__(self, missing: frozenset[Aspect], lost: Report) -> None:
        self.missing = missing
        self._lost = lost
        self._article = ""

    def rest(self, document: Document) -> Document:
        """Count what is lost of a document, and return what is left of it."""
        if document.article.id != self._article:
            self._article = document.article.id
            self._count_article(document.article)
            self._count_detection(document.detection)
        tags = tuple(self._held(document))
        for tag in tags:
            self._count_tag(document.article, tag)
        self._count_document(document, tags)
        found = document.detection
        return msgspec.structs.replace(document, tags=tags, detection=found and self._found(found))

    def _lose(self, aspect: Aspect, example: str, label: str = "") -> None:
        if aspect in self.missing:
            self._lost.lose(NOT_CARRIED.format(aspect), example, label=label).of = aspect

    def _count_article(self, article: Article) -> None:
        self._lose("text", article.title or article.id[:12])
        for name in _DETAILS:
            if value := getattr(article, name):
                self._lose(name, str(value)[:40])

    def _count_detection(self, found: Detection | None) -> None:
        for entity in found.entities if found else ():
            self._lose("entities", f"“{entity.text[:40]}”", entity.label)
        for quote in found.quotes if found else ():
            self._lose("quotations", f"“{quote.text[:40]}”", quote.kind)

    def _held(self, document: Document) -> Iterator[Tag]:
        for tag in document.tags:
            if tag.on_article and "article labels" in self.missing:
                self._lose("article labels", example(document.article, tag), tag.label)
            else:
                yield tag

    def _count_tag(self, article: Article, tag: Tag) -> None:
        if tag.annotator:
            self._lose("annotator", tag.annotator, tag.label)
        if tag.origin != "imported":
            self._lose("origin", tag.origin, tag.label)
        if tag.note:
            self._lose("note", example(article, tag), tag.label)

    def _count_document(self, document: Document, tags: tuple[Tag, ...]) -> None:
        name = document.article.title or document.article.id[:12]
        if document.state != ("open" if tags else "new"):
            self._lose("state", name, document.state)
        # Answers differ from one annotator to the next, and so does what is still to be answered.
        for one in document.detection.suggestions if document.detection else ():
            self._lose("suggestions", f"“{one.text[:40]}”", one.label)

    def _found(self, found: Detection) -> Detection | None:
        left = msgspec.structs.replace(
            found,
            entities=() if "entities" in self.missing else found.entities,
            quotes=() if "quotations" in self.missing else found.quotes,
            suggestions=() if "suggestions" in self.missing else found.suggestions,
        )
        return left if left.entities or left.quotes or left.suggestions else None
