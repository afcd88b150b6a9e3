"""The command that finds entities, quotations and suggestions without the reader: detect."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
import msgspec

from annotations.records import Refusal
from tui.cli.base import cli, common, counting, existing, settings
from tui.config import Options
from tui.report import complain

if TYPE_CHECKING:
    from annotations.detection import Found


@cli.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object an article on stdout (the default of files)."
)
@click.option("--table", "as_table", is_flag=True, help="For people: who said what, names by their number.")
@click.option("--model", help="The spaCy pipeline: a name or a path; default: the configured, else the best.")
@click.option("--encoding", help="The encoding of files that are not UTF-8.")
@common
def detect(
    options: Options,
    *,
    paths: tuple[str, ...],
    as_json: bool,
    as_table: bool,
    model: str | None,
    encoding: str | None,
) -> None:
    """Find entities, quotations with their speakers, and suggestions: in files, or in the database.

    Without a path, every article of the database is read that was not read before.

    \b
    copydesk detect wire.jsonl > found.jsonl
    copydesk detect --table story.txt
    copydesk detect
    """
    from annotations.detection import Reader  # noqa: PLC0415 - each command pays for itself only

    if as_json and as_table:
        raise click.UsageError("--json and --table are two ways to print the same")
    found = settings(options)
    printer = _table if as_table else _line if as_json or paths else _nothing
    with Reader(model or found.model, found.scheme.cues()) as reader, counting("articles") as progress:
        if paths:
            from annotations.intake import read_all  # noqa: PLC0415

            refused = _print(reader.read(read_all(paths, encoding=encoding)), printer)
        else:
            from annotations.store import Store  # noqa: PLC0415

            with Store.open(existing(found.db)) as store:
                # Counting would run into what is printed on the same terminal.
                counted = progress if printer is _nothing or not sys.stdout.isatty() else _uncounted
                refused = _print(reader.read_stored(store, counted), printer)
    sys.exit(1 if refused else 0)


def _print(items: "Iterable[Found | Refusal]", printer: Any) -> int:
    """Print what was found, say what was refused, and return how many were."""
    refused = 0
    for item in items:
        if isinstance(item, Refusal):
            refused += 1
            complain(f"not taken: {item}")
            continue
        for problem in item.detection.problems:
            refused += 1
            complain(f"{item.article.source or item.article.title}: {problem}; the rest was found")
        printer(item)
    return refused


def _line(found: "Found") -> None:
    """Print one JSON object; on a terminal as ASCII, since a text may hold what a terminal obeys."""
    detection = found.detection
    row = {
        "title": found.article.title,
        "entities": detection.entities,
        "quotes": detection.quotes,
        "suggestions": detection.suggestions,
        "pipeline": detection.pipeline,
    }
    line = msgspec.json.encode(row).decode()
    if sys.stdout.isatty():
        line = json.dumps(json.loads(line)).replace("\x7f", "\\u007f")
    click.echo(line)


def _table(found: "Found") -> None:
    from tui.cli.tables import table  # noqa: PLC0415 - leads to Rich

    click.echo(table(found.article, found.detection))


def _nothing(found: "Found") -> None:
    """Print nothing: the database has it."""


def _uncounted(number: int) -> None:
    """Count nothing: what is printed shows how far it is."""
