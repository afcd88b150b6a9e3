"""The named entities of an article by rules: what each name is, is decided by the whole article.

Every capitalised stretch is weighed by its words and its surroundings; the weights of all its mentions
are added up, a surname or short form takes the label of the full name, and a word that only begins a
sentence or stands in a headline is a name if it is one elsewhere. Labels are those of OntoNotes.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotations.detect.figures import Figure, find_figures
from annotations.detect.lexicon import grammar
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


def _with_house_numbers(text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Yield entities, with the number of a house as a part of its street: "10 Downing Street"."""
    number: Found | None = None
    for entity in found:
        if number is not None and _is_house(text, number, entity):
            yield entity._replace(start=number.start)
            number = None
            continue
        if number is not None:
            yield number
        number = entity if entity.label == "CARDINAL" else None
        if number is None:
            yield entity
    if number is not None:
        yield number


def _is_house(text: str, number: Found, street: Found) -> bool:
    """Tell whether a number in digits stands right before a street."""
    adjoining = street.start == number.end + 1 and street.label in ("FAC", "LOC")
    digits = adjoining and text[number.start : number.end].isdigit()
    return digits and text[street.start : street.end].rpartition(" ")[2] in grammar("streets")


def find_entities(text: str) -> list[Found]:
    """Return the entities of a text from left to right; none overlaps another.

    Offsets are code points, end-exclusive. The time is linear in the length of the text.
    """
    figures = list(find_figures(text))
    found = _merged((Found(*name) for name in Article(text, figures).names()), figures)
    return list(_with_house_numbers(text, found))
