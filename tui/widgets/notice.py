"""A notice in the rule over the keys: what happened, said where it covers nothing of the text."""

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content

from annotations.text import display

_RULE = "$foreground 18%"
#: Cells on either side of a notice: a bit of the rule, and a space.
_BEFORE = 2


class Notice(Struct, frozen=True):
    """Some words, which are safe to show; a warning is about something that went wrong."""

    words: str = ""
    warning: bool = False


def fits(notice: Notice, width: int, rows: int) -> bool:
    """Tell whether all of a notice can be read in so many rows."""
    lines = _folded(notice, width)
    return len(lines) <= rows and all(cell_len(line) <= width - 2 * _BEFORE for line in lines)


def ruled(notice: Notice, width: int) -> list[Content]:
    """Return the rule with a notice in it, and further lines where it is longer."""
    style = "bold $text-warning" if notice.warning else "bold $text-accent"
    lines = [Content.styled(display(line), style) for line in _folded(notice, width)]
    if not lines:
        return [Content.styled("─" * width, _RULE)]
    first, *others = lines
    after = "─" * max(0, width - first.cell_length - _BEFORE - 1)
    rule = Content.assemble(("─", _RULE), " ", first, " ", (after, _RULE))
    return [rule, *(Content.assemble("  ", line) for line in others)]


def _folded(notice: Notice, width: int) -> list[str]:
    return list(_wrapped(notice.words.split(), max(1, width - 2 * _BEFORE)))


def _wrapped(words: list[str], width: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".lstrip()
        if line and cell_len(longer) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line
