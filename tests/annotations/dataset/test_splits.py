import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.dataset.duplicates import ALIKE, Duplicates, jaccard, shingles
from annotations.dataset.splits import Sides, Split, parse, side_of
from annotations.errors import ExportError
from annotations.records import Article
from annotations.store import Store
from tests.annotations.formats.samples import article

HALVES = parse("train=50,test=50")
WORDS = ("harbour", "council", "agreed", "dock", "crews", "rents", "ferry", "vote", "budget", "tide", "storm")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        yield opened


def sides(store: Store, split: Split = HALVES) -> dict[str, str]:
    """Return the side of each article by its text; of one that is left out, nothing."""
    found = Sides(store, split)
    return {
        one.text: next((name for name in split.names if found.has(name, one)), "") for one in store.articles()
    }


def story(seed: int, length: int = 60, **more: object) -> Article:
    return article(" ".join(random.Random(seed).choices(WORDS, k=length)) + f" {seed}.", **more)


def changed(one: Article, seed: int, **more: object) -> Article:
    """Return nearly the same story."""
    words = one.text.split()
    words[random.Random(seed).randrange(len(words))] = f"edit{seed}"
    return article(" ".join(words), **more)


def on(side: str, of: Iterator[Article]) -> Article:
    return next(one for one in of if side_of(one.id, HALVES) == side)


def stories(start: int = 0) -> Iterator[Article]:
    return (story(seed) for seed in range(start, start + 1000))


# How a split is written.


def test_a_split_is_names_with_shares() -> None:
    split = parse("train=80, dev=10,test=10", "byline")
    assert split == Split((("train", 80.0), ("dev", 10.0), ("test", 10.0)), "byline")
    assert split.names == ("train", "dev", "test")
    assert "same byline" in split.rule
    assert "Jaccard" not in Split().rule == "none"


@pytest.mark.parametrize(
    "shares", ["", "train", "train=", "train=x", "train=0", "=5", "../a=5", "a=1,,b=2", "a=-5"]
)
def test_anything_else_is_none(shares: str) -> None:
    with pytest.raises(ExportError, match="a split is written like"):
        parse(shares)


def test_two_sides_have_two_names() -> None:
    with pytest.raises(ExportError, match="the same name twice"):
        parse("a=1,a=2")


# What hashing gives.


def test_the_last_side_has_the_very_end(monkeypatch: pytest.MonkeyPatch) -> None:
    highest = SimpleNamespace(digest=lambda: b"\xff" * 32)  # As a float it is all of the shares.
    monkeypatch.setattr("annotations.dataset.splits.hashlib", SimpleNamespace(sha256=lambda _: highest))
    assert side_of("a", parse("train=80,dev=10,test=10")) == "test"


def test_shares_are_kept_in_the_mean() -> None:
    split = parse("train=8,dev=1,test=1")
    counts = Counter(side_of(f"{number:064}", split) for number in range(10_000))
    assert {name: round(count / 1000) for name, count in counts.items()} == {"train": 8, "dev": 1, "test": 1}


def test_sides_are_the_same_everywhere() -> None:
    """Datasets that were published rest on these."""
    split = parse("train=80,dev=10,test=10")
    found = [side_of(f"{number:064}", split) for number in range(12)]
    assert [number for number, side in enumerate(found) if side == "test"] == [0, 5, 9, 10]
    assert "dev" not in found


# What belongs together.


def test_near_duplicates_are_on_one_side(store: Store) -> None:
    first = on("test", stories())
    others = [changed(first, seed) for seed in range(30)]
    store.add_articles([story(5000), first, *others])
    found = sides(store)
    assert {found[one.text] for one in others} == {found[first.text]} == {"test"}


def test_versions_of_one_source_are_on_one_side(store: Store) -> None:
    first = story(1, source="https://news.example/a")
    second = on(
        "test" if side_of(first.id, HALVES) == "train" else "train",
        (story(n, source=first.source) for n in range(2, 99)),
    )
    piped = [story(seed, source="-") for seed in range(200, 240)]
    store.add_articles([first, second, *piped])
    found = sides(store)
    assert found[first.text] == found[second.text] == side_of(first.id, HALVES)
    # Standard input is no source that articles could share.
    assert {found[one.text] for one in piped} == {"train", "test"}


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("byline", {"byline": "R. Osei"}),
        ("outlet", {"metadata": {"outlet": "The Dunmore Post"}}),
        ("issue", {"metadata": {"issue": 7}}),
        ("source", {}),
    ],
)
def test_articles_of_one_value_are_on_one_side(store: Store, field: str, more: dict[str, Any]) -> None:
    rows = [story(seed, source=f"rows.jsonl:{seed}", **more) for seed in range(1, 40)]
    store.add_articles(rows)
    assert set(sides(store).values()) == {"train", "test"}
    assert len(set(sides(store, HALVES._replace(group_by=field)).values())) == 1


