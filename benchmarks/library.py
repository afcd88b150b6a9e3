"""The library and the next article in databases of very different sizes.

Run as ``python -m benchmarks.library [LARGE [MEDIUM [ROUNDS]]]`` from the root of the project; LARGE and
MEDIUM are numbers of articles. A million take some 2 GB of disk while it runs.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from annotations.store import Store
from benchmarks.measure import Program, first_text, interleaved, key_time, report, settle, until_text
from tests.support.pty import Child
from tests.support.terminal import COPYDESK, environment

SMALL = 1_000
OPENS, PAGES, STARTS, NEXT, TAG = 1.5, 1.5, 1.5, 3.0, 1.5
#: What the head of the library says as soon as its lines are there.
SHOWN = "as they came"
PAGE_DOWN = "\x1b[6~"
MOTIONS = "jjkkllhh" * 3
#: Nothing is suggested in it: a label's key on a suggestion would go on to the next one and scroll.
_SENTENCE = "The old ferry left the harbour before noon and was back again at dusk. "

_FILL = """
INSERT INTO article
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
SELECT n, printf('%064x', n), 'Story ' || n || ' of the harbour. ' || :body, 'Story ' || n || ' opens', '',
    printf('2026-%02d-%02d', n % 12 + 1, n % 28 + 1), 'wire/' || n % 97 || '.jsonl:' || n, '{}', :words, ''
FROM numbers;
INSERT INTO listing SELECT seq, id, title, source, date, words, lower(title) FROM article;
"""


def build(path: Path, count: int, sentences: int) -> Path:
    """Make a database of so many articles, by SQL alone: texts are short, ids no hashes."""
    Store.open(path).close()
    body = _SENTENCE * sentences
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-64000")
        for statement in _FILL.split(";\n")[:2]:
            values = {"count": count, "body": body, "words": 12 * sentences + 6}
            connection.execute(statement, values)
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        connection.commit()
    return path


def program(home: Path, database: Path) -> Program:
    """Return the reader on a database, going on where it was."""
    return Program([COPYDESK], environment(home, COPYDESK_DB=str(database)), home)


def drawn(child: Child, key: str, text: str) -> float:
    """Return the seconds from a key until a text is drawn, then let it finish."""
    child.received.clear()
    pressed = time.perf_counter()
    child.write(key.encode())
    seconds = until_text(child, text, pressed)
    settle(child)
    return seconds


def opening(child: Child) -> float:
    """Return the seconds from ``L`` to the lines of the library; leaves it again."""
    seconds = drawn(child, "L", SHOWN)
    child.write(b"q")
    settle(child)
    return seconds


def paging(child: Child) -> float:
    """Return the median seconds of a page down in the library; leaves it again."""
    drawn(child, "L", SHOWN)
    times = [key_time(child, PAGE_DOWN) for _ in range(8)]
    child.write(b"q")
    settle(child)
    return statistics.median(seconds for seconds in times if seconds is not None)


def motions(child: Child) -> float:
    """Return the median seconds of a motion key."""
    times = [key_time(child, key) for key in MOTIONS]
    return statistics.median(seconds for seconds in times if seconds is not None)


class Walker:
    """A reader that walks on through its queue."""

    def __init__(self, child: Child, database: sqlite3.Connection) -> None:
        self._child = child
        self._database = database
        self._at = 1

    def next(self) -> float:
        """Return the seconds from ``]`` to the first paint of the next article."""
        self._at += 1
        return drawn(self._child, "]", f"Story {self._at} opens")

    def tag(self) -> float:
        """Return the seconds from a label's key until its tag is painted and another program can read it."""
        self._child.write(b")")
        settle(self._child)
        before, painted, written = self._journal(), 0.0, 0.0
        pressed = time.perf_counter()
        self._child.write(b"1")
        while not (painted and written):
            if self._child.read(0.0005) and not painted:
                painted = time.perf_counter() - pressed
            if not written and self._journal() > before:
                written = time.perf_counter() - pressed
        settle(self._child)
        return max(painted, written)

    def _journal(self) -> int:
        try:
            found: int = self._database.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
        except sqlite3.OperationalError:  # It is being written at this moment.
            return 0
        return found

    def motion(self) -> float:
        """Return the seconds of a motion key."""
        return motions(self._child)


def ready(child: Child) -> None:
    """Wait until the first article is shown and everything that follows is done."""
    until_text(child, "Story 1 opens", time.perf_counter(), timeout=120)
    settle(child, quiet=3.0)


def sizes(home: Path, large: int, rounds: int) -> list[bool]:
    """Measure a small library against a large one."""
    small_path = build(home / "small.db", SMALL, 2)
    large_path = build(home / "large.db", large, 2)
    small, huge = program(home, small_path), program(home, large_path)
    results = []
    with small.start() as one, huge.start() as other:
        ready(one)
        ready(other)
        name = f"{large:,} articles against {SMALL:,}"
        for what, measure, goal in (("library opens", opening, OPENS), ("page down", paging, PAGES)):
            for child in (one, other):
                measure(child)
            ours, theirs = interleaved(lambda: measure(other), lambda: measure(one), rounds)  # noqa: B023
            results.append(report(f"{what}, {name}", ours, theirs, goal))
    ours, theirs = interleaved(
        lambda: first_text(huge, "Story 1 opens"), lambda: first_text(small, "Story 1 opens"), rounds
    )
    return [*results, report(f"start with no path, {name}", ours, theirs, STARTS)]


def walking(home: Path, medium: int, rounds: int) -> list[bool]:
    """Measure the next article and a tag against a motion of the caret."""
    path = build(home / "medium.db", medium, 70)
    with program(home, path).start() as child, closing(sqlite3.connect(path, timeout=0)) as database:
        ready(child)
        walker = Walker(child, database)
        walker.motion()
        ours, theirs = interleaved(walker.next, walker.motion, 3 * rounds)
        name = f"next article of {medium:,}"
        results = [report(f"{name} against a caret key", ours, theirs, NEXT)]
        median = statistics.median(ours) * 1000
        print(f"{name}, first paint: {median:.1f} ms (goal 60 {'met' if median <= 60 else 'MISSED'})")
        ours, theirs = interleaved(walker.tag, walker.motion, 2 * rounds)
        results.append(report("tag painted and on disk, against a caret key", ours, theirs, TAG))
    return results


def main(large: int = 1_000_000, medium: int = 100_000, rounds: int = 5) -> int:
    """Measure all of it; exit code 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        results = sizes(home, large, rounds) + walking(home, medium, rounds)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:4])))
