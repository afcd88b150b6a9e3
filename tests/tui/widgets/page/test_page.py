"""The page in a small host: keys, mouse, messages, scrolling, sizes, and what is drawn again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from annotations.objects import Objects
from annotations.records import Span
from tests.support.waiting import until
from tui.widgets.page.page import Highlight, Page, PageTag

TEXT = (
    "Harbour officials agreed to publish every contract. The council, led by Ada Lund, complained loudly.\n\n"
    "“We will replace the pumps before winter,” the mayor said. "
    "Rents rose 11.5 percent in the first quarter.\n\n"
    "Nobody came to the second meeting, and the owners did not answer."
)
QUOTE = "“We will replace the pumps before winter,”"


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def tag(words: str, key: str = "c", colour: str = "green", *, suggestion: bool = False) -> PageTag:
    return PageTag(words, *span(words), key, colour, suggestion=suggestion)


class CountingPage(Page):
    """A page that knows which rows were drawn."""

    def __init__(self) -> None:
        super().__init__(id="page")
        self.drawn: list[int] = []
        self.few_colours = False

    @property
    def plain(self) -> bool:
        return self.few_colours

    def render_line(self, y: int) -> Strip:
        self.drawn.append(self.scroll_offset.y + y)
        return super().render_line(y)


class Host(App[None]):
    """A page and nothing else; messages are kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "escaped", "escaped")]

    def __init__(self, text: str = TEXT, caret: int = 0) -> None:
        super().__init__()
        self.text = text
        self.start = caret
        self.messages: list[Message] = []
        self.escapes = 0

    def compose(self) -> ComposeResult:
        yield CountingPage()

    def on_mount(self) -> None:
        page = self.page
        page.focus()
        page.load(self.text, self.objects, caret=self.start)

    @property
    def objects(self) -> Objects:
        if self.text != TEXT:
            return Objects(self.text)
        return Objects(TEXT, [span("Ada Lund")], [span(QUOTE)])

    @property
    def page(self) -> CountingPage:
        return self.query_one(CountingPage)

    def on_page_caret_moved(self, message: Page.CaretMoved) -> None:
        self.messages.append(message)

    def on_page_selection_changed(self, message: Page.SelectionChanged) -> None:
        self.messages.append(message)

    def on_page_tag_picked(self, message: Page.TagPicked) -> None:
        self.messages.append(message)

    def on_page_nothing_here(self, message: Page.NothingHere) -> None:
        self.messages.append(message)

    def action_escaped(self) -> None:
        self.escapes += 1


@asynccontextmanager
async def showing(
    text: str = TEXT, *, size: tuple[int, int] = (60, 20), caret: int = 0
) -> AsyncIterator[tuple[CountingPage, Pilot[None], Host]]:
    app = Host(text, caret)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app.page, pilot, app


def word(page: Page) -> str:
    return page.caret.of(TEXT)


def selected(page: Page) -> str | None:
    return None if page.selection is None else page.selection.of(TEXT)


def screen(page: Page) -> list[str]:
    return [page.render_line(y).text.rstrip() for y in range(page.size.height)]


def place(page: Page, words: str) -> tuple[int, int]:
    """Return the cell at which words are drawn."""
    for y, line in enumerate(screen(page)):
        if words in line:
            return line.index(words), y
    raise AssertionError(f"{words!r} is not on the page")


MOTIONS = [
    ("l", "officials"),
    ("right right h", "officials"),
    ("right left left", "Harbour"),
    ("j", "The"),
    ("down up", "Harbour"),
    ("j k k", "Harbour"),
    ("right_parenthesis", "The"),
    (") ) (", "The"),
    ("right_curly_bracket", "We"),
    ("} } {", "We"),
    ("G", "answer"),
    ("G g", "Harbour"),
    ("end", "contract"),
    ("end home", "Harbour"),
    ("space space", "answer"),
    ("G b", "Harbour"),
    ("pagedown pageup", "Harbour"),
    ("tab", "Ada"),
    ("tab tab", "We"),
    ("tab tab tab", "We"),
    ("tab tab shift+tab", "Ada"),
    ("shift+tab", "Harbour"),
]
SELECTIONS = [
    ("shift+right shift+right", "Harbour officials agreed"),
    ("shift+right shift+left", "Harbour"),
    ("shift+end", "Harbour officials agreed to publish every contract"),
    ("v l l", "Harbour officials agreed"),
    ("v l v", "Harbour officials"),
    ("v )", "Harbour officials agreed to publish every contract."),
    ("+", "Harbour"),
    ("plus equals_sign", "Harbour officials agreed to publish every contract."),
    ("+ + minus", "Harbour"),
    ("s", "Harbour officials agreed to publish every contract."),
    ("s s", TEXT[: span("loudly.").end]),
    ("} quotation_mark", QUOTE),
    ("tab e", "Ada Lund"),
    ("tab + +", "Ada Lund"),
    ("s escape", None),
    ("s l", None),
    ("e", None),
]


