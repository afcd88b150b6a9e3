"""The named entities of an article, looked up by where they stand."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from annotations.records import Entity

#: What can speak.
_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


class Mentions:
    """Those entities that can speak, in the order of the text."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = [entity for entity in entities if entity.label in _LABELS]
        self._starts = [entity.start for entity in self._entities]
        self._ends = [entity.end for entity in self._entities]

    def ending(self, end: int) -> Entity | None:
        """Return the one that ends just there."""
        index = bisect_left(self._ends, end)
        return self._entities[index] if index < len(self._ends) and self._ends[index] == end else None

    def at(self, start: int, end: int) -> Entity | None:
        """Return the one that covers just these code points."""
        entity = self.ending(end)
        return entity if entity is not None and entity.start == start else None

    def from_(self, start: int, end: int) -> Entity | None:
        """Return the first one that starts in a stretch."""
        index = bisect_left(self._starts, start)
        return self._entities[index] if index < len(self._starts) and self._starts[index] < end else None

    def holding(self, at: int) -> Entity | None:
        """Return the one that covers a place."""
        index = bisect_right(self._starts, at) - 1
        return self._entities[index] if index >= 0 and self._entities[index].end > at else None

    def holds(self, at: int) -> bool:
        """Tell whether one covers a place."""
        return self.holding(at) is not None

    def best(self, start: int, end: int) -> Entity | None:
        """Return the first person that starts in a stretch, else the first of any kind."""
        first = entity = self.from_(start, end)
        while entity is not None and entity.label != "PERSON":
            entity = self.from_(entity.end, end)
        return entity or first
