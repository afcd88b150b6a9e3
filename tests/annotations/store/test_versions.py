"""A file that was edited after it had been tagged: nothing lost, nothing moved by guessing, nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from annotations.dataset.choosing import Choosing, Selection
from annotations.decisions import Ledger
from annotations.records import Article, Detection, Span, Tag
from annotations.store import Added, Store, orphans
from annotations.store.library import page, place, tally
from annotations.store.tags import detected
from annotations.store.views import View
from tests.annotations.store.desk import (
    ANA,
    BEN,
    decide,
    decide_state,
    journal_on_disk,
    make_article,
    make_tag,
    tags_on_disk,
)

TEXT = (
    "The port will publish every contract by June. Growers say the fee of $2 million has hurt them.\n\n"
    "“We seek trade,” the minister said on Monday. Work at the yard begins in the last week of May.\n"
)
NOTE = "Correction: an earlier version of this article named another port.\n\n"
CUT = TEXT.replace(" Growers say the fee of $2 million has hurt them.", "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        yield opened


def version(text: str, source: str = "news/port.txt") -> Article:
    return make_article(text, title="Port", source=source)


def tag_on(store: Store, article: Article, words: str, annotator: str = ANA) -> Tag:
    start = article.text.index(words)
    tag = make_tag(article, start, start + len(words), annotator=annotator)
    store.commit(decide(after=tag))
    return tag


def words_on(store: Store, article: Article) -> list[str]:
    found = store.tags(article.id)
    assert all(tag.span.of(article.text) == tag.text for tag in found)
    return [tag.text for tag in found]


def replayed(store: Store) -> list[Tag]:
    ledger = Ledger()
    for decision in journal_on_disk(store.path):
        ledger.play(decision)
    return sorted(ledger.tags.values(), key=lambda tag: tag.id)


def test_tags_go_over_to_the_new_version(store: Store) -> None:
    old, new = version(TEXT), version(NOTE + TEXT)
    store.add_articles([old], from_files=True)
    first = tag_on(store, old, "$2 million")
    tag_on(store, old, "“We seek trade,” the minister said on Monday.", BEN)
    assert store.add_articles([new], from_files=True) == Added(1, 0, versions=1, moved=2, orphans=0)
    assert words_on(store, new) == ["$2 million", "“We seek trade,” the minister said on Monday."]
    assert words_on(store, old) == []
    moved = store.tags(new.id, ANA)[0]
    assert (moved.label, moved.origin, moved.note, moved.created) == (
        first.label, first.origin, first.note, first.created,
    )  # fmt: skip
    assert replayed(store) == tags_on_disk(store.path)
    assert orphans.every(store.connection) == []
    assert store.progress(new.id, ANA).state == "open"


def test_words_that_are_gone_are_orphans_and_nothing_is_lost(store: Store) -> None:
    old, new = version(TEXT), version(CUT)
    store.add_articles([old], from_files=True)
    gone = tag_on(store, old, "$2 million")
    tag_on(store, old, "every contract")
    assert store.add_articles([new], from_files=True) == Added(1, 0, versions=1, moved=1, orphans=1)
    assert orphans.every(store.connection) == [(gone, new.id)]
    assert orphans.every(store.connection, BEN) == []
    assert words_on(store, new) == ["every contract"]
    # Another edit: the orphan is of the latest version now.
    latest = version(NOTE + CUT)
    assert store.add_articles([latest], from_files=True) == Added(1, 0, versions=1, moved=1, orphans=0)
    assert orphans.every(store.connection, ANA) == [(gone, latest.id)]


def test_only_the_latest_version_is_read(store: Store) -> None:
    old, new = version(TEXT), version(NOTE + TEXT)
    store.add_articles([old], from_files=True)
    tag_on(store, old, "$2 million")
    store.commit(decide_state(old, "open", "done"))
    store.save_detection(old.id, Detection(pipeline="p"))
    store.add_articles([new], from_files=True)
    store.save_detection(new.id, Detection(pipeline="p"))
    assert [article.id for article in store.articles()] == [new.id]
    assert [line.article.id for line in page(store.connection, View(annotator=ANA))] == [new.id]
    assert [tag.article for tag in store.all_tags()] == [new.id]
    assert [found.article for found in detected(store.connection)] == [new.id]
    assert len(list(Choosing(store, Selection()).documents(lambda _: True))) == 1
    assert store.last_article(ANA) in (None, new.id)
    view = View(annotator=ANA)
    [line] = page(store.connection, view)
    assert place(store.connection, view, line.key) == 1
    assert place(store.connection, replace(view, descending=True), line.key) == 1
    assert tally(store.connection, view) == (1, 0, False)
    assert store.counts(ANA).states == {"open": 1, "new": 0}
    assert store.counts().states == {"open": 1}
    # By its name it can still be had, with all that was decided.
    assert store.article(old.id) == old
    assert store.progress(old.id, ANA).state == "done"
    # What was done was another text.
    assert store.progress(new.id, ANA).state == "open"


def test_a_file_that_is_as_it_was_takes_its_tags_back(store: Store) -> None:
    old, new = version(TEXT), version(NOTE + TEXT)
    store.add_articles([old], from_files=True)
    tag_on(store, old, "$2 million")
    store.add_articles([new], from_files=True)
    assert store.add_articles([old], from_files=True) == Added(0, 1, versions=1, moved=1, orphans=0)
    assert words_on(store, old) == ["$2 million"]
    assert [article.id for article in store.articles()] == [old.id]
    assert store.add_articles([new], from_files=True) == Added(0, 1, versions=1, moved=1, orphans=0)
    assert words_on(store, new) == ["$2 million"]
    assert replayed(store) == tags_on_disk(store.path)
    assert [line.article.id for line in page(store.connection, View(annotator=ANA))] == [new.id]


def test_adding_it_again_does_nothing(store: Store) -> None:
    old, new = version(TEXT), version(NOTE + TEXT)
    store.add_articles([old], from_files=True)
    tag_on(store, old, "$2 million")
    store.add_articles([new], from_files=True)
    before = journal_on_disk(store.path)
    assert store.add_articles([new], from_files=True) == Added(0, 1)
    assert journal_on_disk(store.path) == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (version(TEXT), version("Something else altogether, about boats that pass a lighthouse at night.")),
        (version(TEXT), version(NOTE + TEXT, "news/other.txt")),
        (version(TEXT, "-"), version(NOTE + TEXT, "-")),
        (version(TEXT, "rows.jsonl:3"), version(NOTE + TEXT, "rows.jsonl:3")),
        (version(TEXT, ""), version(NOTE + TEXT, "")),
    ],
    ids=["another story", "another file", "standard input", "row of a table", "no source"],
)
def test_what_is_no_version_is_an_article_of_its_own(store: Store, first: Article, second: Article) -> None:
    store.add_articles([first], from_files=True)
    tag_on(store, first, "$2 million")
    assert store.add_articles([second], from_files=True) == Added(1, 0)
    assert len(list(store.articles())) == 2
    assert words_on(store, first) == ["$2 million"]


def test_a_tag_that_is_there_already_is_not_there_twice(store: Store) -> None:
    old, new = version(TEXT), version(NOTE + TEXT)
    store.add_articles([make_article(new.text, source="-")], from_files=True)
    tag_on(store, new, "$2 million")
    store.add_articles([old], from_files=True)
    kept = tag_on(store, old, "$2 million")
    assert store.add_articles([new], from_files=True) == Added(0, 1, versions=1, moved=0, orphans=1)
    assert words_on(store, new) == ["$2 million"]
    assert orphans.every(store.connection) == [(kept, new.id)]


def test_a_label_on_the_whole_article_goes_over(store: Store) -> None:
    old, new = version(TEXT), version(CUT)
    store.add_articles([old], from_files=True)
    whole = make_tag(old, 0, 0, "opinion")
    store.commit(decide(after=whole))
    assert store.add_articles([new], from_files=True).moved == 1
    (tag,) = store.tags(new.id)
    assert (tag.span, tag.on_article, tag.label) == (Span(0, 0), True, "opinion")


def test_a_large_article_is_one_too(store: Store) -> None:
    old, new = version(TEXT * 6_000), version(NOTE + TEXT * 6_000)
    store.add_articles([old], from_files=True)
    assert store.add_articles([new], from_files=True) == Added(1, 0, versions=1)
    assert [article.id for article in store.articles()] == [new.id]


def test_what_does_not_come_from_files_has_no_versions(store: Store) -> None:
    """Two wire stories may name the same source and be much alike."""
    first, second = version(TEXT, "Wire"), version(NOTE + TEXT, "Wire")
    assert store.add_articles([first]) == Added(1, 0)
    assert store.add_articles([second]) == Added(1, 0)
    assert len(list(store.articles())) == 2
