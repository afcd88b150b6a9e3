"""Copies of the database: whole, private, of one moment, and never over anything else."""

import os
import stat
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from annotations.errors import StoreError
from annotations.store import LockedError, Store, StoreThread, backup
from tests.annotations.store.desk import decide, journal_on_disk, make_article, make_tag, raw

ARTICLE = make_article()
DAY = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles([ARTICLE])
        opened.commit(decide(after=make_tag(ARTICLE)))
        yield opened


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_copy_is_the_whole_database_for_its_owner_only(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    backup.back_up_to(store.path, target)
    assert journal_on_disk(target) == journal_on_disk(store.path)
    assert mode(target) == 0o600
    with Store.open(target) as copy:
        copy.check()
        assert copy.counts() == store.counts()
    store.commit(decide(after=make_tag(ARTICLE, 8, 17)))
    backup.back_up_to(store.path, target)  # A copy may take the place of an older one.
    assert len(journal_on_disk(target)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "desk.db"]


@pytest.mark.parametrize(
    "name", ["desk.db", "article.txt", "link.db", "linked-to-it.db", "folder", "foreign.db"]
)
def test_nothing_else_is_written_over(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "article.txt").write_text("A story.", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "elsewhere.db")
    (tmp_path / "linked-to-it.db").symlink_to(store.path)
    with raw(tmp_path / "foreign.db") as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(StoreError, match=f"cannot (copy|write).*{name}"):
        backup.back_up_to(store.path, tmp_path / name)
    assert {path: path.read_bytes() for path in before} == before
    assert not (tmp_path / "elsewhere.db").exists()


def test_only_a_database_of_ours_is_copied(tmp_path: Path) -> None:
    (tmp_path / "diary.db").write_text("Dear diary", encoding="utf-8")
    with pytest.raises(StoreError, match="is not a copydesk database"):
        backup.back_up_to(tmp_path / "diary.db", tmp_path / "copy.db")
    with pytest.raises(StoreError, match="No such file"):
        backup.back_up_to(tmp_path / "missing.db", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_what_a_newer_version_wrote_can_be_copied(store: Store, tmp_path: Path) -> None:
    store.connection.execute("PRAGMA user_version=9999")
    backup.back_up_to(store.path, tmp_path / "copy.db")
    assert len(journal_on_disk(tmp_path / "copy.db")) == 1


def test_others_go_on_writing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each copy is of one moment: what it has of the journal is a beginning of it, and its tags are those."""
    monkeypatch.setattr(backup, "_PAGES", 1)
    ended = threading.Event()
    desk = StoreThread(store.path)
    futures = [desk.commit(decide(after=make_tag(ARTICLE, n, n + 3))) for n in range(40)]
    futures[-1].add_done_callback(lambda _: ended.set())
    copies = 0
    while not ended.is_set() or not copies:
        target = tmp_path / f"copy{copies}.db"
        backup.back_up(store.path, target)
        copies += 1
        with Store.open(target) as copy:
            copy.check()
            assert len(list(copy.decisions())) == copy.counts().tags
    assert desk.close() is None
    assert all(future.exception() is None for future in futures)
    whole = [decision.id for decision in journal_on_disk(store.path)]
    for number in range(copies):
        found = [decision.id for decision in journal_on_disk(tmp_path / f"copy{number}.db")]
        assert found == whole[: len(found)]


def test_a_lock_that_is_never_released_is_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "_PATIENCE", 0.0)
    with raw(store.path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LockedError):
            backup.back_up(store.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_can_be_broken_off(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="broken off"):
        backup.back_up(store.path, tmp_path / "copy.db", stopped=lambda: True)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_one_copy_a_day_and_seven_kept(store: Store) -> None:
    made = []
    for n in range(10):
        store.commit(decide(after=make_tag(ARTICLE, n, n + 3)))
        os.utime(store.path, ns=(0, 2**60 + n))  # However coarse the clock of the disk is.
        copy = backup.back_up_today(store.path, DAY + timedelta(days=n))
        assert copy is not None
        os.utime(copy, ns=(0, 2**60 + n - 1))
        assert backup.back_up_today(store.path, DAY + timedelta(days=n)) is None
        made.append(copy)
    assert backup.copies(store.path) == made[-7:]
    assert len(journal_on_disk(made[-1])) == 11
    assert mode(made[-1]) == 0o600
    assert mode(made[-1].parent) == 0o700


def test_what_did_not_change_is_not_copied_again(store: Store) -> None:
    assert backup.back_up_today(store.path, DAY) is not None
    assert backup.back_up_today(store.path, DAY + timedelta(days=1)) is None


def test_where_copies_cannot_be_kept_it_is_said(store: Store) -> None:
    backup.folder_of(store.path).write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot keep copies"):
        backup.back_up_today(store.path, DAY)
