"""The program talks to nobody: no network, and no other program but the ones that are named here.

Python itself tells of every socket and every program (https://peps.python.org/pep-0578/): a hook that is set
before the program starts writes them down.
"""

import sys

import pytest

from tests.support.desk import Desk
from tests.support.terminal import Terminal
from tests.terminal.test_journeys import Saved, ready

WATCHED = """
import sys
out = open("strangers.log", "a", buffering=1)
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request",
                 "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "webbrowser.open"):
        out.write(f"{event} {args!r}\\n")
    elif event == "subprocess.Popen":
        out.write(f"{event} {' '.join(map(str, args[1]))}\\n")
sys.addaudithook(watch)
from tui.__main__ import main
main()
"""


def met(desk: Desk) -> list[str]:
    log = desk.folder / "strangers.log"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    # urllib3, which trafilatura brings along, asks the system whether it has IPv6, and sends nothing.
    return [line for line in lines if not (line.startswith("socket.bind") and line.endswith("('::1', 0))"))]


def test_the_reader_starts_its_own_analysis_and_nothing_else(desk: Desk) -> None:
    page = desk.write(
        "page.html",
        "<html><head><link rel=stylesheet href=http://192.0.2.1/a.css><script src=http://192.0.2.1/a.js></script>"
        "</head><body><article><h1>Port talks</h1><p>The port agreed to publish it. "
        "<img src=http://192.0.2.1/a.png></p></article></body></html>",
    )
    argv = [sys.executable, "-c", WATCHED, page, "sample_articles"]
    with Terminal(argv, rows=30, columns=110, env=desk.env, cwd=desk.folder) as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.wait_for(" of 19")
        terminal.press("]")
        terminal.wait_for("WHO SAID WHAT", timeout=60)
        terminal.press("q")
        assert terminal.wait() == 0
    assert [line.split(maxsplit=1)[0] for line in met(desk)] == ["subprocess.Popen"] * len(met(desk))
    assert met(desk), "the analysis is a program of its own"
    assert all("-m annotations." in line for line in met(desk))


@pytest.mark.parametrize(
    "args",
    [
        ("add", "sample_articles"),
        ("export", "jsonl", "out.jsonl", "--untouched"),
        ("import", "jsonl", "in.jsonl"),
    ],
    ids=["add", "export", "import"],
)
def test_commands_meet_nobody(desk: Desk, args: tuple[str, ...]) -> None:
    desk.write("in.jsonl", '{"text": "A story.", "spans": []}\n')
    desk.run_well("add", "sample_articles/01-trade-talks.txt")
    with Terminal([sys.executable, "-c", WATCHED, *args], env=desk.env, cwd=desk.folder) as terminal:
        assert terminal.wait() == 0, terminal.text
    assert [line for line in met(desk) if "-m annotations." not in line] == []
