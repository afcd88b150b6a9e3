"""Keys that ask about what was found in an article, before it is: nothing blocks, and the order is kept."""

import asyncio
from pathlib import Path

import pytest

from annotations.errors import DetectionError
from annotations.records import Article, Detection, Quote
from tests.support.reader import STRIKE, TALKS, ToldDesk, reader, suggestion
from tui.screens.help import HelpScreen
from tui.widgets.panel import SidePanel

CONTRACT = "The port will publish every contract."
QUOTED = "“We seek trade,”"
TOLD = Detection(
    pipeline="told",
    suggestions=(suggestion(TALKS, CONTRACT), suggestion(STRIKE, "Work begins on Monday.")),
    quotes=(Quote(start=TALKS.index(QUOTED), end=TALKS.index(QUOTED) + len(QUOTED), text=QUOTED),),
)


class SlowDesk(ToldDesk):
    """A desk that analyses nothing before it is told to."""

    gate: asyncio.Event

    async def detect(self, article: Article) -> Detection:
        await self.gate.wait()
        return await super().detect(article)


@pytest.fixture(autouse=True)
def gate() -> asyncio.Event:
    SlowDesk.gate = asyncio.Event()
    return SlowDesk.gate


async def test_a_jump_is_made_when_it_can_be_and_it_says_so_until_then(
    tmp_path: Path, gate: asyncio.Event
) -> None:
    async with reader(tmp_path, TALKS, told=TOLD, desk=SlowDesk) as desk:
        await desk.press("tab")
        await desk.until(lambda: desk.keybar.prompt == "still reading …")
        assert desk.hints == ["go on without"]
        assert desk.caret.startswith("Harbour")
        gate.set()
        await desk.until(lambda: desk.caret.startswith(CONTRACT))
        assert desk.keybar.prompt == "commitment? a promise"


async def test_keys_typed_ahead_are_done_in_their_order(tmp_path: Path, gate: asyncio.Event) -> None:
    async with reader(tmp_path, TALKS, STRIKE, told=TOLD, desk=SlowDesk) as desk:
        # The counted motion, the quotation, its label; then another article, and what is suggested in it.
        await desk.pilot.press("comma", "3", "right_parenthesis", "quotation_mark", "2", "]", "tab", "a")
        assert desk.tags() == []
        gate.set()
        await desk.until(lambda: "Yard strike" in desk.masthead and "1 tag" in desk.masthead)
        await desk.saved()
        assert [(tag.label, tag.text) for tag in desk.tags()] == [
            ("complaint", QUOTED),
            ("commitment", "Work begins on Monday."),
        ]


async def test_a_count_waits_with_its_key(tmp_path: Path, gate: asyncio.Event) -> None:
    both = Detection(pipeline="told", suggestions=(*TOLD.suggestions, suggestion(TALKS, "“It is early.”")))
    async with reader(tmp_path, TALKS, told=both, desk=SlowDesk) as desk:
        await desk.pilot.press("comma", "2", "tab")
        gate.set()
        await desk.until(lambda: desk.caret.startswith("It is early"))


async def test_escape_goes_on_without(tmp_path: Path, gate: asyncio.Event) -> None:
    async with reader(tmp_path, TALKS, told=TOLD, desk=SlowDesk) as desk:
        await desk.press("quotation_mark", "2", "1", "escape")
        assert desk.notices[-1] == "dropped what was typed ahead: 2 keys"
        await desk.press("j")
        assert desk.caret.startswith("The port")
        gate.set()
        await desk.until(lambda: "1 to review" in desk.masthead)
        assert desk.tags() == []
        assert desk.caret.startswith("The port")


async def test_whoever_reads_on_after_a_while_is_not_held_up(
    tmp_path: Path, gate: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(tmp_path, TALKS, told=TOLD, desk=SlowDesk) as desk:
        await desk.press("tab")
        monkeypatch.setattr("tui.ahead.PATIENCE", -1.0)
        # A label may be meant for what is waited for; a motion is not.
        await desk.press("j")
        assert desk.caret.startswith("The port")
        await desk.press("tab", "1", "j")
        assert desk.caret.startswith("The port")
        await desk.press("escape", "d", "question_mark")
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.press("escape")
        gate.set()
        await desk.until(lambda: "1 to review" in desk.masthead)
        assert desk.tags() == []


async def test_keys_kept_for_the_page_never_reach_a_dialog(tmp_path: Path, gate: asyncio.Event) -> None:
    async with reader(tmp_path, TALKS, told=TOLD, desk=SlowDesk) as desk:
        await desk.press("tab", "a")
        await desk.app.run_action("help", desk.screen)
        await desk.until(lambda: isinstance(desk.app.screen, HelpScreen))
        gate.set()
        await desk.until(lambda: desk.notices[-1:] == ["dropped what was typed ahead: 1 key"])
        assert isinstance(desk.app.screen, HelpScreen)


async def test_without_an_analysis_nothing_is_waited_for_any_more(
    tmp_path: Path, gate: asyncio.Event
) -> None:
    broken = DetectionError("it took more than 10 s")
    async with reader(tmp_path, TALKS, told=broken, desk=SlowDesk) as desk:
        await desk.press("a", "j")
        gate.set()
        await desk.until(lambda: desk.caret.startswith("The port"))
        assert "no suggestions here" in desk.notices
        await desk.press("quotation_mark")
        assert "no quote at the caret" in desk.notices


async def test_the_panel_does_not_say_that_there_is_nothing_before_it_is_known(
    tmp_path: Path, gate: asyncio.Event
) -> None:
    def listed(panel: SidePanel) -> list[str]:
        return [str(panel.get_option_at_index(n).prompt).rstrip() for n in range(panel.option_count)]

    async with reader(tmp_path, TALKS, told=TOLD, size=(120, 30), desk=SlowDesk) as desk:
        panel = desk.screen.query_one(SidePanel)
        await desk.until(lambda: listed(panel) == ["Still reading …"])
        await desk.press("}", "2")
        await desk.until(lambda: listed(panel)[:3] == ["Still reading …", "", "TAGS"])
        gate.set()
        await desk.until(lambda: listed(panel)[:1] == ["WHO SAID WHAT"])
