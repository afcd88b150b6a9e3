"""The formats that articles are read from: one row each."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from annotations.records import Article, Refusal
from annotations.sources import html, markdown, plain, tables
from annotations.sources.parsed import Parsed

#: A document is one article: ``parse(data, encoding)``.
Parser = Callable[[bytes, str | None], Parsed]
#: A table has one article in each row: ``rows(stream, name, encoding)``.
RowReader = Callable[[BinaryIO, str, str | None], Iterator[Article | Refusal]]

DOCUMENTS: dict[str, Parser] = {"text": plain.parse, "markdown": markdown.parse, "html": html.parse}
TABLES: dict[str, RowReader] = {"jsonl": tables.read_jsonl}
FORMATS = (*DOCUMENTS, *TABLES)

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
