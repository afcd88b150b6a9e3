"""Markup reduced to its words by a single pass, whatever it looks like: in linear time, at any depth.

For HTML inside Markdown, and for pages that no parser can hold.
"""

import re

#: Up to the next angle bracket only, so that a hostile page costs no more than its length.
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)[^<>]*>")
_COMMENT = ("<!--", "-->")
_DECLARATION = re.compile(r"<[!?][A-Za-z?][^<>]*>")
_HIDDEN = ("script", "style", "template", "noscript", "title")
#: The elements of HTML that begin and end a line of their own.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_BLANK_LINES = re.compile(r"[ \t\r\f\v]*\n\s*\n\s*")


def strip(markup: str) -> str:
    """Return the words of some HTML: comments, scripts and tags dropped, block elements set apart.

    Paragraphs are separated by one blank line, character references are decoded.
    """
    from html import unescape  # noqa: PLC0415 - its table of entities is not needed for the first screen

    text = _without(open_comments(markup), *_COMMENT)
    for name in _HIDDEN:
        text = _without_element(text, name)
    text = _DECLARATION.sub("", _TAG.sub(_replacement, text))
    return _BLANK_LINES.sub("\n\n", unescape(text)).strip()


def _replacement(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name == "br":
        return "\n"
    return "\n\n" if name in BLOCKS else " | " if name in ("td", "th") and tag[0][1] == "/" else ""


def open_comments(markup: str) -> str:
    """Return markup without the start of a comment that never ends: it would hide all that follows."""
    opening, closing = _COMMENT
    after = markup.rfind(closing) + 1
    return markup[:after] + markup[after:].replace(opening, "")


def _without(text: str, opening: str, closing: str) -> str:
    """Drop everything from each ``opening`` to the ``closing`` after it."""
    kept, position = [], 0
    while (start := text.find(opening, position)) >= 0:
        kept.append(text[position:start])
        position = text.find(closing, start + len(opening)) + len(closing)
    return "".join([*kept, text[position:]])


def _without_element(text: str, name: str) -> str:
    """Drop each element of this name with its content; one that is never closed loses only its tag."""
    opening = re.compile(rf"<{name}\b[^<>]*>", re.IGNORECASE)
    closing = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    kept, position = [], 0
    while start := opening.search(text, position):
        end = closing.search(text, start.end())
        if end is None:
            break
        kept.append(text[position : start.start()])
        position = end.end()
    return "".join([*kept, text[position:]])
