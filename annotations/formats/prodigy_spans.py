"""The spans of a line of Prodigy's: by characters or by tokens, of ours or of anybody's."""

from typing import Any, get_args

import msgspec

from annotations.errors import FormatError
from annotations.formats.documents import ImportedSpan, Lost
from annotations.formats.lines import in_words, value
from annotations.records import Origin, Span


class _Given(msgspec.Struct):
    label: str
    start: int | None = None
    end: int | None = None
    token_start: int | None = None
    token_end: int | None = None
    text: str | None = None
    tag_start: int | None = None
    tag_end: int | None = None
    annotator: Any = None
    origin: Any = None
    note: Any = None


_KEYS = set(_Given.__struct_fields__)
_MORE = "lines with spans that hold more than a tag can"


class _Bounds(msgspec.Struct):
    start: int
    end: int
    text: str | None = None


def taken(
    listed: Any, text: str, tokens: msgspec.Raw | None
) -> tuple[tuple[ImportedSpan, ...], tuple[Lost, ...]]:
    """Read the list of spans of a line; raises ``FormatError`` for one that does not fit its text."""
    if listed is None:
        return (), ()
    if not isinstance(listed, list):
        raise FormatError("has spans that are not a list")
    bounds: list[_Bounds] | None = None
    spans, unknown = [], set[str]()
    for place, item in enumerate(listed, start=1):
        try:
            given = msgspec.convert(item, _Given)
            if given.start is None and given.token_start is not None and bounds is None:
                bounds = _token_bounds(tokens)
            spans.append(_span(given, text, bounds or []))
        except msgspec.ValidationError as error:
            raise FormatError(f"span {place}: {in_words(error)}") from None
        except FormatError as error:
            raise FormatError(f"span {place} {error}") from None
        unknown.update(item.keys() - _KEYS)
    lost = (Lost(_MORE, ", ".join(sorted(unknown))),) if unknown else ()
    return tuple(spans), lost


def _token_bounds(tokens: msgspec.Raw | None) -> list[_Bounds]:
    if tokens is None:
        raise FormatError("is given by tokens, and the line has none")
    return msgspec.convert(value(tokens), list[_Bounds])


def _span(given: _Given, text: str, bounds: list[_Bounds]) -> ImportedSpan:
    start, end = _offsets(given, bounds)
    if not 0 <= start < end <= len(text):
        raise FormatError(
            f"lies at {start} to {end}, which is no stretch of a text of {len(text)} characters"
        )
    words = text[start:end]
    if given.text is not None and given.text != words:
        raise FormatError(f"says its words are {short(given.text)}, but the text has {short(words)} there")
    if not given.label.strip():
        raise FormatError("has no label")
    whole = None if given.tag_start is None or given.tag_end is None else Span(given.tag_start, given.tag_end)
    return ImportedSpan(
        start=start,
        end=end,
        label=given.label,
        text=words,
        annotator=given.annotator if isinstance(given.annotator, str) else "",
        origin=given.origin if given.origin in get_args(Origin) else "imported",
        note=given.note if isinstance(given.note, str) else "",
        whole=whole,
    )


def _offsets(given: _Given, bounds: list[_Bounds]) -> tuple[int, int]:
    if given.start is not None and given.end is not None:
        return given.start, given.end
    if given.token_start is None or given.token_end is None:
        raise FormatError("says neither by characters nor by tokens where it is")
    if not 0 <= given.token_start <= given.token_end < len(bounds):
        raise FormatError(f"lies at tokens {given.token_start} to {given.token_end}, of {len(bounds)}")
    return bounds[given.token_start].start, bounds[given.token_end].end


def short(words: str) -> str:
    """Return words, or the beginning of them, in quotation marks."""
    return f"“{words if len(words) <= 30 else words[:29] + '…'}”"
