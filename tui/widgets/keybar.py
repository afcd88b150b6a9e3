"""The lines below the page: a rule that says what happened, then the keys, and what is saved."""

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from annotations.text import display
from tui.widgets.notice import Notice, fits, ruled

#: So many keys of a special context come before those of the labels.
_FIRST = 4
#: So many of these are shown even where a long prompt has to be cut for it, to no less than so many cells.
_NEVER_LEFT_OUT, _LEAST_PROMPT = 2, 12
#: On a narrower line what goes on is worth more than that all is saved, and a label more than help.
_WITH_PROMPT = _WITH_LAST = 60
#: On a narrow line a sign is enough for what is as it should be.
_SIGNS = {"saved ✓": "✓", "saving…": "…"}
#: Cells between two keys, and how long a notice stays, in seconds: the longer for what went wrong.
_GAP = 2
_STAYS, _WARNS = 3.0, 6.0


class KeyHint(Struct, frozen=True):
    """A key and what it does; ``colour`` marks a label."""

    key: str
    what: str
    colour: str = ""

    @property
    def width(self) -> int:
        """Cells it takes on the line, with the gap after it."""
        return cell_len(self.key) + 1 + cell_len(self.what) + _GAP


class KeyBar(Widget):
    """A rule with the last notice in it; then labels, hints as far as they fit, and the state of saving.

    Nothing of the text is covered by a notice, and nothing moves. One too long for the rule has the line of
    the keys, too, while it stays.
    """

    DEFAULT_CSS = """
    KeyBar { height: 2; color: $text-muted; }
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
    #: What happened last, for a moment; and what is said while nothing else is.
    notice: reactive[Notice] = reactive(Notice())
    standing: reactive[Notice] = reactive(Notice())

    _hushing: Timer | None = None

    def tell(self, words: str, *, warning: bool = False) -> bool:
        """Say something for a moment; tell whether there was room, and no warning that it would hide."""
        notice = Notice(words, warning)
        hides = self.notice.warning and self.notice != notice
        if hides or not fits(notice, self.size.width, rows=1 if self.alarm else 2):
            return False
        if self._hushing is not None:
            self._hushing.stop()
        self.notice = notice
        self._hushing = self.set_timer(_WARNS if warning else _STAYS, self._hush)
        return True

    def move_on(self) -> None:
        """Take away a notice about what is not shown any more; a warning stays its time."""
        if not self.notice.warning:
            self._hush()

    def _hush(self) -> None:
        self.notice = Notice()

    def render(self) -> Content:
        """Lay the two lines out for the present width."""
        width = self.size.width
        said = ruled(self.notice if self.notice.words else self.standing, width)
        return Content("\n").join(said if len(said) > 1 else [*said, Content.assemble(" ", self.line)])

    @property
    def line(self) -> Content:
        """The line of the keys, a cell less than the width at either side."""
        width = max(0, self.size.width - 2)
        saved = self._saved(width)
        left = Content("").join(self._left(width - cell_len(saved) - 1))
        gap = " " * max(0, width - left.cell_length - cell_len(saved))
        return Content.assemble(left, gap, (saved, "bold $text-error" if self.alarm else "$text-success"))

    def _saved(self, width: int) -> str:
        if self.alarm:
            return self.saved[:width]
        if width >= _WITH_PROMPT:
            return self.saved
        sign = _SIGNS.get(self.saved, self.saved)
        return "" if self.prompt or width < cell_len(sign) + 8 else sign

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
            # The last one needs no gap after it.
            if hint.width - _GAP > room:
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
