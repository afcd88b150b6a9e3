"""A mistake of the program: one sentence on the terminal, its place in a file without a word of an article.

Python and Textual would print the traceback, Textual with the values of all variables: articles, that is,
and whatever in them commands a terminal.
"""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from tui.report import complain

#: So much of what an error says is shown: it may quote an article.
_LONGEST = 120


def watch() -> None:
    """Have mistakes reported here from now on, those in threads and in other people's logging too."""
    import logging  # noqa: PLC0415 - with the reader it is there already

    sys.excepthook = _unhandled
    threading.excepthook = lambda args: write_down(args.exc_value) and None
    # What nobody listens to would be written on the screen, raw.
    logging.lastResort = logging.NullHandler()


def _unhandled(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, Exception):
        complain(sentence(error, write_down(error)))


def sentence(error: Exception, written: Path | None) -> str:
    """Return what the user is told of a mistake."""
    said = " ".join(str(error).split())[:_LONGEST]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    where = f"; where it happened is in {written}" if written else ""
    return f"copydesk: a mistake in the program ended it ({what}). What was shown as saved is saved{where}"


def write_down(error: BaseException | None) -> Path | None:
    """Write where an error came from into a file for its owner only; return it, or None if that cannot be.

    What the error says is left out: it may quote an article.
    """
    from platformdirs import user_state_path  # noqa: PLC0415 - not needed while all is well

    path = user_state_path("copydesk", appauthor=False) / "crash.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            file.writelines(_lines(error))
    except OSError:
        return None
    return path


def _lines(error: BaseException | None) -> Iterator[str]:
    import platform  # noqa: PLC0415 - neither are these
    import traceback  # noqa: PLC0415
    from importlib.metadata import version  # noqa: PLC0415

    programs = ", ".join(f"{name} {version(name)}" for name in ("copydesk", "textual", "spacy"))
    yield f"{programs}, Python {platform.python_version()} on {platform.system()}\n"
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"\n{type(error).__module__}.{type(error).__qualname__}\n"
        yield from traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__)).format()
        error = error.__cause__ or error.__context__
