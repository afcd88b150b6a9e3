"""The reader: one article after another from the queue, each left in a state."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotations.records import State
from annotations.store import Opened
from tui.desk import Desk
from tui.screens.sharing import SharingScreen
from tui.widgets.keybar import KeyBar
from tui.widgets.notice import Notice
from tui.widgets.page.page import Page


class ReaderScreen(SharingScreen):
    """Walk the queue; mark articles done, skipped or flagged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "next", "next article", id="queue.next", key_display="]"),
        Binding("left_square_bracket", "previous", "previous article", id="queue.previous", key_display="["),
        Binding(
            "D", "done", "done, next", id="queue.done", tooltip="Seen to the end: on to the next article"
        ),
        Binding("S", "skip", "skip", id="queue.skip", tooltip="Not for me: on to the next article"),
        Binding("F", "flag", "flag", id="queue.flag", tooltip="Mark for another look, or take the mark away"),
        Binding(
            "U",
            "unfinished",
            "next unfinished",
            id="queue.unfinished",
            tooltip="The next one not done yet",
        ),
        Binding("L", "library", "library", id="app.library", tooltip="All articles of the queue"),
        Binding("question_mark", "help", "help", id="app.help", key_display="?", tooltip="Every key"),
        Binding(
            "H",
            "app.tour",
            "tour",
            show=False,
            id="app.tour",
            tooltip="Learn the reader in five steps, on articles of its own",
        ),
        Binding("q", "quit", "quit", id="app.quit", tooltip="Leave; everything is saved"),
    ]

    def __init__(self, desk: Desk, first: Future[Opened]) -> None:
        super().__init__(desk)
        self._beginning = first
        #: What remembers that the tour was declined, while it is offered.
        self._decline: Callable[[], None] | None = None

    def begin(self) -> None:
        """Show the first article if it has been found by now."""
        if self._beginning.done() and self._beginning.exception() is None:
            self.show(self._beginning.result())

    def offer_tour(self, decline: Callable[[], None]) -> None:
        """Offer the tour in a quiet line, until it is taken or declined; nothing waits for an answer."""
        self._decline = decline
        [key] = [hint.key for hint in self.hints("app.tour")]
        self.query_one(KeyBar).standing = Notice(f"New here? {key}: a tour in five steps · esc: no, thanks")

    def withdraw_offer(self) -> None:
        """Offer the tour no longer."""
        self._decline = None
        self.query_one(KeyBar).standing = Notice()

    async def action_leave_off(self) -> None:
        """Drop what was begun; with nothing begun, decline the tour."""
        if self._decline is not None and not self.has_begun():
            self._decline()
            self.withdraw_offer()
        await super().action_leave_off()
        self.query_one(Page).dropped = False

    async def action_next(self) -> None:
        """Go to the next article of the queue."""
        await self._walk(1)

    async def action_previous(self) -> None:
        """Go to the previous article of the queue."""
        await self._walk(-1)

    async def action_unfinished(self) -> None:
        """Go to the next article that is neither done nor skipped, after the last one to the first."""
        if self.session is None:
            return
        unfinished = await self.desk.next_unfinished(self.session.article.id)
        if unfinished is None:
            self.say("all other articles are done or skipped")
        else:
            await self.open(unfinished)

    async def _walk(self, by: int) -> None:
        if self.session is None:
            return
        by *= self.query_one(Page).take_count()
        following = await self.desk.step(self.session.article.id, by)
        if following is None:
            self.say("this is the last article" if by > 0 else "this is the first article")
            return
        await self.open(following)

    async def action_done(self) -> None:
        """Mark the article done, with or without tags, and go on."""
        await self._finish("done")

    async def action_skip(self) -> None:
        """Mark the article skipped, and go on."""
        await self._finish("skipped")

    async def _finish(self, state: State) -> None:
        if self.session is None:
            return
        if self.session.progress.state != state:
            self.session.set_state(state)
        self.show_story()
        if await self.desk.step(self.session.article.id) is None:
            self.say(f"{state}; that was the last article")
        else:
            await self._walk(1)

    def action_flag(self) -> None:
        """Flag the article for another look, or take the flag away."""
        if self.session is not None:
            self.session.set_state("open" if self.session.progress.state == "flagged" else "flagged")
            self.show_story()

    async def action_library(self) -> None:
        """Choose an article, and which articles are the queue."""
        from tui.screens.library.screen import LibraryScreen  # noqa: PLC0415 - not needed for the first paint

        current = self.session.article.id if self.session is not None else ""
        self.app.push_screen(LibraryScreen(self.desk, current), self._open_chosen)

    async def _open_chosen(self, article: str | None) -> None:
        if article is not None and (self.session is None or article != self.session.article.id):
            await self.open(article)

    def action_help(self) -> None:
        """Show every key, and what the labels mean."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415 - not needed for the first paint

        self.app.push_screen(HelpScreen(self.desk.scheme, (self, self.query_one(Page))))

    def action_quit(self) -> None:
        """Keep the place and leave."""
        self.leave()
        self.app.exit()
