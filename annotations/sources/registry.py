"""The formats that articles are read from: one row each."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from annotations.records import Article, Refusal
from annotations.sources.parsed import Parsed

#: A document is one article: ``parse(data, encoding)``.
Parser = Callable[[bytes, str | None], Parsed]
#: A table has one article in each row: ``rows(stream, name, encoding)``.
RowReader = Callable[[BinaryIO, str, str | None], Iterator[Article | Refusal]]

#: Module and function by format; only the module of a format that is met gets imported.
_DOCUMENTS = {"text": ("plain", "parse"), "markdown": ("markdown", "parse"), "html": ("html", "parse")}
_TABLES = {"jsonl": ("tables", "read_jsonl")}
FORMATS = (*_DOCUMENTS, *_TABLES)

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


def parser(format: str) -> Parser | None:
    """Return what parses documents of a format, None for a table. Raises ``KeyError`` for no format."""
    return None if format in _TABLES else cast(Parser, _function(*_DOCUMENTS[format]))


def row_reader(format: str) -> RowReader:
    """Return what reads the rows of a table format. Raises ``KeyError`` for anything else."""
    return cast(RowReader, _function(*_TABLES[format]))


def _function(module: str, name: str) -> object:
    return getattr(import_module(f"annotations.sources.{module}"), name)
