"""Read a folder or zip of brat's: each text with its stand-off annotations.

Text-bound annotations become tags, notes on them notes, and the attribute that we write tells where a tag
came from. Fragments with nothing but white space between them are one tag again; others become one tag
each, and are counted, as are relations, events and whatever else has no place here. A line that is wrong
refuses its document, with the file and the line named.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats.beside import beside
from annotations.formats.brat import CONFIGURATION, FOUND, ORIGIN, PROPOSED
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.whole import article_from, changed_text, origin_of
from annotations.records import Origin, Refusal, Span

_LARGEST = 256 * 1024 * 1024
_BOM = "\ufeff"
_TEXT_BOUND = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?")
_ATTRIBUTE = re.compile(r"(\S+) (\S+)(?: (\S+))?\s*")
_NOTE = re.compile(r"AnnotatorNotes (\S+)\t(.*)")
#: What is counted and left out, by the first letter of an id.
_OTHERS = {
    "R": "relations between annotations",
    "*": "equivalences of annotations",
    "E": "events (their triggers are tags)",
    "N": "links to other databases",
}
_ATTRIBUTES = "attributes of annotations"
_NOTES = "notes on what is no tag, and comments of programs"
_APART = "annotations in several places, taken as one tag for each"
_FOUND = "annotations that a program found and nobody decided"


class _Bound(NamedTuple):
    """A text-bound annotation as it stands: places in characters, the words as given, the line."""

    label: str
    parts: list[Span]
    words: str | None
    line: int


class _Standoff(msgspec.Struct):
    """The annotations of one text, by id."""

    bound: dict[str, _Bound] = {}
    origins: dict[str, str] = {}
    notes: dict[str, list[str]] = {}
    lost: list[Lost] = []


class _LineError(FormatError):
    """A line of annotations that is wrong."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


def read(files: Files) -> Iterator[ImportedDocument | Refusal]:
    """Read every text with its annotations, in the order of their names."""
    # A collection without a document has its configuration all the same.
    for name in files.names(".txt", CONFIGURATION):
        if name.endswith(CONFIGURATION):
            continue
        # Whoever names one file may mean either.
        base = name.removesuffix(".txt").removesuffix(".ann")
        try:
            yield _document(files, base)
        except _LineError as error:
            yield Refusal(source=files.place(base + ".ann"), line=error.line, reason=str(error))
        except FormatError as error:
            yield Refusal(source=files.place(base + ".txt"), reason=str(error))


def _document(files: Files, base: str) -> ImportedDocument:
    known = beside(files, base + ".json")
    written = _decoded(files, base + ".txt")
    standoff = _standoff(_decoded(files, base + ".ann")) if files.has(base + ".ann") else _Standoff()
    text = written.removeprefix(_BOM)
    shift = _shift(standoff, text, len(written) - len(text))
    article = article_from(known.restored(text), known.about, files.place(base + ".txt"))
    lost = [*standoff.lost, *changed_text(known.about, article)]
    spans = list[ImportedSpan]()
    for id, bound in standoff.bound.items():
        parts = _joined([Span(start - shift, end - shift) for start, end in bound.parts], text)
        found = standoff.origins.get(id) in (FOUND, PROPOSED)
        if found or len(parts) > 1:
            lost.append(Lost(_FOUND if found else _APART, f"line {bound.line}", known.label(bound.label)))
        if not found:
            note = "\n".join(standoff.notes.get(id, []))
            origin = origin_of(standoff.origins.get(id))
            spans += _spans(parts, article.text, known.label(bound.label), origin, note)
    return ImportedDocument(
        article=article,
        spans=(*spans, *known.on_article),
        annotator=known.annotator,
        state=known.state or ("open" if spans else None),
        lost=tuple(Lost(kind, f"{base}: {detail}", label) for kind, detail, label in lost),
    )


