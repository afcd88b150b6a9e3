"""Which figures are proposed, and what is said of them."""

import pytest

from annotations.detect.suggestions.amounts import find_amounts


def amounts(text: str) -> dict[str, str]:
    return {amount.span.of(text): amount.why for amount in find_amounts(text)}


@pytest.mark.parametrize(
    ("text", "figure", "why"),
    [
        ("It cost $2.4 million in all.", "$2.4 million", "money"),
        ("It cost 1,200 yen.", "1,200 yen", "money"),
        ("Aid of 500 million kronor came.", "500 million kronor", "money"),
        ("Oil fell $2.10 on Friday.", "$2.10", "money, after “fell”"),
        ("Copper made up 46 percent of exports.", "46 percent", "a share of exports"),
        ("Sales rose 7.4 percent.", "7.4 percent", "a share, after “rose”"),
        ("It shrank by a third.", "a third", "a share, after “shrank”"),
        ("One in five of them left.", "One in five", "a share of them"),
        ("It is a quarter more.", "a quarter", "a share"),
        ("Some two-thirds of the cells were full.", "two-thirds", "a share of the cells"),
        ("The walk of 10,000 workers began.", "10,000 workers", "a count: workers"),
        ("They saw two hundred and twelve bridges.", "two hundred and twelve bridges", "a count: bridges"),
        ("They saw 38 more inspectors.", "38 more inspectors", "a count: inspectors"),
        ("They saw eleven midwives.", "eleven midwives", "a count: midwives"),
        ("He has 11 grandchildren.", "11 grandchildren", "a count: grandchildren"),
        ("It was four metres deep.", "four metres", "a measure"),
        ("They sold 1.2 million copies.", "1.2 million copies", "a count: copies"),
        ("The paper sold 860,000 in May.", "860,000", "a large number"),
        ("The number rose to 640 in May.", "640", "a change, after “rose”"),
        ("They lost half a million.", "half a million", "a large number"),
    ],
)
def test_figures_with_what_they_are(text: str, figure: str, why: str) -> None:
    assert amounts(text) == {figure: why}


@pytest.mark.parametrize(
    "text",
    [
        "Two men and a dog came.",
        "The first and the second were late.",
        "It happened on May 3, 2024, at 8:45 a.m.",
        "They waited for two years and 45 days.",
        "It lasted 16 hours.",
        "It grew for nine quarters.",
        "Ella Brandt, 71, left.",
        "A 34-year-old man left.",
        "They won 3-1.",
        "Flight 212 and Section 12 are closed.",
        "Call 555-0199.",
        "The three sides met.",
        "Sweden won three points.",
        "Hundreds of people came, and tens of thousands stayed away.",
        "At twenty to six the hooter went.",
        "A third-party governor won.",
        "By noon 300 had gathered.",
    ],
)
def test_what_is_no_figure_worth_a_label(text: str) -> None:
    assert amounts(text) == {}


def test_a_change_and_its_result_are_two_figures() -> None:
    assert list(amounts("Oil fell $2.10 to $71.35 a barrel.")) == ["$2.10", "$71.35"]
    assert list(amounts("A forecast of $1.5 billion to $1.6 billion stands.")) == [
        "$1.5 billion to $1.6 billion"
    ]


def test_the_clear_ones_score_highest() -> None:
    by_figure = {
        amount.span.of(text): amount.score
        for text in ("It cost $5. 10,000 workers came. It rose to 640.",)
        for amount in find_amounts(text)
    }
    assert by_figure["$5"] > by_figure["10,000 workers"] > by_figure["640"]
