"""The program talks to nobody: no network, and no other program but the ones that are named here.

Python itself tells of every socket and every program (https://peps.python.org/pep-0578/): a hook that is set
before the program starts writes them down.
"""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.terminal import Terminal
from tests.terminal.test_journeys import Saved, ready
from tui.cli import cli

WATCH = """
import sys
out = open("strangers.log", "a", buffering=1)
def watch(event, args):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "urllib.Request",
                 "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn", "webbrowser.open"):
        out.write(f"{event} {args!r}\\n")
    elif event == "subprocess.Popen":
        out.write(f"{event} {' '.join(map(str, args[1]))}\\n")
sys.addaudithook(watch)
"""
WATCHED = f"{WATCH}\nfrom tui.__main__ import main\nmain()\n"
#: Every command one after the other, each with what it printed, should it fail.
ALL = f"""{WATCH}
import json
from click.testing import CliRunner
from tui.cli import cli
for line in json.loads(sys.argv[1]):
    done = CliRunner().invoke(cli, line)
    assert done.exit_code == 0 and not done.exception, (line, done.output, done.exception)
    print(line[0], flush=True)
"""
COMMANDS = [
    ["init"],
    ["add", "sample_articles"],
    ["detect", "--json", "sample_articles/01-trade-talks.txt"],
    ["import", "jsonl", "in.jsonl"],
    ["export", "jsonl", "out.jsonl", "--untouched"],
    ["export", "--verify", "out.jsonl"],
    ["stats"],
    ["backup", "copy.db"],
    ["doctor"],
    ["doctor", "--repair"],
]


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


def test_commands_meet_nobody(desk: Desk) -> None:
    assert {line[0] for line in COMMANDS} | {"read"} == set(cli.commands)
    desk.write("in.jsonl", '{"text": "A story.", "spans": []}\n')
    argv = [sys.executable, "-c", ALL, json.dumps(COMMANDS)]
    with Terminal(argv, rows=40, columns=200, env=desk.env, cwd=desk.folder) as terminal:
        assert terminal.wait(timeout=60) == 0, terminal.text
        assert len(terminal.text.split()) == len(COMMANDS)
    assert [line for line in met(desk) if "-m annotations." not in line] == []


def family(pid: int) -> dict[int, list[str]]:
    """Return the processes below one, however deep, and the words each was started with."""
    found: dict[int, list[str]] = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text(encoding="utf-8").split()):
            words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
            found |= {child: words[:-1], **family(child)}
    return found


def connections(pid: int) -> list[str]:
    """Return the network's sockets that a process holds; those within the machine's own kernel are none."""
    held = {str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
    lines = [
        line
        for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
        if (table := Path(f"/proc/{pid}/net/{kind}")).exists()
        for line in table.read_text(encoding="utf-8").splitlines()[1:]
    ]
    return [line for line in lines if f"socket:[{line.split()[9]}]" in held]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")
def test_as_the_system_sees_it(desk: Desk) -> None:
    """The analysis, which has no hook of ours, neither starts a program nor opens a connection."""
    with desk.open("sample_articles", rows=30, columns=110) as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.wait_for("to review", timeout=60)
        reader = terminal.process.pid
        below = family(reader)
        assert [words[1:] for words in below.values()] == [["-m", "annotations.detect.worker"]]
        assert [connections(pid) for pid in (reader, *below)] == [[], []]
        terminal.press("q")
        assert terminal.wait() == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in below), "nobody is left behind"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks into /proc")
def test_what_the_system_sees_would_be_seen() -> None:
    """The test of the test: a child and a socket are found."""
    argv = [sys.executable, "-c", "print(flush=True); input()"]
    pipe = subprocess.PIPE
    with socket.socket() as listening, subprocess.Popen(argv, stdin=pipe, stdout=pipe) as child:
        assert child.stdout is not None
        child.stdout.readline()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert family(os.getpid())[child.pid][1:] == argv[1:]
        assert len(connections(os.getpid())) == 1
        child.kill()
