"""A session and its store against a plain model, through every verb, undo, redo and reopening."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotations.decisions import Ledger
from annotations.errors import TagError
from annotations.propagation import propagated
from annotations.records import Article, Phrase, Place, Progress, Span, State, Suggestion, Tag
from annotations.scheme import Label, Scheme, default
from annotations.session import History, OtherArticleError, Session
from annotations.store import Store, opened
from tests.annotations.store.desk import (
    ANA,
    BEN,
    journal_on_disk,
    make_article,
    raw,
    tags_on_disk,
    ticking,
)

R = TypeVar("R")

ARTICLES = [make_article(text) for text in ("Été 😊 at the port.\nNo\0thing new.", "a b c d e f g h", "𝔘 x")]
SCHEME = Scheme(
    labels=(
        *default().labels,
        Label(name="stance", colour="teal", kind="sentence"),
        Label(name="topic", colour="grey", kind="article"),
    )
)
LABELS = [label.name for label in SCHEME.labels]


def offers(article: Article) -> list[Suggestion]:
    """Return what a rule might suggest: some words of the article, and a topic."""
    made = [Span(n, n + 3) for n in range(0, len(article.text) - 3, 4)]
    return [
        Suggestion(start=span.start, end=span.end, label=label, text=span.of(article.text), score=0.5, why="")
        for span, label in [*((span, "figure") for span in made), (Span(0, 0), "topic")]
    ]


class Snapshot(NamedTuple):
    """What one annotator has in all articles."""

    #: By id.
    tags: dict[str, Tag]
    #: By article.
    states: dict[str, State]
    #: What was accepted or dismissed, by article and place.
    settled: frozenset[tuple[str, Place]]
    #: What is looked for, by id.
    phrases: dict[str, Phrase]

    def with_tag(self, tag: Tag) -> "Snapshot":
        return self._replace(tags=self.tags | {tag.id: tag})

    def without_tag(self, tag: Tag) -> "Snapshot":
        return self._replace(tags={id: kept for id, kept in self.tags.items() if id != tag.id})

    def with_settled(self, article: Article, offer: Suggestion) -> "Snapshot":
        return self._replace(settled=self.settled | {(article.id, offer.place)})


class Model:
    """What an annotator did, as plainly as can be: whole snapshots on two stacks."""

    def __init__(self) -> None:
        self.now = Snapshot({}, {}, frozenset(), {})
        self.done: list[Snapshot] = []
        self.undone: list[Snapshot] = []

    def act(self, after: Snapshot) -> None:
        self.done.append(self.now)
        self.undone.clear()
        self.now = after

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
        left = opened(self.store, self.article, self.annotator)
        self.session = Session(
            self.article,
            scheme=SCHEME,
            annotator=self.annotator,
            tags=left.tags,
            progress=left.progress,
            history=self.history,
            commit=self.store.commit,
            settled=left.settled,
            phrases=left.phrases,
            clock=lambda: next(self.clock),
        )
        self.session.detected(offers(self.article))
        self.session.propagated(propagated(self.article.text, left.phrases))

    @property
    def model(self) -> Model:
        return self.models[self.annotator]

    def _act(self, verb: Callable[[], R], change: Callable[[Snapshot, R], Snapshot]) -> None:
        """Do something in the session, and in the model if the session took it."""
        journal = len(journal_on_disk(self.path))
        before = self.session.tags, self.session.suggestions, self.session.state
        now = self.model.now
        try:
            after = change(now, verb())
        except TagError:
            after = now
        written = len(journal_on_disk(self.path)) - journal
        if not written:
            assert (self.session.tags, self.session.suggestions, self.session.state) == before
            return
        assert written == 1
        here = self.article.id
        acted = after.tags.keys() > now.tags.keys() or after.settled > now.settled
        if acted and now.states.get(here, "new") == "new":
            after = after._replace(states=after.states | {here: "open"})
        self.model.act(after)

    @rule(
        data=st.data(),
        label=st.sampled_from([*LABELS, "gossip"]),
        origin=st.sampled_from(["manual", "suggested"]),
    )
    def tag(self, data: st.DataObject, label: str, origin: Any) -> None:
        span = self._some_span(data)
        self._act(lambda: self.session.tag(span, label, origin=origin), Snapshot.with_tag)

    @rule(label=st.sampled_from(LABELS))
    def label_article(self, label: str) -> None:
        there = next((tag for tag in self.session.article_labels if tag.label == label), None)

        def toggled(now: Snapshot, tag: Tag | None) -> Snapshot:
            if tag is not None:
                return now.with_tag(tag)
            assert there is not None
            return now.without_tag(there)

        self._act(lambda: self.session.toggle_article_label(label), toggled)

    @precondition(lambda self: self.session.suggestions)
    @rule(data=st.data(), label=st.none() | st.sampled_from(LABELS), moved=st.booleans())
    def accept(self, data: st.DataObject, label: str | None, moved: bool) -> None:
        offer = data.draw(st.sampled_from(self.session.suggestions))
        span = self._some_span(data) if moved else None
        self._act(
            lambda: self.session.accept(offer, label=label, span=span),
            lambda now, tag: now.with_tag(tag).with_settled(self.article, offer),
        )

    @precondition(lambda self: self.session.suggestions)
    @rule(data=st.data())
    def dismiss(self, data: st.DataObject) -> None:
        offer = data.draw(st.sampled_from(self.session.suggestions))
        self._act(lambda: self.session.dismiss(offer), lambda now, _: now.with_settled(self.article, offer))

    @rule(data=st.data(), label=st.sampled_from(LABELS), everywhere=st.booleans())
    def propagate(self, data: st.DataObject, label: str, everywhere: bool) -> None:
        span = self._some_span(data)
        self._act(
            lambda: self.session.propagate(span, label, everywhere=everywhere),
            lambda now, _: now._replace(phrases=now.phrases | {p.id: p for p in self.session.phrases}),
        )

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data(), label=st.sampled_from(LABELS))
    def relabel(self, data: st.DataObject, label: str) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.relabel(old.id, label), Snapshot.with_tag)

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        old, span = self._some_tag(data), self._some_span(data)
        self._act(lambda: self.session.move(old.id, span), Snapshot.with_tag)

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data(), note=st.text(max_size=5))
    def note(self, data: st.DataObject, note: str) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.note(old.id, note), Snapshot.with_tag)

    @precondition(lambda self: self.session.tags)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        old = self._some_tag(data)
        self._act(lambda: self.session.remove(old.id), Snapshot.without_tag)

    @rule(state=st.sampled_from(["new", "open", "done", "skipped", "flagged"]))
    def set_state(self, state: State) -> None:
        self._act(
            lambda: self.session.set_state(state),
            lambda now, _: now._replace(states=now.states | {self.article.id: state}),
        )

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
        assert {tag.id: tag for tag in on_disk} == expected[ANA].tags | expected[BEN].tags
        assert list(self.session.tags) == self.store.tags(self.article.id, self.annotator)
        assert self.session.state == self.model.now.states.get(self.article.id, "new")
        for annotator, snapshot in expected.items():
            for article in ARTICLES:
                left = opened(self.store, article, annotator)
                assert left.progress.state == snapshot.states.get(article.id, "new")
                settled = {place for id, place in snapshot.settled if id == article.id}
                assert set(left.settled) == settled
                looked_for = [p for p in snapshot.phrases.values() if p.article in ("", article.id)]
                assert sorted(left.phrases, key=_id) == sorted(looked_for, key=_id)
        texts = {article.id: article.text for article in ARTICLES}
        assert all(texts[tag.article][tag.start : tag.end] == tag.text for tag in on_disk)

    @invariant()
    def what_is_open_is_what_is_neither_tagged_nor_settled(self) -> None:
        session, now = self.session, self.model.now
        tagged = {Place(tag.start, tag.end, tag.label) for tag in session.tags}
        settled = {place for article, place in now.settled if article == self.article.id}
        looked_for = [p for p in now.phrases.values() if p.article in ("", self.article.id)]
        possible = [*offers(self.article), *propagated(self.article.text, looked_for)]
        waiting = {offer.place for offer in possible} - tagged - settled
        assert {offer.place for offer in session.suggestions} == waiting

    @invariant()
    def the_journal_replays_to_what_follows_from_it(self) -> None:
        ledger = Ledger()
        for decision in journal_on_disk(self.path):
            ledger.play(decision)
        assert sorted(ledger.tags.values(), key=_id) == tags_on_disk(self.path)
        both = [self.models[annotator].now for annotator in (ANA, BEN)]
        assert len(ledger.settled) == sum(len(snapshot.settled) for snapshot in both)
        assert {id: p for id, (_, p) in ledger.phrases.items()} == both[0].phrases | both[1].phrases

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


def _id(record: Tag | Phrase) -> str:
    return record.id


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
