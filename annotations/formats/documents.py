"""What every exchange format takes and gives, whatever its syntax, and the account of what was lost."""

from array import array
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from annotations.errors import ExportError
from annotations.records import Article, Detection, Origin, Span, State, Tag
from annotations.scheme import Scheme

#: What one object of a dataset holds.
Unit = Literal["article", "sentence", "paragraph"]
#: Prodigy's three answers, which other tools map to their own.
Answer = Literal["accept", "reject", "ignore"]
#: Splits a text into tokens in their order: words, start, end, and whether one space follows.
Tokenizer = Callable[[str], Iterable[tuple[str, int, int, bool]]]

#: What not every format can hold.
Aspect = Literal[
    "text",
    "white space",
    "title",
    "byline",
    "date",
    "source",
    "metadata",
    "annotator",
    "state",
    "origin",
    "note",
    "article labels",
    "entities",
    "quotations",
    "suggestions",
]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
#: What became of something that a format cannot hold as it is.
Change = Literal["dropped", "merged", "split", "snapped", "renamed"]

#: An aspect that a format has no place for.
NOT_CARRIED = "{} not carried"
_MOST_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


class Document(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article as one annotator has it: what goes out."""

    article: Article
    annotator: str
    state: State = "new"
    tags: tuple[Tag, ...] = ()
    #: Entities, quotations with their speakers, suggestions; None where nobody asked for them.
    detection: Detection | None = None


class ImportedSpan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A tag as a file has it; offsets are code points into the text of its own document.

    A label of the whole article has ``start`` and ``end`` 0, and no text.
    """

    start: int
    end: int
    label: str
    text: str
    #: Empty where the file names nobody.
    annotator: str = ""
    origin: Origin = "imported"
    note: str = ""
    #: The whole tag, in the article, of which this is the piece inside one unit.
    whole: Span | None = None


class Lost(NamedTuple):
    """Something that a file has and the records have no place for."""

    #: A plural that a number can follow, and an example.
    kind: str
    detail: str
    #: Its label, or whatever else tells its sort.
    label: str = ""


class ImportedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One object of a file, checked: every span lies in the text and covers the words it names."""

    article: Article
    #: Counted from 1; None where a document has files of its own.
    line: int | None = None
    spans: tuple[ImportedSpan, ...] = ()
    annotator: str = ""
    #: None where the file says nothing about how far the annotator came.
    state: State | None = None
    answer: Answer = "accept"
    #: For a sentence or paragraph: the id of its article, and where its text begins there.
    part_of: str = ""
    offset: int = 0
    #: Whether the file knows the text but for its white space: ``article.text`` has some that is made up.
    spaced: bool = False
    #: What a program found in it, where the file holds all that we know of such things.
    detection: Detection | None = None
    lost: tuple[Lost, ...] = ()


class Request(NamedTuple):
    """What the user wants of a dataset, beside which documents go into it."""

    #: The labels, with their kinds and colours. Tags may have others: ``Report.labels`` knows them.
    scheme: Scheme
    unit: Unit = "article"
    #: None: without tokens, where a format can do without.
    tokenize: Tokenizer | None = None
    #: Every label that an article as a whole has or, by the scheme, may have; in the scheme's order.
    article_labels: tuple[str, ...] = ()
    #: The same for passages.
    passage_labels: tuple[str, ...] = ()
    #: Choices that one format alone offers, by name; see ``Format.options``.
    options: Mapping[str, str] = MappingProxyType({})


class Loss(msgspec.Struct):
    """One way in which a dataset does not say what the database says (or the other way round)."""

    change: Change = "dropped"
    #: Which aspect of documents is lost as a whole, if one is.
    of: Aspect | None = None
    #: Whether an import of ours finds it again, in what the tool itself does not look at.
    beside: bool = False
    count: int = 0
    #: How many of each label, or of each kind of what was lost.
    labels: dict[str, int] = msgspec.field(default_factory=dict)
    examples: list[str] = msgspec.field(default_factory=list)


class Report(msgspec.Struct, kw_only=True):
    """The account of one export: how much went out, and what could not be carried as it is."""

    documents: int = 0
    #: How many tags went out, by label; labels of whole articles are among them.
    labels: dict[str, int] = msgspec.field(default_factory=dict)
    losses: dict[str, Loss] = msgspec.field(default_factory=dict)
    #: What else there is to know, as sentences.
    notes: list[str] = msgspec.field(default_factory=list)

    @property
    def spans(self) -> int:
        """How many tags went out."""
        return sum(self.labels.values())

    def count(self, label: str) -> None:
        """Count one tag of that label."""
        self.labels[label] = self.labels.get(label, 0) + 1

    def lose(
        self, kind: str, example: str, *, change: Change = "dropped", label: str = "", beside: bool = False
    ) -> Loss:
        """Count one loss; ``kind`` is a plural that a number can follow. The first examples are kept."""
        loss = self.losses.setdefault(kind, Loss(change, beside=beside))
        loss.count += 1
        if label:
            loss.labels[label] = loss.labels.get(label, 0) + 1
        if len(loss.examples) < _MOST_EXAMPLES and example not in loss.examples:
            loss.examples.append(example)
        return loss

    def add(self, other: "Report") -> None:
        """Take in the account of another part of the same dataset."""
        self.documents += other.documents
        for label, count in other.labels.items():
            self.labels[label] = self.labels.get(label, 0) + count
        self.notes += (note for note in other.notes if note not in self.notes)
        for kind, loss in other.losses.items():
            mine = self.losses.setdefault(kind, Loss(loss.change, loss.of, loss.beside))
            mine.count += loss.count
            mine.examples = list(dict.fromkeys(mine.examples + loss.examples))[:_MOST_EXAMPLES]
            for label, count in loss.labels.items():
                mine.labels[label] = mine.labels.get(label, 0) + count

    def sentences(self) -> list[str]:
        """Return the account as lines for a person; they hold words of articles, as these are."""
        return [_counts(self.documents, self.labels), *self.notes, *loss_sentences(self.losses)]


class Written(Report, kw_only=True):
    """A writer's own account, and what its reader has to find in the file: a number for each document.

    ``meant`` is called once for each object that a reader will make a document of, in the reader's order.
    """

    fingerprints: "array[int]" = msgspec.field(default_factory=lambda: array("q"))
    #: How many tags have so many tokens, where a format counts in tokens.
    lengths: dict[int, int] = msgspec.field(default_factory=dict)

    def meant(
        self,
        text: str,
        spans: tuple[ImportedSpan, ...],
        annotator: str = "",
        state: State | None = None,
    ) -> None:
        """Note what the reader has to make of the object just written; counts it and its spans."""
        self.noted(hash((text, spans, annotator, state)), [span.label for span in spans])

    def noted(self, fingerprint: int, labels: Iterable[str]) -> None:
        """Note the number of an object just written, and count it and its labels."""
        self.documents += 1
        self.fingerprints.append(fingerprint)
        for label in labels:
            self.labels[label] = self.labels.get(label, 0) + 1


def fingerprint(document: ImportedDocument) -> int:
    """Return what ``Written.meant`` noted of a document, if it is read as it was meant."""
    return hash((document.article.text, document.spans, document.annotator, document.state))


def verify(document: Document) -> None:
    """Raise ``ExportError``, naming the tag, unless every tag covers the words it says it covers."""
    text = document.article.text
    length = len(text)
    for tag in document.tags:
        start, end = tag.start, tag.end
        if not (0 <= start < end <= length and text[start:end] == tag.text) and (tag.text or end or start):
            raise ExportError(
                f"tag {tag.id} ({tag.label}, {tag.start} to {tag.end}) of article {document.article.id} "
                f"does not cover the words it was set on; nothing was written"
            )


def imported(tag: Tag, start: int, end: int, words: str, whole: Span | None = None) -> ImportedSpan:
    """Return what a reader has to make of a tag, where its format holds everything of it."""
    return ImportedSpan(
        start=start,
        end=end,
        label=tag.label,
        text=words,
        annotator=tag.annotator,
        origin=tag.origin,
        note=tag.note,
        whole=whole,
    )


def example(article: Article, tag: Tag) -> str:
    """Return a tag in a few words, for a list of losses."""
    words = " ".join(tag.text.split())
    if len(words) > _LONGEST_EXAMPLE:
        words = words[: _LONGEST_EXAMPLE - 1] + "…"
    return f"“{words}” ({tag.label}, {tag.start} to {tag.end} of {article.title or article.id[:12]})"


def loss_sentences(losses: dict[str, Loss]) -> list[str]:
    """Return one line per kind of loss, with its examples."""
    return [
        f"{kind}: {loss.count:,}"
        + (f" ({_by_label(loss.labels)})" if loss.labels else "")
        + (f", such as {'; '.join(loss.examples)}" if loss.examples else "")
        for kind, loss in sorted(losses.items())
    ]


def _counts(documents: int, labels: dict[str, int]) -> str:
    total = sum(labels.values())
    each = f" ({_by_label(labels)})" if labels else ""
    return f"documents: {documents:,}; tags: {total:,}{each}"


def _by_label(labels: dict[str, int]) -> str:
    return ", ".join(f"{label} {count:,}" for label, count in sorted(labels.items()))


def strings(values: dict[str, Any], *names: str) -> dict[str, str]:
    """Take the named values that are strings out of ``values``, and return them."""
    return {name: values.pop(name) for name in names if isinstance(values.get(name), str)}
