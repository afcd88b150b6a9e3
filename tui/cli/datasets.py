"""The commands for datasets: export and import."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from tui.cli.base import (
    FileOrStandard,
    account,
    cli,
    common,
    counting,
    existing,
    for_everybody,
    settings,
)
from tui.cli.choosing import asked, asked_of_reader, choices, wanted
from tui.config import Options
from tui.report import complain


class FormatName(click.ParamType[str]):
    """The name of an exchange format, as the table of formats has it."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse a name that the table does not have."""
        from annotations.formats import table  # noqa: PLC0415 - each command pays for itself only

        known = [row.name for row in table.FORMATS]
        if value not in known:
            self.fail(f"{value!r} is not one of {', '.join(known)}", param, ctx)
        return str(value)


@cli.command()
@click.argument("format", type=FormatName(), required=False)
@click.argument("out", type=FileOrStandard(), required=False)
@asked
@click.option("--verify", type=click.Path(path_type=Path), help="Check a dataset against its manifest.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on stderr.")
@for_everybody
def export(
    options: Options,
    *,
    format: str | None,
    out: Path | None,
    verify: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Write what was tagged as a dataset, whole or not at all; OUT may be - for standard output.

    OUT is a file, or a folder where the format needs several files or there is a --split; a manifest
    goes beside it. What is marked with * may be given several times.

    FORMAT is jsonl, spacy, conll, hf, csv, html, labelstudio, doccano, brat, slate, uima or webanno.

    \b
    copydesk export jsonl tags.jsonl
    copydesk export jsonl - --unit sentence | head
    copydesk export spacy corpus --split train=80,dev=10,test=10 --state done
    copydesk export --verify corpus
    """
    if verify is not None:
        _verify(verify)
    if format is None or out is None:
        raise click.UsageError("export needs a FORMAT and an OUT, or --verify and a dataset")
    from annotations.dataset import outgoing  # noqa: PLC0415 - each command pays for itself only
    from annotations.store import Store  # noqa: PLC0415

    found = settings(options)
    asked_for = wanted(found.scheme, options.annotator, given)
    with Store.open(existing(found.db)) as store, counting("articles") as progress:
        report = outgoing.export(store, format, out, asked_for, progress=progress)
    account(report, as_json)


def _verify(dataset: Path) -> NoReturn:
    from annotations.dataset import manifest  # noqa: PLC0415 - each command pays for itself only

    wrong = manifest.verify(dataset)
    for sentence in wrong:
        complain(sentence)
    if not wrong:
        complain(f"{dataset} is as it was written")
    sys.exit(1 if wrong else 0)


@cli.command(name="import")
@click.argument("format", type=FormatName())
@click.argument("path", type=FileOrStandard())
@asked_of_reader
@click.option("--json", "as_json", is_flag=True, help="The account of what came in as JSON, on stderr.")
@common
def import_(options: Options, *, format: str, path: Path, as_json: bool, **given: Any) -> None:
    """Take tags in from a dataset of copydesk's or of another tool; the same tag never twice.

    PATH is a file, a folder or a zip. Articles are found by their text, and added where they are missing.

    \b
    copydesk import jsonl tags.jsonl
    copydesk import conll corpus/train.conll
    copydesk --annotator prodigy import jsonl annotated.jsonl
    """
    from annotations.dataset import incoming  # noqa: PLC0415 - each command pays for itself only
    from annotations.store import Store  # noqa: PLC0415

    found = settings(options)
    with Store.open(found.db) as store, counting("documents") as progress:
        report = incoming.import_(
            store,
            format,
            path,
            found.annotator,
            found.scheme,
            choices=choices(given),
            progress=progress,
        )
    for refusal in report.refusals:
        complain(f"not taken: {refusal}")
    account(report, as_json)
    sys.exit(1 if report.refused else 0)
