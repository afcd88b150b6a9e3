"""Noun phrases that may speak: what counts as a role, and where such a phrase begins and ends."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from annotations.detect.cue_verbs import speech
from annotations.detect.lexicon import cues, grammar, names
from annotations.detect.mentions import Mentions
from annotations.records import Entity

TITLE_WORDS = frozenset(word.rstrip(".") for title in names().titles for word in title.split())
_MARKS = re.compile(r"[,;:]")
WORD = re.compile(r"\d\d?-year-old|[^\W\d_](?:[\w’'.&-]*\w)?")
#: How far from a country or a body the name begins that it leads to.
_NEAR = 60
_BEGINS = frozenset(("a", "an", "the", "his", "her", "its", "their", "my", "our"))
_TRADE = re.compile(r"[a-z]{3,}(?:er|or|ist|man|woman|ian|back|eur|stop)\Z")
_PERSONAL = re.compile(
    r"(?:[a-z]{3,}(?:ician|ologist|woman|women|person|keeper|holder|leader|maker|worker)s?|.+-year-old)\Z"
)


@lru_cache(maxsize=4096)
def is_role(word: str) -> bool:
    """Tell whether a word says what somebody is: "spokesman", "statement", "ferrymen"."""
    word = word.lower()
    if word in cues().roles or _PERSONAL.match(word):
        return True
    return not word.endswith(("’s", "'s")) and word.rpartition("-")[2] in cues().roles


@lru_cache(maxsize=4096)
def is_human(word: str) -> bool:
    """Tell whether a role is that of one person, or of several."""
    last = word.lower().rpartition("-")[2]
    if last in speech("documents") or last in speech("bodies"):
        return False
    return is_role(word)


def is_plural(word: str) -> bool:
    """Tell whether a role is that of several."""
    word = word.lower()
    return (word.endswith("s") and not word.endswith("ss")) or word in speech("plurals")


def without_roles(entities: Iterable[Entity]) -> list[Entity]:
    """Return entities whose persons have no role before their name: "Ed Ames" of "Developer Ed Ames"."""
    return [_without_role(one) if one.label == "PERSON" else one for one in entities]


def _without_role(person: Entity) -> Entity:
    text, start = person.text, person.start
    while True:
        first, space, rest = text.partition(" ")
        leads = _is_before_name(first) or (_leads(first) and rest.partition(" ")[0] in names().given)
        if not space or " " not in rest.strip() or not leads:
            break
        start += len(text) - len(rest)
        text = rest
    return person if start == person.start else Entity(start=start, end=person.end, label="PERSON", text=text)


def _leads(word: str) -> bool:
    """Tell whether the word before a given name is none itself: "Ask", "Shortstop"."""
    if word in names().given or word in names().family:
        return False
    lower = word.lower()
    common = lower in names().common or lower in names().headline or lower in grammar("base_forms")
    return common or _TRADE.search(word) is not None


def _is_before_name(word: str) -> bool:
    if word in names().given:
        return False
    return is_role(word) or word.rstrip(".").lower() in speech("short_titles")


def only_titles(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but titles and roles stands in a stretch: "the former mayor"."""
    words = WORD.findall(text, start, end)
    if _MARKS.search(text, start, end) or (words and words[-1].lower() in grammar("prepositions")):
        return False
    return all(
        word.rstrip(".") in TITLE_WORDS or word.lower() in speech("before_titles") or is_role(word)
        for word in words
    )


def introduced(text: str, named: Mentions, entity: Entity, end: int) -> Entity | None:
    """Return "Ada Quell" after "German" of "German Chancellor Ada Quell", after "Kenya" likewise."""
    owns = text[entity.end : entity.end + 2] in ("’s", "'s")
    person = named.from_(entity.end, min(end, entity.end + _NEAR))
    if person is None or person.label != "PERSON":
        return None
    start = entity.end + 2 * owns
    titles = bool(text[start : person.start].strip()) and only_titles(text, start, person.start)
    return person if titles else None


def head(words: str) -> str:
    """Return the word that a noun phrase is about: "spokeswoman" of "a spokeswoman for the port"."""
    last = ""
    for word in WORD.findall(words):
        if last and word.lower() in grammar("prepositions"):
            break
        if is_role(word):
            last = word
    return last.lower()


def role_start(words: Sequence[re.Match[str]], named: Mentions) -> int | None:
    """Return where the noun phrase begins whose head is the first role among words; None without one."""
    floor = _last_phrase(words)
    role = next((i for i, w in enumerate(words) if i >= floor and _is_free_role(w, named)), None)
    if role is None:
        return None
    while role + 1 < len(words) and _is_free_role(words[role + 1], named):
        role += 1
    start = role
    for index in range(role - 1, floor - 1, -1):
        word = words[index].group()
        lower = word.lower()
        if lower in grammar("determiners"):
            many = lower in ("a", "an", "another") and is_plural(words[role].group())
            return words[_run_start(words, role) if many else index].start()
        if lower in ("of", "for"):
            if not (index and words[index - 1].group()[0].islower()):
                break
            continue
        if lower in grammar("prepositions") or lower in cues().strong:
            break
        start = index
    return words[start].start()


def _run_start(words: Sequence[re.Match[str]], role: int) -> int:
    """Return where the roles begin that end in one: "a move | union leaders"."""
    while role and is_role(words[role - 1].group()):
        role -= 1
    return role


def _last_phrase(words: Sequence[re.Match[str]]) -> int:
    """Return where a noun phrase begins that no preposition ties to the one before: "me | a form letter"."""
    for index in range(len(words) - 1, 0, -1):
        before = words[index - 1].group().lower()
        if before in grammar("be") or before in grammar("auxiliaries"):
            return index
        if words[index].group().lower() in _BEGINS and before not in grammar("prepositions"):
            return index if before not in grammar("determiners") else 0
    return 0


def _is_free_role(word: re.Match[str], named: Mentions) -> bool:
    if not is_role(word.group()):
        return False
    entity = named.holding(word.start())
    return entity is None or entity.label != "PERSON"
