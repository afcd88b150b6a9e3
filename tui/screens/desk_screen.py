"""The furniture of the reader: masthead, page, side panel and key bar, and what each of them shows.

What it shows is set by the screens built on it; here nothing is decided and nothing is saved.
"""

import os
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from annotations.errors import CopydeskError
from annotations.records import Detection, Span
from annotations.session import Session
from tui import theme
from tui.clipboard import copy
from tui.desk import Desk, Stopwatch
from tui.widgets.keybar import KeyBar, KeyHint
from tui.widgets.masthead import Masthead, Story
from tui.widgets.page.marks import USUAL_LAYERS
from tui.widgets.page.page import Page
from tui.widgets.panel import Notes, SidePanel

#: From this width on, the panel is open unless it was closed.
WIDE = 100
#: What ``t`` steps through.
LAYERS = [
    USUAL_LAYERS,
    USUAL_LAYERS - {"quote"},
    USUAL_LAYERS - {"entity"},
    USUAL_LAYERS - {"entity", "quote"},
]


class DeskScreen(Screen[None]):
    """A page with everything around it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "panel", "panel", id="view.panel", tooltip="Show or hide the side panel"),
        Binding("O", "focus_panel", "go to the panel", id="view.focus-panel", tooltip="Walk the side panel"),
        Binding("t", "layers", "layers", id="view.layers", tooltip="Entities and quotes, one of them, none"),
        Binding("y", "copy", "copy", id="copy.text", tooltip="Copy the selection, or the sentence"),
        Binding("Y", "copy(True)", "copy + source", id="copy.source", tooltip="Copy it with its source"),
    ]

    class Furnished(Message):
        """The widgets are there: an article may come."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session | None = None
        self.detection: Detection | None = None
        self._words = 0
        self._stopwatch = Stopwatch()
        #: None until somebody asked for it or sent it away.
        self._panel_wanted: bool | None = None

    def compose(self) -> ComposeResult:
        """Lay out the desk."""
        yield Masthead()
        with Horizontal():
            yield Page(id="page")
            # On a narrow screen it is made when it is asked for: the first paint can do without.
            if self.app.size.width >= WIDE:
                yield SidePanel(id="panel")
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the labels, and keep the panel in step with the width."""
        page = self.query_one(Page)
        page.column_width = self.desk.settings.width
        page.focus()
        self._show_keys()
        self._show_panel()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show_keys())
        self.begin()
        self.post_message(self.Furnished())

    def begin(self) -> None:
        """Put on the page what is there already, so that it is in the first frame."""

    def on_resize(self) -> None:
        """Open or close the panel as the width allows."""
        self._show_panel()

    def say(self, message: str, *, warning: bool = False) -> None:
        """Show a notice; foreign words in it can do no harm."""
        self.app.say(message, warning=warning)  # type: ignore[attr-defined]

    def show_story(self) -> None:
        """Say which article this is, and how far it goes on."""
        session = self.session
        if session is None:
            return
        article, caret = session.article, self.query_one(Page).caret.start
        left = self._words * (1 - caret / max(1, len(article.text)))
        self.query_one(Masthead).story = Story(
            title=article.title,
            place=self.desk.queue.place(article.id),
            of=len(self.desk.queue),
            words=self._words,
            # In steps, so that the line is not drawn again at every move of the caret.
            words_left=round(left / 50) * 50,
            tags=len(session.tags),
            state=session.state,
        )

    def _show_keys(self) -> None:
        labels = enumerate(self.desk.scheme.labels[:9], start=1)
        self.query_one(KeyBar).labels = tuple(
            KeyHint(str(number), label.name, self._colour(label.colour)) for number, label in labels
        )
        self.refresh_panel()

    def show_hints(self) -> None:
        """Teach the keys that make sense here; a screen that can do more says more."""

    def mark(self, name: str) -> tuple[str, str]:
        """Return the key and the colour name of a label; an imported one may not be in the scheme."""
        for number, label in enumerate(self.desk.scheme.labels, start=1):
            if label.name == name:
                return label.key or str(number), label.colour
        return name[:1], "grey"

    def _colour(self, name: str) -> str:
        return theme.colour(name, dark=self.app.current_theme.dark)

    @on(Page.CaretMoved)
    def _follow_caret(self) -> None:
        self._stopwatch.touch()
        self.show_story()
        self.show_hints()

    @on(Page.SelectionChanged)
    def _follow_selection(self) -> None:
        self.show_hints()

    @on(Page.NothingHere)
    def _nothing_here(self, event: Page.NothingHere) -> None:
        self.say(f"no {event.unit} at the caret")

    def _show_panel(self) -> None:
        wanted = self.size.width >= WIDE if self._panel_wanted is None else self._panel_wanted
        panel = self._panel
        if panel is None and wanted:
            self.query_one(Horizontal).mount(SidePanel(id="panel"))
            self.call_after_refresh(self.refresh_panel)
        elif panel is not None and panel.display != wanted:
            panel.display = wanted
            self.refresh_panel()

    @property
    def _panel(self) -> SidePanel | None:
        return next(iter(self.query(SidePanel)), None)

    def refresh_panel(self) -> None:
        """List tags, entities and quotations anew."""
        if self._panel is not None:
            self._panel.show_soon(self._notes)

    def _notes(self) -> Notes:
        names = [label.name for label in self.desk.scheme.labels]
        marks = {name: (key, self._colour(colour)) for name in names for key, colour in [self.mark(name)]}
        return Notes(self.session.tags if self.session else (), self.detection, marks)

    @on(SidePanel.Chosen)
    def _go_to(self, event: SidePanel.Chosen) -> None:
        self.query_one(Page).move_caret(event.span.start)

    @on(SidePanel.Left)
    def _back_to_page(self) -> None:
        self.query_one(Page).focus()

    def action_panel(self) -> None:
        """Show or hide the side panel."""
        self._panel_wanted = not (self._panel is not None and self._panel.display)
        self._show_panel()
        self.query_one(Page).focus()

    def action_focus_panel(self) -> None:
        """Open the side panel and walk in it."""
        self._panel_wanted = True
        self._show_panel()
        self.query_one(SidePanel).focus()

    def action_layers(self) -> None:
        """Show entities and quotes, then only one of them, then neither."""
        page = self.query_one(Page)
        place = LAYERS.index(page.shown_layers) if page.shown_layers in LAYERS else -1
        page.shown_layers = LAYERS[(place + 1) % len(LAYERS)]
        names = {"entity": "names", "quote": "quotations"}
        shown = [name for layer, name in names.items() if layer in page.shown_layers]
        self.say(f"shown: {' and '.join(shown) or 'tags only'}")

    def action_copy(self, source: bool = False) -> None:
        """Copy the selection, or the sentence at the caret, to the clipboard."""
        text = self._passage(self.query_one(Page).target("sentence"), source)
        if text:
            self._copy(text)

    def _passage(self, span: Span | None, source: bool) -> str:
        if span is None or self.session is None:
            return ""
        article = self.session.article
        told = (article.title, article.byline, article.date, article.source)
        return span.of(article.text) + (f"\n({', '.join(filter(None, told))})" if source else "")

    @work(thread=True)
    def _copy(self, text: str) -> None:
        try:
            notice = copy(text, environ=os.environ, write=self._to_terminal)
        except CopydeskError as error:
            notice = str(error)
        self.app.call_from_thread(self.say, notice)

    def _to_terminal(self, sequence: str) -> None:
        driver = self.app._driver  # noqa: SLF001 - what goes past it would cut into what it writes
        if driver is not None:
            self.app.call_from_thread(driver.write, sequence)