async def test_motions() -> None:
    async with showing() as (page, pilot, app):
        for keys, expected in MOTIONS:
            page.load(TEXT, app.objects)
            page.set_highlights(
                [Highlight(*span("Ada Lund"), "entity.PERSON"), Highlight(*span(QUOTE), "quote")]
            )
            await pilot.press(*keys.split())
            assert word(page) == expected, keys
            assert page.selection is None


async def test_selecting() -> None:
    async with showing() as (page, pilot, app):
        for keys, expected in SELECTIONS:
            page.load(TEXT, app.objects)
            page.set_highlights([Highlight(*span("Ada Lund"), "entity.PERSON")])
            await pilot.press(*keys.split())
            assert selected(page) == expected, keys


@pytest.mark.parametrize("few_colours", [True, False])
async def test_the_caret_is_fainter_while_another_widget_has_the_keys(few_colours: bool) -> None:
    async with showing() as (page, pilot, app):
        page.few_colours = few_colours
        page.notify_style_update()
        focused = next(segment.style for segment in page.render_line(0) if segment.text == "Harbour")
        app.set_focus(None)
        await pilot.pause()
        blurred = next(segment.style for segment in page.render_line(0) if segment.text == "Harbour")
        assert focused != blurred


async def test_messages_say_what_changed_and_nothing_else() -> None:
    async with showing() as (page, pilot, app):
        await pilot.press("l", "s", "escape", "quotation_mark", "g", "g")
        page.move_caret(span("Ada").start, select=True)
        await pilot.pause()
        sentence = span("Harbour officials agreed to publish every contract.")
        assert app.messages == [
            Page.CaretMoved(8),
            Page.SelectionChanged(sentence),
            Page.SelectionChanged(None),
            Page.NothingHere("quote"),
            Page.CaretMoved(0),
            Page.CaretMoved(span("Ada").start),
            Page.SelectionChanged(Span(0, span("Ada").end)),
        ]


async def test_escape_goes_on_to_whoever_waits_for_it() -> None:
    async with showing() as (page, pilot, app):
        await pilot.press("s", "escape")
        assert page.selection is None
        assert app.escapes == 1


async def test_the_target_is_the_selection_or_the_unit_at_the_caret() -> None:
    async with showing() as (page, pilot, _):
        assert page.target("sentence") == span("Harbour officials agreed to publish every contract.")
        assert page.target("quote") is None
        page.move_caret(span("pumps").start)
        assert page.target("quote") == span(QUOTE)
        await pilot.press("+")
        assert page.target("quote") == span("pumps")
        page.select(span("Ada Lund"))
        assert word(page) == "Ada"
        page.drop_selection()
        assert page.target("entity") == span("Ada Lund")
        page.objects = Objects(TEXT)
        assert page.target("entity") is None


async def test_a_caret_step_draws_only_the_rows_it_touches() -> None:
    async with showing() as (page, pilot, _):
        page.set_tags([tag("every contract. The council, led")])
        await pilot.pause()
        page.drawn.clear()
        await pilot.press("l")
        assert set(page.drawn) == {0}
        page.drawn.clear()
        await pilot.press("j")
        assert set(page.drawn) == {0, 1}
        page.drawn.clear()
        await pilot.press("h")
        assert set(page.drawn) <= {0, 1}
        page.drawn.clear()
        page.drop_selection()
        await pilot.pause()
        assert page.drawn == []


async def test_the_tag_at_the_caret_is_emphasised_on_all_its_rows() -> None:
    async with showing() as (page, _pilot, _):
        page.set_tags([tag("every contract. The council, led")])
        assert [line[3:4] for line in screen(page)[:2]] == ["▎", "▎"]
        page.move_caret(span("contract").start)
        assert [line[3:4] for line in screen(page)[:2]] == ["▌", "▌"]
        page.move_caret(0)
        assert [line[3:4] for line in screen(page)[:2]] == ["▎", "▎"]


