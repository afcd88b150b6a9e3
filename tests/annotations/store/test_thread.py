"""The store's thread: in order, never lossy, and gone within a second."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from annotations.errors import ConflictError, StoreError, TagError
from annotations.records import Progress
from annotations.store import Added, LockedError, Recovered, Store, StoreThread, thread
from tests.annotations.store.desk import (
    ANA,
    decide,
    decide_state,
    journal_on_disk,
    make_article,
    make_tag,
    raw,
    tags_on_disk,
)

ARTICLE = make_article()
LONG = 10  # Seconds after which a test gives up waiting.


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temp"))
    monkeypatch.setattr(thread, "RETRY_AFTER", 0.05)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "desk.db"
    with Store.open(found) as store:
        store.add_articles([ARTICLE])
    return found


class Watch:
    """What ``on_change`` was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, StoreError | None]] = []
        self._changed = threading.Condition()

    def __call__(self, unsaved: int, problem: StoreError | None) -> None:
        with self._changed:
            self.told.append((unsaved, problem))
            self._changed.notify_all()

    def wait_for(self, wanted: Callable[[int, StoreError | None], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: any(wanted(*told) for told in self.told), LONG), self.told


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(path: Path, watch: Watch) -> Iterator[StoreThread]:
    opened = StoreThread(path, on_change=watch)
    yield opened
    opened.close()


def limit_pages(store: Store) -> None:
    pages = store.connection.value("PRAGMA page_count")
    store.connection.execute(f"PRAGMA max_page_count={pages}")


def lift_limit(store: Store) -> None:
    store.connection.execute("PRAGMA max_page_count=1000000")


def big(label: str = "commitment") -> Any:
    """Return a decision that does not fit into the free space of any page."""
    return decide(after=replace(make_tag(ARTICLE, label=label), note="n" * 20_000))


def test_requests_are_answered_in_order_on_one_thread(desk: StoreThread) -> None:
    assert desk.ready.result(LONG) == Recovered()
    seen: list[int] = []
    futures = [desk.submit(lambda store, n=n: seen.append(n)) for n in range(20)]  # type: ignore[misc]
    names = [desk.submit(lambda store: threading.current_thread().name) for _ in range(2)]
    assert {name.result(LONG) for name in names} == {"store"}
    assert all(future.done() for future in futures)
    assert seen == list(range(20))


def test_an_answer_may_be_an_error_and_may_be_called_off(desk: StoreThread) -> None:
    blocked = threading.Event()
    waiting = desk.submit(lambda store: blocked.wait(LONG))
    called_off = desk.submit(lambda store: pytest.fail("it was called off"))
    assert called_off.cancel()
    blocked.set()
    assert waiting.result(LONG)
    with pytest.raises(ZeroDivisionError):
        desk.submit(lambda store: 1 // 0).result(LONG)
    with pytest.raises(ConflictError):
        desk.submit(lambda store: store.commit(decide(before=make_tag(ARTICLE), verb="remove"))).result(LONG)


def test_a_decision_is_on_disk_when_its_future_ends(desk: StoreThread, watch: Watch) -> None:
    decision = decide(after=make_tag(ARTICLE))
    future = desk.commit(decision)
    assert not future.cancel()
    assert future.result(LONG) is None
    assert journal_on_disk(desk.path) == [decision]
    watch.wait_for(lambda unsaved, problem: unsaved == 0 and problem is None)
    assert desk.unsaved == 0


def test_what_is_read_after_a_decision_knows_it(desk: StoreThread) -> None:
    tag = make_tag(ARTICLE)
    desk.commit(decide(after=tag))
    assert desk.submit(lambda store: store.tags(ARTICLE.id)).result(LONG) == [tag]


def test_a_refused_decision_says_so_and_holds_up_no_other(desk: StoreThread) -> None:
    tag = make_tag(ARTICLE)
    stray = desk.commit(decide(before=tag, verb="remove"))
    wrong = desk.commit(decide(after=replace(tag, text="x")))
    good = desk.commit(decide(after=tag))
    with pytest.raises(ConflictError):
        stray.result(LONG)
    with pytest.raises(TagError):
        wrong.result(LONG)
    good.result(LONG)
    assert tags_on_disk(desk.path) == [tag]
    assert desk.unsaved == 0


def test_reading_positions_are_kept_the_last_one_wins(desk: StoreThread) -> None:
    for position in range(5):
        desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=position))
    assert desk.submit(lambda store: store.progress(ARTICLE.id, ANA)).result(LONG).position == 4


