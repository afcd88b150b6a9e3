"""The tour from within the reader: over what is being read, and back to it."""

import asyncio
import tempfile
from pathlib import Path

from textual.app import App

from tui.screens.reader import ReaderScreen
from tui.tour import offer
from tui.tour.desk import TourDesk, set_up
from tui.tour.screen import TourScreen


async def begin(app: App[None]) -> None:
    """Put the tour over the screen, unless it is there already."""
    if any(isinstance(screen, TourScreen) for screen in app.screen_stack):
        return
    offer.settle()
    if isinstance(app.screen, ReaderScreen):
        app.screen.withdraw_offer()
    # Removed at the end of the program at the latest.
    folder = tempfile.TemporaryDirectory(prefix="copydesk-tour-", ignore_cleanup_errors=True)
    desk, first = await asyncio.to_thread(set_up, Path(folder.name), app.theme)
    await asyncio.wrap_future(first)

    def end(_: None) -> None:
        app.run_worker(asyncio.to_thread(_put_away, desk, folder))

    await app.push_screen(TourScreen(desk, first, back=True), end)


def _put_away(desk: TourDesk, folder: "tempfile.TemporaryDirectory[str]") -> None:
    desk.close()
    folder.cleanup()
