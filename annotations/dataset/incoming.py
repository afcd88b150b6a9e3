"""Tags of another tool, or of an export of ours, into the database: nothing twice, nothing guessed.

A document finds its article by its text; what the database does not have is added. A tag is the same if
it has the same place, label and annotator, so a file may come in again, after a failure or by mistake.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from annotations.dataset.placing import Places
from annotations.dataset.report import ImportReport
from annotations.decisions import next_state
from annotations.errors import FormatError
from annotations.files import cannot_read, files_of
from annotations.formats import table
from annotations.formats.documents import ImportedDocument, ImportedSpan
from annotations.records import (
    Article,
    Decision,
    Detection,
    Origin,
    Refusal,
    Span,
    State,
    Tag,
    new_id,
    timestamp,
)
from annotations.scheme import Scheme
from annotations.store import Store
from annotations.store.tags import add_detections, of_articles, states

#: Written together: few enough that nobody else waits long, enough that syncing the disk is not what costs.
_BATCH_SPANS = 5_000
_BATCH_CHARACTERS = 4_000_000
#: So that the same tag has the same id whenever it comes in.
_TAGS = uuid.UUID("6f4a1c52-8d0e-5f0b-9c3e-2d9f3f0c7a11")
#: The bits of a UUID that say how it was made.
_NO_VERSION = ~(0xF << 76 | 0b11 << 62)
_VERSION_5 = 5 << 76 | 0b10 << 62
_CHANGED = "tags that were changed here since they came in, left as they are"


def import_(  # noqa: PLR0913 - who, what and whence, and two ends for a caller to watch it by
    store: Store,
    format: str,
    path: Path,
    annotator: str,
    scheme: Scheme,
    *,
    choices: Mapping[str, str] = MappingProxyType({}),
    clock: Callable[[], str] = timestamp,
    progress: Callable[[int], object] | None = None,
) -> ImportReport:
    """Bring the tags of a dataset (``-``: standard input) into the database, and account for them.

    ``annotator`` gets the tags for which the file names nobody. What is wrong in the file is refused, line
    by line, and the rest comes in, a batch at a time, each batch whole. Tags whose label is not in
    ``scheme`` come in too and are reported. An article's state is only set where it is still new.
    ``choices`` are those that the format's reader offers; ``progress`` is told how many documents have been
    read.

    Raises ``FormatError`` when the file cannot be read or the format or a choice is unknown,
    ``ConflictError`` when somebody changed the same tags meanwhile (then simply import again), and
    ``StoreError``.
    """
    format_ = table.readable(format).choosing(choices)
    report = ImportReport()
    batch = _Batch(store, annotator, scheme, report, clock, numbers=format_.numbers)
    with files_of(path) as files:
        for item in _readable(format_.reading(files), path):
            if isinstance(item, Refusal):
                report.refuse(item)
                continue
            report.documents += 1
            try:
                batch.add(item)
            except FormatError as error:
                report.refuse(Refusal(source=str(path), line=item.line, reason=str(error)))
            if progress is not None:
                progress(report.documents)
    batch.flush()
    return report


def _readable(
    items: Iterator[ImportedDocument | Refusal], path: Path
) -> Iterator[ImportedDocument | Refusal]:
    while True:
        try:
            item = next(items, None)
        except OSError as error:
            raise cannot_read(path, error) from None
        if item is None:
            return
        yield item


class _Claim(NamedTuple):
    """A tag as it would be in the database, before it is known whether it is there."""

    start: int
    end: int
    label: str
    annotator: str


class _Incoming(msgspec.Struct):
    """What the documents of one batch say of one article."""

    article: Article
    spans: dict[_Claim, tuple[Origin, str]] = msgspec.field(default_factory=dict)
    states: dict[str, State] = msgspec.field(default_factory=dict)
    #: What pipelines found, by their names.
    detections: dict[str, Detection] = msgspec.field(default_factory=dict)

    def detect(self, found: Detection) -> None:
        """Take in what a pipeline found; annotators have different suggestions left to answer."""
        before = self.detections.setdefault(found.pipeline, found)
        more = (one for one in found.suggestions if one not in before.suggestions)
        together = msgspec.structs.replace(before, suggestions=(*before.suggestions, *more))
        self.detections[found.pipeline] = together


class _Batch:
    """Documents on their way into the database, some thousand tags at a time."""

    def __init__(
        self,
        store: Store,
        annotator: str,
        scheme: Scheme,
        report: ImportReport,
        clock: Callable[[], str],
        *,
        numbers: str,
    ) -> None:
        self._store = store
        self._annotator = annotator
        self._labels = {label.name for label in scheme.labels}
        self._report = report
        self._clock = clock
        #: What the numbers of documents count.
        self._numbers = numbers
        self._incoming: dict[str, _Incoming] = {}
        self._spans = self._characters = 0
        self._ids = _fresh_ids()
        self._places = Places(store, self._held)

    def add(self, document: ImportedDocument) -> None:
        """Take a document in; writes the batch when it has become large.

        Raises ``FormatError`` for one that cannot be placed.
        """
        placed = self._places.of(document)
        line = "" if document.line is None else f"{self._numbers} {document.line}"
        article = placed.article
        if placed.lost:
            self._report.lose(placed.lost, line or placed.article.title, change="snapped")
        if article.id not in self._incoming:
            self._incoming[article.id] = _Incoming(article)
            self._characters += len(article.text)
        for kind, detail, label in document.lost:
            self._report.lose(kind, f"{line}: {detail}" if line else detail, label=label)
        if document.detection is not None:
            self._incoming[article.id].detect(document.detection)
        if document.answer == "accept":
            self._take(document, self._incoming[article.id], placed.span)
        elif document.answer == "reject":
            self._report.rejected += 1
        else:
            self._report.ignored += 1
        if self._spans >= _BATCH_SPANS or self._characters >= _BATCH_CHARACTERS:
            self.flush()

    def _held(self, id: str) -> Article | None:
        found = self._incoming.get(id)
        return None if found is None else found.article

    def _take(
        self, document: ImportedDocument, incoming: _Incoming, place: Callable[[ImportedSpan], Span]
    ) -> None:
        annotator = document.annotator or self._annotator
        if document.state is not None:
            incoming.states.setdefault(annotator, document.state)
        for span in document.spans:
            claim = _Claim(*place(span), span.label, span.annotator or annotator)
            incoming.spans.setdefault(claim, (span.origin, span.note))
        self._spans += len(document.spans)

    def flush(self) -> None:
        """Write what has been taken in: first the articles, then tags and states in one transaction."""
        incoming = list(self._incoming.values())
        self._incoming, self._spans, self._characters = {}, 0, 0
        self._report.articles += self._store.add_articles(item.article for item in incoming).new
        there = _There(self._store, [item.article.id for item in incoming])
        now = self._clock()
        decisions = [decision for item in incoming for decision in self._decisions(item, there, now)]
        if decisions:
            self._store.commit_many(decisions)
        found = ((item.article.id, one) for item in incoming for one in item.detections.values())
        self._report.detections += add_detections(self._store.connection, found)

    def _decisions(self, incoming: _Incoming, there: "_There", now: str) -> list[Decision]:
        article = incoming.article.id
        decisions = [
            Decision(
                id=next(self._ids), at=now, annotator=tag.annotator, article=article, verb="import", after=tag
            )
            for tag in self._new_tags(incoming, there.tags.get(article, []), now)
        ]
        for annotator, state in incoming.states.items():
            before = there.states.get((article, annotator), "new")
            theirs = (decision for decision in decisions if decision.annotator == annotator)
            then = reduce(lambda reached, decision: next_state(decision, reached), theirs, before)
            if before == "new" and state != then:
                moved = Decision(
                    id=next(self._ids),
                    at=now,
                    annotator=annotator,
                    article=article,
                    verb="import",
                    state_before=then,
                    state_after=state,
                )
                decisions.append(moved)
        return decisions

    def _new_tags(self, incoming: _Incoming, there: list[Tag], now: str) -> Iterator[Tag]:
        article = incoming.article
        ids = {tag.id for tag in there}
        claims = {_Claim(tag.start, tag.end, tag.label, tag.annotator) for tag in there}
        for claim, (origin, note) in incoming.spans.items():
            start, end, label, annotator = claim
            tag = Tag(
                id=_tag_id(article.id, claim),
                article=article.id,
                start=start,
                end=end,
                text=article.text[start:end],
                label=label,
                annotator=annotator,
                origin=origin,
                note=note,
                created=now,
                updated=now,
            )
            if claim in claims:
                self._report.known += 1
            elif tag.id in ids:
                self._report.lose(_CHANGED, f"“{tag.text[:40]}” ({tag.label})")
            else:
                self._count(tag.label)
                yield tag

    def _count(self, label: str) -> None:
        self._report.count(label)
        if label not in self._labels:
            self._report.unknown_labels[label] = self._report.unknown_labels.get(label, 0) + 1


class _There:
    """What the database has of some articles: asked for together, not article by article."""

    def __init__(self, store: Store, articles: list[str]) -> None:
        self.tags: dict[str, list[Tag]] = {}
        for tag in of_articles(store.connection, articles):
            self.tags.setdefault(tag.article, []).append(tag)
        self.states = {(row.article, row.annotator): row.state for row in states(store.connection, articles)}


def _tag_id(article: str, claim: _Claim) -> str:
    """Return what ``uuid.uuid5(_TAGS, ...)`` does, in a fifth of its time."""
    name = msgspec.json.encode([article, *claim])
    number = int.from_bytes(hashlib.sha1(_TAGS.bytes + name, usedforsecurity=False).digest()[:16])
    return f"{number & _NO_VERSION | _VERSION_5:032x}"


def _fresh_ids() -> Iterator[str]:
    """Yield identifiers that nobody has, in a fraction of the time of as many calls of ``new_id``."""
    first = int(new_id(), 16)
    return (f"{first ^ number:032x}" for number in count())
