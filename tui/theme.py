"""The two themes of the house, and what each colour name of a scheme looks like in them."""

from textual.theme import BUILTIN_THEMES, Theme

from annotations.errors import SchemeError

DARK = Theme(
    name="copydesk-dark",
    primary="#7aa2c8",
    secondary="#a58fb8",
    accent="#e0b060",
    foreground="#d8d4cb",
    background="#16181b",
    surface="#1b1e22",
    panel="#22262b",
    success="#8fb573",
    warning="#d9a657",
    error="#e0716b",
    dark=True,
)

LIGHT = Theme(
    name="copydesk-light",
    primary="#2f5f8a",
    secondary="#75558c",
    accent="#9a5b00",
    foreground="#2a2723",
    background="#fbf8f2",
    surface="#f5f1e8",
    panel="#ece6da",
    success="#47752c",
    warning="#96610a",
    error="#b3332c",
    dark=False,
)

_ON_DARK = {
    "red": "#e5746e",
    "orange": "#e39a5b",
    "yellow": "#dcc35f",
    "green": "#8fbf6a",
    "teal": "#5fbcae",
    "blue": "#6fa8e0",
    "purple": "#b394d8",
    "pink": "#dd8ab5",
    "grey": "#a0a4a8",
}
_ON_LIGHT = {
    "red": "#b3332c",
    "orange": "#a3560f",
    "yellow": "#7d6500",
    "green": "#3d7424",
    "teal": "#0f6f66",
    "blue": "#1f5fa8",
    "purple": "#6c43a0",
    "pink": "#a03070",
    "grey": "#62666a",
}


def colour(name: str, *, dark: bool) -> str:
    """Return the ``#rrggbb`` of a scheme's colour: a name of ``COLOURS``, or already one."""
    return (_ON_DARK if dark else _ON_LIGHT).get(name, name)


def check(name: str, where: str) -> None:
    """Raise ``SchemeError`` unless a theme is one of ours or of Textual's."""
    known = [str(DARK.name), str(LIGHT.name), *sorted(BUILTIN_THEMES)]
    if name not in known:
        raise SchemeError(f'{where}: theme "{name}" is not known; known are {", ".join(known)}')
