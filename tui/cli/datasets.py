"""The commands for datasets: export and import."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.base import FileOrStandard, account, cli, common, counting, existing, settings
from tui.config import Options
from tui.report import complain

if TYPE_CHECKING:
    from annotations.formats.documents import Unit


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
@click.argument("format", type=FormatName())
@click.argument("out", type=FileOrStandard())
@click.option(
    "--unit", type=click.Choice(["article", "sentence", "paragraph"]), default="article", show_default=True
)
@click.option("--tokens/--no-tokens", default=True, help="Without tokens it is several times as fast.")
@click.option("--untouched", is_flag=True, help="Also articles that nobody has opened or tagged.")
@click.option("--json", "as_json", is_flag=True, help="The account of what went out as JSON, on stderr.")
@common
def export(
    options: Options, *, format: str, out: Path, unit: "Unit", tokens: bool, untouched: bool, as_json: bool
) -> None:
    """Write what was tagged as a dataset, whole or not at all; OUT may be - for standard output.

    \b
    copydesk export jsonl tags.jsonl
    copydesk export jsonl - --unit sentence | head
    """
    from annotations.dataset import outgoing  # noqa: PLC0415 - each command pays for itself only
    from annotations.store import Store  # noqa: PLC0415

    with Store.open(existing(settings(options).db)) as store, counting("articles") as progress:
        chosen = outgoing.Options(unit=unit, tokens=tokens, untouched=untouched)
        report = outgoing.export(store, format, out, chosen, progress=progress)
    account(report, as_json)


@cli.command(name="import")
@click.argument("format", type=FormatName())
@click.argument("path", type=FileOrStandard())
@click.option("--json", "as_json", is_flag=True, help="The account of what came in as JSON, on stderr.")
@common
def import_(options: Options, *, format: str, path: Path, as_json: bool) -> None:
    """Take tags in from a dataset: copydesk's own or Prodigy's; the same tag never twice.

    \b
    copydesk import jsonl tags.jsonl
    copydesk --annotator prodigy import jsonl annotated.jsonl
    """
    from annotations.dataset import incoming  # noqa: PLC0415 - each command pays for itself only
    from annotations.store import Store  # noqa: PLC0415

    found = settings(options)
    with Store.open(found.db) as store, counting("documents") as progress:
        report = incoming.import_(store, format, path, found.annotator, found.scheme, progress=progress)
    for refusal in report.refusals:
        complain(f"not taken: {refusal}")
    account(report, as_json)
    sys.exit(1 if report.refused else 0)
