"""Who is who in one article: the fullest form of each name, and its gender."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from annotations.detect.lexicon import alternatives, grammar, names
from annotations.detect.sentences import Sentences
from annotations.records import Entity

Gender = Literal["m", "f", ""]

HE, SHE = frozenset({"he", "his", "him"}), frozenset({"she", "her"})
_MALE_TITLE = re.compile(rf"\b(?:{alternatives(grammar('men_titles'))})\.?\s(?:[A-Z]\w*\s)?\Z")
_FEMALE_TITLE = re.compile(rf"\b(?:{alternatives(grammar('women_titles'))})\.?\s(?:[A-Z]\w*\s)?\Z")
_MALE_ROLE = re.compile(rf"\b(?:{alternatives(grammar('men_roles'))})\b[^.]{{0,40}}\Z", re.IGNORECASE)
_FEMALE_ROLE = re.compile(rf"\b(?:{alternatives(grammar('women_roles'))})\b[^.]{{0,40}}\Z", re.IGNORECASE)
_HONORIFIC = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Sen|Rep|Gov|President|Judge|Mayor|Professor)\.?\s+)+"
)
_POSSESSIVE = re.compile(r"[’']s?\Z")
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV)\.?\Z")
_BYLINE = re.compile(r"(?:^|\n)[ \t*_]*(?:By|BY|by) \Z")
#: Of a long article only this many mentions are looked at for one pronoun.
_NEAREST = 200


def _title_gender(before: str) -> Gender:
    """Return what the title that leads to a name says."""
    return "m" if _MALE_TITLE.search(before) else "f" if _FEMALE_TITLE.search(before) else ""


def _role_gender(before: str) -> Gender:
    """Return what a role just before a name says: "the chairwoman, Femke van der Laan"."""
    return "m" if _MALE_ROLE.search(before) else "f" if _FEMALE_ROLE.search(before) else ""


def _given_gender(name: str) -> Gender:
    """Return what the given name of a full name says."""
    given, _, family = name.partition(" ")
    given = given.split("-")[0]
    if not family:
        return ""
    return "m" if given in names().men else "f" if given in names().women else ""


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """Return a name without titles and a possessive ending."""
    name = _POSSESSIVE.sub("", _HONORIFIC.sub("", name, count=1))
    return " ".join(name.split())


class People:
    """The persons of one article."""

    def __init__(self, text: str, entities: Sequence[Entity], sentences: Sentences) -> None:
        self.text = text
        self.sentences = sentences
        self.persons = [e for e in entities if e.label == "PERSON"]
        self._starts = [person.start for person in self.persons]
        #: By first and last name: the mentions of longer names with it, without repetition.
        self._mentions: dict[str, list[tuple[int, str]]] = {}
        self._longer: dict[str, set[str]] = {}
        self._fullest: dict[str, str] = {}
        self._genders: dict[str, Counter[Gender]] = {}
        for person in self.persons:
            name = bare(person.text)
            words = _SUFFIX.sub("", name).split()
            if len(words) > 1:
                for key in {words[-1], words[0]}:
                    mentions = self._mentions.setdefault(key, [])
                    if not mentions or mentions[-1][1] != name:
                        mentions.append((person.start, name))
                    self._longer.setdefault(key, set()).add(name)
        for person in self.persons:
            self._note_gender(person)

    def full(self, mention: str, at: int) -> str:
        """Return the fullest form in the article of a name: "Mira Tanaka" for "Tanaka".

        Of two persons with one surname, the one that was named last before ``at`` is meant.
        """
        name = bare(mention)
        if " " in name:
            if name not in self._fullest:
                last = _SUFFIX.sub("", name).split()[-1]
                longer = {full for full in self._longer.get(last, ()) if _contains(full, name)}
                self._fullest[name] = max(sorted({name, *longer}), key=len)
            return self._fullest[name]
        known = self._mentions.get(name, [])
        if not known:
            return name
        if len(self._longer[name]) == 1:
            return self.full(known[0][1], at)
        index = max(1, bisect_left(known, (at, "")))
        wanted = _title_gender(self.text[max(0, at - 12) : at])
        for _, full in reversed(known[max(0, index - _NEAREST) : index]):
            if not wanted or self.gender(self.full(full, at)) in ("", wanted):
                return self.full(full, at)
        return self.full(known[index - 1][1], at)

    def _note_gender(self, person: Entity) -> None:
        before = self.text[max(0, person.start - 30) : person.start]
        name = bare(person.text)
        found = _title_gender(before) or _given_gender(name) or _role_gender(before)
        if found:
            self._genders.setdefault(self.full(name, person.start), Counter())[found] += 1

    def gender(self, name: str) -> Gender:
        """Return what titles, roles and the given name say; empty if nothing does."""
        counted = self._genders.get(name)
        return max(counted, key=counted.__getitem__) if counted else ""

    def is_author(self, person: Entity) -> bool:
        """Tell whether a name stands in the byline."""
        return _BYLINE.search(self.text[max(0, person.start - 20) : person.start]) is not None

    def most_named(self, end: int) -> str | None:
        """Return the person who is named most often before a place."""
        counted = Counter(
            self.full(p.text, p.start) for p in self.persons if p.start < end and not self.is_author(p)
        )
        return counted.most_common(1)[0][0] if counted else None


def _contains(full: str, part: str) -> bool:
    """Tell whether each word of a name is in a fuller one, in order."""
    words = iter(full.split())
    return all(word in words for word in part.split())
