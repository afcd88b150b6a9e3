"""What every exchange format takes and gives, whatever its syntax, and the account of what was lost."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from annotations.errors import ExportError
from annotations.records import Article, Detection, Origin, Span, State, Tag

#: What one object of a dataset holds.
Unit = Literal["article", "sentence", "paragraph"]
#: Prodigy's three answers, which other tools map to their own.
Answer = Literal["accept", "reject", "ignore"]
#: Splits a text into tokens in their order: words, start, end, and whether one space follows.
Tokenizer = Callable[[str], Iterable[tuple[str, int, int, bool]]]

_MOST_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One article as one annotator has it: what goes out."""

    article: Article
    annotator: str
    state: State = "new"
    tags: tuple[Tag, ...] = ()
    #: Entities, quotations with their speakers, suggestions; None where nobody asked for them.
    detection: Detection | None = None


class ImportedSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A tag as a file has it; offsets are code points into the text of its own document."""

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


class ImportedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One object of a file, checked: every span lies in the text and covers the words it names."""

    line: int
    article: Article
    spans: tuple[ImportedSpan, ...] = ()
    annotator: str = ""
    #: None where the file says nothing about how far the annotator came.
    state: State | None = None
    answer: Answer = "accept"
    #: For a sentence or paragraph: the id of its article, and where its text begins there.
    part_of: str = ""
    offset: int = 0
    #: What the file has and the records have no place for: the kind of loss, and an example.
    lost: tuple[tuple[str, str], ...] = ()


class Loss(msgspec.Struct):
    """One way in which a dataset does not say what the database says (or the other way round)."""

    count: int = 0
    examples: list[str] = msgspec.field(default_factory=list)


class Report(msgspec.Struct, kw_only=True):
    """The account of one export: how much went out, and what could not be carried as it is."""

    documents: int = 0
    labels: dict[str, int] = msgspec.field(default_factory=dict)
    losses: dict[str, Loss] = msgspec.field(default_factory=dict)

    @property
    def spans(self) -> int:
        """How many spans went out."""
        return sum(self.labels.values())

    def count(self, label: str) -> None:
        """Count one span of that label."""
        self.labels[label] = self.labels.get(label, 0) + 1

    def lose(self, kind: str, example: str) -> None:
        """Count one loss; ``kind`` is a plural that a number can follow. The first examples are kept."""
        loss = self.losses.setdefault(kind, Loss())
        loss.count += 1
        if len(loss.examples) < _MOST_EXAMPLES:
            loss.examples.append(example)

    def sentences(self) -> list[str]:
        """Return the account as lines for a person; they hold words of articles, as these are."""
        return [_counts(self.documents, self.labels), *loss_sentences(self.losses)]


def verify(document: Document) -> None:
    """Raise ``ExportError``, naming the tag, unless every tag covers the words it says it covers."""
    text = document.article.text
    for tag in document.tags:
        if not 0 <= tag.start < tag.end <= len(text) or text[tag.start : tag.end] != tag.text:
            raise ExportError(
                f"tag {tag.id} ({tag.label}, {tag.start} to {tag.end}) of article {document.article.id} "
                f"does not cover the words it was set on; nothing was written"
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
        f"{kind}: {loss.count:,}" + (f", such as {'; '.join(loss.examples)}" if loss.examples else "")
        for kind, loss in sorted(losses.items())
    ]


def _counts(documents: int, labels: dict[str, int]) -> str:
    total = sum(labels.values())
    each = ", ".join(f"{label} {count:,}" for label, count in sorted(labels.items()))
    return f"documents: {documents:,}; tags: {total:,}" + (f" ({each})" if each else "")


def strings(values: dict[str, Any], *names: str) -> dict[str, str]:
    """Take the named values that are strings out of ``values``, and return them."""
    return {name: values.pop(name) for name in names if isinstance(values.get(name), str)}
