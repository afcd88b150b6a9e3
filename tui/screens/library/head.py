"""The lines above the library: how many articles, how far they are done, and which filters are set."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.store.library import Tally
from annotations.store.views import Sort, View
from annotations.text import display
from tui.agenda import UNFINISHED

_BAR = 20
#: Cells that a bar needs beside the counts.
_BAR_FROM = 72
SORT_NAMES: dict[Sort, str] = {
    "added": "as they came",
    "title": "by title",
    "date": "by date",
    "words": "by length",
    "state": "by state",
    "tags": "by tags",
    "worked": "last worked on",
}


class LibraryHead(Widget):
    """Two lines; what does not fit is cut."""

    DEFAULT_CSS = """
    LibraryHead { height: 2; padding: 0 1; color: $text-muted; }
    """

    tally: reactive[Tally | None] = reactive(None)
    filters: reactive[str] = reactive("")
    #: The key that takes all filters away; it is named when nothing is left to show.
    clear_key: reactive[str] = reactive("")

    def show(self, view: View, annotator: str) -> None:
        """Say which filters are set; the counts that belong to them come later."""
        self.filters = " · ".join(filters_in_words(view, annotator))

    def render(self) -> Content:
        """Say how many there are and how many are finished, with a bar; then the filters."""
        width = self.content_size.width
        counts, bar = self._counts()
        pieces: list[Content | tuple[str, str]] = [("Library", "bold $text"), (counts, "")]
        if width >= _BAR_FROM:
            pieces.append((bar, "$text-success"))
        lines = Content.assemble(*pieces), Content(self.filters)
        return Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)

    def _counts(self) -> tuple[str, str]:
        if self.tally is None:
            return "", ""
        articles, finished, more = self.tally
        counts = f" · {articles:,}{'+' if more else ''} article{'' if articles == 1 else 's'}"
        if not articles:
            return f"{counts}; {self.clear_key} clears filters", ""
        share = finished / articles
        filled = round(share * _BAR) if finished < articles else _BAR
        bar = "█" * filled + "░" * (_BAR - filled)
        return f"{counts} · {finished:,} finished", f"  {bar} {int(share * 100)} %"


def filters_in_words(view: View, annotator: str) -> list[str]:
    """Return what is set, each in a few words; foreign text in it can do no harm."""
    states = "unfinished" if view.states == UNFINISHED else ", ".join(view.states)
    told = [
        "these articles" if view.chosen else "",
        states,
        f"label {view.label}" if view.label else "",
        f"from “{view.source}”" if view.source else "",
        f"“{view.words}”" if view.words else "",
        f"as {view.annotator}" if view.annotator != annotator else "",
        f"{SORT_NAMES[view.sort]} {'↓' if view.descending else '↑'}",
    ]
    return [display(words).replace("\n", " ") for words in told if words]
