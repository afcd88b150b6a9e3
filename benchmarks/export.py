"""Compare exports and imports with the plainest loops that do the same: time, and memory as articles grow.

For an export the loop is ``for row in sqlite3: write(msgspec.json.encode(row))``, over the articles and, in
each, over its tags; with tokens, it tokenizes each text as the export does. The export reads back what it
wrote, hashes it and forces it to the disk; the loop does not. For an import it is one ``executemany`` for
each table, of the very rows that the import leaves there, tags and journal, in one transaction. Run as
``python -m benchmarks.export [ROUNDS]`` from the root of the project.
"""

import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from annotations import scheme
from annotations.dataset import Options, export, import_
from annotations.detect.tokens import tokens
from annotations.records import Article, Decision, Tag, new_id, timestamp
from annotations.store import Store
from annotations.text import content_id
from benchmarks.measure import interleaved, report

#: At least half the speed of the loop.
GOAL = 2.0
#: How much more memory twenty times the articles may take; a thousand do not quite fill every batch.
MEMORY_GOAL = 1.3
FEW, MANY = 1_000, 20_000
#: For the memory, in articles with one tag each.
SMALL, LARGE = 1_000, 100_000
#: Articles of which all the tags are imported: ten times as many tags.
IMPORTED = 10_000
_TAGS = 10
_WORDS = (
    "the",
    "harbour",
    "council",
    "agreed",
    "to pay",
    "dock crews",
    "more than",
    "Okafor",
    "rents",
    "4.5",
)

_ARTICLES = "SELECT id, text, title, byline, date, source, metadata FROM article ORDER BY seq"
_WRITTEN = ("journal", "tag", "progress")
_SPANS = 'SELECT start, "end", label, text, annotator, origin, note FROM tag WHERE article = ? ORDER BY start'


def articles(count: int) -> Iterator[Article]:
    """Yield made-up articles of some 3,000 characters, the same ones every time."""
    chance = random.Random(7)
    for number in range(count):
        sentences = (" ".join(chance.choices(_WORDS, k=16)).capitalize() + "." for _ in range(30))
        text = f"Report {number}\n\n" + " ".join(sentences)
        yield Article(
            id=content_id(text), text=text, title=f"Report {number}", source=f"reports/{number}.txt"
        )


def decisions(article: Article, tags: int = _TAGS) -> Iterator[Decision]:
    """Yield the decisions that put tags all over an article."""
    now = timestamp()
    for start in range(20, 20 + tags * 120, 120):
        tag = Tag(
            id=new_id(),
            article=article.id,
            start=start,
            end=start + 60,
            text=article.text[start : start + 60],
            label=("commitment", "complaint", "figure")[start % 3],
            annotator="ana",
            created=now,
            updated=now,
        )
        yield Decision(id=new_id(), at=now, annotator="ana", article=article.id, verb="tag", after=tag)


def database(path: Path, count: int, tags: int = _TAGS) -> Path:
    """Make a database of so many articles with so many tags each."""
    with Store.open(path) as store:
        store.add_articles(articles(count))
        store.commit_many(decision for article in articles(count) for decision in decisions(article, tags))
    return path


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def plain_loop(path: Path, out: Path, *, with_tokens: bool) -> None:
    """Write what an export holds with nothing around it: no checks, no losses counted, no safe replacing."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    with out.open("wb") as file:
        for row in connection.execute(_ARTICLES):
            line = dict(row) | {"spans": [dict(span) for span in connection.execute(_SPANS, [row["id"]])]}
            if with_tokens:
                line["tokens"] = [token._asdict() for token in tokens(row["text"])]
            file.write(msgspec.json.encode(line) + b"\n")
    connection.close()


def compare(path: Path, rounds: int, *, with_tokens: bool) -> bool:
    """Export and loop in turns; tell whether the goal was met."""
    options = Options(tokens=with_tokens)
    out = path.with_suffix(".jsonl")
    with Store.open(path) as store:
        ours, theirs = interleaved(
            lambda: seconds(lambda: export(store, "jsonl", out, options)),
            lambda: seconds(lambda: plain_loop(path, out, with_tokens=with_tokens)),
            rounds,
        )
    return report(
        f"export, {'with' if with_tokens else 'without'} tokens, against a loop", ours, theirs, GOAL
    )


def compare_import(folder: Path, rounds: int) -> bool:
    """Import tags and insert their rows in turns, each time into a database that has the articles."""
    full, empty = database(folder / "full.db", IMPORTED), folder / "empty.db"
    dataset = full.with_suffix(".jsonl")
    with Store.open(full) as store:
        export(store, "jsonl", dataset, Options(tokens=False))
    with Store.open(empty) as store:
        store.add_articles(articles(IMPORTED))
    target = folder / "target.db"

    def ours() -> float:
        shutil.copy(empty, target)
        with Store.open(target) as store:
            store.warm()
            return seconds(lambda: import_(store, "jsonl", dataset, "ana", scheme.default()))

    def theirs() -> float:
        rows = {table: list(sqlite3.connect(target).execute(f"SELECT * FROM {table}")) for table in _WRITTEN}
        shutil.copy(empty, target)
        return seconds(lambda: insert(target, rows))

    imported, inserted = interleaved(ours, theirs, rounds)
    return report(f"import of {IMPORTED * _TAGS:,} tags, against their rows", imported, inserted, GOAL)


def insert(path: Path, rows: dict[str, list[tuple[object, ...]]]) -> None:
    """Insert rows as they are, table by table."""
    connection = sqlite3.connect(path)
    with connection:
        for table, found in rows.items():
            places = ", ".join("?" for _ in found[0])
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", found)
    connection.close()


def peak(job: str, path: Path) -> int:
    """Return the peak memory, in bytes, of a process of its own that does a job on a database."""
    command = [sys.executable, "-m", "benchmarks.export", job, str(path)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def do(job: str, path: Path) -> None:
    """Do the job that ``peak`` measures, and print its memory."""
    dataset = path.with_suffix(".jsonl")
    with Store.open(path if job == "export" else path.with_suffix(".copy")) as store:
        if job == "export":
            export(store, "jsonl", dataset, Options(tokens=False))
        else:
            import_(store, "jsonl", dataset, "ana", scheme.default())
    print(highest())


def highest() -> int:
    """Return the peak memory of this process in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Elsewhere a process starts with the peak of the one that started it.
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def compare_memory(job: str, few: Path, many: Path) -> bool:
    """Tell whether a job takes the same memory for many articles as for few."""
    small, large = peak(job, few), peak(job, many)
    met = large / small <= MEMORY_GOAL
    print(
        f"memory of {job}, {LARGE:,} articles against {SMALL:,}: "
        f"{large / 2**20:.0f} MB / {small / 2**20:.0f} MB = {large / small:.2f} "
        f"(goal {MEMORY_GOAL:.2f} {'met' if met else 'MISSED'})"
    )
    return met


def main(rounds: int = 5) -> int:
    """Measure everything; exit code 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (database(Path(folder, f"{count}.db"), count) for count in (FEW, MANY))
        met = [
            compare(many, rounds, with_tokens=False),
            compare(few, rounds, with_tokens=True),
            compare_import(Path(folder), rounds),
        ]
        many.unlink()
        small, large = (database(Path(folder, f"one-{count}.db"), count, tags=1) for count in (SMALL, LARGE))
        met += [compare_memory(job, small, large) for job in ("export", "import")]
    return 0 if all(met) else 1


if __name__ == "__main__":
    if sys.argv[1:2] in (["export"], ["import"]):
        do(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:2])))
