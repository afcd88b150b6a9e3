"""The records that everything else passes around: frozen, one shape per concept.

Offsets are Unicode code points into ``Article.text``, end-exclusive. Times are UTC, ISO 8601 with
milliseconds and a ``Z``. All records encode to JSON with msgspec as they are.
"""

import uuid
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import msgspec

State = Literal["new", "open", "done", "skipped", "flagged"]
Origin = Literal["manual", "suggested", "edited", "propagated", "imported"]
#: To accept a suggestion is to ``tag``. ``import`` is what came in with a dataset: nobody decided it here,
#: so nobody can undo it.
Verb = Literal[
    "tag",
    "relabel",
    "move",
    "note",
    "remove",
    "dismiss",
    "propagate",
    "place",
    "drop",
    "state",
    "undo",
    "redo",
    "import",
]
#: What can be selected as a whole, from the smallest to the largest.
ObjectKind = Literal["word", "entity", "figure", "sentence", "quote", "paragraph"]
#: ``indirect`` has no marks: "Pence said there was a chance".
QuoteKind = Literal["direct", "partial", "block", "scare", "title", "indirect"]


class Span(NamedTuple):
    """A stretch of an article's text: code points, end-exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it covers."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of ``text`` it covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether ``other`` lies wholly inside (or is the same)."""
        return self.start <= other.start and other.end <= self.end


class Place(NamedTuple):
    """What tells one label in an article from another: where it stands, and which it is."""

    start: int
    end: int
    label: str


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One story. ``id`` is the hash of ``text`` (see ``annotations.text.content_id``)."""

    id: str
    text: str
    title: str = ""
    byline: str = ""
    date: str = ""
    #: Where it came from: a path, ``path:LINE`` for a row of a table, ``-`` for standard input.
    source: str = ""
    metadata: dict[str, Any] = {}


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the input that was not taken, and why; the rest of the batch goes on."""

    source: str
    reason: str
    #: Counted from 1; None where lines mean nothing.
    line: int | None = None

    def __str__(self) -> str:
        where = self.source if self.line is None else f"{self.source}, line {self.line}"
        return f"{where}: {self.reason}"


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """A named entity or a quantity, with its OntoNotes label."""

    start: int
    end: int
    label: str
    text: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A few words that play a part: the cue of a quotation ("said")."""

    start: int
    end: int
    text: str


class Speaker(msgspec.Struct, frozen=True, kw_only=True):
    """The words that name a speaker where they stand ("she"), and the name they resolve to."""

    start: int
    end: int
    text: str
    name: str


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A quotation, its marks included; one that runs over several paragraphs is one quotation."""

    start: int
    end: int
    text: str
    kind: QuoteKind = "direct"
    speaker: Speaker | None = None
    cue: Mention | None = None
    #: How sure the rules are of the speaker, from 0 to 1; 1 where there is none to be sure of.
    confidence: float = 1.0
    #: Where the first part of the same utterance starts, where a cue splits it: “…,” she said. “…”
    utterance: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tag that is proposed, with a score from 0 to 1 and the reason in words."""

    start: int
    end: int
    label: str
    text: str
    score: float
    why: str
    #: The id of the phrase whose words these are; empty where a rule proposes it.
    phrase: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def place(self) -> Place:
        """What tells it from the other suggestions for its article."""
        return Place(self.start, self.end, self.label)

    @property
    def origin(self) -> Origin:
        """The origin of the tag that it becomes when it is accepted as it is."""
        return "propagated" if self.phrase else "suggested"


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """Words an annotator wants to see wherever they stand: each place becomes a suggestion."""

    id: str
    label: str
    words: str
    #: The id of the one article to look in; empty for all of them.
    article: str = ""


class Detection(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in one article; ``pipeline`` is the fingerprint of what found it."""

    pipeline: str
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    #: A sentence for each part of the pipeline that failed on this article; the rest is there all the same.
    problems: tuple[str, ...] = ()


class Tag(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One annotator's label on a passage. Tags overlap and nest freely.

    A label on the article as a whole is a tag of no words: ``start`` and ``end`` are 0, ``text`` is empty.
    """

    id: str
    article: str
    start: int
    end: int
    #: ``article.text[start:end]``, kept beside the offsets and always checked against them.
    text: str
    label: str
    annotator: str
    origin: Origin = "manual"
    note: str = ""
    created: str
    updated: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    @property
    def on_article(self) -> bool:
        """Whether it labels the article as a whole, and no passage of it."""
        return self.start == self.end == 0


class Orphan(msgspec.Struct, frozen=True, kw_only=True):
    """A tag on an earlier version of an article whose words have no certain place in the present one."""

    tag: Tag
    #: What stood on either side of its words in the earlier version.
    before: str
    after: str
    #: The code point of the present text where to begin to look; no more than that.
    near: int


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far one annotator has come with one article."""

    article: str
    annotator: str
    state: State = "new"
    #: The code point where the caret stood last.
    position: int = 0
    #: Seconds spent, without the idle ones.
    active_seconds: float = 0.0


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the journal: what was there before and what is there after.

    A tag decision has ``before`` and/or ``after``; where an orphan is placed or dropped, ``before`` is a tag
    of an earlier version of the article. A state decision has ``state_before`` and ``state_after``. An undo
    carries the inverse of what it undoes, so that replaying the journal never needs to look back;
    what has no before and after is named by both, and the verb tells which way.
    """

    #: Made by the client, so that writing it twice is writing it once.
    id: str
    at: str
    annotator: str
    article: str
    verb: Verb
    before: Tag | None = None
    after: Tag | None = None
    state_before: State | None = None
    state_after: State | None = None
    #: For undo and redo: the id of the decision that is taken back or done again.
    undoes: str | None = None
    #: What is accepted or dismissed, and not offered again; an undo brings it back.
    suggestion: Suggestion | None = None
    #: What is looked for from here on; an undo calls that off.
    phrase: Phrase | None = None


class ArticleSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a queue or of the library: an article without its text."""

    id: str
    title: str
    source: str
    date: str
    words: int
    state: State
    tags: int


def new_id() -> str:
    """Return a fresh identifier: a random UUID as 32 hexadecimal digits."""
    return uuid.uuid4().hex


def timestamp(moment: datetime | None = None) -> str:
    """Return a moment (default: now) as UTC ISO 8601 with milliseconds."""
    moment = datetime.now(UTC) if moment is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