async def test_from_one_of_thousands_of_tags_to_another_the_rows_of_both_are_drawn() -> None:
    async with showing() as (page, pilot, _):
        left, entered = tag("every contract. The council, led"), tag("replace the pumps before winter")
        others = [PageTag(f"{n}", *span("Nobody came"), "f", "blue") for n in range(3_000)]
        page.set_tags([left, entered, *others])
        page.move_caret(span("contract").start)
        assert page.chosen == left.id
        await pilot.pause()
        page.drawn.clear()
        page.move_caret(span("pumps").start)
        assert page.chosen == entered.id
        await pilot.pause()
        touched = {row for shown in (left, entered) for row in page._rows_of(shown.span)}
        assert set(page.drawn) == touched
        page.move_caret(span("Nobody").start)
        await pilot.press("semicolon")
        await pilot.pause()
        page.drawn.clear()
        page.choose("2999")
        await pilot.pause()
        assert page.chosen == "2999"
        assert set(page.drawn) == set(page._rows_of(span("Nobody came")))


async def test_new_tags_draw_only_the_rows_that_change() -> None:
    async with showing() as (page, pilot, _):
        first, second = tag("officials"), tag("percent", "f", "blue")
        page.set_tags([first])
        await pilot.pause()
        page.drawn.clear()
        page.set_tags([first, second])
        await pilot.pause()
        row = place(page, "percent")[1]
        assert set(page.drawn) >= {row}
        assert 0 not in page.drawn[: page.drawn.index(row)]
        await pilot.pause()
        page.drawn.clear()
        page.set_tags([first, tag("percent", "f", "red")])
        await pilot.pause()
        assert set(page.drawn) == {row}


async def test_a_tag_that_comes_to_be_saved_draws_its_own_rows_and_no_other() -> None:
    async with showing() as (page, pilot, _):
        page.set_tags([tag("officials"), tag("percent", "f", "blue")])
        await pilot.pause()
        row = place(page, "percent")[1]
        for unsaved, bar in ((frozenset({"percent"}), "▏"), (frozenset[str](), "▎")):
            page.drawn.clear()
            page.set_unsaved(unsaved)
            page.set_unsaved(unsaved)
            await pilot.pause()
            assert page.drawn == [row]
            assert f"f{bar}" in screen(page)[row]


async def test_what_is_unsaved_out_of_sight_draws_nothing() -> None:
    async with showing() as (page, pilot, _):
        page.set_tags([tag("officials")])
        await pilot.pause()
        page.drawn.clear()
        page.set_unsaved(frozenset({"of another article"}))
        await pilot.pause()
        assert page.drawn == []


async def test_nested_tags_have_lanes_with_their_keys() -> None:
    async with showing(size=(100, 20)) as (page, _pilot, _):
        page.set_tags(
            [tag("Harbour officials agreed to publish"), tag("officials", "m", "red"), tag("agreed", "f")]
        )
        line = screen(page)[0]
        assert line[: line.index("Harbour")].split() == ["f▎m▎c▌"]
        page.set_tags([])
        assert screen(page)[0][: line.index("Harbour")].isspace()


async def test_suggestions_are_dotted_and_can_be_hidden() -> None:
    async with showing() as (page, _pilot, _):
        page.set_tags([tag("agreed to publish", suggestion=True)])
        assert "c┊" in screen(page)[0]
        page.shown_layers = frozenset({"entity", "quote"})
        assert "┊" not in screen(page)[0]
        page.shown_layers = frozenset({"suggestion"})
        assert "c┊" in screen(page)[0]


async def test_layers_hide_highlights() -> None:
    async with showing() as (page, pilot, _):
        page.set_highlights([Highlight(*span("Ada Lund"), "entity.PERSON"), Highlight(*span(QUOTE), "quote")])
        lit = place(page, "Ada Lund")[1]
        assert any(segment.text == "Ada Lund" for segment in page.render_line(lit))
        page.shown_layers = frozenset({"quote"})
        assert not any(segment.text == "Ada Lund" for segment in page.render_line(lit))
        await pilot.press("tab")
        assert word(page) == "We"


async def test_clicking_moves_the_caret_and_picks_a_tag() -> None:
    async with showing() as (page, pilot, app):
        page.set_tags([tag("agreed to publish"), tag("publish", "m", "red")])
        await pilot.pause()
        x, y = place(page, "mayor")
        await pilot.click(page, offset=(x + 2, y))
        assert word(page) == "mayor"
        x, y = place(page, "publish")
        await pilot.click(page, offset=(x, y))
        assert app.messages[-1] == Page.TagPicked("publish")
        assert word(page) == "publish"
        lane = place(page, "c▎")[0] if "c▎" in screen(page)[0] else place(page, "c▌")[0]
        await pilot.click(page, offset=(lane, 0))
        assert app.messages[-1] == Page.TagPicked("agreed to publish")


