"""Two windows of one annotator on one database, killed at any statement, on articles that are edited.

What is on disk is read through a connection of its own after every step, and held against a model that knows
nothing of the store: a dictionary of tags, one of states, and the decisions in their order.
"""

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotations.decisions import Ledger
from annotations.errors import ConflictError, CopydeskError, StoreError, TagError
from annotations.records import Article, Decision, Span, Suggestion, Tag
from annotations.scheme import default
from annotations.session import History, OtherArticleError, Session
from annotations.store import Store, opened
from annotations.store.connection import no_patience
from tests.annotations.store.desk import ANA, journal_on_disk, make_article, raw, tags_on_disk, ticking
from tests.faults.counts import figures, full_or
from tests.faults.injection import Faults, Kind, injected

STORY = "Growers say the fee has hurt them. The port agreed to publish every contract by June. Nobody came."
#: Each story as it was and as it was edited later: a note before it, a sentence less, words changed.
VERSIONS = [
    [
        make_article(text, source=f"{number}.txt")
        for text in (
            story,
            f"Corrected on Monday.\n\n{story}",
            story.replace("Nobody came.", ""),
            f"{story} Yet.",
            story.replace("the fee has", "its fees have").replace("agreed to", "will"),
        )
    ]
    for number, story in enumerate((STORY, STORY.replace("port", "council 😊")))
]
LABELS = [label.name for label in default().labels if label.kind != "article"]


class Model:
    """What was decided, as plainly as can be."""

    def __init__(self) -> None:
        self.tags: dict[str, Tag] = {}
        self.states: dict[str, str] = {}
        self.settled: Counter[tuple[str, int, int, str]] = Counter()
        self.journal: list[str] = []

    def fits(self, decision: Decision) -> bool:
        tag = decision.after or decision.before
        if tag is not None and self.tags.get(tag.id) != decision.before:
            return False
        if decision.suggestion is not None and (self._settled(decision) > 0) != (decision.verb == "undo"):
            return False
        alone = tag is None and decision.suggestion is None
        return not alone or decision.state_before == self.states.get(decision.article, "new")

    def take(self, decision: Decision) -> None:
        assert self.fits(decision)
        self.journal.append(decision.id)
        tag = decision.after or decision.before
        if tag is not None:
            self.tags.pop(tag.id, None)
        if decision.after is not None:
            self.tags[decision.after.id] = decision.after
        if decision.suggestion is not None:
            self.settled[self._place(decision)] += -1 if decision.verb == "undo" else 1
        self._take_state(decision, alone=tag is None and decision.suggestion is None)

    def _take_state(self, decision: Decision, *, alone: bool) -> None:
        state = self.states.get(decision.article, "new")
        if decision.state_after is None:
            opens = state == "new" and decision.verb in ("tag", "import")
            self.states[decision.article] = "open" if opens else state
        elif alone or decision.state_before == state:
            self.states[decision.article] = decision.state_after

    def _settled(self, decision: Decision) -> int:
        return self.settled[self._place(decision)]

    @staticmethod
    def _place(decision: Decision) -> tuple[str, int, int, str]:
        offer = decision.suggestion
        assert offer is not None
        return decision.article, offer.start, offer.end, offer.label


class Window:
    """One program with its connection and its session."""

    def __init__(self, path: Path, clock: Callable[[], str]) -> None:
        self.path = path
        self._clock = clock
        self.store = self.open()
        self.decided: list[Decision] = []

    def open(self) -> Store:
        store = Store.open(self.path, patience=no_patience)
        store.connection.execute("PRAGMA synchronous=OFF")  # Power cuts are tried elsewhere.
        return store

    def go_to(self, article: Article) -> None:
        past = self.store.recent_history(ANA)
        left = opened(self.store, article.id, ANA)
        self.session = Session(
            article,
            scheme=default(),
            annotator=ANA,
            tags=left.tags,
            progress=left.progress,
            settled=left.settled,
            phrases=left.phrases,
            orphans=left.orphans,
            history=History(past.done, past.undone, complete=past.complete),
            commit=self._commit,
            clock=self._clock,
        )

    def _commit(self, decision: Decision) -> None:
        self.decided.append(decision)
        self.store.commit(decision)


