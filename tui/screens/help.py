"""Every key and every label, made from the bindings and the scheme themselves."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

from annotations.scheme import Label, Scheme
from annotations.text import display
from tui import theme
from tui.screens.context import Bound, bound

#: The first part of a binding's id, and the heading of its group.
GROUPS = {
    "page": "Move and select",
    "tag": "Tags",
    "suggest": "Suggestions",
    "search": "Search",
    "journal": "Back and forth",
    "view": "View",
    "copy": "Copy",
    "queue": "Articles",
    "app": "Program",
}
#: Where what keys do begins; the style sheet has the same figure.
_INDENT = 12


class HelpScreen(ModalScreen[None]):
    """A panel over the page; any of escape, q and ? closes it."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > VerticalScroll {
            width: 84;
            max-width: 96%;
            height: auto;
            max-height: 90%;
            padding: 1 2;
            background: $surface;
            border: round $primary;
            border-subtitle-color: $text-muted;
        }
        .meaning { padding: 0 0 0 12; color: $text-muted; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "back", id="help.back", show=False),
        Binding("j,down", "scroll(3)", "down", id="help.down", show=False),
        Binding("k,up", "scroll(-3)", "up", id="help.up", show=False),
        Binding("space,pagedown", "page(1)", "next page", id="help.page-next", show=False),
        Binding("b,pageup", "page(-1)", "previous page", id="help.page-previous", show=False),
        Binding("g,home", "end(False)", "top", id="help.top", show=False),
        Binding("G,end", "end(True)", "end", id="help.end", show=False),
    ]

    def __init__(self, scheme: Scheme, nodes: Iterable[DOMNode]) -> None:
        super().__init__()
        self._scheme = scheme
        self._bound = tuple(nodes)

    def compose(self) -> ComposeResult:
        """Show the labels first: they are the work."""
        with VerticalScroll():
            yield Static(Content.styled("Labels", "bold"))
            dark = self.app.current_theme.dark
            for number, label in enumerate(self._scheme.labels, start=1):
                yield Static(_label(number, label, theme.colour(label.colour, dark=dark)))
                yield Static(_meaning(label), classes="meaning")
            for heading, lines in _groups(self._bound):
                yield Static(Content.styled(f"\n{heading}", "bold"))
                yield Static(Content("\n").join(lines))

    def on_mount(self) -> None:
        """Say how to get about in it, and out of it."""
        self._panel.border_subtitle = "j k line · space b page · esc back"

    @property
    def _panel(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self._panel.scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by what is seen at a time, less a line to keep one's place by."""
        self._panel.scroll_relative(y=pages * max(1, self._panel.size.height - 1), animate=False)

    def action_end(self, last: bool) -> None:
        """Go to the top, or to the end."""
        self._panel.scroll_to(y=self._panel.max_scroll_y if last else 0, animate=False)


def _label(number: int, label: Label, colour: str) -> Content:
    keys = f"{number if number < 10 else ' '} {label.key}".ljust(_INDENT)
    return Content.styled(f"{keys}{display(label.name)}", f"bold {colour}")


def _meaning(label: Label) -> Content:
    details = [label.definition, *(f"e.g. {example}" for example in label.examples)]
    return Content("\n".join(display(detail) for detail in details if detail))


def _groups(nodes: Iterable[DOMNode]) -> Iterator[tuple[str, list[Content]]]:
    """Group what the nodes have bound by the first part of the binding's id, each action once."""
    nodes = tuple(nodes)
    order = list(GROUPS)
    known = [each for each in bound(nodes).values() if _group(each.binding) in GROUPS]
    known.sort(key=lambda each: order.index(_group(each.binding)))
    for group, members in groupby(known, key=lambda each: _group(each.binding)):
        yield GROUPS[group], [_line(each, nodes[0]) for each in members]


def _line(each: Bound, node: DOMNode) -> Content:
    binding, keys = each.binding, " ".join(each.shown(node))
    told = binding.tooltip or binding.description
    return Content.assemble((keys.ljust(_INDENT), "bold $text-accent"), told, (f"  {binding.id}", "dim"))


def _group(binding: Binding) -> str:
    return (binding.id or "").partition(".")[0]
