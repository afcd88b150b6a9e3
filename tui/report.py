"""What is said outside the screen, on standard error: one sentence each, whatever it is about."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from annotations.errors import CopydeskError
from annotations.text import display


class NoTerminalError(CopydeskError):
    """The reader was asked for where there is no terminal to read on."""

    exit_code = 2


def complain(message: str) -> None:
    """Say something on standard error; foreign words in it can do no harm."""
    sys.stderr.write(display(message) + "\n")
    sys.stderr.flush()


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turn an error that the user can mend into one sentence and the exit code of its kind."""
    try:
        yield
    except CopydeskError as error:
        complain(f"copydesk: {error}")
        sys.exit(error.exit_code)
