"""How long the work takes: the time between decisions, without the gaps that are idleness."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple, Self

import msgspec

from annotations.records import Verb

#: A pause longer than this, in seconds, is not work.
IDLE_SECONDS = 60.0


class Act(NamedTuple):
    """One decision, as far as time goes."""

    #: As in the journal: UTC, ISO 8601.
    at: str
    article: str
    #: Decisions that it adds to those that stand: an undo takes one away.
    adds: int = 1

    @classmethod
    def of(cls, at: str, article: str, verb: Verb) -> Self:
        """Return the act that a row of the journal is."""
        return cls(at, article, -1 if verb == "undo" else 1)


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """So many decisions, the articles they were taken in, and the active seconds they took."""

    #: Each took its time, undoing included; ``standing`` are those that were not taken back.
    decisions: int = 0
    standing: int = 0
    articles: int = 0
    seconds: float = 0.0

    @property
    def per_hour(self) -> float:
        """Decisions in an hour of active time; 0 before any time has passed."""
        return self.decisions * 3600 / self.seconds if self.seconds else 0.0

    @property
    def seconds_each(self) -> float:
        """Active seconds that a decision takes; 0 before any decision."""
        return self.seconds / self.decisions if self.decisions else 0.0


class Clockwork:
    """Adds up decisions as they come, in the order of their time: in all, by day, and by article.

    The time since the decision before belongs to the one after it, and to its article; a gap of more than
    ``IDLE_SECONDS`` belongs to none. Days are those of ``zone``, by default of where one is.
    """

    def __init__(self, acts: Iterable[Act] = (), zone: tzinfo | None = None) -> None:
        self._zone = zone
        self._last: datetime | None = None
        self._days: dict[str, _Sum] = {}
        #: Active seconds by article.
        self.articles: dict[str, float] = {}
        for act in acts:
            self.add(act)

    def add(self, act: Act) -> None:
        """Count one more decision."""
        at = datetime.fromisoformat(act.at)
        gap = (at - self._last).total_seconds() if self._last is not None else 0.0
        # The clock of a computer may be put back.
        seconds = gap if 0.0 <= gap <= IDLE_SECONDS else 0.0
        self._last = at
        self.articles[act.article] = self.articles.get(act.article, 0.0) + seconds
        day = self._days.setdefault(self._day(at), _Sum())
        day.decisions += 1
        day.standing += act.adds
        day.seconds += seconds
        day.articles.add(act.article)

    def on(self, day: str) -> Work:
        """Return the work of one day, named as in 2026-03-04."""
        return self._days.get(day, _Sum()).work()

    def today(self, now: datetime) -> Work:
        """Return the work of the day that it is now."""
        return self.on(self._day(now))

    @property
    def days(self) -> dict[str, Work]:
        """The work of each day on which there was any, the earliest first."""
        return {day: self._days[day].work() for day in sorted(self._days)}

    @property
    def whole(self) -> Work:
        """All of it."""
        days = self._days.values()
        return Work(
            decisions=sum(day.decisions for day in days),
            standing=sum(day.work().standing for day in days),
            articles=len(self.articles),
            seconds=sum(day.seconds for day in days),
        )

    def _day(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).date().isoformat()


class _Sum(msgspec.Struct):
    decisions: int = 0
    seconds: float = 0.0
    standing: int = 0
    articles: set[str] = msgspec.field(default_factory=set)

    def work(self) -> Work:
        # What is taken back may have been decided on another day.
        return Work(
            decisions=self.decisions,
            standing=max(0, self.standing),
            articles=len(self.articles),
            seconds=self.seconds,
        )


def midnight(now: datetime, zone: tzinfo | None = None) -> str:
    """Return when the day began that it is now, as times stand in the journal."""
    local = now.astimezone(zone)
    begun = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return begun.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Stopwatch:
    """Active seconds: the time between acts, without the gaps that are idleness."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self.seconds = 0.0

    def touch(self) -> None:
        """Count the time since the last act."""
        now = self._clock()
        gap = now - self._last
        self._last = now
        if gap <= IDLE_SECONDS:
            self.seconds += gap
