"""That a large text, once stored, takes no more room than itself."""

import ctypes
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.store.memory import give_back

CHILD = """
import sys
from pathlib import Path
from annotations.records import Article
from annotations.store import Store
from annotations.text import content_id

def resident():
    [line] = [line for line in open("/proc/self/status") if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024

with Store.open(Path(sys.argv[1])) as store:
    store.warm()
    store.add_articles([Article(id=content_id("small"), text="small")])
    text = "Two words and a third. " * 200_000
    before = resident()
    store.add_articles([Article(id=content_id(text), text=text)])
    print((resident() - before) / len(text))
"""

#: Frees a block as large as a long text, and then, on another thread, many that are smaller.
BLOCKS = """
import threading
from annotations.store.memory import give_back

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


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_storing_a_large_text_leaves_little_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "desk.db")], capture_output=True, text=True, check=True
    )
    # In bytes for each of its characters: one is what SQLite keeps of the last statement; without giving back
    # it would be five.
    assert float(done.stdout) < 2.5


def taken(called: str) -> int:
    script = BLOCKS.format(called=called)
    return int(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that is told")
def test_large_blocks_are_given_back_once_they_are_free() -> None:
    assert taken("give_back()") < 10_000_000
    assert taken("") > 30_000_000, "of itself it does, and this is not needed any more"


def test_where_there_is_no_such_call_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def library(name: object) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", library)
    give_back()
    assert asked == [None]
