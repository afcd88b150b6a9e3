"""What a line of Prodigy's means to us: its spans, its answer, who gave it, and what it says of the text.

Everything in such a file may be missing but the text, and everything may have been added to it.
Prodigy's shapes: https://prodi.gy/docs/api-interfaces
"""

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

import msgspec

from annotations.errors import FormatError
from annotations.formats import detected, prodigy_spans
from annotations.formats.documents import Answer, ImportedDocument, ImportedSpan, Lost, strings
from annotations.formats.lines import in_words, value
from annotations.formats.whole import changed_text
from annotations.records import Article, Detection, Origin, State
from annotations.text import content_id

_ID = re.compile(r"[0-9a-f]{64}")
# Who gives no name to a session is called by the time at which it began: that is nobody.
_TIME = re.compile(r"(?:.*-)?\d{4}-\d\d-\d\d[_T ]\d\d-\d\d-\d\d")
_ANSWERS: tuple[Answer, ...] = get_args(Answer)
#: What a document tells in another way.
_SAID = ("_view_id", "_annotator_id", "_session_id")
#: What our own export says twice.
_BESIDE = ("relations", "options", "accept")
#: One span is offered and accepted or rejected: the answer says nothing of the rest of the text.
_ONE_BY_ONE = ("ner", "spans", "pos")


class _ArticleLabel(msgspec.Struct):
    label: str
    annotator: str = ""
    origin: Origin = "imported"
    note: str = ""


_Shape = TypeVar("_Shape")


def answer(state: State, *, tagged: bool) -> Answer:
    """Return the answer that a text goes out with.

    ``accept`` is an answer to learn from: a text with tags, or one of a finished article, tags or not.
    Anything skipped, and a text without tags that nobody has finished, is ``ignore``.
    """
    return "accept" if state == "done" or (tagged and state != "skipped") else "ignore"


def document(members: dict[str, msgspec.Raw], line: int, source: str) -> ImportedDocument:
    """Make a document of the members of one line.

    ``line`` counts from 1. What is neither ours nor Prodigy's goes to the article's metadata. Raises
    ``FormatError``, which says what is wrong, when there is no text, or a span does not fit it.
    """
    tokens = members.pop("tokens", None)
    values = {name: value(raw) for name, raw in members.items()}
    text = values.pop("text", None)
    if not isinstance(text, str) or not text.strip():
        raise FormatError("has no text")
    meta = values.pop("meta", {}) if isinstance(values.get("meta"), dict) else {}
    ours = _ours(meta)
    given = _answer(values)
    listed = values.pop("spans", None)
    passages, lost = prodigy_spans.taken(listed, text, tokens)
    if given == _said(ours, values, passages):
        state = ours["state"]
        # What we wrote ourselves as `ignore` is no answer of Prodigy's, and its tags are tags.
        given = "accept"
    else:
        state = _state(given, values, listed is not None or tokens is not None, passages)
    spans = (*passages, *(_our_labels(values) if ours else _their_labels(values, binary=listed is None)))
    found, not_taken = _detected(values, text) if ours and "part_of" not in ours else (None, ())
    if given == "accept":
        values.pop("answer", None)
    article = _article(text, meta, values, f"{source}:{line}")
    lost = (*lost, *changed_text(ours, article))
    return ImportedDocument(
        line=line,
        article=article,
        spans=spans,
        annotator=_annotator(values) or ours.get("annotator", ""),
        state=state,
        answer=given,
        part_of=ours.get("part_of", ""),
        offset=ours.get("offset", 0),
        detection=found,
        lost=(*lost, *not_taken),
    )


def _article(text: str, meta: dict[str, Any], values: dict[str, Any], place: str) -> Article:
    known = strings(meta, "title", "byline", "date", "source")
    return Article(
        id=content_id(text),
        text=text,
        title=known.get("title", ""),
        byline=known.get("byline", ""),
        date=known.get("date", ""),
        source=known.get("source", place),
        metadata=_metadata(meta, values),
    )


