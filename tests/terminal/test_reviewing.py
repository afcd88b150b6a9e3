"""A morning's work by keys alone: suggestions triaged, passages tagged, changed, undone, redone, exported."""

from tests.support.desk import Desk
from tests.terminal.test_journeys import leave, ready

BRIDGES = ("old", "new", "long", "red", "iron")
FIRST = ("Arden", "Boyle", "Carver", "Dunmore", "Ellery")
SECOND = ("Farrow", "Gorham", "Hale", "Ivers", "Jarrow")
MONTHS = ("March", "April", "May", "June", "July")


def pledges(towns: tuple[str, ...]) -> str:
    """Return an article in which every sentence is suggested as a commitment."""
    each = (
        " ".join(f"The mayor of {town} pledged to repair the {bridge} bridge." for bridge in BRIDGES)
        for town in towns
    )
    return "\n\n".join(each) + "\n"


def minutes() -> str:
    """Return an article in which nothing is suggested: a quotation and a sentence in each paragraph."""
    each = (
        f"“The {bridge} one stands,” the clerk said. Nothing moved in {month}."
        for bridge, month in zip(BRIDGES, MONTHS, strict=True)
    )
    return "Minutes\n\n" + "\n\n".join(each) + "\n"


def test_a_morning_of_decisions_comes_out_as_it_was_decided(desk: Desk) -> None:
    paths = [
        desk.write("1.txt", pledges(FIRST)),
        desk.write("2.txt", pledges(SECOND)),
        desk.write("3.txt", minutes()),
    ]
    with desk.open(*paths) as terminal:
        ready(terminal)
        terminal.wait_for("25 to review")
        # 50 suggestions, every second one accepted, all typed ahead.
        terminal.press("T", *"ad" * 25)
        terminal.wait_for(lambda t: "12 tags" in t.lines[0] and "to review" not in t.lines[0])
        terminal.press("]")
        terminal.wait_for("Minutes")
        # 10 tags with text objects, 5 of them relabelled, 5 with another end.
        terminal.press(*['}"1)s3'] * 5)
        terminal.wait_for("10 tags")
        terminal.press("g", *["}r2"] * 5)
        terminal.press("g", *["})\rh\r"] * 5)
        terminal.wait_for(lambda t: "saved ✓" in t.text)
        terminal.press("u", "u", "u")
        terminal.wait_for("undone: figure moved")
        leave(terminal)
    undone = sorted(span["text"] for span in desk.spans() if span["label"] == "figure")
    assert undone == sorted(
        ["Nothing moved in", "Nothing moved in", *(f"Nothing moved in {month}." for month in MONTHS[2:])]
    )
    with desk.open(*paths) as terminal:
        ready(terminal)
        terminal.press("ctrl+r", "ctrl+r", "ctrl+r")
        terminal.wait_for("done again: figure moved")
        leave(terminal)
    check(desk)


def check(desk: Desk) -> None:
    """See that the export has exactly these decisions."""
    first, second, third = sorted(desk.exported(), key=lambda example: len(example["spans"]))
    assert len(first["spans"]) + len(second["spans"]) + len(third["spans"]) == 35
    by_text = {example["text"]: example["spans"] for example in (first, second, third)}
    sentences = [
        f"{sentence}."
        for text in (pledges(FIRST), pledges(SECOND))
        for sentence in text.replace("\n\n", " ").strip().removesuffix(".").split(". ")
    ]
    accepted = [span["text"] for text in (pledges(FIRST), pledges(SECOND)) for span in by_text[text]]
    assert accepted == sentences[::2]
    assert {span["origin"] for text in (pledges(FIRST), pledges(SECOND)) for span in by_text[text]} == {
        "suggested"
    }
    found = [(span["label"], span["text"], span["origin"]) for span in by_text[minutes()]]
    expected = []
    for bridge in BRIDGES:
        expected += [
            ("complaint", f"“The {bridge} one stands,”", "manual"),
            ("figure", "Nothing moved in", "manual"),
        ]
    assert found == expected
