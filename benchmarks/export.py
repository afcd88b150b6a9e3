"""Compare exports with the plainest loop that writes the same: its time, and memory as articles grow.

The loop is ``for row in sqlite3: write(msgspec.json.encode(row))``, over the articles and, in each, over
its tags; with tokens, it tokenizes each text as the export does. Run as
``python -m benchmarks.export [ROUNDS]`` from the root of the project.
"""

import random
import resource
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


def decisions(article: Article) -> Iterator[Decision]:
    """Yield the decisions that put tags all over an article."""
    now = timestamp()
    for start in range(20, 20 + _TAGS * 120, 120):
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


def database(path: Path, count: int) -> Path:
    """Make a database of so many tagged articles."""
    with Store.open(path) as store:
        store.add_articles(articles(count))
        store.commit_many(decision for article in articles(count) for decision in decisions(article))
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
        f"memory of {job}, {MANY:,} articles against {FEW:,}: {large / 2**20:.0f} MB / {small / 2**20:.0f} MB"
        f" = {large / small:.2f} (goal {MEMORY_GOAL:.2f} {'met' if met else 'MISSED'})"
    )
    return met


def main(rounds: int = 5) -> int:
    """Measure everything; exit code 1 when a goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (database(Path(folder, f"{count}.db"), count) for count in (FEW, MANY))
        met = [
            compare(many, rounds, with_tokens=False),
            compare(few, rounds, with_tokens=True),
            compare_memory("export", few, many),
            compare_memory("import", few, many),
        ]
    return 0 if all(met) else 1


if __name__ == "__main__":
    if sys.argv[1:2] in (["export"], ["import"]):
        do(sys.argv[1], Path(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:2])))
