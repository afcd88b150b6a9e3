"""Bookmarks and the view that was left: each annotator's own, and there the next time."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Span
from annotations.store import Store, checks, places
from annotations.store.views import STATES, View
from tests.annotations.store.desk import ANA, BEN, make_article, raw

ARTICLES = [make_article(f"Story {n} of the harbour.") for n in range(3)]
FIRST, SECOND = Span(0, 5), Span(8, 10)

VIEWS = st.builds(
    View,
    annotator=st.just(ANA),
    sort=st.sampled_from(("added", "title", "worked")),
    descending=st.booleans(),
    states=st.lists(st.sampled_from(STATES), unique=True).map(tuple),
    label=st.text(max_size=5),
    source=st.text(max_size=5),
    words=st.text(max_size=5),
    chosen=st.booleans(),
)


def test_bookmarks_come_in_the_order_of_the_text_and_go_again(tmp_path: Path) -> None:
    article = ARTICLES[0].id
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles(ARTICLES)
        for span in (SECOND, FIRST, FIRST):
            places.mark(store.connection, article, ANA, span, there=True)
        places.mark(store.connection, article, BEN, SECOND, there=True)
        places.mark(store.connection, ARTICLES[1].id, ANA, FIRST, there=True)
    with Store.open(tmp_path / "desk.db") as store:
        assert places.bookmarks(store.connection, article, ANA) == [FIRST, SECOND]
        places.mark(store.connection, article, ANA, FIRST, there=False)
        places.mark(store.connection, article, ANA, FIRST, there=False)
        assert places.bookmarks(store.connection, article, ANA) == [SECOND]
        assert places.bookmarks(store.connection, article, BEN) == [SECOND]
        assert places.bookmarks(store.connection, ARTICLES[1].id, ANA) == [FIRST]
        assert store.recent_history(ANA).done == []


@pytest.mark.parametrize(
    ("article", "span"),
    [("no such article", FIRST), (ARTICLES[0].id, Span(5, 5)), (ARTICLES[0].id, Span(-1, 2))],
)
def test_what_no_reader_would_mark_is_refused(tmp_path: Path, article: str, span: Span) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles(ARTICLES)
        with pytest.raises(sqlite3.IntegrityError):
            places.mark(store.connection, article, ANA, span, there=True)
        assert places.bookmarks(store.connection, article, ANA) == []


def test_a_bookmark_without_its_article_is_removed_by_the_doctor(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles(ARTICLES)
    with raw(tmp_path / "desk.db") as connection:
        connection.execute("INSERT INTO bookmark VALUES ('gone', 'ana', 0, 5)")
    with Store.open(tmp_path / "desk.db") as store:
        assert [problem.mendable for problem in checks.problems(store.connection)] == [True]
        assert "1 rows of bookmark without an article removed" in checks.repair(store.connection)
        assert list(checks.problems(store.connection)) == []


@given(view=VIEWS, later=VIEWS)
def test_the_view_is_that_which_was_left_last(
    tmp_path_factory: pytest.TempPathFactory, view: View, later: View
) -> None:
    path = tmp_path_factory.mktemp("places") / "desk.db"
    with Store.open(path) as store:
        assert places.left_view(store.connection, ANA, "") is None
        places.leave_view(store.connection, view, "these")
        assert places.left_view(store.connection, ANA, "these") == view
        places.leave_view(store.connection, later, "")
        assert places.left_view(store.connection, ANA, "") == later
        # The one before was of other articles, and is forgotten.
        assert places.left_view(store.connection, ANA, "these") is None
        assert places.left_view(store.connection, BEN, "") is None


def test_a_view_of_another_version_is_none(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        places.leave_view(store.connection, View(annotator=ANA), "")
    with raw(tmp_path / "desk.db") as connection:
        connection.execute("""UPDATE shown SET view = '{"annotator": "ana", "sort": "colour"}'""")
    with Store.open(tmp_path / "desk.db") as store:
        assert places.left_view(store.connection, ANA, "") is None
