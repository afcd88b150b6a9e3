"""doccano: JSON lines, one for each article and annotator.

Where nothing but passages goes out, a line has ``label``, a list of ``[start, end, label]``, as a project
for sequence labelling imports it. Where labels of articles or quotations go out as well, it has ``entities``,
``relations`` and ``cats``, as a project with relations (and one for intents and slots) imports it.

doccano counts UTF-16 units, or characters as a reader sees them if its project has grapheme mode on
(``offsets``). The file is ASCII, because doccano guesses encodings and guesses wrongly. What it has no place
for stands under ``copydesk``, which it keeps as metadata and exports again: so a span that nobody touched
comes back exactly, with its origin and note. doccano drops overlapping spans without a word unless the
project was created with overlapping allowed.

Shapes: https://github.com/doccano/doccano, in ``backend/data_import`` and ``backend/data_export``
"""

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any, BinaryIO

from annotations.formats.documents import Document, Request, Written, example
from annotations.formats.marks import Found, Marks, marks
from annotations.formats.offsets import Graphemes, Utf16
from annotations.formats.whole import about, checked, encoded, span_of
from annotations.records import Article, Tag

#: The key under which doccano keeps what is ours.
OURS = "copydesk"
UTF_16, GRAPHEME = "utf-16", "grapheme"
_SNAPPED = "tags snapped to whole characters (doccano counts those that a reader sees)"
_SUGGESTIONS = "suggestions left out (doccano has no place for what nobody decided)"

_Place = tuple[int, int]


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write one line for each document, in the form that the labels and the first document call for."""
    report = Written()
    found = checked(documents, request, "doccano")
    first = next(found, None)
    if first is None:
        return report
    related = first.detection is not None or bool(request.article_labels)
    counting = request.options.get("offsets", UTF_16)
    for document in chain([first], found):
        marked = marks(document)
        line = _Line(document.article, counting, report)
        values = line.related(marked) if related else line.plain(marked)
        values[OURS] = _ours(document, counting, line)
        # Its own encoder writes characters beyond ASCII as they are.
        values = json.loads(encoded(values, document.article.id))
        out.write(json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
        spans = tuple(span_of(tag) for tag in (*marked.passages, *marked.on_article))
        report.meant(document.article.text, spans, document.annotator, document.state)
    return report


def _ours(document: Document, counting: str, line: "_Line") -> dict[str, Any]:
    return about(document.article) | {
        "annotator": document.annotator,
        "state": document.state,
        "offsets": counting,
        "tags": line.tags,
        "found": line.found,
    }


class _Line:
    """One line in the making: the text's own way of counting, and what is written of whom."""

    def __init__(self, article: Article, counting: str, report: Written) -> None:
        self._article = article
        self._report = report
        self._graphemes = Graphemes(article.text) if counting == GRAPHEME else None
        self._utf16 = Utf16(article.text)
        #: The tags as they are, beside what is written of each.
        self.tags: list[dict[str, Any]] = []
        #: What is written and is no tag.
        self.found: list[list[Any]] = []

    def plain(self, marked: Marks) -> dict[str, Any]:
        """Return the members of a line for sequence labelling; labels of the article are metadata there."""
        values: dict[str, Any] = {
            "text": self._article.text,
            "label": [[*self._tag(tag), tag.label] for tag in marked.passages],
        }
        return values | ({"cats": self._cats(marked)} if marked.on_article else {})

    def related(self, marked: Marks) -> dict[str, Any]:
        """Return the members of a line for a project with relations."""
        spans = [(*self._tag(tag), tag.label) for tag in marked.passages]
        ids = {place: len(spans) + number for number, place in enumerate(self._shown(marked))}
        spans += [(*self._found(marked.found[place]), marked.found[place].label) for place in ids]
        return {
            "text": self._article.text,
            "entities": [
                {"id": id, "start_offset": start, "end_offset": end, "label": label}
                for id, (start, end, label) in enumerate(spans)
            ],
            "relations": [
                {"id": id, "from_id": ids[tie.source], "to_id": ids[tie.target], "type": tie.label}
                for id, tie in enumerate(marked.ties)
            ],
            "cats": self._cats(marked),
        }

    def _shown(self, marked: Marks) -> list[int]:
        for mark in marked.found:
            if mark.kind == "suggestion":
                self._report.lose(_SUGGESTIONS, f"“{mark.of(self._article.text)[:40]}” ({mark.label})")
        return [place for place, mark in enumerate(marked.found) if mark.kind != "suggestion"]

    def _cats(self, marked: Marks) -> list[str]:
        self.tags += [_as_it_is(tag, None) for tag in marked.on_article]
        return [tag.label for tag in marked.on_article]

    def _tag(self, tag: Tag) -> _Place:
        place, exact = self._place(tag.start, tag.end)
        if not exact:
            self._report.lose(_SNAPPED, example(self._article, tag), change="snapped", label=tag.label)
        self.tags.append(_as_it_is(tag, place))
        return place

    def _found(self, mark: Found) -> _Place:
        place, _ = self._place(mark.start, mark.end)
        self.found.append([*place, mark.label])
        return place

    def _place(self, start: int, end: int) -> tuple[_Place, bool]:
        """Return a stretch as doccano counts, and whether that is all of it and no more."""
        if self._graphemes is None:
            return (self._utf16.of(start), self._utf16.of(end)), True
        first, last = self._graphemes.around(start, end)
        counts = self._graphemes.of(first), self._graphemes.of(last)
        assert counts[0] is not None
        assert counts[1] is not None
        return (counts[0], counts[1]), (first, last) == (start, end)


def _as_it_is(tag: Tag, written: _Place | None) -> dict[str, Any]:
    place = {} if written is None else {"written": [*written], "start": tag.start, "end": tag.end}
    return place | {"label": tag.label, "origin": tag.origin, "note": tag.note}
