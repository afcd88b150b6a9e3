"""What was large and is free is the system's again."""

import ctypes
import platform
import subprocess
import sys

import pytest

from tui.memory import give_back_large_blocks

#: Frees a block as large as a long text, and then, on another thread, many that are smaller.
_SCRIPT = """
import threading
from tui.memory import give_back_large_blocks

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

def work():
    blocks = [bytearray(b"x") * 2_000_000 for _ in range(20)]
    kept.append(bytearray(100_000))
    blocks.clear()

kept = []
bytearray(b"x") * 24_000_000
{called}
before = resident()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(resident() - before)
"""


def taken(called: str) -> int:
    script = _SCRIPT.format(called=called)
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that is told")
def test_large_blocks_are_given_back_once_they_are_free() -> None:
    assert taken("give_back_large_blocks()") < 10_000_000
    assert taken("") > 30_000_000, "of itself it does, and this is not needed any more"


def test_where_there_is_no_such_call_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def library(name: object) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", library)
    give_back_large_blocks()
    assert asked == [None]
