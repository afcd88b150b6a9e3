"""doccano: JSON lines, one for each article and annotator.

Where nothing but passages goes out, a line has ``label``, a list of ``[start, end, label]``, as a project
for sequence labelling imports it. Where labels of articles or quotations go out as well, it has ``entities``,
``relations`` and ``cats``, as a project with relations (and one for intents and slots) imports it.

doccano counts UTF-16 units, or characters as a reader sees them if its project has grapheme mode on (the
option ``grapheme``). The file is ASCII, because doccano guesses encodings and guesses wrongly. What it has
no place for stands under ``copydesk``, which it keeps as metadata and exports again: so a span that nobody
touched comes back exactly, with its origin and note. doccano drops overlapping spans without a word unless
the project was created with overlapping allowed.

Shapes: https://github.com/doccano/doccano, in ``backend/data_import`` and ``backend/data_export``
"""

import json
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from annotations.formats.documents import Document, Request, Written, example
from annotations.formats.marks import Found, Marks, marks
from annotations.formats.offsets import Graphemes, Utf16
from annotations.formats.whole import about, checked, encoded, span_of
from annotations.records import Article, Tag

#: The key under which doccano keeps what is ours.
OURS = "copydesk"
UTF_16, GRAPHEME = "utf-16", "grapheme"
_SNAPPED = "tags snapped to whole characters (doccano counts those that a reader sees)"

#: How much is held back in memory until the form of a file is known; the rest is on the disk.
_HELD = 4 * 1024 * 1024

_Place = tuple[int, int]


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write one line for each document, all in one form: the plain one, if that holds everything."""
    report = Written()
    counting = GRAPHEME if request.options.get("grapheme") == "yes" else UTF_16
    with _Undecided(out) as lines:
        if request.article_labels:
            lines.decide(related=True)
        for document in checked(documents, request, "doccano"):
            marked = marks(document, report)
            if marked.on_article or marked.found:
                lines.decide(related=True)
            if lines.related is None:
                lines.add(_encoded(document, marked, counting, Written(), related=False), related=False)
            lines.add(_encoded(document, marked, counting, report, related=True), related=True)
            spans = tuple(span_of(tag) for tag in (*marked.passages, *marked.on_article))
            report.meant(document.article.text, spans, document.annotator, document.state)
        lines.decide(related=False)
    return report


class _Undecided:
    """Lines in both forms, until something shows which of them a file has to have."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        #: Which form it is; None as long as that is open.
        self.related: bool | None = None
        self._files = ExitStack()
        self._held: dict[bool, BinaryIO] = {}

    def __enter__(self) -> "_Undecided":
        for form in (False, True):
            file = self._files.enter_context(SpooledTemporaryFile(_HELD))
            self._held[form] = cast("BinaryIO", file)
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, line: bytes, *, related: bool) -> None:
        """Write a line of one form, or hold it back."""
        (self._held[related] if self.related is None else self._out).write(line)

    def decide(self, *, related: bool) -> None:
        """Write what was held back in one form, unless that was decided before."""
        if self.related is None:
            self.related = related
            self._held[related].seek(0)
            shutil.copyfileobj(self._held[related], self._out)


def _encoded(document: Document, marked: Marks, counting: str, report: Written, *, related: bool) -> bytes:
    line = _Line(document.article, counting, report)
    values = line.related(marked) if related else line.plain(marked)
    values[OURS] = _ours(document, counting, line)
    # Its own encoder writes characters beyond ASCII as they are.
    values = json.loads(encoded(values, document.article.id))
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


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
        """Return the members of a line for sequence labelling: passages are all there is."""
        labels = [[*self._tag(tag), tag.label] for tag in marked.passages]
        return {"text": self._article.text, "label": labels}

    def related(self, marked: Marks) -> dict[str, Any]:
        """Return the members of a line for a project with relations."""
        spans = [(*self._tag(tag), tag.label) for tag in marked.passages]
        first = len(spans)
        spans += [(*self._found(mark), mark.label) for mark in marked.found]
        return {
            "text": self._article.text,
            "entities": [
                {"id": id, "start_offset": start, "end_offset": end, "label": label}
                for id, (start, end, label) in enumerate(spans)
            ],
            "relations": [
                {"id": id, "from_id": first + tie.source, "to_id": first + tie.target, "type": tie.label}
                for id, tie in enumerate(marked.ties)
            ],
            "cats": self._cats(marked),
        }

    def _cats(self, marked: Marks) -> list[str]:
        self.tags += [_as_it_is(tag, None) for tag in marked.on_article]
        return [tag.label for tag in marked.on_article]

    def _tag(self, tag: Tag) -> _Place:
        place, exact = self._place(tag.start, tag.end)
        if not exact:
            said = example(self._article, tag)
            self._report.lose(_SNAPPED, said, change="snapped", label=tag.label, beside=True)
        self.tags.append(_as_it_is(tag, place))
        return place

    def _found(self, mark: Found) -> _Place:
        place, _ = self._place(mark.start, mark.end)
        self.found.append([*place, mark.label, mark.kind, mark.detail, mark.score])
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
