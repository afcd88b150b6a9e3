"""What exports and imports can be asked for: which documents and tags, splits, each format's choices."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from annotations.dataset.choosing import Selection
    from annotations.dataset.options import Options as Wanted
    from annotations.scheme import Scheme

_UNITS = ("article", "sentence", "paragraph")
_STATES = ("open", "done", "skipped", "flagged")
_ORIGINS = ("manual", "suggested", "edited", "propagated", "imported")
#: What can be left out, and what can become of the rest: the names that the account of losses has for them.
_EXPENDABLE = (
    *("annotator", "state", "origin", "note", "article-labels", "entities", "quotations", "suggestions"),
    *("title", "byline", "date", "source", "metadata", "text", "white-space"),
    *("dropped", "merged", "split", "snapped", "renamed"),
)
#: Options that are a choice of one format, by the names that its row has for them.
_CHOICES = {"overlap": "overlap", "grapheme": "grapheme", "csv_raw": "csv-raw", "file": "file"}

_GRAPHEME = click.option("--grapheme", is_flag=True, help="doccano: whole characters count.")
#: What an import can be asked for.
_READING = (_GRAPHEME,)
_OPTIONS = (
    click.option(
        "--unit",
        type=click.Choice(_UNITS),
        metavar="UNIT",
        default="article",
        help="What a row is: article, sentence or paragraph.",
    ),
    click.option("--tokens/--no-tokens", default=True, help="Without tokens it is several times as fast."),
    click.option("--label", "labels", metavar="LABEL", multiple=True, help="Only such tags *."),
    click.option(
        "--annotator", "annotators", metavar="NAME", multiple=True, help="Only what they decided *."
    ),
    click.option(
        "--state",
        "states",
        metavar="STATE",
        multiple=True,
        type=click.Choice(_STATES),
        help="Only what is open, done, skipped or flagged *.",
    ),
    click.option(
        "--origin",
        "origins",
        metavar="HOW",
        multiple=True,
        type=click.Choice(_ORIGINS),
        help="Only manual, suggested, edited, propagated or imported tags *.",
    ),
    click.option("--since", metavar="DATE", help="Only what was decided on since then (UTC)."),
    click.option("--query", default="", metavar="WORDS", help='Articles with these; "in marks": together.'),
    click.option("--negatives/--no-negatives", default=True, help="Also documents without a tag."),
    click.option("--untouched", is_flag=True, help="Also articles that nobody has opened."),
    click.option("--detections/--no-detections", default=True, help="Names and quotations, where they fit."),
    click.option("--suggestions", is_flag=True, help="Suggestions not yet answered too."),
    click.option("--adjudicated", is_flag=True, help="Only what has been adjudicated."),
    click.option("--split", "shares", metavar="SHARES", help="Such as train=80,dev=10,test=10: a folder."),
    click.option("--group-by", default="", metavar="FIELD", help="Keep articles of one value on one side."),
    click.option("--strict", is_flag=True, help="Fail rather than lose anything."),
    click.option(
        "--may-lose",
        multiple=True,
        metavar="WHAT",
        type=click.Choice(_EXPENDABLE),
        help="What is no loss to --strict: note, origin, snapped … *.",
    ),
    click.option(
        "--overlap",
        type=click.Choice(["columns", "longest", "first"]),
        metavar="WHICH",
        help="conll: columns, longest or first.",
    ),
    _GRAPHEME,
    click.option("--csv-raw", is_flag=True, help="csv: cells as they are, for programs."),
    click.option(
        "--file",
        type=click.Choice(["parquet", "jsonl", "xmi", "json"]),
        metavar="KIND",
        help="hf: parquet or jsonl; uima: xmi or json.",
    ),
)


def asked(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options of an export."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_of_reader(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options of an import."""
    for option in reversed(_READING):
        command = option(command)
    return command


def wanted(scheme: "Scheme", annotator: str, given: Mapping[str, Any]) -> "Wanted":
    """Return what was asked for; ``annotator`` is whose it is if nobody is named, empty for all of them.

    Raises ``ExportError`` for a split that cannot be read.
    """
    from annotations.dataset import splits  # noqa: PLC0415 - each command pays for itself only
    from annotations.dataset.options import Options as Wanted  # noqa: PLC0415
    from annotations.errors import ExportError  # noqa: PLC0415

    if given["adjudicated"]:
        raise ExportError("nothing has been adjudicated yet: there is no gold layer in this version")
    if given["group_by"] and not given["shares"]:
        raise click.UsageError("--group-by says what stays together in a --split")
    if given["may_lose"] and not given["strict"]:
        raise click.UsageError("--may-lose says what a --strict export can do without")
    return Wanted(
        selection=_selection(annotator, given),
        unit=given["unit"],
        tokens=given["tokens"],
        split=splits.parse(given["shares"], given["group_by"]) if given["shares"] else splits.NO_SPLIT,
        scheme=scheme,
        choices=choices(given),
        strict=given["strict"],
        may_lose=frozenset(name.replace("-", " ") for name in given["may_lose"]),
    )


def _selection(annotator: str, given: Mapping[str, Any]) -> "Selection":
    from annotations.dataset.choosing import Selection  # noqa: PLC0415

    return Selection(
        labels=given["labels"],
        annotators=given["annotators"] or ((annotator,) if annotator else ()),
        origins=given["origins"],
        states=given["states"],
        since=_moment(given["since"]) if given["since"] else "",
        query=given["query"],
        negatives=given["negatives"],
        untouched=given["untouched"],
        detections=given["detections"],
        suggestions=given["suggestions"],
    )


def choices(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the choices of a format that were made; a flag says yes."""
    made = {name: given[option] for option, name in _CHOICES.items() if given.get(option)}
    return {name: "yes" if value is True else value for name, value in made.items()}


def _moment(given: str) -> str:
    from annotations.records import timestamp  # noqa: PLC0415

    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise click.UsageError(f"--since: {given!r} is no date like 2026-03-04") from None
    return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
