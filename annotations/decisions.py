"""What a decision does: the rules that the session, the store and a replay of the journal share.

Pure functions over records. The state of an article only ever follows from its decisions in their
order, so whoever plays them again comes to the same tags.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from annotations.errors import ConflictError, TagError
from annotations.records import Decision, Phrase, Place, State, Tag

#: What may be about a tag of an earlier version of the article it is taken in.
_ABOUT_ORPHANS = frozenset({"place", "drop", "undo", "redo"})


class Settled(NamedTuple):
    """Whose suggestion, accepted or dismissed, is not offered again, and where."""

    article: str
    annotator: str
    place: Place


def tag_id(decision: Decision) -> str | None:
    """Return the id of the tag that a decision is about, or None for a decision about a state."""
    tag = decision.after or decision.before
    return None if tag is None else tag.id


def articles_of(decision: Decision) -> set[str]:
    """Return the ids of the articles that a decision touches: more than one where it is about an orphan."""
    return {decision.article, *(tag.article for tag in (decision.before, decision.after) if tag is not None)}


def settled(decision: Decision) -> Settled | None:
    """Return which suggestion a decision settles, or an undo brings back; None for one about none."""
    if decision.suggestion is None:
        return None
    return Settled(decision.article, decision.annotator, decision.suggestion.place)


def forward(decision: Decision) -> bool:
    """Tell whether a decision settles its suggestion and begins to look for its phrase, or the reverse."""
    return decision.verb != "undo"


def undoable(decision: Decision) -> bool:
    """Tell whether a decision goes on its annotator's undo stack.

    What an import brought in was no act of the annotator, and is not taken back key by key.
    """
    return decision.verb not in ("undo", "redo", "import")


def taken_back(decision: Decision, *, new_id: str, at: str) -> Decision:
    """Return the undo of a decision: its exact inverse, under an id of its own."""
    return msgspec.structs.replace(
        decision,
        id=new_id,
        at=at,
        verb="undo",
        before=decision.after,
        after=decision.before,
        state_before=decision.state_after,
        state_after=decision.state_before,
        undoes=decision.id,
    )


def done_again(decision: Decision, *, new_id: str, at: str) -> Decision:
    """Return the redo of a decision: what it did, under an id of its own."""
    return msgspec.structs.replace(decision, id=new_id, at=at, verb="redo", undoes=decision.id)


def opening(state: State) -> tuple[State | None, State | None]:
    """Return the states before and after that the first act carries: it opens an article that was new."""
    return ("new", "open") if state == "new" else (None, None)


def next_state(decision: Decision, state: State) -> State:
    """Return the state of the article after a decision.

    A decision about a tag changes the state only where it still is what the decision found: it never takes
    a "done" back. One that brings a tag in and says nothing of the state, as an import does, opens a new
    article.
    """
    if decision.state_after is None:
        return "open" if decision.verb in ("tag", "import") and state == "new" else state
    return decision.state_after if decision.state_before == state or _only_state(decision) else state


def check_shape(decision: Decision) -> None:
    """Raise ``TagError`` unless a decision speaks of one article, one annotator and one tag."""
    tags = [tag for tag in (decision.before, decision.after) if tag is not None]
    if _only_state(decision) and None in (decision.state_before, decision.state_after):
        raise TagError(f"decision {decision.id} decides nothing")
    if len({tag.id for tag in tags}) > 1:
        raise TagError(f"decision {decision.id} changes one tag into another")
    for tag in tags:
        elsewhere = tag.article != decision.article and decision.verb not in _ABOUT_ORPHANS
        if elsewhere or tag.annotator != decision.annotator:
            raise TagError(f"decision {decision.id} and its tag differ in article or annotator")
        if not tag.label:
            raise TagError(f"decision {decision.id} has a tag without a label")


def check_fit(decision: Decision, tag: Tag | None, state: State) -> None:
    """Raise ``ConflictError`` unless a decision starts from the tag and the state that are there."""
    if decision.before != tag:
        there = "is gone" if tag is None else "is there already" if decision.before is None else "has changed"
        words = decision.before or tag
        assert words is not None
        raise ConflictError(f"the tag on “{excerpt(words.text)}” {there}: somebody else decided first")
    if _only_state(decision) and decision.state_before != state:
        raise ConflictError(f"the article is {state} by now, no longer {decision.state_before}")


def check_standing(decision: Decision, *, settled: bool, looked_for: bool) -> None:
    """Raise ``ConflictError`` unless a decision finds its suggestion, and its phrase, as it expects them.

    ``settled`` tells whether its suggestion has been accepted or dismissed, ``looked_for`` whether its
    phrase is being looked for.
    """
    if decision.suggestion is not None and settled == forward(decision):
        there = "is settled already" if settled else "is open already"
        words = excerpt(decision.suggestion.text) or decision.suggestion.label
        raise ConflictError(f"the suggestion “{words}” {there}: somebody else decided first")
    if decision.phrase is not None and looked_for == forward(decision):
        there = "are looked for already" if looked_for else "are not looked for any more"
        raise ConflictError(f"the words “{excerpt(decision.phrase.words)}” {there}")


def check_quote(tag: Tag, text: str) -> None:
    """Raise ``TagError`` unless a tag's words are exactly those of the text at its offsets, or it has none.

    Only a label on the article as a whole has none.
    """
    if not (0 <= tag.start < tag.end <= len(text) or tag.on_article):
        raise TagError(f"a tag at {tag.start}–{tag.end} does not lie in an article of {len(text)} characters")
    if text[tag.start : tag.end] != tag.text:
        raise TagError(f"the article does not read “{excerpt(tag.text)}” at {tag.start}–{tag.end}")


def _only_state(decision: Decision) -> bool:
    """Tell whether a decision is about nothing but how far the article has come."""
    return tag_id(decision) is None and decision.suggestion is None and decision.phrase is None


class Ledger:
    """What follows from decisions, while they are played one by one."""

    def __init__(
        self,
        tags: Iterable[Tag] = (),
        states: Iterable[tuple[tuple[str, str], State]] = (),
        settled: Iterable[Settled] = (),
        phrases: Iterable[tuple[str, Phrase]] = (),
    ) -> None:
        self.tags = {tag.id: tag for tag in tags}
        #: By (article, annotator).
        self.states: dict[tuple[str, str], State] = dict(states)
        self.settled = set(settled)
        #: Annotators and what they look for, by the phrase's id.
        self.phrases = {phrase.id: (annotator, phrase) for annotator, phrase in phrases}

    def state(self, article: str, annotator: str) -> State:
        """Return how far an annotator has come with an article."""
        return self.states.get((article, annotator), "new")

    def play(self, decision: Decision) -> None:
        """Carry out one decision; raises ``ConflictError``, with nothing changed, when it does not fit."""
        check_shape(decision)
        key = tag_id(decision)
        state = self.state(decision.article, decision.annotator)
        check_fit(decision, None if key is None else self.tags.get(key), state)
        self._check_standing(decision)
        if key is not None and decision.after is None:
            del self.tags[key]
        elif key is not None and decision.after is not None:
            self.tags[key] = decision.after
        self._play_suggestion(decision)
        self.states[decision.article, decision.annotator] = next_state(decision, state)

    def _check_standing(self, decision: Decision) -> None:
        check_standing(
            decision,
            settled=settled(decision) in self.settled,
            looked_for=decision.phrase is not None and decision.phrase.id in self.phrases,
        )

    def _play_suggestion(self, decision: Decision) -> None:
        there = settled(decision)
        if there is not None:
            (self.settled.add if forward(decision) else self.settled.discard)(there)
        if decision.phrase is not None and forward(decision):
            self.phrases[decision.phrase.id] = (decision.annotator, decision.phrase)
        elif decision.phrase is not None:
            del self.phrases[decision.phrase.id]


def excerpt(words: str, length: int = 40) -> str:
    """Return the beginning of some words, for a message."""
    return words if len(words) <= length else words[: length - 1] + "…"