def test_no_value_is_no_group(store: Store) -> None:
    store.add_articles(story(seed, metadata={"outlet": None if seed % 2 else []}) for seed in range(40))
    assert set(sides(store, HALVES._replace(group_by="outlet")).values()) == {"train", "test"}


def test_what_belongs_with_two_sides_is_left_out_and_counted(store: Store) -> None:
    left, right = on("train", stories()), on("test", stories(500))
    bridge = article(left.text + " " + right.text, source="x", title="Both")
    halves = [
        article(left.text + f" {WORDS[0]}.", source="a"),
        article(right.text + f" {WORDS[0]}.", source="b"),
    ]
    between = story(900, metadata={"topic": "a"}, source="b")
    store.add_articles([left, right, *halves, bridge, between])
    found = sides(store, HALVES)
    assert found[bridge.text] in ("train", "test")  # It shares less than enough with either.
    assert {found[one.text] for one in (left, halves[0])} == {"train"}
    assert {found[one.text] for one in (right, halves[1], between)} == {"test"}
    leak = changed(left, 3, source="b", title="Both sides")
    late = changed(leak, 4)
    store.add_articles([leak, late])
    report = Sides(store, HALVES).report
    assert sides(store, HALVES)[leak.text] == ""
    # It holds nobody where it cannot be itself.
    assert sides(store, HALVES)[late.text] == "train"
    ((kind, loss),) = report.losses.items()
    assert (kind, loss.count, loss.examples) == (
        "articles left out of every split: they belong with articles on two sides",
        1,
        ["Both sides"],
    )


def test_an_article_that_was_not_there_has_no_side(store: Store) -> None:
    store.add_articles([story(1)])
    found = Sides(store, HALVES)
    with pytest.raises(ExportError, match="export it again"):
        found.has("train", story(2))


growing = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 3), st.sampled_from(["", "a", "b"])), min_size=2, max_size=14
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan=growing, first=st.integers(1, 13))
def test_nothing_that_is_added_moves_what_is_there_and_nothing_leaks(
    plan: list[tuple[int, int, str]], first: int
) -> None:
    # Each text once: what is added again with a source that was not known may belong elsewhere by it.
    made = [
        changed(story(seed), edit, source=source) if edit else story(seed, source=source)
        for (seed, edit), source in {(seed, edit): source for seed, edit, source in plan}.items()
    ]
    with TemporaryDirectory() as folder, Store.open(Path(folder, "desk.db")) as store:
        store.add_articles(made[:first])
        before = sides(store)
        store.add_articles(made[first:])
        after = sides(store)
        assert {text: after[text] for text in before} == before
        kept = [one for one in store.articles() if after[one.text]]
        for one in kept:
            for other in kept:
                alike = jaccard(shingles(one.text), shingles(other.text)) >= 0.8
                if alike or (one.source and one.source == other.source):
                    assert after[one.text] == after[other.text]


# Near-duplicates.


def test_case_marks_and_white_space_make_no_difference() -> None:
    assert shingles("The Mayor, said:\n“No deal”.") == shingles("the mayor said no deal")
    assert shingles("Rents rose") == {"rents rose"}
    assert shingles("…") == {""}
    assert len(shingles("東京の会議は合意した")) == 8


def test_finds_what_shares_enough_and_nothing_else() -> None:
    texts = [story(seed, length=200).text for seed in range(30)]
    near = " ".join(texts[7].split()[:190]) + " and the rest was cut."
    found = Duplicates(texts.__getitem__)
    for number, text in enumerate(texts):
        others, keep = found.of(text)
        assert others == []
        keep(number)
    others, _ = found.of(near)
    assert others == [7]
    assert jaccard(shingles(near), shingles(texts[7])) > ALIKE


def test_what_is_all_but_the_same_is_kept_once() -> None:
    texts = [story(1, length=400).text] * 50
    asked: list[int] = []

    def text_of(number: int) -> str:
        asked.append(number)
        return texts[number]

    found = Duplicates(text_of)
    for number, text in enumerate(texts):
        others, keep = found.of(text)
        assert others == ([0] if number else [])
        keep(number)
    assert len(asked) == 49
