"""Who bears which role in an article: "the vice president" is whoever it calls Vice President."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from annotations.detect.lexicon import grammar, names
from annotations.detect.people import People
from annotations.detect.phrases import WORD, is_human
from annotations.records import Entity

_AFTER = re.compile(
    r",? \(?(?:\d\d, )?(?:who is |who was |is |was )?(?:the|an?|its|his|her|their) ([^,.;()\n]{3,60})"
)
_CLAUSE = re.compile(r"[,;:.!?()\n“”\"‘—–]")
_STOP = grammar("prepositions") | grammar("clause_breaks")
#: "Ambassador to Iran", "head of the regulator": what follows does not change the role.
_TIES = frozenset({"to", "of", "for", "at"})
_TITLES = frozenset(word.lower().rstrip(".") for title in names().titles for word in title.split())


class Bearers:
    """The roles of one article's persons, by the words that may stand for them."""

    def __init__(self, text: str, people: People) -> None:
        self.text = text
        self.people = people
        self._roles: dict[str, list[tuple[int, str]]] | None = None

    def named(self, words: str, at: int) -> str | None:
        """Return who is meant by "the vice president", or None where nobody is known as that.

        Of several, whoever was called so last before ``at`` is meant, unless two are called so by then
        in one breath.
        """
        if self._roles is None:
            self._roles = self._collected()
        key = " ".join(words.lower().split())
        known = self._roles.get(key)
        if not known:
            return None
        index = bisect_left(known, (at, ""))
        name = known[max(0, index - 1)][1]
        others = {other for place, other in known[:index] if known[index - 1][0] - place < 60}
        return name if len(others) <= 1 else None

    def _collected(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for person in self.people.persons:
            name = self.people.full(person.text, person.start)
            for key in {*self._before(person), *self._after(person)}:
                found.setdefault(key, []).append((person.start, name))
        return found

    def _before(self, person: Entity) -> list[str]:
        """Return the role that leads to a name: "Vice President", "the club’s president,"."""
        before = self.text[max(0, person.start - 60) : person.start].rstrip()
        apposed = before.endswith(",")
        clause = _CLAUSE.split(before.rstrip(","))[-1]
        words = [word.lower().rstrip(".") for word in WORD.findall(clause)]
        inside = person.text.split()
        while len(inside) > 1 and inside[0].rstrip(".").lower() in _TITLES:
            words.append(inside.pop(0).rstrip(".").lower())  # a title that the name has swallowed
        if (
            apposed
            and words
            and not clause.strip().lower().startswith(("the ", "its ", "his ", "her ", "a "))
        ):
            return []
        tied = next((index for index, word in enumerate(words) if index and word in _TIES), None)
        return _endings(words) or (_endings(words[:tied]) if tied is not None else [])

    def _after(self, person: Entity) -> list[str]:
        """Return the role that a name is explained by: ", the leader of the rail union,"."""
        match = _AFTER.match(self.text, person.end, person.end + 100)
        if match is None:
            return []
        words: list[str] = []
        for word in WORD.findall(match.group(1)):
            if word.lower() in _STOP:
                break
            words.append(word.lower())
        return _endings(words)


def _endings(words: Sequence[str]) -> list[str]:
    """Return each way to say a role shorter: "deputy prime minister", "prime minister", "minister"."""
    if not words or not (is_human(words[-1]) or words[-1] in _TITLES):
        return []
    return [" ".join(words[index:]) for index in range(max(0, len(words) - 4), len(words))]
