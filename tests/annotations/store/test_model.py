"""A session and its store against a plain model, through every verb, undo, redo and reopening."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotations.decisions import Ledger
from annotations.errors import TagError
from annotations.records import Progress, Span, State, Tag
from annotations.scheme import default
from annotations.session import History, OtherArticleError, Session
from annotations.store import Store
from tests.annotations.store.desk import (
    ANA,
    BEN,
    journal_on_disk,
    make_article,
    raw,
    tags_on_disk,
    ticking,
)

ARTICLES = [make_article(text) for text in ("Été 😊 at the port.\nNo\0thing new.", "a b c d e f g h", "𝔘 x")]
LABELS = [label.name for label in default().labels]
#: What one annotator has in all articles: tags by id and states by article.
Snapshot = tuple[dict[str, Tag], dict[str, State]]


class Model:
    """What an annotator did, as plainly as can be: whole snapshots on two stacks."""

    def __init__(self) -> None:
        self.now: Snapshot = ({}, {})
        self.done: list[Snapshot] = []
        self.undone: list[Snapshot] = []

    def act(self, change: Callable[[dict[str, Tag], dict[str, State]], object]) -> None:
        self.done.append(self.now)
        self.undone.clear()
        tags, states = dict(self.now[0]), dict(self.now[1])
        change(tags, states)
        self.now = (tags, states)

    def undo(self) -> None:
        self.undone.append(self.now)
        self.now = self.done.pop()

    def redo(self) -> None:
        self.done.append(self.now)
        self.now = self.undone.pop()


class Desk(RuleBasedStateMachine):
    """Two annotators take turns at one database; one session is open at a time."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "desk.db"
        self.clock = ticking()
        self.models = {ANA: Model(), BEN: Model()}
        self.annotator, self.article = ANA, ARTICLES[0]
        self.store = self._open_store()
        self.store.add_articles(ARTICLES)
        # Durability is tested elsewhere; here thousands of commits are made.
        self._open_session(reload=True)

    def _open_store(self) -> Store:
        store = Store.open(self.path)
        store.connection.execute("PRAGMA synchronous=OFF")
        return store

    def _open_session(self, *, reload: bool) -> None:
        if reload:
            past = self.store.recent_history(self.annotator, limit=3)
            self.history = History(past.done, past.undone, complete=past.complete)
        self.session = Session(
            self.article,
            scheme=default(),
            annotator=self.annotator,
            tags=self.store.tags(self.article.id, self.annotator),
            progress=self.store.progress(self.article.id, self.annotator),
            history=self.history,
            commit=self.store.commit,
            clock=lambda: next(self.clock),
        )

    @property
    def model(self) -> Model:
        return self.models[self.annotator]

    def _act(self, verb: Callable[[], Tag], change: Callable[[dict[str, Tag], Tag], object]) -> None:
        """Do something in the session, and in the model if the session took it."""
        journal = len(journal_on_disk(self.path))
        before = self.session.tags
        try:
            tag = verb()
        except TagError:
            assert len(journal_on_disk(self.path)) == journal
            assert self.session.tags == before
            return
        if len(journal_on_disk(self.path)) == journal:
            assert self.session.tags == before  # It changed nothing.
            return

        def both(tags: dict[str, Tag], states: dict[str, State]) -> None:
            change(tags, tag)
            if (
                states.get(self.article.id, "new") == "new"
                and tag.id in tags
                and tag.id not in self.model.now[0]
            ):
                states[self.article.id] = "open"

        self.model.act(both)

    @rule(
        data=st.data(),
        label=st.sampled_from([*LABELS, "gossip"]),
        origin=st.sampled_from(["manual", "suggested"]),
    )
    def tag(self, data: st.DataObject, label: str, origin: Any) -> None:
        span = self._some_span(data)
        self._act(
            lambda: self.session.tag(span, label, origin=origin), lambda tags, tag: tags.update({tag.id: tag})
        )

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data(), label=st.sampled_from(LABELS))
    def relabel(self, data: st.DataObject, label: str) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.relabel(old.id, label), lambda tags, tag: tags.update({tag.id: tag}))

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        old, span = self._some_tag(data), self._some_span(data)
        self._act(lambda: self.session.move(old.id, span), lambda tags, tag: tags.update({tag.id: tag}))

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data(), note=st.text(max_size=5))
    def note(self, data: st.DataObject, note: str) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.note(old.id, note), lambda tags, tag: tags.update({tag.id: tag}))

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.remove(old.id), lambda tags, tag: tags.pop(tag.id))

    @rule(state=st.sampled_from(["new", "open", "done", "skipped", "flagged"]))
    def set_state(self, state: State) -> None:
        if state != self.session.state:
            self.model.act(lambda tags, states: states.update({self.article.id: state}))
        self.session.set_state(state)

    @rule()
    def undo(self) -> None:
        if self.history.needs_older:
            past = self.store.recent_history(self.annotator, limit=3, before=self.history.oldest)
            self.history.extend(past.done, complete=past.complete)
        self._again(self.model.done, Session.undo, self.model.undo)

    @rule()
    def redo(self) -> None:
        self._again(self.model.undone, Session.redo, self.model.redo)

    def _again(
        self, stack: list[Snapshot], verb: Callable[[Session], object], expected: Callable[[], None]
    ) -> None:
        try:
            verb(self.session)
        except OtherArticleError as error:
            self.article = next(article for article in ARTICLES if article.id == error.article)
            self._open_session(reload=False)
            verb(self.session)
        except TagError:
            assert not stack
            return
        expected()

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = self._open_store()
        self._open_session(reload=True)

    @rule(article=st.sampled_from(ARTICLES))
    def go_to(self, article: Any) -> None:
        self.article = article
        self._open_session(reload=False)

    @rule()
    def change_places(self) -> None:
        self.annotator = BEN if self.annotator == ANA else ANA
        self._open_session(reload=True)

    @rule(position=st.integers(0, 30), seconds=st.floats(0, 10))
    def visit(self, position: int, seconds: float) -> None:
        self.store.save_progress(self.session.visit(position, seconds))
        assert self.store.progress(self.article.id, self.annotator) == self.session.progress

    @invariant()
    def disk_memory_and_model_agree(self) -> None:
        expected = {ANA: self.models[ANA].now, BEN: self.models[BEN].now}
        on_disk = tags_on_disk(self.path)
        assert {tag.id: tag for tag in on_disk} == expected[ANA][0] | expected[BEN][0]
        assert list(self.session.tags) == self.store.tags(self.article.id, self.annotator)
        assert self.session.state == self.model.now[1].get(self.article.id, "new")
        for annotator, (_, states) in expected.items():
            for article in ARTICLES:
                assert self.store.progress(article.id, annotator).state == states.get(article.id, "new")
        texts = {article.id: article.text for article in ARTICLES}
        assert all(texts[tag.article][tag.start : tag.end] == tag.text for tag in on_disk)

    @invariant()
    def the_journal_replays_to_the_tags(self) -> None:
        ledger = Ledger()
        for decision in journal_on_disk(self.path):
            ledger.play(decision)
        assert sorted(ledger.tags.values(), key=lambda tag: tag.id) == tags_on_disk(self.path)

    def _some_tag(self, data: st.DataObject) -> Tag:
        return data.draw(st.sampled_from(self.session.tags))

    def _some_span(self, data: st.DataObject) -> Span:
        start = data.draw(st.integers(0, len(self.article.text)))
        return Span(start, min(len(self.article.text), start + data.draw(st.integers(0, 5))))

    def teardown(self) -> None:
        with raw(self.path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        self.store.close()
        self.folder.cleanup()


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


class Long:
    """A session over a long history, as after any number of restarts."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.article = make_article("word " * 300)
        self._clock = ticking()
        store.add_articles([self.article])
        self.begin()

    def begin(self) -> None:
        past = self.store.recent_history(ANA, limit=300)
        self.session = Session(
            self.article,
            scheme=default(),
            annotator=ANA,
            tags=self.store.tags(self.article.id, ANA),
            progress=self.store.progress(self.article.id, ANA),
            history=History(past.done, past.undone, complete=past.complete),
            commit=self.store.commit,
            clock=lambda: next(self._clock),
        )

    def work(self, steps: int) -> None:
        for n in range(steps // 4):
            tag = self.session.tag(Span(5 * n, 5 * n + 4), "figure")
            self.session.relabel(tag.id, "complaint")
            self.session.note(tag.id, f"{n}")
            if n % 2:
                self.session.remove(tag.id)
            else:
                self.session.set_state("done" if self.session.state == "open" else "open")

    def undo(self) -> None:
        history = self.session.history
        if history.needs_older:
            past = self.store.recent_history(ANA, limit=300, before=history.oldest)
            history.extend(past.done, complete=past.complete)
        self.session.undo()

    def outcome(self) -> tuple[list[Tag], Progress]:
        return tags_on_disk(self.store.path), self.store.progress(self.article.id, ANA)


def test_undoing_all_and_redoing_all_is_as_if_nothing_had_been(tmp_path: Path) -> None:
    steps = 1_000
    with Store.open(tmp_path / "desk.db") as store:
        store.connection.execute("PRAGMA synchronous=OFF")
        long = Long(store)
        long.work(steps)
        before = long.outcome()
        assert len(before[0]) == steps // 8
        for n in range(steps):
            if n % 250 == 0:
                long.begin()
            long.undo()
        assert long.session.history.next_undo is None
        assert tags_on_disk(store.path) == list(long.session.tags) == []
        long.begin()
        for _ in range(steps):
            long.session.redo()
        assert long.session.history.next_redo is None
        assert long.outcome() == before
        assert len(journal_on_disk(store.path)) == 3 * steps
