"""Read Hugging Face datasets, Parquet and JSON lines: our columns, texts with spans, tokens with tags."""

from collections.abc import Iterator
from typing import Any, BinaryIO, get_args

import msgspec

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats import detected, lines
from annotations.formats.conll_blocks import joined, runs
from annotations.formats.documents import ImportedDocument, ImportedSpan, Lost
from annotations.formats.hf import arrow
from annotations.formats.hf_columns import COLUMNS, Row, quote_from
from annotations.formats.whole import changed_text
from annotations.records import Article, Detection, Origin, Refusal, Span, State
from annotations.text import content_id

_TAGS = ("ner_tags", "tags", "labels")
_BATCH = 100


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str
    text: str | None = None
    origin: str | None = None
    note: str | None = None
    tag_start: int | None = None
    tag_end: int | None = None


class _ArticleLabel(msgspec.Struct):
    label: str
    origin: str | None = None
    note: str | None = None


def read(files: Files) -> Iterator[ImportedDocument | Refusal]:
    """Read every row of every ``.parquet`` and ``.jsonl``; a file that is neither is refused as a whole."""
    for name in files.names(".parquet", ".jsonl"):
        place = files.place(name)
        with files.open(name) as stream:
            rows = _parquet(stream, place) if name.endswith(".parquet") else _json_lines(stream, place)
            for item in rows:
                yield item if isinstance(item, Refusal) else _taken(*item, place)


def _json_lines(stream: BinaryIO, place: str) -> Iterator[Refusal | tuple[int, dict[str, Any], list[str]]]:
    for number, line in lines.numbered(stream, lines.MAX_LINE):
        if line is None:
            yield Refusal(source=place, line=number, reason=f"is longer than {lines.MAX_LINE:,} bytes")
            continue
        try:
            yield number, {name: lines.value(raw) for name, raw in lines.fields(line).items()}, []
        except FormatError as error:
            yield Refusal(source=place, line=number, reason=str(error))


def _parquet(stream: BinaryIO, place: str) -> Iterator[Refusal | tuple[int, dict[str, Any], list[str]]]:
    pa, pq = arrow()
    number = 0
    try:
        file = pq.ParquetFile(stream)
        names = _class_names(file.schema_arrow.metadata or {})
        for batch in file.iter_batches(batch_size=_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield number, row, names
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        yield Refusal(source=f"{place}, row {number + 1}", reason=f"cannot be read as Parquet: {reason}")


def _class_names(metadata: dict[bytes, bytes]) -> list[str]:
    """Return the names behind the numbers of tags, as ``datasets`` keeps them in a file."""
    try:
        features = msgspec.json.decode(metadata.get(b"huggingface", b"{}"))["info"]["features"]
        feature = next(features[name] for name in _TAGS if name in features)
        return [str(name) for name in (feature.get("feature") or feature)["names"]]
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError, StopIteration):
        return []


def _taken(number: int, values: dict[str, Any], names: list[str], place: str) -> ImportedDocument | Refusal:
    try:
        there = {name: value for name, value in values.items() if value is not None}
        if "text" not in there and "tokens" in there:
            return _of_tokens(number, there, names, place)
        return _of_text(number, there, place)
    except msgspec.ValidationError as error:
        return Refusal(source=place, line=number, reason=lines.in_words(error))
    except FormatError as error:
        return Refusal(source=place, line=number, reason=str(error))


def _of_text(number: int, values: dict[str, Any], place: str) -> ImportedDocument:
    row = msgspec.convert(values, Row)
    if not row.text.strip():
        raise FormatError("has no text")
    spans = [_span(given, row.text) for given in msgspec.convert(row.spans, list[_Span])]
    spans += map(_article_label, msgspec.convert(row.article_labels, list[_ArticleLabel]))
    metadata, lost = _metadata(row.metadata, {n: v for n, v in values.items() if n not in COLUMNS})
    found, not_taken = _detection(row)
    ours = row.unit in ("article", "sentence", "paragraph")
    article = Article(
        id=content_id(row.text),
        text=row.text,
        title=row.title,
        byline=row.byline,
        date=row.date,
        source=row.source or ("" if ours else f"{place}:{number}"),
        metadata=metadata,
    )
    changed = changed_text({"article": row.id}, article) if row.unit == "article" else ()
    return ImportedDocument(
        line=number,
        article=article,
        spans=tuple(spans),
        annotator=row.annotator,
        state=_known(row.state, State, None),
        part_of=row.id if ours and row.unit != "article" else "",
        offset=row.unit_start if ours and row.unit != "article" else 0,
        detection=found,
        lost=(*lost, *not_taken, *changed),
    )


