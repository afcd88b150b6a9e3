"""The article inside an HTML page, without the page's furniture.

trafilatura finds the article and what the page says of it; the page's own ``article`` or ``main`` element is
the measure of whether something went missing, and what is taken when it did. A page that is too deep for any
parser is reduced to its words.
"""

import codecs
import logging
import re
from typing import Any

from annotations.errors import SourceError
from annotations.sources import html_text, plain, tags
from annotations.sources.parsed import Parsed, decoded

#: An element of lxml, which has no type stubs.
Element = Any

_NOTHING = "nothing readable in it"
#: Pages of this size take a parser with all that is built on it some seconds.
MAX_BYTES = 20_000_000
#: Above these, in bytes and in elements, only the plain reading of the page is fast enough.
_MAX_EXTRACTED = 2_000_000
_MAX_ELEMENTS = 30_000
#: libxml2 2.14 drops, without a word, what is nested deeper than 2,048.
_DEEPEST = 2_000
#: trafilatura recurses; real pages stay below 60.
_MAX_DEPTH = 200
#: Below this trafilatura itself takes whatever it finds on the page, menus included.
_SHORT = 250
_READABLE = re.compile(r"[^\W_]")
#: An extraction with less than this share of the words of the article element has lost some.
_ENOUGH = 0.6

_FURNITURE = frozenset({
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "dialog",
    "iframe", "object", "svg", "canvas", "audio", "video", "figure", "menu", "input", "textarea",
})  # fmt: skip
_ADVERTISEMENT = re.compile(r"(?:^|\s)(?:ads?|advert(?:isement|ising)?)(?:[-_\s]|$)", re.I)
#: What is called an advertisement and has more text, in code points, is something else ("ad-free article").
_MAX_ADVERTISEMENT = 600
#: A form with more text than this holds the page (as those of ASP.NET do).
_MAX_FORM = 1_000
_DATED = re.compile(r"date|time|publish|posted|byline|meta", re.I)
_MAX_DATE = 200
_DECLARED = re.compile(
    rb"""<meta[^<>]+?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^<>]+?encoding\s*=\s*["']([\w.-]+)""", re.I
)
#: Labels that pages use for a smaller relative of the encoding that browsers read them in:
#: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS = {"gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "euc-kr": "cp949"}
#: What an extractor may trip over in a page that it has never seen the like of.
_TRIPS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def parse(data: bytes, encoding: str | None = None) -> Parsed:
    """Return the article of a page, paragraphs separated by one blank line, its headline first.

    The encoding is that of the byte order mark, else UTF-8 if it fits, else ``encoding``, else what the page
    declares. Raises ``SourceError`` for a page without readable text, or too large.
    """
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"is a page of {len(data) // 1_000_000} MB; the limit is {MAX_BYTES // 1_000_000} MB"
        )
    markup, notes = decoded(data, encoding or declared_encoding(data))
    markup = tags.open_comments(markup)
    tree = _tree(markup)
    depth, elements = (0, 0) if tree is None else _shape(tree)
    try:
        if tree is not None and depth < _DEEPEST:
            extracts = depth <= _MAX_DEPTH and elements <= _MAX_ELEMENTS and len(data) <= _MAX_EXTRACTED
            return _read(tree, notes, extracts=extracts)
    except ValueError:
        # lxml takes control characters in, but moves no text about that has some.
        pass
    return Parsed(text=_or_refuse(tags.strip(markup)), metadata=notes)


