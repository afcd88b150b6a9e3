"""Regular expressions that are compiled when they are first used.

Compiling those of this package takes as long as reading an article, and the first paint needs few of them.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

_Find = Callable[..., re.Match[str] | None]


class Pattern:
    """A regular expression with the methods of ``re.Pattern`` that this package uses."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self.flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.source, self.flags)

    # Bound once: a method of our own in between would double the cost of a short match.

    @cached_property
    def match(self) -> _Find:
        """``re.Pattern.match``."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> _Find:
        """``re.Pattern.fullmatch``."""
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> _Find:
        """``re.Pattern.search``."""
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """``re.Pattern.finditer``."""
        return self.compiled.finditer
