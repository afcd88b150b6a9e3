"""Read what Label Studio exports: tasks with annotations (JSON), or one flat object for each (JSON_MIN).

Each annotation is a document of its own, so that one that is wrong does not take the others along. One that
was cancelled there is ignored; predictions are nobody's decision, and counted as lost. Offsets are read as
code points (see ``annotations.formats.labelstudio``), or in UTF-16 units, as older releases wrote them: an
annotation is taken the way in which all its regions cover the words that they say they cover.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import msgspec

from annotations.errors import FormatError
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.elements import elements
from annotations.formats.lines import MAX_LINE, value
from annotations.formats.offsets import CodePoints, Counting, Utf16
from annotations.formats.whole import article_from, changed_text, origin_of, state_of
from annotations.records import Article, Refusal

_PREDICTIONS = "labels that a program predicted, which nobody decided"
_PREDICTED_RELATIONS = "relations that a program predicted"
_RELATIONS = "relations between regions"
_OTHER = "results that label neither words nor the article"
#: What JSON_MIN says of the task, and of whoever annotated it.
_SAID = ("annotation_id", "annotator", "created_at", "updated_at", "lead_time", "id")


class _Region(NamedTuple):
    """A stretch as a file has it, in whatever it counts."""

    start: int
    end: int
    text: str | None
    labels: list[str]
    meta: dict[str, Any]


def read(stream: BinaryIO, *, source: str) -> Iterator[ImportedDocument | Refusal]:
    """Read an export, one task at a time; what is wrong is refused with the line on which its task begins."""
    for line, found in elements(stream, MAX_LINE):
        try:
            if isinstance(found, FormatError):
                raise found
            task = value(msgspec.Raw(found))
            yield from _documents(task, line, source)
        except FormatError as error:
            yield Refusal(source=source, line=line, reason=str(error))


def _documents(task: dict[str, Any], line: int, source: str) -> Iterator[ImportedDocument | Refusal]:
    annotations, article, lost = _task(task, f"{source}:{line}")
    lost += changed_text({"article": _dict(task.get("meta")).get("article")}, article)
    if not annotations:
        yield ImportedDocument(line=line, article=article, lost=tuple(lost))
    for number, annotation in enumerate(annotations, start=1):
        try:
            yield _document(annotation, article, line, lost)
        except FormatError as error:
            yield Refusal(source=source, line=line, reason=f"annotation {number}: {error}")
        lost = list[Lost]()


def _task(task: dict[str, Any], place: str) -> tuple[list[dict[str, Any]], Article, list[Lost]]:
    data = task.get("data")
    if not isinstance(data, dict):
        data, annotation = _flat(task)
        return [annotation], _article(data, {}, place), []
    annotations = task.get("annotations", task.get("completions", []))
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        raise FormatError("has annotations that are no list of objects")
    article = _article(data, _dict(task.get("meta")), place)
    return annotations, article, list(_predicted(task.get("predictions"), article))


def _predicted(predictions: Any, article: Article) -> Iterator[Lost]:
    """Count what a program said, result by result, by label."""
    for prediction in predictions if isinstance(predictions, list) else ():
        results = _dict(prediction).get("result")
        for result in results if isinstance(results, list) else ():
            given = _dict(result)
            found = _dict(given.get("value"))
            labels = found.get("labels") or found.get("choices") or given.get("labels") or ""
            label = str(labels[0] if isinstance(labels, list) else labels)[:40]
            kind = _PREDICTED_RELATIONS if given.get("type") == "relation" else _PREDICTIONS
            yield Lost(kind, article.title or article.id[:12], label)


def _flat(task: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data and the one annotation of a task in JSON_MIN, where controls stand beside the data."""
    data, result = dict(task), list[dict[str, Any]]()
    for name, found in task.items():
        if isinstance(found, dict) and isinstance(found.get("choices"), list):
            result.append({"type": "choices", "value": data.pop(name)})
        elif (
            isinstance(found, list)
            and found
            and all(isinstance(_dict(one).get("labels"), list) for one in found)
        ):
            result += [{"type": "labels", "value": one} for one in data.pop(name)]
    said = {name: data.pop(name, None) for name in _SAID}
    return data, {"completed_by": said["annotator"], "result": result}


def _article(data: dict[str, Any], meta: dict[str, Any], place: str) -> Article:
    data, meta = dict(data), dict(meta)
    texts = [name for name, found in data.items() if isinstance(found, str)]
    name = "text" if "text" in texts else texts[0] if len(texts) == 1 else None
    if name is None:
        raise FormatError('has no data called "text"')
    meta.pop("article", None)
    metadata = meta.pop("metadata", {})
    text = data.pop(name)
    return article_from(text, data | {"metadata": {**meta, **_dict(metadata)}}, place)


