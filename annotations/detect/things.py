"""What says that a name is that of a thing: "the frigate Quell", "Quell is a browser", "her novel Quell"."""

import re
from collections.abc import Iterator, Sequence

from annotations.detect.lexicon import alternatives, grammar

#: What is said to be a thing is no person, body or place: so much speaks for it.
_SAID = 2.0
#: What it is stands beside its name.
_BESIDE = 1.2
_KINDS = {
    **dict.fromkeys(sorted(grammar("kinds_of_works")), ""),
    **dict.fromkeys(sorted(grammar("kinds_of_products")), "PRODUCT"),
}
_IS_THING = re.compile(
    r"(?:,| is| was)(?: also)? (?:an?|the|one of the|his|her|its|their) (?:[\w.’'-]+ ){0,4}?"
    rf"({alternatives(_KINDS)})s?"
    r"(?=[,.;]| (?:of|that|which|in|by|with|for|and|from|whose|at|made|built|released|about|used)\b)"
)


def kind_of_thing(word: str) -> str | None:
    """Return PRODUCT for "frigate", the empty label for "novel", and None for what is no thing."""
    return _KINDS.get(word, _KINDS.get(word.removesuffix("s")))


def by_thing(before: Sequence[str], after: str) -> Iterator[tuple[str, float]]:
    """Weigh a name by the words before it (in small letters), and by what follows: a label, and how much.

    The empty label speaks against any name of a person, a body or a place.
    """
    kind = kind_of_thing(before[-1]) if before else None
    if kind is not None:
        yield kind, _BESIDE
    said = _IS_THING.match(after)
    if said is not None:
        yield _KINDS[said.group(1)], _SAID
    elif after[1:].split(" ", 1)[0].rstrip(",.:;") in grammar("after_works"):
        yield "", _BESIDE
