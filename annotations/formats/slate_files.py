"""Read a folder or zip of SLATE's: each text with its files of annotations (``annotations.formats.slate``).

Items are Python's tuples, and read as nothing else: no code in a file is ever run. Items of whole lines,
tokens and characters become tags, those of the document labels of the article. Links have no place here, nor
has what a program found: both are counted. An item that is wrong refuses its document, with file and line.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats.beside import Beside, beside
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.slate import ARTICLE, CHARACTERS, FOUND, LINKS, TOKENS, Lines
from annotations.formats.whole import article_from, changed_text, origin_of
from annotations.records import Article, Refusal, Span

_Ends = tuple[tuple[int, ...], tuple[int, ...]]

_LARGEST = 256 * 1024 * 1024
#: No item is longer; deeper nesting than this allows is nothing that SLATE writes.
_LONGEST_ITEM = 400
_NUMBERS = re.compile(r"\d{1,9}(?: \d{1,9})*")
_LINKS = "links between stretches"
_FOUND = "items that a program found and nobody decided"


class _LineError(FormatError):
    """A line of a file that is wrong."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(reason)
        self.file, self.line = file, line


def read(files: Files) -> Iterator[ImportedDocument | Refusal]:
    """Read every text with its annotations, in the order of their names."""
    for name in files.names(".txt"):
        # Whoever names one file may mean either.
        base = name.removesuffix(TOKENS)
        try:
            yield _document(files, base)
        except _LineError as error:
            yield Refusal(source=files.place(error.file), line=error.line, reason=str(error))
        except FormatError as error:
            yield Refusal(source=files.place(base), reason=str(error))


def _document(files: Files, name: str) -> ImportedDocument:
    known = beside(files, name + ".json")
    text = _decoded(files, name)
    article = article_from(known.restored(text), known.about, files.place(name))
    lost = [*changed_text(known.about, article)]
    reading = _Reading(article, Lines(text), known, lost)
    annotated = False
    for suffix in (TOKENS, CHARACTERS, ARTICLE, FOUND, LINKS):
        if files.has(name + suffix):
            annotated = True
            reading.take(_decoded(files, name + suffix), name + suffix, found=suffix == FOUND)
    spans = (*reading.spans, *reading.on_article)
    return ImportedDocument(
        article=article,
        spans=spans,
        annotator=known.annotator,
        state=known.state or ("open" if annotated and spans else None),
        lost=tuple(Lost(kind, f"{name}: {detail}", label) for kind, detail, label in lost),
    )


def _decoded(files: Files, name: str) -> str:
    try:
        text = files.read(name, _LARGEST).decode()
    except UnicodeDecodeError:
        raise FormatError(f"{files.place(name)} is not UTF-8") from None
    # As SLATE reads, and so as it counts.
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Reading:
    """One document while its files of annotations are read."""

    def __init__(self, article: Article, lines: Lines, known: Beside, lost: list[Lost]) -> None:
        self._article = article
        self._lines = lines
        self._known = known
        self._lost = lost
        self._on_article = [*known.on_article]
        self.spans: list[ImportedSpan] = []
        self.on_article: list[ImportedSpan] = []

    def take(self, data: str, file: str, *, found: bool) -> None:
        """Take in one file of annotations."""
        for number, line in enumerate(data.split("\n"), start=1):
            if not line.strip():
                continue
            item, _, labels = line.partition("-")
            try:
                self._take(item.strip(), labels.split(), f"{file}, line {number}", found)
            except FormatError as error:
                raise _LineError(file, number, str(error)) from None

    def _take(self, item: str, labels: list[str], where: str, found: bool) -> None:
        ends = _ends(item)
        if len(ends) > 1 or found:
            name = " ".join(labels)
            self._lost.append(Lost(_FOUND if found else _LINKS, where, self._known.label(name)))
            return
        if not labels:
            raise FormatError("has no label")
        for name in labels:
            label = self._known.label(name)
            if ends[0] == ((), ()):
                self.on_article.append(self._of_article(label))
            else:
                self.spans.append(self._span(item, ends[0], label))

    def _of_article(self, label: str) -> ImportedSpan:
        for known in self._on_article:
            if known.label == label:
                self._on_article.remove(known)  # One label may have been given twice, with two notes.
                return known
        return ImportedSpan(start=0, end=0, label=label, text="")

    def _span(self, item: str, ends: _Ends, label: str) -> ImportedSpan:
        place, text = self._lines.span(*ends), self._article.text
        if place is None:
            raise FormatError(f"lies at {item}, where the text has no words")
        ours = self._known.take_tag(item, label)
        place = _exact(place, ours, text)
        note = ours.get("note")
        return ImportedSpan(
            start=place.start,
            end=place.end,
            label=label,
            text=place.of(text),
            origin=origin_of(ours.get("origin")),
            note=note if isinstance(note, str) else "",
        )


def _exact(place: Span, ours: dict[str, Any], text: str) -> Span:
    """Return where a tag of ours stood: white space at its ends was left out of the item."""
    start, end = ours.get("start"), ours.get("end")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        return place
    before, after = text[start : place.start], text[place.end : end]
    around = Span(start, end).covers(place) and not (before + after).strip()
    return Span(start, end) if around else place


def _ends(item: str) -> list[_Ends]:
    """Return the places of an item, more than one for a link; a bare number is a line."""
    if len(item) > _LONGEST_ITEM:
        raise FormatError("is longer than an item can be")
    if _NUMBERS.fullmatch(item):
        return [_pair(int(number)) for number in item.split()]
    try:
        found = ast.literal_eval(item)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        raise FormatError("has no place where an item should begin") from None
    if isinstance(found, list):
        return [_pair(place) for place in found] or [((), ())]
    return [_pair(found)]


def _pair(found: Any) -> _Ends:
    """Return the two ends of one place: they are written once if they are the same."""
    match found:
        case (tuple() as first, tuple() as last):
            pass
        case _:
            first = last = (found,) if isinstance(found, int) else found
    if not (_is_place(first) and _is_place(last) and len(first) == len(last)):
        raise FormatError("has a place that is none of lines, tokens and characters")
    return first, last


def _is_place(found: Any) -> bool:
    return isinstance(found, tuple) and len(found) <= 3 and all(type(number) is int for number in found)
