"""Databases that can only be read: of a newer version, or write-protected. Read they are, changed never."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotations.errors import NewerSchemaError, ReadOnlyError, StoreError
from annotations.records import Detection, Progress
from annotations.store import Recovered, Store, StoreThread, backup, checks, library, opened, opening, schema
from annotations.store.acts import acts
from annotations.store.articles import known
from annotations.store.connection import no_patience
from annotations.store.orphans import fates
from annotations.store.recovery import write
from annotations.store.views import View
from tests.annotations.store.desk import ANA, decide, make_article, make_tag, raw

ARTICLE = make_article(title="Harbour", source="a.txt")
TAG = make_tag(ARTICLE)
FOUND = Detection(pipeline="p")

#: What a newer version may have added.
ADDED = """
    CREATE TABLE dream (id TEXT PRIMARY KEY, article TEXT REFERENCES article(id)) STRICT;
    ALTER TABLE tag ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';
    ALTER TABLE journal ADD COLUMN why TEXT;
    ALTER TABLE article ADD COLUMN language TEXT;
    CREATE INDEX tag_by_colour ON tag (colour);
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with Store.open(path) as store:
        store.add_articles([ARTICLE])
        store.commit(decide(after=TAG))
        store.save_detection(ARTICLE.id, FOUND)
    return path


def upgrade(path: Path, script: str = ADDED) -> None:
    with raw(path) as connection:
        connection.executescript(script)
        connection.execute(f"PRAGMA user_version={schema.newest() + 3}")
        connection.commit()


def protect(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a file say that it may not be written; whoever is root is never told so by its mode."""
    may = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: Path(file) != path and may(file, mode))


@pytest.fixture(params=["newer", "file", "folder"])
def guarded(path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that can only be read, for one reason or the other."""
    if request.param == "newer":
        upgrade(path)
    else:
        protect(path if request.param == "file" else path.parent, monkeypatch)
    return path


def contents(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_all_of_it_can_be_read(guarded: Path) -> None:
    before = contents(guarded.parent)
    with Store.open(guarded) as store:
        connection, view = store.connection, View(annotator=ANA)
        assert store.read_only
        store.warm()
        store.check()
        assert (store.counts().articles, store.counts(ANA).tags) == (1, 1)
        assert store.article(ARTICLE.id) == ARTICLE
        assert list(store.articles()) == [ARTICLE]
        assert store.tags(ARTICLE.id) == list(store.all_tags()) == [TAG]
        assert store.progress(ARTICLE.id, ANA).state == "open"
        assert store.last_article(ANA) == ARTICLE.id
        assert store.detection(ARTICLE.id, "p") == FOUND
        assert len(list(store.decisions())) == len(store.recent_history(ANA).done) == 1
        assert opened(store, ARTICLE, ANA).tags == [TAG]
        [line] = library.page(connection, view)
        assert library.place(connection, view, line.key) == library.tally(connection, view).articles == 1
        [found] = library.page(connection, msgspec.structs.replace(view, words="harbour publ"))
        assert found.article.id == ARTICLE.id
        library.choose(connection, [ARTICLE.id])
        assert library.chosen(connection) == 1
        assert known(connection, [ARTICLE.id, "?"]) == 1
        assert len(list(acts(connection, ANA))) == 1
        assert fates(connection) == {}
        assert list(checks.problems(connection)) == []
    assert contents(guarded.parent) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda store: store.add_articles([make_article("Something new.")]),
        lambda store: store.commit(decide(after=make_tag(ARTICLE, 8, 17))),
        lambda store: store.commit_many([decide(after=make_tag(ARTICLE, 8, 17))]),
        lambda store: store.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=3)),
        lambda store: store.save_detection(ARTICLE.id, FOUND),
        lambda store: checks.repair(store.connection),
    ],
)
def test_nothing_of_it_can_be_changed(guarded: Path, change: Callable[[Store], Any]) -> None:
    before = contents(guarded.parent)
    with Store.open(guarded) as store:
        with pytest.raises(ReadOnlyError, match="so it can only be read") as caught:
            change(store)
        assert str(guarded) in str(caught.value)
        assert "\n" not in str(caught.value)
        with pytest.raises(StoreError, match="write-protected"):
            store.connection.execute("DELETE FROM detection")
    assert contents(guarded.parent) == before