def _ours(meta: dict[str, Any]) -> dict[str, Any]:
    """Take out what only our own export says; empty for a line that somebody else wrote."""
    article, state = meta.get("article"), meta.get("state")
    if not (isinstance(article, str) and _ID.fullmatch(article) and state in get_args(State)):
        return {}
    del meta["article"], meta["state"]
    ours: dict[str, Any] = {"state": state, **strings(meta, "annotator")}
    if meta.pop("unit", None) is not None:
        start = meta.pop("start", None)
        if not isinstance(start, int) or start < 0:
            raise FormatError("is part of an article, but meta.start does not say where it begins")
        return ours | {"part_of": article, "offset": start}
    return ours | {"article": article}


def _answer(values: dict[str, Any]) -> Answer:
    for known in _ANSWERS:
        if (values.get("answer") or "accept") == known:
            return known
    raise FormatError('has an answer that is none of "accept", "reject" and "ignore"')


def _said(ours: dict[str, Any], values: dict[str, Any], passages: tuple[ImportedSpan, ...]) -> Answer | None:
    """Return the answer with which a line of ours was written."""
    return answer(ours["state"], tagged=bool(passages or values.get("article_labels"))) if ours else None


def _state(
    given: Answer, values: dict[str, Any], for_spans: bool, spans: tuple[ImportedSpan, ...]
) -> State | None:
    """Return how far the annotator came: an accepted text is done, with or without spans."""
    if given != "accept":
        return None
    # A choice or a label of the whole text is no answer to the question what is tagged in it.
    asked = for_spans and "options" not in values and ("label" not in values or bool(spans))
    if asked and values.get("answer") == "accept" and values.get("_view_id") not in _ONE_BY_ONE:
        return "done"
    return "open" if spans else None


def _annotator(values: dict[str, Any]) -> str:
    for name in ("_annotator_id", "_session_id"):
        found = values.get(name)
        if isinstance(found, str) and found.strip() and not _TIME.fullmatch(found):
            return found
    return ""


def _our_labels(values: dict[str, Any]) -> Iterator[ImportedSpan]:
    """Take the labels of the article out of a line of ours, with what says them again."""
    for name in _BESIDE:
        values.pop(name, None)
    for given in _converted(values.pop("article_labels", []), list[_ArticleLabel], "article_labels"):
        yield _article_label(given.label, given.annotator, given.origin, given.note)


def _detected(values: dict[str, Any], text: str) -> tuple[Detection | None, tuple[Lost, ...]]:
    """Take what a program found out of a line of ours."""
    return detected.taken({name: values.pop(name, None) for name in detected.MEMBERS}, text)


def _their_labels(values: dict[str, Any], *, binary: bool) -> Iterator[ImportedSpan]:
    """Take what was said of the whole text out of Prodigy's line: a choice of options, or yes to a label.

    A label beside spans is that of the question, which the spans answer: it stays metadata.
    """
    if "options" in values and "accept" in values:
        options = _converted(values.pop("options"), list[dict[str, Any]], "options")
        known = {str(option.get("id")) for option in options}
        for chosen in _converted(values.pop("accept"), list[str | int], "accept"):
            if str(chosen) not in known:
                raise FormatError(f"accepts {prodigy_spans.short(str(chosen))}, which is none of its options")
            yield _article_label(str(chosen))
    elif binary and "options" not in values and isinstance(values.get("label"), str):
        yield _article_label(values.pop("label"))


def _article_label(
    label: str, annotator: str = "", origin: Origin = "imported", note: str = ""
) -> ImportedSpan:
    if not label.strip():
        raise FormatError("has a label of the article without a name")
    return ImportedSpan(start=0, end=0, text="", label=label, annotator=annotator, origin=origin, note=note)


def _converted(found: Any, shape: type[_Shape], name: str) -> _Shape:
    try:
        return msgspec.convert(found, shape)
    except msgspec.ValidationError as error:
        raise FormatError(f"has {name} that are wrong: {in_words(error)}") from None


def _metadata(meta: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Keep whatever is left over; where the line and its meta use one name, the line's gets a ``_``."""
    kept: dict[str, Any] = meta.pop("metadata", {}) if isinstance(meta.get("metadata"), dict) else {}
    rest = [*meta.items(), *(item for item in values.items() if item[0] not in _SAID)]
    for name, found in rest:
        while name in kept:
            name = f"_{name}"  # noqa: PLW2901 - the name is what is being sought
        kept[name] = found
    return kept
