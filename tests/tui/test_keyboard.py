"""Typing is told from what is pasted without being marked as a paste."""

import pytest
from textual.events import Key, MouseMove
from textual.message import Message

from tui.keyboard import reads_like_text


def keys(text: str) -> list[Message]:
    return [Key(char, char) for char in text]


@pytest.mark.parametrize(
    "text",
    [
        "The council will repair both piers before the summer.",
        "port workers cheered loudly",
        "Ein Satz mit Umlauten: über Ämter",
        "Привет, редакция новостей",
    ],
)
def test_sentences_read_like_text(text: str) -> None:
    assert reads_like_text(keys(text))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "j",
        "jjjjjjjjjjjjjjjjjjjjjjjjjjjj",
        "}}}1)2)3u]}}1",
        "lllllllllljjjjjjjj1lllllllll2",
        "tabatadadadadatadadadadada",
        "/port",
        "1)2)3)1)2)3)1)2)3)1)2)3)}{",
    ],
)
def test_keys_typed_ahead_do_not(typed: str) -> None:
    assert not reads_like_text(keys(typed))


def test_what_holds_other_keys_or_the_mouse_is_no_paste() -> None:
    sentence = keys("The council will repair both piers.")
    assert not reads_like_text([*sentence, Key("up", None)])
    mouse = MouseMove(None, 1, 1, 0, 0, 0, False, False, False)
    assert not reads_like_text([*sentence, mouse])
