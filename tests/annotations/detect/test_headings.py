"""Headlines, bylines and datelines, and what is taken for none of them."""

import pytest

from annotations.detect.entities import find_entities
from annotations.detect.headings import Headings


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Shipyard Gates Shut As Welders Walk Out", "headline"),
        ("SHIPYARD GATES SHUT AS WELDERS WALK OUT", "capitals"),
        ("Shipyard gates shut as welders walk out", ""),
        ("Shipyard Gates Shut As Welders Walk Out.", ""),
        ("Two Words", ""),
        ("Very " * 40 + "Long", ""),
        ("By Orla Vexley", "byline"),
        ("BY ORLA VEXLEY AND ZORBO QUELL", "byline"),
        ("Staff writer Orla Vexley", "byline"),
        ("By the time it rained", ""),
        ("By Orla Vexley " + "of the quarries " * 8, ""),
        ("QUELLBY (AP) — It rained.", "dateline"),
        ("QUELLBY, Ohio — It rained.", "dateline"),
        ("NEW QUELLBY, May 3 (Reuters) - It rained.", "dateline"),
        ("Quellby, Ohio (AP) - It rained.", "dateline"),
        ("Quellby — it rained — slept.", ""),
        ("It rained - again.", ""),
    ],
)
def test_lines(line: str, kind: str) -> None:
    text = f"first line here.\n{line}\nLast line here."
    headings = Headings(text)
    assert headings.kind(17) == kind
    assert headings.kind(0) == ""
    assert headings.kind(len(text) - 1) == ""


def test_a_line_that_goes_on_is_no_headline() -> None:
    assert Headings("Ellen Quell, Baker at Vexlo State Bakery, published\nit in rain.").kind(0) == ""
    assert Headings("Ellen Quell, Baker at Vexlo State Bakery, published\nIt rained.").kind(0) == "headline"


def test_a_role_below_a_name_makes_a_byline() -> None:
    assert Headings("Orla Vexley\nStaff writer\n\nIt rained.").kind(0) == "byline"


def labelled(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.label) for e in find_entities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "By Quarry Field and Mary Quell\n\nIt rained.",
            [("Quarry Field", "PERSON"), ("Mary Quell", "PERSON")],
        ),
        ("Staff writer Quarry Field\n\nIt rained.", [("Quarry Field", "PERSON")]),
        ("By The Associated Press\n\nIt rained.", [("Associated Press", "ORG")]),
        ("By Staff Writers\n\nIt rained.", []),
        ("VEXLIO, Ohio (AP) — It rained.", [("VEXLIO", "GPE"), ("Ohio", "GPE"), ("AP", "ORG")]),
        ("MEXICO CITY — It rained.", [("MEXICO CITY", "GPE")]),
    ],
)
def test_names_in_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert labelled(text) == expected


def test_a_headline_names_what_the_article_names() -> None:
    text = "Vexlo Freight Sues Port Over Bridge\n\nThe port met Vexlo Freight Corp. on Monday."
    assert labelled(text)[:2] == [("Vexlo Freight", "ORG"), ("Vexlo Freight Corp.", "ORG")]
    text = "Mary Quell Takes Over Shipyard In Scotland\n\nIt rained."
    assert labelled(text) == [("Mary Quell", "PERSON"), ("Scotland", "GPE")]
