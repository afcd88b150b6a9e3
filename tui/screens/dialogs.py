"""Small questions over the page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from annotations.text import display


class NoteDialog(ModalScreen[str | None]):
    """Ask for the note on a tag; escape keeps the old one."""

    DEFAULT_CSS = """
    NoteDialog {
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
        Binding("escape", "dismiss(None)", "leave", id="note.leave", show=False)
    ]

    def __init__(self, label: str, note: str) -> None:
        super().__init__()
        self._label = label
        self._note = note

    def compose(self) -> ComposeResult:
        """Show the one question."""
        with Vertical():
            yield Static(Content(f"Note on this {display(self._label)}"), classes="title")
            yield Input(value=display(self._note), placeholder="why, or what to ask about it")
            yield Static(Content("enter keeps it · esc leaves it as it was"), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was written."""
        self.dismiss(event.value.strip())
