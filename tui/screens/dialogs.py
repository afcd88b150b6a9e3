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

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "leave", id="note.leave", show=False)
    ]

    def __init__(self, label: str, note: str) -> None:
        super().__init__()
        self._label = label
        self._note = note

    def compose(self) -> ComposeResult:
        """Show the one question."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"Note on this {display(self._label)}"), classes="dialog-title")
            yield Input(value=display(self._note), placeholder="why, or what to ask about it")
            yield Static(Content("enter keeps it · esc leaves it as it was"), classes="dialog-hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return what was written."""
        self.dismiss(event.value.strip())
