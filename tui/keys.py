"""The keys that commands have: which they are, and that neither a label nor the user's keymap hides one."""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches

from textual.binding import Binding
from textual.keys import Keys, _character_to_key

from annotations import scheme
from annotations.errors import SchemeError
from tui.config import Settings
from tui.screens.context import PRINTABLE, characters
from tui.screens.reader import ReaderScreen
from tui.widgets.page.page import Page

#: Modifiers that a key's name may begin with.
_MODIFIERS = ("ctrl+", "alt+", "shift+", "super+")


def command_keys(keymap: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the characters that the reader and the page are bound to."""
    return characters({key for keys in _bound(keymap or {}).values() for key in keys})


def check(settings: Settings) -> None:
    """Raise ``SchemeError`` unless every key in the keymap and of the labels does one thing."""
    check_keymap(settings.keymap, settings.config_source)
    scheme.check(settings.scheme, settings.scheme_source, command_keys(settings.keymap))


def check_keymap(keymap: Mapping[str, str], where: str) -> None:
    """Raise ``SchemeError``, which names the file and the entry, unless a keymap can be used as it is."""
    usual, bound = _bound({}), _bound(keymap)
    for id, keys in keymap.items():
        if id not in usual:
            near = get_close_matches(id, usual, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else "; ? in the reader shows the names"
            raise SchemeError(f'{where}: keymap: there is no "{id}"{hint}')
        for key in keys.split(","):
            _check_key(key.strip(), f'{where}: keymap, "{id}"')
    users: defaultdict[str, list[str]] = defaultdict(list)
    for id, names in bound.items():
        for name in names:
            users[name].append(id)
    for key, ids in users.items():
        if len(ids) > 1 and not keymap.keys().isdisjoint(ids) and not all(key in usual[id] for id in ids):
            raise SchemeError(f'{where}: keymap: key "{key}" is for both {ids[0]} and {ids[1]}')


def _check_key(key: str, where: str) -> None:
    name = key
    for modifier in _MODIFIERS:
        name = name.removeprefix(modifier)
    known = len(name) == 1 or name in {each.value for each in Keys} or _is_named(name)
    if not name or not known:
        raise SchemeError(f'{where}: "{key}" is not a key')
    if key.isdigit():
        raise SchemeError(f"{where}: digits are the keys of the labels")


def _is_named(name: str) -> bool:
    """Tell whether a name is Textual's for a character: ``full_stop``."""
    return name in {_character_to_key(character) for character in PRINTABLE}


def _bound(keymap: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the names of the keys of each command, by id."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for node in (ReaderScreen, Page):
        for base in node.__mro__:
            for binding in Binding.make_bindings(vars(base).get("BINDINGS", ())):
                if binding.id and binding.id not in keymap:
                    found[binding.id].append(binding.key)
    for id, keys in keymap.items():
        found[id] = [
            _character_to_key(key) if len(key) == 1 else key for key in map(str.strip, keys.split(","))
        ]
    return found
