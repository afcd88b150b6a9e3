"""Rows as strips: exactly as wide as the page, every look told apart with colour and without."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from annotations.records import Span
from tui.widgets.page.frame import Frame, frame
from tui.widgets.page.lanes import Mark
from tui.widgets.page.marks import Highlight, PageTag
from tui.widgets.page.palette import Ground, Look, Palette
from tui.widgets.page.render import Row, draw


class Component:
    """The styles of one component, as a style sheet would give them."""

    def __init__(self, color: str, background: str) -> None:
        self.color = Color.parse(color)
        self.background = Color.parse(background)


COMPONENTS = {
    "page--quote": Component("#ffffff", "#3366aa1a"),
    "page--selection": Component("#ffffff", "#3366aa80"),
    "page--caret": Component("#000000", "#ffaa00"),
}


def component(name: str) -> Component:
    return COMPONENTS.get(name, Component("#88ccee", "#00000000"))


def palette(*, plain: bool = False, dark: bool = True) -> Palette:
    ink, paper = ("#dddddd", "#111111") if dark else ("#111111", "#fafafa")
    return Palette(Ground(Color.parse(ink), Color.parse(paper), dark, plain), component)


def row(text: str, **changes: object) -> Row:
    parts: dict[str, object] = {
        "text": text,
        "content": Span(0, len(text)),
        "highlights": (),
        "marks": (),
        "caret": Span(0, 0),
        "selection": None,
        "strong": frozenset(),
    }
    return Row(**(parts | changes))  # type: ignore[arg-type]


def tag(start: int, end: int, key: str = "c", colour: str = "green", **more: bool) -> PageTag:
    return PageTag(f"{key}{start}", start, end, key, colour, **more)


def style_at(strip: Strip, words: str) -> Style:
    segment = next(segment for segment in strip if segment.text == words)
    assert segment.style is not None
    return segment.style


FRAME = frame(80, 60)
LOOKS = [
    Look(),
    Look(quote=True),
    Look(entity="person"),
    Look(quote=True, entity="person"),
    Look(tag="green"),
    Look(tag="green", strong=True),
    Look(tag="green", suggestion=True),
    Look(tag="green", quote=True),
    Look(tag="green", entity="person"),
    Look(selected=True),
    Look(caret=True, selected=True),
]


@pytest.mark.parametrize("width", range(0, 200, 7))
@pytest.mark.parametrize("column", [1, 40, 72, 120])
def test_the_frame_fits_the_width(width: int, column: int) -> None:
    shape = frame(width, column)
    assert shape.left + shape.column <= max(width, 1)
    assert 1 <= shape.column <= column
    assert shape.left >= 2 * shape.lanes + shape.gap
    if width > column + 40:
        assert abs(shape.left - (width - shape.left - shape.column)) <= 1


def test_wider_pages_have_more_lanes() -> None:
    assert [frame(width, 72).lanes for width in (5, 20, 40, 60, 80, 120)] == [0, 1, 1, 2, 3, 4]


@pytest.mark.parametrize("dark", [True, False])
def test_all_looks_differ(dark: bool) -> None:
    colours = palette(dark=dark)
    assert len({str(colours.style(look)) for look in LOOKS}) == len(LOOKS)


def test_without_colours_looks_differ_by_attributes_alone() -> None:
    colours = palette(plain=True)
    looks = [
        Look(),
        Look(quote=True),
        Look(entity="person"),
        Look(quote=True, entity="person"),
        Look(tag="green"),
        Look(tag="green", strong=True),
        Look(tag="green", quote=True),
        Look(tag="green", suggestion=True),
        Look(tag="green", suggestion=True, strong=True),
        Look(caret=True),
    ]
    styles = [colours.style(look) for look in looks]
    signs = {(style.bold, style.italic, style.underline, style.underline2, style.reverse) for style in styles}
    assert len(signs) == len(looks)
    # A name stays to be seen in what is suggested.
    assert colours.style(Look(tag="green", suggestion=True, entity="person")) == colours.style(
        Look(entity="person")
    )
    # In the selection, which is reversed, the caret is a hole.
    assert colours.style(Look(selected=True)).reverse
    assert not colours.style(Look(selected=True, caret=True)).reverse


def test_a_row_is_cut_where_its_look_changes() -> None:
    text = "Ada Lund pledged two million"
    marks = [Mark(tag(9, 28), 0, first=True)]
    strip = draw(
        row(text, highlights=[Highlight(0, 8, "entity.PERSON")], marks=marks, caret=Span(17, 20)),
        FRAME,
        palette(),
    )
    assert [segment.text for segment in strip][-7:-1] == [
        "  ",
        "Ada Lund",
        " ",
        "pledged ",
        "two",
        " million",
    ]
    assert style_at(strip, "Ada Lund").underline
    assert style_at(strip, "two").bold
    assert style_at(strip, "pledged ").bgcolor != style_at(strip, " ").bgcolor
    assert strip.cell_length == 80


def test_the_innermost_tag_shows_unless_the_outer_one_is_at_the_caret() -> None:
    marks = [Mark(tag(0, 20, "c"), 0, first=True), Mark(tag(5, 10, "m", "red"), 1, first=True)]
    nested = row("abcdefghijklmnopqrst", marks=marks)
    colours = palette()
    plain = draw(nested, FRAME, colours)
    assert style_at(plain, "fghij") == colours.style(Look(tag="red"))
    strong = draw(row(nested.text, marks=marks, strong=frozenset({"c0"})), FRAME, colours)
    assert style_at(strong, nested.text) == colours.style(Look(tag="green", strong=True))


def test_the_margin_has_keys_and_bars_the_first_lane_next_to_the_text() -> None:
    marks = [Mark(tag(0, 20, "c"), 0, first=True), Mark(tag(5, 10, "m"), 1, first=False)]
    text = draw(row("abcdefghijklmnopqrst", marks=marks), FRAME, palette()).text
    assert text.startswith(" ▎c▎  abc", FRAME.left - 6)
    assert text[: FRAME.left - 6].isspace()


def test_bars_tell_saved_unsaved_suggested_and_the_one_at_the_caret() -> None:
    def bar(one: PageTag, *strong: str, unsaved: str = "") -> str:
        marks = [Mark(one, 0, first=True)]
        line = row("some words", marks=marks, strong=frozenset(strong), unsaved=frozenset([unsaved]))
        return draw(line, FRAME, palette()).text[FRAME.left - 3]

    bars = [
        bar(tag(0, 4)),
        bar(tag(0, 4), "c0"),
        bar(tag(0, 4), unsaved="c0"),
        bar(tag(0, 4, suggestion=True)),
        bar(tag(0, 4, suggestion=True), "c0"),
    ]
    assert bars == ["▎", "▌", "▏", "┊", "┋"]


def test_more_tags_than_lanes_are_announced() -> None:
    marks = [Mark(tag(0, 9, key), lane, first=True) for lane, key in enumerate("abcde")]
    strip = draw(row("some words", marks=marks), FRAME, palette())
    assert strip.text[: FRAME.left].strip().startswith("+▎")
    narrow = draw(row("some words", marks=marks[:2]), frame(30, 72), palette())
    assert narrow.text.startswith("+▎ some")


@pytest.mark.parametrize("key", ["", "港", "\x1b", "\u0301"])
def test_a_key_that_is_not_one_cell_does_not_move_the_margin(key: str) -> None:
    strip = draw(row("some words", marks=[Mark(tag(0, 9, key), 0, first=True)]), FRAME, palette())
    assert strip.cell_length == 80
    assert strip.text.index("some") == FRAME.left


def test_a_page_without_width_has_no_margin() -> None:
    marks = [Mark(tag(0, 9), 0, first=True)]
    for width in range(12):
        strip = draw(row("ab", content=Span(0, 1), marks=marks), frame(width, 72), palette())
        assert strip.cell_length == width


def test_spans_that_begin_inside_a_cluster_colour_all_of_it() -> None:
    text = "a e\u0301e\u0301 👩\u200d👩\u200d👧 z"
    strip = draw(row(text, selection=Span(3, 5)), FRAME, palette())
    assert "e\u0301e\u0301" in [segment.text for segment in strip]
    family = draw(row(text, selection=Span(9, 10)), FRAME, palette())
    assert "👩\u200d👩\u200d👧" in [segment.text for segment in family]


def test_a_joiner_that_joins_nothing_does_not_swallow_the_next_cell() -> None:
    strip = draw(row("ന്\u200d b"), FRAME, palette())
    assert sum(cell_len(segment.text) for segment in strip) == 80


pieces = st.lists(
    st.sampled_from(["word", " ", "港", "🇯🇵", "e\u0301", "ന്\u200d ", "👍🏽", "❤️", "“”"]), max_size=8
)
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6)


@given(pieces, spans, spans, st.integers(0, 120))
@settings(max_examples=200)
def test_a_strip_is_as_wide_as_the_page_and_says_what_the_text_says(
    parts: list[str], tagged: list[tuple[int, int]], lit: list[tuple[int, int]], width: int
) -> None:
    text = "".join(parts)
    shape: Frame = frame(width, 72)
    content = Span(0, len(text) if cell_len(text) <= shape.column - 8 else 0)
    marks = [Mark(tag(start, start + size), lane, first=True) for lane, (start, size) in enumerate(tagged)]
    highlights = [Highlight(start, start + size, "quote") for start, size in lit]
    selection = Span(*marks[0].tag.span) if marks else None
    strip = draw(
        row(text, content=content, highlights=highlights, marks=marks, selection=selection), shape, palette()
    )
    assert strip.cell_length == width
    assert sum(cell_len(segment.text) for segment in strip) == width
    assert content.of(text) in strip.text