def test_a_position_in_an_unknown_article_holds_up_nothing(desk: StoreThread) -> None:
    desk.save_progress(Progress(article="?", annotator=ANA))
    desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=2))
    assert desk.submit(lambda store: store.progress(ARTICLE.id, ANA)).result(LONG).position == 2


def test_a_position_that_changes_while_it_is_saved_is_saved_again(
    desk: StoreThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Store.save_progress
    newer = Progress(article=ARTICLE.id, annotator=ANA, position=9)

    def slow(store: Store, progress: Progress) -> None:
        if progress.position == 1:
            desk.save_progress(newer)
        keep(store, progress)

    monkeypatch.setattr(Store, "save_progress", slow)
    desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=1))
    desk.submit(Store.counts).result(LONG)
    assert desk.submit(lambda store: store.progress(ARTICLE.id, ANA)).result(LONG) == newer


def test_while_another_program_writes_decisions_wait_and_reading_goes_on(
    desk: StoreThread, watch: Watch
) -> None:
    desk.ready.result(LONG)
    tag = make_tag(ARTICLE)
    changed = replace(tag, label="figure")
    with raw(desk.path) as other:
        other.execute("BEGIN IMMEDIATE")
        futures = [desk.commit(decide(after=tag)), desk.commit(decide(tag, changed, "relabel"))]
        futures.append(desk.commit(decide_state(ARTICLE, "open", "done")))
        desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=7))
        watch.wait_for(lambda unsaved, problem: unsaved == 3 and isinstance(problem, LockedError))
        opened = desk.opened(ARTICLE.id, ANA).result(LONG)
        assert opened.article == ARTICLE
        assert opened.tags == [changed]
        assert (opened.progress.state, opened.progress.position) == ("done", 7)
        assert not any(future.done() for future in futures)
        other.execute("ROLLBACK")
    released = time.monotonic()
    for future in futures:
        future.result(LONG)
    assert time.monotonic() - released < 1.0
    assert tags_on_disk(desk.path) == [changed]
    stored = desk.submit(lambda store: store.progress(ARTICLE.id, ANA)).result(LONG)
    assert stored == opened.progress
    assert watch.told[-1] == (0, None)


def test_an_article_that_is_gone_is_said_to_be(desk: StoreThread) -> None:
    with pytest.raises(StoreError, match="not in the database any more"):
        desk.opened("0" * 64, ANA).result(LONG)


def test_a_request_waits_as_long_as_another_program_holds_the_database(desk: StoreThread) -> None:
    desk.ready.result(LONG)
    with raw(desk.path) as other:
        other.execute("BEGIN EXCLUSIVE")
        reading = desk.submit(lambda store: store.counts())
        adding = desk.submit(lambda store: store.add_articles(iter([make_article("Another.")])))
        time.sleep(0.6)  # Longer than SQLite itself waits.
        assert not reading.done()
        other.execute("ROLLBACK")
    assert reading.result(LONG).articles == 1
    assert adding.result(LONG) == Added(1, 0)


