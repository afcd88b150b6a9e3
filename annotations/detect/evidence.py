"""What the words of a name say of it: "Bank", a given name, "-shire"."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from annotations.detect.gazetteer import FIRM, TOWN, gazetteer, is_plain
from annotations.detect.lexicon import grammar, names
from annotations.detect.surroundings import Weight

#: Speaks for a name of whatever kind.
UNKNOWN = "?"

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}s?\Z")
#: "A320", "MQ-9", "Su-24": a plane, a road, a telephone.
_DESIGNATION = re.compile(r"(?:[A-Z]{1,2}\d{2,4}[A-Z]?|(?:[A-Z]{1,3}|[A-Z][a-z])-\d{1,4}[A-Z]?)s?\Z")
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}\Z")
#: "AirAsia", "YouTube", "LUKoil".
_CAMEL = re.compile(
    r"(?!Mac|Fitz|IJ|De[A-Z]|Di[A-Z]|La[A-Z]|Le[A-Z]|Van[A-Z])[A-Z](?:[a-z]+[A-Z]\w+|[A-Z]+[a-z]{2,})\Z"
)
_INITIAL = re.compile(r"[A-Z]\.\Z")
_NOT_PERSON = re.compile(r"(?:tion|ment|ness|ship|ism|ology|ics|ance|ence|ity|ing|age|ers)\Z")
_PERSONAL = ("al-", "Al-", "el-", "O’", "O'", "Mc", "Mac", "d’", "d'")
_SIDES = ("North", "South", "East", "West", "Upper", "Lower")
_LOCAL = ("land", "shire", "stan", "burg", "ville", "grad", "polis")


def _is_no_name(texts: list[str]) -> bool:
    return len(texts) == 1 and (texts[0] in names().not_names or len(texts[0]) == 1)


def _is_ship(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[0] in grammar("ships")


def _is_saint(texts: list[str]) -> bool:
    return len(texts) == 2 and texts[0] in grammar("saints")


def _opens_body(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[0] in grammar("body_openings")


def _opens_facility(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[0] in grammar("facility_openings")


def _may_be_surname(texts: list[str]) -> bool:
    return len(texts) == 2 and texts[0] in grammar("surname_articles") and texts[1] not in names().family


def _is_foreign_paper(texts: list[str]) -> bool:
    return len(texts) == 2 and texts[0] in grammar("foreign_articles") and texts[1] not in names().family


def is_east_asian(texts: Sequence[str]) -> bool:
    """Tell whether a family name leads and what follows is no English: "Moon Jae-in", "Xi Jinping"."""
    return (
        1 < len(texts) <= 3
        and texts[0] in grammar("leading_family_names")
        and not any(map(is_plain, texts[1:]))
    )


def _is_event(texts: list[str]) -> bool:
    opens = texts[0] in grammar("storms") or texts[0] in grammar("operations")
    return len(texts) > 1 and (opens or texts[-1] in names().events)


def _is_law(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().laws


def is_person_like_place(texts: Sequence[str]) -> bool:
    """Tell whether a name may be a person's or a place's: "Faith Hill", "Adam West"."""
    lists = names()
    surname = texts[-1] in lists.family and (
        texts[-1] in lists.place_words or texts[-1] in lists.facility_words
    )
    short = len(texts) == 2 or (len(texts) == 3 and texts[-1] in grammar("directions"))
    return short and surname and texts[0] in lists.given


def _is_person_like_other(texts: list[str]) -> bool:
    surname = texts[-1] in names().family and texts[-1] in names().others
    return len(texts) == 2 and surname and texts[0] in names().given


def _is_other(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().others


def _is_place(texts: list[str]) -> bool:
    return len(texts) > 1 and (texts[-1] in names().place_words or texts[0] in grammar("place_openings"))


def _is_part_of_state(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in grammar("parts_of_states")


def _is_side(texts: list[str]) -> bool:
    return len(texts) == 2 and texts[0] in _SIDES and not is_plain(texts[1])


def _is_facility(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().facility_words


def _has_given_name(texts: list[str]) -> bool:
    first = texts[0]
    lists = names()
    given = first in lists.given or first.split("-")[0] in lists.given
    if not given or not 1 < len(texts) <= 4 or texts[-1] in lists.headline:
        return False
    return first in lists.given.listed or texts[-1] in lists.family or not is_plain(texts[-1])


def _has_initial_or_family_name(texts: list[str]) -> bool:
    if len(texts) < 2:
        return False
    initial = any(_INITIAL.match(text) for text in texts[:-1]) or texts[-1] in ("Jr.", "Sr.")
    family = texts[-1] in names().family and not is_plain(texts[0])
    return initial or (len(texts) <= 4 and family)


def _is_lettered(texts: list[str]) -> bool:
    """Tell whether letters lead to a word that is none: "HNK Quellby"."""
    letters = len(texts[0]) > 2 and _CAPITALS.match(texts[0]) is not None
    return 1 < len(texts) <= 3 and letters and not texts[-1].isupper()


#: What a name's words say; the first that holds decides.
_FORMS: tuple[tuple[Callable[[list[str]], bool], Weight], ...] = (
    (_is_no_name, ("", 5.0)),
    (_is_ship, ("PRODUCT", 3.0)),
    (is_east_asian, ("PERSON", 2.5)),
    (_is_person_like_other, ("PERSON", 2.5)),
    (_is_law, ("LAW", 2.5)),
    (_is_event, ("EVENT", 2.5)),
    (_is_other, ("", 4.0)),
    (_is_part_of_state, ("GPE", 2.0)),
    (_is_place, ("LOC", 2.0)),
    (_is_side, ("GPE", 1.2)),
    (_is_facility, ("FAC", 2.0)),
    (_is_saint, ("GPE", 1.5)),
    (_opens_body, ("ORG", 2.0)),
    (_opens_facility, ("FAC", 2.0)),
    (_may_be_surname, ("ORG", 0.6)),
    (_is_foreign_paper, ("ORG", 1.1)),
    (_has_given_name, ("PERSON", 2.5)),
    (_has_initial_or_family_name, ("PERSON", 2.0)),
    (_is_lettered, ("ORG", 1.0)),
)


def by_form(texts: Sequence[str]) -> tuple[Weight, ...]:
    """Weigh a name by its own words."""
    return _form(tuple(texts))


@lru_cache(maxsize=20_000)
def _form(texts: tuple[str, ...]) -> tuple[Weight, ...]:
    words = list(texts)
    for holds, weight in _FORMS:
        if holds(words):
            return (weight,)
    return _single(words[0]) if len(words) == 1 else tuple(_several(words))


def _is_people(word: str) -> bool:
    """Tell whether a word is made from a known place or people: "Lagosians", "Bavarians"."""
    known = names().known
    if word.endswith("s") and known.get(word[:-1]) == "NORP":
        return True
    stems = (word.removesuffix("s").removesuffix(ending) for ending in ("ian", "an", "ite", "er", "ese"))
    return any(len(stem) > 3 and len(stem) < len(word) - 1 and known.get(stem) == "GPE" for stem in stems)


#: What a single word is known to be or looks like; the first that holds decides.
_SINGLE: tuple[tuple[Callable[[str], bool], tuple[Weight, ...]], ...] = (
    (lambda word: word in names().family.listed or word in names().given.listed, (("PERSON", 1.0),)),
    (_is_people, (("NORP", 1.0),)),
    (lambda word: TOWN in gazetteer().kinds(word), (("GPE", 0.9),)),
    (lambda word: FIRM in gazetteer().kinds(word), (("ORG", 0.9),)),
    (lambda word: word.startswith(_PERSONAL) and len(word) > 4, (("PERSON", 0.6),)),
    (lambda word: word.endswith(_LOCAL) and len(word) > 6 and word not in names().family, (("GPE", 0.8),)),
    (lambda word: _CAMEL.match(word) is not None, (("ORG", 0.95),)),
    (is_plain, ()),
    (lambda word: word in names().family or word in names().given, (("PERSON", 0.8),)),
)


def _single(word: str) -> tuple[Weight, ...]:
    if _DESIGNATION.match(word):
        return (("PRODUCT", 1.0),)
    if _ACRONYM.match(word):
        huge = len(word) > 2 and is_plain(word)  # "HUGE"
        sure = len(word) > 2 and not any(map(str.isdigit, word))
        return () if huge else (("ORG", 1.0 if sure else 0.6),)
    return next((weights for holds, weights in _SINGLE if holds(word)), ((UNKNOWN, 0.45),))


def _several(texts: list[str]) -> Iterator[Weight]:
    lists = names()
    plain = [is_plain(text) for text in texts]
    if any(text.lower() in lists.headline or text in lists.org_endings for text in texts):
        yield "ORG", 0.5
    elif all(_CAPITALS.match(text) for text in texts):
        return
    elif any(map(_CAMEL.match, texts)):
        yield "ORG", 1.2
    elif all(plain):
        yield "ORG", 0.6
    elif len(texts) <= 3 and texts[0] in lists.family and not plain[0]:
        yield "PERSON", 1.5
    elif len(texts) <= 3 and not any(map(_speaks_against_person, texts)):
        yield "PERSON", 0.6 if any(plain) else 1.0
        if any(plain):
            yield "ORG", 0.5
    else:
        yield "ORG", 0.6


def _speaks_against_person(word: str) -> bool:
    abstract = "-" not in word and _NOT_PERSON.search(word) is not None
    return abstract or any(char.isdigit() for char in word)
