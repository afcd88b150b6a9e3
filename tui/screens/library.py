"""The library: every article of the queue with its state, to open one of them."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotations.records import ArticleSummary
from annotations.text import display

STATE_SIGNS = {"new": "·", "open": "○", "done": "✓", "skipped": "–", "flagged": "⚑"}


class LibraryScreen(Screen[str | None]):
    """A list of articles; returns the id of the one to open."""

    DEFAULT_CSS = """
    LibraryScreen {
        & > Static { padding: 0 1; color: $text-muted; }
        & > OptionList {
            height: 1fr;
            border: none;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            &:focus { border: none; background-tint: transparent; }
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,L", "dismiss(None)", "back", id="library.back"),
        Binding("j", "down", "down", id="library.down", show=False),
        Binding("k", "up", "up", id="library.up", show=False),
    ]

    def __init__(self, articles: Sequence[ArticleSummary], current: str | None) -> None:
        super().__init__()
        self._articles = articles
        self._current = current

    def compose(self) -> ComposeResult:
        """List the articles, with how many are done."""
        done = sum(article.state == "done" for article in self._articles)
        yield Static(
            Content.assemble(("Library", "bold"), f" · {len(self._articles)} articles · {done} done"),
        )
        yield OptionList(*(Option(_line(article)) for article in self._articles), markup=False)
        yield Static(Content("enter open · j k move · esc back"))

    def on_mount(self) -> None:
        """Start at the article that is on the page."""
        options = self.query_one(OptionList)
        options.focus()
        places = [i for i, article in enumerate(self._articles) if article.id == self._current]
        options.highlighted = places[0] if places else 0 if self._articles else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the article that was chosen."""
        self.dismiss(self._articles[event.option_index].id)

    def action_down(self) -> None:
        """Go one down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go one up."""
        self.query_one(OptionList).action_cursor_up()


def _line(article: ArticleSummary) -> Content:
    tags = f"  {article.tags} tag{'' if article.tags == 1 else 's'}" if article.tags else ""
    title = display(article.title or article.source).replace("\n", " ")
    return Content.assemble(
        f"{STATE_SIGNS[article.state]} ",
        (title, "bold"),
        (f"  {article.words:,} words{tags}  {display(article.source)}", "dim"),
    )
