"""The suggestions for one article that still wait for an answer, in reading order."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable
from itertools import accumulate

from annotations.records import Phrase, Place, Span, Suggestion


class Offers:
    """What rules and phrases suggest, without what is settled, tagged already, or no label of the scheme.

    ``tagged`` tells whether there is a tag with that label on that span; call ``changed`` when its answers
    may have changed. Offsets are code points, spans end-exclusive.
    """

    def __init__(
        self, labels: Collection[str], settled: Iterable[Place], tagged: Callable[[Place], bool]
    ) -> None:
        self._labels = frozenset(labels)
        self._settled = set(settled)
        self._tagged = tagged
        self._detected: tuple[Suggestion, ...] = ()
        self._propagated: tuple[Suggestion, ...] = ()
        self._open: tuple[Suggestion, ...] | None = None
        self._places: list[tuple[int, int]] = []
        self._reach: list[int] = []

    @property
    def open(self) -> tuple[Suggestion, ...]:
        """Those that wait, in reading order; the same object until something changes."""
        if self._open is None:
            # Where a rule and a phrase say the same, the rule has more to say.
            each = {offer.place: offer for offer in (*self._propagated, *self._detected)}
            waiting = (offer for offer in each.values() if self._waits(offer.place))
            self._open = tuple(sorted(waiting, key=_reading_order))
            self._places = [_place(offer.span) for offer in self._open]
            self._reach = list(accumulate((offer.end for offer in self._open), max))
        return self._open

    def is_open(self, offer: Suggestion) -> bool:
        """Tell whether a suggestion waits for an answer."""
        return self._waits(offer.place)

    def detected(self, offers: Iterable[Suggestion]) -> None:
        """Take what the rules suggest, in place of what they suggested before."""
        self._detected = tuple(offers)
        self.changed()

    def propagated(self, offers: Iterable[Suggestion]) -> None:
        """Take where phrases stand in the article, in addition to what is known of other phrases."""
        fresh = tuple(offers)
        phrases = {offer.phrase for offer in fresh}
        self._propagated = (*(o for o in self._propagated if o.phrase not in phrases), *fresh)
        self.changed()

    def call_off(self, phrase: Phrase) -> None:
        """Look for a phrase no longer."""
        self._propagated = tuple(offer for offer in self._propagated if offer.phrase != phrase.id)
        self.changed()

    def settle(self, place: Place, settled: bool) -> None:
        """Take a suggestion for answered, or not after all."""
        (self._settled.add if settled else self._settled.discard)(place)
        self.changed()

    def settled(self, place: Place) -> bool:
        """Tell whether a suggestion was accepted or dismissed."""
        return place in self._settled

    def restart(self, settled: Iterable[Place]) -> None:
        """Take these, and no others, for answered."""
        self._settled = set(settled)
        self.changed()

    def changed(self) -> None:
        """Work out anew which of them wait."""
        self._open = None

    def at(self, offset: int) -> Suggestion | None:
        """Return the shortest suggestion that covers a code point, or None."""
        waiting, covering = self.open, []
        place = bisect_right(self._places, (offset, 0)) - 1
        # How far those up to here reach at most tells where looking back can stop.
        while place >= 0 and self._reach[place] > offset:
            if waiting[place].end > offset:
                covering.append(waiting[place])
            place -= 1
        return min(covering, key=lambda offer: offer.span.length, default=None)

    def next(self, span: Span) -> Suggestion | None:
        """Return the first suggestion after a span in reading order, or None."""
        waiting = self.open
        place = bisect_right(self._places, _place(span))
        return waiting[place] if place < len(waiting) else None

    def previous(self, span: Span) -> Suggestion | None:
        """Return the last suggestion before a span in reading order, or None."""
        waiting = self.open
        place = bisect_left(self._places, _place(span))
        return waiting[place - 1] if place else None

    def _waits(self, place: Place) -> bool:
        return place.label in self._labels and place not in self._settled and not self._tagged(place)


def _place(span: Span) -> tuple[int, int]:
    return span.start, -span.end


def _reading_order(offer: Suggestion) -> tuple[int, int, str]:
    return offer.start, -offer.end, offer.label
