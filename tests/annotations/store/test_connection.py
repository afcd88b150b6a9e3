"""Locks, full disks and lost files: waited for where waiting helps, and said in one sentence where not."""

import importlib
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.errors import StoreError
from annotations.store import Added, LockedError, Store
from annotations.store.connection import Connection, _without_numpy, for_seconds, no_patience
from annotations.store.faults import mendable
from tests.annotations.store.desk import (
    decide,
    journal_on_disk,
    make_article,
    make_tag,
    raw,
    tags_on_disk,
)

ARTICLE = make_article()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db", patience=no_patience) as opened:
        opened.add_articles([ARTICLE])
        yield opened


class FaultyConnection(sqlite3.Connection):
    """Fails at the n-th statement of a kind, as SQLite would."""

    plan: dict[str, int]

    def arm(self, **plan: int) -> None:
        self.plan = plan

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        self._fail_if_planned(sql)
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        self._fail_if_planned(sql)
        return super().executemany(sql, parameters)

    def _fail_if_planned(self, sql: str) -> None:
        code = getattr(self, "plan", {}).pop(sql.split(maxsplit=1)[0], None)
        if code is not None:
            error = sqlite3.OperationalError("as if")
            error.sqlite_errorcode = code
            raise error


@pytest.fixture
def faulty(store: Store) -> Iterator[tuple[Store, FaultyConnection]]:
    connection = sqlite3.connect(store.path, isolation_level=None, timeout=0.25, factory=FaultyConnection)
    inner = Connection(connection, store.path, no_patience)
    inner.set_up()
    yield Store(inner), connection
    inner.close()


def test_a_locked_database_is_waited_for(store: Store) -> None:
    held, asked = threading.Event(), threading.Event()

    def hold() -> None:
        with raw(store.path) as other:
            other.execute("BEGIN EXCLUSIVE")
            held.set()
            asked.wait(5)
            time.sleep(0.6)  # Longer than SQLite itself waits.
            other.execute("ROLLBACK")

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    store.connection.patience = for_seconds(30)
    asked.set()
    assert store.tags(ARTICLE.id) == []
    holder.join()


def test_without_patience_a_locked_database_is_an_error(store: Store) -> None:
    decision = decide(after=make_tag(ARTICLE))
    with raw(store.path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.tags(ARTICLE.id) == []  # A writer does not hold up readers.
        with pytest.raises(LockedError, match=r"another program is writing to .*desk\.db"):
            store.commit(decision)
        other.execute("ROLLBACK")
    assert store.commit(decision)


def test_patience_has_an_end(store: Store) -> None:
    go_on = for_seconds(1.0)
    assert [go_on(attempt) for attempt in range(1, 6)] == [True, True, True, False, False]


def test_a_reader_holds_up_a_commit_but_loses_nothing(store: Store) -> None:
    decision = decide(after=make_tag(ARTICLE))
    with raw(store.path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchone()
        with pytest.raises(LockedError):
            store.commit(decision)
        assert journal_on_disk(store.path) == []
        attempts = []

        def release(attempt: int) -> bool:
            attempts.append(attempt)
            reader.execute("COMMIT")
            return True

        store.connection.patience = release
        assert store.commit(decision)
    assert attempts == [1]
    assert len(tags_on_disk(store.path)) == 1


def test_a_full_disk_is_said_and_what_is_saved_stays(store: Store) -> None:
    store.commit(decide(after=make_tag(ARTICLE)))
    pages = store.connection.value("PRAGMA page_count")
    store.connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match=r"the disk is full: .* free some space"):
        store.add_articles([make_article("x" * 100_000)])
    assert store.counts().articles == 1
    store.connection.execute("PRAGMA max_page_count=1000000")
    assert store.add_articles([make_article("x" * 100_000)]) == Added(1, 0)
    store.check()


def test_a_write_protected_database_can_be_read(store: Store) -> None:
    store.connection.execute("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="write-protected"):
        store.commit(decide(after=make_tag(ARTICLE)))
    assert store.article(ARTICLE.id) == ARTICLE


@pytest.mark.parametrize("replaced", [True, False])
def test_a_moved_database_is_said_and_put_back_goes_on(store: Store, replaced: bool, tmp_path: Path) -> None:
    decision = decide(after=make_tag(ARTICLE))
    away = store.path.rename(tmp_path / "away.db")
    if replaced:
        Store.open(store.path).close()
    with pytest.raises(StoreError, match="was moved or deleted"):
        store.commit(decision)
    away.replace(store.path)
    assert store.commit(decision)
    assert journal_on_disk(store.path) == [decision]


@pytest.mark.parametrize("statement", ["BEGIN", "INSERT", "UPDATE", "COMMIT"])
@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY]
)
def test_a_fault_at_any_statement_leaves_all_or_nothing(
    faulty: tuple[Store, FaultyConnection], statement: str, code: int
) -> None:
    store, connection = faulty
    store.warm()
    first, second = decide(after=make_tag(ARTICLE)), decide(after=make_tag(ARTICLE, 8, 17))
    store.commit(first)
    connection.arm(**{statement: code})
    if statement == "UPDATE":  # There is none in a plain commit: the plan waits for the undo.
        assert store.commit(second)
    else:
        with pytest.raises(StoreError):
            store.commit(second)
        assert journal_on_disk(store.path) == [first]
        assert store.commit(second)
    connection.arm()
    assert journal_on_disk(store.path) == [first, second]
    assert not connection.in_transaction
    store.check()


def test_a_rollback_that_failed_is_made_up_for(faulty: tuple[Store, FaultyConnection]) -> None:
    store, connection = faulty
    decision = decide(after=make_tag(ARTICLE))
    connection.arm(COMMIT=sqlite3.SQLITE_IOERR_FSYNC, ROLLBACK=sqlite3.SQLITE_IOERR)
    with pytest.raises(StoreError, match="the disk reports an error"):
        store.commit(decision)
    assert connection.in_transaction
    assert store.commit(decision)
    assert not connection.in_transaction
    assert journal_on_disk(store.path) == [decision]


def test_a_mistake_in_a_statement_is_no_sentence(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.connection.rows("SELECT * FROM nowhere")
    assert store.connection.row("SELECT 1 WHERE 0") is None
    assert store.connection.value("SELECT 1 WHERE 0") is None


def test_an_error_of_the_module_itself_is_no_sentence(store: Store) -> None:
    assert mendable(sqlite3.ProgrammingError("closed"), store.path) is None


def test_an_interrupted_block_writes_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.connection.writing() as database:
            database.execute("INSERT INTO detection VALUES (?, 'p', '{}')", [ARTICLE.id])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.detection(ARTICLE.id, "p") is None


def test_a_closed_store_writes_nothing_half(store: Store, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "desk.db")
    other.close()
    with pytest.raises(sqlite3.ProgrammingError):
        other.counts()


def test_no_numpy_comes_along_and_nobody_is_kept_from_it_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    monkeypatch.delitem(sys.modules, "numpy")
    with _without_numpy():
        pass
    assert "numpy" not in sys.modules
    with pytest.raises(ImportError, match="numpy"), _without_numpy():
        importlib.import_module("numpy")
    assert "numpy" not in sys.modules


def test_numpy_that_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    there = object()
    monkeypatch.setitem(sys.modules, "numpy", there)
    with _without_numpy():
        assert importlib.import_module("numpy") is there
    assert sys.modules["numpy"] is there
