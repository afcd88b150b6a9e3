"""Power goes at any moment: what the user was told is saved is there, and the file is sound."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.errors import StoreError
from annotations.records import Progress
from annotations.store import Store, connection
from tests.annotations.store.desk import ANA, decide, journal_on_disk, make_article, make_tag, raw
from tests.faults.counts import figures, full_or
from tests.faults.power import Log, recorded

CUTS = full_or(200, 5_000)
ARTICLE = make_article("Harbour talks open. " * 40)


def work(folder: Path) -> Log:
    """Decide a dozen times, little and much, and write down what was told and when."""
    log = Log()
    with recorded(folder / "desk.db", log) as store:
        store.add_articles([ARTICLE])
        tags = []
        for n in range(8):
            tag = replace(make_tag(ARTICLE, n, n + 7), note="so and so " * 10 ** (n % 4))
            decision = decide(after=tag)
            store.commit(decision)
            log.tell(decision.id)
            tags.append(tag)
        store.save_progress(Progress(article=ARTICLE.id, annotator=ANA, position=3, active_seconds=2.0))
        for tag in tags[:3]:
            decision = decide(before=tag, verb="remove")
            store.commit(decision)
            log.tell(decision.id)
        many = [decide(after=make_tag(ARTICLE, n, n + 9)) for n in range(60)]
        store.commit_many(many)
        for decision in many:
            log.tell(decision.id)
    return log


def lost(log: Log, cut: int, chance: random.Random | None, folder: Path) -> set[str]:
    """Return what the user was told is saved and is not there after the cut; the file has to be sound."""
    folder.mkdir()
    for name, content in log.files(cut, chance).items():
        (folder / name).write_bytes(content)
    if not (folder / "desk.db").exists():
        return log.told(cut)
    with Store.open(folder / "desk.db") as store:
        store.check()
        with raw(store.path) as other:
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert other.execute("PRAGMA foreign_key_check").fetchall() == []
    return log.told(cut) - {decision.id for decision in journal_on_disk(folder / "desk.db")}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    return work(tmp_path_factory.mktemp("power"))


@pytest.mark.parametrize("part", [False, True], ids=["all gone", "some gone"])
def test_nothing_told_is_lost(log: Log, tmp_path: Path, part: bool) -> None:
    chance = random.Random(6)
    for number in range(CUTS // 2):
        cut = chance.randint(0, len(log.events))
        assert lost(log, cut, random.Random(number) if part else None, tmp_path / str(number)) == set(), cut
    kind = "some" if part else "all"
    figures.append(f"power cuts, {kind} of what was not forced to the disk gone: {CUTS // 2}; lost: 0")
    assert len(log.told(len(log.events))) == 8 + 3 + 60


@pytest.mark.parametrize(
    ("setting", "loses"),
    [("PRAGMA synchronous=FULL", "the last commit"), ("PRAGMA synchronous=OFF", "more, or the file itself")],
)
def test_the_simulation_can_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, loses: str
) -> None:
    """Weaker settings than ours do lose something: else the test above would show nothing."""
    monkeypatch.setattr(connection, "_SETTINGS", (setting,))
    weak = work(tmp_path)
    monkeypatch.undo()
    told = [number for number, event in enumerate(weak.events) if event.what == "told"][:11]
    outcomes = [outcome(lambda cut=cut: lost(weak, cut + 1, None, tmp_path / str(cut))) for cut in told]  # type: ignore[misc]
    assert any(outcomes), loses


def outcome(look: Callable[[], set[str]]) -> bool:
    """Tell whether something was lost, the whole file perhaps."""
    try:
        return bool(look())
    except (StoreError, sqlite3.Error, AssertionError):
        return True


def test_a_cut_before_anything_leaves_nothing(log: Log) -> None:
    assert log.files(0, None) == {}
    whole = log.files(len(log.events), None)
    assert set(whole) == {"desk.db"}
    assert whole["desk.db"].startswith(b"SQLite format 3\0")
