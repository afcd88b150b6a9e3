"""A page to read: each article with its tags, its quotations and who said them, in one file by itself.

Nothing in it comes from elsewhere and nothing in it runs; the text of an article is text. Controls that
could reorder or hide words are shown as signs, one for one, so that what is marked stays what was tagged.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import BinaryIO

from annotations.formats.documents import Document, Request, Written, verify
from annotations.formats.html_marks import check, marked, seen
from annotations.formats.html_style import style
from annotations.formats.units import Part, parts
from annotations.records import Quote, Tag
from annotations.text import display

__all__ = ["check", "write"]

#: Words of a tag or quotation in the lists beside the text.
_LONGEST = 160


def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
    """Write one page, streaming: a legend, then article by article.

    Raises ``ExportError`` when a tag does not cover the words it was set on.
    """
    report = Written()
    labels = [*request.passage_labels, *request.article_labels]
    out.write(_head(request, labels).encode())
    for document in documents:
        verify(document)
        for part in parts(document, request.unit, report):
            places = {label: place for place, label in enumerate(labels)}
            out.write(_article(document, part, request, places).encode())
            report.documents += 1
            for tag in (*(piece.tag for piece in part.pieces), *part.labels):
                report.count(tag.label)
            report.fingerprints.append(seen(part))
    out.write(f"</main>\n<footer>{_words(report.sentences()[0])}</footer>\n</body>\n</html>\n".encode())
    return report


def _head(request: Request, labels: list[str]) -> str:
    sheet = style(request.scheme, labels)
    allowed = f"default-src 'none'; style-src {_hash(sheet)}; base-uri 'none'; form-action 'none'"
    title = _words(request.scheme.name or "tagged articles")
    legend = "".join(
        f'<li><span class="chip l{place}">{_words(label)}</span> {_words(_definition(request, label))}</li>\n'
        for place, label in enumerate(labels)
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{allowed}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{sheet}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<div class="legend">
<ul>
{legend}</ul>
<p><span class="q">A tint</span> is a quotation, <span class="q told">a line above</span> reported speech,
<span class="n">a dotted line</span> a name or quantity.</p>
</div>
</header>
<main>
"""


def _hash(sheet: str) -> str:
    """Return what allows this style sheet alone."""
    return f"'sha256-{b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"


def _definition(request: Request, label: str) -> str:
    known = request.scheme.label(label)
    return known.definition if known else ""


def _article(document: Document, part: Part, request: Request, places: dict[str, int]) -> str:
    article = document.article
    found = document.detection if request.unit == "article" else None
    about = [article.byline, article.date, article.source, document.annotator, document.state]
    chips = "".join(f" {_chip(tag, places)}" for tag in part.labels)
    quotes, entities = (found.quotes, found.entities) if found else ((), ())
    lists = _tags(part, places) + _quotes(quotes)
    return (
        f"<article>\n<h2>{_words(article.title) or 'Untitled'}</h2>\n"
        f'<p class="about">{" · ".join(_words(item) for item in about if item)}{chips}</p>\n'
        f'<div class="text" dir="auto">{marked(part, places, quotes, entities)}</div>\n'
        f'<div class="side">\n{lists}</div>\n</article>\n'
    )


def _tags(part: Part, places: dict[str, int]) -> str:
    items = "".join(
        f"<li>{_chip(piece.tag, places)} {_words(piece.words(part.text))}{_note(piece.tag)}</li>\n"
        for piece in part.pieces
    )
    return f"<section><h3>Tags: {len(part.pieces)}</h3>\n<ul>\n{items}</ul></section>\n" if items else ""


def _chip(tag: Tag, places: dict[str, int]) -> str:
    how = f"{tag.annotator}, {tag.origin}" + (f": {tag.note}" if tag.note else "")
    return f'<span class="chip l{places.get(tag.label, "")}" title="{_whole(how)}">{_words(tag.label)}</span>'


def _note(tag: Tag) -> str:
    return f" <i>{_whole(tag.note)}</i>" if tag.note else ""


def _quotes(quotes: tuple[Quote, ...]) -> str:
    by_speaker: dict[str, list[str]] = {}
    for quote in quotes:
        if quote.kind not in ("scare", "title"):
            name = quote.speaker.name if quote.speaker else "Nobody named"
            by_speaker.setdefault(name, []).append(quote.text)
    items = "".join(
        f'<li><span class="said">{_words(name)}</span>\n<ul>\n'
        + "".join(f"<li>{_words(words)}</li>\n" for words in said)
        + "</ul></li>\n"
        for name, said in by_speaker.items()
    )
    count = sum(map(len, by_speaker.values()))
    return f"<section><h3>Who said what: {count}</h3>\n<ul>\n{items}</ul></section>\n" if items else ""


def _words(words: str) -> str:
    """Return foreign words, or the beginning of many, as they may stand in a page."""
    short = " ".join(words.split())
    return _whole(short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…")


def _whole(words: str) -> str:
    """Return foreign words as they may stand in a page, in an element or between quotation marks."""
    return escape(display(words))
