"""Decisions on disk: each once, all or none, never against what is there, never rewritten."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.decisions import Ledger, done_again, taken_back
from annotations.errors import ConflictError, TagError
from annotations.records import Article, Decision
from annotations.store import Store, journal
from tests.annotations.store.desk import (
    ANA,
    BEN,
    TEXT,
    decide,
    decide_state,
    journal_on_disk,
    make_article,
    make_tag,
    raw,
    tags_on_disk,
)

ARTICLE = make_article()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles([ARTICLE])
        yield opened


def undo_of(decision: Decision) -> Decision:
    return taken_back(decision, new_id=decision.id + "-undo", at="later")


def redo_of(decision: Decision) -> Decision:
    return done_again(decision, new_id=decision.id + "-redo", at="later still")


def test_a_committed_decision_is_on_disk_with_what_follows(store: Store) -> None:
    tag = make_tag(ARTICLE)
    decision = decide(after=tag)
    assert store.commit(decision)
    assert journal_on_disk(store.path) == [decision]
    assert tags_on_disk(store.path) == [tag]
    assert store.progress(ARTICLE.id, ANA).state == "open"
    assert list(store.decisions()) == [decision]


def test_committing_twice_is_committing_once(store: Store) -> None:
    decision = decide(after=make_tag(ARTICLE))
    assert store.commit(decision)
    assert not store.commit(decision)
    assert store.commit_many([decision, decision]) == 0
    assert len(journal_on_disk(store.path)) == len(tags_on_disk(store.path)) == 1


def test_a_tag_lives_through_all_verbs(store: Store) -> None:
    tag = make_tag(ARTICLE)
    relabelled = replace(tag, label="complaint", updated="t1")
    moved = replace(relabelled, start=8, end=17, text="officials", updated="t2")
    noted = replace(moved, note="hm", updated="t3")
    steps = [
        decide(after=tag),
        decide(tag, relabelled, "relabel"),
        decide(relabelled, moved, "move"),
        decide(moved, noted, "note"),
    ]
    for step in steps:
        store.commit(step)
        assert tags_on_disk(store.path) == [step.after]
    store.commit(decide(before=noted, verb="remove"))
    assert tags_on_disk(store.path) == []


@pytest.mark.parametrize("together", [True, False])
def test_the_journal_replayed_is_the_tag_table(store: Store, together: bool) -> None:
    tag, other = make_tag(ARTICLE), make_tag(ARTICLE, 8, 17, annotator=BEN)
    changed = replace(tag, label="figure")
    first = decide(after=tag)
    steps = [
        first,
        decide(after=other),
        undo_of(first),
        redo_of(first),
        decide(tag, changed, "relabel"),
        decide_state(ARTICLE, "open", "done"),
        decide(before=other, verb="remove"),
    ]
    if together:
        assert store.commit_many(steps) == len(steps)
    else:
        assert [store.commit(step) for step in steps] == [True] * len(steps)
    assert journal_on_disk(store.path) == steps
    ledger = Ledger()
    for decision in journal_on_disk(store.path):
        ledger.play(decision)
    assert list(ledger.tags.values()) == tags_on_disk(store.path) == [changed]
    assert store.progress(ARTICLE.id, ANA).state == ledger.state(ARTICLE.id, ANA) == "done"
    assert store.progress(ARTICLE.id, BEN).state == "open"


def test_a_decision_against_what_is_there_is_refused_and_leaves_no_trace(store: Store) -> None:
    tag = make_tag(ARTICLE)
    store.commit(decide(after=tag))
    before = journal_on_disk(store.path)
    stale = replace(tag, note="seen elsewhere")
    for decision in (
        decide(stale, replace(stale, label="figure"), "relabel"),
        decide(before=make_tag(ARTICLE), verb="remove"),
        decide(after=tag),
        decide_state(ARTICLE, "new", "done"),
        decide(after=make_tag(make_article("Never added."), 0, 5)),
        decide_state(make_article("Never added."), "new", "done"),
    ):
        with pytest.raises(ConflictError):
            store.commit(decision)
    assert journal_on_disk(store.path) == before
    assert tags_on_disk(store.path) == [tag]


def test_a_tag_that_does_not_read_as_its_article_is_refused(store: Store) -> None:
    tag = make_tag(ARTICLE)
    for wrong in (
        replace(tag, text="harbour"),
        replace(tag, end=8),
        replace(tag, end=10_000),
        replace(tag, start=-1),
    ):
        with pytest.raises(TagError):
            store.commit(decide(after=wrong))
    store.commit(decide(after=tag))
    with pytest.raises(TagError):
        store.commit(decide(tag, replace(tag, text="x"), "note"))
    assert tags_on_disk(store.path) == [tag]


@pytest.mark.parametrize(
    "text",
    [
        "a\0b😊c\0d",
        "\0",
        "😊😊é",
        "𝔘𝔫𝔦",
        "e\u0301 combining",
        "family 👩‍👩‍👧 here",
        "\u2028\x85 odd\r\nlines",
    ],
)
def test_every_span_of_an_odd_text_is_kept_exactly(store: Store, text: str) -> None:
    article = make_article(text)
    store.add_articles([article])
    tags = [
        make_tag(article, start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)
    ]
    assert store.commit_many(decide(after=tag) for tag in tags) == len(tags)
    assert sorted(tags_on_disk(store.path), key=lambda tag: tag.id) == sorted(tags, key=lambda tag: tag.id)
    with pytest.raises(TagError):
        store.commit(decide(after=replace(make_tag(article), start=0, end=1, text="?")))


def test_sqlite_itself_refuses_words_that_are_not_there(store: Store) -> None:
    tag = make_tag(ARTICLE, TEXT.index("😊"), TEXT.index("😊") + 1)
    store.commit(decide(after=tag))
    with raw(store.path) as connection:
        for statement in (
            "UPDATE tag SET start = start - 1",
            "UPDATE tag SET text = 'x'",
            'UPDATE tag SET "end" = start',
            "UPDATE tag SET label = ''",
            "UPDATE tag SET start = 'one'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    assert tags_on_disk(store.path) == [tag]


@pytest.mark.parametrize("statement", ["UPDATE journal SET at = 'never'", "DELETE FROM journal"])
def test_the_journal_can_only_grow(store: Store, statement: str) -> None:
    store.commit(decide(after=make_tag(ARTICLE)))
    with raw(store.path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(statement)
    assert len(journal_on_disk(store.path)) == 1


def test_many_are_committed_all_or_none(store: Store) -> None:
    good = [decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(5)]
    bad = decide(before=make_tag(ARTICLE), verb="remove")
    with pytest.raises(ConflictError):
        store.commit_many([*good, bad])
    assert (journal_on_disk(store.path), tags_on_disk(store.path)) == ([], [])
    assert store.progress(ARTICLE.id, ANA).state == "new"

    def failing() -> Iterator[Decision]:
        yield from good
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        store.commit_many(failing())
    assert journal_on_disk(store.path) == []


def test_many_means_more_than_a_chunk(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_CHUNK", 3)
    tag = make_tag(ARTICLE)
    steps = [decide(after=make_tag(ARTICLE, n, n + 2)) for n in range(5)]
    steps += [decide(after=tag), decide(tag, replace(tag, note="a"), "note"), undo_of(steps[4])]
    assert store.commit_many(iter(steps)) == 8
    assert list(store.decisions()) == steps
    with pytest.raises(ConflictError):
        store.commit_many([*(decide(after=make_tag(ARTICLE)) for _ in range(4)), decide(after=tag)])
    assert len(journal_on_disk(store.path)) == 8


def test_each_is_refused_for_itself(store: Store) -> None:
    tag = make_tag(ARTICLE)
    stray = decide(before=make_tag(ARTICLE), verb="remove")
    wrong = decide(after=replace(tag, text="x"))
    good = decide(after=tag)
    outcome = journal.commit_each(store.connection, [stray, good, wrong, good])
    assert [type(refusal) for refusal in outcome] == [ConflictError, type(None), TagError, type(None)]
    assert journal_on_disk(store.path) == [good]


def test_one_that_sqlite_refuses_holds_up_no_other(store: Store) -> None:
    first, last = (decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(2))
    mistaken = replace(decide(after=make_tag(ARTICLE)), verb="")
    unwritable = decide(after=replace(make_tag(ARTICLE), note="\ud800"))
    outcome = journal.commit_each(store.connection, [first, mistaken, unwritable, last])
    assert [type(refusal) for refusal in outcome] == [
        type(None),
        sqlite3.IntegrityError,
        UnicodeEncodeError,
        type(None),
    ]
    assert journal_on_disk(store.path) == [first, last]


def test_history_follows_undo_and_redo(store: Store) -> None:
    first, second, third = (decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(3))
    theirs = decide(after=make_tag(ARTICLE, annotator=BEN))
    store.commit_many([first, second, theirs, third])
    assert store.recent_history(ANA) == ([first, second, third], [], True)
    store.commit(undo_of(third))
    store.commit(undo_of(second))
    assert store.recent_history(ANA) == ([first], [third, second], True)
    store.commit(redo_of(second))
    assert store.recent_history(ANA) == ([first, second], [third], True)
    new = decide_state(ARTICLE, "open", "done")
    store.commit(new)
    assert store.recent_history(ANA) == ([first, second, new], [], True)
    assert store.recent_history(BEN) == ([theirs], [], True)


def test_history_of_one_transaction_is_that_of_many(store: Store) -> None:
    first, second, third = (decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(3))
    steps = [first, undo_of(first), second, undo_of(second), redo_of(second), third, undo_of(third)]
    store.commit_many(steps)
    assert store.recent_history(ANA) == ([second], [third], True)


def test_history_is_read_in_portions(store: Store) -> None:
    steps = [decide(after=make_tag(ARTICLE, n, n + 1)) for n in range(7)]
    store.commit_many(steps)
    store.commit(undo_of(steps[6]))
    newest = store.recent_history(ANA, limit=4)
    assert newest == (steps[2:6], [steps[6]], False)
    older = store.recent_history(ANA, limit=4, before=newest.done[0].id)
    assert older == (steps[:2], [], True)


def test_an_import_is_not_on_the_undo_stack(store: Store) -> None:
    mine = decide(after=make_tag(ARTICLE, 8, 17))
    store.commit_many([mine, undo_of(mine)])
    store.commit_many(
        decide(after=make_tag(ARTICLE, n, n + 1, origin="imported"), verb="import") for n in range(3)
    )
    assert store.recent_history(ANA) == ([], [mine], True)
    store.commit(redo_of(mine))
    assert store.recent_history(ANA) == ([mine], [], True)


def test_the_journal_is_read_whole_or_in_part(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_CHUNK", 2)
    other = make_article("Another story.")
    store.add_articles([other])

    def of(article: Article, annotator: str) -> Decision:
        return decide(after=make_tag(article, 0, 4, annotator=annotator))

    steps = [of(ARTICLE, ANA), of(other, ANA), of(ARTICLE, BEN), of(ARTICLE, ANA), of(other, BEN)]
    store.commit_many(steps)
    assert list(store.decisions()) == steps
    assert list(store.decisions(ARTICLE.id)) == [steps[0], steps[2], steps[3]]
    assert list(store.decisions(annotator=BEN)) == [steps[2], steps[4]]
    assert list(store.decisions(other.id, ANA)) == [steps[1]]
