"""What a name is, by its own words and by the words around it: labels with weights."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.detect.lexicon import cues, names
from annotations.detect.runs import Run, known_parts

_SPEAKS = re.compile(r"[ ](?:also |then |later |further )?([a-z]+)\b|,[ ](?:who|whose)\b()")
_AGE = re.compile(r",?[ ]\(?\d{2}(?:,|\)|[ ]years)")
_ROLE_AFTER = re.compile(
    r",[ ](?:(?:the|a|an|its|his|her|their|chief|head|former|director|president|secretary|professor|author|mayor)[ ])"
)
_STATE_AFTER = re.compile(r",[ ]([A-Z][\w.]*(?:[ ][A-Z][\w.]*)?)")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|near|outside|across|around|throughout|at|toward|towards|northern|southern|eastern|western|central|downtown|from|to|visited|visiting|visit|left|entered|between|into|via|north of|south of|east of|west of|city of|town of|village of|province of|state of|capital|island of|coast of|people of)[ ](?:the[ ])?\Z",
    re.IGNORECASE,
)
_FIRM_PLACE = re.compile(
    r"\b(?:in|near|outside|throughout|northern|southern|eastern|western|central|downtown|city of|town of|village of|province of|capital)[ ]\Z",
    re.IGNORECASE,
)
_IS_PLACE = re.compile(
    r"(?:,| is| was)(?: located)? (?:an?|the) (?:[\w-]+ ){0,3}(?:village|town|city|suburb|municipality|district|county|province|hamlet|island|region|port|resort|neighbou?rhood)\b"
)
_OFFICE_BEFORE = re.compile(
    r"\b(?:Secretary|Minister|Chief|Director|Commissioner|Chairman|Chairwoman|President|Leader|Governor) (?:of|for) (?:the )?\Z"
)
_SHIPS = frozenset("USS HMS HMAS HMCS RMS SS MV FS INS USNS".split())
_LAST_WORD = re.compile(r"([^\W\d_][\w’'-]*)[ ,]*\Z")
_ACRONYM_AFTER = re.compile(r"[ ]\(([A-Z][A-Za-z]{1,7})\)")
_ARTICLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?)[ ]\Z")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}s?\Z")
_ALLCAPS = re.compile(r"[A-ZÀ-Þ]{2,}\Z")
_NOT_PERSON = re.compile(r"(?:tion|ment|ness|ship|ism|ology|ics|ance|ence|ity|ing|age|ers)\Z")
_PERSON_ROLES = frozenset(
    "spokesman spokeswoman spokesperson minister president chairman director manager analyst economist activist lawyer attorney prosecutor judge teacher student "
    "scientist researcher author professor editor reporter journalist leader lawmaker politician senator councillor mayor governor ambassador envoy diplomat coach captain player owner founder "
    "mother father son daughter brother sister wife husband uncle aunt friend colleague man woman boy girl engineer secretary deputy aide adviser advisor representative member bishop priest king queen prince princess "
    "historian biologist artist singer actor actress writer novelist poet host commander general colonel soldier detective guitarist drummer bassist vocalist composer producer director comedian "
    "footballer striker goalkeeper midfielder defender driver cyclist swimmer boxer wrestler astronaut pilot physicist chemist mathematician philosopher architect photographer painter designer "
    "candidate incumbent rival predecessor successor co-founder cofounder by named comedian musician songwriter rapper magician skater coach cousin nephew niece grandfather grandmother partner fellow".split()
)


class Guess(NamedTuple):
    """A stretch that may be a name, with what speaks for each label; code points, end-exclusive."""

    start: int
    end: int
    name: str
    #: Label and weight; the weights of all mentions of a name are added up.
    weights: tuple[tuple[str, float], ...]
    initial: bool
    titled: bool


def guesses(run: Run, headline: bool) -> Iterator[Guess]:
    """Yield what a run may hold: mostly one name, sometimes several ("Iraqi President Fuad Masum")."""
    whole = run.name
    if run.words[0].text == "The" and len(run.words) > 1 and whole not in names().known:
        run = run.part(1)
    label = names().known.get(run.name)
    if label is not None:
        yield _guess(run, ((label, 3.0),))
        return
    organisation = _organisation(run)
    if organisation is not None:
        yield organisation
        return
    yield from _pieces(run, headline)


def _guess(run: Run, weights: tuple[tuple[str, float], ...], *, titled: bool = False) -> Guess:
    return Guess(run.start, run.end, run.name, weights, run.words[0].initial, titled)


def _organisation(run: Run) -> Guess | None:
    """Take the whole run as a body if its last word, or a word before "of", says so."""
    run = _without_sentence_word(run)
    words = run.words
    if not words:
        return None
    lists, last = names(), words[-1].text
    joined = " of " in run.name or " for " in run.name
    if len(words) > 1 and last in lists.org_endings and not _is_titled_person(run):
        return _guess(_from_body(run), (("ORG", 2.5 if last not in lists.place_words else 1.5),))
    if (
        joined
        and any(word.text in lists.org_heads for word in words[:3])
        and words[0].text not in lists.titles
    ):
        place = any(word.text in lists.place_words for word in words[:1])
        return _guess(run, (("LOC" if place and words[0].text not in lists.org_heads else "ORG", 2.5),))
    return None


def _is_titled_person(run: Run) -> bool:
    words = run.words
    return words[0].text in names().titles and len(words) <= 3 and words[0].text.endswith(".")


def _from_body(run: Run) -> Run:
    """Leave out a title before a body: "Chief Executive" is none of "Marlowe Inc."."""
    return run


def _without_sentence_word(run: Run) -> Run:
    """Leave out the word that a sentence begins with, when it is no name: "In", "Former"."""
    lists, first = names(), run.words[0]
    while first.text.lower().replace("’", "'") in lists.common and first.text not in lists.known:
        run = run.part(1)
        if not run.words:
            break
        first = run.words[0]
    return run


def _pieces(run: Run, headline: bool) -> Iterator[Guess]:
    """Cut a run at gazetteer names and titles, and guess each piece."""
    parts = list(known_parts(run))
    done, titled = 0, False
    for first, last, label in parts:
        if first < done:
            continue
        if _belongs_to_person(run, first, last, done):
            continue
        if _makes_place(run, first, last):
            continue
        if label == "GPE" and first == done and _is_team(run, last):
            yield _guess(run.part(first), (("ORG", 2.0),))
            return
        if first > done:
            yield from _unknown(run.part(done, first), headline=headline, titled=titled)
        yield _guess(run.part(first, last), ((label, 2.0),))
        done, titled = last, False
    if done < len(run.words):
        yield from _unknown(run.part(done), headline=headline, titled=titled)


def _belongs_to_person(run: Run, first: int, last: int, done: int) -> bool:
    """Tell whether a place name inside a run is part of a person's name: "Paris Hilton", "Jack London"."""
    lists, words = names(), run.words
    if last - first > 1:
        return False
    before = words[first - 1].text if first > done else ""
    if before and (
        before in lists.given
        or before in lists.titles
        and before.endswith(".")
        or re.fullmatch(r"[A-Z]\.", before)
    ):
        return True
    after = words[last].text if last < len(words) else ""
    if words[first].text not in lists.given or not after or after in lists.known:
        return False
    return (
        after not in lists.place_words
        and after not in lists.facility_words
        and after.lower() not in lists.headline
    )


