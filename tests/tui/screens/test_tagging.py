"""The verbs on the screen: each key's decision is drawn, saved, and can be taken back."""

from pathlib import Path

import pytest

from annotations.records import Detection, Entity, Span
from annotations.store import Store
from tests.support.reader import STRIKE, TALKS, reader
from tui.screens.dialogs import NoteDialog
from tui.widgets.keybar import KeyBar
from tui.widgets.masthead import Masthead
from tui.widgets.page.page import Page
from tui.widgets.panel import SidePanel

CONTRACT = "The port will publish every contract."


async def test_a_label_key_tags_the_sentence_at_the_caret(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1")
        await desk.saved()
        assert [(tag.text, tag.label, tag.origin, tag.annotator) for tag in desk.tags()] == [
            (CONTRACT, "commitment", "manual", "mira")
        ]
        assert "1 tag" in desk.masthead


async def test_a_tag_is_painted_before_anything_around_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[type] = []

    def noting(kind: type[Page | KeyBar | Masthead], name: str) -> None:
        paint = getattr(kind, name)

        def note(widget: object, *arguments: object) -> object:
            painted.append(kind)
            return paint(widget, *arguments)

        monkeypatch.setattr(kind, name, note)

    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}")
        for kind, name in ((Page, "_draw"), (KeyBar, "render"), (Masthead, "render")):
            noting(kind, name)
        await desk.press("1")
        await desk.saved()
        await desk.until(lambda: {KeyBar, Masthead} <= set(painted))
        first = min(painted.index(KeyBar), painted.index(Masthead))
        assert painted[:first]
        assert set(painted[:first]) == {Page}


async def test_letters_and_digits_are_the_same_labels(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "c", "2")
        await desk.saved()
        assert [tag.label for tag in desk.tags()] == ["commitment", "complaint"]


async def test_the_natural_unit_of_a_figure_is_the_figure(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        desk.page.move_caret(TALKS.index("2 million"))
        await desk.press("f")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == ["$2 million"]
        desk.page.move_caret(TALKS.index("Growers"))
        await desk.press("f")
        assert len(desk.tags()) == 1
        assert any("no figure at the caret" in notice for notice in desk.notices)


async def test_a_selection_comes_before_the_natural_unit(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "v", "l", "1")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == ["The port"]
        assert desk.page.selection is None


async def test_keys_typed_ahead_are_honoured_in_order(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.pilot.press("}", "1", ")", "2", "u", "u", "ctrl+r", ")", "1")
        await desk.saved()
        assert [(tag.label, tag.text[:5]) for tag in desk.tags()] == [
            ("commitment", "The p"),
            ("commitment", "Growe"),
        ]


async def test_undo_and_redo_reach_across_articles_and_restarts(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("}", "1", "]")
        await desk.until(lambda: "Yard strike" in desk.masthead)
        await desk.press("}", "1")
        await desk.saved()
        assert len(desk.tags()) == 2
    async with reader(tmp_path, TALKS, STRIKE) as desk:
        await desk.press("u", "u")
        await desk.until(lambda: "Harbour talks" in desk.masthead)
        await desk.saved()
        assert desk.tags() == []
        await desk.press("u")
        assert any("nothing to undo" in notice for notice in desk.notices)
        await desk.press("ctrl+r")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == [CONTRACT]


async def test_relabel_remove_and_again(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "r")
        assert desk.keybar.prompt == "commitment becomes"
        await desk.press("2")
        assert desk.keybar.prompt == ""
        await desk.saved()
        assert [tag.label for tag in desk.tags()] == ["complaint"]
        await desk.press("x")
        await desk.saved()
        assert desk.tags() == []
        await desk.press(")", ".")
        await desk.saved()
        assert [(tag.label, tag.text[:7]) for tag in desk.tags()] == [("commitment", "Growers")]


async def test_editing_moves_a_boundary(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "v", "l", "1")
        desk.page.move_caret(TALKS.index("The port"))
        await desk.press("enter")
        assert desk.page.selection == Span(TALKS.index("The port"), TALKS.index("The port") + 8)
        await desk.press("shift+right", "enter")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == ["The port will"]
        assert desk.keybar.prompt == ""


async def test_escape_leaves_an_edit_as_it_was(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "enter", "shift+right", "escape", "enter", "escape")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == [CONTRACT]
        assert desk.page.selection is None


async def test_after_an_edit_was_left_the_caret_is_on_the_tag_again(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "enter", "l", "l", "escape", "r", "2")
        await desk.saved()
        assert [(tag.label, tag.text) for tag in desk.tags()] == [("complaint", CONTRACT)]


async def test_a_note_is_kept_and_foreign_keys_do_nothing_in_it(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "i")
        await desk.until(lambda: isinstance(desk.app.screen, NoteDialog))
        await desk.press("x", "1", "enter")
        await desk.saved()
        assert [tag.note for tag in desk.tags()] == ["x1"]
        await desk.press("i", "escape")
        assert [tag.note for tag in desk.tags()] == ["x1"]


async def test_verbs_without_a_tag_say_so(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("x", "r", "i", ".")
        assert desk.notices.count("no tag at the caret") == 3
        assert "no label has been used yet" in desk.notices
        assert not isinstance(desk.app.screen, NoteDialog)


async def test_tagging_twice_says_that_it_is_there(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1", "1")
        await desk.saved()
        assert len(desk.tags()) == 1
        assert any("tagged commitment already" in notice for notice in desk.notices)


async def test_what_somebody_else_changed_is_shown_anew(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("}", "1")
        await desk.saved()
        [tag] = desk.tags()
        with Store.open(desk.database) as other:
            other.connection.execute("DELETE FROM tag WHERE id = ?", [tag.id])
        await desk.press("x")
        await desk.until(lambda: any("not saved" in notice for notice in desk.notices))
        await desk.until(lambda: desk.screen.session and desk.screen.session.tags == ())


async def test_names_are_selected_with_e_and_listed(tmp_path: Path) -> None:
    start = TALKS.index("Mira")
    told = Detection(
        pipeline="told", entities=(Entity(start=start, end=start + 11, label="PERSON", text="Mira Tanaka"),)
    )
    async with reader(tmp_path, TALKS, told=told, size=(120, 30)) as desk:
        await desk.until(lambda: desk.screen.detection == told)
        desk.page.move_caret(start)
        await desk.press("e", "1")
        await desk.saved()
        assert [tag.text for tag in desk.tags()] == ["Mira Tanaka"]
        panel = desk.screen.query_one(SidePanel)
        await desk.until(lambda: panel.option_count == 5)
        assert panel.display


async def test_a_count_is_shown_while_it_is_typed(tmp_path: Path) -> None:
    async with reader(tmp_path, TALKS) as desk:
        await desk.press("comma")
        assert desk.keybar.prompt == "how many times? type the number, then the key"
        await desk.press("1", "2")
        assert desk.keybar.prompt == "how many times? 12, then the key"
