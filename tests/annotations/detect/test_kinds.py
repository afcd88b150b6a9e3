"""What a quotation is, from its words and its surroundings alone: the quotation stands in curly marks."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.kinds import inner, is_scare, is_title, kind_of, stands_alone
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Span


def quoted(text: str) -> Span:
    """Return where the first quotation of a text stands."""
    return Span(text.index("“"), text.index("”") + 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("“Never.”", "Never."),
        ("“Never,”", "Never"),
        ("“ Never ”", "Never"),
        ("“‘Never,’ he said”", "Never,’ he said"),
        ("“Never, ever”", "Never, ever"),
        ("“”", ""),
        ("“…”", "…"),
    ],
)
def test_the_words_inside(words: str, expected: str) -> None:
    assert inner(f"She wrote {words} there", Span(10, 10 + len(words))) == expected


TITLES = [
    ("She sang “The Salt Road” at noon.", True),
    ("She sang “Salt and Iron” at noon.", True),
    ("She sang “A Night in the Yard” at noon.", True),
    ("She sang “La Vie de Marin” at noon.", True),
    ("She sang “Salz und Eisen” at noon.", True),
    ("“Harbour,” the new film by Zorb Quell, is long.", True),
    ("“Harbour,” the old port of Zorb Quell, is long.", False),
    ("He wrote the novel “Harbour” in a year.", True),
    ("His first two films, “Harbour” and others, failed.", True),
    ("The song “Harbour” was new.", True),
    ("He shouted “Harbour” then.", False),
    ("He said “The salt road” was closed.", False),
    ("He said “The Salt Road.” Then he left.", False),
    ("He said “the Salt Road” was closed.", False),
    ("He said “One Two Three Four Five Six Seven Eight Nine Ten” aloud.", False),
    ("He drew “…” on the wall.", False),
    ("He drew “” on the wall.", False),
    ("He liked “Quellby: The Early Years” best.", True),
    ("He liked “What Do Gulls Want?” best.", True),
]


@pytest.mark.parametrize(("text", "expected"), TITLES, ids=[text[:60] for text, _ in TITLES])
def test_titles(text: str, expected: bool) -> None:
    assert is_title(text, quoted(text)) is expected


SCARES = [
    ("The “emergency” meeting took a minute.", True),
    ("The “fish friendly” dam is shut.", True),
    ("Its “free-range” eggs were not.", True),
    ("The so-called “Experts” panel met.", True),
    ("A fleet dubbed “Ghost” ships sailed.", True),
    ("The “very fish friendly” dam is shut.", False),
    ("Profit will be “far below” forecasts.", False),
    ("It was the “power house,” she said.", False),
    ("The “Emergency” meeting took a minute.", False),
    ("The plan was “dead” in May.", False),
    ("The plan was “dead” and buried.", False),
    ("The plan was “dead”, they thought.", False),
    ("The plan was “dead”.", False),
    ("The plan “is dead” everywhere.", False),
    ("The plan, “dead” Tanaka thought, lived.", False),
    ("The “42” buses ran late.", False),
    ("The “dead” 40 rose.", False),
]


@pytest.mark.parametrize(("text", "expected"), SCARES, ids=[text[:60] for text, _ in SCARES])
def test_words_at_arms_length(text: str, expected: bool) -> None:
    assert is_scare(text, quoted(text)) is expected


ALONE = [
    ("“We sail,” she said.", True),
    ("She said, “We sail.”", True),
    ("She said: “We sail.”", True),
    ("She left. “We sail.”", True),
    ("Did she? “We sail.”", True),
    ("She paused — “We sail.”", True),
    ("She said “We sail.”", False),
    ("She said that “We” sailed.", False),
    ("She said: “we sail.”", False),
    ("First line\n\n“we sail.”", False),
    ("First line\n“We sail.”", True),
    ("First line and\n“We sail.”", True),
    ("**“We sail,”** she said.", True),
    ("> “We sail,” she said.", True),
]


@pytest.mark.parametrize(("text", "expected"), ALONE, ids=[repr(text) for text, _ in ALONE])
def test_sentences_of_their_own(text: str, expected: bool) -> None:
    assert stands_alone(text, quoted(text), 0) is expected


def test_what_stands_before_the_bound_is_not_looked_at() -> None:
    text = "They say so and “We sail.”"
    span = quoted(text)
    assert not stands_alone(text, span, 0)
    assert stands_alone(text, span, span.start)


# text, attributed, attached, split, kind
KINDS = [
    ("“We sail at dawn,” she said.", True, True, False, "direct"),
    ("“We sail,” she said.", True, True, False, "direct"),
    ("“We sail at dawn and not before.”", False, False, False, "direct"),
    ("“Never!” The crowd went home.", False, False, False, "direct"),
    ("“Gulls” The crowd went home.", False, False, False, "scare"),
    ("She said it was “gone for good” by then.", True, False, False, "partial"),
    ("It was “gone for good” by then.", False, False, False, "scare"),
    ("It was “gone for good and for ever” by then.", False, False, False, "partial"),
    ("She asked, “does it end?”", True, False, True, "direct"),
    ("The “cheap” tickets were not.", True, True, False, "scare"),
    ("He praised “The Salt Road” at length.", True, False, False, "title"),
    ("He praised his film “The Salt Road” at length.", True, True, False, "title"),
    ("“Good Morning Quellby,” she said.", True, True, False, "direct"),
    ("“no comment,” she said.", True, True, False, "direct"),
]


@pytest.mark.parametrize(
    ("text", "attributed", "attached", "split", "kind"), KINDS, ids=[text[:60] for text, *_ in KINDS]
)
def test_kinds(text: str, attributed: bool, attached: bool, split: bool, kind: str) -> None:
    found = kind_of(text, quoted(text), 0, attributed=attributed, attached=attached, split=split)
    assert found == kind


ARTICLES = [
    ("“We sail at dawn,” said Orla Vexley. “Not before.”", ["direct", "direct"]),
    ("Orla Vexley called the “green” ferry “a rusty bucket of bolts.”", ["scare", "partial"]),
    ("Orla Vexley painted “The Salt Road” and said: “It is mine.”", ["title", "direct"]),
    ("The poem “Low Water” made her “the voice of the whole coast,” critics wrote.", ["title", "partial"]),
    ("Orla Vexley sang “The Salt Road” at noon.", ["title"]),
    ("Signs on the quay read “Peace And Bread”.", ["partial"]),
    ("The “special” offer ended; the “one-off” payment did not.", ["scare", "scare"]),
    ("“I painted ‘The Salt Road’ twice,” said Orla Vexley.", ["direct", "title"]),
    ("The notice read:\n\n> No boats after dark.\n\nNobody obeyed.", ["block"]),
]


@pytest.mark.parametrize(("text", "kinds"), ARTICLES, ids=[text[:60] for text, _ in ARTICLES])
def test_kinds_in_an_article(text: str, kinds: list[str]) -> None:
    entities = [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]
    assert [quote.kind for quote in find_quotes(text, entities)] == kinds
