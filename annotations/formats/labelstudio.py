"""Label Studio: a JSON array of tasks, one for each article, and the labelling configuration beside it.

``start`` and ``end`` count code points, as Label Studio's own editor does: it converts what the browser
selects, counted in UTF-16, "for external usage" (``charsToCodePoints`` in its ``selection-tools.js``; its
``DomManager`` counts along ``[...text]``). Releases in which a highlight is drawn beside its words after an
emoji (their issues 1347 and 4988) draw it wrongly; the numbers are right.

Every annotator of an article is one annotation of its task. Label Studio refuses annotations of users whom
it does not know, so ``completed_by`` is left out, and the name stands in ``annotator``. What a region has no
place for (origin, note) is in its ``meta``, where Label Studio shows and keeps it. What a program found is
the task's prediction: entities, quotations with relations to speakers and cues, suggestions.

Shapes: https://labelstud.io/guide/export, https://labelstud.io/tags/labels
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, BinaryIO
from xml.sax.saxutils import quoteattr

from annotations.formats.documents import Document, Request, Written, example
from annotations.formats.marks import Found, Marks, Tie, marks
from annotations.formats.naming import Names
from annotations.formats.relations import CONTINUES, CUE, CUED_BY, QUOTE, SAID_BY, SPEAKER
from annotations.formats.substitutes import NOT_IN_XML
from annotations.formats.whole import about, checked, encoded, span_of
from annotations.records import Article, Tag
from annotations.staging import Folder

CONFIG = "labelling-config.xml"
#: The controls of the configuration, and the object that they mark.
TAGS, ARTICLE, FOUND, TEXT = "label", "article", "found", "text"
#: What Label Studio calls the ways in which a region came to be.
_ORIGINS = {"suggested": "prediction", "propagated": "prediction", "edited": "prediction-changed"}
_RENAMED = "tags under another name (XML has no place for some characters of their labels)"


class _Account(Written):
    """What went out, and under which labels: the configuration has to name them all."""

    names: Names
    #: The labels used with each control.
    used: dict[str, set[str]]


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write one task for each article; documents of one article have to come one after another."""
    report = _Account(names=_names(request), used={TAGS: set(), ARTICLE: set(), FOUND: set()})
    out.write(b"[")
    found = checked(documents, request, "labelstudio")
    for number, (_, group) in enumerate(groupby(found, key=lambda document: document.article.id)):
        together = list(group)
        out.write(b",\n" if number else b"\n")
        out.write(encoded(_task(together, report), together[0].article.id))
    out.write(b"\n]\n")
    return report


def _names(request: Request) -> Names:
    return Names(NOT_IN_XML, (label.name for label in request.scheme.labels))


def _task(documents: list[Document], report: _Account) -> dict[str, Any]:
    article = documents[0].article
    known = about(article)
    shown = {name: known[name] for name in ("title", "byline", "date", "source")}
    task: dict[str, Any] = {
        "data": {"text": article.text, **shown},
        "meta": {"article": article.id, "metadata": article.metadata},
        "annotations": [],
    }
    for document in documents:
        marked = marks(document, report)
        if document.annotator:
            task["annotations"].append(_annotation(document, marked, report))
        spans = tuple(span_of(tag) for tag in (*marked.passages, *marked.on_article))
        state = document.state if document.annotator else None
        report.meant(article.text, spans, document.annotator, state)
        if document.detection is not None and marked.found and "predictions" not in task:
            version = document.detection.pipeline
            task["predictions"] = [{"model_version": version, "result": _found(article, marked, report)}]
    return task


def _annotation(document: Document, marked: Marks, report: _Account) -> dict[str, Any]:
    for tag in document.tags:
        name = report.names.of(tag.label)
        report.used[ARTICLE if tag.on_article else TAGS].add(name)
        if name != tag.label:
            said = example(document.article, tag)
            report.lose(_RENAMED, said, change="renamed", label=tag.label, beside=True)
    names = report.names
    result = [_passage(tag, f"t{number}", names) for number, tag in enumerate(marked.passages, start=1)]
    if marked.on_article:
        result.append(_choices(marked.on_article, names))
    return {
        "annotator": document.annotator,
        "state": document.state,
        "was_cancelled": document.state == "skipped",
        "ground_truth": False,
        "result": result,
    }


