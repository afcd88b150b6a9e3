"""The keyboard: what arrives as one piece and reads like text is a paste, and is held until it is confirmed.

Terminals say where a paste begins and ends, and Textual listens to that. Some do not: then every letter
of what was pasted would be a key, and tag or dismiss something.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Sequence

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

#: A person who types ahead over a slow line sends fewer different keys at once than this, or repeats few.
_MANY, _DIFFERENT = 16, 8
#: How much of what was pasted is letters and spaces, at least.
_LETTERS = 0.7
#: How much is read at a time, and how long to wait for the rest of a key that came in part, in seconds.
_BYTES, _WAIT = 4096, 0.1


class Burst(Message, namespace="app"):
    """Many keys came at once, as when text is pasted; ``keys`` have not been acted on."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self.keys = keys


def reads_like_text(messages: Sequence[Message]) -> bool:
    """Tell whether what came in one piece is rather a paste than keys that were pressed."""
    typed = [message.character for message in messages if isinstance(message, Key) and message.character]
    if len(typed) < _MANY or len(set(typed)) < _DIFFERENT or len(typed) < len(messages):
        return False
    return sum(char.isalpha() or char.isspace() for char in typed) >= _LETTERS * len(typed)


class Keyboard(LinuxDriver):
    """Textual's driver for Linux and macOS, which looks at what came in one piece as a whole."""

    def run_input_thread(self) -> None:
        """Read keys until told to end."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                came: list[Message] = []
                if selector.select(_WAIT):
                    data = os.read(self.fileno, _BYTES)
                    came += parser.feed(decode(data))
                    if not data:
                        # The terminal is gone, and the signal that says so on its way.
                        self.exit_event.wait(_WAIT)
                came += parser.tick()
                self._deliver(came)

    def _deliver(self, came: Sequence[Message]) -> None:
        if reads_like_text(came):
            self.send_message(Burst([message for message in came if isinstance(message, Key)]))
            return
        for message in came:
            self.process_message(message)
