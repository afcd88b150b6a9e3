"""Typing is told from what is pasted without being marked as a paste."""

import errno
import os
import signal
from io import StringIO
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, MouseMove
from textual.message import Message

from tests.support.reader import reader
from tui.keyboard import Escapes, Keyboard, Outlet, TerminalGone, reads_like_text


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


def read(*pieces: str, gap: float = 0.01) -> list[str]:
    """Return the names of the keys in what comes piece by piece, so many seconds apart."""
    escapes, now = Escapes(XTermParser().feed, 0.6), 0.0
    came: list[Message] = []
    for piece in pieces:
        came += escapes.took(piece, now)
        now += gap
        came += escapes.waited(now)
    came += escapes.waited(now + 1)
    return [message.key for message in came if isinstance(message, Key)]


def test_escape_and_a_key_soon_after_it_are_two_keys() -> None:
    assert read("\x1bs2") == ["escape", "s", "2"]
    assert read("\x1b", "f") == ["escape", "f"]
    assert read("ab\x1b") == ["a", "b", "escape"]
    assert read("\x1b\x1b\x1bg") == read("\x1b", "\x1b\x1b", "g") == ["escape"] * 3 + ["g"]
    assert read("\x1b\x1b", gap=0.7) == ["escape", "escape"]
    assert read("\x1b") == ["escape"]


def test_an_arrow_in_pieces_is_an_arrow() -> None:
    assert read("\x1b[A") == ["up"]
    assert read("\x1b", "[A", gap=0.5) == ["up"]
    assert read("\x1b[", "A", gap=0.5) == ["up"]
    assert read("j\x1b[1;3C\x1bOAk") == ["j", "alt+right", "up", "k"]


def test_an_escape_that_nothing_follows_for_long_is_the_key() -> None:
    assert read("\x1b", "j", gap=0.7) == ["escape", "j"]


@given(
    st.lists(st.sampled_from(["j", "1", "\x1b[A", "\x1b[1;4D", "\x1bj", "\x1b\x1bk", " ", "é"]), max_size=12),
    st.data(),
)
def test_however_it_is_cut_the_keys_are_the_same(typed: list[str], data: st.DataObject) -> None:
    whole = "".join(typed)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=4)))
    pieces = [whole[start:end] for start, end in pairwise([0, *cuts, len(whole)])]
    assert read(*pieces) == read(whole)


def test_what_is_written_arrives() -> None:
    file = StringIO()
    outlet = Outlet(file)
    outlet.write("a line\n")
    outlet.flush()
    assert file.getvalue() == "a line\n"


class Gone(StringIO):
    """A terminal that was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")

    def flush(self) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_to_write_to_a_terminal_that_was_closed_is_no_error() -> None:
    outlet = Outlet(Gone())
    outlet.write("a line\n")
    outlet.flush()


@pytest.mark.parametrize(
    ("suspended", "begun", "resumes"), [(True, True, True), (False, False, True), (False, True, False)]
)
async def test_it_begins_again_only_after_it_was_suspended(
    suspended: bool, begun: bool, resumes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    resumed: list[object] = []
    monkeypatch.setattr(LinuxDriver, "_sigcont_application", lambda *_: resumed.append(1))
    monkeypatch.setattr(LinuxDriver, "suspend_application_mode", lambda _: None)
    keyboard = Keyboard(App(), debug=False, mouse=False, size=None)
    # The thread that read keys has ended, as when the program is just about to.
    keyboard._key_thread = Thread() if begun else None
    if suspended:
        keyboard.suspend_application_mode()
    keyboard._sigcont_application()
    assert bool(resumed) == resumes


async def test_a_terminal_that_is_gone_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    keyboard = Keyboard(App(), debug=False, mouse=False, size=None)
    master, keyboard.fileno = os.openpty()
    os.close(master)
    told: list[Message] = []
    read = keyboard._read

    def read_and_end() -> bytes:
        if told and len(reads) > 20:
            keyboard.exit_event.set()
        reads.append(read())
        return reads[-1]

    reads: list[bytes] = []
    monkeypatch.setattr(keyboard, "_read", read_and_end)
    monkeypatch.setattr(keyboard, "process_message", told.append)
    monkeypatch.setattr("tui.keyboard._WAIT", 0.001)
    keyboard.run_input_thread()
    os.close(keyboard.fileno)
    assert [type(message) for message in told] == [TerminalGone]
    assert set(reads) == {b""}


async def test_the_program_ends_with_its_terminal(tmp_path: Path) -> None:
    async with reader(tmp_path, "Ada Lund spoke.") as desk:
        desk.app.post_message(TerminalGone())
        await desk.until(lambda: desk.app.return_code == 129)