async def test_a_click_beside_the_words_picks_nothing() -> None:
    async with showing() as (page, pilot, app):
        page.set_tags([tag("answer")])
        await pilot.click(page, offset=(58, place(page, "answer")[1]))
        await pilot.click(page, offset=(30, 18))
        assert not [message for message in app.messages if isinstance(message, Page.TagPicked)]
        assert word(page) == "answer"


async def test_two_clicks_select_the_word_and_three_the_sentence() -> None:
    async with showing() as (page, pilot, _):
        offset = place(page, "mayor")
        await pilot.click(page, offset=offset, times=2)
        assert selected(page) == "mayor"
        await pilot.click(page, offset=offset, times=3)
        assert selected(page) == page.objects.at("sentence", span("mayor").start).of(TEXT)  # type: ignore[union-attr]


async def test_dragging_selects_by_words_and_drops_what_was_selected() -> None:
    async with showing() as (page, pilot, _app):
        await pilot.press("s")
        x, y = place(page, "officials")
        await pilot.mouse_down(page, offset=(x + 1, y))
        assert page.selection is None
        await pilot.hover(page, offset=(x + 3, y))
        assert page.selection is None
        await pilot.hover(page, offset=(x + 14, y))
        assert selected(page) == "officials agreed"
        below = place(page, "complained")
        await pilot.hover(page, offset=below)
        assert selected(page) == TEXT[span("officials").start : span("complained").end]
        await pilot.mouse_up(page, offset=below)
        await pilot.hover(page, offset=(x, y))
        assert selected(page) == TEXT[span("officials").start : span("complained").end]


LONG = "\n\n".join(
    f"Paragraph {number} says that the harbour is closed until the pumps are mended." for number in range(400)
)


async def test_the_wheel_scrolls_and_the_next_step_starts_where_one_looks() -> None:
    async with showing(LONG) as (page, pilot, _):
        for _ in range(40):
            page.post_message(events.MouseScrollDown(page, 5, 5, 0, 1, 0, False, False, False))
        await pilot.pause()
        top = page.scroll_offset.y
        assert top > 20
        assert page.caret.start == 0
        await pilot.press("j")
        assert top <= page.layout_rows.row_of(page.caret.start) <= top + 20


async def test_turning_pages_keeps_two_rows_and_comes_back() -> None:
    async with showing(LONG) as (page, pilot, _):
        last = screen(page)[-2:]
        await pilot.press("space")
        assert screen(page)[:2] == last
        assert page.scroll_offset.y == 18
        await pilot.press("space", "b", "b")
        assert page.scroll_offset.y == 0


async def test_the_caret_keeps_rows_around_it_in_view() -> None:
    async with showing(LONG) as (page, pilot, _):
        for _ in range(14):
            await pilot.press("j")
            row = page.layout_rows.row_of(page.caret.start) - page.scroll_offset.y
            assert row <= 16
        page.reveal(Span(20_000, 20_005))
        assert page.layout_rows.row_of(20_000) - page.scroll_offset.y in range(20)
        assert page.caret.start < 2_000


async def test_the_place_last_read_is_shown_at_once() -> None:
    async with showing(LONG, caret=LONG.index("Paragraph 300")) as (page, _pilot, _):
        assert any("Paragraph 300" in line for line in screen(page))
        assert page.caret.of(LONG) == "Paragraph"


async def test_any_size_will_do() -> None:
    async with showing() as (page, pilot, _):
        page.set_tags([tag("officials agreed"), tag("agreed to", "m", "red")])
        page.set_highlights([Highlight(*span(QUOTE), "quote")])
        for width, height in [(1, 1), (2, 3), (11, 2), (20, 5), (200, 50)]:
            await pilot.resize_terminal(width, height)
            await pilot.press("g", "j", "space", "s", "G", "tab")
            await pilot.click(page, offset=(0, 0))
            widths = {page.render_line(line).cell_length for line in range(height)}
            assert widths == {page.scrollable_content_region.width}


