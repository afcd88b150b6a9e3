"""A person at a terminal: presses keys in the real program and looks at what it has drawn.

The program runs on a real pseudo-terminal; pyte is the screen. Nothing sleeps: one waits for what
should be seen, and the failure shows what was there instead.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyte

from tests.support.pty import Child

#: The console script as it was installed beside the interpreter that runs the tests.
COPYDESK = str(Path(sys.executable).with_name("copydesk"))

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+c": "\x03",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+r": "\x12",
}

_SEQUENCE = re.compile(
    r"""
      \x1b\[ [0-?]* [\ -/]* [@-~]                        # CSI
    | \x1b\] [^\x07\x1b]* (?: \x07 | \x1b\\ )            # OSC
    | \x1b[PX^_] [^\x1b]* \x1b\\                         # DCS, SOS, PM, APC
    | \x1b[\ -/]* [0-OQ-WYZ\\`-~]                        # two or three characters
    | [\x00-\x1f\x7f-\x9f]                               # a control on its own, a stray ESC among them
    """,
    re.VERBOSE,
)

Condition = str | Callable[["Terminal"], bool]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the whole environment of a program: nothing of the user's but the PATH."""
    folders = {name: str(home / folder) for name, folder in _FOLDERS.items()}
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "COPYDESK_DB": str(home / "copydesk.db"),
        "COPYDESK_ANNOTATOR": "tester",
        **folders,
        **more,
    }


_FOLDERS = {
    "HOME": ".",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}


def sequences(stream: str) -> Iterator[str]:
    """List the escape sequences and control characters of what a program wrote, in order (ECMA-48)."""
    return (found.group() for found in _SEQUENCE.finditer(stream))


def printed(stream: str) -> str:
    """Return what a program wrote without its escape sequences and control characters."""
    return _SEQUENCE.sub("", stream)


class Terminal(Child):
    """A program, its keyboard and its screen."""

    def __init__(
        self, argv: Sequence[str], *, rows: int = 24, columns: int = 80, env: Mapping[str, str], cwd: Path
    ) -> None:
        super().__init__(argv, rows=rows, columns=columns, env=env, cwd=cwd)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    def read(self, timeout: float) -> bytes:
        """Take what it writes next, and draw it."""
        data = super().read(timeout)
        # The kitty keyboard's "CSI < u", which pyte takes for text.
        self._stream.feed(data.replace(b"\x1b[<u", b""))
        return data

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the spaces at their ends."""
        # Not `screen.display`, which fails on half of a wide character that was drawn over.
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        rows = range(self.screen.lines)
        return ["".join(buffer[row][column].data for column in columns).rstrip() for row in rows]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def written(self) -> str:
        """Everything it wrote, escape sequences included."""
        return self.received.decode(errors="surrogateescape")

    def press(self, *keys: str) -> None:
        """Press keys: names as Textual has them, or the character itself."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def resize(self, rows: int, columns: int) -> None:
        """Change the size of the terminal and of the screen that shows it."""
        self.screen.resize(rows, columns)
        super().resize(rows, columns)

    def wait_for(self, condition: Condition, timeout: float = 20.0) -> None:
        """Wait until a text stands on the screen or a condition holds; the failure shows the screen."""
        deadline = time.monotonic() + timeout
        while not self._holds(condition):
            if time.monotonic() > deadline or (self.hung_up and not self.read(0)):
                state = "hung up" if self.hung_up else f"not within {timeout} s"
                raise AssertionError(f"{condition!r}: {state}\n{self.text}")
            self.read(0.05)

    def _holds(self, condition: Condition) -> bool:
        return condition in self.text if isinstance(condition, str) else condition(self)

    def wait_until_quiet(self, seconds: float = 0.3, timeout: float = 20.0) -> None:
        """Wait until nothing has been drawn for so long; for what cannot be waited for by its looks."""
        deadline = time.monotonic() + timeout
        while self.read(seconds):
            assert time.monotonic() < deadline, f"still drawing after {timeout} s\n{self.text}"

    def row_of(self, words: str) -> int:
        """Return the row in which the words stand, from 0; -1 when they are not on the screen."""
        return next((row for row, line in enumerate(self.lines) if words in line), -1)

    def is_restored(self) -> bool:
        """Tell whether the terminal is as it was found: main screen, cursor, no mouse, cooked."""
        modes: dict[str, bool] = {}
        for sequence in sequences(self.written):
            if found := re.fullmatch(r"\x1b\[\?([\d;]+)([hl])", sequence):
                modes |= dict.fromkeys(found[1].split(";"), found[2] == "h")
        left_on = [mode for mode in ("1049", "1000", "1002", "1003", "1006", "2004") if modes.get(mode)]
        return not left_on and modes.get("25", True) and self.settings == self.settings_before
