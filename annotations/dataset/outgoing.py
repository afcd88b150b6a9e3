"""Tags of the database as a dataset: written beside its place, read back, and only then put there."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from annotations.dataset import carrying, manifest
from annotations.dataset.checking import check
from annotations.dataset.choosing import Choosing, Progress
from annotations.dataset.options import EVERYTHING_TOUCHED, Options
from annotations.dataset.splits import Sides
from annotations.errors import ExportError
from annotations.files import STANDARD
from annotations.formats import table
from annotations.formats.documents import (
    Document,
    Report,
    Request,
    Tokenizer,
    Written,
    loss_sentences,
)
from annotations.formats.table import Format
from annotations.records import Article
from annotations.staging import (
    Folder,
    check_file_place,
    check_folder_place,
    publish_file,
    publish_folder,
    staging,
)
from annotations.store import Store
from annotations.store.tags import labels

#: What the one file of a dataset without splits is called inside a folder.
_ALL = "all"


def export(
    store: Store,
    format: str,
    out: Path,
    options: Options = EVERYTHING_TOUCHED,
    *,
    progress: Progress | None = None,
) -> Report:
    """Write what was tagged as a dataset to ``out`` (``-``: standard output), whole or not at all.

    It is a file where one is enough, and a folder where the format needs several, or there are splits; a
    manifest goes beside it. What was written is read back before it takes its place. Returns the account
    of what went out and of what could not be carried; its sentences hold words of articles.

    Raises ``ExportError`` when ``out`` cannot or must not be written (the database, a file that an article
    came from, a link, a folder with anything else in it), when a tag does not cover its words, when what
    was written does not read as it was meant, and for any loss if that is asked for; ``FormatError`` for
    an unknown format or one whose library is not installed.
    """
    format_ = table.writable(format)
    request = _request(store, format_, options)
    in_folder = format_.in_folder or bool(options.split.parts)
    _check_place(store, out, in_folder=in_folder)
    sides = Sides(store, options.split)
    with staging(out) as staged:
        dataset = staged.within("dataset")
        splits = {
            name: _write(format_, name, documents, dataset, request)
            for name, documents in _splits(store, options, sides, out, progress)
        }
        if format_.finish is not None:
            format_.finish(dataset, request, splits)
        report = _together(splits, sides)
        if options.strict:
            _check_losses(report, options)
        about = manifest.describe(format_, options, splits, report, options.split.rule)
        _publish(dataset, out, about, in_folder=in_folder)
    return report


def _request(store: Store, format_: Format, options: Options) -> Request:
    for name, value in options.choices.items():
        if value not in format_.options.get(name, ()):
            raise ExportError(f'the format {format_.name} knows no {name} "{value}"')
    tokenize: Tokenizer | None = None
    if options.tokens or format_.tokens:
        from annotations.detect.tokens import tokens  # noqa: PLC0415 - leads to spaCy

        tokenize = tokens
    return Request(
        options.scheme,
        options.unit,
        tokenize,
        article_labels=_labels(store, options, on_article=True) if format_.labels else (),
        passage_labels=_labels(store, options, on_article=False) if format_.labels else (),
        options=options.choices,
    )


def _labels(store: Store, options: Options, *, on_article: bool) -> tuple[str, ...]:
    """Return the labels that may come up: those of the scheme, in its order, then whatever else there is."""
    known = [label.name for label in options.scheme.labels if (label.kind == "article") == on_article]
    found = dict.fromkeys([*known, *labels(store.connection, on_article=on_article)])
    chosen = options.selection.labels
    return tuple(label for label in found if not chosen or label in chosen)


def _splits(
    store: Store, options: Options, sides: Sides, out: Path, progress: Progress | None
) -> Iterator[tuple[str, Iterator[Document]]]:
    """Yield each split with its documents, one pass over the database for each."""
    choosing = Choosing(store, options.selection)
    sources = _Sources(out)
    for name in options.split.names or (_ALL,):

        def wanted(article: Article, name: str = name) -> bool:
            sources.spare(article)
            return sides.has(name, article)

        yield name, choosing.documents(wanted, progress)


def _write(
    format_: Format, name: str, documents: Iterator[Document], dataset: Folder, request: Request
) -> Written:
    lost = Report()
    carried = carrying.carried(documents, format_.held(request.unit), lost)
    if format_.write is not None:
        with dataset.file(name + format_.suffix) as file:
            written = format_.write(carried, file, request)
    else:
        assert format_.write_folder is not None
        written = format_.write_folder(carried, dataset.within(name), request)
    written.add(lost)
    check(format_, dataset, name, written)
    return written


def _check_losses(report: Report, options: Options) -> None:
    losses = {
        kind: loss
        for kind, loss in report.losses.items()
        if options.may_lose.isdisjoint({loss.of or loss.change})
    }
    if losses:
        told = "; ".join(loss_sentences(losses))
        raise ExportError(f"something would be lost, and nothing was written: {told}")


def _together(splits: Mapping[str, Report], sides: Sides) -> Report:
    report = Report()
    for split in splits.values():
        report.add(split)
    report.add(sides.report)
    for name, split in splits.items() if len(splits) > 1 else ():
        if not split.documents:
            report.notes.append(f"nothing is in {name}")
        missing = (label for label in sorted(report.labels) if label not in split.labels)
        report.notes += (f"no tag {label} is in {name}" for label in missing)
    return report


def _publish(dataset: Folder, out: Path, about: manifest.Manifest, *, in_folder: bool) -> None:
    if in_folder:
        manifest.write_into(dataset, about)
        publish_folder(dataset, out)
        return
    ((_, path),) = dataset.files()
    if out != STANDARD:
        staged = manifest.write_for(dataset, path, out, about)
        publish_file(path, out)
        publish_file(staged, manifest.beside(out))
    else:
        publish_file(path, out)


def _check_place(store: Store, out: Path, *, in_folder: bool) -> None:
    if in_folder:
        check_folder_place(out)
        manifest.check_replaceable(out)
    else:
        check_file_place(out)
        if out != STANDARD:
            manifest.check_file(manifest.beside(out))
    _spare_database(store, out)


def _spare_database(store: Store, out: Path) -> None:
    database = store.path
    for path in (database, database.with_name(database.name + "-journal")):
        for target in (out, manifest.beside(out)):
            if target.absolute() == path.absolute() or _same(target, path):
                raise ExportError(f"cannot write {out}: it is the database itself")
    if out.is_dir() and database.absolute().is_relative_to(out.absolute()):
        raise ExportError(f"cannot write {out}: the database is in it")


class _Sources:
    """Keeps an export from taking the place of a file that an article came from."""

    def __init__(self, out: Path) -> None:
        # What is not there yet, nothing can have come from.
        self._out = out if out.exists() else None
        self._name = out.name

    def spare(self, article: Article) -> None:
        """Raise ``ExportError`` if the article came from what is to be replaced, or from a file in it."""
        if self._out is None or self._name not in article.source:
            return
        # A row of a table has the number of its line behind the path.
        for source in (article.source, article.source.rpartition(":")[0]):
            if source and self._is_or_holds(Path(source)):
                raise ExportError(f"cannot write {self._out}: an article of the database came from that file")

    def _is_or_holds(self, source: Path) -> bool:
        assert self._out is not None
        return any(_same(self._out, path) for path in (source, *source.parents))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # Gone, or no name that a file can have.
        return False