def _makes_place(run: Run, first: int, last: int) -> bool:
    """Tell whether a known name is the first part of a longer place: "Tokyo Bay", "Baghdad Airport"."""
    lists, words = names(), run.words
    label = lists.known.get(run.part(first, last).name)
    final = words[-1].text
    return (
        label in ("GPE", "LOC")
        and last < len(words)
        and first == 0
        and (final in lists.place_words or final in lists.facility_words)
    )


def _is_team(run: Run, last: int) -> bool:
    """Tell whether a place and a plural make a club: "St. Louis Cardinals"."""
    rest = [word.text for word in run.words[last:]]
    lists = names()
    if not 1 <= len(rest) <= 2 or not rest[-1].endswith("s") or rest[-1].endswith(("ss", "is", "us")):
        return False
    return not any(
        word in lists.titles or word in lists.given or word in lists.family or word in lists.known
        for word in rest
    )


def _strip_titles(run: Run) -> tuple[Run, bool]:
    """Return a run without the titles before a name, and whether there were any."""
    titled = False
    while run.words:
        for count in (3, 2, 1):
            name = run.part(0, count).name
            if len(run.words) >= count and (name in names().titles or name.rstrip(".") in names().titles):
                run, titled = run.part(count), True
                break
        else:
            head, _, tail = run.words[0].text.partition("-")
            if tail and head in names().titles and tail[0].islower():
                run, titled = run.part(1), True
                continue
            return run, titled
    return run, titled


def _after_inner_title(run: Run) -> tuple[Run, bool]:
    """Cut after the last title inside a run: "Vice Minister Kaori Fujimura", "District Judge Sandoval"."""
    for index in range(len(run.words) - 2, -1, -1):
        if run.words[index].text in names().titles and len(run.words) - index <= 5:
            return run.part(index + 1), True
    return run, False