def _read(tree: Element, notes: dict[str, Any], *, extracts: bool) -> Parsed:
    _spell_out_quotes(tree)
    _sort_out(tree)
    said = _metadata(tree) if extracts else Parsed(text="", title=_title_element(tree))
    text = _article_text(tree, extracts=extracts)
    headline, title = _headline(tree, said.title)
    if headline and headline not in text[: 4 * len(headline) + 400]:
        text = f"{headline}\n\n{text}"
    return Parsed(
        text=_or_refuse(text), title=title, byline=said.byline, date=said.date, metadata=said.metadata | notes
    )


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page declares for itself near its top, as Python knows it."""
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    label = (found[1] or found[2]).decode("ascii", "replace").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        "".encode(name)  # not every codec is of text
    except (LookupError, ValueError):
        return None
    # A declaration that can be read as ASCII is not in UTF-16, whatever it says.
    return None if name.startswith(("utf-16", "utf-32")) else name


def _or_refuse(text: str) -> str:
    if not _READABLE.search(text):
        raise SourceError(_NOTHING)
    return text


def _tree(markup: str) -> Element | None:
    from lxml import etree, html  # noqa: PLC0415 - only pages need it

    parser = html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.LxmlError, AssertionError):
        return None


def _shape(tree: Element) -> tuple[int, int]:
    """Return how deep the tree is and how many elements it has."""
    from lxml import etree  # noqa: PLC0415 - only pages need it

    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            depth += 1
            elements += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest, elements


def _spell_out_quotes(tree: Element) -> None:
    """Put the marks into ``q`` elements that a browser would draw around them."""
    for element in list(tree.iter("q")):
        inner = sum(1 for _ in element.iterancestors("q")) % 2
        opening, closing = "‘’" if inner else "“”"
        if len(element):
            element[-1].tail = (element[-1].tail or "") + closing
        else:
            element.text = (element.text or "") + closing
        element.text = opening + (element.text or "")
    for element in list(tree.iter("q")):
        element.tag = "span"


def _sort_out(tree: Element) -> None:
    """Drop advertisements, and make a form that holds the page a part of it like any other."""
    for element in list(tree.iterfind(".//body//*[@class]")):
        named = _ADVERTISEMENT.search(element.get("class"))
        if named and len(_beginning(element, _MAX_ADVERTISEMENT)) <= _MAX_ADVERTISEMENT:
            element.drop_tree()
    for element in list(tree.iter("form")):
        if len(_beginning(element, _MAX_FORM)) > _MAX_FORM:
            element.tag = "div"


def _trafilatura() -> Any:
    """Import the extractor, which takes a quarter of a second, and keep its log off the terminal."""
    import trafilatura  # noqa: PLC0415

    for name in ("trafilatura", "htmldate", "justext", "readability"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
            logger.propagate = False
    return trafilatura


def _metadata(tree: Element) -> Parsed:
    """Return what the page declares of itself; a date is not searched for in its text."""
    dates = {"extensive_search": False, "original_date": True}
    try:
        found = _trafilatura().extract_metadata(tree, date_config=dates)
    except _TRIPS:
        return Parsed(text="", title=_title_element(tree))
    metadata = {"site": found.sitename, "url": found.url}
    return Parsed(
        text="",
        title=found.title or _title_element(tree),
        byline=", ".join(part.strip() for part in (found.author or "").split(";") if part.strip()),
        date=found.date if found.date and _says_date(tree, found.date) else "",
        metadata={name: value for name, value in metadata.items() if value},
    )


def _says_date(tree: Element, date: str) -> bool:
    """Tell whether a date is one of the page itself, as opposed to one that its text speaks of."""
    said = [*tree.xpath("//@content | //@datetime"), *tree.xpath("//script[contains(@type, 'json')]/text()")]
    if any(date in text for text in said):
        return True
    for element in tree.iterfind(".//body//*[@class]"):
        if _DATED.search(element.get("class")) and date in plain.dates(_beginning(element, _MAX_DATE)):
            return True
    return False


def _beginning(element: Element, size: int) -> str:
    """Return the text of an element, or the beginning of one that is longer than ``size`` code points."""
    text = ""
    for piece in element.itertext():
        text += piece[: size + 1]
        if len(text) > size:
            break
    return text


def _article_text(tree: Element, *, extracts: bool) -> str:
    is_article, text = _container(tree)
    if not extracts:
        return text
    extracted = _extracted(tree)
    if min(len(text), len(extracted)) < _SHORT and len(extracted) < 4 * _SHORT:
        return text or extracted
    lost = is_article and len(extracted.split()) < _ENOUGH * len(text.split())
    return text if lost else extracted


def _extracted(tree: Element) -> str:
    for element in list(tree.iterfind(".//p//time")):
        # A time of day in running text is text; trafilatura takes every time for a dateline.
        element.tag = "span"
    try:
        found = _trafilatura().bare_extraction(tree, include_comments=False)
    except _TRIPS:
        return ""
    return "" if found is None or found.body is None else html_text.render(found.body)


def _container(tree: Element) -> tuple[bool, str]:
    """Return the text of the page's one article or main element, else of all of it, without furniture.

    The first value tells whether there is such an element. Leaves ``tree`` as it is.
    """
    from copy import deepcopy  # noqa: PLC0415

    for path in (".//article", ".//main", ".//*[@role='main']"):
        found = tree.findall(path)
        if len(found) == 1:
            return True, html_text.render(_cleared(deepcopy(found[0])))
    body = tree.find("body")
    return False, "" if body is None else html_text.render(_cleared(deepcopy(body)))


def _cleared(root: Element) -> Element:
    root.tail = None
    headers = [element for element in root.iter("header") if element.find(".//h1") is None]
    furniture = [element for element in root.iter() if element.tag in _FURNITURE]
    for element in [*furniture, *headers]:
        if element is not root and element.getparent() is not None:
            element.drop_tree()
    return root


def _headline(tree: Element, title: str) -> tuple[str, str]:
    """Return the headline as the page shows it, if it does, and the title without the site's name.

    A heading of the first level is the headline when the title begins with it, or the other way round.
    """
    for element in tree.iter("h1"):
        shown = " ".join("".join(element.itertext()).split())
        same = shown and (not title or title.startswith(shown) or shown.startswith(title))
        if same:
            return shown, shown
    return "", title


def _title_element(tree: Element) -> str:
    element = tree.find(".//title")
    return " ".join((element.text or "").split()) if element is not None else ""