def test_the_sentence_names_both_versions(path: Path) -> None:
    upgrade(path)
    with Store.open(path) as store:
        told = f"(schema {schema.newest() + 3}; this one knows {schema.newest()})"
        assert told in store.read_only
        assert store.read_only.endswith("upgrade copydesk to change it")


def test_a_decision_is_refused_at_once_and_nothing_waits(guarded: Path) -> None:
    # What an earlier run left is for a version that can write it.
    waits = write(guarded, [msgspec.json.encode(decide(after=make_tag(ARTICLE, 8, 17)))])
    before = contents(guarded.parent)
    desk = StoreThread(guarded)
    assert desk.ready.result() == Recovered()
    assert desk.opened(ARTICLE.id, ANA).result().tags == [TAG]
    with pytest.raises(ReadOnlyError):
        desk.commit(decide(after=make_tag(ARTICLE, 8, 17)))
    desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=3))
    assert desk.unsaved == 0
    assert desk.close() is None
    assert waits.exists()
    assert contents(guarded.parent) == before


@pytest.mark.parametrize(
    ("script", "missing"),
    [
        ("ALTER TABLE tag RENAME COLUMN label TO labels", "tag.label TEXT"),
        ("ALTER TABLE phrase RENAME TO expression", "phrase.annotator TEXT"),
        ("DROP TABLE search", "search.byline"),
        ("ALTER TABLE version DROP COLUMN at; ALTER TABLE version ADD COLUMN at INTEGER", "version.at TEXT"),
    ],
)
def test_what_lacks_something_is_refused(path: Path, script: str, missing: str) -> None:
    upgrade(path, script)
    before = contents(path.parent)
    with pytest.raises(NewerSchemaError, match=f"and {missing} .*is not in it any more: upgrade copydesk"):
        Store.open(path)
    assert contents(path.parent) == before


def test_an_upgrade_at_the_moment_of_opening_is_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade(path)
    before = contents(path.parent)
    monkeypatch.setattr(opening, "why_only_read", lambda _: "")
    with Store.open(path) as store:
        assert "newer copydesk" in store.read_only
        with pytest.raises(ReadOnlyError):
            store.commit(decide(after=make_tag(ARTICLE, 8, 17)))
    assert contents(path.parent) == before


def test_an_upgrade_while_it_is_open_ends_the_writing(path: Path) -> None:
    with Store.open(path) as store:
        upgrade(path)
        before = contents(path.parent)
        with pytest.raises(ReadOnlyError, match="was upgraded by a newer copydesk meanwhile"):
            store.commit(decide(after=make_tag(ARTICLE, 8, 17)))
        assert store.tags(ARTICLE.id) == [TAG]
    assert contents(path.parent) == before


def test_an_older_one_that_cannot_be_upgraded_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with raw(path) as connection:
        connection.execute(f"PRAGMA user_version={schema.newest() - 1}")
        connection.commit()
    protect(path, monkeypatch)
    before = contents(path.parent)
    with pytest.raises(StoreError, match="has to be upgraded first, but it is write-protected"):
        Store.open(path)
    assert contents(path.parent) == before


def test_what_was_left_in_the_middle_of_a_write_is_left_to_its_version(path: Path, tmp_path: Path) -> None:
    upgrade(path)
    torn = tmp_path / "torn"
    torn.mkdir()
    with raw(path) as connection:
        connection.executescript("PRAGMA cache_size=1; PRAGMA cache_spill=1; BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO dream VALUES (?, NULL)", [(f"{n:0500}",) for n in range(200)])
        for name in ("desk.db", "desk.db-journal"):
            shutil.copy(tmp_path / name, torn / name)
        connection.rollback()
    before = contents(torn)
    with pytest.raises(StoreError, match="left in the middle of a write"):
        Store.open(torn / "desk.db", patience=no_patience)
    with pytest.raises(StoreError, match="left in the middle of a write"):
        backup.back_up_to(torn / "desk.db", tmp_path / "copy.db")
    assert contents(torn) == before


def test_it_can_be_copied(guarded: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    before = contents(guarded.parent)
    copy = tmp_path_factory.mktemp("elsewhere") / "copy.db"
    backup.back_up_to(guarded, copy)
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM tag").fetchone() == (1,)
    connection.close()
    assert contents(guarded.parent) == before


def test_a_damaged_one_is_refused_as_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.truncate(path, path.stat().st_size // 2)
    protect(path, monkeypatch)
    with pytest.raises(StoreError, match="is damaged"):
        Store.open(path)