def _detection(row: Row) -> tuple[Detection | None, tuple[Lost, ...]]:
    try:
        quotes = [msgspec.to_builtins(quote_from(given, row.text)) for given in row.quotes]
    except (KeyError, TypeError):
        raise FormatError("has quotes that are not as they were written") from None
    return detected.taken(
        {
            "pipeline": row.pipeline,
            "entities": row.entities,
            "quotes": quotes,
            "suggestions": row.suggestions,
        },
        row.text,
    )


def _span(given: _Span, text: str) -> ImportedSpan:
    words = text[given.start : given.end]
    if not 0 <= given.start < given.end <= len(text):
        raise FormatError(f"has a span at {given.start} to {given.end} of {len(text)} characters")
    if given.text is not None and given.text != words:
        raise FormatError(f"has a span at {given.start} that says other words than the text")
    whole = None if given.tag_start is None or given.tag_end is None else Span(given.tag_start, given.tag_end)
    return ImportedSpan(
        start=given.start,
        end=given.end,
        label=_label(given.label),
        text=words,
        origin=_known(given.origin, Origin, "imported"),
        note=given.note or "",
        whole=whole,
    )


def _article_label(given: _ArticleLabel) -> ImportedSpan:
    return ImportedSpan(
        start=0,
        end=0,
        label=_label(given.label),
        text="",
        origin=_known(given.origin, Origin, "imported"),
        note=given.note or "",
    )


def _label(name: str) -> str:
    if not name.strip():
        raise FormatError("has a tag without a label")
    return name


def _known(given: str | None, names: Any, otherwise: Any) -> Any:
    """Return a value if it is one of a ``Literal``."""
    return given if given in get_args(names) else otherwise


def _metadata(ours: str, others: dict[str, Any]) -> tuple[dict[str, Any], tuple[Lost, ...]]:
    """Return an article's metadata: what was written as such, and columns that nobody knows."""
    try:
        found = lines.value(msgspec.Raw(ours.encode())) if ours else {}
    except FormatError as error:
        raise FormatError(f"has metadata that {error}") from None
    if not isinstance(found, dict):
        raise FormatError("has metadata that are no object")
    lost = list[Lost]()
    for name, value in others.items():
        try:
            msgspec.json.encode(value)
        except (TypeError, ValueError, UnicodeEncodeError, OverflowError):
            lost.append(Lost("columns that JSON cannot hold, left out", name))
        else:
            found.setdefault(name, msgspec.json.decode(msgspec.json.encode(value)))
    return found, tuple(lost)


def _of_tokens(number: int, values: dict[str, Any], names: list[str], place: str) -> ImportedDocument:
    tokens = ["".join(token.split()) for token in msgspec.convert(values["tokens"], list[str])]
    column = next((name for name in _TAGS if name in values), "")
    tags = [_tag(tag, names) for tag in msgspec.convert(values.get(column, []), list[int | str])]
    if not column or len(tags) != len(tokens) or not all(tokens):
        raise FormatError("has neither a text nor a tag for each token")
    text, places = joined(tokens, set())
    spans = (
        ImportedSpan(start=start, end=end, label=label, text=text[start:end])
        for first, last, label in runs(tags, set())
        for start, end in [(places[first][0], places[last][1])]
    )
    article = Article(id=content_id(text), text=text, source=f"{place}:{number}")
    return ImportedDocument(line=number, article=article, spans=tuple(spans), spaced=True)


def _tag(tag: int | str, names: list[str]) -> str:
    if isinstance(tag, str):
        return tag
    if not 0 <= tag < len(names):
        raise FormatError(f"has a tag {tag}, for which the file has no name")
    return names[tag]
