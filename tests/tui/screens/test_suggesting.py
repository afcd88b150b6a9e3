"""Suggestions on the screen: accepted, dismissed, adjusted, renamed, looked for elsewhere; triage."""

from pathlib import Path

from annotations.records import Decision, Detection
from annotations.store import Store
from tests.support.reader import STRIKE, TALKS, Reader, reader, suggestion
from tui.widgets.panel import SidePanel

CONTRACT = "The port will publish every contract."
GROWERS = "Growers say the fee of $2 million has hurt them."
TOLD = Detection(
    pipeline="told",
    suggestions=(
        suggestion(TALKS, CONTRACT),
        suggestion(TALKS, GROWERS, "complaint", "“hurt”"),
        suggestion(TALKS, "$2 million", "figure", "an amount"),
    ),
)
BOTH = Detection(
    pipeline="told",
    suggestions=(*TOLD.suggestions, suggestion(STRIKE, "Work begins on Monday.", why="begins")),
)


def kept(desk: Reader) -> list[tuple[str, str, str]]:
    return [(tag.text, tag.label, tag.origin) for tag in desk.tags()]


def journal(desk: Reader) -> list[Decision]:
    with Store.open(desk.database) as store:
        return list(store.decisions())


async def test_accepting_and_dismissing_go_on_to_the_next(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("tab")
        assert desk.keybar.prompt == "commitment? a promise"
        assert "3 to review" in desk.masthead
        await desk.press("a")
        assert desk.keybar.prompt == "complaint? “hurt”"
        await desk.press("d")
        assert desk.keybar.prompt == "figure? an amount"
        await desk.press("a")
        await desk.saved()
        assert kept(desk) == [(CONTRACT, "commitment", "suggested"), ("$2 million", "figure", "suggested")]
        assert "nothing is left to review in this article" in desk.notices
        assert "to review" not in desk.masthead


async def test_typed_ahead_of_the_analysis_they_wait_for_it(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE, told=BOTH) as desk:
        await desk.pilot.press("tab", "a", "d", "a", "]", "tab", "a")
        await desk.saved()
        assert [label for _, label, _ in kept(desk)] == ["commitment", "figure", "commitment"]


async def test_what_was_dismissed_never_comes_back(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("tab", "d", "d")
        await desk.saved()
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.until(lambda: "1 to review" in desk.masthead)
        await desk.press("u")
        await desk.until(lambda: "2 to review" in desk.masthead)
        assert desk.keybar.prompt == "complaint? “hurt”"
        await desk.press("ctrl+r")
        await desk.until(lambda: "1 to review" in desk.masthead)
        await desk.saved()
        assert [one.verb for one in journal(desk)] == ["dismiss", "dismiss", "undo", "redo"]


async def test_a_label_accepts_with_that_label(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("tab", "2")
        assert desk.keybar.prompt == "complaint? “hurt”"
        await desk.press("r")
        assert desk.keybar.prompt == "complaint? is rather"
        await desk.press("c")
        await desk.saved()
        assert kept(desk) == [(CONTRACT, "complaint", "edited"), (GROWERS, "commitment", "edited")]


async def test_a_tag_edited_into_a_suggestion_is_kept_all_the_same(tmp_path: Path) -> None:
    beside = Detection(pipeline="told", suggestions=(suggestion(TALKS, GROWERS, "complaint", "“hurt”"),))
    async with reader(tmp_path, TALKS, told=beside) as desk:
        await desk.press("}", "1", "enter", "l")
        assert desk.keybar.prompt == "editing commitment"
        await desk.press("enter")
        await desk.saved()
        assert kept(desk) == [(f"{CONTRACT} Growers", "commitment", "manual")]
        assert not desk.keybar.prompt.startswith("editing")


async def test_enter_adjusts_before_it_accepts(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("tab", "enter")
        assert desk.keybar.prompt == "editing commitment?"
        await desk.press("percent_sign", "l", "l", "enter")
        await desk.saved()
        assert kept(desk) == [("will publish every contract.", "commitment", "edited")]
        assert desk.keybar.prompt == "complaint? “hurt”"
        await desk.press("enter", "h", "escape")
        assert desk.page.selection is None
        assert len(kept(desk)) == 1
        await desk.press("enter", "h", "3")
        await desk.saved()
        assert kept(desk)[-1] == ("Growers say the fee of $2 million has hurt", "figure", "edited")


async def test_x_dismisses_what_is_chosen(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("tab", "x")
        await desk.saved()
        assert [one.verb for one in journal(desk)] == ["dismiss"]


async def test_a_tag_over_a_suggestion_keeps_its_own_keys(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        await desk.press("}", "s", "2")
        assert desk.screen.tag_here() is not None or desk.screen.offer_here() is not None
        await desk.press("semicolon")
        chosen = [desk.keybar.prompt]
        await desk.press("semicolon")
        chosen.append(desk.keybar.prompt)
        assert sorted(chosen) == ["commitment? a promise", "complaint"]


async def test_without_a_suggestion_the_keys_say_so(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD) as desk:
        desk.page.move_caret(TALKS.index("Mira"))
        await desk.press("a")
        assert "no suggestion at the caret; 3 in this article" in desk.notices
    async with reader(tmp_path, STRIKE) as desk:
        await desk.press("d", "p")
        assert "no suggestions here" in desk.notices
        assert any("whose words could be looked for" in notice for notice in desk.notices)


async def test_suggestions_are_listed_in_the_panel_with_a_question_mark(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=TOLD, size=(120, 40)) as desk:
        panel = desk.screen.query_one(SidePanel)
        await desk.until(lambda: panel.option_count > 3)
        lines = [str(panel.get_option_at_index(i).prompt) for i in range(panel.option_count)]
        assert lines[:2] == ["TO REVIEW", f"c? {CONTRACT}"]


ECHO = "Echo\n\nThe port fee is high. Everybody knows the PORT\nfee. The report is not the port.\n"


async def test_the_same_words_elsewhere_are_suggested(tmp_path: Path) -> None:
    async with reader(tmp_path, ECHO) as desk:
        desk.page.move_caret(ECHO.index("port"))
        await desk.press("v", "l", "2", "p")
        assert any(notice.startswith("1 more here") for notice in desk.notices)
        await desk.press("tab", "a")
        await desk.saved()
        assert kept(desk) == [("port fee", "complaint", "manual"), ("PORT\nfee", "complaint", "propagated")]
        await desk.press("p")
        assert any("is looked for as complaint already" in notice for notice in desk.notices)


async def test_in_all_articles_they_are_suggested_when_these_are_opened(tmp_path: Path) -> None:
    other = "Other\n\nNobody paid the port fee.\n"
    async with reader(tmp_path, ECHO, other) as desk:
        desk.page.move_caret(ECHO.index("port"))
        await desk.press("v", "l", "2", "P", "]")
        await desk.until(lambda: "1 to review" in desk.masthead)
        await desk.press("tab")
        assert desk.keybar.prompt == "complaint? the words of “port fee”"


async def test_escape_drops_one_thing_at_a_time(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=BOTH) as desk:
        await desk.press("slash", *"the", "enter", "T", "enter", "l", "escape")
        assert desk.page._lit is not None
        assert desk.keybar.prompt.startswith("commitment?")
        await desk.press("r", "escape", "s", "escape")
        assert desk.page._lit is not None
        await desk.press("t", "escape")
        assert desk.page._lit is not None
        assert desk.screen.search_state() != ""
        await desk.press("escape")
        assert desk.page._lit is None
        assert desk.screen.search_state() == ""
