"""What the reader writes and where it goes next: exports, the next unfinished article, boundaries, notes."""

import json
from pathlib import Path

from tests.support.reader import STRIKE, TALKS, reader
from tui.screens.dialogs import ExportDialog, HeldKeys, NoteDialog
from tui.widgets.line import Line

THIRD = "Third\n\nThe mayor promised a bridge.\n"


async def test_an_export_from_the_reader_is_that_of_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "E")
        await desk.until(lambda: isinstance(desk.app.screen, ExportDialog))
        line = desk.app.screen.query_one(Line)
        assert line.value == "jsonl tags.jsonl"
        line.value = f"jsonl '{out}' --no-tokens"
        await desk.press("enter")
        await desk.until(lambda: any("1" in notice and "tag" in notice for notice in desk.notices))
    [example] = [json.loads(text) for text in out.read_text(encoding="utf-8").splitlines()]
    assert [span["text"] for span in example["spans"]] == ["The port will publish every contract."]


async def test_an_export_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("E")
        await desk.until(lambda: isinstance(desk.app.screen, ExportDialog))
        desk.app.screen.query_one(Line).value = "jsonl 'out.jsonl"
        await desk.press("enter")
        await desk.until(
            lambda: any("not written: No closing quotation" in notice for notice in desk.notices)
        )
        await desk.press("E")
        await desk.until(lambda: isinstance(desk.app.screen, ExportDialog))
        desk.app.screen.query_one(Line).value = f"nonsense {tmp_path / 'out'}"
        await desk.press("enter")
        await desk.until(lambda: any("nonsense" in notice for notice in desk.notices))
        await desk.press("E", "escape")
        assert not isinstance(desk.app.screen, ExportDialog)


async def test_the_next_unfinished_article_is_found_and_round_the_end(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE, THIRD) as desk:
        await desk.press("]", "D")
        await desk.until(lambda: "Third" in desk.masthead)
        await desk.press("[", "[", "U")
        await desk.until(lambda: "Third" in desk.masthead)
        await desk.press("D", "U")
        await desk.until(lambda: "Harbour" in desk.masthead)
        await desk.press("D", "U")
        assert "all other articles are done or skipped" in desk.notices


async def test_a_count_goes_so_many_articles_on_and_so_many_decisions_back(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE, THIRD) as desk:
        await desk.press("}", "1", "2", ")", "1", "comma", "2", "u")
        await desk.saved()
        assert len(desk.tags()) == 1
        await desk.press("comma", "2", "]")
        await desk.until(lambda: "Third" in desk.masthead)


async def test_a_note_typed_ahead_goes_into_the_note(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.pilot.press("}", "1", "i", *"ask x", "enter", ")", "2")
        await desk.saved()
        assert [(tag.label, tag.note) for tag in desk.tags()] == [("commitment", "ask x"), ("complaint", "")]
        assert not isinstance(desk.app.screen, NoteDialog)


async def test_boundaries_with_plain_motions_and_another_label_at_once(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "v", "l", "1")
        desk.page.move_caret(TALKS.index("The port"))
        await desk.press("enter", "l", "l", "percent_sign", "l", "enter")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == ["port will publish"]
        await desk.press("enter", "less_than_sign", "2")
        await desk.saved()
        assert [(tag.text, tag.label) for tag in desk.tags()] == [("port will publis", "complaint")]


async def test_keys_that_come_as_a_paste_are_held(tmp_path: Path) -> None:
    from textual.events import Key

    from tui.keyboard import Burst

    async with reader(tmp_path, TALKS) as desk:
        pasted = [Key(key, key) for key in "jc"]
        desk.app.post_message(Burst(pasted))
        await desk.until(lambda: isinstance(desk.app.screen, HeldKeys))
        await desk.press("escape")
        assert desk.tags() == []
        desk.app.post_message(Burst(pasted))
        await desk.until(lambda: isinstance(desk.app.screen, HeldKeys))
        await desk.press("enter")
        await desk.saved()
        assert [tag.label for tag in desk.tags()] == ["commitment"]
        await desk.press("slash")
        desk.app.post_message(Burst([Key(key, key) for key in "port"]))
        await desk.until(lambda: desk.screen.query_one("#search Line", Line).value == "port")


async def test_the_day_is_told_quietly_and_not_at_all_where_it_is_not_wanted(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "2")
        await desk.until(lambda: "2 today · 2 tags" in desk.masthead)
    async with reader(tmp_path, TALKS) as desk:
        await desk.until(lambda: "2 today" in desk.masthead)
    async with reader(tmp_path, TALKS, pace=False) as desk:
        await desk.press("}", "x")
        await desk.saved()
        assert "today" not in desk.masthead
