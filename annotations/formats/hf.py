"""Datasets for Hugging Face's ``datasets``: a folder per split with Parquet or JSON lines, and a card.

Each text is a row; its tags are a list of structures with offsets in code points, end-exclusive. The types
of all columns are written down, so that a split without a single tag loads like the others.

https://huggingface.co/docs/datasets/repository_structure
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from annotations.errors import ExportError, FormatError
from annotations.formats.documents import Document, ImportedSpan, Request, Written, verify
from annotations.formats.hf_columns import Row, arrow_schema, columns, quote_row
from annotations.formats.units import Part, parts
from annotations.records import Tag
from annotations.staging import Folder

#: Texts in a row group: few enough for memory, enough for the compression.
_ROWS = 200
_encoder = msgspec.json.Encoder(order="deterministic")


def write(documents: Iterable[Document], out: Folder, request: Request) -> Written:
    """Write ``data.parquet`` or ``data.jsonl``, streaming.

    Raises ``ExportError`` when a tag does not cover the words it was set on, or a text cannot be encoded;
    ``FormatError`` when Parquet is asked for and its library is not there.
    """
    report = Written()
    rows = (row for document in documents for row in _rows(document, request, report))
    kept = columns(tokens=request.tokenize is not None)
    try:
        if request.options.get("file", "parquet") == "jsonl":
            _write_lines(rows, out, kept)
        else:
            _write_parquet(rows, out, kept)
    except UnicodeEncodeError:
        raise ExportError(
            "a text has half a character in it (a lone surrogate); nothing was written"
        ) from None
    return report


def _write_lines(rows: Iterator[Row], out: Folder, kept: list[str]) -> None:
    with out.file("data.jsonl") as file:
        for row in rows:
            file.write(_encoder.encode({name: getattr(row, name) for name in kept}) + b"\n")


def _write_parquet(rows: Iterator[Row], out: Folder, kept: list[str]) -> None:
    pa, pq = arrow()
    schema = arrow_schema(pa, kept)
    with out.file("data.parquet") as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(msgspec.to_builtins(batch), schema=schema))


def arrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet module; raises ``FormatError`` when they are not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - a large library, for this format alone
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise FormatError('Parquet needs pyarrow: pip install "copydesk[hf]"') from None
    return pa, pq


def _rows(document: Document, request: Request, report: Written) -> Iterator[Row]:
    verify(document)
    for part in parts(document, request.unit, report):
        report.meant(part.text, tuple(_spans(part)), document.annotator, document.state)
        yield _row(document, part, request)


def _spans(part: Part) -> Iterator[ImportedSpan]:
    for span in part.spans:
        yield msgspec.structs.replace(span, annotator="")


def _row(document: Document, part: Part, request: Request) -> Row:
    article, found = document.article, document.detection if request.unit == "article" else None
    return Row(
        id=article.id,
        text=part.text,
        tokens=[token[0] for token in request.tokenize(part.text)] if request.tokenize else [],
        spans=[
            {
                "start": piece.start,
                "end": piece.end,
                "label": piece.tag.label,
                "text": part.text[piece.start : piece.end],
                "origin": piece.tag.origin,
                "note": piece.tag.note,
                "tag_start": piece.tag.start if piece.cut else None,
                "tag_end": piece.tag.end if piece.cut else None,
            }
            for piece in part.pieces
        ],
        article_labels=[_article_label(tag) for tag in part.labels],
        entities=[msgspec.to_builtins(entity) for entity in found.entities] if found else [],
        quotes=[quote_row(quote) for quote in found.quotes] if found else [],
        suggestions=[msgspec.to_builtins(one) for one in found.suggestions] if found else [],
        pipeline=found.pipeline if found else "",
        annotator=document.annotator,
        state=document.state,
        unit=request.unit,
        unit_start=part.span.start,
        title=article.title,
        byline=article.byline,
        date=article.date,
        source=article.source,
        metadata=_encoder.encode(article.metadata).decode(),
    )


def _article_label(tag: Tag) -> dict[str, str]:
    return {"label": tag.label, "origin": tag.origin, "note": tag.note}
