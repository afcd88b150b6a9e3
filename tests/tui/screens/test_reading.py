"""Reading: layers by name, one paragraph at a time, back and forth, bookmarks, and the panel."""

from pathlib import Path

import pytest

from annotations.errors import StoreError
from annotations.records import Detection, Entity, Quote, Speaker
from annotations.store import Store, places
from tests.support.reader import STRIKE, TALKS, Reader, article, reader
from tui.widgets.panel import SidePanel

LONG = "Opening\n\n" + "The committee sat for an hour and said nothing new at all.\n\n" * 200 + "The end.\n"


def lines(panel: SidePanel) -> list[str]:
    return [str(panel.get_option_at_index(i).prompt).rstrip() for i in range(panel.option_count)]


async def test_digits_switch_layers_while_these_are_chosen(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "t")
        assert desk.keybar.prompt == "show"
        assert desk.hints[:3] == ["names ✓", "quotations ✓", "reported speech ✗"]
        await desk.press("1", "3", "9")
        assert desk.page.shown_layers == {"quote", "indirect", "suggestion"}
        assert desk.hints[:3] == ["names ✗", "quotations ✓", "reported speech ✓"]
        await desk.press("t", "1")
        await desk.saved()
        assert len(desk.tags()) == 1
        await desk.press("t", "escape")
        assert desk.keybar.prompt == ""


async def test_every_layer_is_named_at_80_columns_beside_what_is_saved(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(80, 24)) as desk:
        await desk.press("}", "1")
        await desk.saved()
        await desk.press("t")
        assert "4 suggestions ✓  saved ✓" in desk.keybar.line.plain


async def test_one_paragraph_at_a_time(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("Z")
        assert desk.page.dimmed
        await desk.press("Z")
        assert not desk.page.dimmed


async def test_a_far_jump_can_be_taken_back(tmp_path: Path) -> None:
    async with reader(tmp_path, LONG) as desk:
        await desk.press("}", ")")
        before = desk.page.caret
        await desk.press("G")
        end = desk.page.caret
        await desk.press("backspace")
        assert desk.page.caret == before
        await desk.press("backslash")
        assert desk.page.caret == end
        await desk.press("backslash")
        assert "there is nothing further on" in desk.notices
        await desk.press("backspace", "backspace")
        assert "this is where it began" in desk.notices


async def test_back_leads_into_the_article_before(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("}")
        await desk.press("]")
        await desk.until(lambda: "Yard strike" in desk.masthead)
        await desk.press("backspace")
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        assert desk.caret.startswith("The port")
        await desk.press("backslash")
        await desk.until(lambda: "Yard strike" in desk.masthead)


async def test_short_steps_are_no_jumps(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "}", "backspace")
        assert "this is where it began" in desk.notices


async def test_bookmarks_are_walked_and_listed(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(120, 30)) as desk:
        await desk.press("apostrophe")
        assert "no bookmarks in this article" in desk.notices
        await desk.press("}", "M", "}", "M", "g", "apostrophe")
        assert desk.caret.startswith("The port")
        await desk.press("apostrophe")
        assert desk.caret.startswith("“We") or desk.caret.startswith("We")
        await desk.press("apostrophe")
        assert desk.caret.startswith("The port")
        panel = desk.screen.query_one(SidePanel)
        await desk.until(lambda: lines(panel)[-3:-1] == ["BOOKMARKS", f"1 {TALKS[20:80]}"])
        await desk.press("M")
        assert "bookmark taken away" in desk.notices
        await desk.until(lambda: lines(panel)[-2] == "BOOKMARKS")


async def test_bookmarks_are_there_the_next_time_and_each_annotator_has_their_own(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("}", "M", "}", "M", "M", "]", "M", "[")
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        await desk.press("g", "apostrophe")
        assert desk.caret.startswith("The port")
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        assert len(desk.screen.bookmarks()) == 1
        await desk.press("g", "apostrophe")
        assert desk.caret.startswith("The port")
        await desk.press("]")
        await desk.until(lambda: "Yard strike" in desk.masthead)
        assert [span.of(STRIKE) for span in desk.screen.bookmarks()] == ["Yard"]
    with Store.open(tmp_path / "desk.db") as store:
        opened_article = article(TALKS).id
        assert len(places.bookmarks(store.connection, opened_article, "mira")) == 1
        assert places.bookmarks(store.connection, opened_article, "ben") == []


async def test_a_bookmark_that_cannot_be_kept_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    async with reader(tmp_path, TALKS) as desk:
        monkeypatch.setattr(places, "mark", refuse)
        await desk.press("M")
        await desk.until(lambda: "the bookmark is not kept: the disk is full" in desk.notices)
        assert len(desk.screen.bookmarks()) == 1


def told() -> Detection:
    first, second = TALKS.index("port"), TALKS.index("contract")
    start = TALKS.index("“It is early.”")
    return Detection(
        pipeline="told",
        entities=(
            Entity(start=first, end=first + 4, label="ORG", text="port"),
            Entity(start=second, end=second + 8, label="LAW", text="contract"),
        ),
        quotes=(
            Quote(
                start=start,
                end=start + 14,
                text="“It is early.”",
                confidence=0.3,
                speaker=Speaker(start=second, end=second + 8, text="contract", name="Mira Tanaka"),
            ),
            Quote(start=first, end=first + 12, text=TALKS[first : first + 12], kind="indirect"),
        ),
    )


async def in_panel(desk: Reader, line: str) -> SidePanel:
    panel = desk.screen.query_one(SidePanel)
    await desk.until(lambda: any(each.startswith(line) for each in lines(panel)))
    return panel


async def test_reported_speech_is_listed_when_it_is_shown(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=told(), size=(120, 30)) as desk:
        panel = await in_panel(desk, "Mira Tanaka  1")
        assert " ?“It is early.”" in lines(panel)
        assert not any("unattributed" in line for line in lines(panel))
        await desk.press("t", "3")
        await in_panel(desk, "unattributed  1")


async def test_guidelines_come_beside_the_text_while_a_label_is_chosen(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(120, 50)) as desk:
        panel = desk.screen.query_one(SidePanel)
        await desk.until(lambda: lines(panel) == ["Nothing marked here yet."])
        await desk.press("s")
        await in_panel(desk, "LABELS")
        assert any("A party binds itself" in line for line in lines(panel))
        await desk.press("escape")
        await in_panel(desk, "Nothing marked")


async def test_the_panel_lists_what_the_settings_say(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, told=told(), size=(120, 30), panels=("guide", "entities")) as desk:
        panel = await in_panel(desk, "ENTITIES")
        assert "WHO SAID WHAT" not in lines(panel)
        assert "LABELS" in lines(panel)


async def test_no_panels_means_a_closed_panel(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, size=(120, 30), panels=()) as desk:
        assert not desk.screen.query(SidePanel)
        await desk.press("o")
        await desk.until(lambda: desk.screen.query_one(SidePanel).display)
