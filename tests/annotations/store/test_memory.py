"""That a large text, once stored, takes no more room than itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotations.store import memory

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


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_storing_a_large_text_leaves_little_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path / "desk.db")], capture_output=True, text=True, check=True
    )
    # In bytes for each of its characters: one is what SQLite keeps of the last statement; without giving back
    # it would be five.
    assert float(done.stdout) < 2.5


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_only_a_library_that_can_is_asked_to_give_back(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class OtherLibrary:
        """A C library without ``malloc_trim``, as musl is."""

        def __init__(self, name: str | None) -> None:
            asked.append(platform)

        def __getattr__(self, name: str) -> object:
            raise AttributeError(name)

    monkeypatch.setattr("ctypes.CDLL", OtherLibrary)
    monkeypatch.setattr(sys, "platform", platform)
    memory.give_back()
    assert asked == (["linux"] if platform == "linux" else [])
