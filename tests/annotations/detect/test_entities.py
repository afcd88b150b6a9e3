"""Names and figures by rules; texts are our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.entities import find_entities
from annotations.detect.figures import find_figures
from annotations.detect.lexicon import alternatives, names, parse


def labelled(text: str) -> dict[str, str]:
    return {text[e.start : e.end]: e.label for e in find_entities(text)}


NAMES = [
    ("The minister met Mira Tanaka.", {"Mira Tanaka": "PERSON"}),
    ("They met Prime Minister Taro Aso.", {"Taro Aso": "PERSON"}),
    ("They met Vice Minister Zorbo Quell there.", {"Zorbo Quell": "PERSON"}),
    ("They met U.S. District Judge Orla Vexley.", {"U.S.": "GPE", "Orla Vexley": "PERSON"}),
    ("Iraqi President Fuad Masum spoke.", {"Iraqi": "NORP", "Fuad Masum": "PERSON"}),
    ("So said Mr. Quellby.", {"Quellby": "PERSON"}),
    ("Then Zorbo Quellby, 51, left.", {"Zorbo Quellby": "PERSON", "51": "DATE"}),
    ("The lawyer Orsa Vexley left.", {"Orsa Vexley": "PERSON"}),
    ("It was John Q. Vexley who left.", {"John Q. Vexley": "PERSON"}),
    ("It was Femke van der Laan who left.", {"Femke van der Laan": "PERSON"}),
    ("It was Kim Ha-neul of Busan.", {"Kim Ha-neul": "PERSON", "Busan": "GPE"}),
    ("Secretary of State John Kerry left.", {"John Kerry": "PERSON"}),
    ("He met Victoria Hilton there.", {"Victoria Hilton": "PERSON"}),
    ("He went to the University of Helsinki.", {"University of Helsinki": "ORG"}),
    ("It is the Nagasaki Institute for Trade Policy.", {"Nagasaki Institute for Trade Policy": "ORG"}),
    ("It is the Ministry of Health and Welfare.", {"Ministry of Health and Welfare": "ORG"}),
    ("He works for Marlowe Cold Chain Inc. now.", {"Marlowe Cold Chain Inc.": "ORG"}),
    ("They joined the Allied Shipwrights’ Union.", {"Allied Shipwrights’ Union": "ORG"}),
    ("They asked the FBI.", {"FBI": "ORG"}),
    ("They asked the World Bank.", {"World Bank": "ORG"}),
    ("They like the St. Louis Cardinals.", {"St. Louis Cardinals": "ORG"}),
    ("She lives in Tokyo, Japan.", {"Tokyo": "GPE", "Japan": "GPE"}),
    ("She lives in Vexton, Ohio.", {"Vexton": "GPE", "Ohio": "GPE"}),
    ("She came from Quellby, a village of nine.", {"Quellby": "GPE", "nine": "CARDINAL"}),
    ("She lives near Tal Vexi.", {"Tal Vexi": "GPE"}),
    ("The U.S.-Japan deal", {"U.S.": "GPE", "Japan": "GPE"}),
    ("They crossed Tokyo Bay.", {"Tokyo Bay": "LOC"}),
    ("They crossed Lake Vexley.", {"Lake Vexley": "LOC"}),
    ("They filled Harbour Street.", {"Harbour Street": "FAC"}),
    ("The Norwegian ship", {"Norwegian": "NORP"}),
    ("London-based growers", {"London": "GPE"}),
    ("But the talks went on. Talks are slow.", {}),
    ("It was their CEO on TV.", {}),
    ("HMS Vexley sailed.", {"HMS Vexley": "PRODUCT"}),
    ("Courtroom No. 2 was full.", {"2": "CARDINAL"}),
    ("I’ll go. We’ve gone.", {}),
    ("The Second Vexley Agreement held.", {"Second Vexley Agreement": "LAW"}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "expected"), NAMES, ids=[text[:50] for text, _ in NAMES])
def test_names(text: str, expected: dict[str, str]) -> None:
    assert labelled(text) == expected


def test_the_whole_article_decides() -> None:
    text = (
        "Mike Vexley came. Vexley spoke. “Vexley again?” asked the World Trade Council (WTC). The WTC left."
    )
    found = [(text[e.start : e.end], e.label) for e in find_entities(text)]
    assert found.count(("Vexley", "PERSON")) == 2
    assert found.count(("WTC", "ORG")) == 2


def test_a_headline_names_only_what_is_named_elsewhere() -> None:
    text = "Shipyard Gates Shut As Welders Walk Out\n\nThe welders met Mira Tanaka in Glasgow."
    assert labelled(text) == {"Mira Tanaka": "PERSON", "Glasgow": "GPE"}


FIGURES = [
    ("on Sept. 30, 2024 it", "Sept. 30, 2024", "DATE"),
    ("by Sept. 30 it", "Sept. 30", "DATE"),
    ("on 12 May it", "12 May", "DATE"),
    ("in March it", "March", "DATE"),
    ("since 2015 it", "2015", "DATE"),
    ("in the early ’90s it", "the early ’90s", "DATE"),
    ("last Thursday it", "last Thursday", "DATE"),
    ("for two years it", "two years", "DATE"),
    ("in the 19th century it", "the 19th century", "DATE"),
    ("at 9:30 a.m. it", "9:30 a.m.", "TIME"),
    ("by 8am it", "8am", "TIME"),
    ("at five o’clock it", "five o’clock", "TIME"),
    ("for nearly three hours it", "nearly three hours", "TIME"),
    ("paid $2.4 million it", "$2.4 million", "MONEY"),
    ("paid £1.3m it", "£1.3m", "MONEY"),
    ("paid 1.41 trillion yen it", "1.41 trillion yen", "MONEY"),
    ("paid 4,000 naira it", "4,000 naira", "MONEY"),
    ("paid more than $2 million it", "more than $2 million", "MONEY"),
    ("up 18 percent it", "18 percent", "PERCENT"),
    ("up 34% it", "34%", "PERCENT"),
    ("up 6.5 per cent it", "6.5 per cent", "PERCENT"),
    ("of 340 hectares it", "340 hectares", "QUANTITY"),
    ("is 62 metres high it", "62 metres high", "QUANTITY"),
    ("is 6'2\" it", "6'2\"", "QUANTITY"),
    ("the third it", "third", "ORDINAL"),
    ("the 21st it", "21st", "ORDINAL"),
    ("about 1,150 it", "about 1,150", "CARDINAL"),
    ("the twenty-one it", "twenty-one", "CARDINAL"),
]


@pytest.mark.parametrize(("text", "words", "label"), FIGURES)
def test_figures(text: str, words: str, label: str) -> None:
    assert [(text[f.start : f.end], f.label) for f in find_figures(text)] == [(words, label)]


@pytest.mark.parametrize("text", ["they may march on", "version1.2.3x", "the someone", "often", "A4 paper"])
def test_what_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@given(st.text(max_size=120) | st.text(alphabet=st.sampled_from("AaBé .,'’-\n0$oftheMr"), max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_entities_in_order(text: str) -> None:
    done = 0
    for entity in find_entities(text):
        assert done <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end].strip() == text[entity.start : entity.end] != ""
        done = entity.end


@pytest.mark.parametrize(
    "text", ["Aa " * 60_000, "Bank of " * 30_000, "1," * 60_000, "A." * 60_000, "one hundred " * 20_000]
)
def test_time_is_linear(text: str) -> None:
    find_entities(text)  # quadratic behaviour would not come back within the test's time


def test_word_lists_are_read_by_section() -> None:
    assert parse("# no\n[one]\na, b c,\nd\n\n[two]\ne=f/g\n") == {"one": ("a", "b c", "d"), "two": ("e=f/g",)}
    assert alternatives(["a", "bb", "c."]) == r"bb|c\.|a"
    assert names().known.get("Japanese") == "NORP"
