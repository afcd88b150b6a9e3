"""What speaks for each label of a name: its own words, and the words just before and after it."""

import re
from collections.abc import Callable, Iterator

from annotations.detect.gazetteer import FIRM, TOWN, gazetteer
from annotations.detect.lexicon import alternatives, cues, grammar, names
from annotations.detect.runs import Run

#: A label and its weight; "" speaks against any name at all.
Weight = tuple[str, float]
#: Speaks for a name of whatever kind.
UNKNOWN = "?"

_SPEAKS = re.compile(r"[ ](?:also |then |later |further )?([a-z]+)\b|,[ ](?:who|whose)\b")
_LIVES = re.compile(
    rf"[ ](?:(?:has|had|was|is|also|then|later)[ ]){{0,2}}(?:{alternatives(grammar('verbs_of_persons'))})\b"
)
_AGE = re.compile(r",?[ ]\(?\d{2}(?:,|\)|[ ]years)")
_ROLE_AFTER = re.compile(rf",[ ](?:{alternatives(grammar('roles_in_apposition'))})[ ]")
_STATE_AFTER = re.compile(r",[ ]([A-Z][\w.]*(?:[ ][A-Z][\w.]*)?)")
_IS_PLACE = re.compile(
    r"(?:,| is| was)(?: located)? (?:an?|the) (?:[\w-]+ ){0,3}"
    rf"(?:{alternatives(grammar('kinds_of_places'))})\b"
)
_ACRONYM_AFTER = re.compile(r"[ ]\(([A-Z][A-Za-z]{1,7})\)")
_PLACE_BEFORE = re.compile(rf"\b(?:{alternatives(grammar('before_places'))})[ ](?:the[ ])?\Z", re.IGNORECASE)
_FIRM_PLACE = re.compile(rf"\b(?:{alternatives(grammar('firmly_before_places'))})[ ]\Z", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(r"\b(?:[Tt]he|[Aa]n?)[ ]\Z")
_THE_BEFORE = re.compile(r"\b[Tt]he[ ]\Z")
_LAST_WORD = re.compile(r"([^\W\d_][\w’'-]*)[ ,]*\Z")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,6}s?\Z")
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2,}\Z")
_INITIAL = re.compile(r"[A-Z]\.\Z")
_NOT_PERSON = re.compile(r"(?:tion|ment|ness|ship|ism|ology|ics|ance|ence|ity|ing|age|ers)\Z")
_PERSONAL = ("al-", "Al-", "el-", "O’", "O'", "Mc", "Mac", "d’", "d'")
_LOCAL = ("shire", "stan", "burg", "ville", "grad", "polis")
#: So many characters before and after a name are looked at.
_NEAR = 40


def _is_no_name(texts: list[str]) -> bool:
    alone = len(texts) == 1
    return (alone and (texts[0] in names().not_names or len(texts[0]) == 1)) or texts[0] in grammar("ships")


def _is_event(texts: list[str]) -> bool:
    return len(texts) > 1 and (texts[0] in grammar("storms") or texts[-1] in names().events)


