"""The program on the screen: its theme, its one way to report errors, its start and its end."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import App, SystemCommand
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import WorkerFailed

from annotations.errors import CopydeskError, StoreError
from annotations.intake import Batch
from annotations.records import Refusal
from annotations.store import Opened, Recovered
from annotations.text import display
from tui import report, theme
from tui.desk import Desk
from tui.hands import Hands
from tui.ordered import ActionNamespaces, OrderedApp
from tui.screens.reader import ReaderScreen
from tui.widgets.keybar import KeyBar

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tui.keyboard import Burst

#: Seconds after the first paint, when the day's copy of the database is made.
COPY_AFTER = 5.0


class CopydeskApp(OrderedApp):
    """The reader and everything around it."""

    TITLE = "copydesk"
    CSS_PATH = "tui.tcss"
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 3.0

    def __init__(
        self,
        desk: Desk,
        opened: "Future[Opened]",
        source: Iterable[Batch] = (),
        reader: type[ReaderScreen] = ReaderScreen,
        *,
        offers_tour: bool = False,
    ) -> None:
        super().__init__()
        self.desk = desk
        #: What was not taken of the input, to be said again after the end.
        self.refusals: list[Refusal] = []
        #: Why the reader could not go on, to be said after the end.
        self.failure: CopydeskError | None = None
        self._opened = opened
        self._source = source
        self._reader = reader
        self._offers_tour = offers_tour
        self._dress(desk.settings.theme)
        if desk.settings.keymap:
            self.set_keymap(desk.settings.keymap)

    def _dress(self, wanted: str) -> None:
        """Choose the theme before anything is styled: to change it later would style everything twice."""
        for one in (theme.DARK, theme.LIGHT):
            self.register_theme(one)
        self.set_reactive(App.theme, wanted)
        dark = self.current_theme.dark
        classes = {f"-theme-{self.theme}": True, "-dark-mode": dark, "-light-mode": not dark}
        self.update_classes(classes, update=False)
        # No style has been read yet, so this is all there is to do.
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Tell pastes from typing and keep columns, where Textual would take its own driver for terminals."""
        usual = super().get_driver_class()
        if usual.__module__ != "textual.drivers.linux_driver":
            return usual
        from tui.columns import SteadyTerminal  # noqa: PLC0415 - it cannot be imported on Windows

        return SteadyTerminal

    def on_terminal_gone(self) -> None:
        """End as by the signal that a closed terminal sends, which was lost or is ignored."""
        self._leave(128 + signal.SIGHUP)

    async def on_burst(self, event: "Burst") -> None:
        """Hold what was pasted without being marked as such until it is confirmed."""
        from tui.screens.dialogs import HeldKeys  # noqa: PLC0415 - not needed for the first paint

        def go_on(wanted: bool | None) -> None:
            for key in event.keys if wanted else ():
                self.post_message(key)

        typed_in = getattr(self.focused, "take", None)
        if typed_in is not None:
            for key in event.keys:
                typed_in(key)
        else:
            await self.push_screen(HeldKeys(len(event.keys)), go_on)

    def get_default_screen(self) -> Screen[None]:
        """Start in the reader."""
        return self._reader(self.desk, self._opened)

    def on_mount(self) -> None:
        """Be ready to be told to go, and to go at once."""
        asyncio.get_running_loop().set_default_executor(Hands())
        self._restore_on_signals()

    @on(ReaderScreen.Furnished)
    async def _open_first(self) -> None:
        """Show the first article; the others are taken in behind it."""
        reader = self.screen
        assert isinstance(reader, ReaderScreen)
        if reader.desk is not self.desk:  # The tour brings its own.
            return
        self.desk.on_unsaved = partial(self._from_store, reader)
        try:
            opened = await asyncio.wrap_future(self._opened)
            if reader.session is None:
                reader.show(opened)
        except CopydeskError as error:
            self.fail(error)
            return
        self.call_after_refresh(self._after_first_paint)

    def _after_first_paint(self) -> None:
        """Begin with what could wait: a new database, the other articles, looking for garbage."""
        gc.freeze()
        gc.enable()
        self.desk.store.start()
        self.desk.store.ready.add_done_callback(partial(self._from_thread, self._store_is_ready))
        self.set_timer(0.2, lambda: self.desk.store.submit(lambda store: store.warm()))
        self.set_timer(COPY_AFTER, partial(self.run_worker, self._keep_copy, thread=True))
        if self.desk.queue.resumed:
            self._tell_resumed()
        if self._offers_tour:
            self._offer_tour()
        if odd := report.odd_locale(os.environ):
            self.say(odd, warning=True)
        self.run_worker(self._take_in, thread=True)

    def _tell_resumed(self) -> None:
        """Say which articles are the queue, where that was chosen in an earlier run."""
        from tui.screens.library.head import filters_in_words  # noqa: PLC0415 - not needed for the first paint

        filters = " · ".join(filters_in_words(self.desk.queue.view, self.desk.annotator))
        self.say(f"queue as you left it: {filters}")

    def _offer_tour(self) -> None:
        from tui.tour import offer  # noqa: PLC0415 - rarely needed

        if offer.is_open() and isinstance(self.screen, ReaderScreen):
            self.screen.offer_tour(offer.settle)

    async def action_tour(self) -> None:
        """Take the tour over what is being read, which is as it was when one comes back."""
        from tui.tour.begin import begin  # noqa: PLC0415 - rarely needed

        await begin(self)

    def _keep_copy(self) -> None:
        try:
            self.desk.keep_copy()
        except CopydeskError as error:
            self._from_thread(self.say, f"no copy of today: {error}")

    def _store_is_ready(self, ready: Future[Recovered]) -> None:
        error = ready.exception()
        if isinstance(error, CopydeskError):
            self.fail(error)
        elif error is not None:
            raise error
        else:
            if self.desk.store.read_only:
                self.say(self.desk.store.read_only, warning=True)
            self._tell_recovered(ready.result())

    def _tell_recovered(self, recovered: Recovered) -> None:
        if recovered.saved:
            self.say(f"{recovered.saved} decisions of an earlier run were saved now")
        for file in recovered.files:
            self.say(f"decisions of an earlier run do not fit; they are kept in {file}", warning=True)

    def _take_in(self) -> None:
        """Read the rest of the sources and put them into the database and the queue."""
        for batch in self._source:
            try:
                self.desk.add(batch.articles)
            except CopydeskError as error:
                self._from_thread(self.say, str(error))
                return
            self._from_thread(self._taken_in, batch.refusals)
            if self.desk.leaving.is_set():
                return

    def _from_thread(self, then: Callable[..., None], *arguments: object) -> None:
        if self.is_running:
            self.call_later(then, *arguments)

    def _taken_in(self, refusals: Iterable[Refusal]) -> None:
        for refusal in refusals:
            self.refusals.append(refusal)
            self.say(f"not taken: {refusal}", warning=True)
        if isinstance(self.screen, ReaderScreen):
            self.screen.show_story()

    def _from_store(self, reader: ReaderScreen, waiting: int, error: StoreError | None) -> None:
        self._from_thread(reader.show_unsaved, waiting, error)

    def exit(
        self, result: None = None, return_code: int = 0, message: "RenderableType | None" = None
    ) -> None:
        """Leave, and tell what goes on in the background to end."""
        self.desk.leaving.set()
        super().exit(result, return_code, message)

    def fail(self, error: CopydeskError) -> None:
        """End the program, and say why when the terminal is restored."""
        self.failure = error
        self.exit(return_code=1)

    def _restore_on_signals(self) -> None:
        """Leave the terminal as it was when told to go: by default Textual dies with it left raw."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            loop.add_signal_handler(number, self._leave, 128 + number)
        loop.add_signal_handler(signal.SIGINT, self._leave, 130)

    def _leave(self, code: int) -> None:
        try:
            for screen in self.screen_stack:
                if isinstance(screen, ReaderScreen):
                    screen.leave()
        finally:
            self.exit(return_code=code)

    @property
    def mistake(self) -> Exception | None:
        """What was wrong in the program and ended it, to be reported when the terminal is restored."""
        return self._exception

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, NoMatches) and not self.is_running:
            # What was still at work while the screens were taken down found its widget gone: no mistake.
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # By default every variable of every function is printed, articles among them.
        self._close_messages_no_wait()

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: ActionNamespaces | None = None,
    ) -> bool:
        """Run an action; what the user can mend is said in a sentence, the rest crashes."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except CopydeskError as error:
            self.say(str(error), warning=True)
            return True

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a notice over the keys, or where there is no room for it, over the page.

        Foreign words in it can do no harm.
        """
        told = display(message)
        bars = (bar for screen in reversed(self.screen_stack) for bar in screen.query(KeyBar))
        bar = next(bars, None)
        if bar is None or not bar.tell(told, warning=warning):
            self.notify(told, severity="warning" if warning else "information", markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """List every key's action in the command palette, by its words, and every label."""
        from tui import palette  # noqa: PLC0415 - not needed for the first paint

        own = super().get_system_commands(screen)
        yield from (command for command in own if command.title not in palette.NOT_OFFERED)
        yield from palette.commands(screen, self.run_action)
