"""Undo and redo: what one annotator decided, newest last, across articles and restarts.

It holds as much of the journal as was read; ``needs_older`` tells when to read on.
"""

from collections.abc import Iterable

from annotations.decisions import undoable
from annotations.records import Decision

#: With fewer decisions than this at hand, older ones are worth reading.
LOW_WATER = 100


class History:
    """The two stacks of one annotator: decisions that can be undone, and undone ones to redo."""

    def __init__(
        self, done: Iterable[Decision] = (), undone: Iterable[Decision] = (), *, complete: bool = True
    ) -> None:
        self._done = list(done)
        self._undone = list(undone)
        self._complete = complete

    @property
    def next_undo(self) -> Decision | None:
        """The decision that undo takes back; its ``article`` is where that happens."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Decision | None:
        """The decision that redo does again; its ``article`` is where that happens."""
        return self._undone[-1] if self._undone else None

    @property
    def needs_older(self) -> bool:
        """Tell whether the journal holds older decisions that undo may soon ask for."""
        return not self._complete and len(self._done) < LOW_WATER

    @property
    def oldest(self) -> str | None:
        """The id of the oldest decision at hand: where reading on begins."""
        return self._done[0].id if self._done else None

    def extend(self, older: Iterable[Decision], *, complete: bool) -> None:
        """Put older decisions, oldest first, under those at hand; ``complete`` when there are no more."""
        known = {decision.id for decision in self._done}
        self._done[:0] = [decision for decision in older if decision.id not in known]
        self._complete = complete

    def reload(self, done: Iterable[Decision], undone: Iterable[Decision], *, complete: bool) -> None:
        """Start again from what is on disk, after a decision was refused."""
        self._done = list(done)
        self._undone = list(undone)
        self._complete = complete

    def record(self, decision: Decision) -> None:
        """Take note of a decision just taken: an undo or redo moves one, a new one ends redoing."""
        if decision.verb == "undo":
            self._undone.append(self._done.pop())
        elif decision.verb == "redo":
            self._done.append(self._undone.pop())
        elif undoable(decision):
            self._done.append(decision)
            self._undone.clear()

    def drop_undo(self) -> None:
        """Forget the next undo, because what it decided has been overtaken."""
        self._done.pop()

    def drop_redo(self) -> None:
        """Forget the next redo, because what it decided has been overtaken."""
        self._undone.pop()
