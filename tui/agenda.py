"""The articles to be read: what a view of the library shows, walked one by one and never held as a whole."""

import hashlib
import os
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annotations.records import State
from annotations.store import Store, library, places
from annotations.store.views import FINISHED, STATES, Key, View

#: What is still to be done.
UNFINISHED: tuple[State, ...] = tuple(state for state in STATES if state not in FINISHED)
#: So many articles keep the place that they had when they were opened.
_REMEMBERED = 500
#: Places and articles beyond this are not counted while somebody waits for an article.
_COUNTED = 5_000


class _Spot(NamedTuple):
    """Where an article stood in the order when it was opened; ``place`` from 1, 0 where not counted."""

    key: Key
    place: int


class Agenda:
    """A view of the library and where one is in it.

    What takes a store runs on the store's thread. Place and length are asked for while the screen is drawn:
    they are what was found out last.
    """

    def __init__(self, annotator: str) -> None:
        #: The article that is on the page; it may be there before the database has it.
        self.shown = ""
        self._annotator = annotator
        self._view = View(annotator=annotator)
        #: Which articles were named for this run; and whether it goes on with a view of an earlier one.
        self._among = ""
        self.resumed = False
        self._spots: dict[str, _Spot] = {}
        self._length = 0

    @property
    def view(self) -> View:
        """What is shown, and in which order."""
        return self._view

    @view.setter
    def view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._spots, self._length = {}, 0

    def begin(self, paths: Sequence[str]) -> None:
        """Show the articles that were named, or with none all of them."""
        self.view = View(annotator=self._annotator, chosen=bool(paths))
        named = "\0".join(os.path.abspath(path) for path in paths)  # noqa: PTH100 - a glob is no path
        self._among = hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest() if paths else ""

    def resume(self, store: Store) -> None:
        """Show what was shown last when the same articles were named, unless it were nothing now."""
        left = places.left_view(store.connection, self._annotator, self._among)
        if left is None or left == self._view:
            return
        # What was named is not known to the database yet.
        if left.chosen or library.page(store.connection, left, limit=1):
            self.view, self.resumed = left, True

    def leave(self, store: Store) -> None:
        """Keep what is shown for the next run."""
        own = replace(self._view, annotator=self._annotator)
        places.leave_view(store.connection, own, self._among)

    def __len__(self) -> int:
        """How many articles there are, as far as they are counted."""
        return self._length

    def place(self, article: str) -> int:
        """Return the place of an article that was opened, from 1; 0 where it has none."""
        spot = self._spots.get(article)
        return 0 if spot is None else spot.place

    def arrive(self, store: Store, article: str) -> None:
        """Take note of where an article stands before work on it moves it to another place."""
        self._ready(store)
        if article not in self._spots:
            line = library.find(store.connection, self._view, article)
            if line is not None:
                place = library.place(store.connection, self._view, line.key, _COUNTED)
                self._spots[article] = _Spot(line.key, place)
        while len(self._spots) > _REMEMBERED:
            del self._spots[next(iter(self._spots))]
        self._count(store)

    def step(self, store: Store, article: str, by: int = 1) -> str | None:
        """Return the article so many places further; None past either end.

        From an article that is not among those chosen, the first step is to the first or the last.
        """
        lines = self._after(store, self._view, article, by)
        return lines[-1] if len(lines) == abs(by) else None

    def next_unfinished(self, store: Store, article: str) -> str | None:
        """Return the next article that is neither done nor skipped, after the last one the first; or None."""
        states = tuple(state for state in self._view.states or STATES if state in UNFINISHED)
        if not states:
            return None
        view = replace(self._view, states=states)
        following = self._after(store, view, article, 1) or [
            line.article.id for line in library.page(store.connection, view, limit=1)
        ]
        return next((found for found in following if found != article), None)

    def first(self, store: Store) -> str | None:
        """Return the article that the view begins with, or None."""
        self._ready(store)
        return next((line.article.id for line in library.page(store.connection, self._view, limit=1)), None)

    def choose(self, store: Store, articles: Sequence[str]) -> None:
        """Add articles to those of this run, which are then what is shown unless a filter was set since."""
        library.choose(store.connection, articles)
        self.arrive(store, self.shown)

    def _after(self, store: Store, view: View, article: str, by: int) -> list[str]:
        self._ready(store)
        spot = self._spots.get(article)
        if spot is None:
            line = library.find(store.connection, view, article)
            after = None if line is None else line.key
        else:
            after = spot.key
        lines = library.page(store.connection, view, after=after, back=by < 0, limit=abs(by))
        return [line.article.id for line in lines]

    def _ready(self, store: Store) -> None:
        if self._view.chosen:
            library.choose(store.connection, ())

    def _count(self, store: Store) -> None:
        if self._view.only_chosen:
            self._length = library.chosen(store.connection)
        elif not self._view.narrowed or not self._length:
            tally = library.tally(store.connection, self._view, _COUNTED)
            self._length = 0 if tally.more else tally.articles
