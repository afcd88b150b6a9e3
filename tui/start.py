"""From the command line to the first paint, by the shortest way.

An existing database is opened while Textual is imported. A new one is made after the first paint: there is
nothing in it that the page could show, and making it takes longer than showing the page.
"""

import gc
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from annotations.intake import Batch, batches, read_all
from annotations.records import Article
from tui.config import Options, Settings, resolve
from tui.report import NoTerminalError, complain, speak_utf8

#: An arrow key that arrives in pieces over a slow line must not be taken for escape and a letter.
ESCAPE_DELAY_MS = "600"

#: How long one thread of Python may keep another waiting.
SWITCH_SECONDS = 0.0005


def run_reader(options: Options, paths: Sequence[str], encoding: str | None) -> int:
    """Open the reader and return the exit code; raises ``CopydeskError`` before the screen is touched."""
    check_terminal(paths)
    # Nothing that is imported becomes garbage: looking for some meanwhile takes a tenth of the time.
    gc.disable()
    os.environ.setdefault("ESCDELAY", ESCAPE_DELAY_MS)
    settings = resolve(options, Path.cwd(), os.environ)
    source = batches(read_all(paths, encoding=encoding))
    taken, first = _up_to_first_article(source)
    if paths and first is None:
        for refusal in (refusal for batch in taken for refusal in batch.refusals):
            complain(f"copydesk: {refusal}")
        return 1
    if "-" in paths:
        _give_back_the_keyboard()
    return _run(settings, paths, first, chain(taken, source))


def _run(settings: Settings, paths: Sequence[str], first: Article | None, source: Iterable[Batch]) -> int:
    from tui.desk import Desk  # noqa: PLC0415 - in this order, see above

    # Or else the store's thread waits 5 ms after each statement for the loop that is painting meanwhile.
    sys.setswitchinterval(SWITCH_SECONDS)
    desk = Desk(settings)
    try:
        if settings.db.exists() or first is None:
            desk.store.start()
        opened = desk.first(paths, first)
        from tui import keys, theme  # noqa: PLC0415
        from tui.app import CopydeskApp  # noqa: PLC0415 - while the store thread opens the database

        keys.check(settings)
        theme.check(settings.theme, settings.config_source)
        speak_utf8()
        app = CopydeskApp(desk, opened, source, offers_tour=desk.is_new)
        app.run()
    finally:
        left = desk.close()
    for refusal in app.refusals:
        complain(f"not taken: {refusal}")
    if left is not None:
        complain(f"not saved; kept for the next start in {left}")
    if app.failure is not None:
        raise app.failure
    if app.mistake is not None:
        raise app.mistake
    return app.return_code or (1 if app.refusals or left else 0)


def run_tour() -> int:
    """Take somebody through the tour; return the exit code."""
    check_terminal(())
    from tui.app import CopydeskApp  # noqa: PLC0415 - not needed to say that there is no terminal
    from tui.tour import offer  # noqa: PLC0415
    from tui.tour.desk import set_up  # noqa: PLC0415
    from tui.tour.screen import TourScreen  # noqa: PLC0415

    offer.settle()
    with tempfile.TemporaryDirectory(prefix="copydesk-tour-") as folder:
        desk, first = set_up(Path(folder))
        app = CopydeskApp(desk, first, reader=TourScreen)
        try:
            app.run()
        finally:
            desk.close()
    if app.mistake is not None:
        raise app.mistake
    return app.return_code or 0


def check_terminal(paths: Sequence[str]) -> None:
    """Raise ``NoTerminalError`` where the reader cannot draw, or has no keyboard."""
    if not (sys.stdout.isatty() and (sys.stdin.isatty() or "-" in paths)):
        raise NoTerminalError("the reader needs a terminal; `copydesk add` and `copydesk export` do not")
    if os.environ.get("TERM") == "dumb":
        raise NoTerminalError("the reader needs a terminal that can move its cursor; TERM is dumb")


def _give_back_the_keyboard() -> None:
    """Read keys from the terminal after an article was read from standard input."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        raise NoTerminalError(
            "the article came from standard input, and no terminal is there for the keys"
        ) from None
    os.dup2(terminal, 0)
    os.close(terminal)


def _up_to_first_article(source: Iterator[Batch]) -> tuple[list[Batch], Article | None]:
    taken: list[Batch] = []
    for batch in source:
        taken.append(batch)
        if batch.articles:
            return taken, batch.articles[0]
    return taken, None
