"""Reading: back to where one was, bookmarks, which layers show, one paragraph at a time."""

import asyncio
from bisect import insort
from concurrent.futures import Future
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from annotations.errors import StoreError
from annotations.records import Span
from annotations.store import Opened
from tui.desk import Desk
from tui.screens.context import Context
from tui.screens.searching import SearchScreen
from tui.trail import Place, Trail
from tui.widgets.keybar import KeyHint
from tui.widgets.page.marks import LAYERS
from tui.widgets.page.page import Page

#: A move of the caret over more code points than this is a jump that one may want to take back.
_JUMP = 2_500
#: What the layers are called.
_NAMES = {
    "entity": "names",
    "quote": "quotations",
    "indirect": "reported speech",
    "suggestion": "suggestions",
}


class ReadingScreen(SearchScreen):
    """An article that can be read in several ways."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t", "layers", "layers", id="view.layers", tooltip="Choose what is shown: names, quotations …"
        ),
        Binding(
            "Z", "dim", "focus", show=False, id="view.focus", tooltip="Dim all but the paragraph being read"
        ),
        Binding(
            "backspace",
            "back",
            "back",
            show=False,
            id="view.back",
            tooltip="Back to where the caret jumped from",
        ),
        Binding(
            "backslash", "forward", "forward", show=False, id="view.forward", tooltip="And forward again"
        ),
        Binding(
            "M", "bookmark", "bookmark", show=False, id="view.bookmark", tooltip="Set or take away a bookmark"
        ),
        Binding(
            "apostrophe",
            "next_bookmark",
            "next bookmark",
            show=False,
            id="view.bookmark-next",
            tooltip="Go to the next bookmark of the article",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._trail = Trail()
        #: Where the caret was last, to know how far it went.
        self._was = 0
        #: Where it is going on the trail: that is no jump to come back from.
        self._going: int | None = None
        #: The words of the article that are marked.
        self._bookmarks: list[Span] = []
        #: Whether digits switch layers now.
        self._choosing_layers = False

    @property
    def here(self) -> Place | None:
        """Where the caret is."""
        return Place(self.session.article.id, self.query_one(Page).caret.start) if self.session else None

    def show(self, opened: Opened) -> None:
        """Put an article on the page; from there one can come back to this one."""
        here = self.here
        if here is not None and self._going is None and here.article != opened.article.id:
            self._trail.leave(here)
        self._bookmarks = list(opened.bookmarks)
        super().show(opened)
        self._was = self.query_one(Page).caret.start

    @on(Page.CaretMoved)
    def _note_jump(self, event: Page.CaretMoved) -> None:
        if self.session is not None and self._going is None and abs(event.offset - self._was) > _JUMP:
            self._trail.leave(Place(self.session.article.id, self._was))
        if event.offset == self._going:
            self._going = None
        self._was = event.offset

    async def action_back(self) -> None:
        """Go back to where the caret jumped from, in another article if need be."""
        here = self.here
        await self._follow(self._trail.back(here) if here else None, "this is where it began")

    async def action_forward(self) -> None:
        """Go forward again."""
        here = self.here
        await self._follow(self._trail.forward(here) if here else None, "there is nothing further on")

    async def _follow(self, place: Place | None, otherwise: str) -> None:
        if place is None or self.session is None:
            self.say(otherwise)
            return
        self._going = place.offset
        if place.article != self.session.article.id:
            await self.open(place.article)
        page = self.query_one(Page)
        if page.caret.start == place.offset:
            self._going = None
        page.move_caret(place.offset)

    def bookmarks(self) -> tuple[Span, ...]:
        """Return the words that are marked in this article."""
        return tuple(self._bookmarks)

    def action_bookmark(self) -> None:
        """Mark the word at the caret, or take the mark away."""
        if self.session is None:
            return
        marked, caret = self._bookmarks, self.query_one(Page).caret
        there = caret not in marked
        self._keep_bookmark(self.desk.mark(self.session.article, caret, there=there))
        if not there:
            marked.remove(caret)
            self.say("bookmark taken away")
        else:
            insort(marked, caret)
            [key] = [hint.key for hint in self.hints("view.bookmark-next")]
            self.say(f"bookmark {marked.index(caret) + 1} of {len(marked)} ({key} walks them)")
        self.refresh_panel()

    @work
    async def _keep_bookmark(self, kept: "Future[None]") -> None:
        """Say so if a bookmark cannot be kept; it is there until the article is left all the same."""
        try:
            await asyncio.wrap_future(kept)
        except StoreError as error:
            self.say(f"the bookmark is not kept: {error}", warning=True)

    def action_next_bookmark(self) -> None:
        """Go to the next bookmark, after the last one to the first."""
        marked, page = self.bookmarks(), self.query_one(Page)
        if not marked:
            self.say("no bookmarks in this article")
            return
        following = [span for span in marked if span.start > page.caret.start]
        page.move_caret((following or marked)[0].start)

    def action_dim(self) -> None:
        """Dim all but the paragraph of the caret, or light everything again."""
        page = self.query_one(Page)
        page.dimmed = not page.dimmed

    def action_layers(self) -> None:
        """Let digits switch layers on and off, until any other key."""
        self._choosing_layers = not self._choosing_layers
        self.show_hints()

    def switch_layer(self, number: int) -> bool:
        """Switch a layer on or off, counted from 1; tell whether layers are being chosen at all."""
        if not self._choosing_layers:
            return False
        if number <= len(LAYERS):
            page = self.query_one(Page)
            page.shown_layers ^= {LAYERS[number - 1]}
            self.refresh_panel()
        self.show_hints()
        return True

    @property
    def choosing_layers(self) -> bool:
        """Whether digits switch layers now."""
        return self._choosing_layers

    def drop_choice(self) -> None:
        """Choose no layers any more."""
        self._choosing_layers = False

    def context(self) -> Context:
        """Name the layers and what is shown while they are chosen."""
        if not self._choosing_layers:
            return super().context()
        shown = self.query_one(Page).shown_layers
        layers = enumerate(LAYERS, start=1)
        hints = [KeyHint(str(n), f"{_NAMES[layer]} {'✓' if layer in shown else '✗'}") for n, layer in layers]
        return Context("show", (*hints, *self.hints("page.drop:enough")), labels=False, special=True)
