"""Which files are opened, which refused; that a refused one keeps every byte; upgrades and their copies."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import StoreError
from annotations.store import Store, opening, schema
from tests.annotations.store.desk import decide, make_article, make_tag, raw, tags_on_disk


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def fill(path: Path) -> None:
    """Make a database with one tag in it."""
    with Store.open(path) as store:
        article = make_article()
        store.add_articles([article])
        store.commit(decide(after=make_tag(article)))


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "desk.db"
    with Store.open(path) as store:
        assert store.path == path
        assert store.counts().articles == 0
    assert mode(path) == 0o600
    assert mode(path.parent) == mode(path.parent.parent) == 0o700
    with raw(path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x63707964,)
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.newest(),)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kinds = connection.execute("PRAGMA table_list").fetchall()
    ours = {row[1]: row[5] for row in kinds if not row[1].startswith(("sqlite_", "_sqlite", "search"))}
    assert set(ours.values()) == {1}
    derived = {"tag", "progress", "history", "settled", "phrase", "listing", "total", "tally", "version"}
    assert ours.keys() == derived | {"article", "journal", "detection", "bookmark", "shown"}


def test_the_connection_is_durable_and_wary(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        settings = {
            name: store.connection.value(f"PRAGMA {name}")
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "trusted_schema",
                "cell_size_check",
                "mmap_size",
                "busy_timeout",
            )
        }
    assert settings == {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "busy_timeout": 250,
    }


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_file_or_database_becomes_ours(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "desk.db"
    path.touch()
    if content is None:
        with raw(path) as connection:
            connection.executescript("CREATE TABLE t (a); DROP TABLE t; VACUUM")
        assert path.stat().st_size > 0
    fill(path)
    with Store.open(path) as store:
        assert store.counts().tags == 1


def foreign(path: Path) -> None:
    with raw(path) as connection:
        connection.executescript("CREATE TABLE notes (a); INSERT INTO notes VALUES (1)")


def foreign_marked(path: Path) -> None:
    with raw(path) as connection:
        connection.executescript("PRAGMA application_id=77; CREATE TABLE notes (a)")


def foreign_versioned(path: Path) -> None:
    with raw(path) as connection:
        connection.executescript("PRAGMA user_version=3")


def text_file(path: Path) -> None:
    path.write_text("Dear diary, " * 500, encoding="utf-8")


def truncated(path: Path) -> None:
    fill(path)
    os.truncate(path, path.stat().st_size // 2)


def damaged(path: Path) -> None:
    fill(path)
    with raw(path) as connection:
        [page] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'tag_by_place'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (foreign, "database of another program"),
        (foreign_marked, "database of another program"),
        (foreign_versioned, "database of another program"),
        (text_file, "is not a copydesk database"),
        (truncated, "is damaged"),
        (damaged, "is damaged"),
    ],
)
def test_what_is_refused_keeps_every_byte(tmp_path: Path, make: Any, reason: str) -> None:
    path = tmp_path / "some ?#%.db"
    make(path)
    before = sha256(path)
    for _ in range(2):
        with pytest.raises(StoreError, match=reason) as caught:
            Store.open(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert sha256(path) == before
    assert [*tmp_path.iterdir()] == [path]


def test_another_programs_unfinished_business_is_left_to_it(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    child = f"""
import os, sqlite3
c = sqlite3.connect({str(path)!r}, isolation_level=None)
c.executescript("PRAGMA journal_mode=WAL; CREATE TABLE notes (a); INSERT INTO notes VALUES (1)")
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", child], check=True)
    files = {file.name: sha256(file) for file in tmp_path.iterdir()}
    assert len(files) == 3
    with pytest.raises(StoreError):
        Store.open(path)
    for name in ("other.db", "other.db-wal"):
        assert sha256(tmp_path / name) == files[name]


def test_neither_a_folder_nor_a_pipe_is_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreError, match="not a regular file"):
        Store.open(tmp_path / "pipe")


def test_a_place_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot open the database .*Not a directory"):
        Store.open(tmp_path / "file" / "desk.db")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "desk.db")
    with pytest.raises(StoreError, match=r"cannot open the database .*No such file"):
        Store.open(tmp_path / "link")


