"""A tree of elements as reading text: paragraphs set apart, inline markup gone, words joined as on screen.

Works on HTML and on the tree that trafilatura makes of it (``list``, ``item``, ``head``, ``lb``, ``row``,
``cell``). Nothing here recurses, so that depth costs nothing.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal

from annotations.sources.tags import BLOCKS

#: An element of lxml, which has no type stubs.
Element = Any
#: What a block is decides what stands between two of them: items and rows follow one another closely.
Kind = Literal["paragraph", "item", "row"]

_BLOCKS = BLOCKS | {"quote", "ab"}
_LISTS = frozenset({"list", "ul", "ol", "menu"})
_ITEMS = frozenset({"item", "li"})
_ROWS = frozenset({"row", "tr"})
_CELLS = frozenset({"cell", "td", "th"})
_BREAKS = frozenset({"lb", "br"})
_SILENT = frozenset({"script", "style", "noscript", "template", "title"})
#: Not the no-break space: an article may need it.
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_SPACE_RUNS = re.compile(" {2,}")
_LINE_ENDS = re.compile(r"[ \t]*\n[ \t]*")
_PARAGRAPHS = re.compile(r"\n\s*\n")


#: A table whose cells hold any of these only lays out the page.
_LAYOUT = frozenset(
    {"table", "p", "div", "br", "lb", "ul", "ol", "list", "h1", "h2", "h3", "article", "section"}
)
#: Deeper lists look like this one: the indentation of each line must not outgrow its text.
_MAX_INDENT = 20
#: How far into a row is looked for them, in elements.
_LOOK = 200


class _Writer:
    """Collects inline text into blocks as the elements go by."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Kind, str]] = []
        self._inline: list[str] = []
        self._marker = ""
        #: For each open list the number of its last item, None for one without numbers.
        self._lists: list[int | None] = []
        self._items = 0
        #: For each open row whether it is one of a table, as opposed to a layout.
        self._rows: list[bool] = []
        self._verbatim = 0
        self._silent = 0

    def text(self, text: str | None) -> None:
        if text and not self._silent:
            self._inline.append(text if self._verbatim else _SPACE.sub(" ", text))

    def start(self, element: Element) -> None:
        tag = element.tag
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self._inline.append("\n")
        elif tag in _ITEMS:
            self._start_item()
        elif tag in _BLOCKS or tag in _LISTS or tag in _ROWS or tag in _CELLS:
            self._start_block(element, tag)

    def _start_block(self, element: Element, tag: str) -> None:
        if tag not in _CELLS or not self._in_row():
            self.flush()
        if tag in _LISTS:
            self._lists.append(0 if tag == "ol" or element.get("rend") == "ol" else None)
        elif tag in _ROWS:
            inside = islice(element.iterdescendants(), _LOOK)
            self._rows.append(self._in_row() or not any(each.tag in _LAYOUT for each in inside))
        elif tag == "pre":
            self._verbatim += 1

    def end(self, element: Element) -> None:
        tag = element.tag
        if tag in _SILENT:
            self._silent -= 1
        elif tag in _CELLS and self._in_row():
            self._inline.append("\t")
        elif tag in _ROWS:
            self._end_row()
        elif tag in _BLOCKS or tag in _LISTS or tag in _ITEMS or tag in _CELLS:
            self.flush()
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        if tag in _LISTS:
            self._lists.pop()
        elif tag in _ITEMS:
            self._items -= 1
            self._marker = ""
        elif tag == "pre":
            self._verbatim -= 1

    def _in_row(self) -> bool:
        return bool(self._rows) and self._rows[-1]

    def _end_row(self) -> None:
        is_row = self._rows.pop()
        if not is_row or self._in_row():
            self.flush()
            return
        cells = [" ".join(cell.split()) for cell in self._taken().split("\t")]
        self._add("row", " | ".join(cells).strip(" |"))

    def _start_item(self) -> None:
        self.flush()
        self._items += 1
        self._marker = "- "
        if self._lists and (number := self._lists[-1]) is not None:
            self._lists[-1] = number + 1
            self._marker = f"{number + 1}. "

    def flush(self) -> None:
        """Close the block at hand; inside a row of a table there is none but the row itself."""
        if self._in_row():
            self._inline.append(" ")
        elif self._verbatim:
            self._add("paragraph", self._taken().strip("\n"))
        else:
            kind: Kind = "item" if self._items else "paragraph"
            for paragraph in _PARAGRAPHS.split(_LINE_ENDS.sub("\n", self._taken())):
                self._add(kind, _SPACE_RUNS.sub(" ", paragraph).strip())

    def _taken(self) -> str:
        inline, self._inline = "".join(self._inline), []
        return inline

    def _add(self, kind: Kind, text: str) -> None:
        if not text:
            return
        if self._items:
            indent = "  " * min(max(0, len(self._lists) - 1), _MAX_INDENT)
            lead, self._marker = indent + (self._marker or "  "), ""
            text = lead + text.replace("\n", "\n" + indent + "  ")
        self.blocks.append((kind, text))


def render(root: Element) -> str:
    """Return the text of an element: one blank line between paragraphs, none between items or rows.

    Items carry "- " or their number, indented by depth; cells are joined by " | ".
    """
    return "".join(_joined(blocks(root)))


def blocks(root: Element) -> list[tuple[Kind, str]]:
    """Return the blocks of an element in reading order, none of them empty."""
    from lxml import etree  # noqa: PLC0415 - only pages need it

    writer = _Writer()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.start(element)
            writer.text(element.text)
        else:
            writer.end(element)
            writer.text(element.tail if element is not root else None)
    writer.flush()
    return writer.blocks


def _joined(found: list[tuple[Kind, str]]) -> Iterator[str]:
    before: Kind | None = None
    for kind, text in found:
        if before is not None:
            yield "\n" if kind == before != "paragraph" else "\n\n"
        yield text
        before = kind
