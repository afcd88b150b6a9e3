"""Tags that lost their place, in the reader: told of, listed, placed on a selection, dropped, taken back."""

from pathlib import Path

import pytest
from textual.widgets import OptionList

from annotations.records import Span
from annotations.store import Store, orphans
from tests.annotations.store.desk import decide, make_tag
from tests.support.reader import TALKS, Reader, article, reader
from tui.screens.orphans import OrphansScreen

EDITED = TALKS.replace("will publish every contract", "is to publish all contracts").replace("$2", "two")
WORDS = {"commitment": "publish every contract", "figure": "$2 million"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database in which two tags lost their place."""
    old, new = article(TALKS), article(EDITED)
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([old], from_files=True)
        for label, words in WORDS.items():
            start = TALKS.index(words)
            store.commit(decide(after=make_tag(old, start, start + len(words), label, annotator="mira")))
        store.add_articles([new], from_files=True)
    return tmp_path


def shown(desk: Reader) -> list[str]:
    """What the list says, an entry each."""
    options = desk.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


def left(desk: Reader) -> list[str]:
    with Store.open(desk.database) as store:
        return [orphan.tag.text for orphan in orphans.every(store.connection, "mira")]


def placed(desk: Reader) -> list[tuple[str, str]]:
    return [(tag.text, tag.label) for tag in desk.tags()]


async def test_it_is_told_and_listed(folder: Path) -> None:
    async with reader(folder) as desk:
        assert "2 lost their place (V)" in desk.masthead
        await desk.press("V")
        assert isinstance(desk.app.screen, OrphansScreen)
        first, second = shown(desk)
        assert first.startswith("commitment\n…Harbour talks open  The port will publish every contract.")
        assert second.startswith("figure\n…")
        await desk.press("escape")
        assert not isinstance(desk.app.screen, OrphansScreen)
        await desk.press("enter", "x")
        assert "no tag at the caret" in desk.notices


async def test_one_is_placed_and_one_is_dropped_and_all_of_it_taken_back(folder: Path) -> None:
    async with reader(folder, size=(120, 24)) as desk:
        await desk.press("V", "j", "k", "enter")
        assert desk.caret.startswith("publish all")
        assert desk.keybar.prompt == "commitment “publish every con…”"
        assert desk.hints == ["place on selection", "drop", "later", "sentence"]
        await desk.press("enter")
        assert "select the words that are commitment now" in desk.notices
        await desk.press("s", "enter")
        await desk.saved()
        assert placed(desk) == [("The port is to publish all contracts.", "commitment")]
        assert "commitment placed; 1 left" in desk.notices
        assert desk.keybar.prompt == "figure “$2 million”"
        assert desk.caret.startswith("two million")
        await desk.press("x")
        await desk.saved()
        assert "figure dropped; that was the last one" in desk.notices
        assert (left(desk), len(placed(desk))) == ([], 1)
        assert "lost" not in desk.masthead
        await desk.press("u", "u")
        await desk.saved()
        assert {"undone: figure dropped", "undone: commitment placed"} <= set(desk.notices)
        assert (sorted(left(desk)), placed(desk)) == (sorted(WORDS.values()), [])
        assert "2 lost their place" in desk.masthead
        await desk.press("ctrl+r")
        await desk.saved()
        assert placed(desk) == [("The port is to publish all contracts.", "commitment")]
        assert desk.caret.startswith("The port is to")


async def test_escape_lays_it_back(folder: Path) -> None:
    async with reader(folder) as desk:
        await desk.press("V", "j", "enter")
        assert desk.keybar.prompt.startswith("figure")
        await desk.press("s", "escape")
        assert desk.keybar.prompt.startswith("figure"), "the first escape drops the selection"
        await desk.press("escape")
        assert "figure" not in desk.keybar.prompt
        await desk.press("x")
        assert "no tag at the caret" in desk.notices
        assert len(left(desk)) == 2


async def test_other_tags_are_set_while_one_is_in_hand(folder: Path) -> None:
    async with reader(folder) as desk:
        await desk.press("V", "enter", "s", "2")
        await desk.saved()
        assert placed(desk) == [("The port is to publish all contracts.", "complaint")]
        assert desk.keybar.prompt.startswith("commitment “publish")
        await desk.press("s", "enter")
        await desk.saved()
        assert {label for _, label in placed(desk)} == {"complaint", "commitment"}


async def test_what_is_there_already_is_refused_in_a_sentence(folder: Path) -> None:
    async with reader(folder) as desk:
        await desk.press("V", "enter", "s", "1", "s", "enter")
        await desk.saved()
        assert any("is tagged commitment already" in notice for notice in desk.notices)
        assert len(left(desk)) == 2


async def test_an_entry_can_be_clicked(folder: Path) -> None:
    async with reader(folder) as desk:
        await desk.press("V")
        await desk.pilot.click(OptionList, offset=(4, 1))
        await desk.until(lambda: desk.keybar.prompt.startswith("commitment"))


async def test_another_article_begins_with_empty_hands(folder: Path) -> None:
    with Store.open(folder / "desk.db") as store:
        store.add_articles([article("Nothing happened here.", "b.txt")])
    async with reader(folder, size=(120, 24)) as desk:
        await desk.until(lambda: " 1 of 2" in desk.masthead)
        await desk.press("V", "enter", "]")
        assert "lost" not in desk.masthead
        await desk.press("V")
        assert "every tag of this article has its place" in desk.notices
        await desk.press("x")
        assert len(left(desk)) == 2


async def test_hostile_words_are_shown_as_signs(folder: Path) -> None:
    text = "An odd story about [red]rents[/red] and \x1b]0;x\x07 fees of the harbour. It goes on for a while."
    old, new = article(text, "odd.txt"), article(text.replace("[red]rents[/red]", "dues"), "odd.txt")
    with Store.open(folder / "desk.db") as store:
        store.add_articles([old], from_files=True)
        start = text.index("[red]")
        tag = make_tag(old, start, start + 16, "bad", annotator="mira")
        store.commit(decide(after=tag))
        store.add_articles([new], from_files=True)
    async with reader(folder) as desk:
        await desk.press("]") if "Harbour" in desk.masthead else None
        await desk.until(lambda: "1 lost their place" in desk.masthead)
        await desk.press("V")
        [entry] = shown(desk)
        assert "[red]rents[/red]" in entry
        assert "␛]0;x␇ fees" in entry
        await desk.press("enter")
        assert desk.keybar.prompt.startswith("bad “[red]rents")
        assert desk.screen.session is not None
        assert desk.screen.session.orphans[0].span == Span(start, start + 16)
