"""The key bar: labels first, then hints as far as they fit, the state of saving at the right."""

import pytest
from textual.app import App, ComposeResult

from tui.widgets.keybar import KeyBar, KeyHint
from tui.widgets.notice import Notice

LABELS = (
    KeyHint("1", "commitment", "#00ff00"),
    KeyHint("2", "complaint", "#ff0000"),
    KeyHint("3", "figure", "#0000ff"),
)
HINTS = (KeyHint("x", "remove"), KeyHint("u", "undo"), KeyHint("?", "help"))


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield KeyBar()


async def shown(width: int, **state: object) -> str:
    app = Host()
    async with app.run_test(size=(width, 5)):
        bar = app.query_one(KeyBar)
        bar.labels, bar.hints = LABELS, HINTS
        for name, value in state.items():
            setattr(bar, name, value)
        return bar.line.plain


async def test_everything_is_there_when_there_is_room() -> None:
    line = await shown(100, saved="saved ✓")
    assert line.startswith("1 commitment  2 complaint  3 figure  x remove  u undo  ? help")
    assert line.endswith("saved ✓")


async def test_on_a_narrow_line_a_sign_says_that_all_is_saved_and_the_labels_stay() -> None:
    line = await shown(40, saved="saved ✓")
    assert line.startswith("1 commitment  2 complaint  3 figure ")
    assert line.endswith(" ✓")


@pytest.mark.parametrize("width", [1, 4, 10, 20, 33, 40, 80])
async def test_it_fits_at_any_width(width: int) -> None:
    line = await shown(width, saved="saved ✓")
    assert len(line) <= max(0, width - 2) + 1
    assert "commit" not in line or "commitment" in line


async def test_hints_give_way_before_labels() -> None:
    line = await shown(48)
    assert "3 figure" in line
    assert "help" not in line


async def test_the_last_hint_keeps_its_place_when_others_do_not_fit() -> None:
    crowd = tuple(KeyHint(str(number), f"thing {number}") for number in range(4, 10))
    line = await shown(80, saved="saved ✓", hints=(*crowd, KeyHint("?", "help")))
    assert "9 thing 9" not in line
    assert line.removesuffix("saved ✓").rstrip().endswith("? help")
    assert line.endswith("saved ✓")
    assert len(line) <= 78


async def test_a_prompt_stands_before_its_own_keys_and_these_before_the_labels() -> None:
    line = await shown(100, prompt="figure? an amount")
    assert line.startswith("figure? an amount  x remove  u undo  ? help  1 commitment")


async def test_a_long_prompt_is_cut_so_that_its_first_keys_are_seen() -> None:
    line = await shown(50, prompt="commitment? a party that binds itself to do something")
    assert line.startswith("commitment? a party")
    assert "…  x remove  u undo" in line


async def test_where_labels_do_nothing_they_are_not_named() -> None:
    line = await shown(80, labelled=False)
    assert "commitment" not in line
    assert "remove" in line


async def test_an_alarm_is_shown_however_narrow() -> None:
    line = await shown(30, saved="NOT SAVED (3): the disk is full", alarm=True)
    assert "NOT SAVED (3)" in line


async def test_a_hostile_label_is_inert() -> None:
    app = Host()
    async with app.run_test(size=(80, 5)):
        bar = app.query_one(KeyBar)
        bar.labels = (KeyHint("1", "[@click=app.quit]\x1b[2J", "#ff0000"),)
        assert bar.line.plain.startswith("1 [@click=app.quit]␛[2J")


async def told(width: int, *notices: tuple[str, bool], alarm: bool = False) -> tuple[list[str], list[bool]]:
    """Return the two lines after some notices, and which of them there was room for."""
    app = Host()
    async with app.run_test(size=(width, 5)):
        bar = app.query_one(KeyBar)
        bar.labels, bar.alarm = LABELS, alarm
        bar.saved = "NOT SAVED (1)" if alarm else "saved ✓"
        taken = [bar.tell(words, warning=warning) for words, warning in notices]
        return bar.render().plain.split("\n"), taken


async def test_a_notice_stands_in_the_rule_and_covers_no_key() -> None:
    [rule, keys], taken = await told(60, ("undone: figure tagged", False))
    assert taken == [True]
    assert rule == "─ undone: figure tagged ".ljust(60, "─")
    assert keys.startswith(" 1 commitment")


async def test_a_longer_one_has_the_line_of_the_keys_while_it_stays() -> None:
    words = "no suggestion at the caret; 20 in this article"
    [rule, keys], taken = await told(40, (words, False))
    assert taken == [True]
    assert rule == "─ no suggestion at the caret; 20 in ────"
    assert keys.strip() == "this article"


async def test_one_that_is_too_long_even_for_that_is_left_to_others() -> None:
    [rule, keys], taken = await told(40, (" ".join(["word"] * 40), False), ("x" * 60, False))
    assert taken == [False, False]
    assert rule == "─" * 40
    assert keys.startswith(" 1 commitment")


async def test_a_warning_is_not_hidden_by_the_next_notice_and_a_notice_is() -> None:
    lines, taken = await told(
        60, ("saved", False), ("not saved", True), ("saved", False), ("not saved", True)
    )
    assert taken == [True, True, False, True]
    assert "not saved" in lines[0]


async def test_what_could_not_be_saved_is_never_hidden() -> None:
    lines, taken = await told(40, ("no suggestion at the caret; 20 in this article", False), alarm=True)
    assert taken == [False]
    assert "NOT SAVED (1)" in lines[1]


async def test_a_notice_goes_by_itself_and_what_stands_is_there_again() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)) as pilot:
        bar = app.query_one(KeyBar)
        bar.standing = Notice("new here?")
        bar.tell("done")
        assert "done" in bar.render().plain
        assert bar._hushing is not None
        bar._hush()
        await pilot.pause()
        assert "─ new here? ─" in bar.render().plain


async def test_a_notice_goes_with_its_article_and_a_warning_stays() -> None:
    app = Host()
    async with app.run_test(size=(60, 5)):
        bar = app.query_one(KeyBar)
        bar.tell("nothing is left here")
        bar.move_on()
        assert bar.notice == Notice()
        bar.tell("not saved", warning=True)
        bar.move_on()
        assert "not saved" in bar.render().plain


async def test_a_hostile_notice_is_inert() -> None:
    lines, _ = await told(60, ("[@click=app.quit]x[/] \x1b[2J\nnext", False))
    assert lines[0].startswith("─ [@click=app.quit]x[/] ␛[2J next ─")
