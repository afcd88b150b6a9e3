"""What is at hand of the library, against a list that is wholly at hand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import ArticleSummary
from annotations.store.library import Line
from annotations.store.views import Key
from tui.screens.library import window as window_module
from tui.screens.library.window import Window


def line(number: int) -> Line:
    summary = ArticleSummary(id=f"{number}", title="", source="", date="", words=1, state="new", tags=0)
    return Line(key=Key(0, 0, number), article=summary)


class Shelf:
    """So many lines, numbered from 1, and how often they were asked for."""

    def __init__(self, lines: int) -> None:
        self.lines = [line(n + 1) for n in range(lines)]
        self.asked = 0

    async def fetch(self, after: Key | None, back: bool, limit: int) -> list[Line]:
        self.asked += 1
        if back:
            return [one for one in reversed(self.lines) if after is None or one.key.seq < after.seq][:limit]
        return [one for one in self.lines if after is None or one.key.seq > after.seq][:limit]


class Model:
    """The cursor on a whole list; what is in view follows from the rules alone."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.cursor = 0

    def go(self, place: int) -> None:
        self.cursor = max(0, min(place, self.count - 1))


STEPS = st.lists(
    st.tuples(st.just("move"), st.integers(-130, 130))
    | st.tuples(st.just("page"), st.sampled_from([-1, 1]))
    | st.tuples(st.just("end"), st.booleans())
    | st.tuples(st.just("resize"), st.integers(1, 90)),
    max_size=25,
)


@given(count=st.integers(0, 900), height=st.integers(1, 60), steps=STEPS, start=st.integers(0, 900))
async def test_it_moves_as_if_all_were_at_hand(
    count: int, height: int, steps: list[tuple[str, Any]], start: int
) -> None:
    shelf, model = Shelf(count), Model(count)
    window = Window(shelf.fetch)
    window.resize(height)
    await window.begin(Key(0, 0, start) if start else None)
    model.go(start)
    for step, value in (("move", 0), *steps):
        match step:
            case "move":
                await window.move(value)
                model.go(model.cursor + value)
            case "page":
                await window.page(value)
                model.go(model.cursor + value * max(1, height - 1))
            case "end":
                await window.end(last=value)
                model.go(count if value else 0)
            case _:
                height = value
                window.resize(height)
        check(window, model, height)


def check(window: Window, model: Model, height: int) -> None:
    if not model.count:
        assert window.current is None
        assert window.view == []
        return
    assert window.current == line(model.cursor + 1)
    numbers = [one.key.seq for one in window.view]
    assert window.current in window.view
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert len(numbers) <= height


async def test_a_page_down_is_full_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_module, "_KEPT", 100)
    window = Window(Shelf(500).fetch)
    window.resize(20)
    await window.begin()
    for _ in range(40):
        assert len(window.view) == 20
        assert len(window.lines) <= 100 + 60
        await window.page(1)
    assert window.current == line(500)
    for _ in range(40):
        await window.page(-1)
        assert len(window.view) == 20
    assert window.current == line(1)


async def test_what_is_at_hand_is_not_asked_for_again() -> None:
    shelf = Shelf(1_000)
    window = Window(shelf.fetch)
    window.resize(20)
    await window.begin()
    await window.move(5)
    await window.page(1)
    assert shelf.asked == 1
    await window.move(100_000)
    assert window.current == line(25 + 500)


async def test_a_line_in_view_can_be_pointed_at() -> None:
    window = Window(Shelf(5).fetch)
    window.resize(3)
    await window.begin()
    assert window.point(2)
    assert window.current == line(3)
    assert not window.point(3)
    assert not window.point(-1)
    assert window.current == line(3)