def test_a_full_disk_is_told_and_decisions_wait_for_room(desk: StoreThread, watch: Watch) -> None:
    desk.submit(limit_pages).result(LONG)
    first, second = big(), big("figure")
    futures = [desk.commit(first), desk.commit(second)]
    watch.wait_for(lambda unsaved, problem: unsaved == 2 and "disk is full" in str(problem))
    opened = desk.opened(ARTICLE.id, ANA).result(LONG)
    assert {tag.id for tag in opened.tags} == {first.after.id, second.after.id}
    assert journal_on_disk(desk.path) == []
    desk.submit(lift_limit).result(LONG)
    for future in futures:
        future.result(LONG)
    assert journal_on_disk(desk.path) == [first, second]
    assert watch.told[-1] == (0, None)


def test_a_waiting_decision_that_will_be_refused_is_not_shown(desk: StoreThread, watch: Watch) -> None:
    tag = make_tag(ARTICLE)
    desk.commit(decide(after=tag)).result(LONG)
    with raw(desk.path) as other:
        other.execute("BEGIN IMMEDIATE")
        stale = replace(tag, note="elsewhere")
        refused = desk.commit(decide(before=stale, verb="remove"))
        elsewhere = desk.commit(decide(after=make_tag(make_article("Else."), 0, 3)))
        watch.wait_for(lambda unsaved, problem: unsaved == 2)
        assert desk.opened(ARTICLE.id, ANA).result(LONG).tags == [tag]
        other.execute("ROLLBACK")
    for future in (refused, elsewhere):
        with pytest.raises(ConflictError):
            future.result(LONG)


def test_what_cannot_be_saved_at_the_end_is_read_back_at_the_next_start(path: Path) -> None:
    desk = StoreThread(path)
    desk.submit(limit_pages).result(LONG)
    decisions = [big(), big("figure")]
    futures = [desk.commit(decision) for decision in decisions]
    started = time.monotonic()
    file = desk.close()
    assert time.monotonic() - started < 1.0
    assert file is not None
    assert file.parent == path.parent
    assert not any(future.done() for future in futures)
    assert journal_on_disk(path) == []
    again = StoreThread(path)
    assert again.ready.result(LONG) == Recovered(2, 0, ())
    assert again.close() is None
    assert journal_on_disk(path) == decisions
    assert not file.exists()


def test_quitting_while_another_program_writes_loses_nothing(path: Path) -> None:
    desk = StoreThread(path)
    desk.ready.result(LONG)
    decision = decide(after=make_tag(ARTICLE))
    with raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.commit(decision)
        waiting = desk.submit(lambda store: store.add_articles([make_article("Else.")]))
        started = time.monotonic()
        file = desk.close()
        assert time.monotonic() - started < 1.5
        other.execute("ROLLBACK")
    assert file is not None
    with pytest.raises(LockedError):
        waiting.result(LONG)
    with StoreThread_closed(path) as recovered:
        assert recovered == (1, 0, ())
    assert journal_on_disk(path) == [decision]


class StoreThread_closed:  # noqa: N801 - reads as what it is in a with statement
    """Open and close a store's thread; what it recovered in between."""

    def __init__(self, path: Path) -> None:
        self.desk = StoreThread(path)

    def __enter__(self) -> Recovered:
        return self.desk.ready.result(LONG)

    def __exit__(self, *_: object) -> None:
        self.desk.close()


def test_quitting_just_before_the_lock_is_released_saves(path: Path) -> None:
    desk = StoreThread(path)
    desk.ready.result(LONG)
    decision = decide(after=make_tag(ARTICLE))
    with raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        future = desk.commit(decision)
        closing = threading.Thread(target=desk.close, args=[LONG])
        closing.start()
        while closing.is_alive() and not desk._closed:
            time.sleep(0.01)
        time.sleep(0.8)  # Longer than the attempts that are made in any case.
        other.execute("ROLLBACK")
    assert future.result(LONG) is None
    closing.join(LONG)
    assert journal_on_disk(path) == [decision]


def test_what_is_asked_before_the_start_is_answered_after_it(path: Path) -> None:
    desk = StoreThread(path, start=False)
    decision = decide(after=make_tag(ARTICLE))
    saved = desk.commit(decision)
    counts = desk.submit(Store.counts)
    assert not desk.started
    desk.start()
    desk.start()
    assert saved.result(LONG) is None
    assert counts.result(LONG).tags == 1
    desk.close()