def _unknown(run: Run, *, headline: bool, titled: bool) -> Iterator[Guess]:
    run = _without_sentence_word(run)
    if not run.words:
        return
    if _OFFICE_BEFORE.search(run.text[max(0, run.start - 30) : run.start]) and len(run.words) > 1:
        named = next((i for i, word in enumerate(run.words) if word.text in names().given), None)
        run = run if named is None else run.part(named)
    bare, has_title = _strip_titles(run)
    if bare.words and not (has_title and bare.words[0].text in names().given):
        bare, inner = _after_inner_title(bare)
        has_title = has_title or inner
    if not bare.words:
        return
    if has_title and len(bare.words) <= 4:
        single = len(bare.words) == 1
        if single and (bare.words[0].text in names().not_names or bare.words[0].text in names().org_endings):
            return
        yield _guess(bare, (("PERSON", 3.0),), titled=True)
        return
    run = bare
    weights = [*_by_form(run, headline=headline), *_by_context(run)]
    if weights:
        yield _guess(run, tuple(weights))


def _by_form(run: Run, *, headline: bool) -> Iterator[tuple[str, float]]:
    """Weigh a name by its own words."""
    lists, words = names(), run.words
    first, last = words[0].text, words[-1].text
    if len(words) == 1 and (first in lists.not_names or len(first) == 1):
        yield "", 5.0
    elif first in _SHIPS:
        yield "", 4.0
    elif len(words) == 1:
        yield from _single(first)
    elif last in lists.events:
        yield "", 4.0
    elif last in lists.place_words or first in (
        "Lake",
        "Mount",
        "Cape",
        "River",
        "Loch",
        "Isle",
        "Fort",
        "Gulf",
        "Mt.",
        "Ft.",
        "Port",
    ):
        yield "LOC", 2.0
    elif last in lists.facility_words:
        yield "FAC", 2.0
    elif (
        len(words) <= 4
        and (first in lists.given or first.split("-")[0] in lists.given)
        and last not in lists.headline
    ):
        yield "PERSON", 2.5
    elif any(re.fullmatch(r"[A-Z]\.", word.text) for word in words[:-1]) or last in ("Jr.", "Sr."):
        yield "PERSON", 2.0
    elif len(words) <= 4 and last in lists.family:
        yield "PERSON", 2.0
    else:
        yield from _several(run)


def _single(word: str) -> Iterator[tuple[str, float]]:
    lists = names()
    if _ACRONYM.match(word):
        yield "ORG", 1.0 if len(word) > 2 else 0.6
    elif word in lists.family:
        yield "PERSON", 1.0
    elif word in lists.given:
        yield "PERSON", 0.9
    elif word.startswith(("al-", "Al-", "el-", "O’", "O'", "Mc", "Mac", "d’", "d'")) and len(word) > 4:
        yield "PERSON", 0.6
    elif word.endswith(("shire", "stan", "burg", "ville", "grad", "polis")) and len(word) > 6:
        yield "GPE", 0.8


def _several(run: Run) -> Iterator[tuple[str, float]]:
    lists = names()
    texts = [word.text for word in run.words]
    if any(text.lower() in lists.headline or text in lists.org_endings for text in texts):
        yield "ORG", 0.5
        return
    if all(_ALLCAPS.match(text) for text in texts):
        return
    if len(texts) <= 3 and texts[0] in lists.family:
        yield "PERSON", 1.5
    elif (
        len(texts) <= 3
        and not any(_NOT_PERSON.search(text) for text in texts if "-" not in text)
        and not any(char.isdigit() for text in texts for char in text)
    ):
        yield "PERSON", 1.0
    else:
        yield "ORG", 0.6


def _by_context(run: Run) -> Iterator[tuple[str, float]]:
    """Weigh a name by the words just before and after it."""
    text = run.text
    before, after = text[max(0, run.start - 40) : run.start], text[run.end : run.end + 40]
    yield from _by_words_before(run, before)
    speaks = _SPEAKS.match(after)
    if speaks:
        word = speaks.group(1) or "who"
        if word == "who" or word in cues().strong:
            yield "PERSON", 1.0
    if _AGE.match(after):
        yield "PERSON", 2.0
    elif _ROLE_AFTER.match(after):
        yield "PERSON", 0.6
    if _IS_PLACE.match(after):
        yield "GPE", 2.0
    if _ACRONYM_AFTER.match(after) and len(run.words) > 1:
        yield "ORG", 2.0
    state = _STATE_AFTER.match(after)
    if (
        state
        and names().known.get(state.group(1).rstrip(",")) == "GPE"
        and not run.words[0].text in names().given
    ):
        yield "GPE", 1.6


def _by_words_before(run: Run, before: str) -> Iterator[tuple[str, float]]:
    single = len(run.words) == 1
    last = _LAST_WORD.search(before)
    role = last.group(1).lower() if last else ""
    if role in _PERSON_ROLES and not before.endswith(", "):
        yield "PERSON", 1.5
    if _PLACE_BEFORE.search(before):
        firm = _FIRM_PLACE.search(before) is not None
        yield "GPE", (1.2 if firm else 0.5) if single else (1.2 if firm else 0.3)
    elif single and _ARTICLE_BEFORE.search(before):
        yield "ORG", 0.3
