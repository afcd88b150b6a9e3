"""spaCy's own training data: ``DocBin`` files, a thousand texts in each, as ``spacy train`` reads a folder.

Tags are in ``doc.spans["sc"]``, where the span categorizer looks for them; names found by detection in
``doc.ents``; labels of the article in ``doc.cats``, with every label there is, as the text categorizers
want it. Spans are whole tokens: a tag that begins or ends inside one is widened to it, and counted.

https://spacy.io/api/docbin, https://spacy.io/api/spancategorizer
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from annotations.errors import ExportError
from annotations.files import Files
from annotations.formats.documents import (
    Document,
    ImportedDocument,
    ImportedSpan,
    Lost,
    Request,
    Tokenizer,
    Written,
    example,
    verify,
)
from annotations.formats.units import Part, parts
from annotations.formats.whole import state_of
from annotations.records import Article, Refusal
from annotations.staging import Folder
from annotations.text import content_id

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

SUFFIX = ".spacy"
SPANS_KEY = "sc"
_PER_FILE = 1_000
#: What a file may unpack to, in bytes; a thousand long articles take a tenth of it.
_MOST_BYTES = 512 * 1024 * 1024
_CHUNK = 1024 * 1024
_ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE")
_SNAPPED = "tags widened to whole tokens"
_WITHOUT = "tags left out: no token holds a character of them"
_MERGED = "tags that are one with another after widening"
_FOUND = "names that a program found, which nobody decided"
_NO_TOKENS = "detected names left out: they begin or end inside of a token or of a part"
_NO_ENTITY = "detected names left out: doc.ents holds none that overlap"


def write(documents: Iterable[Document], out: Folder, request: Request) -> Written:
    """Write documents into files of a thousand each; at least one, which may hold none.

    Raises ``ExportError`` when a tag does not cover the words it was set on, or spaCy refuses a text.
    """
    from spacy.tokens import DocBin  # noqa: PLC0415 - a second to import
    from spacy.vocab import Vocab  # noqa: PLC0415

    report = Written()
    whole = ((document, part) for document in documents for part in _parts(document, request, report))
    number = 0
    while (batch := list(islice(whole, _PER_FILE))) or not number:
        # A vocabulary of its own for each file, so that memory does not grow with their number.
        vocab = Vocab()
        docs = (_doc(document, part, vocab, request, report) for document, part in batch)
        data = DocBin(attrs=_ATTRIBUTES, store_user_data=True, docs=docs).to_bytes()
        with out.file(f"{number:05}{SUFFIX}") as file:
            file.write(data)
        number += 1
    return report


def _parts(document: Document, request: Request, report: Written) -> Iterator[Part]:
    verify(document)
    yield from parts(document, request.unit, report)


def _doc(document: Document, part: Part, vocab: "Vocab", request: Request, report: Written) -> "Doc":
    assert request.tokenize is not None
    doc = _tokens(part.text, vocab, request.tokenize, document.article)
    spans = _spans(doc, document, part, report)
    given = dict.fromkeys((tag.label for tag in part.labels), 1.0)
    doc.cats = dict.fromkeys(request.article_labels, 0.0) | given
    if document.detection is not None:
        _set_entities(doc, document, part, report)
    doc.user_data = {
        "article": document.article.id,
        "start": part.span.start,
        "annotator": document.annotator,
        "state": document.state,
        "title": document.article.title,
        "source": document.article.source,
    }
    chosen = [ImportedSpan(start=0, end=0, text="", label=label) for label in doc.cats if label in given]
    report.meant(part.text, (*spans, *chosen), document.annotator, document.state)
    return doc


def _tokens(text: str, vocab: "Vocab", tokenize: Tokenizer, article: Article) -> "Doc":
    from spacy.tokens import Doc  # noqa: PLC0415

    found = list(tokenize(text))
    try:
        doc = Doc(vocab, words=[token[0] for token in found], spaces=[token[3] for token in found])
    except UnicodeEncodeError:
        raise ExportError(
            f"article {article.id} has half a character in it (a lone surrogate); nothing was written"
        ) from None
    if doc.text != text:
        raise ExportError(f"the tokens of article {article.id} do not spell its text; nothing was written")
    return doc


def _spans(doc: "Doc", document: Document, part: Part, report: Written) -> list[ImportedSpan]:
    from spacy.tokens import Span  # noqa: PLC0415

    found: dict[tuple[int, int, str], Span] = {}
    exact = {(piece.start, piece.end, piece.tag.label) for piece in part.pieces}
    starts, ends = [token.idx for token in doc], [token.idx + len(token) for token in doc]
    for piece in part.pieces:
        start, end, tag = piece.start, piece.end, piece.tag
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        if first >= last:
            report.lose(_WITHOUT, example(document.article, tag), label=tag.label)
            continue
        span = Span(doc, first, last, label=tag.label)
        key = (span.start_char, span.end_char, tag.label)
        widened = key[:2] != (start, end)
        if key in found or (widened and key in exact):
            report.lose(_MERGED, example(document.article, tag), change="merged", label=tag.label)
            continue
        if widened:
            report.lose(_SNAPPED, example(document.article, tag), change="snapped", label=tag.label)
        found[key] = span
        report.lengths[len(span)] = report.lengths.get(len(span), 0) + 1
    doc.spans[SPANS_KEY] = list(found.values())
    return [
        ImportedSpan(start=start, end=end, label=label, text=doc.text[start:end])
        for start, end, label in found
    ]


def _set_entities(doc: "Doc", document: Document, part: Part, report: Written) -> None:
    from spacy.util import filter_spans  # noqa: PLC0415

    assert document.detection is not None
    begun = [one for one in document.detection.entities if part.span.start <= one.start < part.span.end]
    found = [
        (one, doc.char_span(one.start - part.span.start, one.end - part.span.start, label=one.label))
        for one in begun
    ]
    kept = filter_spans([span for _, span in found if span is not None])
    for entity, span in found:
        if span is None or span not in kept:
            kind = _NO_TOKENS if span is None else _NO_ENTITY
            report.lose(kind, f"“{entity.text[:40]}”", label=entity.label)
    doc.set_ents(kept)


def read(files: Files) -> Iterator[ImportedDocument | Refusal]:
    """Read every document of every file; a file that is no ``DocBin`` is refused as a whole.

    Nothing in a file is run: spaCy keeps what came with a text as msgpack, which holds values alone.
    """
    from spacy.tokens import DocBin  # noqa: PLC0415
    from spacy.vocab import Vocab  # noqa: PLC0415

    for name in files.names(SUFFIX):
        place = files.place(name)
        try:
            data = files.read(name)
            _check_size(data)
            docs = DocBin().from_bytes(data).get_docs(Vocab())
            found = [_document(doc, number, place) for number, doc in enumerate(docs, start=1)]
        except (ValueError, TypeError, LookupError, AttributeError, OSError, EOFError, zlib.error) as error:
            yield Refusal(source=place, reason=f"is no DocBin of spaCy's: {error}")
            continue
        yield from found


def _check_size(data: bytes) -> None:
    """Raise ``ValueError`` for a file that unpacks to more than it may, before it does."""
    unpacking, size = zlib.decompressobj(), 0
    while data and (chunk := unpacking.decompress(data, _CHUNK)):
        data, size = unpacking.unconsumed_tail, size + len(chunk)
        if size > _MOST_BYTES:
            raise ValueError(f"unpacked it would have more than {_MOST_BYTES:,} bytes")


def _document(doc: "Doc", number: int, place: str) -> ImportedDocument | Refusal:
    if not doc.text.strip():
        return Refusal(source=place, line=number, reason="has no text")
    ours = doc.user_data
    # The names that we write are detected ones; those of anybody else were tagged.
    tagged = [*doc.spans.get(SPANS_KEY, ()), *(() if "article" in ours else doc.ents)]
    passages = [
        ImportedSpan(start=span.start_char, end=span.end_char, label=span.label_, text=span.text)
        for span in tagged
        if span.label_
    ]
    chosen = [
        ImportedSpan(start=0, end=0, text="", label=label)
        for label, value in doc.cats.items()
        if value >= 0.5
    ]
    names = (
        [Lost(_FOUND, f"“{name.text[:40]}”", name.label_) for name in doc.ents] if "article" in ours else []
    )
    return ImportedDocument(
        line=number,
        article=Article(
            id=content_id(doc.text),
            text=doc.text,
            title=str(ours.get("title", "")),
            source=str(ours.get("source", f"{place}:{number}")),
        ),
        spans=(*passages, *chosen),
        annotator=str(ours.get("annotator", "")),
        state=state_of(ours.get("state")),
        lost=tuple(names),
    )
