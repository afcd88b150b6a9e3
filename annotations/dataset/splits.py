"""On which side of a split an article lies."""

from typing import NamedTuple

from annotations.formats.documents import Report
from annotations.records import Article
from annotations.store import Store


class Split(NamedTuple):
    """The sides of a dataset with their shares, in percent, and what keeps articles together."""

    parts: tuple[tuple[str, float], ...] = ()
    group_by: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sides."""
        return tuple(name for name, _ in self.parts)


NO_SPLIT = Split()


class Sides:
    """Which article lies on which side."""

    def __init__(self, store: Store, split: Split) -> None:
        self.report = Report()
        self.rule = ""
        self._split = split

    def has(self, name: str, article: Article) -> bool:
        """Tell whether an article lies on a side; without a split, all do."""
        return not self._split.parts
