"""The styles of the page: what a passage is, to how it looks, in any theme and without colour.

With colours, what lies on a passage adds up: a quotation tints the paper, a tag tints it more, an
entity colours the ink. With sixteen colours or none there are no tints to tell apart, so attributes
say it: quotations are italic, entities underlined, suggestions twice, tags bold, the selection and the
caret reversed.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from rich.style import Style
from textual.color import Color

from tui.theme import colour as scheme_colour

#: The component classes, in the order of the style sheet.
COMPONENTS = (
    "page--person",
    "page--organisation",
    "page--place",
    "page--time",
    "page--amount",
    "page--other",
    "page--quote",
    "page--hit",
    "page--selection",
    "page--caret",
)

#: How much of a label's colour goes into the paper: under a tag, and under the one at the caret.
_TINT = 0.20
_STRONG_TINT = 0.38
_SUGGESTION_TINT = 0.09
#: How much of its ink a faded passage loses.
_FADED = 0.62


class ComponentStyles(Protocol):
    """What is read of the styles of a component class."""

    @property
    def color(self) -> Color:
        """The ink."""

    @property
    def background(self) -> Color:
        """The paper, possibly translucent."""


class Look(NamedTuple):
    """What a run of text is; equal looks have equal styles."""

    quote: bool = False
    #: One of ``marks.LOOKS``, or empty.
    entity: str = ""
    #: The colour of the innermost tag, or empty.
    tag: str = ""
    suggestion: bool = False
    #: Whether that tag is at the caret.
    strong: bool = False
    selected: bool = False
    caret: bool = False
    #: Whether a search found it.
    hit: bool = False
    #: Whether it stands back, because another paragraph is being read.
    faded: bool = False


class Ground(NamedTuple):
    """The terminal and theme that the page is drawn in."""

    ink: Color
    paper: Color
    dark: bool
    #: Whether there are too few colours for tints.
    plain: bool
    #: Whether keys go to the page now.
    focused: bool = True


class Palette:
    """Styles by look, each made once."""

    def __init__(self, ground: Ground, component: Callable[[str], ComponentStyles]) -> None:
        self.ground = ground
        self.base = _style(ground.ink, ground.paper)
        self._component = {name.removeprefix("page--"): component(name) for name in COMPONENTS}
        self._styles: dict[Look, Style] = {Look(): self.base}
        self._lanes: dict[tuple[str, bool, bool], Style] = {}

    def style(self, look: Look) -> Style:
        """Return how a run of text looks."""
        style = self._styles.get(look)
        if style is None:
            style = self._plain(look) if self.ground.plain else self._coloured(look)
            self._styles[look] = style
        return style

    def lane(self, colour: str, *, saved: bool, strong: bool) -> Style:
        """Return how a bar or a key in the margin looks."""
        key = (colour, saved, strong)
        style = self._lanes.get(key)
        if style is None:
            style = _style(self._tag_colour(colour), self.ground.paper, bold=strong, dim=not saved)
            self._lanes[key] = style
        return style

    def _tag_colour(self, name: str) -> Color:
        return Color.parse(scheme_colour(name, dark=self.ground.dark))

    def _ink(self, look: Look) -> Color:
        ground = self.ground
        return ground.paper + self._component[look.entity].color if look.entity else ground.ink

    def _coloured(self, look: Look) -> Style:
        paper = self.ground.paper
        if look.quote:
            paper += self._component["quote"].background
        if look.tag:
            tint = _STRONG_TINT if look.strong else _SUGGESTION_TINT if look.suggestion else _TINT
            paper = paper.blend(self._tag_colour(look.tag), tint)
        if look.hit:
            paper += self._component["hit"].background
        ink = self._ink(look)
        if look.faded:
            ink = ink.blend(self.ground.paper, _FADED)
        if look.selected:
            # One even colour, whatever lies under it: where it begins and ends is what matters now.
            paper = self.ground.paper + self._component["selection"].background
            ink = paper + self._component["selection"].color
        if look.caret:
            paper += self._component["caret"].background
            ink = paper + self._component["caret"].color
        underline = bool(look.entity) or look.suggestion
        return _style(ink, paper, underline=underline, bold=look.caret)

    def _plain(self, look: Look) -> Style:
        caret = look.caret and self.ground.focused
        # Where it cannot be reversed, because all around it is, or because the keys go elsewhere.
        quiet_caret = look.caret and (look.selected or not self.ground.focused)
        return _style(
            self._ink(look),
            self.ground.paper,
            bold=(bool(look.tag) and (look.strong or not look.suggestion)) or quiet_caret,
            italic=look.quote,
            underline=bool(look.entity) or (look.strong and not look.suggestion) or look.hit or quiet_caret,
            # A name in what is suggested shows as a name, so that either is seen to begin and to end.
            underline2=look.suggestion and not look.entity,
            reverse=caret != (look.selected or look.hit),
            dim=look.faded,
        )


def _style(ink: Color, paper: Color, **attributes: bool) -> Style:
    on = {name: True for name, value in attributes.items() if value}
    return Style(color=ink.rich_color, bgcolor=paper.rich_color, **on)  # type: ignore[arg-type]
