"""Precision, recall and F by label: counted article by article, printed as one table, with the errors."""

from collections import Counter
from collections.abc import Callable, Hashable, Set
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


class Score(NamedTuple):
    """How many answers were right, how many were given, and how many there were to give."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """The share of the answers given that are right; 1 where none was given."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the answers there were that were given; 1 where there was none."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def f(self) -> float:
        """The harmonic mean of the two."""
        both = self.found + self.expected
        return 2 * self.right / both if both else 1.0


class Scores:
    """Counts of right, found and expected answers by label, and what was wrong."""

    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._expected: Counter[str] = Counter()
        #: Each error in words: ``+`` was found and should not have been, ``-`` was missed.
        self.errors: list[str] = []

    def add(
        self, label: str, found: Set[T], expected: Set[T], show: Callable[[T], str] | None = None
    ) -> None:
        """Count the answers of one article; with ``show``, keep each error as it words it."""
        right = found & expected
        self._right[label] += len(right)
        self._found[label] += len(found)
        self._expected[label] += len(expected)
        if show is not None:
            self.errors += [f"+ {label} {show(one)}" for one in found - right]
            self.errors += [f"- {label} {show(one)}" for one in expected - right]

    def score(self, *labels: str) -> Score:
        """Return the score of some labels together."""
        return Score(
            *(sum(counts[name] for name in labels) for counts in (self._right, self._found, self._expected))
        )

    def table(self, *, total: str = "") -> str:
        """Return one line for each label in the order they came, and one named ``total`` for all of them."""
        rows = [(label, self.score(label)) for label in self._expected]
        if total:
            rows.append((total, self.score(*self._expected)))
        width = max((len(label) for label, _ in rows), default=0)
        return "\n".join(
            f"  {label:<{width}}  P {score.precision:6.1%}  R {score.recall:6.1%}  F {score.f:6.1%}"
            f"  ({score.expected:,} to find, {score.found:,} found)"
            for label, score in rows
        )
