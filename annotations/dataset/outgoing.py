"""Tags of the database as a dataset: which documents go out, and to which file they may go.

An article that nobody has touched is no training data and stays behind. One that an annotator finished
without a tag goes out: "seen, nothing here" is an answer.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from annotations.errors import ExportError
from annotations.files import replacing
from annotations.formats import table
from annotations.formats.documents import Document, Report, Tokenizer, Unit
from annotations.records import Article, Tag
from annotations.store import Store
from annotations.store.tags import Reached, reached

T = TypeVar("T")
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
    # All three come in the order of the articles, so that one pass over each is enough.
    tags = _Following(store.all_tags(), attrgetter("article"))
    states = _Following(reached(store.connection), attrgetter("article"))
    for number, article in enumerate(store.articles(), start=1):
        sources.spare(article)
        yield from _of_article(article, tags.of(article.id), states.of(article.id), options)
        if progress is not None:
            progress(number)
    if tags.left or states.left:
        raise ExportError("the database grew while it was exported, and nothing was written: export it again")


def _of_article(
    article: Article, tags: Iterable[Tag], states: Iterable[Reached], options: Options
) -> Iterator[Document]:
    state_of = {row.annotator: row.state for row in states}
    by_annotator: dict[str, list[Tag]] = {}
    for tag in tags:
        by_annotator.setdefault(tag.annotator, []).append(tag)
    touched = sorted(state_of.keys() | by_annotator.keys())
    if options.untouched and not touched:
        yield Document(article=article, annotator="")
    for name in touched:
        yield Document(
            article=article,
            annotator=name,
            state=state_of.get(name, "new"),
            tags=tuple(by_annotator.get(name, ())),
        )


class _Following(Generic[T]):
    """Items that belong to articles and come in their order, handed out article by article."""

    def __init__(self, items: Iterator[T], article: Callable[[T], str]) -> None:
        self._groups = groupby(items, key=article)
        self._next = next(self._groups, None)

    @property
    def left(self) -> bool:
        """Whether some items belong to no article that was asked for."""
        return self._next is not None

    def of(self, id: str) -> list[T]:
        """Return the items of that article, if they are next."""
        if self._next is None or self._next[0] != id:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found


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
