"""How long a caret key takes until the page has drawn, over a real pseudo-terminal.

Run as ``python -m benchmarks.page`` from the root of the project. It starts the page with articles of
5 KB and 10 MB, with and without 5,000 tags, and Textual's own read-only ``TextArea`` beside them, then
presses the same keys in all of them by turns. The time is from the key's bytes being written to the
last bytes that come back. Ratios are to the page at 5 KB, so that they mean the same on any machine.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea

from annotations.objects import Objects
from benchmarks.measure import key_time, settle, until_text
from tests.support.pty import Child
from tui.widgets.page.page import Page, PageTag

ROOT = Path(__file__).parent.parent
SENTENCE = "Harbour officials agreed to publish every contract worth more than $2 million by June, he said. "
SMALL, LARGE = 5_000, 10_000_000
KEYS = {"right": "\x1b[C", "down": "\x1b[B"}
ROUNDS = 45

CASES: dict[str, tuple[str, int, int]] = {
    "page, 5 KB": ("page", SMALL, 0),
    "page, 10 MB": ("page", LARGE, 0),
    "page, 5 KB, 5,000 tags": ("page", SMALL, 5_000),
    "page, 10 MB, 5,000 tags": ("page", LARGE, 5_000),
    "TextArea, 5 KB": ("textarea", SMALL, 0),
}


def article(size: int) -> str:
    """Return an article of about that many bytes, in paragraphs."""
    paragraph = SENTENCE * 5
    return "\n\n".join([paragraph] * max(1, size // len(paragraph)))


def run_page(size: int, tags: int) -> None:
    """Show an article on the page."""
    text = article(size)

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield Page()

        def on_mount(self) -> None:
            page = self.query_one(Page)
            page.focus()
            page.load(text, Objects(text))
            step = (len(text) - 60) / max(1, tags)
            starts = [int(number * step) for number in range(tags)]
            page.set_tags([PageTag(f"{start}", start, start + 50, "c", "green") for start in starts])

    Host().run()


def run_text_area(size: int, tags: int) -> None:
    """Show an article in the text area that Textual has."""

    class Host(App[None]):
        def compose(self) -> ComposeResult:
            yield TextArea(article(size), read_only=True)

        def on_mount(self) -> None:
            area = self.query_one(TextArea)
            area.cursor_blink = False
            area.focus()

    Host().run()


HOSTS: dict[str, Callable[[int, int], None]] = {"page": run_page, "textarea": run_text_area}


def start(host: str, size: int, tags: int) -> Child:
    """Start a host on a terminal of its own, and wait until it has drawn everything."""
    argv = [sys.executable, "-m", "benchmarks.page", host, str(size), str(tags)]
    env = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    child = Child(argv, rows=40, columns=100, env=env, cwd=ROOT)
    until_text(child, "Harbour", time.perf_counter(), timeout=60)
    settle(child, quiet=1.5)
    return child


def measure() -> dict[str, dict[str, float]]:
    """Return the median milliseconds by case and key."""
    children = {name: start(*case) for name, case in CASES.items()}
    times: dict[str, dict[str, list[float]]] = {name: {key: [] for key in KEYS} for name in CASES}
    try:
        for turn in range(ROUNDS):
            for name, child in children.items():
                for key, data in KEYS.items():
                    if key == "right" or turn % 3 == 0:  # few rows down: no scrolling in between
                        drawn = key_time(child, data)
                        times[name][key] += [drawn * 1000] if drawn is not None else []
    finally:
        for child in children.values():
            child.close()
    return {
        name: {key: statistics.median(values) for key, values in keys.items()} for name, keys in times.items()
    }


def main() -> None:
    """Measure and print."""
    medians = measure()
    base = medians["page, 5 KB"]
    peer = medians["TextArea, 5 KB"]
    print(f"{'':26}" + "".join(f"{key + ' ms':>10}{'ratio':>7}" for key in KEYS))
    for name, keys in medians.items():
        print(f"{name:26}" + "".join(f"{keys[key]:10.2f}{keys[key] / base[key]:7.2f}" for key in KEYS))
    print(f"page to TextArea at 5 KB: {', '.join(f'{key} {base[key] / peer[key]:.2f}' for key in KEYS)}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        HOSTS[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
