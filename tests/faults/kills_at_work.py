"""Work that is killed at random instants: ``python -m tests.faults.kills_at_work WORK FOLDER KILLS SEED``.

The work is ``upgrade`` (a database of the first schema is opened) or ``export`` (over nothing and over an
older export, as a file and as a folder). What stands under the final name afterwards is looked at with the
eyes of somebody else. Prints the figures as JSON; a run in which something is there by half fails.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

# Imported before forking, so that each child does the work and not the imports.
import sqlite_utils
from msgspec.structs import replace

from annotations.dataset import Options, export, manifest
from annotations.dataset.choosing import Selection
from annotations.store import Store
from tests.annotations.store.desk import decide, make_article, make_tag, raw
from tests.annotations.store.first_schema import first_schema

assert sqlite_utils
#: Articles of the database that is exported: enough for the work to last some hundredths of a second.
_ARTICLES = 40
_BARE = Options(tokens=False)
#: One that is a file, one that is a folder.
_FORMATS = ("jsonl", "brat")
#: Kills come between the beginning and a little after the usual end.
_BEYOND = 1.1


def killed(work: Callable[[], object], after: float) -> bool:
    """Let a child work, kill it after so many seconds, and tell whether it was still at it."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def lasting(work: Callable[[], object]) -> float:
    """Return how many seconds a child takes for the work, from its fork to its end."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status == 0, "the work itself fails"
    return time.monotonic() - begun


def instant(number: int, usual: float, chance: random.Random) -> float:
    """Return when to kill: the first at once, the others anywhere until a little after the usual end."""
    return chance.random() * usual * _BEYOND if number else 0.0


def is_whole(path: Path) -> bool:
    with raw(path) as connection:
        return (
            connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
        )


def layout(path: Path) -> tuple[int, frozenset[str]]:
    """Return the number of the schema and the names of everything in it."""
    with raw(path) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    return version, frozenset(name for (name,) in names)


def journal(path: Path) -> list[str]:
    """Return the ids of all decisions, whatever the schema."""
    with raw(path) as connection:
        return [id for (id,) in connection.execute("SELECT id FROM journal ORDER BY seq")]


def upgrades(folder: Path, kills: int, chance: random.Random) -> Counter[str]:
    """Kill upgrades: afterwards the schema is the old or the new one, and the journal what it was."""
    template = folder / "template.db"
    decisions, _ = first_schema(template)
    old = layout(template)

    def fresh(name: str) -> Path:
        place = folder / name
        place.mkdir()
        return Path(shutil.copy(template, place / "desk.db"))

    def work(path: Path) -> None:
        Store.open(path).close()

    whole = fresh("whole")
    usual = lasting(lambda: work(whole))
    new = layout(whole)
    found = Counter(kills=kills)
    for number in range(kills):
        path = fresh(str(number))
        found["in the middle"] += killed(lambda path=path: work(path), instant(number, usual, chance))  # type: ignore[misc]
        # To look is to play back what the killed one left, as the next program will.
        found["old"] += layout(path) == old
        found["new"] += layout(path) == new
        assert layout(path) in (old, new), f"between the schemas: {path}"
        copy = path.with_name(f"desk.db.backup-v{old[0]}")
        for file in [path, *([copy] if copy.exists() else [])]:
            assert is_whole(file), file
            assert journal(file) == [decision.id for decision in decisions], file
        assert layout(path) == old or layout(copy) == old, "upgraded without a copy"
        work(path)
        assert layout(path) == new
        shutil.rmtree(path.parent)
    return found


def exports(folder: Path, kills: int, chance: random.Random) -> Counter[str]:
    """Kill exports: under the final name is the older export or the new one, whole, or nothing."""
    desk = folder / "desk.db"
    with Store.open(desk) as store:
        articles = [make_article(f"Harbour talks open on day {n}. " * 20) for n in range(_ARTICLES)]
        store.add_articles(articles)
        store.commit_many([decide(after=make_tag(article, 0, 7)) for article in articles])
    found = Counter(kills=kills)
    for format in _FORMATS:
        for over in (False, True):
            found += _exports(desk, folder / f"{format}-{over}", kills // 4, chance, (format, over))
    return found


def _exports(
    desk: Path, folder: Path, kills: int, chance: random.Random, what: tuple[str, bool]
) -> Counter[str]:
    format, over = what
    folder.mkdir()
    whole, older = folder / "whole", folder / "older"

    def work(out: Path) -> None:
        with Store.open(desk) as store:
            export(store, format, out, _BARE)

    usual = lasting(lambda: work(whole))
    with Store.open(desk) as store:
        export(store, format, older, replace(_BARE, selection=Selection(since="2027")))
    new, old = contents(whole), contents(older) if over else {}
    assert new != old
    found: Counter[str] = Counter()
    for number in range(kills):
        out = folder / str(number) / whole.name
        out.parent.mkdir()
        if over:
            copy(older, out)
        middle = killed(lambda out=out: work(out), instant(number, usual, chance))  # type: ignore[misc]
        after = contents(out)
        found["in the middle"] += middle
        found["new" if after == new else "old" if over and after == old else "nothing"] += 1
        assert after in (new, old, {}), f"half of it: {out}"
        assert after or not over or any(out.parent.glob(".copydesk-*/was")), f"the older one is gone: {out}"
        assert middle or after == new, f"done, and not there: {out}"
    return found


def copy(dataset: Path, place: Path) -> None:
    if dataset.is_dir():
        shutil.copytree(dataset, place)
    else:
        shutil.copy(dataset, place)
        shutil.copy(manifest.beside(dataset), manifest.beside(place))


def contents(out: Path) -> dict[str, bytes]:
    """Return what stands under a name: the files of a folder with its manifest, one file, or nothing."""
    if out.is_dir():
        return {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return {"": out.read_bytes()} if out.exists() else {}


if __name__ == "__main__":
    what, folder, kills, seed = sys.argv[1:]
    works = {"upgrade": upgrades, "export": exports}
    figures = works[what](Path(folder), int(kills), random.Random(int(seed)))
    print(json.dumps(figures))  # noqa: T201 - its answer
