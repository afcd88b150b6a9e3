"""The furniture of the reader: masthead, page and key bar, and what each of them shows.

What it shows is set by the screens built on it; here nothing is decided and nothing is saved.
"""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from annotations.pace import Stopwatch
from annotations.records import Detection
from annotations.session import Session
from tui import theme
from tui.desk import Desk
from tui.screens.context import Context, bound
from tui.widgets.keybar import KeyBar, KeyHint
from tui.widgets.masthead import Masthead, Story
from tui.widgets.page.page import Page

#: Words are counted down in steps, so that the masthead is not drawn again at every move of the caret.
_WORD_STEP = 50
#: Nobody sees that there was to be waited for less than this, in seconds.
_MOMENT = 0.15


class DeskScreen(Screen[None]):
    """A page with everything around it."""

    class Furnished(Message):
        """The widgets are there: an article may come."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session | None = None
        self.detection: Detection | None = None
        #: What is said of the day's work, at the right of the masthead.
        self.pace = ""
        self._words = 0
        self._stopwatch = Stopwatch()
        #: Whether all that is said around the page is about to be said anew.
        self._telling = False
        self._hints: dict[str, KeyHint] = {}
        #: What keys wait for.
        self._awaited = ""

    def compose(self) -> ComposeResult:
        """Lay out the desk."""
        yield Masthead()
        with Horizontal(id="desk"):
            yield Page(id="page")
            yield from self.beside()
        yield KeyBar()

    def beside(self) -> ComposeResult:
        """Lay out what stands beside the page from the first frame on."""
        yield from ()

    def on_mount(self) -> None:
        """Name the labels, and follow the theme."""
        page = self.query_one(Page)
        page.column_width = self.desk.settings.width
        page.focus()
        self.show_labels()
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show_labels())
        self.begin()
        self.post_message(self.Furnished())

    def begin(self) -> None:
        """Put on the page what is there already, so that it is in the first frame."""

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a notice; foreign words in it can do no harm."""
        self.app.say(message, warning=warning)  # type: ignore[attr-defined]

    def show_story(self) -> None:
        """Say which article this is, and how far it goes on."""
        session = self.session
        if session is None or not self.query(Masthead) or not self.query(Page):  # not yet, or not any more
            return
        article, caret = session.article, self.query_one(Page).caret.start
        left = self._words * (1 - caret / max(1, len(article.text)))
        self.query_one(Masthead).story = Story(
            title=article.title,
            place=self.desk.queue.place(article.id),
            of=len(self.desk.queue),
            words=self._words,
            words_left=round(left / _WORD_STEP) * _WORD_STEP,
            tags=len(session.passages),
            state=session.state,
            to_review=self.to_review(),
            topics=tuple(tag.label for tag in session.article_labels),
            pace=self.pace,
            read_only=bool(self.desk.store.read_only),
            lost=len(session.orphans),
            lost_key=next((hint.key for hint in self.hints("tag.lost")), ""),
            triage=self.triage_state(),
        )

    def to_review(self) -> int:
        """Return how many suggestions wait in this article; a screen that knows of any says so."""
        return 0

    def triage_state(self) -> tuple[str, ...]:
        """Return how far triage has come, the more important last; a screen that has it says so."""
        return ()

    def show_labels(self) -> None:
        """Name the labels and their keys."""
        labels = enumerate(self.desk.scheme.labels[:9], start=1)
        self.query_one(KeyBar).labels = tuple(
            KeyHint(str(number), label.name, self.colour(label.colour)) for number, label in labels
        )

    def show_hints(self) -> None:
        """Teach the keys that make sense here."""
        keybar = self.query_one(KeyBar)
        context = self._waiting() if self._awaited else self.context()
        keybar.prompt, keybar.hints, keybar.labelled = context.prompt, context.hints, context.labels

    def wait(self, words: str) -> None:
        """Say what keys wait for, or with no words that they do not any more."""
        self._awaited = words
        if words:
            # What is there in a moment need not be told.
            self.set_timer(_MOMENT, self.show_hints)
        else:
            self.show_hints()

    def _waiting(self) -> Context:
        return Context(self._awaited, self.hints("page.drop:go on without"), labels=False)

    def context(self) -> Context:
        """Return what can be done here; a screen that can do more says more."""
        return Context(hints=self.hints("app.help"))

    def hints(self, *wanted: str) -> tuple[KeyHint, ...]:
        """Return the keys of some bindings and what they do, as the user's keymap has them.

        Each is the id of a binding, and after a colon what it does here if its usual name says that badly.
        """
        if not all(each in self._hints for each in wanted):
            nodes = (self, self.query_one(Page), *self.query("SearchLine"))
            known = bound(nodes)
            for each in wanted:
                id, _, words = each.partition(":")
                if id in known:
                    self._hints[each] = KeyHint(
                        known[id].shown(self)[0], words or known[id].binding.description
                    )
        return tuple(self._hints[each] for each in wanted if each in self._hints)

    def mark(self, name: str) -> tuple[str, str]:
        """Return the key and the colour name of a label; an imported one may not be in the scheme."""
        for number, label in enumerate(self.desk.scheme.labels, start=1):
            if label.name == name:
                return label.key or str(number), label.colour
        return name[:1], "grey"

    def colour(self, name: str) -> str:
        """Return what a colour of the scheme looks like in the present theme."""
        return theme.colour(name, dark=self.app.current_theme.dark)

    @on(Page.CaretMoved)
    def _follow_caret(self) -> None:
        self._stopwatch.touch()
        if not self._telling:
            self.show_story()
            self.show_hints()

    @on(Page.SelectionChanged)
    @on(Page.Counting)
    @on(Page.TagPicked)
    def _follow_page(self) -> None:
        if not self._telling:
            self.show_hints()

    @on(Page.NothingHere)
    def _nothing_here(self, event: Page.NothingHere) -> None:
        self.say(f"no {event.unit} at the caret")
