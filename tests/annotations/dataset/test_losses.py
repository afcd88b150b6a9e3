"""What comes back to its articles differs from what went out by what the report of the export counts."""

from collections import Counter
from collections.abc import Iterable
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.dataset import Options, export, import_
from annotations.formats import table
from annotations.formats.documents import Document, Report
from annotations.records import Tag
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, fill
from tests.annotations.formats.samples import SCHEME, documents, nasty
from tests.support.soak import examples

#: What a tool sees otherwise, but an import finds again in what stands beside it.
MENDED = {
    "jsonl": ("tags that begin or end beside the bounds of a token",),
    "doccano": ("tags snapped to whole characters",),
    "brat": ("tags under another name", "tags over a line break", "articles with", "labels of articles set"),
    "slate": ("tags under another name", "tags without the white space", "articles with", "notes set apart"),
    "uima": ("tags under another name", "articles with"),
}
#: Every format that can be imported, with each choice that loses something else.
ROWS = [
    *((row.name, ()) for row in table.FORMATS if row.read or row.read_folder),
    *(("conll", (("overlap", policy),)) for policy in ("longest", "first")),
    ("doccano", (("grapheme", "yes"),)),
    ("uima", (("file", "json"),)),
]


class Differences(NamedTuple):
    """How many tags of each label are no longer there, stand elsewhere, or have lost their note."""

    gone: Counter[str]
    moved: Counter[str]
    notes: Counter[str]


def counted(format: str, report: Report) -> Differences:
    """Return what a report says is different."""
    found = Differences(Counter(), Counter(), Counter())
    for kind, loss in report.losses.items():
        assert loss.count == sum(loss.labels.values()) or not loss.labels
        if kind.startswith(MENDED.get(format, ("\0",))):
            continue
        if kind.startswith("notes"):
            found.notes.update(loss.labels)
        else:
            where = {"dropped": found.gone, "merged": found.gone, "snapped": found.moved}
            where[loss.change].update(loss.labels)
    return found


def differences(format: str, ours: Iterable[Tag], theirs: Iterable[Tag]) -> Differences:
    """Compare two databases, tag by tag; a tag that has moved was one that is missing."""
    before = {(tag.article, tag.start, tag.end, tag.label): tag for tag in ours}
    after = {(tag.article, tag.start, tag.end, tag.label): tag for tag in theirs}
    left = [before[place] for place in before.keys() - after.keys()]
    came = [after[place] for place in after.keys() - before.keys()]
    pairs = [(before[place], after[place]) for place in before.keys() & after.keys()]
    moved = nearest(left, came)
    left = [tag for tag in left if tag not in [was for was, _ in moved]]
    pairs += moved
    held = table.writable(format).carries
    lost = [old.label for old, new in pairs if old.note != new.note]
    if "note" not in held:
        # The notes of passages that go are lost as well; those of labels without a place go with these.
        noted = [tag for tag in before.values() if tag.note]
        lost = [tag.label for tag in noted if "article labels" in held or not tag.on_article]
        assert not any(tag.note for tag in after.values())
    return Differences(Counter(tag.label for tag in left), Counter(tag.label for tag in came), Counter(lost))


def nearest(left: list[Tag], came: list[Tag]) -> list[tuple[Tag, Tag]]:
    """Return which of the tags that are missing each of those that came may have been."""
    pairs: list[tuple[Tag, Tag]] = []
    for article, label in {(tag.article, tag.label) for tag in came}:
        missing = [tag for tag in left if (tag.article, tag.label) == (article, label)]
        moved = [tag for tag in came if (tag.article, tag.label) == (article, label)]
        ways = (
            list[tuple[Tag, Tag]](zip(some, moved, strict=True)) for some in permutations(missing, len(moved))
        )
        possible = (way for way in ways if all(max(a.start, b.start) < min(a.end, b.end) for a, b in way))
        # Of two that have become one, either may be the one that stays: its note tells.
        pairs += min(possible, key=strangeness)
    return pairs


def strangeness(way: Iterable[tuple[Tag, Tag]]) -> tuple[int, int]:
    """Return how many notes would have changed, and how far the ends of tags would have moved."""
    pairs = list(way)
    return (
        sum(was.note != tag.note for was, tag in pairs),
        sum(abs(was.start - tag.start) + abs(was.end - tag.end) for was, tag in pairs),
    )


def compare(format: str, choices: tuple[tuple[str, str], ...], desk: list[Document]) -> None:
    """Export, import to the same articles, and hold what came against the account."""
    options = Options(scheme=SCHEME, choices=dict(choices))
    with TemporaryDirectory() as name:
        folder = Path(name)
        out = folder / ("out" + table.writable(format).suffix)
        with Store.open(folder / "ours.db") as store, Store.open(folder / "theirs.db") as other:
            for one in (store, other):
                one.connection.execute("PRAGMA synchronous=OFF")
            fill(store, desk)
            other.add_articles(one.article for one in desk)
            went = export(store, format, out, options)
            came = import_(other, format, out, "ana", SCHEME, clock=lambda: NOON)
            assert (came.articles, came.refused) == (0, 0)
            tags = list(other.all_tags())
            texts = {one.article.id: one.article.text for one in desk}
            assert all(texts[tag.article][tag.start : tag.end] == tag.text for tag in tags)
            assert differences(format, store.all_tags(), tags) == counted(format, went)


desks = st.lists(documents(), min_size=1, max_size=3, unique_by=lambda one: "".join(one.article.text.split()))


EACH = pytest.mark.parametrize(("format", "choices"), ROWS)


@EACH
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(desk=desks)
def test_the_difference_is_what_was_counted(
    format: str, choices: tuple[tuple[str, str], ...], desk: list[Document]
) -> None:
    compare(format, choices, desk)


@EACH
def test_of_the_nasty_texts_too(format: str, choices: tuple[tuple[str, str], ...]) -> None:
    compare(format, choices, [one for one in nasty() if one.annotator == "ana"])