async def test_resizing_keeps_the_place() -> None:
    async with showing(LONG, size=(80, 24), caret=LONG.index("Paragraph 200")) as (page, pilot, _):
        before = row_of_caret(page)
        for size in [(40, 24), (20, 5), (1, 1), (200, 50), (80, 24)]:
            await pilot.resize_terminal(*size)
            await until(pilot, lambda size=size: page.size == size and 0 <= row_of_caret(page) < size[1])  # type: ignore[misc]
            assert page.caret.start == LONG.index("Paragraph 200")
        assert abs(before - row_of_caret(page)) < 24
        page.scroll_to(y=0, animate=False)
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: page.size == (60, 20))
        assert page.scroll_offset.y == 0


def row_of_caret(page: Page) -> int:
    return page.layout_rows.row_of(page.caret.start) - page.scroll_offset.y


async def test_the_column_is_centred_and_its_width_can_be_set() -> None:
    async with showing(size=(121, 20)) as (page, pilot, _):
        assert screen(page)[0].index("Harbour") == 24
        page.column_width = 40
        await pilot.pause()
        assert screen(page)[0].index("Harbour") == 40
        assert max(len(line.strip()) for line in screen(page)) <= 40


async def test_every_theme_has_colours_for_it() -> None:
    async with showing() as (page, pilot, app):
        page.set_highlights([Highlight(*span("Ada Lund"), "entity.PERSON"), Highlight(*span(QUOTE), "quote")])
        page.set_tags([tag("agreed"), tag("publish", "m", "#3366aa")])
        page.set_unsaved(frozenset({"publish"}))
        await pilot.press("s")
        seen = set()
        for theme in ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord"]:
            app.theme = theme
            await pilot.pause()
            styles = {str(segment.style) for y in range(6) for segment in page.render_line(y)}
            assert len(styles) >= 5
            seen.add(frozenset(styles))
        assert len(seen) == 5


async def test_the_real_terminal_decides_whether_colours_are_few() -> None:
    class Plain(App[None]):
        def compose(self) -> ComposeResult:
            yield Page()

    app = Plain()
    async with app.run_test():
        app.theme = "ansi-dark"
        assert app.query_one(Page).plain
        app.theme = "textual-dark"
        app.no_color = True
        assert app.query_one(Page).plain


async def test_no_byte_of_an_article_reaches_the_terminal_as_it_is() -> None:
    hostile = "\x1b]0;title\x07 \x1b[31mred\x1b[0m \x9b2J \u202eevil\u202c a\tb \x7f [@click=app.quit]x[/]"
    async with showing(hostile) as (page, pilot, _):
        await pilot.press("s")
        text = screen(page)[0]
        assert not [c for c in text if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u202c"]
        assert "␛]0;title␇ ␛[31mred␛[0m" in text
        assert page.selection is not None


async def test_an_empty_text_is_a_page_too() -> None:
    async with showing("") as (page, pilot, _):
        await pilot.press(*"jklh(){}gG", "space", "b", "+", "-", "s", "e", "v", "tab", "shift+tab", "escape")
        page.set_tags([])
        await pilot.click(page, offset=(5, 5))
        assert page.caret == (0, 0)
        assert set(screen(page)) == {""}


async def test_loading_again_forgets_what_was_there() -> None:
    async with showing() as (page, pilot, _):
        page.set_tags([tag("agreed to publish")])
        await pilot.press("s", "G")
        page.load("Another story.", Objects("Another story."))
        await pilot.pause()
        assert page.caret == (0, 7)
        assert page.selection is None
        assert [line.strip() for line in screen(page) if line] == ["Another story."]


@pytest.mark.parametrize(
    "text",
    ["word " * 400_000, "The harbour is closed until the pumps are mended, he said. \n\n" * 160_000],
    ids=["a line of 2 MB", "10 MB"],
)
async def test_a_huge_article_is_there_at_once_and_laid_out_meanwhile(text: str) -> None:
    async with showing(text) as (page, pilot, _):
        assert any(line.strip() for line in screen(page))
        guess = page.virtual_size.height
        await pilot.press("j", "l", "space", "b")
        await until(pilot, lambda: page.layout_rows.complete)
        await until(pilot, lambda: page.virtual_size.height == page.layout_rows.rows)
        assert guess == pytest.approx(page.layout_rows.rows, rel=0.2)
        await pilot.press("G")
        assert page.caret.end >= len(text) - 8
        page.drawn.clear()
        await pilot.press("h")
        await until(pilot, lambda: page.drawn)
        assert len(set(page.drawn)) <= 2
