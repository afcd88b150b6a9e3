"""Measure a program as the person in front of it does: by when its bytes reach the terminal."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.pty import Child
from tests.support.terminal import printed

#: A program that has drawn nothing for so long has finished drawing, in seconds.
QUIET = 0.08
ROWS, COLUMNS = 24, 80


@dataclass(frozen=True)
class Program:
    """Something to measure: how it is started, and the key that ends it."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    quit_key: str = "q"

    def start(self) -> Child:
        """Start it on a terminal of its own."""
        return Child(self.argv, rows=ROWS, columns=COLUMNS, env=self.env, cwd=self.cwd)


def until_text(child: Child, text: str, started: float, timeout: float = 30.0) -> float:
    """Return the seconds from ``started`` until ``text`` had been written; raises ``TimeoutError``."""
    drawn = ""
    while time.perf_counter() - started < timeout and not child.hung_up:
        if child.read(0.5) and text in (drawn := printed(child.received.decode(errors="replace"))):
            return time.perf_counter() - started
    raise TimeoutError(f"{text!r} was not drawn; what was drawn ends in: {drawn[-500:].strip()}")


def settle(child: Child, quiet: float = QUIET) -> float | None:
    """Read until nothing is drawn for ``quiet`` seconds; return the moment of the last byte, if any came."""
    last = None
    while child.read(quiet):
        last = time.perf_counter()
    return last


def first_text(program: Program, text: str) -> float:
    """Return the seconds from starting a program to the first time ``text`` reaches its terminal."""
    started = time.perf_counter()
    with program.start() as child:
        seconds = until_text(child, text, started)
        settle(child)
        child.write(program.quit_key.encode())
        child.wait()
    return seconds


def key_time(child: Child, key: str) -> float | None:
    """Return the seconds from a key to the last byte that was drawn because of it, if any was."""
    pressed = time.perf_counter()
    child.write(key.encode())
    last = settle(child)
    return None if last is None else last - pressed


def interleaved(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[list[float], list[float]]:
    """Measure two things in turns, so that a slow minute of the machine counts for both."""
    pairs = [(first(), second()) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def report(name: str, ours: Sequence[float], theirs: Sequence[float], goal: float) -> bool:
    """Print medians and their ratio on one line; tell whether the goal was met."""
    our_median, their_median = statistics.median(ours), statistics.median(theirs)
    ratio = our_median / their_median
    verdict = "met" if ratio <= goal else "MISSED"
    best = f"best {min(ours) * 1000:.1f} / {min(theirs) * 1000:.1f} ms"
    print(
        f"{name}: {our_median * 1000:.1f} ms / {their_median * 1000:.1f} ms = {ratio:.2f}"
        f" (goal {goal:.2f} {verdict}; {best})"
    )
    return ratio <= goal
