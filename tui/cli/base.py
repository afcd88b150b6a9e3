"""What every command has: the group that reads by default, the common options, and how it reports."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from annotations.errors import CopydeskError
from annotations.files import STANDARD
from tui.config import Options, Settings, resolve
from tui.report import complain, in_a_sentence

if TYPE_CHECKING:
    from annotations.formats.documents import Report


#: Options that may stand before the first path, or the name of a command, with a value after them.
WITH_VALUE = frozenset({"--db", "--annotator", "--scheme", "--encoding"})


class ReadByDefault(click.Group):
    """A group for which anything that is not a command is a path to read."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``read`` first where no command is named; it takes all that may stand before a path."""
        place = self._first_word(args)
        if not (set(args[:place]) & {"-h", "--help", "--version"}) and (
            place == len(args) or args[place] not in self.commands
        ):
            args = ["read", *args]
        return super().parse_args(ctx, args)

    def _first_word(self, args: list[str]) -> int:
        """Find the first argument that is neither an option of the group nor its value."""
        place = 0
        while place < len(args) and args[place].startswith("-") and args[place] not in ("-", "--"):
            place += 2 if args[place] in WITH_VALUE else 1
        return min(place, len(args))


def common(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that all have; they may stand before its name as well."""

    @click.option("--annotator", default="", help="Who decides; default: the configured or login name.")
    @for_everybody
    @wraps(command)
    def with_annotator(options: Options, *args: Any, annotator: str, **kwargs: Any) -> object:
        mine = Options(options.db, annotator or options.annotator, options.scheme)
        return command(mine, *args, **kwargs)

    return with_annotator


def for_everybody(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that all have but that for the annotator, of whom it may take several."""

    @click.option("--db", type=click.Path(dir_okay=False, path_type=Path), help="The database.")
    @click.option("--scheme", type=click.Path(path_type=Path), help="The label scheme, a TOML file.")
    @wraps(command)
    def with_options(*args: Any, db: Path | None, scheme: Path | None, **kwargs: Any) -> object:
        before = click.get_current_context().find_object(Options) or Options()
        options = Options(db or before.db, before.annotator, scheme or before.scheme)
        return command(options, *args, **kwargs)

    return with_options


@click.group(cls=ReadByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", type=click.Path(dir_okay=False, path_type=Path), help="The database.")
@click.option("--annotator", default="", help="Who decides.")
@click.option("--scheme", type=click.Path(path_type=Path), help="The label scheme, a TOML file.")
@click.version_option(package_name="copydesk", prog_name="copydesk")
@click.pass_context
def cli(ctx: click.Context, db: Path | None, annotator: str, scheme: Path | None) -> None:
    """Read and annotate news in the terminal.

    \b
    copydesk sample_articles            read every article of a folder
    copydesk story.txt page.html        read these
    copydesk                            go on where you were
    copydesk export jsonl tags.jsonl    write what was tagged
    """
    ctx.obj = Options(db, annotator, scheme)


class FileOrStandard(click.Path):
    """A file, or ``-`` for a standard stream; ``./-`` is a file of that name."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Keep what ``Path`` would drop: that somebody wrote more than a dash."""
        path = super().convert(value, param, ctx)
        return Path.cwd() / path if path == STANDARD and value != "-" else path


def existing(path: Path) -> Path:
    """Return the path of a database that is there; an export would otherwise make an empty one."""
    if not path.exists():
        raise CopydeskError(f"there is no database at {path} yet; copydesk add PATH makes it")
    return path


def account(report: "Report", as_json: bool) -> None:
    """Say on stderr what an export or import did, in sentences or as JSON."""
    if as_json:
        # As ASCII: a label of a stranger's file may hold what a terminal obeys.
        line = json.dumps(msgspec.to_builtins(report)).replace("\x7f", "\\u007f")
        click.echo(line, err=True)
        return
    for sentence in report.sentences():
        complain(sentence)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Count on the terminal, if there is one, a few times a second."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    shown = time.monotonic()

    def show(number: int) -> None:
        nonlocal shown
        if time.monotonic() - shown > 0.2:
            shown = time.monotonic()
            click.echo(f"\r{number:,} {what}", nl=False, err=True)

    yield show
    click.echo("\r\x1b[K", nl=False, err=True)


def settings(options: Options) -> Settings:
    """Decide the settings of this run."""
    return resolve(options, Path.cwd(), os.environ)


def main() -> None:
    """Run the command line."""
    with in_a_sentence():
        cli()
