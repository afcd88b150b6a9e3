"""The tour: each step sees that it was done, and from it alone one can do the four things that matter."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from annotations.scheme import default
from tests.support.reader import TALKS, Reader, reader
from tui.app import CopydeskApp
from tui.keys import command_keys
from tui.screens.dialogs import ExportDialog
from tui.tour import articles, offer
from tui.tour.desk import set_up
from tui.tour.screen import TourScreen
from tui.tour.steps import STEPS


@asynccontextmanager
async def tour(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reader]:
    desk, first = set_up(folder)
    app = CopydeskApp(desk, first, reader=TourScreen)
    try:
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot, desk.settings.db)
            await reader.until(lambda: reader.screen.session and reader.screen.detection)
            await pilot.pause()
            yield reader
    finally:
        desk.close()


def card(desk: Reader) -> str:
    return str(tour_screen(desk).query_one("#tour").render())


def tour_screen(desk: Reader) -> TourScreen:
    return next(screen for screen in desk.app.screen_stack if isinstance(screen, TourScreen))


async def test_from_the_tour_alone_one_tags_undoes_reviews_moves_on_and_exports(tmp_path: Path) -> None:
    async with tour(tmp_path) as desk:
        assert card(desk).startswith("1 of 5  Tag. ")
        while not desk.caret.startswith("council will repair") and "The council" not in desk.caret[:12]:
            await desk.press("j")
        await desk.press("1")
        assert card(desk).startswith("2 of 5  Take it back with u.")
        await desk.press("u")
        assert card(desk).startswith("3 of 5  Review. tab goes")
        await desk.press("tab", "a")
        assert card(desk).startswith("3 of 5")
        await desk.press("d")
        assert card(desk).startswith("4 of 5  Move on. D marks")
        await desk.press("D")
        await desk.until(lambda: "Library" in desk.masthead)
        assert "done ✓" in desk.masthead
        await desk.press("U")
        await desk.until(lambda: "Bridge" in desk.masthead)
        assert card(desk).startswith("5 of 5  Export. E and enter")
        await desk.press("E")
        await desk.until(lambda: isinstance(desk.app.screen, ExportDialog))
        await desk.press("enter")
        await desk.until(lambda: card(desk).startswith("Done.  That is all you need. ? shows"))
    lines = (tmp_path / "tags.jsonl").read_text(encoding="utf-8").splitlines()
    spans = [span["text"] for line in lines for span in json.loads(line)["spans"]]
    assert len(spans) == 1


async def test_a_step_waits_until_it_was_done(tmp_path: Path) -> None:
    async with tour(tmp_path) as desk:
        await desk.press("j", "k", "tab", "]", "[", "y")
        assert card(desk).startswith("1 of 5")
        await desk.press("3")
        assert card(desk).startswith("1 of 5")


async def test_another_way_to_the_same_end_counts(tmp_path: Path) -> None:
    async with tour(tmp_path) as desk:
        await desk.press("}", "}", "s", "c", "u", "tab", "x", "tab", "3")
        assert card(desk).startswith("4 of 5")


@pytest.mark.parametrize("size", [(40, 12), (10, 3), (240, 60)])
async def test_the_card_leaves_room_for_the_article(tmp_path: Path, size: tuple[int, int]) -> None:
    async with tour(tmp_path, size) as desk:
        assert desk.screen.query_one("#tour").size.height <= 6
        assert desk.app.is_running


def test_what_is_told_of_its_articles_stands_in_them() -> None:
    told = articles.told(articles.HARBOUR)
    places = [(each.start, each.end, each.text) for each in told.suggestions]
    places += [(each.start, each.end, each.text) for each in told.entities]
    places += [(each.start, each.end, each.text) for each in told.quotes]
    assert len(places) > 5
    assert [articles.HARBOUR[start:end] for start, end, _ in places] == [text for _, _, text in places]
    assert articles.told(articles.BRIDGE).suggestions == ()


def test_the_keys_it_names_are_those_of_the_built_in_scheme() -> None:
    assert [label.name for label in default().labels][:1] == ["commitment"]
    assert "press 1" in STEPS[0].words
    assert len(STEPS) <= 5
    assert {"u", "a", "d", "D", "U", "E"} <= command_keys()


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where it is remembered that the tour was taken or declined."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "copydesk" / "tour"


def said(desk: Reader) -> str:
    """Return the line over the keys, without the rule."""
    return desk.keybar.render().plain.split("\n")[0].strip("─ ")


OFFER = "New here? H: a tour in five steps · esc: no, thanks"


async def test_it_is_offered_quietly_until_it_is_declined(tmp_path: Path, state: Path) -> None:
    async with reader(tmp_path, TALKS, offers_tour=True) as desk:
        await desk.until(lambda: said(desk) == OFFER)
        # In nobody's way: a key does what it does, and a notice is shown in its place for a moment.
        await desk.press("}", "1", "}", "x")
        await desk.saved()
        assert "no tag at the caret" in said(desk)
        desk.keybar._hush()
        assert said(desk) == OFFER
        # Escape first drops what was begun.
        await desk.press("s", "escape")
        assert said(desk) == OFFER
        await desk.press("escape")
        assert said(desk) == ""
    assert not offer.is_open()
    async with reader(tmp_path, TALKS, offers_tour=True) as desk:
        await desk.press("j", "k")
        assert said(desk) == ""


async def test_it_is_taken_over_what_is_read_and_leads_back_to_it(tmp_path: Path, state: Path) -> None:
    async with reader(tmp_path, TALKS, offers_tour=True) as desk:
        await desk.until(lambda: said(desk) == OFFER)
        await desk.press("}", "H")
        await desk.until(lambda: isinstance(desk.app.screen, TourScreen))
        assert card(desk).startswith("1 of 5  Tag. ")
        assert not offer.is_open()
        touring = tour_screen(desk)
        await desk.press("1", "H")
        assert touring.session is not None
        assert len(touring.session.passages) == 1
        database = touring.desk.settings.db
        assert database != tmp_path / "desk.db"
        await desk.press("q")
        await desk.until(lambda: not isinstance(desk.app.screen, TourScreen))
        await desk.until(lambda: not database.parent.exists())
        assert desk.caret.startswith("The port")
        assert (said(desk), desk.tags()) == ("", [])
        # What was decided there is not to be undone here, and the desk here is the one that is saved.
        await desk.press("u", "2")
        await desk.saved()
        assert "nothing to undo" in desk.notices
        assert [tag.label for tag in desk.tags()] == ["complaint"]


def test_where_it_cannot_be_remembered_it_is_offered_again(state: Path) -> None:
    state.parent.parent.write_text("no folder", encoding="utf-8")
    offer.settle()
    assert offer.is_open()
