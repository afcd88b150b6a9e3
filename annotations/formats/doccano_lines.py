"""Read doccano's JSON lines: those that it exports, and those that it imports.

A span of doccano's says where it is and not what is there, so nothing can be checked against it. A line of
ours says what its offsets count. Those of others are UTF-16 units, doccano's default, or, if the user says
so, characters as a reader sees them; spans that would be others if it were the other way are counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from annotations.errors import FormatError
from annotations.formats import lines
from annotations.formats.doccano import GRAPHEME, OURS, UTF_16
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.offsets import Counting, Graphemes, Utf16
from annotations.formats.whole import article_from, changed_text, origin_of, state_of
from annotations.records import Refusal

#: A label where doccano puts it; None for one on the whole article.
_Given = tuple[tuple[int, int] | None, str]

_UNCHECKED = {
    UTF_16: "spans read in UTF-16 units, as doccano counts unless told otherwise (--grapheme)",
    GRAPHEME: "spans read in whole characters, as doccano counts only if told to",
}

_WAYS: dict[str, Callable[[str], Counting]] = {UTF_16: Utf16, GRAPHEME: Graphemes}

#: What a program found, as it was written: its place, label and kind, a detail and a score.
_Found = tuple[int, int, str, str, str, float]


class _Ours(msgspec.Struct):
    """A tag as it was when its line was written."""

    label: str
    written: tuple[int, int] | None = None
    start: int = 0
    end: int = 0
    origin: Any = None
    note: Any = None


def read(stream: BinaryIO, *, source: str, grapheme: str = "no") -> Iterator[ImportedDocument | Refusal]:
    """Read a file, one line at a time; a line that is wrong is refused with its number."""
    counting = GRAPHEME if grapheme == "yes" else UTF_16
    for number, line in lines.numbered(stream, lines.MAX_LINE):
        try:
            yield _document(line, number, source, counting)
        except FormatError as error:
            yield Refusal(source=source, line=number, reason=str(error))


def _document(line: bytes | None, number: int, source: str, counting: str) -> ImportedDocument:
    if line is None:
        raise FormatError(f"is longer than {lines.MAX_LINE:,} bytes")
    values = lines.value(msgspec.Raw(line))
    if not isinstance(values, dict) or not isinstance(values.get("text"), str):
        raise FormatError('has no "text"')
    text, ours = values.pop("text"), values.pop(OURS, None)
    ours = ours if isinstance(ours, dict) else {}
    given, lost = _given(values)
    exported = _tell_comments(values, lost)
    if ours:
        counting = GRAPHEME if ours.get("offsets") == GRAPHEME else UTF_16
    else:
        lost += _unchecked(given, text, counting, f"line {number}")
    way = _WAYS[counting](text)
    spans = _spans(given, ours, way, text, lost)
    known = {name: ours[name] for name in ("title", "byline", "date", "source", "metadata") if name in ours}
    article = article_from(text, values | known, f"{source}:{number}")
    lost += changed_text(ours, article)
    annotator = ours.get("annotator")
    return ImportedDocument(
        line=number,
        article=article,
        spans=spans,
        annotator=annotator if isinstance(annotator, str) else "",
        state=state_of(ours.get("state")) or ("done" if exported else "open" if spans else None),
        lost=tuple(lost),
    )


def _unchecked(given: list[_Given], text: str, counting: str, where: str) -> Iterator[Lost]:
    """Tell of the spans that would be others if the offsets counted something else."""
    if text.isascii() and "\r\n" not in text:
        return
    ways = [way(text) for way in _WAYS.values()]
    for place, label in given:
        if place is not None and any(len({way.back(offset) for way in ways}) > 1 for offset in place):
            yield Lost(_UNCHECKED[counting], where, label)


def _tell_comments(values: dict[str, Any], lost: list[Lost]) -> bool:
    """Take out what only doccano's own export has, and tell whether that was so."""
    comments = values.pop("Comments", values.pop("comments", None))
    if comments is None:
        return False
    values.pop("id", None)
    lost += [Lost("comments", str(comment)[:40]) for comment in comments if isinstance(comments, list)]
    return True


def _given(values: dict[str, Any]) -> tuple[list[_Given], list[Lost]]:
    """Take every label out of a line, in whichever form it is."""
    found: list[_Given] = []
    for name in ("label", "labels", "entities", "cats"):
        listed = values.pop(name, None)
        if listed is not None and not isinstance(listed, list):
            raise FormatError(f'has "{name}" that is no list')
        found += [_label(item, f'"{name}" {place}') for place, item in enumerate(listed or [], start=1)]
    relations = values.pop("relations", None)
    kinds = (
        [one.get("type") for one in relations if isinstance(one, dict)] if isinstance(relations, list) else []
    )
    return found, [Lost("relations between spans", str(kind)[:40], str(kind)[:40]) for kind in kinds]


def _label(item: Any, where: str) -> _Given:
    if isinstance(item, str) and item.strip():
        return None, item
    if isinstance(item, dict):
        item = [item.get(name) for name in ("start_offset", "end_offset", "label")]
    match item:
        case [int(start), int(end), str(label)] if label.strip() and bool not in (type(start), type(end)):
            return (start, end), label
    raise FormatError(f"{where} is neither a label nor a start, an end and a label")


def _spans(
    given: list[_Given], ours: dict[str, Any], way: Counting, text: str, lost: list[Lost]
) -> tuple[ImportedSpan, ...]:
    tags, found = _known(ours)
    spans = []
    for place, label in given:
        if place is not None and found[*place, label] > 0:
            found[*place, label] -= 1
            lost.append(Lost("spans that a program found and nobody decided", label, label))
            continue
        alike = tags.get((place, label))
        # Two may have been written alike, with two notes.
        spans.append(_span(place, label, alike.pop(0) if alike else None, way, text))
    return tuple(spans)


def _known(ours: dict[str, Any]) -> tuple[dict[_Given, list[_Ours]], Counter[tuple[int, int, str]]]:
    """Return the tags that were written, and how often each stretch that was found by a program."""
    tags: dict[_Given, list[_Ours]] = {}
    try:
        for tag in msgspec.convert(ours.get("tags", []), list[_Ours]):
            tags.setdefault((tag.written, tag.label), []).append(tag)
        return tags, Counter(found[:3] for found in msgspec.convert(ours.get("found", []), list[_Found]))
    except msgspec.ValidationError as error:
        raise FormatError(f'has "{OURS}" that is not as it was written: {error}') from None


def _span(
    place: tuple[int, int] | None, label: str, ours: _Ours | None, way: Counting, text: str
) -> ImportedSpan:
    start, end = (0, 0) if place is None else _code_points(place, ours, way, text)
    note = None if ours is None else ours.note
    return ImportedSpan(
        start=start,
        end=end,
        label=label,
        text=text[start:end],
        origin=origin_of(None if ours is None else ours.origin),
        note=note if isinstance(note, str) else "",
    )


def _code_points(place: tuple[int, int], ours: _Ours | None, way: Counting, text: str) -> tuple[int, int]:
    start, end = way.back(place[0]), way.back(place[1])
    if start is None or end is None or start >= end:
        raise FormatError(
            f"a span lies at {place[0]} to {place[1]}, "
            f"which is no stretch of a text of {len(text)} characters"
        )
    # A tag that was snapped to whole characters lies inside of them.
    if ours is not None and start <= ours.start < ours.end <= end:
        return ours.start, ours.end
    return start, end
