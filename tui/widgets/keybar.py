"""The line below the page: the labels and their keys, what else can be done here, and what is saved."""

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.text import display


class KeyHint(Struct, frozen=True):
    """A key and what it does; ``colour`` marks a label."""

    key: str
    what: str
    colour: str = ""

    @property
    def width(self) -> int:
        """Cells it takes on the line, with the gap after it."""
        return cell_len(self.key) + cell_len(self.what) + 3


class KeyBar(Widget):
    """One line: labels, then hints as far as they fit, and the state of saving at the right."""

    DEFAULT_CSS = """
    KeyBar {
        height: 2;
        padding: 0 1;
        border-top: solid $foreground 18%;
        color: $text-muted;
    }
    """

    #: A question or state that takes the place of the hints ("relabel as …").
    prompt: reactive[str] = reactive("")
    labels: reactive[tuple[KeyHint, ...]] = reactive(())
    hints: reactive[tuple[KeyHint, ...]] = reactive(())
    saved: reactive[str] = reactive("")
    #: Whether something could not be saved: then the right end calls for attention.
    alarm: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """Lay the line out for the present width."""
        width = self.content_size.width
        saved = self.saved if cell_len(self.saved) + 8 <= width or self.alarm else ""
        saved = saved[:width]
        room = width - cell_len(saved) - 1
        parts: list[Content] = []
        if self.prompt:
            parts.append(Content.styled(display(self.prompt)[: max(0, room)] + "  ", "bold $text-accent"))
            room -= cell_len(self.prompt) + 2
        for hint in (*self.labels, *(() if self.prompt else self.hints)):
            if hint.width > room:
                break
            room -= hint.width
            parts.append(_hint(hint))
        left = Content("").join(parts)
        gap = " " * max(0, width - left.cell_length - cell_len(saved))
        return Content.assemble(left, gap, (saved, "bold $text-error" if self.alarm else "$text-success"))


def _hint(hint: KeyHint) -> Content:
    key_style = f"bold {hint.colour}" if hint.colour else "bold $text"
    return Content.assemble((hint.key, key_style), f" {display(hint.what)}  ")


def label_hints(labels: Sequence[tuple[str, str]]) -> tuple[KeyHint, ...]:
    """Give labels, as pairs of name and colour, their digits."""
    return tuple(
        KeyHint(str(number), name, colour) for number, (name, colour) in enumerate(labels[:9], start=1)
    )