def _passage(tag: Tag, id: str, names: Names) -> dict[str, Any]:
    name = names.of(tag.label)
    meta: dict[str, Any] = {"origin": tag.origin} | ({"text": [tag.note]} if tag.note else {})
    if name != tag.label:
        meta["renamed"] = {name: tag.label}
    origin = _ORIGINS.get(tag.origin, "manual")
    return _region(id, TAGS, (tag.start, tag.end, tag.text, name)) | {"meta": meta, "origin": origin}


def _region(id: str, control: str, words: tuple[int, int, str, str]) -> dict[str, Any]:
    start, end, text, label = words
    return {
        "id": id,
        "from_name": control,
        "to_name": TEXT,
        "type": "labels",
        "value": {"start": start, "end": end, "text": text, "labels": [label]},
    }


def _choices(tags: list[Tag], names: Names) -> dict[str, Any]:
    more = [
        {"name": names.of(tag.label), "label": tag.label, "origin": tag.origin, "note": tag.note}
        for tag in tags
    ]
    return {
        "id": "a1",
        "from_name": ARTICLE,
        "to_name": TEXT,
        "type": "choices",
        "value": {"choices": [names.of(tag.label) for tag in tags]},
        "meta": {"labels": more},
    }


def _found(article: Article, marked: Marks, report: _Account) -> list[dict[str, Any]]:
    regions = [_found_region(article, mark, f"f{place}", report) for place, mark in enumerate(marked.found)]
    return regions + [_relation(tie) for tie in marked.ties]


def _found_region(article: Article, mark: Found, id: str, report: _Account) -> dict[str, Any]:
    control, name = TAGS if mark.kind == "suggestion" else FOUND, report.names.of(mark.label)
    report.used[control].add(name)
    region = _region(id, control, (mark.start, mark.end, mark.of(article.text), name))
    detail = {"text": [mark.detail]} if mark.detail else {}
    return region | {"meta": {"found": mark.kind, **detail}, "score": mark.score, "origin": "prediction"}


def _relation(tie: Tie) -> dict[str, Any]:
    return {
        "type": "relation",
        "from_id": f"f{tie.source}",
        "to_id": f"f{tie.target}",
        "direction": "right",
        "labels": [tie.label],
    }


def finish(out: Folder, request: Request, splits: Mapping[str, Written]) -> None:
    """Write the labelling configuration, with every label that the scheme has or that went out."""
    names = _names(request)
    passages = {
        names.of(label.name): label.colour for label in request.scheme.labels if label.kind != "article"
    }
    on_article = [names.of(label.name) for label in request.scheme.labels if label.kind == "article"]
    used = [report.used for report in splits.values() if isinstance(report, _Account)]
    others = {
        control: sorted({*()}.union(*(each[control] for each in used))) for control in (TAGS, ARTICLE, FOUND)
    }
    lines = [
        '<View style="white-space: pre-wrap">',
        '  <Header value="$title"/>',
        *_control("Labels", TAGS, "Label", [*passages, *others[TAGS]], passages),
        *_control("Labels", FOUND, "Label", [QUOTE, SPEAKER, CUE, *others[FOUND]]),
        "  <Relations>",
        *(f"    <Relation value={quoteattr(label)}/>" for label in (SAID_BY, CUED_BY, CONTINUES)),
        "  </Relations>",
        f'  <Text name="{TEXT}" value="$text" granularity="symbol"/>',
        *_control("Choices", ARTICLE, "Choice", [*on_article, *others[ARTICLE]]),
        "</View>",
    ]
    with out.file(CONFIG) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def _control(
    tag: str, name: str, item: str, labels: Iterable[str], colours: Mapping[str, str] | None = None
) -> list[str]:
    """Return the lines of one control; none where it has no labels, since Label Studio wants one at least."""
    items = [
        f"    <{item} value={quoteattr(label)}{_background(label, colours or {})}/>"
        for label in dict.fromkeys(labels)
    ]
    more = ' choice="multiple"' if tag == "Choices" else ""
    return [f'  <{tag} name="{name}" toName="{TEXT}"{more}>', *items, f"  </{tag}>"] if items else []


def _background(label: str, colours: Mapping[str, str]) -> str:
    return f" background={quoteattr(colours[label])}" if label in colours else ""
