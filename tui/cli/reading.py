"""The commands that bring articles in: read, add; and init, which writes their settings."""

import sys
from pathlib import Path

import click

from annotations.errors import CopydeskError
from tui.cli.base import cli, common, settings
from tui.config import FILE_NAME, HEADER, Options
from tui.report import complain


@cli.command(short_help="Read and annotate: files, folders, globs, - for stdin (the default command).")
@click.argument("paths", nargs=-1)
@click.option("--encoding", help="The encoding of files that are not UTF-8.")
@click.option("--tour", is_flag=True, help="Learn the reader on three short articles, in five steps.")
@common
def read(options: Options, *, paths: tuple[str, ...], encoding: str | None, tour: bool) -> None:
    """Open the reader on articles; with no path, on everything in the database.

    \b
    copydesk sample_articles
    copydesk --annotator mira 'news/**/*.html'
    curl -s URL | copydesk -
    copydesk --tour
    """
    from tui.start import run_reader, run_tour  # noqa: PLC0415 - Textual is for the reader alone

    sys.exit(run_tour() if tour else run_reader(options, paths, encoding))


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
def add(options: Options, *, paths: tuple[str, ...], format: str | None, encoding: str | None) -> None:
    """Bring articles in without opening the reader.

    \b
    copydesk add news/ wire.jsonl
    zcat wire.jsonl.gz | copydesk add --format jsonl -
    """
    from annotations.intake import batches, read_all  # noqa: PLC0415 - only here
    from annotations.store import Added, Store  # noqa: PLC0415

    total, refused = Added(), 0
    with Store.open(settings(options).db) as store:
        for batch in batches(read_all(paths, format=format, encoding=encoding)):
            counts = store.add_articles(batch.articles, from_files=True)
            total = Added(*(sum(pair) for pair in zip(total, counts, strict=True)))
            refused += len(batch.refusals)
            for refusal in batch.refusals:
                complain(f"not taken: {refusal}")
    click.echo(f"{total.new} new, {total.known} known already, {refused} refused", err=True)
    if total.versions:
        moved = f"{total.moved} tags went over, {total.orphans} have no certain place"
        click.echo(f"{total.versions} edited since they were added: {moved}", err=True)
    sys.exit(1 if refused else 0)
