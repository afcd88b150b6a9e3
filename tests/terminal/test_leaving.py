"""The program ends when it is told to, whatever holds up its parts: here, things that never end."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from annotations.store import Store
from tests.support.desk import Desk
from tests.support.terminal import Terminal
from tests.terminal.test_journeys import ready

#: A clipboard's helper that says that it was started, and hangs.
HUNG_HELPER = """#!/bin/sh
echo $$ > "$HOME/helper"
sleep 600
"""


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database as a program that is writing does, for as long as the block goes on."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def left(terminal: Terminal) -> bool:
    """Tell whether the terminal is as it was found, by a program that has ended."""
    return terminal.process.poll() is not None and terminal.is_restored()


def tags(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM tag").fetchone()[0]
    return found


@pytest.mark.parametrize(("number", "code"), [(None, 1), (signal.SIGTERM, 143)], ids=["q", "SIGTERM"])
def test_a_lock_for_ever_holds_nobody_up(desk: Desk, number: int | None, code: int) -> None:
    """Articles are being taken in, a decision waits, and neither can be written."""
    with Store.open(desk.database):
        pass
    with locked(desk.database), desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(lambda t: "1 tag" in t.lines[0])
        terminal.press("q") if number is None else terminal.send_signal(number)
        assert terminal.wait() == code
        assert left(terminal)
        assert "kept for the next start" in terminal.text
    assert tags(desk.database) == 0
    assert len(list(desk.folder.glob("copydesk.db.unsaved-*.jsonl"))) == 1


def test_a_helper_that_hangs_holds_nobody_up(desk: Desk) -> None:
    tools = desk.folder / "tools"
    tools.mkdir()
    for name in ("xclip", "xsel"):
        (tools / name).write_text(HUNG_HELPER, encoding="utf-8")
        (tools / name).chmod(0o755)
    desk.env |= {"DISPLAY": ":99", "PATH": f"{tools}:{desk.env['PATH']}"}
    with desk.open("sample_articles/01-trade-talks.txt") as terminal:
        ready(terminal)
        terminal.press("y")
        terminal.wait_for(lambda _: (desk.folder / "helper").exists())
        terminal.press("q")
        assert terminal.wait() == 0
        assert left(terminal)
    helper = int((desk.folder / "helper").read_text(encoding="utf-8"))
    state = Path(f"/proc/{helper}/stat")
    assert not state.exists() or ") Z " in state.read_text(encoding="utf-8")


def test_an_analysis_that_never_ends_holds_nobody_up(desk: Desk) -> None:
    """Thousands of brackets keep the tokenizer busy for longer than anybody would wait."""
    text = "A story.\n\n" + "(" * 60_000 + "\n\nThe council promised to mend the lighthouse.\n"
    with desk.open(desk.write("odd.txt", text)) as terminal:
        ready(terminal)
        terminal.press("tab")
        terminal.press("q")
        assert terminal.wait() == 0
        assert left(terminal)
