"""SLATE: for each document a text, and files of annotations beside it, one for each of SLATE's modes.

SLATE reads a file of annotations with one scope (tokens, characters or documents) and one kind (labels or
links), and stops at an item of another. So what can be said in whole tokens stands in ``.annotations``, as
it does by default; what begins or ends inside of a token in ``.characters.annotations``; labels of the
article in ``.document.annotations``. What a program found has a file of its own, ``.found.annotations``, in
characters, and its relations, which have no labels there, ``.links.annotations``.

An item is a place and its labels: ``((0, 2), (0, 4)) - label``. Lines and tokens count from 0, both ends are
inclusive, tokens are what ``line.strip().split()`` makes. Carriage returns would end lines: they are spaces
in the text. Notes, origins and exact ends stand as JSON beside.

The format: https://github.com/jkkummerfeld/slate, ``slate/data.py``
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple

from annotations.formats import beside
from annotations.formats.beside import InFiles
from annotations.formats.documents import Document, ImportedSpan, Request, example
from annotations.formats.marks import Found, Marks, marks
from annotations.formats.naming import Names
from annotations.formats.substitutes import substitute
from annotations.formats.whole import checked, span_of, utf8
from annotations.records import Span, Tag
from annotations.staging import Folder

TOKENS, CHARACTERS, ARTICLE = ".annotations", ".characters.annotations", ".document.annotations"
FOUND, LINKS = ".found.annotations", ".links.annotations"

_UNFIT = re.compile(r"\s")
_RETURN = re.compile("\r")
_TOKEN = re.compile(r"\S+")

_REPLACED = "articles with carriage returns, written as spaces (the .json beside has them)"
_RENAMED = "tags under another name (labels have no spaces in SLATE)"
_BLANK = "tags on white space alone"
_TRIMMED = "tags without the white space at their ends, which SLATE leaves out"
_NOTES = "notes set apart in the .json beside (SLATE has no place for them)"
_BLANK_FOUND = "what a program found on white space alone"
_BLANK_ENDS = "relations that a program found, with an end on white space alone"
_DETAILS = "scores, names and reasons of what a program found left out"
_LABELLED = "relations without their labels, which SLATE's links do not have"


class Place(NamedTuple):
    """Where a stretch begins and ends: line, token, character, all from 0 and inclusive."""

    first: tuple[int, int, int]
    last: tuple[int, int, int]
    #: Whether it is made of whole tokens.
    whole: bool

    def item(self, *, tokens: bool) -> str:
        """Return it as SLATE writes it."""
        return f"({self.first[:2]}, {self.last[:2]})" if tokens else f"({self.first}, {self.last})"


class Lines:
    """The lines of a text and their tokens, as SLATE counts them."""

    def __init__(self, text: str) -> None:
        self._tokens = [Span(*match.span()) for match in _TOKEN.finditer(text)]
        self._starts = [token.start for token in self._tokens]
        breaks = [match.start() for match in re.finditer("\n", text)]
        #: The first token of each line, and of the line after the last.
        self._firsts = [0, *(bisect_right(self._starts, place) for place in breaks), len(self._tokens)]

    def place(self, span: Span) -> Place | None:
        """Return where a stretch stands, from ink to ink; None if it is blank."""
        first = bisect_right(self._starts, span.start) - 1
        if first < 0 or self._tokens[first].end <= span.start:
            first += 1
        last = bisect_right(self._starts, span.end - 1) - 1
        if first > last:
            return None
        start = max(span.start, self._tokens[first].start)
        end = min(span.end, self._tokens[last].end)
        whole = (start, end) == (self._tokens[first].start, self._tokens[last].end)
        return Place(self._count(first, start), self._count(last, end - 1), whole)

    def _count(self, token: int, offset: int) -> tuple[int, int, int]:
        line = bisect_right(self._firsts, token, hi=len(self._firsts) - 1) - 1
        return line, token - self._firsts[line], offset - self._tokens[token].start

    def span(self, first: tuple[int, ...], last: tuple[int, ...]) -> Span | None:
        """Return the stretch between two places of one, two or three numbers; None where there is none."""
        start, end = self._token(first, last=False), self._token(last, last=True)
        if start is None or end is None:
            return None
        ends = Span(start.start, end.end)
        if len(first) == 3:
            ends = Span(start.start + first[2], end.start + last[2] + 1)
            if not (0 <= first[2] < start.length and 0 <= last[2] < end.length):
                return None
        return ends if ends.start < ends.end else None

    def _token(self, place: tuple[int, ...], *, last: bool) -> Span | None:
        line = place[0]
        if not 0 <= line < len(self._firsts) - 1:
            return None
        before, after = self._firsts[line], self._firsts[line + 1]
        number = (after - before - 1 if last else 0) if len(place) == 1 else place[1]
        return self._tokens[before + number] if 0 <= number < after - before else None


def write(documents: Iterable[Document], out: Folder, request: Request) -> InFiles:
    """Write the files of each document, in a folder for its annotator."""
    report = InFiles(names=Names(_UNFIT, (label.name for label in request.scheme.labels)))
    for document in checked(documents, request, "slate"):
        name = report.file(document) + ".txt"
        text = substitute(document.article.text, _RETURN, " ")
        if text.originals:
            report.lose(_REPLACED, document.article.title or name, change="renamed", beside=True)
        marked = marks(document, report)
        items = _Items(document, text.text, report)
        spans = items.mark(marked)
        known = beside.written(document, marked.on_article, report.names, text, tags=items.tags)
        for suffix, data in (
            ("", utf8(text.text, document.article.id)),
            *((suffix, utf8("".join(lines), document.article.id)) for suffix, lines in items.files.items()),
            (".json", known),
        ):
            with out.file(name + suffix) as file:
                file.write(data)
        report.filed(name, document, (*spans, *map(span_of, marked.on_article)))
    report.sort()
    return report


class _Items:
    """The lines of the files of annotations of one document."""

    def __init__(self, document: Document, text: str, report: InFiles) -> None:
        self._document = document
        self._lines = Lines(text)
        self._report = report
        #: By the end of a file's name. The first is what SLATE looks for.
        self.files: dict[str, list[str]] = {TOKENS: []}
        #: The tags as they are, beside what is written of each.
        self.tags: list[dict[str, Any]] = []

    def mark(self, marked: Marks) -> list[ImportedSpan]:
        """Write everything that is marked; return what a reader makes of the passages."""
        spans = [*filter(None, (self._tag(tag) for tag in marked.passages))]
        # A reader goes through the files one after another.
        spans.sort(key=lambda pair: pair[0])
        for tag in marked.on_article:
            self._note(tag)
            self._add(ARTICLE, "()", tag.label)
        places = [self._found(mark) for mark in marked.found]
        for tie in marked.ties:
            source, target = places[tie.source], places[tie.target]
            if source is None or target is None:
                self._report.lose(_BLANK_ENDS, tie.label, label=tie.label)
            else:
                self.files.setdefault(LINKS, []).append(f"[{source}, {target}] - \n")
                self._report.lose(_LABELLED, tie.label, change="renamed", label=tie.label)
        return [span for _, span in spans]

    def _add(self, suffix: str, item: str, label: str) -> None:
        name = self._report.name(label)
        self.files.setdefault(suffix, []).append(f"{item} - {name}\n")

    def _tag(self, tag: Tag) -> tuple[bool, ImportedSpan] | None:
        place = self._lines.place(tag.span)
        self._account(tag, place)
        if place is None:
            return None
        item = place.item(tokens=place.whole)
        self._add(TOKENS if place.whole else CHARACTERS, item, tag.label)
        more = {"start": tag.start, "end": tag.end, "origin": tag.origin, "note": tag.note}
        self.tags.append({"item": item, "label": tag.label, **more})
        return not place.whole, span_of(tag)

    def _account(self, tag: Tag, place: Place | None) -> None:
        if place is None:
            self._report.lose(_BLANK, self._example(tag), label=tag.label)
            return
        if self._report.names.of(tag.label) != tag.label:
            self._report.lose(_RENAMED, self._example(tag), change="renamed", label=tag.label, beside=True)
        if tag.text != tag.text.strip():
            self._report.lose(_TRIMMED, self._example(tag), change="snapped", label=tag.label, beside=True)
        self._note(tag)

    def _note(self, tag: Tag) -> None:
        if tag.note:
            self._report.lose(_NOTES, self._example(tag), change="split", label=tag.label, beside=True)

    def _example(self, tag: Tag) -> str:
        return example(self._document.article, tag)

    def _found(self, mark: Found) -> str | None:
        place = self._lines.place(mark.span)
        if place is None:
            self._report.lose(_BLANK_FOUND, f"{mark.start} to {mark.end}", label=mark.label)
            return None
        if mark.score != 1.0 or mark.detail:
            self._report.lose(_DETAILS, mark.detail or f"{mark.score:.2f}", label=mark.label)
        item = place.item(tokens=False)
        self._add(FOUND, item, mark.label)
        return item
