"""What one annotator has in one article: tags, suggestions and progress, to be asked and not changed."""

from collections.abc import Iterable

from msgspec.structs import replace

from annotations.decisions import check_standing, excerpt
from annotations.errors import TagError
from annotations.offers import Offers
from annotations.propagation import propagated
from annotations.records import (
    Article,
    Decision,
    Origin,
    Phrase,
    Place,
    Progress,
    Span,
    State,
    Suggestion,
    Tag,
)
from annotations.scheme import Label, Scheme
from annotations.tagset import TagSet, reading_order
from annotations.text import sentence_at


class Situation:
    """The state of one article for one annotator.

    Offsets are code points, end-exclusive. A label on the article as a whole is a tag like the others, but
    stands on no passage: the questions about passages pass it over.
    """

    def __init__(  # noqa: PLR0913 - what it is about, by name
        self,
        article: Article,
        *,
        scheme: Scheme,
        annotator: str,
        tags: Iterable[Tag],
        progress: Progress,
        settled: Iterable[Place] = (),
        phrases: Iterable[Phrase] = (),
        orphans: Iterable[Tag] = (),
    ) -> None:
        self.article = article
        self.scheme = scheme
        self.annotator = annotator
        self._progress: Progress = progress
        self._tags = TagSet(tags)
        self._orphans = {orphan.id: orphan for orphan in orphans}
        self._phrases = {phrase.id: phrase for phrase in phrases}
        self._offers = Offers({label.name for label in scheme.labels}, settled, self._tagged)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag, in reading order; the same object until something changes."""
        return self._tags.all

    @property
    def passages(self) -> tuple[Tag, ...]:
        """The tags on passages, in reading order; the same object until something changes."""
        return self._tags.passages

    @property
    def article_labels(self) -> tuple[Tag, ...]:
        """The tags on the article as a whole."""
        return self._tags.on_article

    @property
    def orphans(self) -> tuple[Tag, ...]:
        """The tags on earlier versions of the article that have no certain place in it, in reading order."""
        return tuple(sorted(self._orphans.values(), key=reading_order))

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What waits for an answer, in reading order; the same object until something changes."""
        return self._offers.open

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What is looked for here (see ``propagated``)."""
        return tuple(self._phrases.values())

    @property
    def progress(self) -> Progress:
        """How far the annotator has come: state, position, active seconds."""
        return self._progress

    @property
    def state(self) -> State:
        """How far the annotator has come, in one word."""
        return self._progress.state

    def find(self, tag_id: str) -> Tag:
        """Return the tag of that id; raises ``TagError`` when there is none."""
        tag = self._tags.get(tag_id)
        if tag is None:
            raise TagError("that tag is no longer there")
        return tag

    def find_orphan(self, tag_id: str) -> Tag:
        """Return the orphan of that id; raises ``TagError`` when there is none, or none any more."""
        orphan = self._orphans.get(tag_id)
        if orphan is None:
            raise TagError("that tag has its place already, or was dropped")
        return orphan

    def at(self, offset: int) -> tuple[Tag, ...]:
        """Return the tags that cover a code point, innermost first."""
        return self._tags.at(offset)

    def next(self, span: Span) -> Tag | None:
        """Return the first tag after a span in reading order, or None."""
        return self._tags.next(span)

    def previous(self, span: Span) -> Tag | None:
        """Return the last tag before a span in reading order, or None."""
        return self._tags.previous(span)

    def suggestion_at(self, offset: int) -> Suggestion | None:
        """Return the shortest open suggestion that covers a code point, or None."""
        return self._offers.at(offset)

    def next_suggestion(self, span: Span) -> Suggestion | None:
        """Return the first open suggestion after a span in reading order, or None."""
        return self._offers.next(span)

    def previous_suggestion(self, span: Span) -> Suggestion | None:
        """Return the last open suggestion before a span in reading order, or None."""
        return self._offers.previous(span)

    def detected(self, suggestions: Iterable[Suggestion]) -> None:
        """Take what the rules suggest; what was settled before is not offered again."""
        self._offers.detected(suggestions)

    def propagated(self, suggestions: Iterable[Suggestion]) -> None:
        """Take where the words of phrases stand here (see ``annotations.propagation``)."""
        self._offers.propagated(suggestions)

    def replace(
        self,
        tags: Iterable[Tag],
        progress: Progress,
        settled: Iterable[Place] = (),
        orphans: Iterable[Tag] = (),
    ) -> None:
        """Start again from what is on disk, after a decision was refused there."""
        self._tags = TagSet(tags)
        self._orphans = {orphan.id: orphan for orphan in orphans}
        self._progress = progress
        self._offers.restart(settled)

    def _tagged(self, place: Place) -> bool:
        return self._tags.same(Span(place.start, place.end), place.label) is not None

    def _label(self, name: str) -> Label:
        label = self.scheme.label(name)
        if label is None:
            raise TagError(f"the scheme has no label “{name}”")
        return label

    def _passage(self, span: Span) -> Span:
        if not 0 <= span.start <= span.end <= len(self.article.text):
            raise TagError(f"{span.start}–{span.end} does not lie in the article")
        selected = span.of(self.article.text)
        words = selected.strip()
        if not words:
            raise TagError("nothing is selected")
        start = span.start + len(selected) - len(selected.lstrip())
        return Span(start, start + len(words))

    def _fitted(self, span: Span, label: str) -> Span:
        """Return what a label is put on for a selection: the article, whole sentences, or the words of it."""
        known = self.scheme.label(label)
        kind = "passage" if known is None else known.kind
        if kind == "article":
            return Span(0, 0)
        span = self._passage(span)
        if kind == "sentence":
            first, last = (sentence_at(self.article.text, offset) for offset in (span.start, span.end - 1))
            assert first is not None, "sentences hold all that is no white space"
            assert last is not None, "sentences hold all that is no white space"
            span = Span(first.start, last.end)
        return span

    def _check(self, span: Span, label: str) -> None:
        self._label(label)
        self._check_free(span, label)

    def _check_free(self, span: Span, label: str) -> None:
        if self._tags.same(span, label) is not None:
            words = f"“{excerpt(span.of(self.article.text))}”" if span.length else "the article"
            raise TagError(f"{words} is tagged {label} already")

    def _put(self, tag: Tag, span: Span, label: str) -> Tag:
        """Return a tag as it would be with that label at that place; raises ``TagError`` if one is there."""
        span = self._fitted(span, label)
        self._check(span, label)
        text = span.of(self.article.text)
        origin: Origin = tag.origin if tag.origin == "manual" else "edited"
        return replace(tag, start=span.start, end=span.end, text=text, label=label, origin=origin)

    def _somewhere(self, tag_id: str) -> Tag | None:
        return self._tags.get(tag_id) or self._orphans.get(tag_id)

    def _exchange(self, before: Tag | None, after: Tag | None) -> None:
        """Have one tag in the place of another; one of an earlier version is an orphan here."""
        if before is not None:
            self._tags.discard(before.id)
            self._orphans.pop(before.id, None)
        if after is not None and after.article == self.article.id:
            self._tags.put(after)
        elif after is not None:
            self._orphans[after.id] = after
        self._offers.changed()

    def _check_open(self, suggestion: Suggestion) -> None:
        if not self._offers.is_open(suggestion):
            raise TagError("that suggestion is not open any more")

    def _check_standing(self, decision: Decision) -> None:
        suggestion, phrase = decision.suggestion, decision.phrase
        check_standing(
            decision,
            settled=suggestion is not None and self._offers.settled(suggestion.place),
            looked_for=phrase is not None and phrase.id in self._phrases,
        )

    def _look_for(self, phrase: Phrase, forward: bool) -> None:
        if forward:
            self._phrases[phrase.id] = phrase
            self._offers.propagated(propagated(self.article.text, [phrase]))
        else:
            del self._phrases[phrase.id]
            self._offers.call_off(phrase)
