"""Walking the queue: where one begins, what is next, what is left behind, and what is said."""

from pathlib import Path

import pytest

from annotations.errors import DetectionError
from annotations.records import Refusal
from annotations.store import Store
from tests.support.reader import STRIKE, TALKS, article, reader
from tui.screens.help import HelpScreen
from tui.screens.library.screen import LibraryScreen
from tui.widgets.page.page import Page
from tui.widgets.panel import SidePanel


async def test_the_next_article_and_back(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        assert "Harbour talks open · 1 of 2" in desk.masthead
        await desk.press("]")
        assert "Yard strike ends · 2 of 2" in desk.masthead
        await desk.press("]")
        assert "this is the last article" in desk.notices
        await desk.press("[")
        assert "Harbour talks open" in desk.masthead


async def test_one_begins_where_one_left(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("]", "}", "l", "l")
        caret = desk.page.caret
        await desk.press("q")
    with Store.open(tmp_path / "desk.db") as store:
        [progress] = [store.progress(article(STRIKE).id, "mira")]
        assert progress.position == caret.start
    for number, text in enumerate((TALKS, STRIKE)):
        (tmp_path / f"{number}.txt").write_text(text)
    async with reader(tmp_path) as desk:
        assert "Yard strike ends" in desk.masthead
        assert desk.page.caret == caret


async def test_coming_back_near_the_top_keeps_the_headline_in_view(tmp_path: Path) -> None:
    long = TALKS + "".join(f"\nParagraph {n} says what was said before.\n" for n in range(60))
    async with reader(tmp_path, long) as desk:
        await desk.press("}", "q")
    async with reader(tmp_path) as desk:
        assert desk.page.caret.start == long.index("The port")
        assert desk.page.scroll_offset.y == 0
        desk.page.move_caret(long.index("Paragraph 50"))
        await desk.press("q")
    async with reader(tmp_path) as desk:
        await desk.until(lambda: desk.page.scroll_offset.y > 20)
        top = desk.page.scroll_offset.y
        row = desk.page.layout_rows.row_of(desk.page.caret.start)
        assert top < row < top + desk.page.size.height


async def test_done_and_skip_go_on_and_are_kept(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("D")
        assert "Yard strike ends" in desk.masthead
        await desk.press("S")
        assert any("that was the last article" in notice for notice in desk.notices)
        await desk.saved()
        await desk.press("[")
        assert "done ✓" in desk.masthead
        await desk.press("F", "F", "F")
        assert "flagged" in desk.masthead
        await desk.saved()
    with Store.open(tmp_path / "desk.db") as store:
        assert store.progress(article(TALKS).id, "mira").state == "flagged"
        assert store.progress(article(STRIKE).id, "mira").state == "skipped"


async def test_the_library_opens_another_article(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("L")
        await desk.until(lambda: isinstance(desk.app.screen, LibraryScreen))
        await desk.press("j", "enter")
        await desk.until(lambda: "Yard strike ends" in desk.masthead)
        await desk.press("L", "escape")
        assert "Yard strike ends" in desk.masthead


async def test_help_has_every_label_and_every_key(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(100, 60)) as desk:
        await desk.press("question_mark")
        await desk.until(lambda: isinstance(desk.app.screen, HelpScreen))
        shown = "\n".join(str(widget.render()) for widget in desk.app.screen.query("Static"))
        for words in ("commitment", "A party binds itself", "next sentence", "Take back the last decision"):
            assert words in shown
        bound = {binding.id for _, binding in desk.screen._bindings if binding.id}
        assert len(bound) > 15
        await desk.press("q")
        assert not isinstance(desk.app.screen, HelpScreen)
        assert desk.app.is_running


async def test_help_says_how_to_leave_and_moves_by_line_page_and_end(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(80, 24)) as desk:
        await desk.press("question_mark")
        await desk.until(lambda: isinstance(desk.app.screen, HelpScreen))
        panel = desk.app.screen.query_one("VerticalScroll")
        assert "esc back" in str(panel.border_subtitle)
        await desk.press("j")
        line = panel.scroll_offset.y
        await desk.press("k", "space")
        page = panel.scroll_offset.y
        await desk.press("G")
        end = panel.scroll_offset.y
        await desk.press("b")
        assert 0 < line < page < panel.size.height
        assert end == panel.max_scroll_y
        assert panel.scroll_offset.y == end - page
        await desk.press("g")
        assert panel.scroll_offset.y == 0


async def test_the_panel_follows_the_width_until_it_is_told(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(80, 24)) as desk:
        assert not desk.screen.query(SidePanel)
        await desk.press("O", "escape", "o")
        await desk.pilot.resize_terminal(130, 24)
        panel = desk.screen.query_one(SidePanel)
        assert not panel.display
        await desk.press("o")
        assert panel.display
        await desk.until(lambda: panel.option_count)
        await desk.press("o")
        assert not panel.display
        await desk.press("O")
        assert panel.display
        assert panel.has_focus
        await desk.press("escape")
        assert desk.page.has_focus


async def test_on_a_small_screen_the_panel_leaves_half_to_the_text(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(40, 12)) as desk:
        await desk.press("o")
        await desk.until(lambda: desk.screen.query_one(SidePanel).size.width)
        assert desk.page.size.width >= 20


async def test_a_wide_screen_begins_with_the_panel(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(120, 24)) as desk:
        panel = desk.screen.query_one(SidePanel)
        assert panel.display
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: not panel.display)


async def test_without_detection_one_reads_and_tags(tmp_path: Path) -> None:
    failing = DetectionError("it took more than 10 s")
    async with reader(tmp_path, TALKS, told=failing) as desk:
        await desk.until(lambda: "highlights off: it took more than 10 s" in desk.notices)
        await desk.press("}", "1")
        await desk.saved()
        assert len(desk.tags()) == 1


async def test_an_empty_database_ends_with_a_sentence(tmp_path: Path) -> None:
    async with reader(tmp_path) as desk:
        assert desk.app.failure is not None
        assert "there are no articles yet" in str(desk.app.failure)


async def test_a_database_that_is_not_ours_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_text("this is no database at all, but long enough to look at")
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: desk.app.failure)
        assert "desk.db" in str(desk.app.failure)


async def test_what_was_refused_is_said(tmp_path: Path) -> None:
    refusal = Refusal(source="bad\x1b[2J.txt", reason="is empty")
    async with reader(tmp_path, TALKS, refusals=[refusal]) as desk:
        await desk.until(lambda: desk.app.refusals)
        assert desk.app.refusals == [refusal]
        assert "not taken: bad␛[2J.txt: is empty" in desk.notices


async def test_a_lock_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1")
        await desk.saved()
        with Store.open(desk.database) as other:
            other.connection.execute("BEGIN IMMEDIATE")
            await desk.press(")", "2")
            await desk.until(lambda: desk.keybar.alarm)
            assert desk.keybar.saved.startswith("NOT SAVED (1)")
            other.connection.execute("ROLLBACK")
        await desk.saved()
        assert not desk.keybar.alarm
        assert len(desk.tags()) == 2


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (240, 60), (10, 3), (1, 1)])
async def test_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reader(tmp_path, TALKS, size=size) as desk:
        await desk.press("}", "1", "o", "question_mark", "escape")
        await desk.saved()
        assert len(desk.tags()) == 1
        assert isinstance(desk.page, Page)


async def test_copying_says_where_it_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "y")
        await desk.until(lambda: any("Sent to the terminal" in notice for notice in desk.notices))
