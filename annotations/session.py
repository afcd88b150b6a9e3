"""One annotator at work on one article: every verb of the desk, without a desk.

A verb validates, hands exactly one decision to ``commit``, changes the state in memory and returns the
new record. The screen repaints from the session; saving goes on behind it.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from annotations.decisions import check_fit, done_again, excerpt, next_state, opening, tag_id, taken_back
from annotations.errors import ConflictError, TagError
from annotations.history import History
from annotations.records import (
    Article,
    Decision,
    Origin,
    Progress,
    Span,
    State,
    Tag,
    Verb,
    new_id,
    timestamp,
)
from annotations.scheme import Scheme
from annotations.tagset import TagSet
from annotations.text import clean

__all__ = ["History", "OtherArticleError", "Session"]


class OtherArticleError(TagError):
    """The next undo or redo belongs to another article, which has to be opened first."""

    def __init__(self, article: str) -> None:
        super().__init__("that was decided in another article")
        self.article = article


class Session:
    """The state of one article for one annotator, and the decisions that change it.

    ``tags`` and ``progress`` are the annotator's own, as stored; ``commit`` is handed each decision once,
    before the state here changes, so that what it refuses has never happened. Offsets are code points,
    end-exclusive.
    """

    def __init__(  # noqa: PLR0913 - what it works on, by name
        self,
        article: Article,
        *,
        scheme: Scheme,
        annotator: str,
        tags: Iterable[Tag],
        progress: Progress,
        history: History,
        commit: Callable[[Decision], object],
        clock: Callable[[], str] = timestamp,
        new_id: Callable[[], str] = new_id,
    ) -> None:
        self.article = article
        self.scheme = scheme
        self.annotator = annotator
        self.history = history
        self._commit = commit
        self._clock = clock
        self._new_id = new_id
        self._tags = TagSet(tags)
        self._progress: Progress = progress

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag, in reading order; the same object until something changes."""
        return self._tags.all

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

    def at(self, offset: int) -> tuple[Tag, ...]:
        """Return the tags that cover a code point, innermost first."""
        return self._tags.at(offset)

    def next(self, span: Span) -> Tag | None:
        """Return the first tag after a span in reading order, or None."""
        return self._tags.next(span)

    def previous(self, span: Span) -> Tag | None:
        """Return the last tag before a span in reading order, or None."""
        return self._tags.previous(span)

    def tag(self, span: Span, label: str, *, origin: Origin = "manual", note: str = "") -> Tag:
        """Put a label on a passage, without the whitespace around it.

        Raises ``TagError`` for an empty or impossible span, an unknown label, or a tag that is there already.
        """
        span = self._passage(span)
        self._check(span, label)
        now = self._clock()
        tag = Tag(
            id=self._new_id(),
            article=self.article.id,
            start=span.start,
            end=span.end,
            text=span.of(self.article.text),
            label=label,
            annotator=self.annotator,
            origin=origin,
            note=clean(note)[0],
            created=now,
            updated=now,
        )
        self._decide("tag", now, after=tag, states=opening(self.state))
        return tag

    def relabel(self, tag_id: str, label: str) -> Tag:
        """Give a tag another label; the one it has changes nothing. Raises as ``tag`` does."""
        tag = self.find(tag_id)
        if label == tag.label:
            return tag
        self._check(tag.span, label)
        return self._change("relabel", tag, replace(tag, label=label, origin=_edited(tag.origin)))

    def move(self, tag_id: str, span: Span) -> Tag:
        """Put a tag on another passage; the one it has changes nothing. Raises as ``tag`` does."""
        tag = self.find(tag_id)
        span = self._passage(span)
        if span == tag.span:
            return tag
        self._check(span, tag.label)
        text = span.of(self.article.text)
        moved = replace(tag, start=span.start, end=span.end, text=text, origin=_edited(tag.origin))
        return self._change("move", tag, moved)

    def note(self, tag_id: str, note: str) -> Tag:
        """Write a note on a tag, or an empty one to take it away; raises ``TagError`` for an unknown tag."""
        tag = self.find(tag_id)
        note = clean(note)[0]
        return tag if note == tag.note else self._change("note", tag, replace(tag, note=note))

    def remove(self, tag_id: str) -> Tag:
        """Take a tag away and return it; raises ``TagError`` for an unknown tag."""
        tag = self.find(tag_id)
        self._decide("remove", self._clock(), before=tag)
        return tag

    def set_state(self, state: State) -> Progress:
        """Say how far the article has come; the state it has changes nothing."""
        if state != self.state:
            self._decide("state", self._clock(), states=(self.state, state))
        return self._progress

    def visit(self, position: int, seconds: float = 0.0) -> Progress:
        """Note where the caret stands and add seconds spent; returns the record for the store to keep."""
        position = max(0, min(position, len(self.article.text)))
        spent = self._progress.active_seconds + max(0.0, seconds)
        self._progress = replace(self._progress, position=position, active_seconds=spent)
        return self._progress

    def undo(self) -> Decision:
        """Take the newest decision back and return the decision that does so.

        Raises ``OtherArticleError`` when it was taken in another article (``history.next_undo`` tells which),
        ``TagError`` when there is none or it has been overtaken; an overtaken one is not offered again.
        """
        target = self._here(self.history.next_undo, "undo")
        decision = taken_back(target, new_id=self._new_id(), at=self._clock())
        return self._repeat(decision, self.history.drop_undo)

    def redo(self) -> Decision:
        """Do the decision undone last again and return the decision that does so; raises as ``undo`` does."""
        target = self._here(self.history.next_redo, "redo")
        decision = done_again(target, new_id=self._new_id(), at=self._clock())
        return self._repeat(decision, self.history.drop_redo)

    def replace(self, tags: Iterable[Tag], progress: Progress) -> None:
        """Start again from what is on disk, after a decision was refused there."""
        self._tags = TagSet(tags)
        self._progress = progress

    def _passage(self, span: Span) -> Span:
        if not 0 <= span.start <= span.end <= len(self.article.text):
            raise TagError(f"{span.start}–{span.end} does not lie in the article")
        selected = span.of(self.article.text)
        words = selected.strip()
        if not words:
            raise TagError("nothing is selected")
        start = span.start + len(selected) - len(selected.lstrip())
        return Span(start, start + len(words))

    def _check(self, span: Span, label: str) -> None:
        if self.scheme.label(label) is None:
            raise TagError(f"the scheme has no label “{label}”")
        if self._tags.same(span, label) is not None:
            raise TagError(f"“{excerpt(span.of(self.article.text))}” is tagged {label} already")

    def _change(self, verb: Verb, before: Tag, after: Tag) -> Tag:
        now = self._clock()
        after = replace(after, updated=now)
        self._decide(verb, now, before=before, after=after)
        return after

    def _here(self, target: Decision | None, verb: str) -> Decision:
        if target is None:
            waits = verb == "undo" and self.history.needs_older
            raise TagError("older decisions are still being read" if waits else f"nothing to {verb}")
        if target.article != self.article.id:
            raise OtherArticleError(target.article)
        return target

    def _repeat(self, decision: Decision, drop: Callable[[], None]) -> Decision:
        key = tag_id(decision)
        try:
            check_fit(decision, None if key is None else self._tags.get(key), self.state)
        except ConflictError as error:
            drop()
            raise TagError(f"cannot {decision.verb} that: {error}") from None
        return self._apply(decision)

    def _decide(
        self,
        verb: Verb,
        at: str,
        *,
        before: Tag | None = None,
        after: Tag | None = None,
        states: tuple[State | None, State | None] = (None, None),
    ) -> None:
        decision = Decision(
            id=self._new_id(),
            at=at,
            annotator=self.annotator,
            article=self.article.id,
            verb=verb,
            before=before,
            after=after,
            state_before=states[0],
            state_after=states[1],
        )
        self._apply(decision)

    def _apply(self, decision: Decision) -> Decision:
        self._commit(decision)
        if decision.after is not None:
            self._tags.put(decision.after)
        elif decision.before is not None:
            self._tags.discard(decision.before.id)
        self._progress = replace(self._progress, state=next_state(decision, self.state))
        self.history.record(decision)
        return decision


def _edited(origin: Origin) -> Origin:
    return origin if origin == "manual" else "edited"
