"""The keys that commands have, so that no label's key can hide one."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.keys import _character_to_key

from tui.screens.reader import ReaderScreen
from tui.widgets.page.page import Page


def command_keys() -> frozenset[str]:
    """Return the characters that the reader and the page are bound to."""
    names = {
        binding.key
        for node in (ReaderScreen, Page)
        for base in node.__mro__
        for binding in Binding.make_bindings(vars(base).get("BINDINGS", ()))
        if binding.id
    }
    return frozenset(character for character in _printable() if _character_to_key(character) in names)


def _printable() -> Iterable[str]:
    return map(chr, range(0x21, 0x7F))
