"""brat: for each document a text, its stand-off annotations, and what brat has no place for as JSON beside.

Offsets are code points. brat reads lines, so no annotation may hold a line break: what runs over one is
written as fragments, joined by one space, without the white space around the break. Characters that would
break lines or fields (carriage returns, tabs, line separators, a byte order mark) are spaces in the text;
offsets stay. Names of labels hold letters, digits, ``-`` and ``_``; ``visual.conf`` shows them as they are.

Tags and what a program found are text-bound annotations, told apart by the attribute ``Origin`` (``found``,
and ``proposed`` for a suggestion); quotations have relations to speakers and cues; notes are notes.

The format: https://brat.nlplab.org/standoff.html, and ``server/src/annotation.py`` of nlplab/brat
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from annotations.formats import beside
from annotations.formats.beside import InFiles
from annotations.formats.documents import Document, ImportedSpan, Request, Written, example
from annotations.formats.marks import Found, Marks, marks
from annotations.formats.naming import Names
from annotations.formats.relations import CONTINUES, CUED_BY, SAID_BY
from annotations.formats.substitutes import substitute
from annotations.formats.whole import checked, span_of, utf8
from annotations.records import Origin, Span, Tag
from annotations.staging import Folder

CONFIGURATION = "annotation.conf"
ORIGIN, FOUND, PROPOSED = "Origin", "found", "proposed"
#: What Python, and with it brat, takes for the end of a line or of a field.
BREAKS = re.compile("[\t\v\f\r\x1c-\x1e\x85\u2028\u2029\ufeff]")
_UNFIT = re.compile(r"[^A-Za-z0-9_-]")
#: What lies between two breaks, from the first to the last character that is no white space.
_PIECE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_LINES = re.compile("[\n\t\v\f\r\x1c-\x1e\x85\u2028\u2029]")

_REPLACED = "articles with characters that brat cannot take, written as spaces (the .json beside has them)"
_ON_ARTICLE = "labels of articles set apart in the .json beside (brat has no place for them)"
_RENAMED = "tags under another name (brat knows letters, digits, - and _)"
_SPLIT = "tags over a line break, written in fragments"
_TRIMMED = "tags without the white space at their ends, which brat leaves out"
_MERGED = "tags that are one with another without the white space at their ends"
_BLANK = "tags on white space alone"
_BLANK_FOUND = "what a program found on white space alone"
_BLANK_ENDS = "relations that a program found, with an end on white space alone"
_SCORES = "scores of what a program found left out"
_NOTES = "notes whose line breaks and tabs became spaces"


def write(documents: Iterable[Document], out: Folder, request: Request) -> InFiles:
    """Write three files for each document, in a folder for its annotator."""
    report = InFiles(names=Names(_UNFIT, (label.name for label in request.scheme.labels)))
    for document in checked(documents, request, "brat"):
        name = report.file(document)
        text = substitute(document.article.text, BREAKS, " ")
        if text.originals:
            report.lose(_REPLACED, document.article.title or name, change="renamed", beside=True)
        marked = marks(document, report)
        standoff = _Standoff(document, text.text, report)
        spans = standoff.mark(marked)
        for suffix, data in (
            (".txt", utf8(text.text, document.article.id)),
            (".ann", utf8("".join(f"{line}\n" for line in standoff.lines), document.article.id)),
            (".json", beside.written(document, marked.on_article, report.names, text)),
        ):
            with out.file(name + suffix) as file:
                file.write(data)
        report.filed(f"{name}.txt", document, (*spans, *map(span_of, marked.on_article)))
        for tag in marked.on_article:
            said = example(document.article, tag)
            report.lose(_ON_ARTICLE, said, change="split", label=tag.label, beside=True)
    report.sort()
    return report


class _Standoff:
    """The lines of one file of annotations, and the numbers that their ids go by."""

    def __init__(self, document: Document, text: str, report: InFiles) -> None:
        self._document = document
        self._text = text
        self._report = report
        self._numbers: dict[str, int] = {}
        #: Where tags with which labels stand that keep their ends, or have been written without them.
        self._taken = {(*tag.span, tag.label) for tag in document.tags}
        self.lines: list[str] = []

    def mark(self, marked: Marks) -> list[ImportedSpan]:
        """Write everything that is marked; return what a reader makes of the tags."""
        spans = [span for tag in marked.passages if (span := self._tag(tag)) is not None]
        ids = [self._found(mark) for mark in marked.found]
        for tie in marked.ties:
            source, target = ids[tie.source], ids[tie.target]
            if source is None or target is None:
                self._report.lose(_BLANK_ENDS, tie.label, label=tie.label)
            else:
                self._line("R", f"{_UNFIT.sub('_', tie.label)} Arg1:{source} Arg2:{target}")
        return spans

    def _line(self, kind: str, fields: str) -> str:
        number = self._numbers[kind] = self._numbers.get(kind, 0) + 1
        self.lines.append(f"{kind}{number}\t{fields}")
        return f"{kind}{number}"

    def _tag(self, tag: Tag) -> ImportedSpan | None:
        parts = fragments(self._text, tag.span)
        if not self._stays(tag, parts):
            return None
        id = self._text_bound(parts, tag.label)
        self._line("A", f"{ORIGIN} {id} {tag.origin}")
        note = self._note(id, tag.note)
        if note != tag.note:
            self._report.lose(_NOTES, self._example(tag), change="renamed", label=tag.label)
        start, end = parts[0].start, parts[-1].end
        text = self._document.article.text[start:end]
        return ImportedSpan(start=start, end=end, label=tag.label, text=text, origin=tag.origin, note=note)

    def _stays(self, tag: Tag, parts: list[Span]) -> bool:
        """Tell whether a tag goes out, and count what becomes of it."""
        if not parts:
            self._report.lose(_BLANK, self._example(tag), label=tag.label)
            return False
        ends = Span(parts[0].start, parts[-1].end)
        if ends != tag.span:
            if (*ends, tag.label) in self._taken:
                self._report.lose(_MERGED, self._example(tag), change="merged", label=tag.label)
                return False
            self._taken.add((*ends, tag.label))
            self._report.lose(_TRIMMED, self._example(tag), change="snapped", label=tag.label)
        if self._report.names.of(tag.label) != tag.label:
            self._report.lose(_RENAMED, self._example(tag), change="renamed", label=tag.label, beside=True)
        if len(parts) > 1:
            self._report.lose(_SPLIT, self._example(tag), change="split", label=tag.label, beside=True)
        return True

    def _example(self, tag: Tag) -> str:
        return example(self._document.article, tag)

    def _found(self, mark: Found) -> str | None:
        parts = fragments(self._text, mark.span)
        if not parts:
            self._report.lose(_BLANK_FOUND, f"{mark.start} to {mark.end}", label=mark.label)
            return None
        if mark.score != 1.0:
            self._report.lose(_SCORES, f"{mark.score:.2f}", label=mark.label)
        id = self._text_bound(parts, mark.label)
        self._line("A", f"{ORIGIN} {id} {PROPOSED if mark.kind == 'suggestion' else FOUND}")
        self._note(id, mark.detail)
        return id

    def _text_bound(self, parts: list[Span], label: str) -> str:
        places = ";".join(f"{part.start} {part.end}" for part in parts)
        words = " ".join(part.of(self._text) for part in parts)
        return self._line("T", f"{self._report.name(label)} {places}\t{words}")

    def _note(self, id: str, note: str) -> str:
        note = _LINES.sub(" ", note)
        if note:
            self._line("#", f"AnnotatorNotes {id}\t{note}")
        return note


def fragments(text: str, span: Span) -> list[Span]:
    """Return the pieces of a stretch between line breaks, from ink to ink."""
    found = (match.span() for match in _PIECE.finditer(text, span.start, span.end))
    return [Span(*piece) for piece in found]


def finish(out: Folder, request: Request, splits: Mapping[str, Written]) -> None:
    """Write what brat has to know of the labels: their names, what they are called, and their colours."""
    names = Names(_UNFIT, (label.name for label in request.scheme.labels))
    labels = {names.of(label.name): label.name for label in request.scheme.labels if label.kind != "article"}
    for report in splits.values():
        if isinstance(report, InFiles):
            labels |= {report.names.of(label): label for label in sorted(report.used)}
    relations = [_UNFIT.sub("_", label) for label in (SAID_BY, CUED_BY, CONTINUES)]
    values = "|".join((*get_args(Origin), FOUND, PROPOSED))
    _lines(
        out,
        CONFIGURATION,
        ["[entities]", *labels],
        ["[relations]", *(f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in relations)],
        ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "[events]"],
        ["[attributes]", f"{ORIGIN}\tArg:<ENTITY>, Value:{values}"],
    )
    _lines(
        out,
        "visual.conf",
        [
            "[labels]",
            *(f"{name} | {_LINES.sub(' ', label).replace('|', '/')}" for name, label in labels.items()),
        ],
        ["[drawing]"],
    )


def _lines(out: Folder, name: str, *sections: Iterable[str]) -> None:
    with out.file(name) as file:
        file.write("".join(f"{line}\n" for section in sections for line in section).encode())
