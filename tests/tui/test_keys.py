"""The keys of commands are known, so that no label can hide one."""

import pytest

from annotations import scheme
from annotations.errors import SchemeError
from annotations.scheme import Label, Scheme
from tui.keys import command_keys

#: Every printable key of the README's table of keys, but for the digits, which are the labels' own.
DESIGNED = 'jkhl(){}gGbv+=-s"e.rxiuyY][DSFoOtL?q'


def of_key(key: str) -> Scheme:
    return Scheme(labels=(Label(name="promise", colour="green", key=key),))


@pytest.mark.parametrize("key", DESIGNED)
def test_every_designed_key_is_a_commands(key: str) -> None:
    assert key in command_keys()


def test_command_keys_are_single_printable_characters() -> None:
    assert all(len(key) == 1 and key.isprintable() and not key.isspace() for key in command_keys())


def test_digits_are_left_to_the_labels() -> None:
    assert not command_keys() & set("0123456789")


@pytest.mark.parametrize("label", scheme.default().labels, ids=lambda label: str(label.name))
def test_every_default_label_has_a_free_key(label: Label) -> None:
    assert label.key
    assert label.key not in command_keys()
    scheme.check(of_key(label.key), "mine.toml", command_keys())


def test_the_default_scheme_passes_beside_the_commands() -> None:
    scheme.check(scheme.default(), "the built-in scheme", command_keys())


@pytest.mark.parametrize("key", sorted(command_keys()))
def test_a_label_may_not_hide_a_command(key: str) -> None:
    with pytest.raises(SchemeError) as caught:
        scheme.check(of_key(key), "mine.toml", command_keys())
    said = f'mine.toml: key "{key}" of label promise already belongs to a command'
    assert str(caught.value) == said


@pytest.mark.parametrize("key", ["", "c", "C", "é", "ß", "Q", "K"])
def test_other_keys_are_free(key: str) -> None:
    scheme.check(of_key(key), "mine.toml", command_keys())
