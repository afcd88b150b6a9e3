"""Small questions over the page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.text import display
from tui.widgets.line import Line


class Question(ModalScreen[str | None]):
    """Ask for one line; escape answers nothing."""

    DEFAULT_CSS = """
    Question {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 64;
            max-width: 90%;
            height: auto;
            padding: 1 2;
            background: $surface;
            border: round $primary;
        }
        .title { text-style: bold; margin-bottom: 1; }
        .hint { color: $text-muted; margin-top: 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave", id="note.leave", show=False),
        Binding("enter", "answer", "keep", id="note.keep", show=False, priority=True),
    ]

    def __init__(self, title: str, value: str = "", *, placeholder: str = "", hint: str = "") -> None:
        super().__init__()
        self._title = title
        # At once there, so that what was typed ahead finds it.
        self._line = Line(value=display(value), placeholder=placeholder, select_on_focus=False)
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Show the one question."""
        with Vertical():
            yield Static(Content(display(self._title)), classes="title")
            yield self._line
            yield Static(Content(self._hint), classes="hint")

    def on_mount(self) -> None:
        """Take keys from here on."""
        self.set_focus(self._line)

    def action_answer(self) -> None:
        """Return what was written."""
        self.dismiss(self._line.value.strip())


class NoteDialog(Question):
    """Ask for the note on a tag; escape keeps the old one."""

    def __init__(self, label: str, note: str) -> None:
        super().__init__(
            f"Note on this {label}",
            note,
            placeholder="why, or what to ask about it",
            hint="enter keeps it · esc leaves it as it was",
        )


class ExportDialog(Question):
    """Ask what an export writes, in the words of the command line."""

    def __init__(self, value: str) -> None:
        super().__init__(
            "copydesk export",
            value,
            placeholder="FORMAT FILE",
            hint="a format and a file · enter writes it · esc leaves",
        )


class HeldKeys(ModalScreen[bool]):
    """Ask whether keys that came all at once are meant as keys."""

    DEFAULT_CSS = """
    HeldKeys {
        align: center middle;
        background: $background 60%;
        & > Static {
            width: 64;
            max-width: 90%;
            height: auto;
            padding: 1 2;
            background: $surface;
            border: round $warning;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", "do them", id="held.do", show=False),
        Binding("escape", "dismiss(False)", "drop them", id="held.drop", show=False),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> ComposeResult:
        """Say what happened, and that nothing has been done."""
        yield Static(
            Content(
                f"{self._count} keys came at once, as when text is pasted. Nothing was done.\n\n"
                "esc drops them · enter presses them one by one"
            )
        )
