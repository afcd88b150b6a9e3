"""Whether a known name in a run is only a part of a longer one: "Jack London", "Tokyo Bay", "Perth Glory"."""

import re
from collections.abc import Iterator

from annotations.detect.evidence import is_east_asian
from annotations.detect.gazetteer import EITHER, MAN, WOMAN, gazetteer, is_plain
from annotations.detect.lexicon import grammar, names
from annotations.detect.runs import Run, known_parts

_INITIAL = re.compile(r"[A-Z]\.\Z")
#: A known name in a run: its first word, the word after it, its label.
Part = tuple[int, int, str]


def joined_parts(run: Run) -> Iterator[Part]:
    """Yield the known names in a run; a body right after a state or a body is one with it.

    "UN Security Council" is one name, and so is "Chicago Bulls".
    """
    pending: Part | None = None
    for part in known_parts(run):
        follows = pending is not None and part[0] == pending[1]
        if pending is not None and follows and part[2] == "ORG" and pending[2] in ("GPE", "LOC", "ORG"):
            pending = (pending[0], part[1], "ORG")
            continue
        if pending is not None:
            yield pending
        pending = part
    if pending is not None:
        yield pending


def belongs_to_person(run: Run, first: int, last: int, done: int) -> bool:
    """Tell whether a place name inside a run is part of a person's name: "Paris Hilton", "Jack London"."""
    lists, words = names(), run.words
    if last - first > 1:
        return False
    before = words[first - 1].text if first > done else ""
    if is_east_asian([word.text for word in words[first:]]) or _is_given_to(before, run, last):
        return True
    if (
        before in grammar("place_openings")
        or before in lists.given
        or before.rstrip(".") in grammar("men_titles") | grammar("women_titles")
        or (before in lists.titles and before.endswith("."))
        or _INITIAL.match(before)
    ):
        return True
    after = words[last].text if last < len(words) else ""
    if not after or after in lists.known or not _is_given(words[first].text, after):
        return False
    return after not in lists.place_words | lists.facility_words and after.lower() not in lists.headline


def _is_given_to(family: str, run: Run, last: int) -> bool:
    """Tell whether a place that few know is the given name after a family name that leads: "Zhang Dawei"."""
    place = run.words[last - 1].text
    return (
        last == len(run.words) == 2 and place not in names().known.listed and is_east_asian([family, place])
    )


def _is_given(word: str, after: str) -> bool:
    """Tell whether a place is a given name, too, and reads so: "Jordan Henderson", not "Jordan Valley"."""
    if word in names().given:
        return True
    given = not {MAN, WOMAN, EITHER}.isdisjoint(gazetteer().kinds(word))
    return given and after in names().family and not is_plain(after)


def makes_place(run: Run, first: int, last: int, label: str) -> bool:
    """Tell whether a known name is a part of a place: "Tokyo Bay", "Grand Ethiopian Renaissance Dam"."""
    final = run.words[-1].text
    if last >= len(run.words) or not (final in names().facility_words or final in names().place_words):
        return False
    if label == "ORG" and final in names().facility_words:  # "MetLife Stadium"
        return True
    if label == "NORP" and final in grammar("natural_features"):  # "Tibetan Plateau"
        return True
    return label == "NORP" if first > 0 else label in ("GPE", "LOC")


def is_one_body(run: Run, first: int, last: int, label: str) -> bool:
    """Tell whether a known name is only a part of a body's: "Perth Glory", "Euronext Brussels"."""
    words, lists = run.words, names()
    if (
        words[0].initial
        or label not in ("GPE", "LOC", "ORG")
        or len(words) > 4
        or 0 < first < last < len(words)
    ):
        return False
    rest = [word.text for word in (*words[:first], *words[last:])]
    if is_east_asian([word.text for word in words]):
        return False
    others = (lists.titles, lists.given, lists.family.listed, lists.not_names, lists.events, lists.others)
    places = (lists.place_words, lists.facility_words, grammar("place_openings"), grammar("directions"))
    unknown = not any(is_plain(text) for text in rest)
    if not rest or "Affairs" in rest[:-1] or (unknown and len(rest) > 1):  # "U.S. Hamdullah Mohib"
        return False
    if unknown and words[0].text in lists.given:  # "Rosario Quilaqueo"
        return False
    return not any(text in section or text.endswith(".") for text in rest for section in (*others, *places))


def is_team(run: Run, last: int) -> bool:
    """Tell whether a place and a plural make a club: "St. Louis Cardinals"."""
    rest = [word.text for word in run.words[last:]]
    if not 1 <= len(rest) <= 2 or not rest[-1].endswith("s") or rest[-1].endswith(("ss", "is", "us")):
        return False
    lists = names()
    others = (lists.titles, lists.given, lists.family.listed, lists.known)
    return not any(word in section for word in rest for section in others)
