"""Split quotations as one utterance, how sure a speaker is, and offsets that hold in any text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.entities import find_entities
from annotations.detect.quotes import find_quotes
from annotations.records import Entity, Quote


def quotes(text: str) -> list[Quote]:
    entities = [
        Entity(start=e.start, end=e.end, label=e.label, text=text[e.start : e.end])
        for e in find_entities(text)
    ]
    return [quote for quote in find_quotes(text, entities) if quote.kind != "indirect"]


# text, for each quotation which one it goes on with
PARTS = [
    ("“One is done,” said Mira Tanaka. “Two is not.”", [None, 0]),
    ("“One is done,” said Mira Tanaka. “Two is not.” Rain fell. “Three is near.”", [None, 0, 0]),
    ("“At what point,” Mira Tanaka asked, “does it end?”", [None, 0]),
    ("“At what point,” Mira Tanaka asked, “does it end? I ask,” she added, “for a friend.”", [None, 0, 0]),
    ("“No.” “Never,” Mira Tanaka said.", [None, 0]),
    ("“One is done,” said Mira Tanaka. “Two is not,” said John Ames.", [None, None]),
    ("“One is done,” said Mira Tanaka.\n\n“Two is not.”", [None, None]),
    ("Mira Tanaka called it “a fine day for ships” and “a good year for all.”", [None, None]),
    ("“He said, ‘Go home,’ to me,” said Mira Tanaka.", [None, None]),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[text[:60] for text, _ in PARTS])
def test_each_later_part_names_the_start_of_the_first(text: str, parts: list[int | None]) -> None:
    found = quotes(text)
    assert [quote.utterance for quote in found] == [
        None if part is None else found[part].start for part in parts
    ]


def sure(text: str) -> float:
    *_, last = quotes(text)
    assert last.speaker is not None
    return last.confidence


def test_the_plainer_the_words_the_surer_the_speaker() -> None:
    plainest = sure("“It is done,” said Mira Tanaka.")
    pronoun = sure("Mira Tanaka rose. “It is done,” she said.")
    epithet = sure("Mira Tanaka rose. “It is done,” the 29-year-old said.")
    far = sure("Mira Tanaka rose.\n\nNobody sat.\n\n“It is done,” she said.")
    assert plainest > pronoun > epithet > far > 0
    floating = sure("“It is done,” said Mira Tanaka.\n\n“And so am I.”")
    assert plainest > floating
    introduced = sure("Mira Tanaka was blunt. “It is done and so am I.”")
    assert plainest > introduced


def test_where_nobody_is_named_there_is_nothing_to_be_unsure_of() -> None:
    (quote,) = quotes("“It is done.”")
    assert (quote.speaker, quote.confidence) == (None, 1.0)


PIECES = """Mira Tanaka said says told reporters she he they it who called , . : ; ? ! — “ ” ‘ ’ " ' « » `` ''
    > the a spokesman statement according to and in Oslo Q: A: I 6" 14" ’90s workers’ adding that was shut
    They JOHN AMES: quoted him as saying promise one resident 29-year-old replied"""
WORDS = st.sampled_from([*PIECES.split(), "\n\n", "\n", " "])


@given(
    st.lists(WORDS, max_size=40).map(" ".join)
    | st.lists(WORDS, max_size=40).map("".join)
    | st.text(max_size=60)
)
@settings(max_examples=250, deadline=None)
def test_any_text_gives_offsets_that_hold(text: str) -> None:
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    found = find_quotes(
        text,
        [
            Entity(start=m.start(), end=m.end(), label="PERSON", text=m.group())
            for m in re.finditer("Mira Tanaka|Tanaka|Oslo", text)
        ],
    )
    assert found == sorted(found, key=lambda quote: (quote.start, -quote.end))
    starts = {quote.start for quote in found}
    for quote in found:
        assert 0 <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        for part in (quote.speaker, quote.cue):
            assert part is None or text[part.start : part.end] == part.text != ""
        assert 0 <= quote.confidence <= 1
        assert quote.utterance is None or (quote.utterance in starts and quote.utterance < quote.start)
        assert quote.cue is None or quote.speaker is not None
