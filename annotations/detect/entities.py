"""The named entities of an article by rules: what each name is, is decided by the whole article.

Every capitalised stretch is weighed by its words and its surroundings; the weights of all its mentions
are added up, a surname or short form takes the label of the full name, and a word that only begins a
sentence or stands in a headline is a name if it is one elsewhere. Labels are those of OntoNotes.
"""

from collections.abc import Iterable
from typing import NamedTuple

from annotations.detect.figures import Figure, find_figures
from annotations.detect.votes import Article


class Found(NamedTuple):
    """An entity: code points, end-exclusive."""

    start: int
    end: int
    label: str


def _merged(found: Iterable[Found], figures: Iterable[Figure]) -> list[Found]:
    """Join names and figures from left to right; where two overlap, the longer one stays."""
    every = [*found, *(Found(*figure) for figure in figures)]
    kept: list[Found] = []
    for entity in sorted(every, key=lambda e: (e.start, -e.end)):
        if kept and entity.start < kept[-1].end:
            if entity.end - entity.start > kept[-1].end - kept[-1].start:
                kept[-1] = entity
            continue
        kept.append(entity)
    return kept


def find_entities(text: str) -> list[Found]:
    """Return the entities of a text from left to right; none overlaps another.

    Offsets are code points, end-exclusive. The time is linear in the length of the text.
    """
    figures = list(find_figures(text))
    return _merged((Found(*name) for name in Article(text, figures).names()), figures)
