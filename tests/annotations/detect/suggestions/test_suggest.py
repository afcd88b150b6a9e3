"""Suggestions as a whole: exact on any text, in order, and as good as they were on the marked articles."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.pipeline import embedded
from annotations.detect.suggestions.suggest import suggest
from annotations.records import Entity, Quote
from evaluation.suggestions import GOLD, articles, score
from tests.annotations.text_strategies import texts

_WORDS = (
    *(
        "The ministry",
        "Growers",
        "Mira Tanaka",
        "we",
        "It",
        "who",
        "they",
        "said",
        "say",
        "complained",
        "accused",
    ),
    *(
        "pledged",
        "agreed",
        "to",
        "that",
        "will",
        "would",
        "’ll",
        "pay",
        "publish",
        "not",
        "if",
        "the yard",
        "a promise",
    ),
    *(
        "hurt",
        "unfair",
        "them",
        "and",
        ",",
        ".",
        "?",
        "“",
        "”",
        '"',
        "\n\n",
        "$5 million",
        "10,000 workers",
        "a third",
    ),
    *("on Monday", "in Oslo", "of", "by", "whether", "promising", "criticised", "\u0301", "İ", "ß"),
)
sentences = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Entity], list[Quote]]:
    """Return a text with entities and quotations anywhere in it, as an odd model might give them."""
    text = draw(st.one_of(sentences, texts))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    spans = draw(st.lists(places, max_size=6)) if text else []
    kinds = st.sampled_from(("PERSON", "DATE", "ORG", "MONEY"))
    entities = [Entity(start=a, end=b, label=draw(kinds), text=text[a:b]) for a, b in sorted(spans)]
    return text, entities, [Quote(start=a, end=b, text=text[a:b]) for a, b in sorted(spans)]


@given(marked())
@settings(max_examples=150, deadline=None)
def test_any_text_gives_exact_passages_in_order(article: tuple[str, list[Entity], list[Quote]]) -> None:
    text, entities, quotes = article
    found = suggest(text, entities, quotes)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.text.strip() == one.text
        assert 0.5 <= one.score <= 1
        assert one.why
    assert [(one.start, one.end) for one in found] == sorted((one.start, one.end) for one in found)
    assert len({(one.start, one.end, one.label) for one in found}) == len(found)


def test_the_marked_articles_are_marked_where_their_words_are() -> None:
    rows = list(articles([GOLD]))
    assert len(rows) >= 30
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        for start, end, label in [*row["suggestions"], *row["also"]]:
            words = row["text"][start:end]
            assert words.strip() == words != ""
            assert label in ("commitment", "complaint", "figure")


def test_suggestions_are_as_good_as_the_readme_says() -> None:
    scores = score(embedded(), articles([GOLD]))
    for label, precision, recall in (
        ("commitment", 0.95, 0.9),
        ("complaint", 0.95, 0.85),
        ("figure", 0.97, 0.93),
    ):
        assert scores.score(label).precision >= precision, scores.errors
        assert scores.score(label).recall >= recall, scores.errors
