"""How long until the first readable text, against a bare Textual app that shows the same text.

Run as ``python -m benchmarks.start [ROUNDS]`` from the root of the project.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Program, first_text, interleaved, report
from tests.support.terminal import COPYDESK, environment

GOAL = 1.25
#: Stands once, in the first paragraph and not under the caret, so that no style divides it.
MARK = "lighthouse"
PARAGRAPH = (
    "The harbour board of Port Ellery will publish every contract worth more than $2 million, its chair,"
    " Mira Tanaka, said on Tuesday. “We have nothing to hide,” she said, “and a great deal to explain.”"
)


def article(size: int) -> str:
    """Return an article of about ``size`` characters whose first paragraph has the mark in it."""
    opening = f"The keepers of the old {MARK} have asked the council for 40 more years.\n\n"
    paragraphs = [f"{PARAGRAPH} Paragraph {n}." for n in range(size // len(PARAGRAPH))]
    return opening + "\n\n".join(paragraphs) + "\n"


def bare(path: Path, home: Path) -> Program:
    """Return the yardstick."""
    script = Path(__file__).with_name("bare.py")
    return Program([sys.executable, str(script), str(path)], environment(home), home, quit_key="\x11")


def reader(path: Path, home: Path, database: Path) -> Program:
    """Return the reader on one article, with a database of its own."""
    return Program([COPYDESK, str(path)], environment(home, COPYDESK_DB=str(database)), home)


def main(rounds: int = 15) -> int:
    """Measure opening for the first time and again; exit code 1 when the goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        path = home / "article.txt"
        path.write_text(article(5_000), encoding="utf-8")
        fresh = (home / f"{number}.db" for number in range(rounds + 1))
        yardstick = bare(path, home)
        known = reader(path, home, home / "known.db")

        def first_time() -> float:
            return first_text(reader(path, home, next(fresh)), MARK)

        def yard() -> float:
            return first_text(yardstick, MARK)

        def again() -> float:
            return first_text(known, MARK)

        for warm_up in (yard, first_time, again):
            warm_up()
        results = [
            report(name, *interleaved(ours, yard, rounds), GOAL)
            for name, ours in (("first text, new database", first_time), ("first text, opened again", again))
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
