"""The keys of commands are known, so that no label can hide one."""

import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Static

from annotations import scheme
from annotations.errors import SchemeError
from annotations.scheme import Label, Scheme
from tests.support.reader import STRIKE, TALKS, reader
from tui.config import Settings
from tui.keys import check, check_keymap, command_keys
from tui.screens.reader import ReaderScreen

#: Every printable key of the README's table of keys, but for the digits, which are the labels' own.
DESIGNED = "jkhl(){}gGbv+=-s\"e.rxiuyY][DSFoOtL?qadpPT/nN*%<>;,ZM'UE"


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


@pytest.mark.parametrize("key", ["", "c", "C", "w", "z", "é", "ß", "Q", "K"])
def test_other_keys_are_free(key: str) -> None:
    scheme.check(of_key(key), "mine.toml", command_keys())


@pytest.mark.parametrize(
    ("keymap", "said"),
    [
        ({"queue.nxt": "K"}, 'there is no "queue.nxt"; did you mean "queue.next"?'),
        ({"zzz": "K"}, 'there is no "zzz"; ? in the reader shows the names'),
        ({"queue.next": "j"}, 'key "j" is for both'),
        ({"queue.next": "K", "queue.previous": "K"}, 'key "K" is for both'),
        ({"queue.next": "K,"}, '"" is not a key'),
        ({"queue.next": "ctrl+nonsense"}, '"ctrl+nonsense" is not a key'),
        ({"queue.next": "7"}, "digits are the keys of the labels"),
    ],
)
def test_a_keymap_that_cannot_be_used_is_refused(keymap: dict[str, str], said: str) -> None:
    with pytest.raises(SchemeError) as caught:
        check_keymap(keymap, "copydesk.toml")
    assert str(caught.value).startswith("copydesk.toml: keymap")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "keymap",
    [
        {},
        {"queue.next": "K"},
        {"queue.next": "[", "queue.previous": "]"},
        {"page.line-down": "down,ctrl+n", "page.line-up": "up,alt+k"},
        {"suggest.accept": "enter", "tag.edit": "a"},
        {"queue.done": "f5", "queue.skip": "full_stop", "tag.again": "f6"},
    ],
)
def test_a_keymap_may_move_and_swap_keys(keymap: dict[str, str]) -> None:
    check_keymap(keymap, "copydesk.toml")


def test_a_label_key_that_the_keymap_takes_is_refused() -> None:
    settings = Settings(
        db=Path("x.db"),
        annotator="mira",
        scheme=of_key("Q"),
        scheme_source="mine.toml",
        keymap={"app.quit": "Q"},
    )
    with pytest.raises(SchemeError, match='key "Q" of label promise already belongs to a command'):
        check(settings)


def test_a_key_that_the_keymap_frees_may_be_a_labels() -> None:
    check(Settings(db=Path("x.db"), annotator="mira", scheme=of_key("q"), keymap={"app.quit": "Q"}))


async def test_the_keymap_is_what_the_keys_do_and_what_is_told_of_them(tmp_path: Path) -> None:
    async with reader(
        tmp_path, TALKS, STRIKE, keymap={"queue.next": "K", "page.line-down": "ctrl+n"}
    ) as desk:
        hints = {hint.what: hint.key for hint in desk.keybar.hints}
        assert hints["next article"] == "K"
        await desk.press("]")
        assert "Harbour" in desk.masthead
        await desk.press("K")
        await desk.until(lambda: "Yard" in desk.masthead)
        before = desk.page.caret
        await desk.press("j")
        assert desk.page.caret == before
        await desk.press("ctrl+n")
        assert desk.page.caret != before
        await desk.press("question_mark")
        shown = "\n".join(str(line.render()) for line in desk.app.screen.query(Static))
        assert "K           " in shown
        assert "queue.next" in shown


def test_every_command_key_is_in_the_readmes_table() -> None:
    readme = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Keys")[2].partition("## The library")[0]
    # A label's letter and the digits stand for keys that a scheme decides.
    named = set(re.findall(r"`([^`]+)`", table.replace("`\\\\`", "`\\`")))
    assert command_keys() - named == set()


def test_no_two_commands_of_the_reader_have_the_same_key() -> None:
    """One of them could never be used, and nothing would say so."""
    users: dict[str, set[str]] = {}
    for base in ReaderScreen.__mro__:
        for binding in Binding.make_bindings(vars(base).get("BINDINGS", ())):
            users.setdefault(binding.key, set()).add(binding.action)
    assert {key: actions for key, actions in users.items() if len(actions) > 1} == {}
