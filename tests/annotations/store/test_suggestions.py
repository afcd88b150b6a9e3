"""Suggestions and phrases on disk, and articles opened with those that wait to be saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.decisions import taken_back
from annotations.errors import ConflictError
from annotations.records import Article, Decision, Phrase, Place, Suggestion, new_id
from annotations.store import Store, StoreThread, opened
from tests.annotations.store.desk import ANA, BEN, NOW, decide, journal_on_disk, make_article, make_tag

ARTICLE, OTHER = make_article(), make_article("The harbour is calm.")
OFFER = Suggestion(start=0, end=7, label="figure", text="Harbour", score=0.5, why="a rule")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        opened.add_articles([ARTICLE, OTHER])
        yield opened


def dismissal(article: Article = ARTICLE, annotator: str = ANA) -> Decision:
    return Decision(
        id=new_id(), at=NOW, annotator=annotator, article=article.id, verb="dismiss", suggestion=OFFER
    )


def asking(words: str = "harbour", article: str = "", annotator: str = ANA) -> Decision:
    phrase = Phrase(id=new_id(), label="figure", words=words, article=article)
    return Decision(
        id=new_id(), at=NOW, annotator=annotator, article=ARTICLE.id, verb="propagate", phrase=phrase
    )


def back(decision: Decision) -> Decision:
    return taken_back(decision, new_id=new_id(), at=NOW)


def test_a_dismissal_is_kept_per_article_and_annotator(store: Store) -> None:
    first = dismissal()
    store.commit_many([first, dismissal(OTHER), dismissal(annotator=BEN)])
    for article, annotator in [(ARTICLE, ANA), (OTHER, ANA), (ARTICLE, BEN)]:
        assert opened(store, article, annotator).settled == [Place(0, 7, "figure")]
    assert opened(store, OTHER, BEN).settled == []
    store.commit(back(first))
    assert opened(store, ARTICLE, ANA).settled == []
    assert opened(store, ARTICLE, BEN).settled != []


def test_a_decision_comes_back_from_the_journal_as_it_went(store: Store) -> None:
    decisions = [dismissal(), asking(), decide(after=make_tag(ARTICLE, 0, 0, "topic"))]
    store.commit_many(decisions)
    assert list(store.decisions()) == journal_on_disk(store.path) == decisions
    assert store.recent_history(ANA).done == decisions


def test_what_was_settled_meanwhile_is_refused(store: Store) -> None:
    first, asked = dismissal(), asking()
    store.commit_many([first, asked])
    store.commit(back(asked))
    for decision, reason in [(dismissal(), "settled already"), (back(asked), "not looked for any more")]:
        with pytest.raises(ConflictError, match=reason):
            store.commit(decision)
    store.commit(back(first))
    with pytest.raises(ConflictError, match="open already"):
        store.commit(back(first))
    assert len(journal_on_disk(store.path)) == 4


def test_a_phrase_is_for_one_article_or_for_all(store: Store) -> None:
    here, everywhere, theirs = asking(article=ARTICLE.id), asking("calm"), asking("rents", annotator=BEN)
    store.commit_many([here, everywhere, theirs])

    def phrases(article: Article, annotator: str) -> set[str]:
        return {phrase.words for phrase in opened(store, article, annotator).phrases}

    assert phrases(ARTICLE, ANA) == {"harbour", "calm"}
    assert phrases(OTHER, ANA) == {"calm"}
    assert phrases(OTHER, BEN) == {"rents"}
    store.commit(back(everywhere))
    assert phrases(OTHER, ANA) == set()


def test_an_article_is_opened_with_what_waits(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with Store.open(path) as store:
        store.add_articles([ARTICLE, OTHER])
        store.commit(asked := asking("calm"))
    thread = StoreThread(path)
    with Store.open(path) as lock, lock.connection.writing():
        thread.commit(dismissal())
        thread.commit(asking("rents", ARTICLE.id))
        thread.commit(asking("the harbour"))
        thread.commit(back(asked))
        here = thread.opened(ARTICLE.id, ANA).result(timeout=5)
        there = thread.opened(OTHER.id, ANA).result(timeout=5)
        assert thread.unsaved == 4
    assert here.settled == [Place(0, 7, "figure")]
    assert {phrase.words for phrase in here.phrases} == {"rents", "the harbour"}
    assert [phrase.words for phrase in there.phrases] == ["the harbour"]
    assert there.settled == []
    thread.close(timeout=5)


def test_a_label_on_the_article_is_a_tag_of_no_words(store: Store) -> None:
    topic = make_tag(ARTICLE, 0, 0, "topic")
    store.commit_many([decide(after=make_tag(ARTICLE)), decide(after=topic)])
    assert store.tags(ARTICLE.id)[1] == topic
    store.commit(decide(before=topic, verb="remove"))
    assert len(store.tags(ARTICLE.id)) == 1
