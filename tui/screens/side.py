"""What stands beside the page: the side panel, what is listed in it, and where its lines lead."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from annotations.records import Span, Suggestion
from tui.desk import Desk
from tui.screens.desk_screen import DeskScreen
from tui.widgets.page.page import Page
from tui.widgets.panel import Guide, Notes, SidePanel

#: From this width on, the panel is open unless it was closed.
WIDE = 100
#: So much is shown of the words at a bookmark, in code points.
_WORDS = 60


class SideScreen(DeskScreen):
    """A desk with a side panel."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "panel", "panel", id="view.panel", tooltip="Show or hide the side panel"),
        Binding("O", "focus_panel", "go to the panel", id="view.focus-panel", tooltip="Walk the side panel"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        #: None until somebody asked for it or sent it away.
        self._panel_wanted: bool | None = None
        #: Whether the guidelines stand at the top of the panel.
        self._guiding = False

    def beside(self) -> ComposeResult:
        """Lay out the panel, where there is room for it."""
        # On a narrow screen it is made when it is asked for: the first paint can do without.
        if self._is_wanted(self.app.size.width):
            yield SidePanel(id="panel")

    def on_resize(self) -> None:
        """Open or close the panel as the width allows."""
        self._show_panel()

    def _is_wanted(self, width: int) -> bool:
        if self._panel_wanted is not None:
            return self._panel_wanted
        return width >= WIDE and bool(self.desk.settings.panels)

    def _show_panel(self) -> None:
        wanted = self._is_wanted(self.size.width)
        panel = self._panel
        if panel is None and wanted:
            self.query_one("#desk").mount(SidePanel(id="panel"))
            self.call_after_refresh(self.refresh_panel)
        elif panel is not None and panel.display != wanted:
            panel.display = wanted
            self.refresh_panel()

    @property
    def _panel(self) -> SidePanel | None:
        return next(iter(self.query(SidePanel)), None)

    def refresh_panel(self) -> None:
        """List anew what was found, what was tagged and what is suggested."""
        if self._panel is not None:
            self._panel.show_soon(self._notes)

    def show_labels(self) -> None:
        """Name the labels, in the panel, too."""
        super().show_labels()
        self.refresh_panel()

    def _notes(self) -> Notes:
        self._guiding = self.choosing()
        names = [label.name for label in self.desk.scheme.labels]
        marks = {name: (key, self.colour(colour)) for name in names for key, colour in [self.mark(name)]}
        return Notes(
            self.session.passages if self.session else (),
            self.detection,
            marks,
            suggestions=self.suggestions(),
            bookmarks=self._marked(),
            guides=self._guides() if self._guiding or "guide" in self.desk.settings.panels else (),
            guides_first=self._guiding,
            sections=tuple(self.desk.settings.panels),
            layers=self.query_one(Page).shown_layers,
            reading=self.is_reading(),
        )

    def _marked(self) -> tuple[tuple[Span, str], ...]:
        text = self.session.article.text if self.session else ""
        return tuple((span, text[span.start : span.start + _WORDS]) for span in self.bookmarks())

    def _guides(self) -> tuple[Guide, ...]:
        labels = enumerate(self.desk.scheme.labels, start=1)
        return tuple(
            Guide(str(number), label.name, self.colour(label.colour), label.definition, label.examples)
            for number, label in labels
        )

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return what waits to be reviewed here; a screen that knows of any says so."""
        return ()

    def bookmarks(self) -> tuple[Span, ...]:
        """Return the places marked here; a screen that has such marks says so."""
        return ()

    def is_reading(self) -> bool:
        """Tell whether the article is still being analysed; a screen that has that done says so."""
        return False

    def choosing(self) -> bool:
        """Tell whether a label is being chosen, so that its guideline is wanted beside the text."""
        return False

    @on(Page.SelectionChanged)
    def _guide(self) -> None:
        """Put the guidelines beside the text when something is selected, and away again."""
        if self.choosing() != self._guiding:
            self.refresh_panel()

    @on(SidePanel.Chosen)
    def _go_where_it_leads(self, event: SidePanel.Chosen) -> None:
        self.query_one(Page).move_caret(event.span.start)

    @on(SidePanel.Left)
    def _back_to_page(self) -> None:
        # At once: Widget.focus() waits its turn, and would take the keys from a line opened meanwhile.
        self.set_focus(self.query_one(Page))

    def action_panel(self) -> None:
        """Show or hide the side panel."""
        self._panel_wanted = not (self._panel is not None and self._panel.display)
        self._show_panel()
        self._back_to_page()

    def action_focus_panel(self) -> None:
        """Open the side panel and walk in it."""
        self._panel_wanted = True
        self._show_panel()
        self.query_one(SidePanel).focus()
