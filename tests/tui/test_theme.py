"""The colours of labels can be read on the paper of both themes."""

import pytest
from textual.color import Color
from textual.theme import Theme

from annotations.errors import SchemeError
from annotations.scheme import COLOURS
from tui.theme import DARK, LIGHT, check, colour

THEMES = [pytest.param(theme, id=theme.name) for theme in (DARK, LIGHT)]
#: What WCAG 2 asks of text of ordinary size (level AA).
READABLE = 4.5


def luminance(value: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    channels = (channel / 255 for channel in Color.parse(value).rgb)
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_every_colour_of_a_scheme_is_readable(theme: Theme, name: str, ground: str) -> None:
    paper = getattr(theme, ground)
    assert contrast(colour(name, dark=theme.dark), paper) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "role", ["foreground", "primary", "secondary", "accent", "success", "warning", "error"]
)
def test_every_colour_of_the_theme_is_readable(theme: Theme, role: str) -> None:
    assert theme.background is not None
    assert contrast(getattr(theme, role), theme.background) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
def test_colours_differ_from_one_another(theme: Theme) -> None:
    assert len({colour(name, dark=theme.dark) for name in COLOURS}) == len(COLOURS)


@pytest.mark.parametrize("dark", [True, False])
def test_a_colour_in_figures_is_taken_as_it_is(dark: bool) -> None:
    assert colour("#12aB9f", dark=dark) == "#12aB9f"


def test_one_theme_is_dark_and_one_light() -> None:
    assert (DARK.dark, LIGHT.dark) == (True, False)


@pytest.mark.parametrize("name", ["copydesk-dark", "copydesk-light", "nord", "gruvbox", "textual-light"])
def test_textuals_themes_are_known_too(name: str) -> None:
    check(name, "copydesk.toml")


def test_a_theme_that_is_not_known_is_named_with_the_file() -> None:
    with pytest.raises(SchemeError) as caught:
        check("mud", "copydesk.toml")
    assert str(caught.value).startswith('copydesk.toml: theme "mud" is not known; known are copydesk-dark')
