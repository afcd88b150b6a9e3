"""The library on screen: filters, order and search of the articles, which are the queue from then on."""

import asyncio
from typing import ClassVar, TypeVar, get_args

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from annotations.records import State
from annotations.store import library
from annotations.store.library import Line as LibraryLine
from annotations.store.library import Tally
from annotations.store.views import Key, Sort, View
from tui.agenda import UNFINISHED
from tui.desk import Desk
from tui.screens.library.head import LibraryHead
from tui.screens.library.shelf import Shelf
from tui.screens.library.window import Window
from tui.widgets.keybar import KeyBar, KeyHint
from tui.widgets.line import Line

T = TypeVar("T")

#: What ``f`` steps through.
STATE_FILTERS: tuple[tuple[State, ...], ...] = (
    (),
    UNFINISHED,
    ("new",),
    ("open",),
    ("flagged",),
    ("done",),
    ("skipped",),
)
_SORTS: tuple[Sort, ...] = get_args(Sort)
#: Orders that begin with the most, or the latest.
_MOST_FIRST: frozenset[Sort] = frozenset({"date", "words", "tags", "worked"})
#: How long after a key it is searched, in seconds.
_PAUSE = 0.06
#: Rows that the head, the names of the columns and the keys take.
_FURNITURE = 5


