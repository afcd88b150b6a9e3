"""The library in the running reader: keys, filters, search, and that the queue is what it shows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from annotations.records import State
from annotations.store import Store
from tests.annotations.store.desk import decide, decide_state, make_tag
from tests.support.reader import Reader, article, reader
from tui.screens.library.head import LibraryHead
from tui.screens.library.screen import LibraryScreen
from tui.screens.library.shelf import Shelf

STORIES = [
    f"{name} story\n\nThe {name.lower()} has number {n}."
    for n, name in enumerate(["Ant", "Bee", "Cat", "Dog", "Eel"])
]
ARTICLES = [article(text, f"{'wire' if n % 2 else 'local'}/{n}.txt") for n, text in enumerate(STORIES)]


def fill(folder: Path) -> None:
    """Put five articles into the database: the second done, the fourth tagged by mira, one by ben."""
    with Store.open(folder / "desk.db") as store:
        store.add_articles(ARTICLES)
        store.commit(decide_state(ARTICLES[1], "new", "done", "mira"))
        store.commit(decide(after=make_tag(ARTICLES[3], 0, 3, "figure", annotator="mira")))
        store.commit(decide_state(ARTICLES[0], "new", "flagged", "ben"))


@asynccontextmanager
async def library(folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reader]:
    fill(folder)
    async with reader(folder, size=size) as desk:
        await desk.press("L")
        await settled(desk)
        yield desk


async def settled(desk: Reader) -> None:
    await desk.until(
        lambda: (
            isinstance(desk.app.screen, LibraryScreen)
            and desk.app.screen.query_one(Shelf).size.height
            and desk.app.screen.query_one(LibraryHead).tally is not None
        )
    )


async def press(desk: Reader, *keys: str) -> None:
    """Press keys, and wait for what follows from them."""
    head = desk.app.screen.query_one(LibraryHead)
    head.tally = None
    await desk.press(*keys)
    await desk.until(lambda: not isinstance(desk.app.screen, LibraryScreen) or head.tally is not None)


def lines(desk: Reader) -> list[str]:
    shelf = desk.app.screen.query_one(Shelf)
    drawn = [shelf.render_line(y).text.rstrip() for y in range(1, shelf.size.height)]
    return [line for line in drawn if line]


def titles(desk: Reader) -> list[str]:
    each = desk.app.screen.query_one(Shelf).rows_per_line
    return [line[4:7] for line in lines(desk)[::each]]


def head(desk: Reader) -> str:
    return desk.app.screen.query_one(LibraryHead).render().plain


async def test_it_shows_every_article_and_begins_at_the_one_on_the_page(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        assert titles(desk) == ["Ant", "Bee", "Cat", "Dog", "Eel"]
        assert [line[:3] for line in lines(desk)] == ["  ·", "  ✓", "  ·", "› ○", "  ·"]
        assert "done" in lines(desk)[1]
        assert "5 articles · 1 finished" in head(desk)
        assert "20 %" in head(desk)
        await desk.press("k", "k", "escape")
        assert "Dog story" in desk.masthead


async def test_enter_opens_and_the_queue_goes_on_from_there(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.press("g", "j", "enter")
        await desk.until(lambda: "Bee story · 2 of 5" in desk.masthead)
        await desk.press("]")
        await desk.until(lambda: "Cat story · 3 of 5" in desk.masthead)


@pytest.mark.parametrize(
    ("keys", "expected", "told"),
    [
        (["f"], ["Ant", "Cat", "Dog", "Eel"], "unfinished"),
        (["f", "f"], ["Ant", "Cat", "Eel"], "new"),
        (["f"] * 5, ["Bee"], "done"),
        (["f"] * 7, ["Ant", "Bee", "Cat", "Dog", "Eel"], "as they came ↑"),
        (["l", "l", "l"], ["Dog"], "label figure"),
        (["i", "w", "i", "r", "enter"], ["Bee", "Dog"], "from “wir”"),
        (["slash", "e", "e", "l"], ["Eel"], "“eel”"),
        (["slash", "e", "e", "l", "escape"], ["Ant", "Bee", "Cat", "Dog", "Eel"], "as they came"),
        (["slash", "quotation_mark", "asterisk"], ["Ant", "Bee", "Cat", "Dog", "Eel"], '“"*”'),
        (["s", "r"], ["Eel", "Dog", "Cat", "Bee", "Ant"], "by title ↓"),
        (["s"] * 4, ["Dog", "Ant", "Cat", "Eel", "Bee"], "by state ↑"),
        (["s"] * 5, ["Dog", "Eel", "Cat", "Bee", "Ant"], "by tags ↓"),
        (["s", "f", "l", "x"], ["Ant", "Bee", "Cat", "Dog", "Eel"], "as they came"),
    ],
)
async def test_filters_and_orders(tmp_path: Path, keys: list[str], expected: list[str], told: str) -> None:
    async with library(tmp_path) as desk:
        await desk.press(*keys)
        await desk.until(lambda: titles(desk) == expected and told in head(desk))


async def test_another_annotators_states_can_be_looked_at(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await press(desk, "a")
        assert "as ben" in head(desk)
        assert lines(desk)[0][2] == "⚑"
        assert lines(desk)[1][2] == "·"
        await press(desk, "a")
        assert "as ben" not in head(desk)


async def test_where_nothing_is_left_the_way_back_is_told(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        assert "clears" not in head(desk)
        await desk.press("slash", *"zebra", "enter")
        await desk.until(lambda: "Library · 0 articles; x clears filters" in head(desk))
        await desk.press("x")
        await desk.until(lambda: "5 articles · 1 finished" in head(desk))


async def test_a_filter_is_the_queue(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.press("i", *"wire", "enter")
        await desk.until(lambda: "“wire”" in head(desk) and titles(desk) == ["Bee", "Dog"])
        await desk.press("g", "enter")
        await desk.until(lambda: "Bee story · 1 of 2" in desk.masthead)
        await desk.press("]")
        await desk.until(lambda: "Dog story · 2 of 2" in desk.masthead)
        await desk.press("]")
        await desk.until(lambda: any("last article" in notice for notice in desk.notices))
        await desk.press("L")
        await settled(desk)
        assert titles(desk) == ["Bee", "Dog"]


async def test_what_is_found_is_shown_and_marked(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.press("slash", *"number 2", "enter")
        await desk.until(lambda: "“number 2”" in head(desk) and titles(desk)[:1] == ["Cat"])
        assert titles(desk)[0] == "Cat"
        assert "The cat has number 2." in lines(desk)[1]
        shelf = desk.app.screen.query_one(Shelf)
        marked = shelf.get_component_rich_style("shelf--found", partial=True).color
        found = [
            segment.text
            for segment in shelf.render_line(2)
            if segment.style and segment.style.color == marked
        ]
        assert found == ["number", "2"]


async def test_nothing_found_is_no_crash(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.press("slash", *"zebra")
        await desk.until(lambda: "“zebra”" in head(desk) and not lines(desk))
        await desk.until(lambda: "0 articles" in head(desk))
        assert "0 articles" in head(desk)
        await desk.press("enter")
        await desk.press("j", "pagedown", "G", "g", "u", "enter")
        assert isinstance(desk.app.screen, LibraryScreen)
        await press(desk, "x")
        assert len(lines(desk)) == 5


async def test_the_next_unfinished(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.press("g")
        await press(desk, "u")
        assert [line[0] for line in lines(desk)].index("›") == 2
    states: list[State] = ["new", "new", "new", "open", "new"]
    with Store.open(tmp_path / "desk.db") as store:
        for one, state in zip(ARTICLES, states, strict=True):
            if one != ARTICLES[1]:
                store.commit(decide_state(one, state, "done", "mira"))
    async with reader(tmp_path) as desk:
        await desk.press("L")
        await settled(desk)
        await desk.press("u")
        await desk.until(lambda: any("all other articles are done" in notice for notice in desk.notices))


async def test_the_mouse_does_it_too(tmp_path: Path) -> None:
    async with library(tmp_path) as desk:
        await desk.pilot.click(Shelf, offset=(10, 2))
        assert [line[0] for line in lines(desk)].index("›") == 1
        await desk.pilot.click(Shelf, offset=(10, 15))
        await desk.pilot.click(Shelf, offset=(10, 2))
        await desk.until(lambda: "Bee story" in desk.masthead)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (240, 60), (12, 4)])
async def test_it_fits_every_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with library(tmp_path, size) as desk:
        shelf = desk.app.screen.query_one(Shelf)
        assert all(shelf.render_line(y).cell_length == size[0] for y in range(shelf.size.height))
        await desk.press("G", "b", "space")
        await desk.pilot.resize_terminal(60, 9)
        await desk.until(lambda: shelf.size.height == 5)
        assert len(lines(desk)) == 4


async def test_hostile_titles_stay_words(tmp_path: Path) -> None:
    text = "\x1b]0;owned\x07[red]Bold[/] [@click=app.quit]x[/]\n\nA story with \x1b[2J in it."
    async with reader(tmp_path, text, size=(120, 24)) as desk:
        await desk.press("L")
        await settled(desk)
        assert "[red]Bold[/] [@click=app.quit]x[/]" in lines(desk)[0]
        await desk.press("slash", *"story")
        await desk.until(lambda: "“story”" in head(desk))
        assert all("\x1b" not in line for line in lines(desk))


async def test_what_was_named_is_shown_until_all_is_asked_for(tmp_path: Path) -> None:
    fill(tmp_path)
    async with reader(tmp_path, STORIES[2], STORIES[0]) as desk:
        await desk.press("L")
        await settled(desk)
        assert titles(desk) == ["Cat", "Ant"]
        assert "these articles" in head(desk)
        await press(desk, "w")
        assert titles(desk) == ["Ant", "Bee", "Cat", "Dog", "Eel"]
        assert "these articles" not in head(desk)


async def test_filter_and_order_are_kept_for_the_next_run(tmp_path: Path) -> None:
    fill(tmp_path)
    async with reader(tmp_path) as desk:
        await desk.press("L")
        await settled(desk)
        await press(desk, "f", "s", "r")
        assert titles(desk) == ["Eel", "Dog", "Cat", "Ant"]
        await desk.press("escape")
    async with reader(tmp_path) as desk:
        await desk.until(lambda: "queue as you left it: unfinished · by title ↓" in desk.notices)
        await desk.press("L")
        await settled(desk)
        assert titles(desk) == ["Eel", "Dog", "Cat", "Ant"]
        await press(desk, "x")
        await desk.press("escape")
    async with reader(tmp_path) as desk:
        await desk.press("j")
        assert not any("as you left it" in notice for notice in desk.notices)