def _decoded(files: Files, name: str) -> str:
    try:
        text = files.read(name, _LARGEST).decode()
    except UnicodeDecodeError:
        raise FormatError(f"{files.place(name)} is not UTF-8") from None
    # As brat reads, and so as it counts.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _standoff(lines: str) -> _Standoff:
    found = _Standoff()
    for number, line in enumerate(lines.removeprefix(_BOM).split("\n"), start=1):
        if line.strip():
            id, tab, fields = line.partition("\t")
            if not tab:
                raise _LineError(number, "has no tab after an id")
            _take(found, id, fields, number)
    _check_targets(found)
    return found


def _take(found: _Standoff, id: str, fields: str, number: int) -> None:
    """Put one line where it belongs."""
    if id.startswith("T"):
        if id in found.bound:
            raise _LineError(number, f"has the id {id[:20]} for the second time")
        found.bound[id] = _bound(fields, number)
    elif id.startswith(("A", "M")):
        _attribute(found, fields, number)
    elif id.startswith("#"):
        note = _NOTE.fullmatch(fields)
        if note is None:
            found.lost.append(Lost(_NOTES, f"line {number}"))
        else:
            found.notes.setdefault(note[1], []).append(note[2])
    elif id[:1] in _OTHERS:
        found.lost.append(Lost(_OTHERS[id[:1]], f"line {number}", re.split(r"[\s:]", fields, maxsplit=1)[0]))
    else:
        raise _LineError(number, f"begins with {id[:20]!r}, which is no id of brat's")


def _bound(fields: str, number: int) -> _Bound:
    match = _TEXT_BOUND.fullmatch(fields)
    if match is None:
        raise _LineError(number, "is no label with a start and an end (a label has no spaces)")
    try:
        pairs = [[int(offset) for offset in part.split(" ")] for part in match[2].split(";")]
    except ValueError:  # Thousands of digits.
        raise _LineError(number, "has a number out of range") from None
    return _Bound(match[1], [Span(start, end) for start, end in pairs], match[3], number)


def _attribute(found: _Standoff, fields: str, number: int) -> None:
    match = _ATTRIBUTE.fullmatch(fields)
    if match is None:
        raise _LineError(number, "is no attribute with the id that it is of")
    if match[1] == ORIGIN and match[3]:
        found.origins[match[2]] = match[3]
    else:
        found.lost.append(Lost(_ATTRIBUTES, f"line {number}", match[1]))


def _check_targets(found: _Standoff) -> None:
    found.lost += [Lost(_NOTES, id[:20]) for id in found.notes if id not in found.bound]


def _shift(standoff: _Standoff, text: str, bom: int) -> int:
    """Return how far all annotations are off, where a byte order mark may have been counted.

    Raises ``_LineError`` for the first annotation that lies outside of the text or has other words.
    """
    wrong: _LineError | None = None
    for shift in dict.fromkeys((0, bom)):
        try:
            for bound in standoff.bound.values():
                _check(bound, text, shift)
        except _LineError as error:
            wrong = wrong or error
        else:
            return shift
    assert wrong is not None
    raise wrong


def _check(bound: _Bound, text: str, shift: int) -> None:
    parts = [Span(start - shift, end - shift) for start, end in bound.parts]
    for part in parts:
        if not 0 <= part.start < part.end <= len(text):
            raise _LineError(
                bound.line,
                f"lies at {part.start} to {part.end}, "
                f"which is no stretch of a text of {len(text)} characters",
            )
    if bound.words is not None and not _same(bound.words, [part.of(text) for part in parts]):
        raise _LineError(bound.line, "has other words than the text has there")


def _same(words: str, pieces: list[str]) -> bool:
    """Tell whether words are those of the text; old versions put no space between fragments."""
    return words.split() in (" ".join(pieces).split(), "".join(pieces).split())


def _spans(parts: list[Span], text: str, label: str, origin: Origin, note: str) -> Iterator[ImportedSpan]:
    for start, end in parts:
        words = text[start:end]
        yield ImportedSpan(start=start, end=end, label=label, text=words, origin=origin, note=note)


def _joined(parts: list[Span], text: str) -> list[Span]:
    """Return fragments in the order of the text, those with only white space between them as one."""
    joined = list[Span]()
    for part in sorted(parts):
        if joined and not text[joined[-1].end : part.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, part.end))
        else:
            joined.append(part)
    return joined
