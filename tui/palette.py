"""What the command palette offers: every key's action by its words, and every label."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from annotations.text import display
from tui.screens.context import bound
from tui.screens.reader import ReaderScreen

Run = Callable[..., object]

#: Commands of Textual's own that cover or hide the lines around the page, and that no key takes back; and the
#: one that stood first, so that `enter` alone left the program, beside our own to quit.
NOT_OFFERED = frozenset({"Keys", "Maximize", "Minimize", "Quit"})


def commands(screen: Screen[object], run: Run) -> Iterator[SystemCommand]:
    """Yield the commands of a screen and of what has its keys; ``run`` runs an action on a node."""
    if isinstance(screen, ReaderScreen):
        yield from _labels(screen, run)
    for node in (screen, *([screen.focused] if screen.focused else [])):
        yield from _bound(node, run)


def _bound(node: DOMNode, run: Run) -> Iterator[SystemCommand]:
    for each in bound([node]).values():
        binding = each.binding
        if binding.description:
            help_text = f"{' '.join(each.shown(node))} · {binding.tooltip or binding.description}"
            yield SystemCommand(binding.description, help_text, partial(run, binding.action, node))


def _labels(screen: ReaderScreen, run: Run) -> Iterator[SystemCommand]:
    """Offer the labels: beyond the ninth, one without a letter of its own has no key."""
    for number, label in enumerate(screen.desk.scheme.labels):
        words = display(f"label: {label.name}")
        yield SystemCommand(words, display(label.definition), partial(run, f"label({number})", screen))
