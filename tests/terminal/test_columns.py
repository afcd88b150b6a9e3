"""The border beside the text stays a straight line, whatever characters stand before it."""

import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.support.desk import Desk
from tests.support.terminal import COPYDESK, Terminal
from tests.support.widths import WORDS
from tests.terminal.test_hostile import _until
from tests.terminal.test_journeys import leave, ready

ROWS, COLUMNS, BORDER = 70, 110, 76
SENTENCE = "Here {0} and {0}{0} stand before the border, with more words after them {0}."
STORY = "\n\n".join(["Odd widths", *map(SENTENCE.format, WORDS)])


def drifted(terminal: Terminal) -> dict[int, list[int]]:
    """Return the rows of the page in which the border is not in its one column, and where it is."""
    buffer = terminal.screen.buffer
    rows = {
        row: [column for column in range(COLUMNS) if buffer[row][column].data == "│"]
        for row in range(2, ROWS - 2)
    }
    return {row: columns for row, columns in rows.items() if columns != [BORDER]}


def test_the_border_does_not_drift(desk: Desk) -> None:
    with desk.open(desk.write("odd.txt", STORY), rows=ROWS, columns=COLUMNS) as terminal:
        ready(terminal)
        terminal.wait_for(lambda t: drifted(t) == {})
        for key in ("j", ")", "s", "1", "space", "G"):
            terminal.press(key)
            terminal.wait_until_quiet(0.15)
            assert drifted(terminal) == {}, key
        terminal.wait_for("saved ✓")
        # Everything is drawn anew, in one piece.
        terminal.press("?")
        terminal.wait_for("Labels")
        terminal.press("escape")
        terminal.wait_for(lambda t: "Labels" not in t.text and drifted(t) == {})
        leave(terminal)


@pytest.fixture
def tmux(desk: Desk) -> Iterator[Callable[..., str]]:
    """Run tmux on a socket of its own."""
    socket = desk.folder / "tmux"

    def run(*args: str) -> str:
        argv = ["tmux", "-u", "-f", "/dev/null", "-S", str(socket), *args]
        ran = subprocess.run(argv, env=desk.env, cwd=desk.folder, capture_output=True, check=False)
        return ran.stdout.decode()

    yield run
    run("kill-server")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_nor_in_tmux(desk: Desk, tmux: Callable[..., str]) -> None:
    desk.write("odd.txt", STORY)
    tmux("new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), f"{COPYDESK} odd.txt")

    def straight() -> bool:
        """Tell whether each row has the border once, with a panel's width on its right side."""
        rows = tmux("capture-pane", "-p", "-N").split("\n")[2 : ROWS - 2]
        right = [row.rpartition("│")[2] for row in rows]
        # What is listed in the panel may be odd itself, and then its cells cannot be counted.
        widths = {len(cells) for cells in right if cells.isascii()}
        return all(row.count("│") == 1 for row in rows) and widths == {COLUMNS - BORDER - 1}

    _until(lambda: "1 commitment" in tmux("capture-pane", "-p"))
    _until(straight)
    for key in ("j", ")", "s", "1", "Space", "G"):
        tmux("send-keys", key)
    _until(lambda: "saved ✓" in tmux("capture-pane", "-p"))
    _until(straight)
