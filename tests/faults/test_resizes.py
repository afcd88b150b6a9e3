"""A window that is pulled about: whatever its sizes were, the reader shows what it would have shown."""

import random
from pathlib import Path

import pytest

from tests.faults.counts import figures, full_or
from tests.support.desk import Desk
from tests.support.hostile import leaks
from tests.support.terminal import Terminal
from tests.terminal.test_journeys import Saved, leave, ready

RESIZES = full_or(25, 1_000)
#: Rows and columns, from next to nothing to a wall.
ROWS, COLUMNS = (3, 60), (10, 240)
#: Keys that move, mark, open and close, and change nothing.
KEYS = (*"jk)({}bGgvst?+-", "space", "tab", "escape")
PARAGRAPH = "The council promised to mend the lighthouse. Nobody came, and “we will see,” Ada Lund said. " * 6


def page(terminal: Terminal) -> list[str]:
    """Return the rows of the article; those around it tell what was done last, and how many today."""
    return terminal.lines[2:-2]


@pytest.mark.usefixtures("no_cover")
def test_no_sequence_of_sizes_breaks_it(tmp_path: Path) -> None:
    chance = random.Random(6)
    desk = Desk(tmp_path)
    paths = [desk.write(f"{n}.txt", f"Story {n}\n\n" + f"{PARAGRAPH}\n\n" * 12) for n in range(3)]
    with desk.open(*paths) as terminal:
        ready(terminal)
        terminal.press("1")
        terminal.wait_for(Saved(1))
        terminal.wait_for("to review")
        terminal.press("g")
        terminal.wait_until_quiet()
        before = page(terminal)
        for _ in range(RESIZES):
            terminal.resize(chance.randint(*ROWS), chance.randint(*COLUMNS))
            terminal.press(chance.choice(KEYS))
            while terminal.read(0.01):  # What it draws meanwhile is taken, as a terminal would.
                pass
            assert not terminal.hung_up, terminal.text
        terminal.resize(24, 80)
        terminal.press(*["escape"] * 4, "g")  # Out of whatever is open, and to the top.
        terminal.wait_for(lambda t: page(t) == before)
        leave(terminal)
        assert leaks(terminal.written) == []
    assert len(desk.spans()) == 1
    figures.append(f"random resizes of the reader: {RESIZES}; mistakes, or anything left on the screen: 0")
