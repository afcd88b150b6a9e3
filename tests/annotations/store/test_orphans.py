"""Orphans on disk: found through all versions, placed and dropped once, counted by what became of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.errors import ConflictError
from annotations.records import Article, Decision, Span, Tag
from annotations.scheme import default
from annotations.session import History, Session
from annotations.store import Store, StoreThread, opened, orphans
from annotations.store.checks import problems
from annotations.store.library import page
from annotations.store.orphans import fates, surroundings
from annotations.store.recovery import read_back, write
from annotations.store.views import View
from tests.annotations.store.desk import ANA, BEN, decide, make_article, make_tag, raw, tags_on_disk

TEXT = (
    "The port will publish every contract by June. Growers say the fee of $2 million has hurt them.\n\n"
    "“We seek trade,” the minister said on Monday. Work at the yard begins in the last week of May.\n"
)
CUT = TEXT.replace(" Growers say the fee of $2 million has hurt them.", "")
REWRITTEN = CUT.replace("every contract by June", "all its contracts by July")


def version(text: str) -> Article:
    return make_article(text, title="Port", source="news/port.txt")


OLD, NEW, NEWEST = version(TEXT), version(CUT), version(REWRITTEN)


def tag_on(store: Store, words: str, annotator: str = ANA) -> Tag:
    tag = make_tag(OLD, TEXT.index(words), TEXT.index(words) + len(words), annotator=annotator)
    store.commit(decide(after=replace(tag, note="why?")))
    return replace(tag, note="why?")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles([OLD], from_files=True)
        yield opened


@pytest.fixture
def lost(store: Store) -> list[Tag]:
    """Two tags that lost their place, one at each of two edits."""
    tags = [tag_on(store, "$2 million"), tag_on(store, "every contract by June")]
    store.add_articles([NEW], from_files=True)
    store.add_articles([NEWEST], from_files=True)
    return [tags[0], *store.tags(NEW.id)]


def session(store: Store, commit: list[Decision] | None = None) -> Session:
    left, past = opened(store, NEWEST, ANA), store.recent_history(ANA)
    assert left.article is not None

    def both(decision: Decision) -> None:
        store.commit(decision)
        if commit is not None:
            commit.append(decision)

    return Session(
        left.article,
        scheme=default(),
        annotator=ANA,
        tags=left.tags,
        progress=left.progress,
        orphans=left.orphans,
        history=History(past.done, past.undone, complete=past.complete),
        commit=both,
    )


def well(store: Store) -> None:
    assert list(problems(store.connection)) == []
    with raw(store.path) as other:
        counted = other.execute(
            "SELECT article, annotator, tags, (SELECT count(*) FROM tag "
            "WHERE tag.article = p.article AND tag.annotator = p.annotator) FROM progress AS p"
        ).fetchall()
    assert [row for row in counted if row[2] != row[3]] == []


def test_they_are_found_through_all_versions(store: Store, lost: list[Tag]) -> None:
    bens = tag_on(store, "has hurt", BEN)
    assert {tag.id for tag in orphans.of_article(store.connection, NEWEST.id, ANA)} == {
        tag.id for tag in lost
    }
    assert [tag.article for tag in lost] == [OLD.id, NEW.id]
    assert orphans.of_article(store.connection, NEWEST.id, BEN) == [bens]
    assert orphans.of_article(store.connection, OLD.id, ANA) == []
    assert opened(store, NEWEST, ANA).tags == []
    assert {tag.id for tag in opened(store, NEWEST, ANA).orphans} == {tag.id for tag in lost}


def test_what_stood_around_them_and_where_to_begin(store: Store, lost: list[Tag]) -> None:
    one, other = surroundings(store.connection, NEWEST, lost)
    assert (one.tag, other.tag) == (lost[0], lost[1])
    assert one.before.endswith("Growers say the fee of ")
    assert one.after.startswith(" has hurt them.\n\n“We seek trade,”")
    assert other.before == "The port will publish "
    assert REWRITTEN[other.near :].startswith("all its contracts")
    assert 0 <= one.near <= len(REWRITTEN)


def test_placed_it_is_on_disk_once_and_listed(store: Store, lost: list[Tag]) -> None:
    committed: list[Decision] = []
    desk = session(store, committed)
    start = REWRITTEN.index("all its")
    placed = desk.place(lost[1].id, Span(start, start + len("all its contracts by July")))
    assert (placed.text, placed.label, placed.note) == ("all its contracts by July", "commitment", "why?")
    assert store.tags(NEWEST.id) == [placed]
    assert store.commit(committed[0]) is False
    assert store.tags(NEWEST.id) == [placed]
    assert [tag.id for tag in store.all_tags()] == [placed.id]
    [line] = page(store.connection, View(annotator=ANA))
    assert (line.article.id, line.article.tags, line.article.state) == (NEWEST.id, 1, "open")
    assert [left.tag for left in orphans.every(store.connection)] == [lost[0]]
    well(store)


def test_undo_and_redo_after_a_restart(store: Store, lost: list[Tag]) -> None:
    desk = session(store)
    placed = desk.place(lost[1].id, Span(0, 8))
    desk.drop(lost[0].id)
    assert (store.tags(NEWEST.id), orphans.every(store.connection)) == ([placed], [])
    again = session(store)
    again.undo()
    again.undo()
    assert again.orphans == opened_orphans(store)
    assert {tag.id for tag in again.orphans} == {tag.id for tag in lost}
    assert {tag.id: tag for tag in tags_on_disk(store.path)} == {tag.id: tag for tag in lost}
    well(store)
    once_more = session(store)
    once_more.redo()
    once_more.redo()
    assert (store.tags(NEWEST.id), orphans.every(store.connection)) == ([placed], [])
    well(store)


def opened_orphans(store: Store) -> tuple[Tag, ...]:
    return session(store).orphans


def test_they_are_counted_by_what_became_of_them(store: Store, lost: list[Tag]) -> None:
    assert fates(store.connection) == fates(store.connection, ANA) == {"left": 2}
    assert fates(store.connection, BEN) == {}
    assert store.counts().tags == 0
    desk = session(store)
    desk.place(lost[1].id, Span(0, 8))
    desk.drop(lost[0].id)
    assert fates(store.connection, ANA) == {"placed": 1, "dropped": 1}
    assert (store.counts().tags, store.counts(ANA).labels) == (1, {"commitment": 1})
    desk.undo()
    assert fates(store.connection) == {"left": 1, "placed": 1}


def test_who_comes_second_is_refused(store: Store, lost: list[Tag]) -> None:
    one, other = session(store), session(store)
    one.drop(lost[0].id)
    with pytest.raises(ConflictError, match=r"the tag on “\$2 million” is gone"):
        other.place(lost[0].id, Span(0, 8))
    assert store.tags(NEWEST.id) == []
    with pytest.raises(ConflictError):
        other.drop(lost[0].id)
    well(store)


def test_what_waits_to_be_saved_counts(tmp_path: Path, store: Store, lost: list[Tag]) -> None:
    path, committed = store.path, list[Decision]()
    desk = session(store)
    desk._commit = committed.append
    placed, _ = desk.place(lost[1].id, Span(0, 8)), desk.drop(lost[0].id)
    left = opened(store, NEWEST, ANA, committed)
    assert (left.tags, left.orphans) == ([placed], [])
    # A recovery file brings both in, however often it is read.
    for _ in range(2):
        write(path, [msgspec_line(decision) for decision in committed])
        recovered = read_back(store.connection)
        assert (recovered.saved, recovered.refused) == (2, 0)
        assert store.tags(NEWEST.id) == [placed]
    well(store)


def msgspec_line(decision: Decision) -> bytes:
    import msgspec

    return msgspec.json.encode(decision)


def test_an_orphan_of_an_article_that_is_not_there_is_refused(store: Store) -> None:
    ghost = replace(make_tag(OLD), article="0" * 64)
    decision = replace(decide(after=ghost, verb="undo"), article=OLD.id)
    with pytest.raises(ConflictError, match="not in the database"):
        store.commit(decision)


def test_a_file_that_is_as_it_was_has_what_was_not_placed(store: Store, lost: list[Tag]) -> None:
    desk = session(store)
    start = REWRITTEN.index("We seek trade")
    desk.place(lost[1].id, Span(start, start + 13))
    store.add_articles([OLD], from_files=True)
    assert [(tag.text, tag.id == lost[0].id) for tag in store.tags(OLD.id)] == [
        ("$2 million", True), ("We seek trade", False),
    ]  # fmt: skip
    with pytest.raises(Exception, match="cannot undo that"):
        session(store).undo()
    well(store)


def test_versions_that_go_round_in_circles_hang_nothing(store: Store, lost: list[Tag]) -> None:
    with raw(store.path) as other:
        other.execute("INSERT INTO version VALUES (?, ?, '')", [NEWEST.id, OLD.id])
        other.commit()
    assert {tag.id for tag in orphans.of_article(store.connection, NEWEST.id, ANA)} == {
        tag.id for tag in lost
    }
    assert len(orphans.every(store.connection)) == 2


def test_through_the_stores_thread(tmp_path: Path, lost: list[Tag], store: Store) -> None:
    thread = StoreThread(store.path)
    try:
        left = thread.opened(NEWEST.id, ANA).result()
        assert {tag.id for tag in left.orphans} == {tag.id for tag in lost}
    finally:
        thread.close()
