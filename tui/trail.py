"""Where a reader has been: the places that were jumped from, back and forth, across articles."""

from typing import NamedTuple

#: Older places are forgotten.
_MOST = 100


class Place(NamedTuple):
    """A word of an article, by its code point."""

    article: str
    offset: int


class Trail:
    """The places jumped from, oldest first, and those that going back has left ahead."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, place: Place) -> None:
        """Take note of a place that is jumped from; what was ahead is no longer."""
        if self._behind[-1:] != [place]:
            self._behind.append(place)
        self._ahead.clear()
        del self._behind[:-_MOST]

    def back(self, here: Place) -> Place | None:
        """Return the place before, and keep ``here`` ahead; None at the beginning."""
        return _step(self._behind, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        """Return the place that was gone back from, and keep ``here`` behind; None at the end."""
        return _step(self._ahead, self._behind, here)


def _step(source: list[Place], target: list[Place], here: Place) -> Place | None:
    while source:
        place = source.pop()
        if place != here:
            target.append(here)
            return place
    return None
