"""The command for figures: who has done how much, and how quickly."""

import json
from typing import TYPE_CHECKING, Any

import click
import msgspec

from annotations.text import display
from tui.cli.base import cli, common, existing, settings
from tui.config import Options

if TYPE_CHECKING:
    from annotations.records import State
    from annotations.store import Store

#: The days that are listed for a person; a program gets all.
_DAYS = 14


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What one annotator has done."""

    states: "dict[State, int]"
    tags: dict[str, int]
    #: What became of the tags that lost their place when a file was edited: left, placed, dropped.
    orphans: dict[str, int]
    #: Time with an article on the screen and something done now and then, reading included.
    active_seconds: float
    decisions: int
    #: Time between decisions, without pauses.
    deciding_seconds: float
    decisions_per_hour: float
    seconds_per_decision: float
    days: list[dict[str, Any]]


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON on stdout.")
@common
def stats(options: Options, *, as_json: bool) -> None:
    """Tell how far each annotator has come, and at what pace.

    \b
    copydesk stats
    copydesk --annotator mira stats --json
    """
    from annotations.store import Store, library  # noqa: PLC0415 - each command pays for itself only

    with Store.open(existing(settings(options).db)) as store:
        names = [options.annotator] if options.annotator else library.annotators(store.connection)
        articles = store.counts().articles
        found = {name: figures(store, name) for name in names}
    if as_json:
        # As ASCII: a name or a label of a stranger may hold what a terminal obeys.
        told = {"articles": articles, "annotators": msgspec.to_builtins(found)}
        click.echo(json.dumps(told, indent=2).replace("\x7f", "\\u007f"))
        return
    click.echo(f"{articles:,} articles")
    for name, theirs in found.items():
        click.echo("")
        for line in _lines(name, theirs):
            click.echo(display(line))


def figures(store: "Store", annotator: str) -> Figures:
    """Add up what an annotator has done."""
    from annotations.pace import Clockwork  # noqa: PLC0415 - each command pays for itself only
    from annotations.store.acts import active_seconds, acts  # noqa: PLC0415
    from annotations.store.orphans import fates  # noqa: PLC0415

    counts = store.counts(annotator)
    work = Clockwork(acts(store.connection, annotator))
    return Figures(
        states={state: count for state, count in counts.states.items() if count},
        tags=counts.labels,
        orphans=fates(store.connection, annotator),
        active_seconds=round(active_seconds(store.connection, annotator), 3),
        decisions=work.whole.decisions,
        deciding_seconds=round(work.whole.seconds, 3),
        decisions_per_hour=round(work.whole.per_hour, 1),
        seconds_per_decision=round(work.whole.seconds_each, 2),
        days=[
            {
                "date": day,
                "decisions": done.decisions,
                "articles": done.articles,
                "seconds": round(done.seconds, 3),
            }
            for day, done in work.days.items()
        ],
    )


def _lines(name: str, found: Figures) -> list[str]:
    tags = sum(found.tags.values())
    lines = [
        name,
        f"  articles   {_listed(found.states)}",
        f"  tags       {tags:,}" + (f": {_listed(found.tags)}" if tags else ""),
        *([f"  lost       {_listed(found.orphans)}"] if found.orphans else []),
        f"  active     {_duration(found.active_seconds)}",
        f"  decisions  {found.decisions:,}",
    ]
    if found.deciding_seconds:
        lines[-1] += f", {found.decisions_per_hour:,.0f} an hour, {found.seconds_per_decision:.1f} s each"
    for day in found.days[-_DAYS:]:
        articles = f"{day['articles']:,} article{'' if day['articles'] == 1 else 's'}"
        lines.append(f"  {day['date']} {day['decisions']:,} in {articles}, {_duration(day['seconds'])}")
    return lines


def _listed(counts: "dict[Any, int]") -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda item: -item[1]))


def _duration(seconds: float) -> str:
    """Return a time in words: 40 s, 12 min, 3 h 05 min."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
