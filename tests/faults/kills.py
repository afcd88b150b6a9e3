"""Programs that are killed at random instants: ``python -m tests.faults.kills FOLDER KILLS SEED``.

Each opens the database, works, and tells over a pipe what the user would be told is saved; then it is killed
with SIGKILL. What it told is looked up through a connection of its own. Prints the figures as JSON.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# Imported before forking, so that each child costs milliseconds and not the half second of an import.
import sqlite_utils  # noqa: F401

from annotations.records import Decision
from annotations.store import StoreThread
from tests.annotations.store.desk import decide, make_article, make_tag

ARTICLE = make_article("Harbour talks open again. " * 4)
#: Seconds within which the kill comes: from the start, or from the first decision that was saved.
_WITHIN = 0.03
#: How many of them are left alone until then.
_LEFT_ALONE = 0.75
#: Kills after which a new database is begun, so that looking everything up stays quick.
_PER_DATABASE = 40


def decisions() -> Iterator[Decision]:
    """Yield the work of somebody in a hurry: two tags, one of them taken away again, and so on."""
    while True:
        kept, dropped = (make_tag(ARTICLE, n, n + 7) for n in random.sample(range(50), 2))
        yield decide(after=kept)
        yield decide(after=dropped)
        yield decide(before=dropped, verb="remove")


def work(path: Path, out: int) -> None:
    """Decide for ever, and tell of each decision when it is saved."""
    desk = StoreThread(path)
    desk.submit(lambda store: store.add_articles([ARTICLE]))
    for decision in decisions():
        desk.commit(decision).result()
        os.write(out, decision.id.encode() + b"\n")


def killed(path: Path, after: float, *, begun: bool) -> list[str]:
    """Let a child work, perhaps until it has ``begun`` to tell, kill it after so many seconds more.

    Return what it told.
    """
    inlet, outlet = os.pipe()
    child = os.fork()
    if not child:
        work(path, outlet)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as told:
        first = told.readline() if begun else b""
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        # A line that the kill cut off was told to nobody.
        lines = (first + told.read()).split(b"\n")[:-1]
    os.waitpid(child, 0)
    return [line.decode() for line in lines]


def looked_up(path: Path) -> tuple[list[str], bool]:
    """Return the ids in the journal, and whether the file is sound and its tags follow from its journal."""
    if not path.exists() or not path.stat().st_size:
        return [], True
    connection = sqlite3.connect(path)
    try:
        if not connection.execute("PRAGMA user_version").fetchone()[0]:
            return [], True  # Killed before there was a table.
        whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute("SELECT id, before, after FROM journal ORDER BY seq").fetchall()
        tags = {id for (id,) in connection.execute("SELECT id FROM tag")}
    finally:
        connection.close()
    expected: set[str] = set()
    for _, before, after in rows:
        expected ^= {json.loads(before or after)["id"]}
    return [row[0] for row in rows], whole and tags == expected


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Kill so many children and return the figures."""
    chance = random.Random(seed)
    found = {"kills": kills, "told": 0, "written": 0, "lost": 0, "twice": 0, "unsound": 0, "while opening": 0}
    told: list[str] = []
    for number in range(kills):
        path = folder / f"{number // _PER_DATABASE}.db"
        if number % _PER_DATABASE == 0:
            told = []
        new = killed(path, chance.random() * _WITHIN, begun=chance.random() < _LEFT_ALONE)
        told += new
        written, sound = looked_up(path)
        found["told"] += len(new)
        found["while opening"] += not new
        found["lost"] += len(set(told) - set(written))
        found["twice"] += len(written) - len(set(written))
        found["unsound"] += not sound
        if number % _PER_DATABASE == _PER_DATABASE - 1 or number == kills - 1:
            found["written"] += len(written)
    return found


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201 - its answer
