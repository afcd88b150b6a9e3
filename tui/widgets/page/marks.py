"""What is drawn over the text of a page: highlights that were detected, and tags."""

from typing import Literal

import msgspec

from annotations.records import Span

#: What can be shown or hidden as a whole. Tags are always shown.
Layer = Literal["entity", "quote", "indirect", "suggestion"]
LAYERS: tuple[Layer, ...] = ("entity", "quote", "indirect", "suggestion")
#: Reported speech has no marks of its own to be checked by, and there is much of it.
USUAL_LAYERS: frozenset[str] = frozenset(LAYERS) - {"indirect"}

#: How an entity is shown: by what kind of thing it names.
_LOOKS = {
    "PERSON": "person",
    "NORP": "organisation",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "DATE": "time",
    "TIME": "time",
    "MONEY": "amount",
    "PERCENT": "amount",
    "QUANTITY": "amount",
    "CARDINAL": "amount",
    "ORDINAL": "amount",
}
LOOKS = ("person", "organisation", "place", "time", "amount", "other")


class Highlight(msgspec.Struct, frozen=True):
    """A detected passage: code points, end-exclusive.

    ``kind`` is ``quote``, ``indirect`` (speech without marks) or ``entity.LABEL``.
    """

    start: int
    end: int
    kind: str

    @property
    def layer(self) -> Layer:
        """The layer it is shown with."""
        return "quote" if self.kind == "quote" else "indirect" if self.kind == "indirect" else "entity"

    @property
    def look(self) -> str:
        """How it is shown: ``quote``, or one of ``LOOKS``."""
        return "quote" if self.layer != "entity" else _LOOKS.get(self.kind.partition(".")[2], "other")

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class PageTag(msgspec.Struct, frozen=True):
    """A tag, or a suggestion of one, as the page shows it."""

    id: str
    start: int
    end: int
    #: The letter in the margin: the key of its label.
    key: str
    #: A name of ``annotations.scheme.COLOURS``, or ``#rrggbb``.
    colour: str
    suggestion: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)
