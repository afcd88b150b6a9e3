"""The commands for the database's health: doctor, backup."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from annotations.errors import ReadOnlyError
from annotations.text import display
from tui.cli.base import cli, common, existing, settings
from tui.config import Options
from tui.report import complain

if TYPE_CHECKING:
    from annotations.doctor import Finding, Setting


def clipboard(_: "Setting") -> Iterator["Finding"]:
    """Name the ways by which a copied passage leaves the terminal."""
    from annotations.doctor import Finding  # noqa: PLC0415 - each command pays for itself only
    from tui.clipboard import ways  # noqa: PLC0415

    found = ways(os.environ)
    yield Finding(check="clipboard", ok=True, says=", then ".join(found))


def terminal(_: "Setting") -> Iterator["Finding"]:
    """Say what the terminal can do, as far as it tells."""
    from annotations.doctor import Finding  # noqa: PLC0415 - each command pays for itself only

    name, encoding = os.environ.get("TERM") or "unknown", sys.stdout.encoding or "unknown"
    size = shutil.get_terminal_size()
    colours = (
        "no colours (NO_COLOR)"
        if os.environ.get("NO_COLOR")
        else "16 million colours"
        if os.environ.get("COLORTERM") in ("truecolor", "24bit")
        else "colours"
    )
    narrow = encoding.lower().replace("-", "") not in ("utf8", "utf16")
    advice = "the reader needs a terminal that can move its cursor" if name == "dumb" else ""
    if narrow:
        advice = "set LC_ALL to a UTF-8 locale, such as C.UTF-8: quotation marks are not ASCII"
    yield Finding(
        check="terminal",
        ok=not advice,
        says=f"{name}, {colours}, {size.columns}×{size.lines}, {encoding}",
        advice=advice,
    )


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each check.")
@click.option("--model", help="The spaCy pipeline to look at: a name or a path.")
@click.option("--repair", is_flag=True, help="First put right what can be, after making a copy.")
@common
def doctor(options: Options, *, as_json: bool, model: str | None, repair: bool) -> None:
    """Tell whether all is well: versions, database, pipeline, clipboard, terminal.

    \b
    copydesk doctor
    copydesk doctor --repair
    copydesk doctor --json | jq 'select(.ok | not)'
    """
    from annotations.doctor import CHECKS, Setting, examine  # noqa: PLC0415 - only here

    found = settings(options)
    if repair:
        _repair(existing(found.db))
    setting = Setting(found.db, model or found.model, found.scheme.cues())
    ok = True
    for finding in examine(setting, (*CHECKS, clipboard, terminal)):
        ok = ok and finding.ok
        if as_json:
            click.echo(msgspec.json.encode(finding).decode())
            continue
        mark = "-  " if finding.absent else "ok " if finding.ok else "BAD"
        click.echo(display(f"{mark}  {finding.check}: {finding.says}"))
        if finding.advice:
            click.echo(display(f"     {finding.advice}"))
    sys.exit(0 if ok else 1)


def _repair(database: Path) -> None:
    from annotations.store import Store, backup, checks  # noqa: PLC0415 - only here

    copy = database.with_name(f"{database.name}.before-repair")
    with Store.open(database) as store:
        if store.read_only:
            raise ReadOnlyError(store.read_only)
        backup.back_up(database, copy)
        complain(f"a copy of the database as it was is in {copy}")
        for done in checks.repair(store.connection):
            complain(done)


@cli.command(name="backup")
@click.argument("out", type=click.Path(path_type=Path))
@common
def back_up(options: Options, *, out: Path) -> None:
    """Copy the database to OUT: whole, of one moment, while others go on writing; for its owner only.

    \b
    copydesk backup friday.db
    """
    from annotations.store import backup  # noqa: PLC0415 - only here

    backup.back_up_to(existing(settings(options).db), out)
    complain(f"wrote {out}")
