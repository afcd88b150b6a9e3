"""Markdown as reading text: the marks go, the words stay, and their order and paragraphs with them.

A check tells whether the parser let lines fall; then the text is kept as it was written.
"""

import re
from typing import Any

from annotations.sources import fields, front_matter
from annotations.sources.markdown_text import Renderer
from annotations.sources.parsed import Parsed, decoded

#: In code points, and brackets among them; more takes longer than anybody waits for the looks of a text.
MAX_RENDERED = 2_000_000
_MAX_BRACKETS = 50_000
#: The parser drops what is nested deeper; higher, "[[[[…" takes it tens of seconds.
_MAX_NESTING = 100
#: Tokens that stand for lines of the source, as opposed to those that only hold others.
_LEAVES = frozenset({"inline", "fence", "code_block", "html_block", "hr", "heading_open", "table_open"})
#: A line without words: quote and list markers that hold nothing.
_EMPTY = re.compile(r"(?:[\s>]|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$))*")
_WORD = re.compile(r"[^\W\d_]\w*")


def parse(data: bytes, encoding: str | None = None) -> Parsed:
    """Decode a Markdown text, read its front matter, and render its body.

    Paragraphs are separated by one blank line; lists, quotations, tables and code keep their shape in plain
    characters. Raises ``SourceError`` for what is no text.
    """
    text, notes = decoded(data, encoding)
    matter = front_matter.split(text)
    if matter.error:
        notes["front_matter_error"] = matter.error
    said = fields.split(matter.fields)
    body, heading, problem = render(matter.body)
    if problem:
        notes["markdown"] = problem
    return Parsed(
        text=f"{matter.broken}\n\n{body}" if matter.broken else body,
        title=said.title or heading,
        byline=said.byline,
        date=said.date,
        metadata=said.rest | notes,
    )


def render(source: str) -> tuple[str, str, str]:
    """Return Markdown as plain text, its first heading, and, where it was kept as written, why."""
    if len(source) > MAX_RENDERED or source.count("[") > _MAX_BRACKETS:
        return source, "", "kept as written: too long to be rendered"
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown needs it

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    environment: dict[str, Any] = {}
    try:
        tokens = parser.parse(source, environment)
        renderer = Renderer()
        rendered = renderer.render(tokens)
    except RecursionError:
        return source, "", "kept as written: nested too deeply"
    if _lost_lines(source, tokens, environment):
        return source, "", "kept as written: nested too deeply"
    if _lost_cells(source, tokens):
        return source, "", "kept as written: a table has rows that are longer than its first"
    return rendered, renderer.heading, ""


def _lost_lines(source: str, tokens: list[Any], environment: dict[str, Any]) -> bool:
    """Tell whether a line with words on it is in no token."""
    lines = source.split("\n")
    seen = bytearray(len(lines) + 1)
    places = [token.map for token in tokens if token.map and token.type in _LEAVES]
    definitions = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", [])]
    for start, end in [*places, *(definition["map"] for definition in definitions)]:
        seen[start:end] = b"\1" * (end - start)
    return any(not seen[number] and not _EMPTY.fullmatch(line) for number, line in enumerate(lines))


def _lost_cells(source: str, tokens: list[Any]) -> bool:
    """Tell whether a row of a table has words that are in none of its cells: the parser drops them."""
    lines: list[str] = []
    row: set[str] = set()
    for token in tokens:
        if token.type == "tr_open" and token.map:
            lines = lines or source.split("\n")
            row = set(_WORD.findall(" ".join(lines[token.map[0] : token.map[1]])))
        elif token.type == "inline" and row:
            row.difference_update(_WORD.findall(token.content))
        elif token.type == "tr_close" and row:
            return True
    return False
