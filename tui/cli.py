"""The command line: one short function per command; data to stdout, everything else to stderr."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from annotations.errors import CopydeskError
from annotations.text import display
from tui.config import FILE_NAME, HEADER, Options, Settings, resolve


class ReadByDefault(click.Group):
    """A group for which anything that is not a command is a path to read."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``read`` before the first path."""
        place = self._first_word(args)
        if not (set(args[:place]) & {"--help", "--version"}) and (
            place == len(args) or args[place] not in self.commands
        ):
            args = [*args[:place], "read", *args[place:]]
        return super().parse_args(ctx, args)

    def _first_word(self, args: list[str]) -> int:
        """Find the first argument that is neither an option of the group nor its value."""
        place = 0
        while place < len(args) and args[place].startswith("-") and args[place] not in ("-", "--"):
            takes_value = args[place] in {"--db", "--annotator", "--scheme"}
            place += 2 if takes_value else 1
        return min(place, len(args))


def common(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that all have; they may stand before its name as well."""

    @click.option("--db", type=click.Path(dir_okay=False, path_type=Path), help="The database.")
    @click.option("--annotator", default="", help="Who decides; default: the configured or login name.")
    @click.option("--scheme", type=click.Path(path_type=Path), help="The label scheme, a TOML file.")
    @wraps(command)
    def with_options(
        *args: Any, db: Path | None, annotator: str, scheme: Path | None, **kwargs: Any
    ) -> object:
        before = click.get_current_context().find_object(Options) or Options()
        options = Options(db or before.db, annotator or before.annotator, scheme or before.scheme)
        return command(options, *args, **kwargs)

    return with_options


@click.group(cls=ReadByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", type=click.Path(dir_okay=False, path_type=Path), help="The database.")
@click.option("--annotator", default="", help="Who decides.")
@click.option("--scheme", type=click.Path(path_type=Path), help="The label scheme, a TOML file.")
@click.version_option(package_name="copydesk", prog_name="copydesk")
@click.pass_context
def cli(ctx: click.Context, db: Path | None, annotator: str, scheme: Path | None) -> None:
    r"""Read and annotate news in the terminal.

    \b
    copydesk sample_articles            read every article of a folder
    copydesk story.txt page.html        read these
    copydesk                            go on where you were
    copydesk export jsonl tags.jsonl    write what was tagged
    """
    ctx.obj = Options(db, annotator, scheme)


@cli.command(short_help="Read and annotate: files, folders, globs, - for stdin (the default command).")
@click.argument("paths", nargs=-1)
@click.option("--encoding", help="The encoding of files that are not UTF-8.")
@common
def read(options: Options, paths: tuple[str, ...], encoding: str | None) -> None:
    r"""Open the reader on articles; with no path, on everything in the database.

    \b
    copydesk sample_articles
    copydesk --annotator mira 'news/**/*.html'
    curl -s URL | copydesk -
    """
    from tui.start import run_reader  # noqa: PLC0415 - Textual is for the reader alone

    sys.exit(run_reader(options, paths, encoding))


@cli.command()
@common
def init(options: Options) -> None:
    """Write a copydesk.toml with the default scheme, commented, into this folder."""
    from annotations.scheme import default_toml  # noqa: PLC0415 - not needed by the other commands

    del options
    path = Path(FILE_NAME)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(HEADER + default_toml())
    except FileExistsError:
        raise CopydeskError(f"{path} is already here") from None
    except OSError as error:
        raise CopydeskError(f"cannot write {path}: {error.strerror}") from None
    click.echo(f"wrote {path}", err=True)


@cli.command()
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format", type=click.Choice(["text", "markdown", "html", "jsonl"]), help="Whatever the suffix says."
)
@click.option("--encoding", help="The encoding of files that are not UTF-8.")
@common
def add(options: Options, paths: tuple[str, ...], format: str | None, encoding: str | None) -> None:
    r"""Bring articles in without opening the reader.

    \b
    copydesk add news/ wire.jsonl
    zcat wire.jsonl.gz | copydesk add --format jsonl -
    """
    from annotations.intake import batches, read_all  # noqa: PLC0415 - only here
    from annotations.store.store import Store  # noqa: PLC0415

    new = seen = refused = 0
    with Store.open(settings(options).db) as store:
        for batch in batches(read_all(paths, format=format, encoding=encoding)):
            counts = store.add_articles(batch.articles)
            new, seen = new + counts.new, seen + counts.known
            refused += len(batch.refusals)
            for refusal in batch.refusals:
                complain(f"not taken: {refusal}")
    click.echo(f"{new} new, {seen} known already, {refused} refused", err=True)
    sys.exit(1 if refused else 0)


def settings(options: Options) -> Settings:
    """Decide the settings of this run."""
    return resolve(options, Path.cwd(), os.environ)


def complain(message: str) -> None:
    """Say something on stderr; foreign words in it can do no harm."""
    click.echo(display(message), err=True)


def main() -> None:
    """Run the command line; an error that the user can mend is one sentence and exit code 1."""
    try:
        cli()
    except CopydeskError as error:
        complain(f"copydesk: {error}")
        sys.exit(1)
