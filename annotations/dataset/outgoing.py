"""Tags of the database as a dataset: which documents go out, and to which file they may go.

An article that nobody has touched is no training data and stays behind. One that an annotator finished
without a tag goes out: "seen, nothing here" is an answer.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from annotations.errors import ExportError
from annotations.files import replacing
from annotations.formats import table
from annotations.formats.documents import Document, Report, Tokenizer, Unit
from annotations.records import Article, State, Tag
from annotations.store import Store

#: Told, now and then, how many articles have been dealt with.
Progress = Callable[[int], object]


class Options(NamedTuple):
    """What an export holds."""

    unit: Unit = "article"
    #: Whether tokens go along; without them an export is several times as fast, and as small.
    tokens: bool = True
    #: Whether articles go out that nobody has touched.
    untouched: bool = False


EVERYTHING_TOUCHED = Options()


def export(
    store: Store,
    format: str,
    out: Path,
    options: Options = EVERYTHING_TOUCHED,
    *,
    progress: Progress | None = None,
) -> Report:
    """Write what was tagged as a dataset to ``out`` (``-``: standard output), whole or not at all.

    Articles come in the order in which they were added, each once per annotator, by name. Returns the
    account of what went out and of what could not be carried; its sentences hold words of articles.
    Raises ``ExportError`` when ``out`` cannot or must not be written (the database, a file that an article
    came from, a link), and when a tag does not cover its words; ``FormatError`` for an unknown format.
    """
    write = table.writer(format)
    tokenize: Tokenizer | None = None
    if options.tokens:
        from annotations.detect.tokens import tokens  # noqa: PLC0415 - leads to spaCy

        tokenize = tokens
    _spare_database(store, out)
    with replacing(out) as file:
        found = _documents(store, options, _Sources(out), progress)
        return write(found, file, unit=options.unit, tokenize=tokenize)


def _documents(
    store: Store, options: Options, sources: "_Sources", progress: Progress | None
) -> Iterator[Document]:
    for number, article in enumerate(store.articles(), start=1):
        sources.spare(article)
        yield from _of_article(store, article, untouched=options.untouched)
        if progress is not None:
            progress(number)


def _of_article(store: Store, article: Article, *, untouched: bool) -> Iterator[Document]:
    tags = sorted(store.tags(article.id), key=_annotator)
    by_annotator = {name: tuple(theirs) for name, theirs in groupby(tags, key=_annotator)}
    states = _states(store, article.id)
    touched = sorted(by_annotator.keys() | {name for name, state in states.items() if state != "new"})
    if untouched and not touched:
        yield Document(article=article, annotator="")
    for name in touched:
        yield Document(
            article=article,
            annotator=name,
            state=states.get(name, "new"),
            tags=by_annotator.get(name, ()),
        )


def _annotator(tag: Tag) -> str:
    return tag.annotator


def _states(store: Store, article: str) -> dict[str, State]:
    rows = store.connection.rows("SELECT annotator, state FROM progress WHERE article = ?", [article])
    return {row["annotator"]: row["state"] for row in rows}


def _spare_database(store: Store, out: Path) -> None:
    database = store.path
    for path in (database, database.with_name(database.name + "-journal")):
        if out.absolute() == path.absolute() or _same(out, path):
            raise ExportError(f"cannot write {out}: it is the database itself")


class _Sources:
    """Keeps an export from taking the place of a file that an article came from."""

    def __init__(self, out: Path) -> None:
        # What is not there yet, nothing can have come from.
        self._out = out if out.exists() else None

    def spare(self, article: Article) -> None:
        """Raise ``ExportError`` if the article came from the file that is to be written."""
        if self._out is None or self._out.name not in article.source:
            return
        # A row of a table has the number of its line behind the path.
        for source in (article.source, article.source.rpartition(":")[0]):
            if source and _same(self._out, Path(source)):
                raise ExportError(f"cannot write {self._out}: an article of the database came from that file")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # Gone, or no name that a file can have.
        return False
