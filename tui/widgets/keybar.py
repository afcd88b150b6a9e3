"""The line below the page: the labels and their keys, what else can be done here, and what is saved."""

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.text import display

#: So many keys of a special context come before those of the labels.
_FIRST = 4
#: So many of these are shown even where a long prompt has to be cut for it, to no less than so many cells.
_NEVER_LEFT_OUT, _LEAST_PROMPT = 2, 12
#: On a narrower line what goes on is worth more than that all is saved, and a label more than help.
_WITH_PROMPT = _WITH_LAST = 60


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
    #: Whether the keys of the labels do something now.
    labelled: reactive[bool] = reactive(True)
    saved: reactive[str] = reactive("")
    #: Whether something could not be saved: then the right end calls for attention.
    alarm: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """Lay the line out for the present width."""
        width = self.content_size.width
        least = _WITH_PROMPT if self.prompt else cell_len(self.saved) + 8
        saved = self.saved if width >= least or self.alarm else ""
        saved = saved[:width]
        room = width - cell_len(saved) - 1
        left = Content("").join(self._left(room))
        gap = " " * max(0, width - left.cell_length - cell_len(saved))
        return Content.assemble(left, gap, (saved, "bold $text-error" if self.alarm else "$text-success"))

    def _left(self, room: int) -> Iterator[Content]:
        """Yield what goes on and its own keys, then those of the labels, then the rest, while they fit.

        With nothing special going on the last hint always has its place: it leads to all the others.
        """
        labels = self.labels if self.labelled else ()
        first = self.hints[:_FIRST] if self.prompt else ()
        if self.prompt:
            shown = self._cut_prompt(room - sum(hint.width for hint in first[:_NEVER_LEFT_OUT]))
            yield Content.styled(f"{shown}  ", "bold $text-accent")
            room -= cell_len(shown) + 2
        rest = self.hints[len(first) :]
        last = rest[-1:] if room >= _WITH_LAST and not self.prompt else ()
        room -= sum(hint.width for hint in last)
        for hint in (*first, *labels, *rest[: len(rest) - len(last)]):
            if hint.width > room:
                break
            room -= hint.width
            yield _hint(hint)
        yield from map(_hint, last)

    def _cut_prompt(self, room: int) -> str:
        """Return the prompt, or as much of it as its most important keys leave room for."""
        prompt, cells = display(self.prompt).replace("\n", " "), max(_LEAST_PROMPT, room - 2)
        return prompt if cell_len(prompt) <= cells else set_cell_size(prompt, cells - 1).rstrip() + "…"


def _hint(hint: KeyHint) -> Content:
    key_style = f"bold {hint.colour}" if hint.colour else "bold $text"
    return Content.assemble((hint.key, key_style), f" {display(hint.what)}  ")
