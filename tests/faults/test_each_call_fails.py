"""Every call to the outside fails once: what was said to be saved is there, and nothing is there by half."""

import posix
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec
import pytest

from annotations import scheme
from annotations.dataset import incoming, outgoing
from annotations.dataset.options import Options
from annotations.errors import ClipboardError, CopydeskError, DetectionError
from annotations.intake import batches, read_all
from annotations.records import Decision, Refusal
from annotations.store import LockedError, Store, StoreThread, backup, recovery, schema, thread
from annotations.store.connection import no_patience
from tests.annotations.store.desk import (
    ANA,
    decide,
    journal_on_disk,
    make_article,
    make_tag,
    raw,
    tags_on_disk,
)
from tests.faults.counts import full_or
from tests.faults.injection import Faults, Kind, each_fault, injected
from tui import clipboard

ARTICLES = [
    make_article(f"Harbour talks open on day {n}. Nobody agreed.", title=f"Day {n}") for n in range(3)
]
ARTICLE = ARTICLES[0]
#: In the database before anything goes wrong.
OLD = [decide(after=make_tag(ARTICLE, n, n + 7)) for n in range(3)]
NEW = [decide(after=make_tag(ARTICLE, n, n + 8)) for n in range(3)]
KINDS = list(Kind)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database with articles and decisions, to be copied."""
    path = tmp_path_factory.mktemp("template") / "desk.db"
    with Store.open(path) as store:
        store.add_articles(ARTICLES)
        store.commit_many(OLD)
    return path


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Try again at once; keep away from the user's own folders."""
    monkeypatch.setattr(thread, "RETRY_AFTER", 0.01)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.MonkeyPatch.context() as patch:
        # A commit forces the disk six times: not what is asked here.
        patch.setattr("annotations.store.connection._SETTINGS", ("PRAGMA synchronous=OFF",))
        yield


def database(folder: Path) -> Path:
    return folder / "desk.db"


