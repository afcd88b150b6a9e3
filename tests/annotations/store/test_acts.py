"""The journal as a time sheet."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.pace import Act
from annotations.records import Progress
from annotations.store import Store
from annotations.store import acts as acts_module
from annotations.store.acts import active_seconds, acts
from tests.annotations.store.desk import ANA, BEN, decide, make_article, make_tag

ARTICLES = [make_article(f"Story {n}.") for n in range(3)]


def test_acts_come_in_the_order_of_time_from_a_moment_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts_module, "_CHUNK", 2)
    times = [f"2026-01-02T03:04:0{n}.000Z" for n in (5, 1, 3, 3, 2)]
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles(ARTICLES)
        for n, at in enumerate(times):
            store.commit(replace(decide(after=make_tag(ARTICLES[n % 3])), at=at))
        store.commit(replace(decide(after=make_tag(ARTICLES[0], annotator=BEN)), at=times[0]))
        store.commit(decide(after=make_tag(ARTICLES[1], origin="imported"), verb="import"))
        expected = [Act(times[n], ARTICLES[n % 3].id) for n in (1, 4, 2, 3, 0)]
        assert list(acts(store.connection, ANA)) == expected
        assert list(acts(store.connection, ANA, times[2])) == expected[2:]
        assert list(acts(store.connection, ANA, "2027")) == []
        assert len(list(acts(store.connection, BEN))) == 1


def test_active_seconds_are_those_of_all_articles(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles(ARTICLES)
        assert active_seconds(store.connection, ANA) == 0
        for article, seconds in zip(ARTICLES, (1.5, 2.0, 4.0), strict=True):
            store.save_progress(Progress(article=article.id, annotator=ANA, active_seconds=seconds))
        store.save_progress(Progress(article=ARTICLES[0].id, annotator=BEN, active_seconds=8.0))
        assert active_seconds(store.connection, ANA) == 7.5