def _document(annotation: dict[str, Any], article: Article, line: int, lost: list[Lost]) -> ImportedDocument:
    results = annotation.get("result")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise FormatError("has results that are no list of objects")
    ours, lost = state_of(annotation.get("state")), list(lost)
    regions, spans = list[_Region](), list[ImportedSpan]()
    for place, result in enumerate(results, start=1):
        try:
            _take(result, regions, spans, lost)
        except FormatError as error:
            raise FormatError(f"result {place} {error}") from None
    cancelled = annotation.get("was_cancelled") is True and ours is None
    return ImportedDocument(
        line=line,
        article=article,
        spans=(*_placed(regions, article.text), *spans),
        annotator=_annotator(annotation),
        state=None if cancelled else ours or "done",
        answer="ignore" if cancelled else "accept",
        lost=tuple(lost),
    )


def _take(
    result: dict[str, Any], regions: list[_Region], on_article: list[ImportedSpan], lost: list[Lost]
) -> None:
    """Sort one result of an annotation into its list, or count it as lost."""
    kind, found = result.get("type"), result.get("value")
    if kind == "labels":
        regions.append(_region(_dict(found), _dict(result.get("meta"))))
    elif kind == "choices" and not {"start", "end"} & _dict(found).keys():
        on_article += _choices(_dict(found), _dict(result.get("meta")))
    else:
        labels = result.get("labels")
        label = str(labels[0]) if isinstance(labels, list) and labels else str(kind)
        lost.append(Lost(_RELATIONS if kind == "relation" else _OTHER, str(kind)[:40], label[:40]))


def _region(found: dict[str, Any], meta: dict[str, Any]) -> _Region:
    start, end, text = found.get("start"), found.get("end"), found.get("text")
    if type(start) is not int or type(end) is not int:
        raise FormatError("does not say in whole numbers where it starts and ends")
    labels = _names(found.get("labels"))
    return _Region(start, end, text if isinstance(text, str) else None, labels, meta)


def _names(labels: Any) -> list[str]:
    if (
        not isinstance(labels, list)
        or not labels
        or not all(isinstance(one, str) and one.strip() for one in labels)
    ):
        raise FormatError("has no label")
    return labels


def _choices(found: dict[str, Any], meta: dict[str, Any]) -> Iterator[ImportedSpan]:
    more = meta.get("labels")
    known = [_dict(one) for one in more] if isinstance(more, list) else []
    for label in _names(found.get("choices")):
        about = next((one for one in known if one.get("name") == label), {})
        if about:
            known.remove(about)  # One label may have been given twice, with two notes.
        ours = about.get("label")
        yield ImportedSpan(
            start=0,
            end=0,
            label=ours if isinstance(ours, str) else label,
            text="",
            origin=origin_of(about.get("origin")),
            note=_note(about.get("note")),
        )


def _placed(regions: list[_Region], text: str) -> Iterator[ImportedSpan]:
    """Place all regions in code points; raises ``FormatError`` when they fit the text in no way."""
    ways: Iterable[Counting] = (CodePoints(text), Utf16(text))
    reasons = list[str]()
    for way in ways:
        found = [_place(region, way, text) for region in regions]
        wrong = [reason for reason in found if isinstance(reason, str)]
        if not wrong:
            places = [place for place in found if isinstance(place, tuple)]
            return _spans(regions, places, text)
        reasons += wrong
    raise FormatError(reasons[0])


def _spans(regions: list[_Region], places: list[tuple[int, int]], text: str) -> Iterator[ImportedSpan]:
    for region, (start, end) in zip(regions, places, strict=True):
        renamed = _dict(region.meta.get("renamed"))
        for label in region.labels:
            ours = renamed.get(label)
            yield ImportedSpan(
                start=start,
                end=end,
                label=ours if isinstance(ours, str) else label,
                text=text[start:end],
                origin=origin_of(region.meta.get("origin")),
                note=_note(region.meta.get("text")),
            )


def _place(region: _Region, way: Counting, text: str) -> tuple[int, int] | str:
    """Return where a region stands, or why it cannot."""
    start, end = way.back(region.start), way.back(region.end)
    where = f"a region lies at {region.start} to {region.end}"
    if start is None or end is None or start >= end:
        return f"{where}, which is no stretch of a text of {len(text)} characters"
    if region.text is not None and _words(region.text) != _words(text[start:end]):
        return f"{where}, but the text has other words there than it says"
    return start, end


def _words(text: str) -> list[str]:
    r"""Return words to compare: a line break is ``\n`` spelled out there, and double spaces may be lost."""
    return text.replace("\\n", " ").split()


def _note(found: Any) -> str:
    notes = found if isinstance(found, list) else [found]
    return "\n".join(note for note in notes if isinstance(note, str))


def _annotator(annotation: dict[str, Any]) -> str:
    """Return who annotated: the name that we wrote, a mail address, or the user's number there."""
    name, by = annotation.get("annotator"), annotation.get("completed_by")
    if isinstance(name, str):
        return name
    if isinstance(by, dict):
        by = by.get("email") or by.get("id")
    return f"user {by}" if type(by) is int else by if isinstance(by, str) else ""


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
