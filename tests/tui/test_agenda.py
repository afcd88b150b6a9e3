"""The queue: which article is next, through filters and orders, while work changes what stands where."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.records import Article, State
from annotations.store import Store
from annotations.store.views import View
from tests.annotations.store.desk import ANA, decide, decide_state, make_article, make_tag
from tui import agenda as agenda_module
from tui.agenda import UNFINISHED, Agenda

ARTICLES = [
    make_article(f"{word} story of the {word.lower()}.", title=word)
    for word in ["Ede", "Cat", "Ant", "Dog", "Bee"]
]
EDE, CAT, ANT, DOG, BEE = (article.id for article in ARTICLES)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles(ARTICLES)
        yield opened


@pytest.fixture
def agenda() -> Agenda:
    return Agenda(ANA)


def set_state(store: Store, article: str, state: State, before: State = "new") -> None:
    [found] = [one for one in ARTICLES if one.id == article]
    store.commit(decide_state(found, before, state))


def walk(store: Store, agenda: Agenda, start: str, by: int = 1) -> list[str]:
    """Return what is met from an article on, up to the end."""
    met, at = [], agenda.step(store, start, by)
    while at is not None:
        met.append(at)
        agenda.arrive(store, at)
        at = agenda.step(store, at, by)
    return met


def test_without_a_filter_the_queue_is_everything(store: Store, agenda: Agenda) -> None:
    assert agenda.first(store) == EDE
    assert walk(store, agenda, EDE) == [CAT, ANT, DOG, BEE]
    assert walk(store, agenda, BEE, -1) == [DOG, ANT, CAT, EDE]
    assert len(agenda) == 5
    assert [agenda.place(article) for article in (EDE, CAT, BEE)] == [1, 2, 5]
    assert agenda.place("elsewhere") == 0


def test_steps_of_several_and_past_the_end(store: Store, agenda: Agenda) -> None:
    assert agenda.step(store, EDE, 3) == DOG
    assert agenda.step(store, DOG, -3) == EDE
    assert agenda.step(store, EDE, 5) is agenda.step(store, EDE, -1) is agenda.step(store, BEE, 1) is None


def test_the_queue_is_what_the_filter_shows(store: Store, agenda: Agenda) -> None:
    set_state(store, ANT, "done")
    agenda.view = View(annotator=ANA, sort="title", states=UNFINISHED)
    assert agenda.first(store) == BEE
    assert walk(store, agenda, BEE) == [CAT, DOG, EDE]
    assert (len(agenda), agenda.place(CAT)) == (4, 2)
    # From an article that the filter hides, the order goes on all the same.
    assert agenda.step(store, ANT) == BEE
    assert agenda.step(store, ANT, -1) is None


def test_work_on_an_article_does_not_change_what_is_next(store: Store, agenda: Agenda) -> None:
    agenda.view = View(annotator=ANA, sort="worked", descending=True)
    set_state(store, CAT, "open")
    set_state(store, DOG, "open")
    order = [DOG, CAT, BEE, ANT, EDE]
    assert agenda.first(store) == order[0]
    met = []
    at: str | None = order[0]
    while at is not None:
        met.append(at)
        agenda.arrive(store, at)
        # Now it is the last one worked on.
        set_state(store, at, "done", store.progress(at, ANA).state)
        at = agenda.step(store, at)
    assert met == order


def test_the_next_unfinished_goes_round(store: Store, agenda: Agenda) -> None:
    for article in (EDE, ANT, BEE):
        set_state(store, article, "skipped" if article == ANT else "done")
    assert agenda.next_unfinished(store, EDE) == CAT
    assert agenda.next_unfinished(store, CAT) == DOG
    assert agenda.next_unfinished(store, DOG) == agenda.next_unfinished(store, BEE) == CAT
    set_state(store, CAT, "done")
    assert agenda.next_unfinished(store, DOG) is None
    assert agenda.next_unfinished(store, ANT) == DOG
    set_state(store, DOG, "done")
    assert agenda.next_unfinished(store, ANT) is None
    agenda.view = replace(agenda.view, states=("done",))
    assert agenda.next_unfinished(store, EDE) is None


def test_what_was_named_is_the_queue_in_that_order(store: Store, agenda: Agenda) -> None:
    agenda.view = View(annotator=ANA, chosen=True)
    agenda.arrive(store, BEE)
    agenda.shown = BEE
    assert agenda.first(store) is agenda.step(store, BEE) is None
    agenda.choose(store, [DOG, BEE])
    assert (agenda.place(BEE), len(agenda)) == (2, 2)
    agenda.choose(store, [BEE, EDE])
    assert len(agenda) == 3
    assert agenda.first(store) == DOG
    assert walk(store, agenda, DOG) == [BEE, EDE]
    assert (agenda.step(store, ANT), agenda.step(store, ANT, -1)) == (DOG, EDE)


def test_another_view_forgets_the_places_in_the_old_one(store: Store, agenda: Agenda) -> None:
    agenda.arrive(store, BEE)
    assert agenda.place(BEE) == 5
    agenda.view = agenda.view
    assert agenda.place(BEE) == 5
    agenda.view = View(annotator=ANA, sort="title")
    assert (agenda.place(BEE), len(agenda)) == (0, 0)
    agenda.arrive(store, BEE)
    assert (agenda.place(BEE), len(agenda)) == (2, 5)


def test_only_so_many_places_are_kept(store: Store, agenda: Agenda, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda_module, "_REMEMBERED", 2)
    for article in (EDE, CAT, ANT):
        agenda.arrive(store, article)
    assert [agenda.place(article) for article in (EDE, CAT, ANT)] == [0, 2, 3]


def test_a_label_makes_a_queue(store: Store, agenda: Agenda) -> None:
    tagged: list[Article] = [ARTICLES[1], ARTICLES[3]]
    for article in tagged:
        store.commit(decide(after=make_tag(article, 0, 3, "figure")))
    agenda.view = View(annotator=ANA, label="figure")
    assert walk(store, agenda, EDE) == [CAT, DOG]
    assert len(agenda) == 2


def again(store: Store, paths: list[str], annotator: str = ANA) -> Agenda:
    """Return the agenda of another run."""
    made = Agenda(annotator)
    made.begin(paths)
    made.resume(store)
    return made


def test_the_next_run_goes_on_with_what_was_shown(store: Store, agenda: Agenda) -> None:
    agenda.view = View(annotator=ANA, sort="title", words="story")
    agenda.leave(store)
    resumed = again(store, [])
    assert resumed.resumed
    assert walk(store, resumed, ANT) == [BEE, CAT, DOG, EDE]
    # Nobody else's, and not of other articles.
    assert not again(store, [], "ben").resumed
    other = again(store, ["news"])
    assert (other.resumed, other.view) == (False, View(annotator=ANA, chosen=True))


def test_it_goes_on_with_the_same_paths_as_well(store: Store) -> None:
    first = again(store, ["news", "wire.jsonl"])
    first.view = replace(first.view, states=UNFINISHED)
    first.leave(store)
    assert again(store, [str(Path("news").absolute()), "wire.jsonl"]).view.states == UNFINISHED
    assert not again(store, ["wire.jsonl"]).resumed
    assert not again(store, []).resumed


def test_it_does_not_go_on_with_nothing(store: Store, agenda: Agenda) -> None:
    agenda.view = View(annotator=ANA, words="no such word")
    agenda.leave(store)
    assert not again(store, []).resumed
    # Nor is what everybody begins with anything to tell.
    agenda.view = View(annotator=ANA)
    agenda.leave(store)
    assert not again(store, []).resumed


def test_what_somebody_else_sees_is_looked_at_for_once(store: Store, agenda: Agenda) -> None:
    agenda.view = View(annotator="ben", sort="title")
    agenda.leave(store)
    assert again(store, []).view == View(annotator=ANA, sort="title")