def test_a_thread_that_never_started_still_loses_nothing(path: Path) -> None:
    desk = StoreThread(path, start=False)
    desk.commit(decide(after=make_tag(ARTICLE)))
    assert desk.close() is not None
    with StoreThread_closed(path) as recovered:
        assert recovered == (1, 0, ())


def test_closing_is_quick_and_final(path: Path) -> None:
    desk = StoreThread(path)
    decision = decide(after=make_tag(ARTICLE))
    desk.commit(decision)
    started = time.monotonic()
    assert desk.close() is None
    assert time.monotonic() - started < 1.0
    assert desk.close() is None
    assert journal_on_disk(path) == [decision]
    for ask in (
        lambda: desk.submit(Store.counts),
        lambda: desk.commit(decision),
        lambda: desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA)),
    ):
        with pytest.raises(RuntimeError, match="has been closed"):
            ask()


def test_a_stuck_request_does_not_hold_up_the_end(path: Path) -> None:
    desk = StoreThread(path)
    stuck = threading.Event()
    desk.submit(lambda store: stuck.wait(LONG))
    decision = decide(after=make_tag(ARTICLE))
    desk.commit(decision)
    file = desk.close(timeout=0.2)
    assert file is not None
    assert decision.id in file.read_text(encoding="utf-8")
    stuck.set()
    desk._thread.join(LONG)
    with StoreThread_closed(path) as recovered:  # It was saved after all: once is enough.
        assert recovered == (1, 0, ())
    assert journal_on_disk(path) == [decision]