def _is_law(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().laws


def _is_other(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().others


def _is_place(texts: list[str]) -> bool:
    return len(texts) > 1 and (texts[-1] in names().place_words or texts[0] in grammar("place_openings"))


def _is_facility(texts: list[str]) -> bool:
    return len(texts) > 1 and texts[-1] in names().facility_words


def _has_given_name(texts: list[str]) -> bool:
    first = texts[0]
    lists = names()
    given = first in lists.given or first.split("-")[0] in lists.given
    if not given or not 1 < len(texts) <= 4 or texts[-1] in lists.headline:
        return False
    return first in lists.given.listed or texts[-1] in lists.family or not is_plain(texts[-1])


def is_plain(word: str) -> bool:
    """Tell whether a word is English in small letters."""
    return gazetteer().is_word(word.lower())


def _has_initial_or_family_name(texts: list[str]) -> bool:
    if len(texts) < 2:
        return False
    initial = any(_INITIAL.match(text) for text in texts[:-1]) or texts[-1] in ("Jr.", "Sr.")
    family = texts[-1] in names().family and not is_plain(texts[0])
    return initial or (len(texts) <= 4 and family)


#: What a name's words say; the first that holds decides.
_FORMS: tuple[tuple[Callable[[list[str]], bool], Weight], ...] = (
    (_is_no_name, ("", 5.0)),
    (_is_law, ("LAW", 2.5)),
    (_is_event, ("EVENT", 2.5)),
    (_is_other, ("", 4.0)),
    (_is_place, ("LOC", 2.0)),
    (_is_facility, ("FAC", 2.0)),
    (_has_given_name, ("PERSON", 2.5)),
    (_has_initial_or_family_name, ("PERSON", 2.0)),
)


def by_form(run: Run) -> Iterator[Weight]:
    """Weigh a name by its own words."""
    texts = [word.text for word in run.words]
    for holds, weight in _FORMS:
        if holds(texts):
            yield weight
            return
    yield from _single(texts[0]) if len(texts) == 1 else _several(texts)


def _single(word: str) -> Iterator[Weight]:
    lists, kinds = names(), gazetteer().kinds(word)
    if _ACRONYM.match(word):
        if len(word) == 2 or not is_plain(word):  # not "HUGE"
            yield "ORG", 1.0 if len(word) > 2 else 0.6
    elif TOWN in kinds:
        yield "GPE", 0.9
    elif FIRM in kinds:
        yield "ORG", 0.9
    elif word in lists.family.listed or word in lists.given.listed:
        yield "PERSON", 1.0
    elif word.startswith(_PERSONAL) and len(word) > 4:
        yield "PERSON", 0.6
    elif word.endswith(_LOCAL) and len(word) > 6:
        yield "GPE", 0.8
    elif is_plain(word):
        return
    elif word in lists.family or word in lists.given:
        yield "PERSON", 0.8
    else:
        yield UNKNOWN, 0.45


def _several(texts: list[str]) -> Iterator[Weight]:
    lists = names()
    plain = [is_plain(text) for text in texts]
    if any(text.lower() in lists.headline or text in lists.org_endings for text in texts):
        yield "ORG", 0.5
    elif all(_CAPITALS.match(text) for text in texts):
        return
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


def near_place(text: str, at: int) -> bool:
    """Tell whether the words before a name say that it is a place: "in Paris"."""
    return _PLACE_BEFORE.search(text[max(0, at - _NEAR) : at]) is not None


def by_context(run: Run) -> Iterator[Weight]:
    """Weigh a name by the words just before and after it."""
    before = run.text[max(0, run.start - _NEAR) : run.start]
    after = run.text[run.end : run.end + _NEAR]
    yield from _before(run, before)
    if after[:1] in (" ", ","):
        yield from _person_after(after)
        yield from _other_after(run, after)


def _before(run: Run, before: str) -> Iterator[Weight]:
    single = len(run.words) == 1
    last = _LAST_WORD.search(before)
    role = last.group(1).lower() if last else ""
    if role in grammar("roles_before_names") and not before.endswith(", "):
        yield "PERSON", 1.5
    if _FIRM_PLACE.search(before):
        yield "GPE", 1.2
    elif _PLACE_BEFORE.search(before):
        yield "GPE", 0.5 if single else 0.3
    elif single and _ARTICLE_BEFORE.search(before):
        yield "ORG", 0.3
    elif _THE_BEFORE.search(before):
        yield "ORG", 1.1


def _person_after(after: str) -> Iterator[Weight]:
    speaks = _SPEAKS.match(after)
    if speaks and (speaks.group(1) is None or speaks.group(1) in cues().strong):
        yield "PERSON", 1.0
    if _AGE.match(after):
        yield "PERSON", 2.0
    elif _ROLE_AFTER.match(after):
        yield "PERSON", 0.6
    elif _LIVES.match(after):
        yield "PERSON", 0.6


def _other_after(run: Run, after: str) -> Iterator[Weight]:
    if _IS_PLACE.match(after):
        yield "GPE", 2.0
    if len(run.words) > 1 and _ACRONYM_AFTER.match(after):
        yield "ORG", 2.0
    state = _STATE_AFTER.match(after)
    if state and names().known.get(state.group(1)) == "GPE" and run.words[0].text not in names().given:
        yield "GPE", 1.6