class LibraryScreen(Screen[str | None]):
    """The articles of the queue; returns the id of the one to open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "open", id="library.open", tooltip="Read this article"),
        Binding("slash", "type('words')", "search", id="library.search", key_display="/"),
        Binding("f", "states", "state", id="library.states", tooltip="All, unfinished, new, open, …"),
        Binding("s", "sort", "sort", id="library.sort", tooltip="Another order"),
        Binding("u", "unfinished", "next unfinished", id="library.unfinished"),
        Binding("escape,q,L", "leave", "back", id="library.back", tooltip="Back to the page"),
        Binding("l", "labels", "label", id="library.labels", tooltip="Only articles with a label"),
        Binding("i", "type('source')", "source", id="library.source", tooltip="Only articles from there"),
        Binding("x", "clear", "clear", id="library.clear", tooltip="No filter, the order of arrival"),
        Binding("r", "turn", "turn round", id="library.turn", tooltip="The other way round"),
        Binding(
            "w", "chosen", "whole library", id="library.whole", tooltip="All articles, or those you named"
        ),
        Binding("a", "annotators", "annotator", id="library.annotators", tooltip="As somebody else sees it"),
        Binding("j,down", "move(1)", "down", id="library.down", show=False),
        Binding("k,up", "move(-1)", "up", id="library.up", show=False),
        Binding("space,pagedown,ctrl+d", "page(1)", "page down", id="library.page-down", show=False),
        Binding("b,pageup,ctrl+u", "page(-1)", "page up", id="library.page-up", show=False),
        Binding("g,home", "end(False)", "top", id="library.top", show=False),
        Binding("G,end", "end(True)", "end", id="library.end", show=False),
    ]
    DEFAULT_CSS = """
    LibraryScreen { overflow: hidden; }
    LibraryScreen > Line, LibraryScreen > Line:focus {
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface;
        display: none;
        &.-open { display: block; }
    }
    """

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__()
        self.desk = desk
        self._current = current
        self._window = Window(self._fetch)
        #: Which filter is being typed.
        self._typing = "words"
        #: The view that has been shown to the end.
        self._complete: View | None = None

    @property
    def view(self) -> View:
        """What is shown, which is the queue."""
        return self.desk.queue.view

    def compose(self) -> ComposeResult:
        """Lay out the head, the lines, the line to type in, and the keys."""
        yield LibraryHead()
        yield Shelf(self._window)
        yield Line(compact=True)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Begin at the article that is on the page."""
        shelf = self.query_one(Shelf)
        shelf.current = self._current
        shelf.focus()
        # What it will have; it is not told before it has been drawn once.
        self._window.resize(self.app.size.height - _FURNITURE)
        clear = next(binding for _, binding in self._bindings if binding.id == "library.clear")
        self.query_one(LibraryHead).clear_key = self.app.get_key_display(clear)
        self.query_one(KeyBar).hints = tuple(
            KeyHint(self.app.get_key_display(binding), binding.description)
            for _, binding in self._bindings
            if binding.show and binding.key not in ("q", "L")
        )
        await self._show(at=self._current)

    async def _fetch(self, after: Key | None, back: bool, limit: int) -> list[LibraryLine]:
        view = self.view
        return await self.desk.ask(
            lambda store: library.page(store.connection, view, after=after, back=back, limit=limit)
        )

    async def _show(self, at: str = "") -> None:
        """Read the lines anew, with the cursor at an article where it is among them, or near."""
        view, shelf = self.view, self.query_one(Shelf)
        line = await self.desk.ask(lambda store: library.find(store.connection, view, at)) if at else None
        shelf.shown = view
        shelf.fit()
        # Just before it, so that it is the first of what follows.
        aside = 1 if view.descending else -1
        await self._window.begin(line.key._replace(seq=line.key.seq + aside) if line else None)
        self.query_one(LibraryHead).show(view, self.desk.annotator)
        shelf.refresh()
        self._complete = view
        self._count()

    @work(exclusive=True, group="count")
    async def _count(self) -> None:
        """Tell how many there are, and how many are finished, when it is known."""
        view = self.view
        tally: Tally = await self.desk.ask(lambda store: library.tally(store.connection, view))
        self.query_one(LibraryHead).tally = tally

    async def _change(self, **filters: object) -> None:
        """Show another view, from the same article on where it has it."""
        line = self._window.current
        self.desk.queue.view = replace(self.view, **filters)
        await self._show(at=line.article.id if line else self._current)

    def action_choose(self) -> None:
        """Open the article under the cursor."""
        line = self._window.current
        if line is not None:
            self.dismiss(line.article.id)

    def on_unmount(self) -> None:
        """Keep what is shown for the next run."""
        self.desk.store.submit(self.desk.queue.leave)

    @on(Shelf.Picked)
    def _picked(self) -> None:
        self.action_choose()

    async def action_leave(self) -> None:
        """Stop typing, without what was typed; else go back: the queue is what is shown."""
        if not self.query_one(Line).has_class("-open"):
            self.dismiss(None)
            return
        self._stop_typing()
        await self._change(**{self._typing: ""})

    async def action_move(self, by: int) -> None:
        """Go up or down."""
        before = self._window.cursor, self._window.top
        await self._window.move(by)
        self._moved(before)

    async def action_page(self, by: int) -> None:
        """Go a page up or down."""
        await self._window.page(by)
        self.query_one(Shelf).refresh()

    async def action_end(self, last: bool) -> None:
        """Go to the first or the last of all."""
        await self._window.end(last=last)
        self.query_one(Shelf).refresh()

    def _moved(self, before: tuple[int, int]) -> None:
        self.query_one(Shelf).draw_moved(before)

    async def on_mouse_scroll_down(self) -> None:
        """Go down with the wheel."""
        await self.action_move(3)

    async def on_mouse_scroll_up(self) -> None:
        """Go up with the wheel."""
        await self.action_move(-3)

    async def action_states(self) -> None:
        """Show articles in another state."""
        await self._change(states=_next(STATE_FILTERS, self.view.states))

    async def action_labels(self) -> None:
        """Show articles with the next label of the scheme, after the last one all."""
        await self._change(
            label=_next(("", *(label.name for label in self.desk.scheme.labels)), self.view.label)
        )

    async def action_annotators(self) -> None:
        """See states and tags as another annotator left them."""
        everybody = await self.desk.ask(lambda store: library.annotators(store.connection))
        names = (self.desk.annotator, *(name for name in everybody if name != self.desk.annotator))
        await self._change(annotator=_next(names, self.view.annotator))

    async def action_sort(self) -> None:
        """Show them in the next order."""
        sort = _next(_SORTS, self.view.sort)
        await self._change(sort=sort, descending=sort in _MOST_FIRST)

    async def action_turn(self) -> None:
        """Show them the other way round."""
        await self._change(descending=not self.view.descending)

    async def action_chosen(self) -> None:
        """Show the whole library, or only what was named on the command line."""
        await self._change(chosen=not self.view.chosen)

    async def action_clear(self) -> None:
        """Drop every filter and the order."""
        clear = View(annotator=self.desk.annotator, chosen=self.view.chosen)
        await self._change(**{name: getattr(clear, name) for name in View.__struct_fields__})

    async def action_unfinished(self) -> None:
        """Go to the next article that is neither done nor skipped."""
        line = self._window.current
        if line is None:
            return
        found = await self.desk.next_unfinished(line.article.id)
        if found is None:
            self.app.say("all other articles are done or skipped")  # type: ignore[attr-defined]
        else:
            await self._show(at=found)

    def action_type(self, what: str) -> None:
        """Type words to search for, or words of a source."""
        self._typing = what
        line = self.query_one(Line)
        line.value = getattr(self.view, what)
        line.placeholder = {"words": "words in title or text", "source": "words in the source"}[what]
        line.cursor_position = len(line.value)
        line.add_class("-open")
        self.set_focus(line)

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.query_one(Line).has_class("-open"):
            self._search_soon()

    @work(exclusive=True, group="search")
    async def _search_soon(self) -> None:
        """Search while it is being typed; what is typed on meanwhile calls the search before it off."""
        await asyncio.sleep(_PAUSE)
        await self._take_typed()

    async def _take_typed(self) -> None:
        typed = self.query_one(Line).value
        # A search that was called off has set the view, but has not shown it to the end.
        if typed != getattr(self.view, self._typing) or self._complete != self.view:
            await self._change(**{self._typing: typed})

    @on(Input.Submitted)
    async def _keep_typed(self) -> None:
        """Back to the lines, with what was found."""
        self._stop_typing()
        await self._take_typed()

    def _stop_typing(self) -> None:
        self.workers.cancel_group(self, "search")
        self.query_one(Line).remove_class("-open")
        self.set_focus(self.query_one(Shelf))


def _next(values: tuple[T, ...], value: T) -> T:
    return values[(values.index(value) + 1) % len(values)] if value in values else values[0]
