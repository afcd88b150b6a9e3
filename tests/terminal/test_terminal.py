"""The harness itself: it presses, sees, resizes, and tells how a program ended and what it left behind."""

import signal
import sys
from pathlib import Path

import pytest

from tests.support.terminal import KEYS, Terminal, environment, printed, sequences

APP = """
from textual.app import App, ComposeResult
from textual.events import Resize
from textual.widgets import Static


class Tiny(App[int]):
    BINDINGS = [("j", "count", "count"), ("up", "count", "count"), ("q", "exit(7)", "quit")]
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("harbour 東京 café", id="words")

    def on_resize(self, event: Resize) -> None:
        self.query_one("#words", Static).update(f"harbour 東京 café {event.size.width}x{event.size.height}")

    def action_count(self) -> None:
        self.pressed += 1
        self.query_one("#words", Static).update(f"pressed {self.pressed}")

    def action_exit(self, code: int) -> None:
        self.exit(return_code=code)


app = Tiny()
app.run()
raise SystemExit(app.return_code)
"""


@pytest.fixture
def tiny(tmp_path: Path) -> list[str]:
    path = tmp_path / "tiny.py"
    path.write_text(APP, encoding="utf-8")
    return [sys.executable, str(path)]


def test_sees_presses_resizes_and_ends(tiny: list[str], tmp_path: Path) -> None:
    with Terminal(tiny, env=environment(tmp_path), cwd=tmp_path) as terminal:
        terminal.wait_for("harbour 東京 café 80x24")
        assert terminal.row_of("東京") == 0
        assert not terminal.is_restored()
        terminal.resize(10, 40)
        terminal.wait_for("40x10")
        assert len(terminal.lines) == 10
        terminal.press("j", "up")
        terminal.wait_for("pressed 2")
        assert terminal.row_of("東京") == -1
        terminal.press("q")
        assert terminal.wait() == 7
        assert terminal.is_restored()


def test_kill_leaves_the_terminal_raw(tiny: list[str], tmp_path: Path) -> None:
    with Terminal(tiny, rows=5, columns=20, env=environment(tmp_path), cwd=tmp_path) as terminal:
        terminal.wait_for("harbour")
        terminal.send_signal(signal.SIGKILL)
        assert terminal.wait() == -signal.SIGKILL
        assert not terminal.is_restored()


def test_failure_shows_the_screen(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", "print('so far'); input()"]
    with Terminal(argv, env=environment(tmp_path), cwd=tmp_path) as terminal:
        terminal.wait_for("so far")
        with pytest.raises(AssertionError, match=r"(?s)'never': not within.*so far"):
            terminal.wait_for("never", timeout=0.1)
        with pytest.raises(TimeoutError):
            terminal.wait(timeout=0.1)
        terminal.press("enter")
        with pytest.raises(AssertionError, match="'never': hung up"):
            terminal.wait_for("never")
        assert terminal.wait() == 0


def test_last_words_are_read(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", "print('x' * 70000, 'the end')"]
    with Terminal(argv, env=environment(tmp_path), cwd=tmp_path) as terminal:
        assert terminal.wait() == 0
        assert "the end" in terminal.text
        terminal.wait_until_quiet(0.01)


def test_environment_is_its_own(tmp_path: Path) -> None:
    found = environment(tmp_path, NO_COLOR="1")
    assert found["NO_COLOR"] == "1"
    assert Path(found["HOME"]).samefile(tmp_path)
    assert all(
        Path(value).is_relative_to(tmp_path) for name, value in found.items() if name.startswith("XDG_")
    )
    assert set(found) & {"DISPLAY", "TMUX", "SSH_CONNECTION", "COLORTERM"} == set()


def test_program_holds_the_controlling_terminal(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", "import os; print('leader', os.tcgetpgrp(0) == os.getpgrp())"]
    with Terminal(argv, env=environment(tmp_path), cwd=tmp_path) as terminal:
        terminal.wait_for("leader True")


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("plain “words” 東京", []),
        ("\x1b[1;31mred\x1b[0m", ["\x1b[1;31m", "\x1b[0m"]),
        ("\x1b[?1049h\x1b[>1u\x1b[2 q", ["\x1b[?1049h", "\x1b[>1u", "\x1b[2 q"]),
        ("\x1b]0;title\x07\x1b]52;c;YQ==\x1b\\", ["\x1b]0;title\x07", "\x1b]52;c;YQ==\x1b\\"]),
        ("\x1bPq data\x1b\\\x1b_apc\x1b\\", ["\x1bPq data\x1b\\", "\x1b_apc\x1b\\"]),
        ("\x1b(B\x1b7\x1bc", ["\x1b(B", "\x1b7", "\x1bc"]),
        ("bell\x07 nel\x85 csi\x9b2J", ["\x07", "\x85", "\x9b"]),
        ("never ended \x1b]0;title", ["\x1b"]),
        ("\x1b", ["\x1b"]),
    ],
)
def test_sequences(stream: str, expected: list[str]) -> None:
    assert list(sequences(stream)) == expected


def test_printed_is_the_rest() -> None:
    assert printed("\x1b[1mmore\x1b[0m than \x1b]8;;x\x07$2\x1b]8;;\x07\r\n") == "more than $2"


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_is_one_sequence_or_one_character(key: str) -> None:
    assert list(sequences(KEYS[key])) == [KEYS[key]] or len(KEYS[key]) == 1
