"""Names and figures by rules; texts are our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.detect.entities import Found, _merged, find_entities
from annotations.detect.figures import Figure, find_figures
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
    ("It is the Japan-U.S. Economic Dialogue.", {"Japan-U.S. Economic Dialogue": "ORG"}),
    ("It is the U.S.-Japan Economic Dialogue.", {"U.S.-Japan Economic Dialogue": "ORG"}),
    ("Both want a Japan-U.S. deal.", {"Japan": "GPE", "U.S.": "GPE"}),
    ("They met at the Prime Minister’s Office.", {"Prime Minister’s Office": "ORG"}),
    (
        "It is the Ministry of Economy, Trade and Industry.",
        {"Ministry of Economy, Trade and Industry": "ORG"},
    ),
    ("The House Ways and Means Committee met.", {"House Ways and Means Committee": "ORG"}),
    ("He left the U.S. Diplomats said so.", {"U.S.": "GPE"}),
    ("He left the U.S. Army.", {"U.S. Army": "ORG"}),
    ("Then the 9th U.S. Circuit Court ruled.", {"9th U.S. Circuit Court": "ORG"}),
    ("They like the Los Angeles Lakers.", {"Los Angeles Lakers": "ORG"}),
    ("They like Perth Glory.", {"Perth Glory": "ORG"}),
    ("They trust Euronext Brussels.", {"Euronext Brussels": "ORG"}),
    ("They read El Vexlo.", {"El Vexlo": "ORG"}),
    ("They met Xi Jinping there.", {"Xi Jinping": "PERSON"}),
    ("They met Moon Jae-in there.", {"Moon Jae-in": "PERSON"}),
    ("They met Park Geun-hye there.", {"Park Geun-hye": "PERSON"}),
    ("MTN, a Vexlian carrier, slept.", {"MTN": "ORG"}),
    ("They bought Quellio, a maker of nets.", {"Quellio": "ORG"}),
    ("They trust the insurer Quellio.", {"Quellio": "ORG"}),
    ("Then Quellio’s shareholders and Quellio shares slept.", {"Quellio": "ORG"}),
    ("They slept in Quellio province.", {"Quellio": "GPE"}),
    ("They slept in Northern Ghana.", {"Northern Ghana": "LOC"}),
    ("They climbed Mount Sinjar.", {"Mount Sinjar": "LOC"}),
    ("They left the Vietnam War.", {"Vietnam War": "EVENT"}),
    ("They watched the Bahrain Grand Prix.", {"Bahrain Grand Prix": "EVENT"}),
    ("They fled Typhoon Quell.", {"Typhoon Quell": "EVENT"}),
    ("They like the Quarry Wages Act.", {"Quarry Wages Act": "LAW"}),
    ("They bought Marlowe, Inc. then.", {"Marlowe, Inc.": "ORG"}),
    ("They follow @Quellio and #Quellio.", {}),
    ("St. Louis County Police Chief Jon Quell slept.", {"St. Louis County": "GPE", "Jon Quell": "PERSON"}),
    ("It is the Southern District of New York.", {"Southern District of New York": "LOC"}),
    ("It is the City Council of Paris.", {"City Council of Paris": "ORG"}),
    ("AirQuellio, at last, slept.", {"AirQuellio": "ORG"}),
    ("They trust Vexley & Quarry there.", {"Vexley & Quarry": "ORG"}),
    ("St. Louis Cardinals won.", {"St. Louis Cardinals": "ORG"}),
    ("They are Boston-keen growers.", {"Boston": "GPE"}),
    ("He left the U.S. Then it rained.", {"U.S.": "GPE"}),
    ("They broke the Peace again.", {}),
    ("Lawyer Sue Gray’s report slept.", {"Sue Gray": "PERSON"}),
    ("It broke, said Rosario Quilaqueo, who slept.", {"Rosario Quilaqueo": "PERSON"}),  # a city, too
    ("Sameh Hassanein, a ministry spokesman, slept.", {"Sameh Hassanein": "PERSON"}),
    ("It is the Grand Ethiopian Renaissance Dam.", {"Grand Ethiopian Renaissance Dam": "FAC"}),
    ("It is the Press Trust of India.", {"Press Trust of India": "ORG"}),
    ("First Northern Bank slept.", {"First Northern Bank": "ORG"}),
    ("Ayman al-Quellio left.", {"Ayman al-Quellio": "PERSON"}),
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


def test_a_surname_that_is_a_place_too() -> None:
    text = "Valeska Paris sued. Paris claims that she was told."
    assert [(text[e.start : e.end], e.label) for e in find_entities(text)][1] == ("Paris", "PERSON")
    text = "Valeska Paris sued. They met in Paris. Paris slept."
    assert [(text[e.start : e.end], e.label) for e in find_entities(text)][1:] == [("Paris", "GPE")] * 2
    text = "Michael Jordan scored. Jordan’s King Hussein slept."
    assert labelled(text)["Jordan"] == "GPE"


def test_neighbours_in_a_list_are_of_one_kind() -> None:
    assert labelled("The boats of Glasgow and Quellio slept. The nets of Quellio dried.")["Quellio"] == "GPE"
    assert labelled("The nets of Toyota, Quellio and Honda dried; they buy Quellio.")["Quellio"] == "ORG"


def test_two_surnames_with_a_hyphen_are_two_names() -> None:
    text = "Taro Aso met Mike Pence. The Aso-Pence talks ended."
    assert labelled(text) == {
        "Taro Aso": "PERSON",
        "Mike Pence": "PERSON",
        "Aso": "PERSON",
        "Pence": "PERSON",
    }
    assert labelled("The Vex-Quellio talks ended.") == {}


def test_an_unknown_name_needs_two_mentions() -> None:
    assert labelled("They buy Quellio.") == {}
    assert labelled("They buy Quellio. They sell Quellio.") == {"Quellio": "ORG"}


def test_the_longer_of_two_that_overlap_stays() -> None:
    names = [Found(0, 3, "ORG"), Found(4, 6, "GPE")]
    assert _merged(names, [Figure(2, 9, "DATE")]) == [Found(2, 9, "DATE")]
    assert _merged(names, [Figure(2, 4, "DATE")]) == names
    assert labelled("They saw the Second Quarry Bank.") == {"Second Quarry Bank": "ORG"}


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Nikkei 225 and the FTSE 100 fell.", [("Nikkei 225", "ORG"), ("FTSE 100", "ORG")]),
        ("The S&P 500 rose by 225 points.", [("S&P 500", "ORG"), ("225", "CARDINAL")]),
        ("A Boeing 737-800 and an Airbus A320neo met.",
         [("Boeing 737-800", "PRODUCT"), ("Airbus A320neo", "PRODUCT")]),
        ("Boeing sold 737 of them to the Group of 20.",
         [("Boeing", "ORG"), ("737", "CARDINAL"), ("Group of 20", "ORG")]),
        ("They met at 10 Downing Street.", [("10 Downing Street", "LOC")]),
        ("They met 10 people in Downing Street.", [("10", "CARDINAL"), ("Downing Street", "LOC")]),
        ("They shut two Downing Street.", [("two", "CARDINAL"), ("Downing Street", "LOC")]),
        ("The two sides met in three working groups.", [("two", "CARDINAL"), ("three", "CARDINAL")]),
        ("Prices rose after the fall of the government.", []),
        ("The cabinet changed in the fall of the old order.", []),
    ],
)  # fmt: skip
def test_numbers_in_names_count_nothing(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[e.start : e.end], e.label) for e in find_entities(text)] == expected


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
    "text",
    [
        "(" * 200_000,
        "A" * 200_000,
        "a.a." * 50_000,
        "Vexley " * 30_000,
        "'" * 200_000,
        "St. " * 30_000,
        "By Orla Vexley\n" * 10_000,
        "Mary Paris said. " + "in Paris " * 20_000,
        "Aa " * 60_000,
        "Bank of " * 30_000,
        "1," * 60_000,
        "A." * 60_000,
        "one hundred " * 20_000,
    ],
)
def test_time_is_linear(text: str) -> None:
    find_entities(text)  # quadratic behaviour would not come back within the test's time


def test_word_lists_are_read_by_section() -> None:
    assert parse("# no\n[one]\na, b c,\nd\n\n[two]\ne=f/g\n") == {"one": ("a", "b c", "d"), "two": ("e=f/g",)}
    assert alternatives(["a", "bb", "c."]) == r"bb|c\.|a"
    assert names().known.get("Japanese") == "NORP"
