"""How decisions are taken, taken back and done again in one article: what every verb of a session rests on.

Exactly one decision is handed to ``commit`` for each act, before the state in memory changes, so that what it
refuses has never happened.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from annotations.decisions import check_fit, done_again, forward, next_state, tag_id, taken_back
from annotations.errors import ConflictError, TagError
from annotations.history import History
from annotations.records import (
    Article,
    Decision,
    Phrase,
    Place,
    Progress,
    State,
    Suggestion,
    Tag,
    Verb,
    new_id,
    timestamp,
)
from annotations.scheme import Scheme
from annotations.situation import Situation


class OtherArticleError(TagError):
    """The next undo or redo belongs to another article, which has to be opened first."""

    def __init__(self, article: str) -> None:
        super().__init__("that was decided in another article")
        self.article = article


class Deciding(Situation):
    """The state of one article for one annotator, and what changes it.

    ``tags``, ``progress``, ``settled``, ``phrases`` and ``orphans`` are the annotator's own, as stored;
    ``commit`` is handed each decision once, before the state here changes.
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
        settled: Iterable[Place] = (),
        phrases: Iterable[Phrase] = (),
        orphans: Iterable[Tag] = (),
        clock: Callable[[], str] = timestamp,
        new_id: Callable[[], str] = new_id,
    ) -> None:
        super().__init__(
            article,
            scheme=scheme,
            annotator=annotator,
            tags=tags,
            progress=progress,
            settled=settled,
            phrases=phrases,
            orphans=orphans,
        )
        self.history = history
        self._commit = commit
        self._clock = clock
        self._new_id = new_id

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
            check_fit(decision, None if key is None else self._somewhere(key), self.state)
            self._check_standing(decision)
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
        suggestion: Suggestion | None = None,
        phrase: Phrase | None = None,
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
            suggestion=suggestion,
            phrase=phrase,
        )
        self._apply(decision)

    def _apply(self, decision: Decision) -> Decision:
        self._commit(decision)
        self._exchange(decision.before, decision.after)
        if decision.suggestion is not None:
            self._offers.settle(decision.suggestion.place, forward(decision))
        if decision.phrase is not None:
            self._look_for(decision.phrase, forward(decision))
        self._progress = replace(self._progress, state=next_state(decision, self.state))
        self.history.record(decision)
        return decision
