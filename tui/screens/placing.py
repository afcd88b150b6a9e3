"""Tags that lost their place when the file was edited: shown, then placed by hand or dropped."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from annotations.decisions import excerpt
from annotations.records import Orphan
from tui.desk import Desk, Opened
from tui.screens.context import Context
from tui.screens.suggesting import SuggestingScreen
from tui.widgets.page.page import Page


class PlacingScreen(SuggestingScreen):
    """An article of which an earlier version had tags that are not on this one.

    One of them at a time is in hand: then ``enter`` puts it on what is selected, and ``x`` drops it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "W",
            "lost",
            "lost tags",
            id="tag.lost",
            tooltip="Tags that lost their place when the file was edited: look, place, drop",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._in_hand: Orphan | None = None

    async def action_lost(self) -> None:
        """List the tags without a place, and take the one that is chosen in hand."""
        if self.session is None or not self.session.orphans:
            self.say("every tag of this article has its place")
            return
        session, left = self.session, await self.desk.surroundings(self.session)

        from tui.screens.orphans import OrphansScreen  # noqa: PLC0415 - not needed for the first paint

        def take(chosen: Orphan | None) -> None:
            if chosen is not None and self.session is session:
                self._take_in_hand(chosen)

        colours = {orphan.tag.label: self.colour(self.mark(orphan.tag.label)[1]) for orphan in left}
        await self.app.push_screen(OrphansScreen(left, colours), take)

    def _take_in_hand(self, orphan: Orphan) -> None:
        """Go to where one may begin to look for it; nothing is selected, so nothing is suggested either."""
        self._in_hand = orphan
        page = self.query_one(Page)
        page.drop_selection()
        page.move_caret(orphan.near)
        self.show_hints()

    async def action_edit(self) -> None:
        """Put what is in hand on what is selected; with empty hands, edit the tag at the caret."""
        if self._in_hand is None or self.session is None:
            await super().action_edit()
            return
        page = self.query_one(Page)
        if page.selection is None:
            self.say(f"select the words that are {self._in_hand.tag.label} now")
            return
        placed = self.session.place(self._in_hand.tag.id, page.selection)
        page.drop_selection()
        await self._on_to_next(f"{placed.label} placed")

    async def action_remove(self) -> None:
        """Drop what is in hand; with empty hands, remove the tag at the caret."""
        if self._in_hand is None or self.session is None:
            await super().action_remove()
            return
        dropped = self.session.drop(self._in_hand.tag.id)
        await self._on_to_next(f"{dropped.label} dropped")

    async def _on_to_next(self, told: str) -> None:
        """Say what was done, and take the next one in hand."""
        assert self.session is not None
        self._in_hand = None
        left = len(self.session.orphans)
        self.done(f"{told}; {left} left" if left else f"{told}; that was the last one")
        if left:
            self._take_in_hand((await self.desk.surroundings(self.session))[0])

    async def action_leave_off(self) -> None:
        """Drop what was begun; where that was not the selection, lay what is in hand back on the list."""
        await super().action_leave_off()
        if not self.query_one(Page).dropped:
            self._in_hand = None
            self.show_hints()

    def has_begun(self) -> bool:
        """Tell whether something was begun that escape drops."""
        return self._in_hand is not None or super().has_begun()

    def show(self, opened: Opened) -> None:
        """Put an article on the page; what is in hand belongs to another one."""
        self._in_hand = None
        super().show(opened)

    def context(self) -> Context:
        """Say what is in hand, and what can be done with it."""
        above = super().context()
        if self._in_hand is None or above.special:
            return above
        tag = self._in_hand.tag
        keys = self.hints(
            "tag.edit:place on selection", "tag.remove:drop", "page.drop:later", "page.sentence"
        )
        return Context(f"{tag.label} “{excerpt(tag.text, 18)}”", keys, labels=False)
