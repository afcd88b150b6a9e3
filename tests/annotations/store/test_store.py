"""Articles, queues, progress, detections: what goes in comes out, in the order promised."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.errors import ConflictError
from annotations.records import Detection, Entity, Progress
from annotations.store import Added, Counts, Store, articles
from tests.annotations.store.desk import (
    ANA,
    BEN,
    TEXT,
    decide,
    decide_state,
    make_article,
    make_tag,
    raw,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        yield opened


def some_texts(number: int) -> list[str]:
    return [f"Story number {n} of the day, in full." for n in range(number)]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    title=st.text(st.characters(exclude_categories=["Cs"])),
    metadata=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.none()),
)
@settings(max_examples=50)
def test_an_article_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, text: str, title: str, metadata: dict[str, int | None]
) -> None:
    article = make_article(text, title=title, source="a.txt", metadata=metadata)
    with Store.open(tmp_path_factory.mktemp("db") / "desk.db") as store:
        assert store.add_articles([article]) == Added(1, 0)
        assert store.article(article.id) == article
        assert list(store.articles()) == [article]


def test_an_unknown_article_is_none(store: Store) -> None:
    assert store.article("?") is None


def test_articles_keep_the_order_in_which_they_came(store: Store) -> None:
    stories = [make_article(text, source=f"{n}") for n, text in enumerate(some_texts(450))]
    assert store.add_articles(iter(stories)) == Added(450, 0)
    assert list(store.articles()) == stories
    wanted = [stories[7].id, "?", stories[3].id]
    assert list(store.articles(wanted)) == [stories[7], stories[3]]


def test_long_articles_are_read_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_BATCH_WORDS", 20)
    stories = [make_article(text) for text in [*some_texts(9), "long " * 500, "", " ", *some_texts(12)[9:]]]
    store.add_articles(stories)
    assert list(store.articles()) == stories


def test_articles_may_be_added_while_they_are_read(store: Store) -> None:
    first, second = (make_article(text) for text in some_texts(2))
    store.add_articles([first])
    reading = store.articles()
    assert next(reading) == first
    store.add_articles([second])
    assert list(reading) == [second]


def test_a_known_article_keeps_what_is_known_and_gains_what_was_blank(store: Store) -> None:
    bare = make_article(source="-")
    full = make_article(title="Port", byline="By A. Desk", source="port.txt", metadata={"a": 1})
    other = make_article(title="Another", source="copy.txt", metadata={"b": 2})
    assert store.add_articles([bare]) == Added(1, 0)
    assert store.add_articles([bare, full]) == Added(0, 2)
    assert store.article(bare.id) == bare
    assert store.add_articles([full]) == Added(0, 1)
    assert store.article(bare.id) == full
    assert store.add_articles([other]) == Added(0, 1)
    assert store.article(bare.id) == full


def test_the_same_text_twice_in_a_batch_is_one_article(store: Store) -> None:
    first, again = make_article(title="One"), make_article(title="Two")
    assert store.add_articles([first, make_article("Else."), again]) == Added(2, 1)
    assert [article.title for article in store.articles()] == ["One", ""]


def test_an_article_under_a_wrong_id_is_a_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="hash of its text"):
        store.add_articles([make_article("Fine."), replace(make_article(), id="0" * 64)])
    assert list(store.articles()) == []


def test_a_source_that_fails_keeps_the_batches_before(store: Store) -> None:
    def failing() -> Iterator[object]:
        yield from (make_article(text) for text in some_texts(250))
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        store.add_articles(failing())  # type: ignore[arg-type]
    assert store.counts().articles == 200


def test_tags_are_in_reading_order_and_by_annotator(store: Store) -> None:
    article = make_article()
    store.add_articles([article])
    late, long, short = (make_tag(article, 8, 17), make_tag(article, 0, 17), make_tag(article, 0, 7))
    theirs = make_tag(article, 0, 12, annotator=BEN)
    store.commit_many(decide(after=tag) for tag in (late, short, long, theirs))
    assert store.tags(article.id, ANA) == [long, short, late]
    assert store.tags(article.id) == [long, theirs, short, late]
    assert store.tags("?") == []


def test_all_tags_go_article_by_article(store: Store) -> None:
    stories = [make_article(text) for text in some_texts(230)]
    store.add_articles(stories)
    tags = [make_tag(story, 0, 5, annotator=ANA if n % 2 else BEN) for n, story in enumerate(stories)]
    store.commit_many(decide(after=tag) for tag in reversed(tags))
    assert list(store.all_tags()) == tags
    assert list(store.all_tags(BEN)) == tags[::2]


def test_progress_keeps_its_place_and_leaves_the_state_alone(store: Store) -> None:
    article = make_article()
    store.add_articles([article])
    assert store.progress(article.id, ANA) == Progress(article=article.id, annotator=ANA)
    seen = Progress(article=article.id, annotator=ANA, state="done", position=9, active_seconds=4.5)
    store.save_progress(seen)
    assert store.progress(article.id, ANA) == replace(seen, state="new")
    store.commit(decide_state(article, "new", "flagged"))
    store.save_progress(replace(seen, position=3, active_seconds=2.0))
    expected = replace(seen, state="flagged", position=3, active_seconds=4.5)
    assert store.progress(article.id, ANA) == expected
    assert store.progress(article.id, BEN).state == "new"


def test_work_goes_on_where_it_was_last(store: Store) -> None:
    first, second, third = (make_article(text) for text in some_texts(3))
    store.add_articles([first, second, third])
    assert store.last_article(ANA) is None
    store.commit(decide(after=make_tag(first, 0, 5)))
    store.save_progress(Progress(article=second.id, annotator=ANA, position=1))
    assert store.last_article(ANA) == second.id
    assert store.last_article(ANA, [first.id, third.id]) == first.id
    assert store.last_article(ANA, [third.id]) is None
    store.commit(decide_state(first, "open", "done"))
    assert store.last_article(ANA) == first.id
    store.commit(decide(after=make_tag(third, 0, 5, origin="imported"), verb="import"))
    assert store.last_article(ANA) == first.id
    assert store.last_article(BEN) is None


def test_counts(store: Store) -> None:
    stories = [make_article(text) for text in some_texts(3)]
    store.add_articles(stories)
    assert store.counts() == Counts(3, 0, {}, {})
    store.commit(decide(after=make_tag(stories[0], 0, 5, "figure")))
    store.commit(decide(after=make_tag(stories[0], 0, 5, "complaint")))
    store.commit(decide(after=make_tag(stories[1], 0, 5, "figure", annotator=BEN)))
    store.commit(decide_state(stories[2], "new", "done"))
    assert store.counts() == Counts(3, 3, {"complaint": 1, "figure": 2}, {"open": 2, "done": 1})
    assert store.counts(ANA) == Counts(3, 2, {"complaint": 1, "figure": 1}, {"open": 1, "done": 1, "new": 1})
    assert store.counts("nobody") == Counts(3, 0, {}, {"new": 3})


def test_detections_are_kept_by_article_and_pipeline(store: Store) -> None:
    article = make_article()
    store.add_articles([article])
    found = Detection(pipeline="p1", entities=(Entity(start=0, end=7, label="ORG", text=TEXT[:7]),))
    assert store.detection(article.id, "p1") is None
    store.save_detection(article.id, found)
    assert store.detection(article.id, "p1") == found
    assert store.detection(article.id, "p2") is None
    store.save_detection(article.id, replace(found, entities=()))
    assert store.detection(article.id, "p1") == Detection(pipeline="p1")


def test_a_detection_of_another_making_is_as_good_as_none(store: Store) -> None:
    article = make_article()
    store.add_articles([article])
    store.save_detection(article.id, Detection(pipeline="p"))
    with raw(store.path) as connection:
        connection.execute("""UPDATE detection SET found = '{"entities": 1}'""")
    assert store.detection(article.id, "p") is None


def test_of_an_unknown_article_nothing_is_kept(store: Store) -> None:
    with pytest.raises(ConflictError, match="not in the database"):
        store.save_progress(Progress(article="?", annotator=ANA))
    with pytest.raises(ConflictError, match="not in the database"):
        store.save_detection("?", Detection(pipeline="p"))


def test_the_text_of_an_article_cannot_be_changed_by_any_program(store: Store) -> None:
    article = make_article()
    store.add_articles([article])
    with raw(store.path) as connection, pytest.raises(Exception, match="never changes"):
        connection.execute("UPDATE article SET text = 'else'")
    assert store.article(article.id) == article
