"""What is suggested, on the page: walked by tab, chosen among what overlaps, counts, hits, and dimming."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot

from annotations.objects import Objects
from annotations.records import Span
from tui.widgets.page.page import Highlight, Page, PageTag

TEXT = (
    "Harbour officials agreed to publish every contract. The council, led by Ada Lund, complained loudly.\n\n"
    "The mayor pledged to replace the pumps. Rents rose 11.5 percent.\n\n"
    "Nobody came to the second meeting."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mark(words: str, *, suggestion: bool = False) -> PageTag:
    return PageTag(words, *span(words), "c", "green", suggestion=suggestion)


OUTER = "officials agreed to publish every contract"
INNER = "publish every contract"
PLEDGE = "The mayor pledged to replace the pumps."
RENTS = "11.5 percent"


class Host(App[None]):
    BINDINGS = [Binding("1", "label", "label")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.labels = 0
        self.counts: list[int | None] = []
        self.picked: list[str] = []

    def compose(self) -> ComposeResult:
        yield Page(id="page")

    def on_mount(self) -> None:
        page = self.query_one(Page)
        page.focus()
        page.load(TEXT, Objects(TEXT))

    def action_label(self) -> None:
        self.labels += 1

    @on(Page.Counting)
    def _counting(self, event: Page.Counting) -> None:
        self.counts.append(event.count)

    @on(Page.TagPicked)
    def _picked(self, event: Page.TagPicked) -> None:
        self.picked.append(event.tag_id)


@asynccontextmanager
async def showing(*tags: PageTag) -> AsyncIterator[tuple[Page, Pilot[None], Host]]:
    app = Host()
    async with app.run_test(size=(70, 16)) as pilot:
        page = app.query_one(Page)
        page.set_tags(list(tags))
        await pilot.pause()
        yield page, pilot, app


def word(page: Page) -> str:
    return page.caret.of(TEXT)


async def test_tab_goes_from_suggestion_to_suggestion_and_round() -> None:
    async with showing(mark(OUTER), *(mark(each, suggestion=True) for each in (INNER, PLEDGE, RENTS))) as it:
        page, pilot, _ = it
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            seen.append(page.chosen)
        assert seen == [INNER, PLEDGE, RENTS, INNER]
        await pilot.press("shift+tab", "shift+tab")
        assert page.chosen == PLEDGE
        assert word(page) == "The"


async def test_from_between_two_it_goes_to_the_nearer_one_on_that_side() -> None:
    async with showing(*(mark(each, suggestion=True) for each in (INNER, PLEDGE, RENTS))) as (page, pilot, _):
        page.move_caret(TEXT.index("complained"))
        await pilot.press("tab")
        assert page.chosen == PLEDGE
        page.move_caret(TEXT.index("complained"))
        await pilot.press("shift+tab")
        assert page.chosen == INNER


async def test_with_none_left_tab_goes_to_what_was_detected() -> None:
    async with showing(mark(OUTER)) as (page, pilot, _):
        page.set_highlights([Highlight(*span("Ada Lund"), "entity.PERSON")])
        await pilot.press("tab")
        assert word(page) == "Ada"


async def test_suggestions_that_are_hidden_are_not_walked() -> None:
    async with showing(mark(PLEDGE, suggestion=True)) as (page, pilot, _):
        page.shown_layers -= {"suggestion"}
        page.set_highlights([Highlight(*span("Ada Lund"), "entity.PERSON")])
        await pilot.press("tab")
        assert page.chosen is None
        assert word(page) == "Ada"


async def test_the_innermost_is_chosen_and_the_key_takes_turns() -> None:
    async with showing(mark(OUTER), mark(INNER)) as (page, pilot, app):
        page.move_caret(TEXT.index("every"))
        assert page.chosen == INNER
        await pilot.press("semicolon")
        assert page.chosen == OUTER
        await pilot.press("semicolon")
        assert page.chosen == INNER
        assert app.picked == [OUTER, INNER]
        await pilot.press("semicolon", "l")
        assert page.chosen == INNER


async def test_only_the_chosen_one_has_the_strong_lane() -> None:
    async with showing(mark(OUTER), mark(INNER)) as (page, pilot, _):
        page.move_caret(TEXT.index("every"))
        await pilot.pause()
        first = page.render_line(0).text
        await pilot.press("semicolon")
        assert page.render_line(0).text != first
        assert first.count("▌") == page.render_line(0).text.count("▌") == 1


async def test_a_count_makes_a_motion_go_so_often_and_no_label() -> None:
    async with showing() as (page, pilot, app):
        await pilot.press("comma", "1", "2", "l")
        assert word(page) == "Lund"
        assert app.labels == 0
        assert app.counts == [0, 1, 12, None]
        await pilot.press("1")
        assert app.labels == 1
        await pilot.press("comma", "2", "left_curly_bracket", "comma", "2", "s")
        assert page.selection is not None
        assert page.selection.of(TEXT).count(".") == 2


async def test_counts_are_bounded() -> None:
    async with showing() as (page, pilot, _):
        await pilot.press("comma", *"99999999999", "l")
        assert word(page) == "meeting"
        await pilot.press("comma", *"99999", "plus")
        assert page.selection is not None


async def test_letters_are_moved_over_by_keys() -> None:
    async with showing() as (page, pilot, _):
        await pilot.press("l", "v", "l", "greater_than_sign", "alt+shift+right", "less_than_sign", "alt+left")
        assert page.selection is not None
        assert page.selection.of(TEXT) == "fficials agree"
        await pilot.press("percent_sign", "alt+left")
        assert page.selection.of(TEXT) == "officials agree"


def style_at(page: Page, words: str) -> Style:
    """Return how a word is drawn."""
    layout = page.layout_rows
    offset = TEXT.index(words)
    row = layout.row_of(offset)
    column = layout.column_of(offset) + page._frame.left
    strip = page.render_line(row - page.scroll_offset.y)
    used = 0
    for segment in strip:
        used += segment.cell_length
        if used > column:
            assert segment.style is not None
            return segment.style
    raise AssertionError(words)


class Found:
    def crossing(self, start: int, end: int) -> list[Span]:
        return [span("pumps")] if span("pumps").overlaps(Span(start, end)) else []


async def test_hits_are_marked_and_forgotten() -> None:
    async with showing() as (page, pilot, _):
        before = style_at(page, "pumps")
        page.set_hits(Found())
        await pilot.pause()
        assert style_at(page, "pumps") != before
        assert style_at(page, "replace") == before
        page.set_hits(None)
        assert style_at(page, "pumps") == before


async def test_all_but_the_paragraph_of_the_caret_is_dimmed() -> None:
    async with showing() as (page, pilot, _):
        lit = style_at(page, "council")
        page.dimmed = True
        await pilot.pause()
        assert style_at(page, "council") == lit
        assert style_at(page, "pumps") != lit
        await pilot.press("right_curly_bracket")
        assert style_at(page, "council") != lit
        assert style_at(page, "pumps") == lit
        page.dimmed = False
        assert style_at(page, "council") == lit


async def test_a_spotlight_comes_before_the_paragraph() -> None:
    async with showing() as (page, _, _):
        lit = style_at(page, "council")
        page.shine(span("Rents rose"))
        assert style_at(page, "Rents") == lit
        assert style_at(page, "council") != lit
        page.shine(None)
        assert style_at(page, "council") == lit


async def test_reported_speech_is_off_until_it_is_wanted() -> None:
    async with showing() as (page, _, _):
        plain = style_at(page, "pumps")
        page.set_highlights([Highlight(*span(PLEDGE), "indirect")])
        assert style_at(page, "pumps") == plain
        page.shown_layers |= {"indirect"}
        assert style_at(page, "pumps") != plain