def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with pytest.raises(StoreError, match=r"SQLite 3.37 or newer"):
        Store.open(tmp_path / "desk.db")


def test_a_write_ahead_log_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    with raw(path) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    with Store.open(path) as store:
        assert store.connection.value("PRAGMA journal_mode") == "delete"
        assert store.counts().tags == 1


def test_a_left_over_journal_is_played_back(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    child = f"""
import os, sqlite3
c = sqlite3.connect({str(path)!r}, isolation_level=None)
c.execute("PRAGMA cache_size=1")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE tag SET note = 'half'")
c.execute("CREATE TABLE bulk (a)")
c.executemany("INSERT INTO bulk VALUES (?)", [("x" * 3000,)] * 200)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", child], check=True)
    assert (tmp_path / "desk.db-journal").stat().st_size > 0
    with Store.open(path) as store:
        store.check()
    assert [tag.note for tag in tags_on_disk(path)] == [""]


def test_large_databases_are_checked_when_there_is_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "desk.db"
    damaged(path)
    monkeypatch.setattr(opening, "CHECKED_AT_OPENING", 4096)
    with Store.open(path) as store, pytest.raises(StoreError, match="is damaged"):
        store.check()


def test_opening_and_reading_need_no_sqlite_utils(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    child = f"""
import sys
from pathlib import Path
from annotations.store import Store, library
from annotations.store.views import View
with Store.open(Path({str(path)!r})) as store:
    [article] = store.articles()
    [tag] = store.tags(article.id, "ana")
    store.progress(article.id, "ana"), store.recent_history("ana")
    library.page(store.connection, View(annotator="ana", words="har", sort="title"))
    store.last_article("ana"), store.counts(), store.detection(article.id, "p"), list(store.decisions())
    assert not {{"sqlite_utils", "numpy"}} & set(sys.modules)
    store.warm()
    assert "sqlite_utils" in sys.modules
    assert "numpy" not in sys.modules
    import numpy
"""
    subprocess.run([sys.executable, "-c", child], check=True)


def add_colour(database: Any) -> None:
    database.execute("ALTER TABLE tag ADD COLUMN colour TEXT NOT NULL DEFAULT ''")


def test_an_upgrade_copies_the_database_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    tags, before = tags_on_disk(path), schema.newest()
    monkeypatch.setattr(schema, "STEPS", [*schema.STEPS, ("colour", add_colour)])
    with Store.open(path) as store:
        assert schema.version(store.connection) == before + 1
        assert store.connection.value("SELECT colour FROM tag") == ""
    copy = tmp_path / f"desk.db.backup-v{before}"
    assert mode(copy) == 0o600
    assert tags_on_disk(copy) == tags_on_disk(path) == tags
    assert sorted(file.name for file in tmp_path.iterdir()) == ["desk.db", copy.name]
    with raw(copy) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (before,)
    with Store.open(path) as store:  # Nothing is left to do.
        assert store.counts().tags == 1


def test_whoever_comes_to_the_lock_second_finds_nothing_to_do(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    with Store.open(path) as store:
        before = sha256(path)
        schema.bring_up_to_date(store.connection)
    assert sha256(path) == before
    assert [*tmp_path.iterdir()] == [path]


def test_an_upgrade_that_fails_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    before = sha256(path)

    def fail(database: Any) -> None:
        add_colour(database)
        raise RuntimeError("half way")

    monkeypatch.setattr(schema, "STEPS", [*schema.STEPS, ("colour", fail)])
    with pytest.raises(RuntimeError, match="half way"):
        Store.open(path)
    assert sha256(path) == before


def test_without_a_copy_there_is_no_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "desk.db"
    fill(path)
    (tmp_path / f"desk.db.backup-v{schema.newest()}").mkdir()
    before = sha256(path)
    monkeypatch.setattr(schema, "STEPS", [*schema.STEPS, ("colour", add_colour)])
    with pytest.raises(StoreError, match="cannot copy the database to"):
        Store.open(path)
    assert sha256(path) == before
