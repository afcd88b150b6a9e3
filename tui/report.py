"""What is said outside the screen, on standard error: one sentence each, whatever it is about."""

import codecs
import io
import sys
from collections.abc import Iterator, Mapping
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


def speak_utf8() -> None:
    """Write UTF-8 on the terminal whatever the locale says: anything else would draw the page in escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def odd_locale(environ: Mapping[str, str]) -> str | None:
    """Return a sentence for a user whose locale names another encoding than UTF-8."""
    named = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG")
    if not named or "utf" in named.lower():
        return None
    return f"the locale {named} is not UTF-8: if the page looks odd, set LC_ALL=C.UTF-8"


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """Turn an error that the user can mend into one sentence and the exit code of its kind."""
    try:
        yield
    except CopydeskError as error:
        complain(f"copydesk: {error}")
        sys.exit(error.exit_code)
