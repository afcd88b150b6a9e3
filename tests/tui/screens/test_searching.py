"""Searching on the screen: as one types, all hits, round and back; and keys typed ahead into the line."""

from pathlib import Path

from tests.support.reader import STRIKE, TALKS, Reader, reader
from tui.widgets.line import AskLine

LONG = "Opening\n\n" + "The committee sat and said nothing.\n\n" * 400 + "A lighthouse stood there.\n"


def line(desk: Reader) -> AskLine:
    return desk.screen.query_one(AskLine)


async def test_the_caret_goes_along_with_what_is_typed(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("slash", *"the")
        await desk.until(lambda: desk.caret.startswith("The port"))
        await desk.press(*" fee")
        await desk.until(lambda: desk.caret.startswith("the fee"))
        await desk.press("enter")
        assert desk.page.has_focus
        assert not line(desk).display
        assert desk.keybar.prompt == "“the fee” 1 of 1"


async def test_escape_goes_back_to_where_it_began(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", ")")
        before = desk.page.caret
        await desk.press("slash", *"trade", "escape")
        assert desk.page.caret == before
        assert desk.page.has_focus
        assert desk.keybar.prompt == ""


async def test_n_and_shift_n_walk_the_hits_and_go_round(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("slash", *"t", "enter")
        seen = []
        for key in ("n", "n", "N", "N"):
            await desk.press(key)
            seen.append((desk.caret[:6], desk.keybar.prompt.split("” ")[-1]))
        hits = TALKS.lower().count("t")
        assert seen[0][1] == f"2 of {hits}"
        assert seen[2] == seen[0]
        assert seen[3][1] == f"1 of {hits}"
        await desk.press("N")
        assert desk.keybar.prompt.endswith(f"{hits} of {hits}")
        await desk.press("comma", "2", "n")
        assert desk.keybar.prompt.endswith(f"2 of {hits}")


async def test_keys_typed_ahead_go_into_the_line_and_then_to_the_page(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.pilot.press("slash", *"growers", "enter", "1", ")", "2")
        await desk.saved()
        assert [(tag.label, tag.text[:7]) for tag in desk.tags()] == [
            ("commitment", "Growers"),
            ("complaint", "“We see"),
        ]


async def test_two_hits_in_one_word_are_two_steps(tmp_path: Path) -> None:
    async with reader(tmp_path, "A banana\n\nand a banana.\n") as desk:
        await desk.press("slash", *"an", "enter")
        places = []
        for _ in range(5):
            places.append(desk.keybar.prompt.split("” ")[-1])
            await desk.press("n")
        assert places == ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5"]


async def test_expressions_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("slash", "ctrl+r", *r"\$\d")
        await desk.until(lambda: desk.caret.startswith("$2"))
        await desk.press("(")
        told = line(desk)._told
        await desk.until(lambda: "not a regular expression" in str(told.render()))
        await desk.press("ctrl+r")
        await desk.until(lambda: "no hits" in str(told.render()))


async def test_what_is_not_there_is_said_and_the_caret_stays(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        before = desk.page.caret
        await desk.press("n")
        assert any("nothing is being searched for" in notice for notice in desk.notices)
        await desk.press("slash", *"zebra", "enter", "n")
        assert desk.page.caret == before
        assert "not here: zebra" in desk.notices
        assert desk.keybar.prompt == "“zebra” no hits"


async def test_the_word_at_the_caret_is_searched_for(tmp_path: Path) -> None:
    async with reader(tmp_path, STRIKE + "\nThe offer was good.\n") as desk:
        desk.page.move_caret(STRIKE.index("offer"))
        await desk.press("asterisk")
        assert desk.caret.startswith("offer was good")
        await desk.press("escape")
        assert desk.keybar.prompt == ""


async def test_a_search_goes_on_in_the_next_article(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("slash", *"work", "enter")
        assert desk.keybar.prompt.endswith("no hits")
        await desk.press("]")
        await desk.until(lambda: desk.keybar.prompt == "“work” 1 hits")
        await desk.press("n")
        assert desk.caret.startswith("Work begins")


async def test_a_long_article_is_looked_through_bit_by_bit(tmp_path: Path) -> None:
    async with reader(tmp_path, LONG) as desk:
        await desk.press("slash", *"lighthouse")
        await desk.until(lambda: desk.caret.startswith("lighthouse"))
        await desk.press("enter")
        assert desk.keybar.prompt.endswith("1 of 1")
        await desk.press("slash", *"said", "up", "up", "down", "enter")
        await desk.until(lambda: desk.keybar.prompt.endswith("of 400"))
