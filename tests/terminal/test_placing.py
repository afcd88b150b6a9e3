"""A file that is edited after it was tagged, from end to end in the real program."""

from collections.abc import Callable

from tests.support.desk import Desk
from tests.support.terminal import Terminal
from tests.terminal.test_journeys import leave, ready

STORY = (
    "Harbour fees\n\n"
    "The port will publish every contract by June. Growers say the fee of $2 million has hurt them.\n\n"
    "The minister spoke on Monday. Work at the yard begins in the last week of May.\n"
)
EDITED = STORY.replace("will publish every contract by June", "is to publish all contracts by July").replace(
    "begins in the last week of May", "has begun"
)


def tagged(count: int, *, lost: int) -> Callable[[Terminal], bool]:
    """The condition that so many tags have a place, so many have none, and all of it is saved."""

    def holds(terminal: Terminal) -> bool:
        head = terminal.lines[0]
        told = f"{lost} lost their place (W)" in head if lost else "lost" not in head
        return told and f"{count} tag" in head and "saved ✓" in terminal.text

    return holds


def tag_three_sentences(desk: Desk) -> None:
    with desk.open(desk.write("fees.txt", STORY)) as terminal:
        ready(terminal)
        terminal.press(")", "1", ")", "2", ")", ")", "1")
        terminal.wait_for(lambda t: "3 tags" in t.lines[0] and "saved ✓" in t.text)
        leave(terminal)


def test_tags_that_lost_their_place_are_placed_by_hand_or_dropped(desk: Desk) -> None:
    tag_three_sentences(desk)
    edited = desk.run_well("add", desk.write("fees.txt", EDITED))
    assert "1 tags went over, 2 have no certain place" in edited.stderr
    with desk.open("fees.txt") as terminal:
        terminal.wait_for("2 lost their place (W)")
        terminal.press("W")
        terminal.wait_for("every contract by June")
        terminal.press("enter")
        terminal.wait_for("place on selection")
        terminal.press("s", "enter")
        terminal.wait_for(tagged(2, lost=1))
        terminal.press("x")
        terminal.wait_for(tagged(2, lost=0))
        terminal.press("u", "u")
        terminal.wait_for(tagged(1, lost=2))
        terminal.press("ctrl+r", "ctrl+r")
        terminal.wait_for(tagged(2, lost=0))
        leave(terminal)
    with desk.open("fees.txt") as terminal:
        terminal.wait_for(lambda t: "2 tags" in t.lines[0] and "lost" not in t.lines[0])
        terminal.press("u")
        terminal.wait_for(tagged(2, lost=1))
        leave(terminal)
    assert [(span["label"], span["text"], span["origin"]) for span in desk.spans()] == [
        ("commitment", "The port is to publish all contracts by July.", "manual"),
        ("complaint", "Growers say the fee of $2 million has hurt them.", "manual"),
    ]
