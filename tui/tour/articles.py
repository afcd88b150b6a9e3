"""The articles of the tour, and what is found in them: told beforehand, so that every tour is the same."""

from typing import Any

from annotations.records import Article, Detection, Entity, Mention, Quote, Speaker, Suggestion
from annotations.text import content_id

HARBOUR = """\
Harbour reopens after the storm

The harbour of Ellery opened again on Monday, nine days after the storm.

The council will repair both piers before the summer. Fishing crews say that nobody asked them where the new \
lights should stand.

“We will publish every bill,” the mayor, Ida Marsh, said. “Last time it cost \
$3 million, and we never learned why.”

Ferry owners accused the port of closing the north gate without a word of warning.
"""
FERRY = "Ferry owners accused the port of closing the north gate without a word of warning."
LIBRARY = """\
Library keeps its Sunday hours

The town library will stay open on Sundays, the council decided.
"""
BRIDGE = """\
Bridge closed for a week

The old bridge will be closed for a week in May. Shopkeepers complained that they had learned of it \
from a poster.
"""


def article(text: str) -> Article:
    """Return an article of the tour; its first line is its title."""
    title = text.partition("\n")[0]
    return Article(id=content_id(text), text=text, title=title, source=f"the tour: {title}")


def told(text: str) -> Detection:
    """Return what is found in an article of the tour."""
    if text != HARBOUR:
        return Detection(pipeline="tour")
    return Detection(
        pipeline="tour",
        entities=(
            Entity(**_place("Ellery"), label="GPE"),
            Entity(**_place("Ida Marsh"), label="PERSON"),
            Entity(**_place("$3 million"), label="MONEY"),
        ),
        quotes=(
            _quote("“We will publish every bill,”"),
            _quote("“Last time it cost $3 million, and we never learned why.”"),
        ),
        suggestions=(
            Suggestion(**_place("$3 million"), label="figure", score=0.9, why="an amount of money"),
            Suggestion(
                **_place(
                    "Ferry owners accused the port of closing the north gate without a word of warning."
                ),
                label="complaint",
                score=0.8,
                why="“accused … of”",
            ),
        ),
    )


def _quote(words: str) -> Quote:
    speaker = Speaker(**_place("Ida Marsh"), name="Ida Marsh")
    return Quote(**_place(words), speaker=speaker, cue=Mention(**_place("said")))


def _place(words: str) -> dict[str, Any]:
    start = HARBOUR.index(words)
    return {"start": start, "end": start + len(words), "text": words}
