"""What could not be committed survives in a file, and finds its way back once."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec
import pytest

from annotations.errors import ExportError, StoreError
from annotations.records import Decision
from annotations.staging import replacing_file
from annotations.store import Store, recovery
from annotations.store.connection import no_patience
from annotations.store.recovery import Recovered
from tests.annotations.store.desk import decide, journal_on_disk, make_article, make_tag, raw

ARTICLE = make_article()


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temp"))
    return tmp_path / "state" / "copydesk"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk" / "desk.db", patience=no_patience) as opened:
        opened.add_articles([ARTICLE])
        yield opened


def some(number: int) -> list[Decision]:
    return [decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(number)]


def lines(decisions: list[Decision]) -> list[bytes]:
    return [msgspec.json.encode(decision) for decision in decisions]


def test_decisions_go_beside_the_database_and_come_back_in_order(store: Store) -> None:
    decisions = some(3)
    store.commit(decisions[0])
    file = recovery.write(store.path, lines(decisions))
    assert file.parent == store.path.parent
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert recovery.read_back(store.connection) == Recovered(3, 0, ())
    assert journal_on_disk(store.path) == decisions
    assert [path.name for path in store.path.parent.iterdir()] == ["desk.db"]
    assert recovery.read_back(store.connection) == Recovered()


def test_several_files_are_read_the_oldest_first(store: Store) -> None:
    tag = make_tag(ARTICLE)
    first, second = decide(after=tag), decide(before=tag, verb="remove")
    later = recovery.write(store.path, lines([second]))
    earlier = recovery.write(store.path, lines([first]))
    os.utime(earlier, (1, 1))
    assert recovery.read_back(store.connection) == (2, 0, ())
    assert not later.exists()
    assert journal_on_disk(store.path) == [first, second]


def test_with_no_room_beside_the_database_they_go_elsewhere(
    store: Store, state_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = some(2)
    refused = {store.path.parent}

    def put(target: Path) -> AbstractContextManager[Path]:
        if target.parent in refused:
            raise ExportError(f"cannot write {target}: Permission denied")
        return replacing_file(target)

    monkeypatch.setattr(recovery, "replacing_file", put)
    assert recovery.write(store.path, lines(decisions[:1])).parent == state_folder
    refused.add(state_folder)
    assert recovery.write(store.path, lines(decisions[1:])).parent == tmp_path / "temp"
    refused.add(tmp_path / "temp")
    with pytest.raises(StoreError, match=r"2 decisions could not be saved anywhere .*Permission denied"):
        recovery.write(store.path, lines(decisions))
    assert recovery.read_back(store.connection).saved == 2
    assert list(state_folder.iterdir()) == list((tmp_path / "temp").iterdir()) == []


def test_a_file_that_cannot_be_finished_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match="No space left"):
        recovery.write(store.path, lines(some(1)))
    assert [path for path in tmp_path.rglob("*") if "unsaved" in path.name] == []


def test_another_database_of_the_same_name_is_not_touched(store: Store, tmp_path: Path) -> None:
    recovery.write(tmp_path / "other" / "desk.db", lines(some(1)))
    assert recovery.read_back(store.connection) == Recovered()


def test_what_does_not_fit_stays_in_its_file(store: Store) -> None:
    stray = decide(before=make_tag(ARTICLE), verb="remove")
    good = some(1)
    file = recovery.write(store.path, [*lines([stray, *good]), b"{half", b'{"id": "\xff"}'])
    for _ in range(2):
        assert recovery.read_back(store.connection) == Recovered(1, 3, (file,))
    assert journal_on_disk(store.path) == good
    assert file.exists()


def test_while_the_database_is_locked_the_file_stays(store: Store) -> None:
    file = recovery.write(store.path, lines(some(1)))
    with raw(store.path) as other:
        other.execute("BEGIN IMMEDIATE")
        assert recovery.read_back(store.connection) == Recovered(0, 0, (file,))
        other.execute("ROLLBACK")
    assert recovery.read_back(store.connection) == Recovered(1, 0, ())


def test_files_of_others_are_not_believed(store: Store, tmp_path: Path) -> None:
    file = recovery.write(store.path, lines(some(1)))
    linked = file.rename(tmp_path / "real.jsonl")
    file.symlink_to(linked)
    (store.path.parent / "desk.db.unsaved-folder.jsonl").mkdir()
    (store.path.parent / "desk.db.unsaved-half.part").write_bytes(b"{}")
    assert recovery.read_back(store.connection) == Recovered()
    if os.getuid() == 0:
        file.unlink()
        linked.rename(file)
        os.chown(file, 12345, -1)
        assert recovery.read_back(store.connection) == Recovered()


def test_a_file_that_another_process_has_just_read_back_is_no_error(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = recovery.write(store.path, lines(some(1)))
    monkeypatch.setattr(recovery, "_found", lambda database: [file])
    file.unlink()
    assert recovery.read_back(store.connection) == Recovered()
    assert recovery._age_if_mine(file) is None


def test_a_file_that_cannot_be_read_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = recovery.write(store.path, lines(some(1)))

    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert recovery.read_back(store.connection) == Recovered(0, 0, (file,))


def test_a_file_that_cannot_be_removed_is_read_again_and_nothing_is_doubled(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = some(2)
    file = recovery.write(store.path, lines(good))

    def fail(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", fail)
        assert recovery.read_back(store.connection) == Recovered(2, 0, (file,))
    assert recovery.read_back(store.connection) == Recovered(2, 0, ())
    assert journal_on_disk(store.path) == good
    assert not file.exists()


def test_a_folder_that_cannot_be_made_is_passed_over(
    store: Store, monkeypatch: pytest.MonkeyPatch, state_folder: Path
) -> None:
    def fail(path: Path, **_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(StoreError, match=r"could not be saved anywhere .*Permission denied"):
        recovery.write(store.path, lines(some(1)))
