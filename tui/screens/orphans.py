"""The list of tags that lost their place: what they were, where they stood, what was noted on them."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotations.records import Orphan
from annotations.text import display


class OrphansScreen(ModalScreen[Orphan | None]):
    """A list over the page; the one that is chosen is looked for on it."""

    DEFAULT_CSS = """
    OrphansScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 76;
            max-width: 96%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            background: $surface;
            border: round $primary;
            border-subtitle-color: $text-muted;
        }
        .title { color: $text-muted; margin-bottom: 1; }
        OptionList {
            height: auto;
            max-height: 100%;
            border: none;
            padding: 0;
            background: transparent;
            &:focus { border: none; background-tint: transparent; }
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,V", "dismiss(None)", "back", id="lost.back", show=False),
        Binding("j", "move(1)", "down", id="lost.down", show=False),
        Binding("k", "move(-1)", "up", id="lost.up", show=False),
        Binding("enter", "choose", "look for it", id="lost.look", show=False, priority=True),
    ]

    def __init__(self, orphans: Iterable[Orphan], colours: Mapping[str, str]) -> None:
        super().__init__()
        self._orphans = tuple(orphans)
        self._options = OptionList(
            *(Option(_laid_out(orphan, colours[orphan.tag.label])) for orphan in self._orphans), markup=False
        )

    def compose(self) -> ComposeResult:
        """Show what is lost, and say what can be done about it."""
        with Vertical():
            yield Static("As they stood before the file was edited:", classes="title")
            yield self._options

    def on_mount(self) -> None:
        """Say how to get about in it, and out of it."""
        self.query_one(Vertical).border_subtitle = "j k move · enter look for its place · esc back"
        self._options.highlighted = 0
        self.set_focus(self._options)

    def action_move(self, by: int) -> None:
        """Go down or up by one."""
        (self._options.action_cursor_down if by > 0 else self._options.action_cursor_up)()

    def action_choose(self) -> None:
        """Return the one that is lit."""
        lit = self._options.highlighted
        self.dismiss(None if lit is None else self._orphans[lit])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the one that was clicked."""
        self.dismiss(self._orphans[event.option_index])


def _laid_out(orphan: Orphan, colour: str) -> Content:
    """Lay one out: its label, its words between what stood around them, its note."""
    tag = orphan.tag
    note = f"\n✎ {_flat(tag.note)}" if tag.note else ""
    return Content.assemble(
        (_flat(tag.label), f"bold {display(colour)}"),
        "\n…",
        (_flat(orphan.before), "dim"),
        (_flat(tag.text), "bold"),
        (_flat(orphan.after), "dim"),
        "…",
        note,
        "\n",
    )


def _flat(words: str) -> str:
    return display(words).replace("\n", " ")
