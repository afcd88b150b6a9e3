"""What the key bar teaches: the keys that make sense at present, by the names of their bindings."""

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import _character_to_key

from tui.widgets.keybar import KeyHint

#: What a key with a sign on it types.
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class Context(Struct, frozen=True):
    """What one may do now."""

    #: What is going on, if it is anything special.
    prompt: str = ""
    hints: tuple[KeyHint, ...] = ()
    #: Whether the keys of the labels do something.
    labels: bool = True
    #: Whether this comes before what can be done with the tag at the caret.
    special: bool = False


class Bound(Struct, frozen=True):
    """A binding with the names of all its keys."""

    binding: Binding
    keys: tuple[str, ...]

    def shown(self, node: DOMNode) -> tuple[str, ...]:
        """Return the keys as a person knows them, letters first."""
        keys = sorted(self.keys, key=lambda key: len(key) > 1)
        return tuple(node.app.get_key_display(self.binding.with_key(key)) for key in keys)


def bound(nodes: Iterable[DOMNode]) -> Mapping[str, Bound]:
    """Return what is bound on some nodes, by id, with the user's keymap applied, each action once."""
    found: dict[str, Bound] = {}
    for node in nodes:
        bindings = node._bindings.copy()  # noqa: SLF001 - Textual has no other way to list them
        bindings.apply_keymap(node.app._keymap)  # noqa: SLF001
        for key, binding in bindings:
            if binding.id:
                before = found.get(binding.id)
                found[binding.id] = Bound(binding, (*(before.keys if before else ()), key))
    return found


def characters(names: Collection[str]) -> frozenset[str]:
    """Return the characters that keys of these names type."""
    return frozenset(char for char in PRINTABLE if _character_to_key(char) in names)
