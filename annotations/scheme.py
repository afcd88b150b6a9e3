"""The label scheme: what can be tagged, by which key, and the guideline for each label.

A scheme is a TOML file::

    name = "passages"

    [[label]]
    name = "commitment"
    key = "c"
    colour = "green"
    unit = "sentence"
    definition = "A party says that it will do something."
    examples = ["The ministry pledged to publish every contract."]

Besides its own key a label answers to its place in the list: 1 to 9. ``kind = "sentence"`` makes it a label
of whole sentences, ``kind = "article"`` one of the article as a whole.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Literal, TypeVar, get_args

import msgspec

from annotations.cues import BUILT_IN, Cues, LabelCues, wrong
from annotations.errors import SchemeError
from annotations.records import ObjectKind

T = TypeVar("T")

#: Names that every theme has a colour for; ``#rrggbb`` is taken as well.
COLOURS = ("red", "orange", "yellow", "green", "teal", "blue", "purple", "pink", "grey")

_HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LABEL_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,62}[^\s\x00-\x1f\x7f])?")


#: What a label is put on: any passage, whole sentences only, or the article as a whole.
LabelKind = Literal["passage", "sentence", "article"]
#: What each of them may take when nothing is selected; for the article as a whole there is no choice.
_UNITS: dict[LabelKind, tuple[ObjectKind, ...]] = {
    "passage": get_args(ObjectKind),
    "sentence": ("sentence", "quote", "paragraph"),
    "article": ("sentence",),
}


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One label: its name, the key that sets it, and what it means."""

    name: str
    colour: str
    #: One character; empty where the digit is enough.
    key: str = ""
    #: What the key tags when nothing is selected: the object of this kind at the caret.
    unit: ObjectKind = "sentence"
    #: A label of sentences takes each sentence that it touches whole.
    kind: LabelKind = "passage"
    definition: str = ""
    examples: tuple[str, ...] = ()
    #: What passages are proposed by; None for the built-in rules of that name, if there are any.
    cues: Cues | None = None


class Scheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An ordered list of labels."""

    labels: tuple[Label, ...] = msgspec.field(name="label")
    name: str = ""

    def label(self, name: str) -> Label | None:
        """Return the label of that name, or None."""
        return next((label for label in self.labels if label.name == name), None)

    def cues(self) -> tuple[LabelCues, ...]:
        """Return what passages are proposed by, for each label that has cues of its own or built-in ones."""
        built_in = {one.label for one in BUILT_IN}
        return tuple(
            LabelCues(label.name, label.cues, label.unit)
            for label in self.labels
            if label.kind != "article" and (label.cues is not None or label.name in built_in)
        )

    def for_key(self, key: str) -> Label | None:
        """Return the label that a key sets: its own key, or its digit from 1 to 9."""
        if key in "123456789" and key and int(key) <= len(self.labels):
            return self.labels[int(key) - 1]
        return next((label for label in self.labels if key and label.key == key), None)


def default_toml() -> str:
    """Return the built-in scheme as TOML, with comments, as ``copydesk init`` writes it."""
    # importlib.resources would cost more than all the rest of reading it.
    return Path(__file__).with_name("default_scheme.toml").read_text(encoding="utf-8")


def default() -> Scheme:
    """Return the built-in scheme: commitment, complaint, figure."""
    return parse(default_toml(), "the built-in scheme")


def load(path: Path, reserved: Collection[str] = ()) -> Scheme:
    """Read a scheme from a TOML file.

    ``reserved`` are the keys that commands already have: a label may not hide one of them.
    Raises ``SchemeError``, which names the file and the key, when anything in it is wrong.
    """
    return parse(read_toml(path), str(path), reserved)


def parse(toml: str, where: str, reserved: Collection[str] = ()) -> Scheme:
    """Read a scheme from TOML text; ``where`` is the name that an error gives the text."""
    scheme = decode_toml(toml, where, Scheme)
    check(scheme, where, reserved)
    return scheme


def decode_toml(toml: str, where: str, shape: type[T]) -> T:
    """Read TOML text into a record of that shape; raises ``SchemeError`` naming the file and the key."""
    try:
        return msgspec.toml.decode(toml, type=shape)
    except msgspec.ValidationError as error:
        raise SchemeError(f"{where}: {_in_toml_terms(str(error))}") from None
    except msgspec.DecodeError as error:
        raise SchemeError(f"{where} is not valid TOML: {error}") from None


def read_toml(path: Path) -> str:
    """Return the text of a TOML file; raises ``SchemeError`` when there is none to be had."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not UTF-8 text (byte {error.start})") from None
    except OSError as error:
        raise SchemeError(f"cannot read {path}: {error.strerror}") from None


def check(scheme: Scheme, where: str, reserved: Collection[str] = ()) -> None:
    """Raise ``SchemeError`` unless every label can be shown, set and told from the others."""
    if not scheme.labels:
        raise SchemeError(f"{where}: no [[label]] in it")
    names: dict[str, str] = {}
    keys: dict[str, str] = {}
    for label in scheme.labels:
        _check_label(label, where, reserved)
        if label.name in names:
            raise SchemeError(f'{where}: two labels have the name "{label.name}"')
        if label.key and label.key in keys:
            raise SchemeError(
                f'{where}: key "{label.key}" is used twice, by {keys[label.key]} and by {label.name}'
            )
        names[label.name] = keys[label.key] = label.name


def _check_label(label: Label, where: str, reserved: Collection[str]) -> None:
    if not _LABEL_NAME.fullmatch(label.name):
        raise SchemeError(f"{where}: name {label.name!r} is empty, too long, or has odd characters in it")
    if label.colour not in COLOURS and not _HEX_COLOUR.fullmatch(label.colour):
        raise SchemeError(
            f'{where}: unknown colour "{label.colour}" of label {label.name}; '
            f"known are {', '.join(COLOURS)} and #rrggbb"
        )
    if label.key and not (len(label.key) == 1 and label.key.isprintable() and not label.key.isspace()):
        raise SchemeError(f"{where}: key {label.key!r} of label {label.name} is not one character")
    if label.key.isdigit():
        raise SchemeError(
            f'{where}: key "{label.key}" of label {label.name}: digits go by the order of labels'
        )
    problem = wrong(label.cues) if label.cues is not None else None
    if problem is not None:
        raise SchemeError(f"{where}: cues of label {label.name}: {problem}")
    if label.key in reserved:
        raise SchemeError(f'{where}: key "{label.key}" of label {label.name} already belongs to a command')
    if label.unit not in _UNITS[label.kind]:
        raise SchemeError(
            f'{where}: unit "{label.unit}" of label {label.name} does not go with kind "{label.kind}"'
        )


def _in_toml_terms(message: str) -> str:
    """Turn ``Expected `str`, got `int` - at `$.label[0].name``` into the file's own words."""
    reason, _, place = message.partition(" - at `$.")
    if not place:
        return message
    for name, known in (("unit`", ObjectKind), ("kind`", LabelKind)):
        if place.endswith(name):
            reason += f"; known are {', '.join(get_args(known))}"
    place = re.sub(r"\[(\d+)\]", lambda match: f" {int(match[1]) + 1}", place.rstrip("`")).replace(".", ", ")
    return f"{place}: {reason}"
