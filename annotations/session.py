"""One annotator at work on one article: every verb of the desk, without a desk.

A verb validates, hands exactly one decision to ``commit``, changes the state in memory and returns the
new record. The screen repaints from the session; saving goes on behind it.
"""

from msgspec.structs import replace

from annotations.deciding import Deciding, OtherArticleError
from annotations.decisions import excerpt, opening
from annotations.errors import TagError
from annotations.history import History
from annotations.propagation import same_words, searchable
from annotations.records import Origin, Phrase, Progress, Span, State, Suggestion, Tag, Verb
from annotations.text import clean

__all__ = ["History", "OtherArticleError", "Session"]


class Session(Deciding):
    """What an annotator can decide in an article; ``Deciding`` tells what it is made of."""

    def tag(self, span: Span, label: str, *, origin: Origin = "manual", note: str = "") -> Tag:
        """Put a label on a passage, without the whitespace around it.

        A label of whole sentences takes those that the passage touches, one of the article none of it.
        Raises ``TagError`` for an empty or impossible span, an unknown label, or a tag that is there already.
        """
        return self._new_tag(span, label, origin, note)

    def toggle_article_label(self, label: str) -> Tag | None:
        """Put a label on the article as a whole, or take it away again; returns the new tag, or None.

        Raises ``TagError`` for a label that is for passages.
        """
        if self._label(label).kind != "article":
            raise TagError(f"{label} labels passages, not the article as a whole")
        there = self._tags.same(Span(0, 0), label)
        if there is None:
            return self.tag(Span(0, 0), label)
        self.remove(there.id)
        return None

    def accept(self, suggestion: Suggestion, *, label: str | None = None, span: Span | None = None) -> Tag:
        """Make a tag of an open suggestion, with another label or on another span where these are given.

        Its origin tells whether it was changed. Raises as ``tag`` does, and for what is not open any more.
        """
        self._check_open(suggestion)
        label, span = label or suggestion.label, span or suggestion.span
        as_it_is = (label, span) == (suggestion.label, suggestion.span)
        return self._new_tag(span, label, suggestion.origin if as_it_is else "edited", suggestion=suggestion)

    def dismiss(self, suggestion: Suggestion) -> None:
        """Have an open suggestion never offered again; raises ``TagError`` for what is not open any more."""
        self._check_open(suggestion)
        self._decide("dismiss", self._clock(), suggestion=suggestion, states=opening(self.state))

    def propagate(self, span: Span, label: str, *, everywhere: bool = False) -> tuple[Suggestion, ...]:
        """Suggest a label wherever the words of a passage stand, and return what is suggested here now.

        They are looked for in this article, or in all, those to come included. Raises ``TagError`` where
        there are no words, an article's label is meant, or they are looked for already.
        """
        words = self._passage(span).of(self.article.text)
        if self._label(label).kind == "article" or not searchable(words):
            raise TagError(f"“{excerpt(words)}” cannot be looked for as {label}")
        where = "" if everywhere else self.article.id
        for known in self._phrases.values():
            if (known.label, known.article) == (label, where) and same_words(known.words, words):
                raise TagError(f"“{excerpt(words)}” is looked for as {label} already")
        phrase = Phrase(id=self._new_id(), label=label, words=words, article=where)
        self._decide("propagate", self._clock(), phrase=phrase)
        return tuple(offer for offer in self.suggestions if offer.phrase == phrase.id)

    def relabel(self, tag_id: str, label: str) -> Tag:
        """Give a tag another label; the one it has changes nothing. Raises as ``tag`` does."""
        tag = self.find(tag_id)
        if label == tag.label:
            return tag
        if (self._label(label).kind == "article") != tag.on_article:
            raise TagError(f"{tag.label} cannot become {label}: only one of them is for the whole article")
        return self._change("relabel", tag, self._put(tag, tag.span, label))

    def move(self, tag_id: str, span: Span) -> Tag:
        """Put a tag on another passage; the one it has changes nothing. Raises as ``tag`` does."""
        tag = self.find(tag_id)
        span = self._fitted(span, tag.label)
        return tag if span == tag.span else self._change("move", tag, self._put(tag, span, tag.label))

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

    def place(self, orphan_id: str, span: Span) -> Tag:
        """Put an orphan on a passage of the article as it is now; all else about the tag stays.

        Its label may be one that the scheme no longer has. Raises ``TagError`` for an unknown orphan, an
        empty or impossible span, or a tag of that label that is there already.
        """
        orphan = self.find_orphan(orphan_id)
        span = self._fitted(span, orphan.label)
        self._check_free(span, orphan.label)
        now, text = self._clock(), span.of(self.article.text)
        placed = replace(
            orphan, article=self.article.id, start=span.start, end=span.end, text=text, updated=now
        )
        self._decide("place", now, before=orphan, after=placed, states=opening(self.state))
        return placed

    def drop(self, orphan_id: str) -> Tag:
        """Give an orphan up and return it; raises ``TagError`` for an unknown one."""
        orphan = self.find_orphan(orphan_id)
        self._decide("drop", self._clock(), before=orphan, states=opening(self.state))
        return orphan

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

    def _new_tag(
        self,
        span: Span,
        label: str,
        origin: Origin,
        note: str = "",
        *,
        suggestion: Suggestion | None = None,
    ) -> Tag:
        span = self._fitted(span, label)
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
        self._decide("tag", now, after=tag, suggestion=suggestion, states=opening(self.state))
        return tag

    def _change(self, verb: Verb, before: Tag, after: Tag) -> Tag:
        now = self._clock()
        after = replace(after, updated=now)
        self._decide(verb, now, before=before, after=after)
        return after
