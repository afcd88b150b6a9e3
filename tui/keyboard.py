"""The keyboard: what is a key, and what only looks like one.

Terminals say where a paste begins and ends, and Textual listens to that. Some do not: then every letter
of what was pasted would be a key, and tag or dismiss something. So what arrives in one piece and reads like
text is held until it is confirmed.
"""

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper
from time import monotonic
from typing import TextIO, cast

from textual import constants
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste
from textual.message import Message

#: A person who types ahead over a slow line sends fewer different keys at once than this, or repeats few.
_MANY, _DIFFERENT = 16, 8
#: How much of what was pasted is letters and spaces, at least.
_LETTERS = 0.7
#: How much is read at a time, and how long to wait before a look at keys that came in part, in seconds.
_BYTES, _WAIT = 4096, 0.05
#: So often nothing is read of a terminal that is gone, half a second, before one does without the signal.
_GONE = 10
#: An escape, or several, that begin no sequence (ECMA-48, 5.3 and 5.6: CSI, OSC, SS3, DCS, SOS, PM, APC).
_LONE_ESCAPE = re.compile(r"\x1b(?=\x1b*[^\x1b\[\]OPX^_])")


class Burst(Message):
    """Many keys came at once, as when text is pasted; ``keys`` have not been acted on."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self.keys = keys


class TerminalGone(Message):
    """Nobody holds the other end of the terminal any more, and no signal has ended the program."""


def reads_like_text(messages: Sequence[Message]) -> bool:
    """Tell whether what came in one piece is rather a paste than keys that were pressed."""
    typed = [message.character for message in messages if isinstance(message, Key) and message.character]
    if len(typed) < _MANY or len(set(typed)) < _DIFFERENT or len(typed) < len(messages):
        return False
    return sum(char.isalpha() or char.isspace() for char in typed) >= _LETTERS * len(typed)


class Escapes:
    """Tells the escape key from the beginning of a sequence that a longer key sends.

    Whoever presses escape and soon another key sends what might be that key with ``alt``, and Textual would
    take it for something else altogether. Here it is two keys. ``alt`` with an arrow is a longer sequence.
    """

    def __init__(self, feed: Callable[[str], Iterable[Message]], delay: float) -> None:
        self._feed = feed
        self._delay = delay
        #: Escapes of which one cannot say yet what they are, and when they came.
        self._held = ""
        self._since = 0.0

    def took(self, data: str, now: float) -> Iterator[Message]:
        """Yield the keys in what came; escapes at its end wait for what follows."""
        data = self._held + data
        whole = data.rstrip("\x1b")
        self._held, self._since = data[len(whole) :], now
        first, *others = _LONE_ESCAPE.split(whole)
        yield from self._read(first)
        for piece in others:
            yield Key("escape", "\x1b")
            yield from self._read(piece)

    def _read(self, data: str) -> Iterable[Message]:
        # To feed nothing would be to say that nothing will ever come again.
        return self._feed(data) if data else ()

    def waited(self, now: float) -> Iterator[Message]:
        """Yield the escapes that nothing followed for so long that they must be the key."""
        if now - self._since >= self._delay:
            held, self._held = self._held, ""
            yield from (Key("escape", "\x1b") for _ in held)


class Outlet:
    """What is written to the terminal, for as long as there is one.

    Textual writes in a thread, from a queue of 30 pieces. If that thread died of a terminal that was closed,
    the piece after the thirtieth would block the program for ever, before the signal that ends it is seen.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.fileno = file.fileno

    def write(self, text: str) -> None:
        """Write ``text``, or nothing where nobody holds the other end any more."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Send what was written on its way."""
        with suppress(OSError):
            self._file.flush()


class Keyboard(LinuxDriver):
    """Textual's driver for Linux and macOS, which looks at what came in one piece as a whole."""

    def __init__(self, app: App[object], *, debug: bool, mouse: bool, size: tuple[int, int] | None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast("TextIOWrapper", Outlet(self._file)) if self._file else None
        self._suspended = False

    def suspend_application_mode(self) -> None:
        """Give the terminal to somebody else."""
        super().suspend_application_mode()
        self._suspended = True

    def resume_application_mode(self) -> None:
        """Take the terminal back, unless that must wait because the program is in the background."""
        super().resume_application_mode()
        self._suspended = self._key_thread is None or not self._key_thread.is_alive()

    def _sigcont_application(self, *details: object) -> None:
        # Closing a terminal sends this signal too. Where nothing was suspended, Textual would begin anew:
        # beside what it began before, or after its end; and a thread that reads keys would never end.
        if self._suspended or self._key_thread is None:
            super()._sigcont_application(*details)

    def run_input_thread(self) -> None:
        """Read keys until told to end."""
        parser = XTermParser(self._debug)
        escapes = Escapes(parser.feed, constants.ESCAPE_DELAY)
        decode = getincrementaldecoder("utf-8")("replace").decode
        gone = 0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                came: list[Message] = []
                if selector.select(_WAIT):
                    data = self._read()
                    came += escapes.took(decode(data), monotonic())
                    if not data:
                        # The terminal is gone, and the signal that says so on its way.
                        gone += 1
                        came += [TerminalGone()] if gone == _GONE else []
                        self.exit_event.wait(_WAIT)
                came += escapes.waited(monotonic())
                came += parser.tick()
                self._deliver(came)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _BYTES)
        except OSError:  # EIO: nobody holds the other end any more
            return b""

    def _deliver(self, came: Sequence[Message]) -> None:
        # What is pasted may hold the end of a paste: what follows it looks like keys and is none.
        pasted = [message for message in came if isinstance(message, Paste)]
        typed = [message for message in came if not isinstance(message, Paste)]
        if reads_like_text(typed):
            for paste in pasted:
                self.process_message(paste)
            self.send_message(Burst([message for message in typed if isinstance(message, Key)]))
            return
        for message in came:
            self.process_message(message)
