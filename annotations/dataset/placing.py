"""Which article of the database a document of a file is, and where its tags stand there.

A document is the article with its very text; a part of an article says which; and where a file does not
know the white space, the article whose other characters are the same. What fits several is not guessed.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable
from typing import NamedTuple

from annotations.errors import FormatError
from annotations.formats.documents import ImportedDocument, ImportedSpan
from annotations.records import Article, Span
from annotations.store import Store

_NO_ARTICLE = "parts of articles that the database does not have, taken as articles of their own"
_NO_SPACE = "articles added with white space that is made up: the file does not have it"


class Placed(NamedTuple):
    """The article of a document, where its spans stand there, and what it is a loss of, if it is one."""

    article: Article
    span: Callable[[ImportedSpan], Span]
    lost: str = ""


class Places:
    """Finds the articles of documents, in the database and among those on their way into it."""

    def __init__(self, store: Store, held: Callable[[str], Article | None]) -> None:
        self._store = store
        self._held = held
        self._by_letters: dict[bytes, str | None] | None = None

    def of(self, document: ImportedDocument) -> Placed:
        """Place a document; raises ``FormatError`` when it might be several articles."""
        if document.part_of:
            return self._part(document)
        if document.spaced:
            return self._spaced(document)
        return Placed(document.article, _here(document.article.text, 0))

    def _article(self, id: str) -> Article | None:
        return self._held(id) or self._store.article(id)

    def _part(self, document: ImportedDocument) -> Placed:
        whole = self._article(document.part_of)
        if whole is not None and whole.text.startswith(document.article.text, document.offset):
            return Placed(whole, _here(whole.text, document.offset))
        return Placed(document.article, _here(document.article.text, 0), _NO_ARTICLE)

    def _spaced(self, document: ImportedDocument) -> Placed:
        there = self._article(document.article.id)
        if there is None:
            id = self._known().get(_letters(document.article.text), "")
            if id is None:
                raise FormatError("might be any of several articles, which differ in white space only")
            there = self._article(id) if id else None
        if there is None:
            return Placed(document.article, _here(document.article.text, 0), _NO_SPACE)
        return Placed(there, _without_space(document.article.text, there.text))

    def _known(self) -> dict[bytes, str | None]:
        """Return the articles of the database by their letters; None for those that have the same."""
        if self._by_letters is None:
            self._by_letters = {}
            for article in self._store.articles():
                key = _letters(article.text)
                self._by_letters[key] = None if key in self._by_letters else article.id
        return self._by_letters


def _letters(text: str) -> bytes:
    return hashlib.blake2b("".join(text.split()).encode(errors="replace"), digest_size=16).digest()


def _here(text: str, offset: int) -> Callable[[ImportedSpan], Span]:
    """Return what places a span of a text that begins at ``offset`` of the article."""

    def place(span: ImportedSpan) -> Span:
        if span.start == span.end:
            return Span(0, 0)
        here = Span(span.start + offset, span.end + offset)
        if span.whole is not None and span.whole.covers(here) and Span(0, len(text)).covers(span.whole):
            return span.whole
        return here

    return place


def _without_space(theirs: str, ours: str) -> Callable[[ImportedSpan], Span]:
    """Return what places a span by the characters that it holds beside white space.

    A file that does not know the white space has no labels on whole articles.
    """
    from_theirs, from_ours = _positions(theirs), _positions(ours)

    def place(span: ImportedSpan) -> Span:
        first, after = bisect_left(from_theirs, span.start), bisect_left(from_theirs, span.end)
        return Span(from_ours[first], from_ours[after - 1] + 1)

    return place


def _positions(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if not character.isspace()]