def test_a_database_that_cannot_be_opened_is_said_to_all_who_ask(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("my notes " * 100, encoding="utf-8")
    desk = StoreThread(tmp_path / "notes.db")
    with pytest.raises(StoreError, match="not a copydesk database"):
        desk.ready.result(LONG)
    with pytest.raises(StoreError, match="not a copydesk database"):
        desk.submit(Store.counts).result(LONG)
    desk.commit(decide(after=make_tag(ARTICLE)))
    assert desk.unsaved == 1
    assert desk.close() is not None


def test_a_database_locked_at_the_start_is_waited_for(path: Path) -> None:
    with raw(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        desk = StoreThread(path)
        decision = decide(after=make_tag(ARTICLE))
        future = desk.commit(decision)
        time.sleep(0.4)
        assert not desk.ready.done()
        other.execute("ROLLBACK")
    assert future.result(LONG) is None
    assert desk.close() is None


def test_a_mistake_in_the_program_is_loud_and_loses_nothing(
    path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", loud.append)
    desk = StoreThread(path, on_change=watch)
    desk.ready.result(LONG)

    def fail(store: Store, progress: Progress) -> None:
        raise AttributeError("a mistake")

    monkeypatch.setattr(Store, "save_progress", fail)
    desk.save_progress(Progress(article=ARTICLE.id, annotator=ANA))
    watch.wait_for(lambda unsaved, problem: "nothing more can be saved" in str(problem))
    decision = decide(after=make_tag(ARTICLE))
    desk.commit(decision)
    with pytest.raises(AttributeError, match="a mistake"):
        desk.submit(Store.counts).result(LONG)
    assert desk.close() is not None
    assert [type(args.exc_value) for args in loud] == [AttributeError]
    monkeypatch.undo()
    with StoreThread_closed(path) as recovered:
        assert recovered == (1, 0, ())


def test_what_writing_needs_is_imported_when_there_is_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warmed = threading.Event()
    monkeypatch.setattr(Store, "warm", lambda store: warmed.set())
    monkeypatch.setattr(thread, "WARM_AFTER", 0.01)
    desk = StoreThread(path)
    desk.ready.result(LONG)
    assert not warmed.wait(0.1)  # Nobody has asked for anything yet: the first screen is being built.
    desk.submit(Store.counts).result(LONG)
    assert warmed.wait(LONG)
    desk.close()


def test_sqlite_itself_is_used_by_one_thread_only(desk: StoreThread) -> None:
    store = desk.submit(lambda store: store).result(LONG)
    with pytest.raises(sqlite3.ProgrammingError, match="thread"):
        store.counts()


CHILD = """
import os, sys
from pathlib import Path
from annotations.store import Store, StoreThread
from tests.annotations.store.desk import make_article, make_tag, decide
article = make_article()
desk = StoreThread(Path(sys.argv[1]))
"""


def test_a_program_that_ends_without_closing_loses_nothing(path: Path) -> None:
    child = CHILD + "for n in range(50): desk.commit(decide(after=make_tag(article, n, n + 1)))"
    subprocess.run([sys.executable, "-c", child, str(path)], check=True, timeout=30)
    assert len(tags_on_disk(path)) == 50


KILLS = """
import os, signal, sys, time
from pathlib import Path
import sqlite_utils
from annotations.store import StoreThread
from tests.annotations.store.desk import make_article, make_tag, decide
article = make_article()

def work(out):
    desk = StoreThread(Path(sys.argv[1]))
    for n in range(100_000):
        decision = decide(after=make_tag(article, n % 50, n % 50 + 1))
        desk.commit(decision).result()
        os.write(out, decision.id.encode() + b"\\n")

for kill in range(30):
    inlet, outlet = os.pipe()
    child = os.fork()
    if not child:
        work(outlet)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as told:
        first = told.readline()
        time.sleep(kill * 0.0017)
        os.kill(child, signal.SIGKILL)
        sys.stdout.buffer.write(first + told.read())
    os.waitpid(child, 0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_program_that_dies_loses_nothing_it_was_told_is_saved(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", KILLS, str(path)], check=True, capture_output=True, text=True, timeout=60
    )
    told = ran.stdout.split()
    written = [decision.id for decision in journal_on_disk(path)]
    assert len(told) >= 30
    assert set(told) <= set(written)
    assert len(written) == len(set(written)) == len(tags_on_disk(path))
    assert len(written) - len(told) <= 30  # At most the one under way at each kill.
    with Store.open(path) as store:
        store.check()


def test_two_programs_writing_at_once_lose_nothing(path: Path) -> None:
    child = CHILD + (
        "futures = [desk.commit(decide(after=make_tag(article, n % 80, n % 80 + 1, annotator=sys.argv[2])))\n"
        "           for n in range(150) if not desk.submit(lambda s: s.counts()).result().articles == 0]\n"
        "for future in futures: future.result()\n"
        "assert desk.close() is None\n"
    )
    children = [subprocess.Popen([sys.executable, "-c", child, str(path), name]) for name in ("ana", "ben")]
    assert [process.wait(60) for process in children] == [0, 0]
    by = [tag.annotator for tag in tags_on_disk(path)]
    assert (by.count("ana"), by.count("ben"), len(journal_on_disk(path))) == (150, 150, 300)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs resource limits")
def test_a_file_that_may_not_grow_keeps_what_it_has(path: Path) -> None:
    child = CHILD + (
        "import resource\n"
        "from msgspec.structs import replace\n"
        "desk.ready.result()\n"
        "desk.submit(Store.warm).result()\n"
        "size = os.path.getsize(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40_000, size + 40_000))\n"
        "for n in range(20):\n"
        "    desk.commit(decide(after=replace(make_tag(article, n, n + 1), note='n' * 5000)))\n"
        "print(desk.close() is not None)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", child, str(path)], check=True, timeout=30, capture_output=True, text=True
    )
    before = len(tags_on_disk(path))
    assert ran.stdout == "True\n", ran.stderr
    assert before < 20
    with StoreThread_closed(path) as recovered:
        assert recovered.files == ()
    assert len(tags_on_disk(path)) == 20
