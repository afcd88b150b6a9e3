"""What a motion of the caret costs in a huge article, against the same motion in a short one.

Run as ``python -m benchmarks.caret [ROUNDS]`` from the root of the project.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import interleaved, key_time, report, settle, until_text
from benchmarks.start import MARK, article, reader
from tests.support.pty import Child

GOAL = 1.3
SHORT, HUGE = 5_000, 10_000_000
#: By line and by word, back and forth, so that they end where they began and nothing scrolls.
MOTIONS = "jjkkllhh" * 3


def ready(child: Child) -> None:
    """Wait until the article is shown and everything that follows the first paint is done."""
    until_text(child, MARK, time.perf_counter(), timeout=120)
    settle(child, quiet=2.0)


def motions(child: Child) -> float:
    """Return the median seconds of a motion key, over one run of them all."""
    times = [key_time(child, key) for key in MOTIONS]
    return statistics.median(seconds for seconds in times if seconds is not None)


def main(rounds: int = 7) -> int:
    """Measure both articles side by side; exit code 1 when the goal was missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = [home / "short.txt", home / "huge.txt"]
        for path, size in zip(paths, (SHORT, HUGE), strict=True):
            path.write_text(article(size), encoding="utf-8")
        short, huge = (reader(path, home, path.with_suffix(".db")).start() for path in paths)
        with short, huge:
            ready(short)
            ready(huge)
            for child in (short, huge):
                motions(child)
            ours, theirs = interleaved(lambda: motions(huge), lambda: motions(short), rounds)
    return 0 if report("caret, 10 MB against 5 KB", ours, theirs, GOAL) else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
