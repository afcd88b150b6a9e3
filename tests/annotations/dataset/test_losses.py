"""What comes back differs from what went out by what the two reports count, and by nothing else."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.dataset import Options, export, import_
from annotations.dataset.choosing import Selection
from annotations.formats import table
from annotations.formats.documents import Aspect, Document, Loss, Report
from annotations.formats.marks import marks
from annotations.records import Article, Tag
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, contents, fill
from tests.annotations.formats.detections import detections
from tests.annotations.formats.samples import SCHEME, documents, nasty
from tests.support.soak import examples

Choices = tuple[tuple[str, str], ...]
#: Every format that can be imported, with each choice that it offers: but for CoNLL without -DOCSTART-, of
#: which each block is an article of its own.
ROWS = [
    (row.name, choices)
    for row in table.FORMATS
    if row.read or row.read_folder
    for choices in ((), *(((name, value),) for name, values in row.options.items() for value in values[1:]))
    if choices != (("docstart", "no"),)
]
#: It knows no white space, so it finds its articles only where they are.
UNSPACED = "conll"
DETAILS: tuple[Aspect, ...] = ("title", "byline", "date", "source", "metadata")
#: What a tag has where a file says nothing, for each aspect of tags.
NOTHING: dict[Aspect, str] = {"annotator": "", "origin": "imported", "note": ""}


class Differences(NamedTuple):
    """How many tags of each label are gone, stand elsewhere, or have lost what; and what else is lost."""

    gone: Counter[str]
    moved: Counter[str]
    #: By aspect, and by label of the tags or by state.
    aspects: Counter[tuple[str, str]]


def counted(report: Report) -> Differences:
    """Return what the report of an export says is different once the file has been read again."""
    found = Differences(Counter(), Counter(), Counter())
    for kind, loss in report.losses.items():
        assert sum(loss.labels.values()) in (loss.count, 0) or loss.of == "annotator"
        if loss.beside or about_found(kind, loss):
            continue
        if loss.of in (*NOTHING, "state"):
            found.aspects.update({(loss.of, label): count for label, count in loss.labels.items()})
        elif loss.of in DETAILS:
            found.aspects[loss.of, ""] += loss.count
        elif kind.startswith("notes"):
            found.aspects.update({("note", label): count for label, count in loss.labels.items()})
        else:
            where = {"dropped": found.gone, "merged": found.gone, "snapped": found.moved}
            where[loss.change].update(loss.labels)
    return found


def about_found(kind: str, loss: Loss) -> bool:
    """Tell whether a loss is one of what a program found."""
    return loss.of in table.FOUND or any(
        words in kind for words in ("program found", "detected", "several", "relations")
    )


class Databases(NamedTuple):
    """What went out and where it came in."""

    ours: Store
    theirs: Store
    desk: list[Document]
    held: frozenset[Aspect]

    def differences(self) -> Differences:
        """Compare the two, tag by tag, document by document, article by article."""
        gone, moved, pairs = self._tags()
        aspects = Counter(self._details())
        aspects.update(("state", state) for state in self._states())
        for aspect, nothing in NOTHING.items():
            changed = [old.label for old, new in pairs if getattr(old, aspect) != getattr(new, aspect)]
            if aspect not in self.held:
                # Of tags that are gone it is lost as well; of labels without a place it goes with these.
                there = [tag for tag in gone if not tag.on_article or "article labels" in self.held]
                changed += [tag.label for tag in there if getattr(tag, aspect) != nothing]
            aspects.update((aspect, label) for label in changed)
        return Differences(Counter(tag.label for tag in gone), Counter(tag.label for tag in moved), aspects)

    def _tags(self) -> tuple[list[Tag], list[Tag], list[tuple[Tag, Tag]]]:
        """Return which tags are gone and which have moved, and what each that is left has become."""
        before = {self._place(tag): tag for tag in self.ours.all_tags()}
        after = {self._place(tag): tag for tag in self.theirs.all_tags()}
        left = [before[place] for place in before.keys() - after.keys()]
        came = [after[place] for place in after.keys() - before.keys()]
        moved = nearest(left, came)
        pairs = [(before[place], after[place]) for place in before.keys() & after.keys()]
        return [tag for tag in left if tag not in [was for was, _ in moved]], came, [*pairs, *moved]

    def _place(self, tag: Tag) -> tuple[object, ...]:
        whose = tag.annotator if "annotator" in self.held else ""
        return tag.article, tag.start, tag.end, tag.label, whose

    def _states(self) -> Iterator[str]:
        for one in self.desk:
            whose = one.annotator if "annotator" in self.held else "whoever imports"
            if self.theirs.progress(one.article.id, whose).state != one.state:
                yield one.state

    def _details(self) -> Iterator[tuple[str, str]]:
        for article in self.ours.articles():
            there = self.theirs.article(article.id)
            assert there is not None
            assert there.text == article.text
            # What has no source gets the place where it was read.
            for name in DETAILS:
                if getattr(article, name) and getattr(there, name) != getattr(article, name):
                    yield name, ""


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
        # Of two that have become one, either may be the one that stays: its note and origin tell.
        pairs += min(possible, key=strangeness)
    return pairs


def strangeness(way: Iterable[tuple[Tag, Tag]]) -> tuple[int, int]:
    """Return how many notes and origins would have changed, and how far ends of tags would have moved."""
    pairs = list(way)
    return (
        sum((was.note != tag.note) + (was.origin != tag.origin) for was, tag in pairs),
        sum(abs(was.start - tag.start) + abs(was.end - tag.end) for was, tag in pairs),
    )


def compare_found(went: Report, came: Report, held: frozenset[Aspect], both: Databases) -> None:
    """Hold what a program found against what the database holds afterwards, and what was counted."""
    meant = {one.article.id: found for one in both.desk if (found := detected(one, held))}
    there = {id: both.theirs.detection(id, "p") for id in meant}
    if any(there.values()):
        assert there == {id: one.detection for id, one in meant.items()}
        assert came.losses == {}
        return
    written = [marks(kept, Report()) for one in both.desk if (kept := detected(one, held))]
    left_out = sum(
        loss.count
        for kind, loss in went.losses.items()
        if about_found(kind, loss)
        and not loss.of
        and not kind.startswith(("scores", "names and", "relations without"))
    )
    not_taken = sum(loss.count for kind, loss in came.losses.items() if "white space" not in kind)
    assert not_taken + left_out == sum(len(one.found) + len(one.ties) for one in written)


def detected(document: Document, held: frozenset[Aspect]) -> Document | None:
    """Return a document with so much of what was detected as a format holds; None if that is nothing."""
    found = document.detection
    if found is None:
        return None
    kept = msgspec.structs.replace(
        found,
        entities=found.entities if "entities" in held else (),
        quotes=found.quotes if "quotations" in held else (),
        suggestions=found.suggestions if "suggestions" in held else (),
    )
    return msgspec.structs.replace(document, detection=kept) if held & table.FOUND else None


@cache
def new_database() -> Path:
    """Return a database with nothing in it, to be copied: making one takes longer than most examples."""
    path = Path(mkdtemp(), "new.db")
    Store.open(path).close()
    return path


def compare(format: str, choices: Choices, desk: list[Document], *, tokens: bool) -> None:
    """Export, import, and hold what came against the two accounts; what lost nothing goes out again."""
    row = table.writable(format)
    selection = Selection(suggestions=True)
    options = Options(scheme=SCHEME, choices=dict(choices), tokens=tokens, selection=selection)
    with TemporaryDirectory() as name:
        folder = Path(name)
        out, again = (folder / (word + row.suffix) for word in ("out", "again"))
        for word in ("ours.db", "theirs.db"):
            shutil.copy(new_database(), folder / word)
        with Store.open(folder / "ours.db") as store, Store.open(folder / "theirs.db") as other:
            for one in (store, other):
                one.connection.execute("PRAGMA synchronous=OFF")
            fill(store, desk)
            if format == UNSPACED:
                other.add_articles(Article(id=one.article.id, text=one.article.text) for one in desk)
            went = export(store, format, out, options)
            came = import_(other, format, out, "whoever imports", SCHEME, clock=lambda: NOON)
            assert came.refused == 0
            texts = {one.article.id: one.article.text for one in desk}
            assert all(texts[tag.article][tag.start : tag.end] == tag.text for tag in other.all_tags())
            both = Databases(store, other, desk, row.held("article"))
            assert both.differences() == counted(went)
            compare_found(went, came, both.held, both)
            if came.losses == {} and all(loss.beside for loss in went.losses.values()):
                export(other, format, again, options)
                assert contents(again) == contents(out)


@st.composite
def seen(draw: st.DrawFn) -> Document:
    """Return a random document, in which a program may have found something."""
    one = draw(documents())
    # Whoever tags an article has opened it.
    state = "open" if one.state == "new" else one.state
    return msgspec.structs.replace(one, state=state, detection=draw(st.none() | detections(one.article.text)))


desks = st.lists(seen(), min_size=1, max_size=3, unique_by=lambda one: "".join(one.article.text.split()))
EACH = pytest.mark.parametrize(("format", "choices"), ROWS)


@EACH
@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(desk=desks, tokens=st.booleans())
def test_the_difference_is_what_was_counted(
    format: str, choices: Choices, desk: list[Document], tokens: bool
) -> None:
    compare(format, choices, desk, tokens=tokens)


@EACH
def test_of_the_nasty_texts_too(format: str, choices: Choices) -> None:
    # Without its annotators, two tags on the same words would be one.
    both = "annotator" in table.writable(format).carries
    desk = [one for one in nasty() if both or one.annotator == "ana"]
    compare(format, choices, desk, tokens=False)
