"""Searching in the article: as it is typed, all hits marked, and back to where it began."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.timer import Timer

from annotations.store import Opened
from annotations.text.search import PatternError, Search, compile_pattern
from tui.desk import Desk
from tui.screens.article import ArticleScreen
from tui.screens.context import Context
from tui.widgets.page.page import Page
from tui.widgets.page.sheet import PAUSE, SLICE

if TYPE_CHECKING:
    from tui.widgets.line import AskLine


class SearchScreen(ArticleScreen):
    """An article that can be searched."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "search", "search", id="search.begin", key_display="/", tooltip="Search in the article"
        ),
        Binding("n", "hit(1)", "next hit", show=False, id="search.hit-next", tooltip="Go to the next hit"),
        Binding(
            "N",
            "hit(-1)",
            "previous hit",
            show=False,
            id="search.hit-previous",
            tooltip="Go to the previous hit",
        ),
        Binding(
            "asterisk",
            "search_here",
            "search this",
            show=False,
            id="search.here",
            key_display="*",
            tooltip="Search for the selection, or the word at the caret",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._search: Search | None = None
        #: What was searched for, kept from article to article.
        self._typed = ""
        self._regex = False
        #: Where the caret was when the search began.
        self._origin = 0
        #: Whether the caret has been taken to a hit, or has moved on by itself.
        self._landed = True
        #: The place of the hit that was gone to last.
        self._at = 0
        self._looking: Timer | None = None

    async def action_search(self) -> None:
        """Open the line to type in."""
        # Not needed for the first paint.
        from tui.widgets.line import AskLine  # noqa: PLC0415

        page = self.query_one(Page)
        self._origin = page.caret.start
        line = next(iter(self.query(AskLine)), None)
        if line is None:
            line = AskLine("/", id="search")
            # Awaited, so that what was typed ahead finds it.
            await self.mount(line, after="#desk")
        line.line.value = ""
        line.display = True
        self._show_sign()
        self.set_focus(line.line)
        self.show_hints()

    def show(self, opened: Opened) -> None:
        """Put an article on the page, and mark in it what is being searched for."""
        super().show(opened)
        if self._typed:
            self._look_for(self._typed, land=False)

    def _on_typed(self, typed: str) -> None:
        self.query_one(Page).move_caret(self._origin)
        self._look_for(typed, land=True)

    @property
    def _line(self) -> "AskLine | None":
        """The line to type in, while it is open."""
        return next((line for line in self.query("AskLine") if line.display), None)  # type: ignore[return-value]

    def _show_sign(self) -> None:
        if self._line is not None:
            self._line.sign("regex /" if self._regex else "/")

    def _tell(self, words: str) -> None:
        if self._line is not None:
            self._line.tell(words)

    def _close_line(self) -> None:
        if self._line is not None:
            self._line.display = False
        self.set_focus(self.query_one(Page))
        self.show_hints()

    def _look_for(self, typed: str, *, land: bool) -> None:
        assert self.session is not None
        self._stop_looking()
        self._typed = typed
        self._landed = not land
        self._search = None
        try:
            pattern = compile_pattern(typed, regex=self._regex)
        except PatternError as error:
            self._tell(str(error))
            pattern = None
        else:
            self._tell("")
        if pattern is not None:
            self._search = Search(self.session.article.text, pattern)
            self._looking = self.set_interval(PAUSE, self._look_on)
            self._look_on()
        self.query_one(Page).set_hits(self._search)
        self.show_hints()

    def _look_on(self) -> None:
        """Look on for a moment; the page keeps answering keys in between."""
        search, page = self._search, self.query_one(Page)
        if search is None:
            return
        known = len(search)
        if search.extend_for(SLICE):
            self._stop_looking()
        if not self._landed and (search.complete or search.place_from(self._origin) < len(search)):
            self._land(search.place_from(self._origin))
        if len(search) != known:
            page.set_hits(search)
        self._tell_place()

    def _stop_looking(self) -> None:
        if self._looking is not None:
            self._looking.stop()
            self._looking = None

    def _land(self, place: int) -> None:
        self._landed = True
        search = self._search
        if search is not None and len(search):
            self._at = place % len(search)
            self.query_one(Page).move_caret(search.hit(place).start)
        self._tell_place()

    def _tell_place(self) -> None:
        self._tell(self.search_state())
        self.show_hints()

    def action_hit(self, by: int) -> None:
        """Go to the next hit, or the previous one; round at both ends."""
        search, page = self._search, self.query_one(Page)
        by *= page.take_count()
        if search is None:
            self.say("nothing is being searched for: / begins")
            return
        while by > 0 and not search.complete and search.place_from(page.caret.end) + by > len(search):
            search.extend_for(SLICE)
        if not len(search):
            self.say(f"not here: {self._typed}")
            return
        here = self._place()
        if here is None:
            # Between two hits: the next one is one step on, the one before it one back.
            here = search.place_from(page.caret.start) - (by > 0)
        self._land(here + by)

    def _place(self) -> int | None:
        """Return the place of the hit at the caret, or None."""
        caret, search = self.query_one(Page).caret, self._search
        if search is None or not len(search):
            return None
        # Two hits may stand in one word.
        if search.hit(self._at).overlaps(caret):
            return self._at
        found = search.crossing(*caret) if caret.length else []
        return search.place_from(found[0].start) if found else None

    def search_state(self) -> str:
        """Say which hit this is, of how many."""
        search = self._search
        if search is None:
            return ""
        if search.gave_up:
            return "that expression takes too long here"
        more = "+" if not search.complete or search.overflowed else ""
        place = self._place()
        if not len(search):
            return "no hits" if search.complete else "searching…"
        return f"{len(search):,}{more} hits" if place is None else f"{place + 1:,} of {len(search):,}{more}"

    def action_search_here(self) -> None:
        """Search for the selection, or the word at the caret, and go to the next hit."""
        page = self.query_one(Page)
        span = page.target("word")
        if span is not None and self.session is not None and span.length:
            self._regex = False
            self._look_for(span.of(self.session.article.text).lower(), land=False)
            self.action_hit(1)

    def action_search_regex(self) -> None:
        """Take what is typed as a regular expression, or as plain words again."""
        self._regex = not self._regex
        self._show_sign()
        if self._line is not None:
            self._on_typed(self._line.line.value)

    def on_input_changed(self) -> None:
        """Look for what is typed, at each letter."""
        if self._line is not None and self._line.line.value != self._typed:
            self._on_typed(self._line.line.value)

    def action_keep_search(self) -> None:
        """Go on with the page, hits still marked."""
        self.on_input_changed()
        self._close_line()

    def action_leave_search(self) -> None:
        """Forget the search, and go back to where it began."""
        self.drop_search()
        self.query_one(Page).move_caret(self._origin)
        self._close_line()

    def context(self) -> Context:
        """Teach the keys of a search while one is on."""
        if self._line is not None:
            keys = ("search.keep", "search.leave", "search.regex", "search.next", "search.previous")
            return Context(hints=self.hints(*keys), labels=False, special=True)
        if self._search is not None and not self.query_one(Page).chosen:
            prompt = f"“{self._typed}” {self.search_state()}"
            return Context(
                prompt, self.hints("search.hit-next", "search.hit-previous", "page.drop:forget"), special=True
            )
        return super().context()

    def drop_search(self) -> bool:
        """Mark no hits any more; tell whether any search was on."""
        self._stop_looking()
        was_on = self._search is not None
        self._search, self._typed = None, ""
        self.query_one(Page).set_hits(None)
        return was_on
