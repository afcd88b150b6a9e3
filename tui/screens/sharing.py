"""A reader that sees what another window on the same database decides."""

from contextlib import suppress

from textual import work

from annotations.errors import CopydeskError
from tui.desk import Desk
from tui.screens.guiding import GuidedScreen
from tui.widgets.page.page import Page

#: Seconds between two looks: what another window did is seen within two.
_OFTEN = 1.0


class SharingScreen(GuidedScreen):
    """A reader that need not be the only one at its database."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        #: Whether something that another window wrote has not been taken over yet.
        self.is_behind = False
        #: How often the database was looked at.
        self.looks = 0
        self._asking = False

    def on_mount(self) -> None:
        """Look at the database from now on."""
        self.set_interval(_OFTEN, self.follow_others)

    @work(group="others")
    async def follow_others(self) -> None:
        """Show what another program has written of this article, unless something was begun here."""
        if self._asking:
            return
        self._asking = True
        try:
            # What is wrong with the database is said where something is wanted of it.
            with suppress(CopydeskError):
                self.is_behind |= await self.desk.elsewhere.changed(self.desk.ask)
                if self.is_behind and not self._is_busy():
                    self.is_behind = not await self._catch_up()
        finally:
            self._asking = False
            self.looks += 1

    def _is_busy(self) -> bool:
        """Tell whether something was begun that should not be disturbed."""
        selected = self.query_one(Page).selection is not None
        return self.session is None or selected or bool(self._unsaved) or self.has_begun()

    async def _catch_up(self) -> bool:
        """Take over what is on disk; tell whether that was possible before something was decided here."""
        session, decided = self.session, self.desk.decided
        assert session is not None
        there, past = await self.desk.now(session.article)
        if self.session is not session or self.desk.decided != decided or self._is_busy():
            return False
        before = (session.tags, session.state)
        session.replace(there.tags, there.progress, there.settled, there.orphans)
        self.desk.history.reload(past.done, past.undone, complete=past.complete)
        if (session.tags, session.state) != before:
            self.show_tags()
            self.say("this article was changed in another window")
        return True
