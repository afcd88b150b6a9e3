"""``copydesk backup`` and ``copydesk doctor --repair`` from the outside."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations.errors import ReadOnlyError
from tests.annotations.store.desk import journal_on_disk, tags_on_disk
from tests.support.reader import TALKS
from tui.cli import cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    monkeypatch.setenv("COPYDESK_ANNOTATOR", "ana")
    (tmp_path / "a.txt").write_text(TALKS, encoding="utf-8")
    span = {"start": 0, "end": 7, "label": "figure"}
    (tmp_path / "tags.jsonl").write_text(
        json.dumps({"text": TALKS, "spans": [span]}) + "\n", encoding="utf-8"
    )
    run("add", "a.txt")
    run("import", "jsonl", "tags.jsonl")
    return tmp_path


def run(*args: str, code: int = 0) -> Result:
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == code, done.output
    return done


def test_backup_says_what_it_wrote(folder: Path) -> None:
    done = run("backup", "copy.db")
    assert done.stderr == "wrote copy.db\n"
    assert done.stdout == ""
    assert journal_on_disk(folder / "copy.db") == journal_on_disk(folder / "desk.db") != []


def test_backup_of_nothing_makes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_DB", str(folder / "none.db"))
    done = CliRunner().invoke(cli, ["backup", "copy.db"])
    assert "there is no database" in str(done.exception)
    assert not (folder / "copy.db").exists()
    assert not (folder / "none.db").exists()


def findings(*args: str) -> dict[str, dict[str, object]]:
    done = CliRunner().invoke(cli, ["doctor", "--json", *args])
    return {row["check"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_doctor_finds_and_mends(folder: Path) -> None:
    assert findings()["contents"]["ok"] is True
    tags = tags_on_disk(folder / "desk.db")
    connection = sqlite3.connect(folder / "desk.db")
    connection.execute("DELETE FROM tag")
    connection.commit()
    connection.close()
    found = findings()["contents"]
    assert (found["ok"], found["advice"]) == (False, "copydesk doctor --repair")
    assert findings("--repair")["contents"]["ok"] is True
    assert tags_on_disk(folder / "desk.db") == tags
    assert tags_on_disk(folder / "desk.db.before-repair") == []


def test_doctor_tells_of_tags_without_a_place(folder: Path) -> None:
    assert "orphans" not in findings()
    (folder / "a.txt").write_text(TALKS.replace("Harbour", "Port"), encoding="utf-8")
    done = run("add", "a.txt")
    assert "1 edited since they were added: 0 tags went over, 1 have no certain place" in done.stderr
    assert str(findings()["orphans"]["says"]).startswith("1 tags")
    shutil.copy(folder / "desk.db", folder / "kept.db")
    assert len(tags_on_disk(folder / "kept.db")) == 1


@pytest.fixture
def newer(folder: Path) -> bytes:
    """The bytes of a database that a newer version has upgraded."""
    with sqlite3.connect(folder / "desk.db") as connection:
        connection.execute("PRAGMA user_version=9999")
    connection.close()
    return (folder / "desk.db").read_bytes()


def test_a_newer_database_is_read_by_every_command_that_reads(folder: Path, newer: bytes) -> None:
    assert "decisions  0" in run("stats").stdout
    run("export", "jsonl", "out.jsonl")
    assert '"label":"figure"' in (folder / "out.jsonl").read_text(encoding="utf-8")
    run("backup", "copy.db")
    assert (folder / "copy.db").stat().st_size == len(newer)
    found = findings()
    assert (found["database"]["ok"], found["contents"]["ok"]) == (True, True)
    assert "so it can only be read" in str(found["database"]["advice"])
    assert (folder / "desk.db").read_bytes() == newer
    assert not list(folder.glob("desk.db?*"))


@pytest.mark.parametrize("command", ["add a.txt", "import jsonl tags.jsonl", "doctor --repair"])
def test_and_changed_by_none(folder: Path, newer: bytes, command: str) -> None:
    done = CliRunner().invoke(cli, command.split())
    assert isinstance(done.exception, ReadOnlyError)
    assert f"{folder / 'desk.db'} was written by a newer copydesk (schema 9999;" in str(done.exception)
    assert (folder / "desk.db").read_bytes() == newer
    assert not list(folder.glob("desk.db?*"))


@pytest.mark.skipif(os.getuid() == 0, reason="whoever is root may write anything")
@pytest.mark.parametrize("which", ["desk.db", "."])
def test_permissions_are_respected(folder: Path, which: str) -> None:
    mode = (folder / which).stat().st_mode
    (folder / "out").mkdir()
    (folder / which).chmod(mode & ~0o222)
    try:
        run("export", "jsonl", "out/tags.jsonl")
        done = CliRunner().invoke(cli, ["add", "a.txt"])
        assert isinstance(done.exception, ReadOnlyError)
        assert "is write-protected, so it can only be read" in str(done.exception)
    finally:
        (folder / which).chmod(mode)