def sound(path: Path) -> None:
    """Check the whole file through a connection of its own."""
    with raw(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def no_half_file(folder: Path, *patterns: str) -> None:
    """Check that what bears a final name can be read whole."""
    for file in (file for pattern in patterns for file in folder.glob(pattern)):
        if file.suffix == ".jsonl":
            assert file.read_bytes().endswith(b"\n")
            for line in file.read_bytes().splitlines():
                msgspec.json.decode(line)
        else:
            sound(file)


@pytest.mark.parametrize("kind", KINDS)
def test_opening_a_new_database(tmp_path: Path, kind: Kind) -> None:
    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        with Store.open(database(folder)) as store:  # Whatever is left there does not stand in the way.
            store.add_articles(ARTICLES)
            assert store.commit(NEW[0])
        sound(database(folder))

    def work(folder: Path) -> None:
        Store.open(database(folder)).close()

    # Making all tables takes long: only some of its statements in every run of the tests.
    step = full_or(9, 1)
    assert each_fault(tmp_path, work, check, kind=kind, step=step) > 15


@pytest.mark.parametrize("kind", KINDS)
def test_upgrading_an_old_database(
    tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    monkeypatch.setattr(
        schema, "STEPS", [*schema.STEPS, ("999_more", lambda db: db.execute("CREATE TABLE more (x INTEGER)"))]
    )

    def work(folder: Path) -> None:
        Store.open(database(folder)).close()

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        no_half_file(folder, "desk.db", "desk.db.backup-v*")
        with raw(database(folder)) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (more,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone()
        assert (version == schema.newest()) == bool(more), "a schema between the old and the new"
        assert said is not None or more
        assert journal_on_disk(database(folder)) == OLD
        work(folder)

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 25


def impatient(path: Path, **_: object) -> Store:
    return Store.open(path, patience=no_patience)


class Desk:
    """Somebody who decides three times and leaves."""

    def __init__(self) -> None:
        self.told_saved: list[str] = []
        self.recovery: Path | None = None

    def _told(self, id: str, _: object) -> None:
        self.told_saved.append(id)

    def work(self, folder: Path) -> None:
        self.told_saved.clear()
        desk = StoreThread(
            database(folder), open_store=lambda path, **_: Store.open(path, patience=no_patience)
        )
        try:
            for decision in NEW:
                future = desk.commit(decision)
                future.add_done_callback(partial(self._told, decision.id))
            desk.submit(lambda store: store.path).exception(5)  # Until its turn all has been tried once.
        finally:
            self.recovery = desk.close(timeout=0.5)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("only", ["sql", ""])
def test_deciding_and_leaving(tmp_path: Path, template: Path, kind: Kind, only: str) -> None:
    desk = Desk()

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        on_disk = {decision.id for decision in journal_on_disk(database(folder))}
        assert set(desk.told_saved) <= on_disk
        no_half_file(folder, "desk.db", "*.jsonl")
        # Only where the recovery file could not be written anywhere may anything be missing, and it is said.
        back = StoreThread(database(folder))
        recovered = back.ready.result(5)
        assert back.close() is None
        ids = [decision.id for decision in journal_on_disk(database(folder))]
        assert len(ids) == len(set(ids))
        if said is None:
            assert set(ids) == {decision.id for decision in OLD + NEW}
            assert recovered.files == ()
        else:
            assert "could not be saved anywhere" in str(said)

    assert each_fault(tmp_path, _copying(template, desk.work), check, kind=kind, only=only) > 15


def _copying(template: Path, work: Callable[[Path], object]) -> Callable[[Path], None]:
    """Begin every piece of work with a copy of the database, made before anything is counted."""
    content = template.read_bytes()

    def begun(folder: Path) -> None:
        _write(database(folder), content)
        work(folder)

    return begun


@pytest.mark.parametrize("kind", KINDS)
def test_writing_a_recovery_file(tmp_path: Path, template: Path, kind: Kind) -> None:
    lines = [msgspec.json.encode(decision) for decision in NEW]
    written: list[Path] = []

    def work(folder: Path) -> None:
        written.clear()
        written.append(recovery.write(database(folder), lines))

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        places = [folder, tmp_path, tmp_path / "state" / "copydesk"]
        for place in places:
            no_half_file(place, "*.jsonl")
        assert said is not None or written[0].read_bytes() == b"".join(line + b"\n" for line in lines)
        for file in (file for place in places for file in place.glob("*.jsonl")):
            file.unlink()

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 5


@pytest.mark.parametrize("kind", KINDS)
def test_reading_a_recovery_file_back(tmp_path: Path, template: Path, kind: Kind) -> None:
    lines = b"".join(msgspec.json.encode(decision) + b"\n" for decision in NEW)

    def work(folder: Path) -> None:
        with Store.open(database(folder), patience=no_patience) as store:
            recovery.read_back(store.connection)

    def begun(folder: Path) -> None:
        _write(folder / "desk.db.unsaved-1.jsonl", lines)
        work(folder)

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        ids = [decision.id for decision in journal_on_disk(database(folder))]
        left = list(folder.glob("*.unsaved-*"))
        assert left or set(ids) == {decision.id for decision in OLD + NEW}, (
            "the file went before its content came"
        )
        work(folder)
        assert [decision.id for decision in journal_on_disk(database(folder))] == [d.id for d in OLD + NEW]
        assert not list(folder.glob("*.unsaved-*"))

    assert each_fault(tmp_path, _copying(template, begun), check, kind=kind) > 12


def _write(path: Path, content: bytes) -> None:
    """Make a file past every call that may fail."""
    handle = posix.open(str(path), posix.O_CREAT | posix.O_WRONLY, 0o600)
    posix.write(handle, content)
    posix.close(handle)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("there", [b"", b"an older export\n"])
def test_exporting(tmp_path: Path, template: Path, kind: Kind, there: bytes) -> None:
    def work(folder: Path) -> None:
        if there:
            _write(folder / "out.jsonl", there)
        with Store.open(database(folder), patience=no_patience) as store:
            outgoing.export(store, "jsonl", folder / "out.jsonl", Options(tokens=False))

    with Store.open(template) as store:
        outgoing.export(store, "jsonl", tmp_path / "whole", Options(tokens=False))
    whole = (tmp_path / "whole").read_bytes()
    assert whole.count(b"\n") == 1

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        out = folder / "out.jsonl"
        found = out.read_bytes() if out.exists() else b""
        assert found in (there, whole)
        assert said is not None or found == whole

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 15


@pytest.mark.parametrize("kind", KINDS)
def test_importing(tmp_path: Path, template: Path, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [
        {
            "text": article.text,
            "spans": [{"start": 0, "end": 7, "label": "complaint", "text": article.text[:7]}],
        }
        for article in ARTICLES
    ]
    lines = b"".join(msgspec.json.encode(example) + b"\n" for example in examples)
    # A batch of its own for each document, so that there is a middle.
    monkeypatch.setattr(incoming, "_BATCH_SPANS", 1)

    def work(folder: Path) -> None:
        _write(folder / "in.jsonl", lines)
        with Store.open(database(folder), patience=no_patience) as store:
            incoming.import_(store, "jsonl", folder / "in.jsonl", ANA, scheme.default())

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        sound(database(folder))
        work(folder)
        assert [tag.label for tag in tags_on_disk(database(folder))].count("complaint") == len(ARTICLES)
        assert len(journal_on_disk(database(folder))) == len(OLD) + len(ARTICLES)

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_adding_articles(tmp_path: Path, template: Path, kind: Kind) -> None:
    refusals: list[Refusal] = []

    def work(folder: Path) -> None:
        refusals.clear()
        names = [str(folder / f"{n}.txt") for n in range(2)]
        for name in names:
            _write(Path(name), f"A story in {name}.\n".encode())
        with Store.open(database(folder), patience=no_patience) as store:
            for batch in batches(read_all(names)):
                store.add_articles(batch.articles)
                refusals.extend(batch.refusals)

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        sound(database(folder))
        with Store.open(database(folder)) as store:
            texts = [article.text for article in store.articles()][len(ARTICLES) :]
        whole = [f"A story in {folder / f'{n}.txt'}.\n" for n in range(2)]
        assert set(texts) <= set(whole)
        assert said is not None or len(texts) + len(refusals) == 2
        work(folder)
        with Store.open(database(folder)) as store:
            assert {article.text for article in store.articles()} >= set(whole)

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_copying_the_database(tmp_path: Path, template: Path, kind: Kind) -> None:
    def work(folder: Path) -> None:
        with Store.open(database(folder), patience=no_patience) as store:
            backup.back_up(store.path, folder / "copy.db")

    def check(folder: Path, said: CopydeskError | None, failed: str) -> None:
        no_half_file(folder, "copy.db")
        assert said is not None or journal_on_disk(folder / "copy.db") == OLD

    assert each_fault(tmp_path, _copying(template, work), check, kind=kind) > 10


def test_a_program_that_cannot_be_started_is_a_sentence(tmp_path: Path) -> None:
    from annotations.detect.process import DetectionProcess

    with injected(Faults(1, Kind.FOR_GOOD, only="os program"), tmp_path):
        process = DetectionProcess()
        with pytest.raises(DetectionError, match="highlights are off"):
            process.submit("one", "A text.").result(10)
        with pytest.raises(DetectionError):
            process.submit("two", "Another.").result(10)
        process.close()
        with pytest.raises(ClipboardError):
            clipboard.copy("x" * 100_000, write=lambda _: None, environ={"DISPLAY": ":9", "PATH": "/usr/bin"})


def test_a_lock_is_a_fault_that_passes(tmp_path: Path, template: Path) -> None:
    """The harness itself: what it injects reaches the program as SQLite's own error would."""
    shutil.copy(template, tmp_path / "desk.db")
    with injected(Faults(1, only="sql BEGIN"), tmp_path), Store.open(tmp_path / "desk.db") as store:
        with pytest.raises(CopydeskError, match="the disk reports an error") as caught:
            store.commit(NEW[0])
        assert not isinstance(caught.value, LockedError)
        assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
        assert store.commit(NEW[0])
    assert isinstance(NEW[0], Decision)
