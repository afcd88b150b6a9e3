"""The masthead: what is said at which width, and nothing foreign gets through."""

import pytest
from textual.app import App, ComposeResult

from tui.widgets.masthead import Masthead, Story

STORY = Story(title="Harbour talks open", place=3, of=42, words=812, words_left=480, tags=2, state="done")


class Host(App[None]):
    def compose(self) -> ComposeResult:
        yield Masthead()


async def line(story: Story, width: int) -> str:
    app = Host()
    async with app.run_test(size=(width, 5)):
        masthead = app.query_one(Masthead)
        masthead.story = story
        return masthead.render().plain


async def test_all_is_said_where_there_is_room() -> None:
    shown = await line(STORY, 100)
    assert shown.startswith("Harbour talks open · 3 of 42 · 812 words, 2 min")
    assert shown.endswith("2 tags · done ✓")
    assert len(shown) == 98


@pytest.mark.parametrize("width", [3, 8, 20, 30, 40, 60, 80, 240])
async def test_it_fits_at_any_width(width: int) -> None:
    shown = await line(STORY, width)
    assert len(shown) <= max(0, width - 2)


async def test_narrow_keeps_the_title() -> None:
    assert (await line(STORY, 24)).startswith("Harbour talks")
    assert "words" not in await line(STORY, 30)


async def test_a_long_title_is_cut_with_an_ellipsis() -> None:
    shown = await line(Story(title="x" * 200, words=10, words_left=10), 60)
    assert "…" in shown
    assert "10 words, 1 min" in shown


async def test_wide_characters_are_counted_as_two_cells() -> None:
    app = Host()
    async with app.run_test(size=(30, 5)):
        masthead = app.query_one(Masthead)
        masthead.story = Story(title="港湾協議が東京で始まる" * 4)
        assert masthead.render().cell_length <= 28


async def test_a_hostile_title_is_shown_as_signs() -> None:
    shown = await line(Story(title="a\x1b]0;pwn\x07[red]b[/]\nc"), 80)
    assert "\x1b" not in shown
    assert "␛]0;pwn␇[red]b[/] c" in shown


@pytest.mark.parametrize(
    ("story", "end"),
    [
        (Story(title="t", tags=1), "1 tag"),
        (Story(title="t", state="skipped"), "skipped"),
        (Story(title="t", tags=3, state="flagged"), "3 tags · flagged ⚑"),
        (Story(title="t", state="open"), "t"),
    ],
)
async def test_what_was_done_stands_at_the_right(story: Story, end: str) -> None:
    assert (await line(story, 60)).rstrip().endswith(end)


async def test_a_lone_article_has_no_place() -> None:
    assert " of " not in await line(Story(title="t", place=1, of=1, words=5, words_left=5), 60)


@pytest.mark.parametrize(("words", "told"), [(1, "1 word,"), (2, "2 words,")])
async def test_one_word_is_no_words(words: int, told: str) -> None:
    assert f"t · {told} 1 min" in await line(Story(title="t", words=words, words_left=words), 60)


BUSY = Story(
    title="Harbour talks open",
    words=812,
    words_left=480,
    tags=2,
    to_review=5,
    topics=("politics", "trade"),
    pace="12 today, 8 s each",
)


async def test_what_waits_and_what_the_article_is_are_said() -> None:
    shown = await line(BUSY, 120)
    assert shown.endswith("12 today, 8 s each · politics, trade · 2 tags · 5 to review")


@pytest.mark.parametrize(
    ("width", "last"),
    [(75, "politics, trade · 2 tags · 5 to review"), (50, "2 tags · 5 to review"), (38, "5 to review")],
)
async def test_the_least_important_gives_way_first(width: int, last: str) -> None:
    shown = await line(BUSY, width)
    assert shown.startswith("Harbour")
    assert shown.endswith(f" {last}")
    assert "today" not in shown


async def test_a_hostile_topic_is_inert() -> None:
    shown = await line(Story(title="a", topics=("x\x1b[2J[/red]",)), 80)
    assert shown.endswith("x␛[2J[/red]")


async def test_great_numbers_are_grouped() -> None:
    shown = await line(Story(title="t", place=1999, of=20000, words=4500, words_left=238), 60)
    assert "t · 1,999 of 20,000 · 4,500 words" in shown
