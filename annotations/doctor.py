"""Whether this installation is well: one check a row, each with what is there and what would mend it."""

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from msgspec import Struct

from annotations.cues import LabelCues
from annotations.errors import CopydeskError


class Finding(Struct, frozen=True, kw_only=True):
    """What a check found."""

    check: str
    ok: bool
    says: str
    #: What to do about it, or how to have something better; empty where there is nothing to do.
    advice: str = ""
    #: Whether it is about something that is not there, and need not be.
    absent: bool = False


class Setting(Struct, frozen=True):
    """What is to be checked: the settings that a run of the program would have."""

    db: Path
    model: str | None = None
    labels: tuple[LabelCues, ...] = ()


#: What became of tags that lost their place.
_FATES = {
    "left": "{} tags of articles that were edited since have no certain place",
    "placed": "{} placed by hand",
    "dropped": "{} dropped",
}

Check = Callable[[Setting], Iterator[Finding]]


def python(_: Setting) -> Iterator[Finding]:
    """Check the version of Python against what the package asks for."""
    ok = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Finding(
        check="Python",
        ok=ok,
        says=f"{platform.python_version()} ({platform.python_implementation()}, {sys.executable})",
        advice="" if ok else "copydesk needs Python 3.11, 3.12 or 3.13",
    )


def libraries(_: Setting) -> Iterator[Finding]:
    """Tell the versions of the libraries that reports of trouble should name."""
    for name in ("spacy", "textual", "sqlite-utils"):
        try:
            yield Finding(check=name, ok=True, says=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(
                check=name,
                ok=False,
                says="not installed",
                advice="install copydesk anew: pip install copydesk",
            )


def sqlite(_: Setting) -> Iterator[Finding]:
    """Check that SQLite has what the database is made with."""
    ok = sqlite3.sqlite_version_info >= (3, 37, 0)
    yield Finding(
        check="SQLite",
        ok=ok,
        says=sqlite3.sqlite_version,
        advice="" if ok else "copydesk needs SQLite 3.37 or newer: use a newer Python",
    )


def database(setting: Setting) -> Iterator[Finding]:
    """Check that the database opens, as the reader would open it, and that nothing in it is damaged."""
    from annotations.store import Store  # noqa: PLC0415 - each check pays for itself only

    path = setting.db.absolute()
    if not path.exists():
        yield Finding(check="database", ok=True, says=f"{path} (none yet: the first article makes it)")
        return
    try:
        with Store.open(setting.db) as store:
            store.check()
            counts, read_only = store.counts(), store.read_only
    except CopydeskError as error:
        yield Finding(check="database", ok=False, says=str(error), advice="name another file with --db")
        return
    says = f"{path} opens: {counts.articles:,} articles, {counts.tags:,} tags"
    yield Finding(check="database", ok=True, says=says, advice=read_only)


def contents(setting: Setting) -> Iterator[Finding]:
    """Hold every text against its hash, every tag against its text, and all tags against the journal."""
    from annotations.store import Store, backup, checks, orphans  # noqa: PLC0415 - each check pays for itself only

    if not setting.db.exists():
        return
    try:
        with Store.open(setting.db) as store:
            found = list(checks.problems(store.connection))
            lost = list(_orphans(orphans.fates(store.connection)))
    except CopydeskError:
        return  # The database does not open: that has been said.
    for problem in found:
        advice = "copydesk doctor --repair" if problem.mendable else "restore a backup"
        yield Finding(check="contents", ok=False, says=problem.says, advice=advice)
    if not found:
        yield Finding(
            check="contents", ok=True, says="every tag reads as its article and follows from the journal"
        )
    yield from lost
    kept = backup.copies(setting.db)
    yield Finding(
        check="backups", ok=True, says=f"{len(kept)} daily copies in {backup.folder_of(setting.db)}"
    )


def _orphans(fates: Mapping[str, int]) -> Iterator[Finding]:
    """Say how many tags lost their place when a file was edited, and what became of them."""
    told = ", ".join(_FATES[fate].format(f"{count:,}") for fate, count in fates.items())
    if told:
        advice = "V in the reader lists them, to be placed by hand or dropped" if "left" in fates else ""
        yield Finding(check="orphans", ok=True, says=told, advice=advice)


def pipeline(setting: Setting) -> Iterator[Finding]:
    """Say which pipeline reads the articles, and of each better one why it does not; loads it."""
    from annotations.detect import choose, describe  # noqa: PLC0415 - a second: it leads to spaCy

    try:
        choice = choose(setting.model, setting.labels)
    except CopydeskError as error:
        yield Finding(check="pipeline", ok=False, says=str(error))
        return
    says, advice = describe(choice, setting.model)
    yield Finding(check="pipeline", ok=True, says=says, advice=advice)
    for name, reason in choice.passed_over:
        absent = reason == "not installed"
        yield Finding(check=f"pipeline {name}", ok=absent, says=reason, absent=absent)


#: What is checked, in this order.
CHECKS: tuple[Check, ...] = (python, sqlite, libraries, database, contents, pipeline)


def examine(setting: Setting, checks: tuple[Check, ...] = CHECKS) -> Iterator[Finding]:
    """Yield the findings of each check, as they come."""
    for check in checks:
        yield from check(setting)
