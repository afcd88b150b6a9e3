"""Documents with everything that may be marked in them, by hand and at random."""

from typing import Any

from hypothesis import strategies as st

from annotations.formats.documents import Document
from annotations.records import Article, Detection, Entity, Mention, Quote, Speaker, Suggestion, Tag
from tests.annotations.formats.samples import article, documents, tag_at

#: A story with one quotation that an attribution splits in two.
STORY = (
    "🚢 Rents in Zu\u0308rich rose  again.\r\n"
    "“We will pay €3 million,” Mira Tanaka said. “That is the end of it.”\n\n"
    "The guild’s 👩‍🚀 crew walked out."
)


def labelled(of: Article, label: str, *, annotator: str = "ana", **more: object) -> Tag:
    """Return a label on the whole article."""
    return tag_at(of, 0, 0, label, annotator=annotator, **more)


def _at(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def detection(text: str = STORY) -> Detection:
    """Return what a pipeline finds in the story."""
    speaker = Speaker(**_at(text, "Mira Tanaka"), name="Mira Tanaka, mayor")
    cue = Mention(**_at(text, "said"))
    first, second = "“We will pay €3 million,”", "“That is the end of it.”"
    start = text.index(first)
    quotes = (
        Quote(**_at(text, first), speaker=speaker, cue=cue, confidence=0.9),
        Quote(**_at(text, second), speaker=speaker, utterance=start, confidence=0.9),
    )
    return Detection(
        pipeline="rules-1",
        entities=(
            Entity(**_at(text, "Zu\u0308rich"), label="GPE"),
            Entity(**_at(text, "€3 million"), label="MONEY"),
        ),
        quotes=quotes,
        suggestions=(
            Suggestion(
                **_at(text, "We will pay €3 million"),
                label="commitment",
                score=0.75,
                why="“will pay”",
            ),
        ),
    )


def story(*tags: Tag, text: str = STORY, annotator: str = "ana", **more: object) -> Document:
    values = {"article": article(text), "annotator": annotator, "state": "done", "tags": tags}
    return Document(**(values | {"detection": detection(text)} | more))  # type: ignore[arg-type]


@st.composite
def marked(draw: st.DrawFn) -> Document:
    """Return a random document, with random labels of the article and random detections."""
    found = draw(documents())
    of = found.article
    labels = draw(st.lists(st.sampled_from(["front page", "opinion"]), unique=True))
    on_article = tuple(labelled(of, label, note=draw(st.sampled_from(["", "why"]))) for label in labels)
    return Document(
        article=of,
        annotator=found.annotator,
        state="open" if found.state == "new" else found.state,
        tags=(*found.tags, *on_article),
        detection=draw(st.none() | detections(of.text)),
    )


@st.composite
def detections(draw: st.DrawFn, text: str) -> Detection:
    """Return what might have been found anywhere in a text."""
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    places = ends.filter(lambda place: place[0] < place[1])

    def drawn() -> tuple[int, int, str]:
        start, end = draw(places)
        return start, end, text[start:end]

    entities, quotes, suggestions = [], [], []
    for start, end, words in [drawn() for _ in range(draw(st.integers(0, 2)))]:
        entities.append(Entity(start=start, end=end, label="ORG", text=words))
    for start, end, words in [drawn() for _ in range(draw(st.integers(0, 2)))]:
        a, b, name = drawn()
        speaker = Speaker(start=a, end=b, text=name, name=name)
        quotes.append(Quote(start=start, end=end, text=words, speaker=draw(st.sampled_from([speaker, None]))))
    for start, end, words in [drawn() for _ in range(draw(st.integers(0, 2)))]:
        suggestions.append(
            Suggestion(start=start, end=end, label="complaint", text=words, score=0.5, why="because")
        )
    return Detection(
        pipeline="p",
        entities=tuple(dict.fromkeys(entities)),
        quotes=tuple(quotes),
        suggestions=tuple(dict.fromkeys(suggestions)),
    )
