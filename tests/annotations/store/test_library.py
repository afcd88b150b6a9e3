"""Pages of the library, in every order and through every filter, against a plain list that is sorted."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.records import Article, State
from annotations.store import Store, library, views
from annotations.store.library import Line, Tally
from annotations.store.views import FINISHED, STATES, Key, Sort, View
from tests.annotations.store.desk import ANA, BEN, decide, decide_state, make_article, make_tag

SUBJECTS = ["Harbour", "School", "Rents", "été", "ZOO"]
SOURCES = ["wire/reuters.jsonl:4", "news/local/a.txt", "news/b.html", ""]
DATES = ["2026-01-02", "2026-03-04", ""]


class Model:
    """Forty articles and what two annotators did with them, as plain values."""

    def __init__(self, store: Store) -> None:
        choice = random.Random(4)
        self.articles = [self._article(n, choice) for n in range(40)]
        store.add_articles(self.articles)
        self.states: dict[tuple[str, str], State] = {}
        self.labels: dict[tuple[str, str], list[str]] = {}
        self.worked: dict[tuple[str, str], int] = {}
        for step in range(60):
            self._act(store, choice, step + 1)
        self.chosen = choice.sample([article.id for article in self.articles], 12)
        library.choose(store.connection, self.chosen[:5])
        library.choose(store.connection, self.chosen[3:])

    def _article(self, n: int, choice: random.Random) -> Article:
        title = choice.choice([*SUBJECTS, ""])
        text = f"Story {n} of the {choice.choice(SUBJECTS)}. " + "word " * choice.randrange(3)
        return make_article(text, title=title, source=choice.choice(SOURCES), date=choice.choice(DATES))

    def _act(self, store: Store, choice: random.Random, step: int) -> None:
        article, who = choice.choice(self.articles), choice.choice([ANA, BEN])
        key = (article.id, who)
        state = self.states.get(key, "new")
        if choice.random() < 0.5:
            label = choice.choice(["figure", "complaint"])
            store.commit(decide(after=make_tag(article, 0, 5, label, annotator=who)))
            self.labels.setdefault(key, []).append(label)
            self.states[key] = "open" if state == "new" else state
        else:
            wanted = choice.choice([other for other in STATES if other != state])
            store.commit(decide_state(article, state, wanted, who))
            self.states[key] = wanted
        self.worked[key] = step

    def rows(self, view: View) -> list[Article]:
        """Return the articles of a view in its order, the plain way."""
        kept = [article for article in self.articles if self._kept(article, view)]
        number = {article.id: n for n, article in enumerate(self.articles)}

        def order(article: Article) -> tuple[Any, ...]:
            return self._value(article, view), number[article.id]

        return sorted(kept, key=order, reverse=view.descending)

    def _value(self, article: Article, view: View) -> Any:
        key = (article.id, view.annotator)
        values: dict[Sort, Any] = {
            "title": (article.title or article.source).casefold(),
            "date": article.date,
            "words": len(article.text.split()),
            "state": STATES.index(self.states.get(key, "new")),
            "tags": len(self.labels.get(key, [])),
            "worked": self.worked.get(key, 0),
            "added": self.chosen.index(article.id) if view.chosen else 0,
        }
        return values[view.sort]

    def _kept(self, article: Article, view: View) -> bool:
        key = (article.id, view.annotator)
        told = f"{article.title} {article.text}".casefold().split()
        return (
            (not view.states or self.states.get(key, "new") in view.states)
            and (not view.label or view.label in self.labels.get(key, []))
            and (not view.source or view.source in article.source)
            and all(any(word.startswith(w) for word in told) for w in view.words.casefold().split())
            and (not view.chosen or article.id in self.chosen)
        )


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Model]]:
    with Store.open(tmp_path_factory.mktemp("library") / "desk.db") as store:
        yield store, Model(store)


VIEWS = st.builds(
    View,
    annotator=st.sampled_from([ANA, BEN, "eve"]),
    sort=st.sampled_from(get_args(Sort)),
    descending=st.booleans(),
    states=st.sampled_from([(), ("new",), ("done",), ("open", "flagged"), ("new", "open", "flagged")]),
    label=st.sampled_from(["", "", "figure", "gossip"]),
    source=st.sampled_from(["", "", "news", "reuters"]),
    words=st.sampled_from(["", "", "harb", "story school", "ÉTÉ", "nowhere"]),
    chosen=st.sampled_from([False, False, True]),
)


@given(view=VIEWS, limit=st.integers(1, 9), back=st.booleans())
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_put_together_are_the_sorted_list(
    stored: tuple[Store, Model], view: View, limit: int, back: bool
) -> None:
    store, model = stored
    expected = [article.id for article in model.rows(view)]
    lines: list[Line] = []
    while page := library.page(
        store.connection, view, after=lines[-1].key if lines else None, back=back, limit=limit
    ):
        assert len(page) <= limit
        lines += page
    found = [line.article.id for line in lines]
    assert found == (expected[::-1] if back else expected)
    finished = sum(line.article.state in FINISHED for line in lines)
    assert library.tally(store.connection, view) == Tally(len(expected), finished)
    for n, line in enumerate(reversed(lines) if back else lines, start=1):
        assert library.find(store.connection, view, line.article.id) == _bare(line)
        assert library.place(store.connection, view, line.key) == n


def _bare(line: Line) -> Line:
    return Line(key=line.key, article=line.article)


def test_a_line_tells_what_its_annotator_did(stored: tuple[Store, Model]) -> None:
    store, model = stored
    for who in (ANA, BEN):
        for line in library.page(store.connection, View(annotator=who), limit=100):
            key = (line.article.id, who)
            assert line.article.state == model.states.get(key, "new")
            assert line.article.tags == len(model.labels.get(key, []))
    assert library.annotators(store.connection) == [ANA, BEN]


def test_an_article_that_left_the_view_keeps_its_place_in_the_order(stored: tuple[Store, Model]) -> None:
    store, model = stored
    view = View(annotator=ANA, sort="title", words="harbour")
    gone = next(article for article in model.articles if "Harbour" not in article.title + article.text)
    line = library.find(store.connection, view, gone.id)
    assert line is not None
    following = library.page(store.connection, view, after=line.key, limit=100)
    assert all(other.key > line.key for other in following)
    preceding = library.page(store.connection, view, after=line.key, back=True, limit=100)
    assert len(following) + len(preceding) == len(model.rows(view))


def test_what_is_gone_or_was_not_chosen_has_no_line(stored: tuple[Store, Model]) -> None:
    store, model = stored
    other = next(article.id for article in model.articles if article.id not in model.chosen)
    assert library.find(store.connection, View(annotator=ANA, chosen=True), other) is None
    assert library.find(store.connection, View(annotator=ANA), "gone") is None


def test_counting_stops_where_it_would_take_long(stored: tuple[Store, Model]) -> None:
    store, _ = stored
    view = View(annotator=ANA, words="story")
    assert library.tally(store.connection, view, limit=7)[::2] == (7, True)
    assert library.tally(store.connection, view, limit=40)[::2] == (40, False)
    last = library.page(store.connection, view, back=True, limit=1)[0].key
    assert library.place(store.connection, view, last, limit=39) == 0
    assert library.place(store.connection, view, last, limit=40) == 40


def test_a_view_that_nothing_leads_through_row_by_row(stored: tuple[Store, Model]) -> None:
    """No statement of the orders that a million articles are walked in may sort, or look at every row."""
    store, _ = stored
    for sort in get_args(Sort):
        view = View(annotator=ANA, sort=sort)
        for block in views.blocks(view):
            for rest in views.ordering(view, block, Key(block.number, 0, 5), back=False):
                sql = f"EXPLAIN QUERY PLAN {views.selecting(view, block, views.COLUMNS)}{rest}"
                values = views.parameters(view) | {"value": 0, "seq": 5, "limit": 1}
                plan = [row["detail"] for row in store.connection.rows(sql, values)]
                assert not any("TEMP B-TREE" in step or step.startswith("SCAN") for step in plan), plan


def test_what_changes_is_listed_and_found_anew(tmp_path: Path) -> None:
    text = "The port is open."
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([make_article(text), make_article("Another story.")])
        store.add_articles([make_article(text, title="Quays", source="wire/a.txt")])

        def titles(**filters: Any) -> list[str]:
            view = View(annotator=ANA, **filters)
            return [line.article.title for line in library.page(store.connection, view)]

        assert titles() == ["Quays", ""]
        assert titles(words="quays") == titles(source="wire") == titles(words="port") == ["Quays"]
        assert library.tally(store.connection, View(annotator=ANA)).articles == 2
        assert store.connection.rows("INSERT INTO search (search) VALUES ('integrity-check')") == []


def test_snippets_show_what_was_found(tmp_path: Path) -> None:
    long = "\n".join(f"Line {n} says nothing." for n in range(100)) + "\nThen the harbour burned down."
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([make_article(long), make_article("x " * 50_001 + "harbour")])
        lines = library.page(store.connection, View(annotator=ANA, words="Harb"))
    assert "Then the \x02harbour\x03 burned down" in lines[0].snippet
    assert lines[1].snippet == ""


def test_whole_words_are_had_and_nothing_where_nothing_is_asked(tmp_path: Path) -> None:
    open_, harbour = make_article("The port is open."), make_article("The harbour is shut.")
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([open_, harbour])
        assert library.having(store.connection, "the port") == frozenset({open_.id})
        assert library.having(store.connection, "the") == frozenset({open_.id, harbour.id})
        assert library.having(store.connection, "harb") == frozenset()
        assert library.having(store.connection, " … ") is None


def test_only_chosen_are_all_chosen(tmp_path: Path) -> None:
    first, second = make_article("One."), make_article("Two.")
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([first, second])
        for _ in range(2):
            library.choose(store.connection, [second.id, first.id, "never heard of"])
        assert library.chosen(store.connection) == 2
        chosen = View(annotator=ANA, chosen=True)
        assert [line.article.id for line in library.page(store.connection, chosen)] == [second.id, first.id]
    assert chosen.only_chosen
    assert not View(annotator=ANA).only_chosen
    for narrower in ({"words": "one"}, {"label": "figure"}, {"states": ("new",)}):
        assert not replace(chosen, **narrower).only_chosen
