"""The desk without a screen: the seconds that count as work, and what was done today."""

from pathlib import Path

from msgspec.structs import replace

from annotations import scheme
from annotations.pace import IDLE_SECONDS
from annotations.records import timestamp
from annotations.store import Store
from tests.annotations.store.desk import decide, make_article, make_tag
from tui.config import Settings
from tui.desk import Desk, Stopwatch


def test_pauses_do_not_count_as_work() -> None:
    now = [100.0]
    watch = Stopwatch(lambda: now[0])
    for gap in (2.0, 3.5, IDLE_SECONDS + 1, 0.5, IDLE_SECONDS):
        now[0] += gap
        watch.touch()
    assert watch.seconds == 2.0 + 3.5 + 0.5 + IDLE_SECONDS


async def test_what_was_done_today_is_read_once_and_then_counted(tmp_path: Path) -> None:
    article = make_article()
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([article])
        old = decide(after=make_tag(article, annotator="mira"))  # Long ago.
        new = replace(decide(after=make_tag(article, 8, 17, annotator="mira")), at=timestamp())
        store.commit_many([old, new])
    desk = Desk(Settings(db=tmp_path / "desk.db", annotator="mira", scheme=scheme.default()))
    desk.store.start()
    try:
        assert (await desk.today()).decisions == 1
        another = replace(decide(after=make_tag(article, 18, 24, annotator="mira")), at=timestamp())
        desk.commit(article, another).result(timeout=5)
        today = await desk.today()
        assert (today.decisions, today.articles) == (2, 1)
        assert 0 <= today.seconds <= 60
    finally:
        desk.close()
