"""What the words just before and after a name say of it: "the lawyer Orsa", "in Quellby", "Vexley, 51,"."""

import re
from collections.abc import Iterator
from functools import cache

from annotations.detect.acronyms import is_acronym
from annotations.detect.gazetteer import is_plain, stems
from annotations.detect.lexicon import alternatives, cues, grammar, names
from annotations.detect.runs import Run, known_label
from annotations.detect.things import by_thing

#: A label and its weight; "" speaks against any name at all.
Weight = tuple[str, float]

#: What speech says of whoever speaks, where nothing else tells who that is.
SPEAKS: Weight = ("PERSON", 1.0)

_AGE = re.compile(r",?[ ]\(?\d{2}(?:,|\)|[ ]years)")
#: "Orsa Vexley, 31, of Quellby"
_AGED = re.compile(r", \d{2}, of \Z")
_WHO = re.compile(r",[ ](?:who|whose)\b")
_ROLE_AFTER = re.compile(rf",[ ](?:{alternatives(grammar('roles_in_apposition'))})[ ]")
_STATE_AFTER = re.compile(r",[ ]([A-Z][\w.]*(?:[ ][A-Z][\w.]*)?)")
_IS_PLACE = re.compile(
    r"(?:,| is| was)(?: located)? (?:an?|the) (?:[\w-]+ ){0,3}"
    rf"(?:{alternatives(grammar('kinds_of_places'))})\b"
)
_IS_BODY = re.compile(
    r"(?:,| is| was)(?: also)? (?:an?|the|one of the) (?:[\w.’'-]+ ){0,6}?"
    rf"(?:{alternatives(grammar('kinds_of_bodies'))})s?"
    r"(?=[,.;]| (?:of|that|which|in|based|with|for|and|from|whose|at|owned|run|led|founded|known)\b)"
)
_STATE_OWNS = re.compile(rf"[’']s (?:{alternatives(grammar('owned_by_states'))})\b")
_OWNS = re.compile(r"[’']s? ([a-z-]+)(?: ([a-z-]+))?")
#: "(Quell 23, Vexley 45*)": who scored, and when or how much.
_SCORED = re.compile(r" \d{1,3}(?:\*|-\d{1,3}| not out)?(?:, (?=[A-Z])|\)|; )")
#: "Quellby 2 Vexley 1": what sides scored.
_GOALS = re.compile(r" \d{1,3}(?: \([^()\n]*\))?")
_OTHER_SIDE = re.compile(r" [A-Z][\w.’-]+(?: [A-Z][\w.’-]+)? \d{1,3}(?![\w:/-]|[.,]\d)")
_SIDE_BEFORE = re.compile(r"[A-Z][\w.’-]+ \d{1,3}(?: \([^()\n]*\))? \Z")
_AND_HIS = re.compile(r" and (?:his|her|its) ")
_BRACKETS = re.compile(r"[ ]\(([A-Z][\w.’' -]{1,24})\)")
#: "Quellio said it would", "Quell said on Monday that she had".
_AGREES = re.compile(
    r"[ ]\w+(?: (?:on|late|early|in|a|last|this) \w+){0,3}(?: that)? (it|its|he|his|she|her)\b"
)
_EXAMPLES = ("like", "including", "namely")
#: So many characters before and after a name are looked at.
_NEAR, _FAR = 40, 60
#: Their owner is a body.
_OF_BODIES = 0.8


@cache
def _speech() -> frozenset[str]:
    return frozenset(verb for verb in cues().strong if " " not in verb)


def _last_words(text: str, at: int) -> list[str]:
    """Return the last three words before a place, in small letters; none if no space stands between."""
    if text[at - 1 : at] not in (" ", "\n"):
        return []
    return text[max(0, at - _NEAR) : at].lower().rsplit(None, 3)[-3:]


