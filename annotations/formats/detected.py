"""What a program found, on its way back from a file that holds all that we know of it."""

from collections.abc import Iterator
from typing import Any

import msgspec

from annotations.formats.documents import Lost
from annotations.records import Detection, Entity, Mention, Quote, Speaker, Suggestion

#: The members that are a detection, by the names that ``Detection`` has for them.
MEMBERS = ("pipeline", "entities", "quotes", "suggestions")
_UNFIT = "detections left out: they are not as they were written"
_NOT_OURS = "{} that a program found, which nobody decided"


def taken(members: dict[str, Any], text: str) -> tuple[Detection | None, tuple[Lost, ...]]:
    """Make a detection of its members; without any it is None. One that does not fit the text is lost."""
    given = {name: found for name, found in members.items() if found}
    if not given.get("pipeline"):
        return None, tuple(
            Lost(_NOT_OURS.format(name), f"{len(found)} of them")
            for name, found in given.items()
            if isinstance(found, list)
        )
    try:
        found = msgspec.convert(given, Detection)
    except msgspec.ValidationError as error:
        return None, (Lost(_UNFIT, str(error)[:80]),)
    return (found, ()) if fits(found, text) else (None, (Lost(_UNFIT, "words that are not there"),))


def fits(found: Detection, text: str) -> bool:
    """Tell whether all that was found covers the words that it says it covers."""
    length = len(text)
    return all(
        0 <= part.start < part.end <= length and text[part.start : part.end] == part.text
        for part in _parts(found)
    )


def _parts(found: Detection) -> Iterator[Entity | Quote | Suggestion | Speaker | Mention]:
    yield from found.entities
    yield from found.suggestions
    for quote in found.quotes:
        yield quote
        if quote.speaker is not None:
            yield quote.speaker
        if quote.cue is not None:
            yield quote.cue
