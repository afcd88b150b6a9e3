"""A database of an older schema, filled as that version filled it, brought up to date: nothing is lost."""

import sqlite3
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.records import Decision, Span, Suggestion
from annotations.store import Store, library, places, schema
from annotations.store.library import Tally
from annotations.store.views import View
from tests.annotations.store.desk import (
    ANA,
    NOW,
    decide,
    journal_on_disk,
    make_tag,
    raw,
    tags_on_disk,
)
from tests.annotations.store.first_schema import ARTICLES, first_schema


def test_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    decisions, tags = first_schema(path)
    with Store.open(path) as store:
        assert schema.version(store.connection) == schema.newest()
        assert list(store.articles()) == ARTICLES
        assert list(store.decisions()) == journal_on_disk(path) == decisions
        assert tags_on_disk(path) == tags
        past = store.recent_history(ANA)
        assert [d.id for d in past.done] == [d.id for d in decisions[:-1] if d.annotator == ANA]
        assert past.undone == [decisions[-1]]
        assert store.progress(ARTICLES[3].id, ANA).active_seconds == 1.5
        assert store.last_article(ANA) == ARTICLES[18].id
        assert store.connection.rows("PRAGMA foreign_key_check") == []
        store.check()


def test_what_the_library_needs_is_made_of_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    first_schema(path)
    with Store.open(path) as store:
        view = View(annotator=ANA, sort="title", descending=True)
        lines = library.page(store.connection, view, limit=100)
        assert [line.article.title for line in lines] == sorted((a.title for a in ARTICLES), reverse=True)
        assert {line.article.tags for line in lines} == {1}
        assert library.tally(store.connection, view) == Tally(30, 0)
        assert library.tally(store.connection, replace(view, states=("open",))) == Tally(19, 0)
        [found] = library.page(store.connection, View(annotator=ANA, words="story 17"))
        assert found.article.id == ARTICLES[17].id
        worked = library.page(store.connection, View(annotator=ANA, sort="worked", descending=True), limit=2)
        assert [line.article.id for line in worked] == [ARTICLES[18].id, ARTICLES[17].id]
        assert store.counts(ANA).states == {"open": 19, "new": 11}


def test_what_was_forbidden_stays_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    first_schema(path)
    Store.open(path).close()
    with raw(path) as connection:
        for statement in (
            "UPDATE journal SET annotator = 'eve'",
            "DELETE FROM journal",
            "UPDATE article SET text = 'other'",
            "UPDATE tag SET start = 1",
            "UPDATE tag SET start = 3, \"end\" = 3, text = ''",
            'UPDATE tag SET "end" = 0',
            "UPDATE tag SET label = ''",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)


def test_what_is_new_has_room(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    first_schema(path)
    article = ARTICLES[0]
    offer = Suggestion(start=0, end=5, label="figure", text="Story", score=0.5, why="")
    dismissal = Decision(id="d", at=NOW, annotator=ANA, article=article.id, verb="dismiss", suggestion=offer)
    with Store.open(path) as store:
        store.commit(dismissal)
        store.commit(decide(after=make_tag(article, 0, 0, "topic")))
        places.mark(store.connection, article.id, ANA, Span(0, 5), there=True)
        places.leave_view(store.connection, View(annotator=ANA, sort="title"), "")
        assert store.recent_history(ANA).undone == []
        assert list(store.decisions())[-2] == dismissal
        assert places.bookmarks(store.connection, article.id, ANA) == [Span(0, 5)]
        assert places.left_view(store.connection, ANA, "") == View(annotator=ANA, sort="title")