def near_place(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a name say that it is a place: "in Paris", "Jordan’s King"."""
    return _is_before(_last_words(text, start), "before_places") or _STATE_OWNS.match(text, end) is not None


def _is_before(words: list[str], section: str) -> bool:
    if words and words[-1] == "the":
        words = words[:-1]
    if not words:
        return False
    listed = grammar(section)
    return words[-1].lstrip('(“"‘') in listed or " ".join(words[-2:]) in listed


def by_context(run: Run) -> Iterator[Weight]:
    """Weigh a name by the words just before and after it."""
    words = _last_words(run.text, run.start)
    if words:
        yield from _before(run, words)
    if words[-1:] == ["of"] and _AGED.search(run.text, max(0, run.start - 9), run.start):
        yield "GPE", 1.6
    after = run.text[run.end : run.end + _FAR]
    if _is_in_result(run, after):
        yield "ORG", 2.0
    elif _SCORED.match(after) and run.text[run.start - 1 : run.start] in ("(", " "):
        yield "PERSON", 1.0
    yield from by_thing(words, after)
    if after[:1] == " ":
        yield from _after(run, after)
    elif after[:1] == ",":
        yield from _after_comma(run, after)
    elif (owned := _OWNS.match(after)) is not None:
        yield from _owner(owned.group(1), owned.group(2) or "")


def _is_in_result(run: Run, after: str) -> bool:
    """Tell whether a name stands in the result of a match: "Quellby 2 Vexley 1"."""
    goals = _GOALS.match(after)
    if goals is None:
        return False
    if _OTHER_SIDE.match(after, goals.end()) is not None:
        return True
    alone = not after[goals.end() : goals.end() + 1].strip(" .,;\n")
    return alone and _SIDE_BEFORE.search(run.text, max(0, run.start - _FAR), run.start) is not None


def _owner(first: str, second: str) -> Iterator[Weight]:
    """Weigh a name by the two words that follow its possessive: "’s shares", "’s late wife"."""
    if first in grammar("after_bodies"):
        yield "ORG", _OF_BODIES
    elif first in grammar("owned_by_persons") or second in grammar("kin"):
        yield "PERSON", 1.2


def _before(run: Run, words: list[str]) -> Iterator[Weight]:
    last, single = words[-1], len(run.words) == 1
    yield from _of_a_kind(words)
    if last in grammar("roles_before_names"):
        yield "PERSON", 1.5
    if last in grammar("kinds_of_bodies") or last.endswith("-based") or _is_before(words, "before_bodies"):
        yield "ORG", 1.2
    elif last != "the" and _is_before(words, "firmly_before_places"):
        yield "GPE", 1.2
    elif _is_before(words, "before_places"):
        yield "GPE", 0.5 if single else 0.3
    elif last in ("the", "a", "an"):
        yield "ORG", _with_article(run, last)


def _of_a_kind(words: list[str]) -> Iterator[Weight]:
    """Weigh the first of some examples: "cities such as Quellby", "firms like Vexlo"."""
    kinds = words[:1] if words[-2:] == ["such", "as"] else words[-2:-1] if words[-1] in _EXAMPLES else []
    for kind in kinds:
        for singular in stems(kind):
            if singular in grammar("roles_before_names"):
                yield "PERSON", 1.2
            elif singular in grammar("kinds_of_places"):
                yield "GPE", 1.2
            elif singular in grammar("kinds_of_bodies"):
                yield "ORG", 1.2


def _with_article(run: Run, article: str) -> float:
    """Return how much an article before a name speaks for a body: "the Fairfax Connector", "the Falcons"."""
    if len(run.words) > 1:
        return 1.1 if article == "the" else 0.0
    if article != "the" or not run.words[0].text.endswith("s"):
        return 0.3
    of = run.text.startswith(" of ", run.end)
    return 0.95 if is_plain(run.words[0].text) and not of else 0.6  # "the Falcons"


def _after(run: Run, after: str) -> Iterator[Weight]:
    words = [word.rstrip(",.:;") for word in after.split(None, 4)[:4]]
    if words and words[0].startswith("("):
        yield from _before_brackets(run, after)
    elif words:
        yield from _verb(run, words, after)
        yield from _noun(words)
        if words[0] in ("is", "was"):
            yield from _what_it_is(after)
        together = _AND_HIS.match(after)
        if together is not None:
            yield ("ORG", 0.8) if "its" in together.group() else ("PERSON", 1.2)


def _what_it_is(after: str) -> Iterator[Weight]:
    """Weigh what a name is said to be: "Quell is a village", "Quell, a maker of nets"."""
    if _IS_PLACE.match(after):
        yield "GPE", 2.0
    elif _IS_BODY.match(after):
        yield "ORG", 2.0


def _noun(words: list[str]) -> Iterator[Weight]:
    """Weigh the noun that a name stands before: "Quell province", "Quell shares", "Quell news agency"."""
    if words[0] in grammar("kinds_of_places"):
        yield "GPE", 1.2
    elif words[0] in grammar("after_bodies") or " ".join(words[:2]) in grammar("after_bodies"):
        yield "ORG", _OF_BODIES


def _before_brackets(run: Run, after: str) -> Iterator[Weight]:
    """Weigh what stands in brackets after a name: an age, its short form, or the country of an athlete."""
    if _AGE.match(after):
        yield "PERSON", 2.0
    inside = _BRACKETS.match(after)
    if inside is None or len(run.words) == 1:
        return
    if is_acronym(inside.group(1), run.name):
        yield "ORG", 2.0
    elif known_label(inside.group(1)) == "GPE":
        yield "PERSON", 1.0


def _verb(run: Run, words: list[str], after: str) -> Iterator[Weight]:
    """Weigh what somebody does: "said", "was born", "grew up"."""
    verb = next((word for word in words if word not in grammar("before_verbs")), "")
    if verb in _speech() and words[0] not in grammar("be"):
        yield _speaker(run, after)
    elif verb in grammar("verbs_of_persons") or " ".join(words[:2]) in grammar("verbs_of_persons"):
        yield "PERSON", 0.6
    elif words[0] in grammar("verbs_of_bodies") or " ".join(words[:2]) in grammar("verbs_of_bodies"):
        yield "ORG", 0.8


def _speaker(run: Run, after: str) -> Weight:
    """Weigh who speaks: "the Quell said" is no person, nor is whoever is "it" in what is said."""
    agrees = _AGREES.match(after)
    if agrees is not None:
        return ("ORG", 1.2) if agrees.group(1) in ("it", "its") else ("PERSON", 1.5)
    if run.text[max(0, run.start - 4) : run.start].lower() == "the ":
        return "ORG", 0.8
    common = len(run.words) == 1 and is_plain(run.name) and run.name not in names().family
    return ("PERSON", 0.0) if common else SPEAKS


def _after_comma(run: Run, after: str) -> Iterator[Weight]:
    if _AGE.match(after):
        yield "PERSON", 2.0
    elif _WHO.match(after):
        yield "PERSON", 1.2
    elif _ROLE_AFTER.match(after):
        yield "PERSON", 0.6
        yield from _what_it_is(after)
    state = _STATE_AFTER.match(after)
    if state and names().known.get(state.group(1)) == "GPE" and run.words[0].text not in names().given:
        yield "GPE", 1.6
