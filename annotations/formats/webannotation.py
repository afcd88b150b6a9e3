"""W3C Web Annotation (JSON-LD): one collection, in which each annotation has its words and their place.

A tag is an annotation of its own: its label is a body for tagging, its note one for commenting, its target
the article with a ``TextQuoteSelector`` and a ``TextPositionSelector`` (code points, end-exclusive). Labels
of the article have a target without selectors. How far an annotator came is a review of the article, so that
one who found nothing is not silent. What a program found was created by software; relations are annotations
for linking, from the annotation of a quotation to that of its speaker or cue.

Only terms of the published context are used: http://www.w3.org/ns/anno.jsonld
The model: https://www.w3.org/TR/annotation-model/
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from annotations.errors import FormatError
from annotations.formats.documents import Document, Request, Written
from annotations.formats.lines import value
from annotations.formats.marks import Found, Tie, marks
from annotations.formats.whole import checked, encoded
from annotations.records import Article, Span, Tag

_ID = "urn:copydesk:annotations"
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_UUID = re.compile(r"([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
#: How much stands before and after the words, for those who look for them in another version of the text.
_NEIGHBOURS = 32
_MOTIVATIONS = {"suggestion": "tagging", "entity": "identifying"}

_SCORES = "scores of what a program found left out"
_SOURCE = "sources of articles left out: they are no addresses"

_Node = dict[str, Any]


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write the collection; documents of one article have to come one after another."""
    report, total = Written(), 0
    head = {"@context": _CONTEXT, "id": _ID, "type": "AnnotationCollection", "label": "copydesk"}
    out.write(encoded(head, "").removesuffix(b"}") + b',"first":{"id":"urn:copydesk:annotations:1",')
    out.write(b'"type":"AnnotationPage","partOf":"urn:copydesk:annotations","startIndex":0,"items":[')
    found = checked(documents, request, "webanno")
    for article, group in groupby(found, key=lambda document: document.article.id):
        for annotation in _of_article(list(group), report):
            out.write((b",\n" if total else b"\n") + encoded(annotation, article))
            report.fingerprints.append(_number(annotation))
            total += 1
    out.write(b'\n]},"total":%d}\n' % total)
    return report


def _of_article(documents: list[Document], report: Written) -> Iterator[_Node]:
    article = documents[0].article
    if article.source and not _ADDRESS.fullmatch(article.source):
        report.lose(_SOURCE, article.source[:40])
    for document in documents:
        report.documents += 1
        for tag in document.tags:
            report.count(tag.label)
            yield _tagging(article, tag)
        if document.annotator and document.state != "new":
            yield _review(document)
    with_detection = next((one for one in documents if one.detection is not None), None)
    if with_detection is not None:
        yield from _found(with_detection, report)


def _annotation(id: str, motivation: str, creator: _Node, body: Any, target: Any) -> _Node:
    return {
        "id": id,
        "type": "Annotation",
        "motivation": motivation,
        "creator": creator,
        "body": body,
        "target": target,
    }


def _body(value: str, purpose: str) -> _Node:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _person(name: str) -> _Node:
    return {"type": "Person", "name": name}


def _tagging(article: Article, tag: Tag) -> _Node:
    purpose = "classifying" if tag.on_article else "tagging"
    bodies = [_body(tag.label, purpose), *([_body(tag.note, "commenting")] if tag.note else [])]
    target = _target(article, None if tag.on_article else tag.span)
    uuid = _UUID.fullmatch(tag.id)
    id = f"urn:uuid:{'-'.join(uuid.groups())}" if uuid else f"urn:copydesk:tag:{quote(tag.id, safe='')}"
    times = {"created": tag.created, "modified": tag.updated}
    return _annotation(id, purpose, _person(tag.annotator), bodies, target) | times


def _review(document: Document) -> _Node:
    id = f"urn:copydesk:review:{document.article.id}:{quote(document.annotator, safe='')}"
    body = _body(document.state, "reviewing")
    return _annotation(id, "reviewing", _person(document.annotator), body, _target(document.article, None))


def _target(article: Article, span: Span | None) -> _Node:
    source: _Node = {"id": f"urn:copydesk:article:{article.id}", "type": "Text", "format": "text/plain"}
    if article.title:
        source["label"] = article.title
    if _ADDRESS.fullmatch(article.source):
        source["via"] = article.source
    target: _Node = {"type": "SpecificResource", "source": source}
    return target if span is None else target | {"selector": _selectors(article.text, span)}


def _selectors(text: str, span: Span) -> list[_Node]:
    words = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - _NEIGHBOURS) : span.start],
        "suffix": text[span.end : span.end + _NEIGHBOURS],
    }
    return [words, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def _found(document: Document, report: Written) -> Iterator[_Node]:
    assert document.detection is not None
    article, marked = document.article, marks(document, report)
    software = {"type": "Software", "name": document.detection.pipeline}
    ids = [f"urn:copydesk:found:{article.id}:{place}" for place in range(len(marked.found))]
    for id, mark in zip(ids, marked.found, strict=True):
        if mark.score != 1.0:
            report.lose(_SCORES, f"{mark.score:.2f}", label=mark.label)
        yield _marking(id, article, mark, software)
    for number, tie in enumerate(marked.ties):
        yield _linking(f"urn:copydesk:link:{article.id}:{number}", ids, tie, software)


def _marking(id: str, article: Article, mark: Found, software: _Node) -> _Node:
    motivation = _MOTIVATIONS.get(mark.kind, "describing")
    bodies = [_body(mark.label, "tagging"), *([_body(mark.detail, "describing")] if mark.detail else [])]
    return _annotation(id, motivation, software, bodies, _target(article, mark.span))


def _linking(id: str, ids: list[str], tie: Tie, software: _Node) -> _Node:
    linked = {"type": "SpecificResource", "source": ids[tie.target], "purpose": "linking"}
    bodies = [linked, _body(tie.label, "tagging")]
    return _annotation(id, "linking", software, bodies, ids[tie.source])


def check(stream: BinaryIO) -> Iterator[int]:
    """Yield what ``Written.fingerprints`` has to hold, one by one, as a parser of JSON finds it.

    Raises ``FormatError`` when the collection around them is not whole.
    """
    frame, total = stream.readline(), 0
    for line in stream:
        if line.startswith(b"]"):
            frame += line
        else:
            total += 1
            yield _number(value(msgspec.Raw(line.rstrip(b",\n"))))
    if value(msgspec.Raw(frame))["total"] != total:
        raise FormatError(f"is a collection that does not hold {total:,} annotations, as it says")


def _number(annotation: _Node) -> int:
    """Return a number for all that an annotation says."""
    return hash(encoded(annotation, ""))
