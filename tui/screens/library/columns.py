"""The columns of the library: which fit, and what stands in them for one article."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from annotations.records import ArticleSummary, State
from annotations.store.library import FOUND, FOUND_END
from annotations.store.views import Sort
from annotations.text import display

STATE_SIGNS: dict[State, str] = {"new": "·", "open": "○", "done": "✓", "skipped": "–", "flagged": "⚑"}
#: What goes first where all columns do not fit: the width from which each is shown, and its own.
_STATE_FROM, _TAGS_FROM, _WORDS_FROM, _DATE_FROM, _SOURCE_FROM = 52, 44, 62, 76, 96
_SIGN, _STATE, _TAGS, _WORDS, _DATE = 4, 9, 6, 9, 12
#: The share of the source in what the others leave, and the most it takes.
_SOURCE_SHARE, _SOURCE_MOST = 0.36, 48
_RIGHT = frozenset({"words", "tags"})


class Piece(NamedTuple):
    """Some cells of a line and what they look like: a name that the shelf has a style for."""

    text: str
    style: str = ""


class Columns(Struct, frozen=True):
    """The columns that fit into a width, with the cells each takes; the title takes what is left."""

    widths: dict[str, int]

    def heading(self, sort: Sort, *, descending: bool) -> list[Piece]:
        """Return the line of their names, with a mark at the one that is sorted by."""
        pieces = [Piece(" " * _SIGN)]
        for name, width in self.widths.items():
            arrow = (" ↓" if descending else " ↑") if sort == name else ""
            pieces.append(Piece(_cell(name + arrow, width, name), "heading"))
        return pieces

    def line(self, article: ArticleSummary, *, cursor: bool, current: bool) -> list[Piece]:
        """Return the cells of an article; ``current`` is the one on the page."""
        mark = "›" if cursor else "•" if current else " "
        pieces = [Piece(f"{mark} {STATE_SIGNS[article.state]} ", article.state)]
        values = {
            "title": _plain(article.title or article.source or "(untitled)"),
            "source": _plain(article.source),
            "words": f"{article.words:,}",
            "tags": f"{article.tags:,}" if article.tags else "",
            "date": _plain(article.date)[:10],
            "state": article.state,
        }
        styles = {"title": "title", "state": article.state}
        for name, width in self.widths.items():
            pieces.append(Piece(_cell(values[name], width, name), styles.get(name, "dim")))
        return pieces

    def snippet(self, snippet: str) -> list[Piece]:
        """Return the cells of the words that were found."""
        room = sum(self.widths.values())
        pieces = [Piece(" " * _SIGN)]
        for text, found in _parts(_plain(snippet)):
            shown = _cut(text, room)
            room -= cell_len(shown)
            pieces.append(Piece(shown, "found" if found else "dim"))
        return [*pieces, Piece(" " * room)]


def columns(width: int) -> Columns:
    """Return the columns for a line of so many cells."""
    fixed = {
        "words": _WORDS if width >= _WORDS_FROM else 0,
        "tags": _TAGS if width >= _TAGS_FROM else 0,
        "date": _DATE if width >= _DATE_FROM else 0,
        "state": _STATE if width >= _STATE_FROM else 0,
    }
    left = max(0, width - _SIGN - sum(fixed.values()))
    source = min(_SOURCE_MOST, int(left * _SOURCE_SHARE)) if width >= _SOURCE_FROM else 0
    widths = {"title": left - source, "source": source, **fixed}
    return Columns({name: cells for name, cells in widths.items() if cells or name == "title"})


def _parts(snippet: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a snippet, and whether each was searched for."""
    # The marks have gone through the display map like everything else.
    begin, end = display(FOUND), display(FOUND_END)
    before, *rest = snippet.split(begin)
    yield before, False
    for part in rest:
        found, _, after = part.partition(end)
        yield found, True
        yield after, False


def _plain(text: str) -> str:
    return " ".join(display(text).split())


def _cell(text: str, width: int, name: str) -> str:
    """Return a text in its column, a gap after it."""
    text = _cut(text, max(0, width - 2))
    room = width - 2 - cell_len(text)
    pad = " " * max(0, room)
    return f"{pad}{text}  " if name in _RIGHT else f"{text}{pad}  "


def _cut(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…" if width else ""
