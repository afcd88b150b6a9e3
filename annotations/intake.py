"""Take articles in from files, in batches that suit both a waiting reader and a bulk import.

The first batch holds the first article alone, so that it can be shown while the rest is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotations.records import Article, Refusal
from annotations.sources.files import read
from annotations.sources.finding import find

#: One transaction of this size keeps a writer busy for some tens of milliseconds.
MAX_ARTICLES = 200
MAX_CHARACTERS = 2_000_000


class Batch(NamedTuple):
    """Some articles, in the order of their sources, and what was refused between them."""

    articles: list[Article]
    refusals: list[Refusal]


def read_all(
    paths: Sequence[str], *, format: str | None = None, encoding: str | None = None
) -> Iterator[Article | Refusal]:
    """Read every article behind files, folders, globs and ``-``, in order, lazily."""
    for found in find(paths):
        if isinstance(found, Refusal):
            yield found
        else:
            yield from read(found, format=format, encoding=encoding)


def batches(items: Iterable[Article | Refusal]) -> Iterator[Batch]:
    """Group what was read: first up to the first article, then by number and size."""
    batch, size, limit = Batch([], []), 0, 1
    for item in items:
        if isinstance(item, Refusal):
            batch.refusals.append(item)
            continue
        batch.articles.append(item)
        size += len(item.text)
        if len(batch.articles) >= limit or size >= MAX_CHARACTERS:
            yield batch
            batch, size, limit = Batch([], []), 0, MAX_ARTICLES
    if batch.articles or batch.refusals:
        yield batch


def still_there(article: Article, paths: Sequence[str]) -> bool:
    """Tell whether an article known from before is what its source, under ``paths``, holds today.

    Used to open the reader where it was left. A row of a table is trusted without reading the table.
    """
    file = Path(article.source)
    if not file.is_file():
        file = Path(article.source.rpartition(":")[0])
        return file.is_file() and _under(file, paths)
    if not _under(file, paths):
        return False
    return any(isinstance(item, Article) and item.id == article.id for item in read(file))


def _under(file: Path, paths: Sequence[str]) -> bool:
    return any(file == Path(path) or Path(path) in file.parents for path in paths)
