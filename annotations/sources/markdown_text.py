"""From the tokens of a Markdown parser to plain text."""

from collections.abc import Iterable, Sequence
from typing import Any

from annotations.sources import tags

#: A token of markdown-it, which is not imported before it is needed.
Token = Any


class Renderer:
    """Writes tokens as blocks of plain text; used once."""

    def __init__(self) -> None:
        #: The first heading that has words.
        self.heading = ""
        self._out: list[str] = []
        #: What each line of a block begins with: "> " for a quotation, spaces for a list item.
        self._prefixes: list[str] = []
        #: What the first line of the next block has in place of the last prefix, per open item.
        self._markers: list[str] = []
        self._numbers: list[int | None] = []
        self._list_is_empty = True
        self._cells: list[str] | None = None
        self._rows = 0

    def render(self, tokens: Sequence[Token]) -> str:
        """Return the text: one blank line between blocks, none between the items of a tight list."""
        handlers = {
            "blockquote_open": self._quote,
            "blockquote_close": self._close,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "bullet_list_close": self._close_list,
            "ordered_list_close": self._close_list,
            "list_item_open": self._item,
            "list_item_close": self._close,
            "table_open": self._table,
            "tr_open": self._row,
            "tr_close": self._close_row,
            "fence": self._code,
            "code_block": self._code,
            "html_block": self._markup,
            "hr": self._rule,
        }
        before: Token | None = None
        for token in tokens:
            if token.type == "inline":
                self._inline(token, before)
            elif handler := handlers.get(token.type):
                handler(token)
            before = token
        return "".join(self._out)

    def _inline(self, token: Token, before: Token | None) -> None:
        text = inline(token.children or ())
        if self._cells is not None:
            self._cells.append(" ".join(text.split()))
            return
        if before is not None and before.type == "heading_open":
            self.heading = self.heading or " ".join(text.split())
        tight = before is not None and before.hidden
        self._write(text, close=tight and not self._list_is_empty)

    def _quote(self, _: Token) -> None:
        self._prefixes.append("> ")
        self._markers.append("> ")

    def _close(self, _: Token) -> None:
        self._prefixes.pop()
        self._markers.pop()

    def _list(self, token: Token) -> None:
        if not self._numbers:
            self._list_is_empty = True
        start = token.attrGet("start")
        first = 1 if start is None else int(start)
        self._numbers.append(first if token.type == "ordered_list_open" else None)

    def _close_list(self, _: Token) -> None:
        self._numbers.pop()

    def _item(self, _: Token) -> None:
        number = self._numbers[-1]
        marker = "- " if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1
        self._prefixes.append(" " * len(marker))
        self._markers.append(marker)

    def _table(self, _: Token) -> None:
        self._rows = 0

    def _row(self, _: Token) -> None:
        self._cells = []

    def _close_row(self, _: Token) -> None:
        row, self._cells = " | ".join(self._cells or ()), None
        self._write(row, close=self._rows > 0)
        self._rows += 1

    def _code(self, token: Token) -> None:
        self._write(token.content.removesuffix("\n"), verbatim=True)

    def _markup(self, token: Token) -> None:
        for paragraph in tags.strip(token.content).split("\n\n"):
            self._write(paragraph)

    def _rule(self, _: Token) -> None:
        self._write("* * *")

    def _write(self, text: str, *, close: bool = False, verbatim: bool = False) -> None:
        """Add a block, after a newline only if it is to stand ``close`` to the one before."""
        text = text if verbatim else text.strip()
        if not text.strip():
            return
        if self._out:
            self._out.append("\n" if close else "\n\n")
        rest = "".join(self._prefixes)
        first, self._markers = "".join(self._markers), self._prefixes.copy()
        lines = text.split("\n")
        self._out.append(
            "\n".join([first + lines[0], *(rest + line if line else rest.rstrip() for line in lines[1:])])
        )
        self._list_is_empty = False


def inline(tokens: Iterable[Token]) -> str:
    """Return inline tokens as text: a soft break as a space, a hard one as a newline, images in brackets."""
    return "".join(map(_piece, tokens))


def _piece(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return str(token.content)
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    if token.type == "image":
        words = inline(token.children or ()).strip()
        return f"[{words}]" if words else ""
    return "\n" if token.type == "html_inline" and token.content[:3].lower() == "<br" else ""
