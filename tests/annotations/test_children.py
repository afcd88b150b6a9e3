"""Programs that work for us: answered, stopped in time, and gone when we are."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations import children

ECHO = [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(3)"]
#: A helper that starts another, says who both are, and does nothing any more.
HANGS = """
import os, pathlib, subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
target = pathlib.Path(sys.argv[1])
target.with_suffix(".new").write_text(f"{os.getpid()} {other.pid}")
target.with_suffix(".new").replace(target)
time.sleep(600)
"""
#: A program that ends while a helper of its own hangs in a thread that nobody waits for.
LEAVES = """
import os, pathlib, sys, threading, time
from annotations import children
argv = [sys.executable, "-c", sys.argv[2], sys.argv[1]]
work = threading.Thread(target=lambda: children.run(argv, b"", seconds=600, environ=os.environ), daemon=True)
work.start()
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.01)
"""


def gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody has buried yet has, too."""
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True


def all_gone(file: Path) -> bool:
    """Wait for the processes named in a file to end; whoever is left after a while is killed and told."""
    pids = [int(word) for word in file.read_text(encoding="utf-8").split()]
    for _ in range(2000):
        if all(map(gone, pids)):
            return True
        os.sched_yield()
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return False


def test_it_answers_where_it_is_asked_to() -> None:
    ran = children.run(ECHO, b"abc", seconds=60, environ=os.environ, answers=True)
    assert (ran.returncode, ran.stdout) == (3, b"ABC")
    silent = children.run(ECHO, b"abc", seconds=60, environ=os.environ)
    assert silent.returncode == 3
    assert silent.stdout is None


def test_what_does_not_start_is_an_error() -> None:
    with pytest.raises(OSError, match="No such file"):
        children.run(["/no/such/program"], b"", seconds=1, environ=os.environ)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
def test_what_takes_too_long_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    argv = [sys.executable, "-c", HANGS, str(file)]
    with pytest.raises(subprocess.TimeoutExpired):
        children.run(argv, b"", seconds=2, environ=os.environ)
    assert all_gone(file)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
def test_what_hangs_ends_with_us(tmp_path: Path) -> None:
    file = tmp_path / "pids"
    subprocess.run([sys.executable, "-c", LEAVES, str(file), HANGS], check=True, timeout=60)
    assert all_gone(file)


def test_where_there_are_no_process_groups_the_program_itself_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "os", SimpleNamespace(name="nt"))
    hangs = [sys.executable, "-c", "import time; time.sleep(600)"]
    # It is waited for, so this would not come back.
    with pytest.raises(subprocess.TimeoutExpired):
        children.run(hangs, b"", seconds=0.1, environ=os.environ)