#: Figures of all runs together.
counted: Counter[str] = Counter()


class Windows(RuleBasedStateMachine):
    """Whatever two windows do, one after the other."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "desk.db"
        clock = ticking()
        self.model = Model()
        self.windows = [Window(self.path, lambda: next(clock)) for _ in range(2)]
        self.current = [versions[0] for versions in VERSIONS]
        self.windows[0].store.add_articles(self.current, from_files=True)
        for article in self.current:
            self.windows[0].go_to(article)
            for words in ("agreed to", "the fee", "them"):
                start = article.text.index(words)
                self.windows[0].session.tag(Span(start, start + len(words)), LABELS[0])
        for decision in journal_on_disk(self.path):
            self.model.take(decision)
        for window in self.windows:
            window.go_to(self.current[0])

    @rule(number=st.integers(0, 1), data=st.data(), killed=st.none() | st.integers(1, 30))
    def decide(self, number: int, data: st.DataObject, killed: int | None) -> None:
        window = self.windows[number]
        self._decide(window, self._some_verb(window.session, data), killed)

    @rule(
        number=st.integers(0, 1),
        which=st.integers(0, 1),
        start=st.integers(0, 80),
        drop=st.booleans(),
        killed=st.none() | st.integers(1, 30),
    )
    def answer(self, number: int, which: int, start: int, drop: bool, killed: int | None) -> None:
        window = self.windows[number]
        if not opened(window.store, self.current[which].id, ANA).orphans:
            self.edit(number, which, 4)
        left = opened(window.store, self.current[which].id, ANA).orphans
        if not left:
            return
        window.go_to(self.current[which])
        session, orphan = window.session, left[start % len(left)]
        verb = (
            (lambda: session.drop(orphan.id))
            if drop
            else (lambda: session.place(orphan.id, Span(start, start + 5)))
        )
        self._decide(window, verb, killed)
        counted["orphans"] += 1

    def _decide(self, window: Window, verb: Callable[[], object], killed: int | None) -> None:
        window.decided.clear()
        said = self._tried(verb) if killed is None else self._killed(window, verb, killed)
        known = set(self.model.journal)
        new = [decision for decision in journal_on_disk(self.path) if decision.id not in known]
        if said is None:
            assert [decision.id for decision in new] == [decision.id for decision in window.decided]
        elif isinstance(said, ConflictError):
            assert new == []
            assert not self.model.fits(window.decided[-1]), "refused, though it fitted"
        assert len(new) <= 1
        for decision in new:
            self.model.take(decision)
        if said is not None:
            window.go_to(window.session.article)

    @staticmethod
    def _tried(verb: Callable[[], object]) -> CopydeskError | None:
        try:
            verb()
        except CopydeskError as error:
            return error
        return None

    def _killed(self, window: Window, verb: Callable[[], object], at: int) -> CopydeskError | None:
        """Do something in a program that dies at its so manieth statement; another takes its place."""
        window.store.close()
        counted["kills"] += 1
        faults = Faults(10**9, Kind.FOR_GOOD, only="sql")
        with injected(faults, Path(self.folder.name)):
            window.store = window.open()
            faults.at = faults.count + at
            said = self._tried(verb)
            window.store.connection._raw.close()
        window.store = window.open()
        if said is None:
            window.go_to(window.session.article)
        assert said is None or isinstance(said, (StoreError, TagError, ConflictError))
        return said

    @rule(number=st.integers(0, 1), article=st.integers(0, 1))
    def go_to(self, number: int, article: int) -> None:
        self.windows[number].go_to(self.current[article])

    @rule(number=st.integers(0, 1), which=st.integers(0, 1), version=st.integers(0, 4))
    def edit(self, number: int, which: int, version: int) -> None:
        new = VERSIONS[which][version]
        if new == self.current[which]:  # assume() would throw the whole run away.
            return
        before = self._words()
        added = self.windows[number].store.add_articles([new], from_files=True)
        self.current[which] = new
        assert added.versions == 1
        counted["edits"] += 1
        for decision in journal_on_disk(self.path)[len(self.model.journal) :]:
            self.model.take(decision)
        assert self._words() == before, "a tag was lost, or changed its words"

    def _words(self) -> Counter[tuple[str, str, str, str]]:
        return Counter((tag.text, tag.label, tag.note, tag.origin) for tag in tags_on_disk(self.path))

    def _some_verb(self, session: Session, data: st.DataObject) -> Callable[[], object]:
        length = len(session.article.text)
        start = data.draw(st.integers(0, length - 1))
        span = Span(start, min(length, start + data.draw(st.integers(1, 12))))
        label = data.draw(st.sampled_from(LABELS))
        offer = Suggestion(
            start=0, end=7, label="complaint", text=session.article.text[:7], score=0.9, why=""
        )
        session.detected([offer])
        verbs: list[Callable[[], object]] = [
            lambda: session.tag(span, label),
            lambda: session.set_state(data.draw(st.sampled_from(["open", "done", "skipped"]))),
            lambda: session.accept(offer),
            lambda: session.dismiss(offer),
            lambda: self._again(session, Session.undo),
            lambda: self._again(session, Session.redo),
        ]
        if session.tags:
            tag = data.draw(st.sampled_from(session.tags))
            verbs += [
                lambda: session.relabel(tag.id, label),
                lambda: session.move(tag.id, span),
                lambda: session.note(tag.id, data.draw(st.text(max_size=4))),
                lambda: session.remove(tag.id),
            ]
        return data.draw(st.sampled_from(verbs))

    @staticmethod
    def _again(session: Session, verb: Callable[[Session], object]) -> None:
        try:
            verb(session)
        except OtherArticleError:
            return

    @invariant()
    def disk_and_model_agree(self) -> None:
        on_disk = tags_on_disk(self.path)
        assert {tag.id: tag for tag in on_disk} == self.model.tags
        assert [decision.id for decision in journal_on_disk(self.path)] == self.model.journal
        texts = {article.id: article.text for versions in VERSIONS for article in versions}
        assert all(tag.span.of(texts[tag.article]) == tag.text for tag in on_disk)

    @invariant()
    def the_journal_replays_to_the_tags(self) -> None:
        ledger = Ledger()
        for decision in journal_on_disk(self.path):
            ledger.play(decision)
        assert ledger.tags == self.model.tags

    @invariant()
    def states_and_versions_agree(self) -> None:
        with raw(self.path) as other:
            rows = other.execute("SELECT article, state FROM progress WHERE annotator = ?", [ANA]).fetchall()
            listed = {row[0] for row in other.execute("SELECT id FROM listing")}
        assert {article: state for article, state in rows if state != "new"} == {
            article: state for article, state in self.model.states.items() if state != "new"
        }
        assert listed == {article.id for article in self.current}

    def teardown(self) -> None:
        with raw(self.path) as other:
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert other.execute("PRAGMA foreign_key_check").fetchall() == []
        for window in self.windows:
            window.store.close()
        self.folder.cleanup()
        counted.update(runs=1, decisions=len(self.model.journal))


TestWindows = Windows.TestCase
TestWindows.settings = settings(
    max_examples=full_or(15, 500), stateful_step_count=full_or(25, 50), deadline=None
)


def test_they_did_something() -> None:
    figures.append(f"two windows: {dict(counted)}")
    assert counted["decisions"] > counted["runs"]
    assert counted["kills"] > 0
    assert counted["edits"] > 0
    assert counted["orphans"] > 0
