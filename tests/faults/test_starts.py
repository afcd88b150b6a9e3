"""Four programs started together on one database, new or of an old schema: all of them open it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.store import Store, schema
from annotations.store.connection import no_patience
from tests.annotations.store.desk import journal_on_disk
from tests.annotations.store.first_schema import first_schema
from tests.faults.counts import figures, full_or

PROGRAM = """
import sys
from pathlib import Path
import sqlite_utils  # So that all come to the lock at the same time.
from annotations.store import Store
print("ready", flush=True)
for name in sys.stdin:
    with Store.open(Path(name.strip())) as store:
        print(store.counts().articles, flush=True)
"""


@pytest.mark.parametrize("old", [False, True], ids=["new", "of the first schema"])
def test_four_at_once(tmp_path: Path, old: bool) -> None:
    starts = full_or(10, 100)
    decisions, _ = first_schema(tmp_path / "old.db")
    argv = [sys.executable, "-c", PROGRAM]
    programs = [
        subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [said(program) for program in programs] == ["ready"] * 4
    for number in range(starts):
        path = tmp_path / f"{number}.db"
        if old:
            shutil.copy(tmp_path / "old.db", path)
        for program in programs:
            assert program.stdin is not None
            program.stdin.write(f"{path}\n")
            program.stdin.flush()
        assert [said(program) for program in programs] == ["30" if old else "0"] * 4
        with Store.open(path, patience=no_patience) as store:
            assert schema.version(store.connection) == schema.newest()
            store.check()
        assert journal_on_disk(path) == (decisions if old else [])
    for program in programs:
        program.communicate()
    assert [program.returncode for program in programs] == [0] * 4
    what = "of the first schema" if old else "not yet there"
    figures.append(f"four programs at once on a database {what}: {starts}; failed: 0")


def said(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()
