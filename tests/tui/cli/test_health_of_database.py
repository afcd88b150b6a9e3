"""``copydesk backup`` and ``copydesk doctor --repair`` from the outside."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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
