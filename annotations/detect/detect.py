"""One article in, one Detection out."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from annotations.detect import components
from annotations.detect.pipeline import fingerprint
from annotations.detect.tokens import SURROGATE
from annotations.records import Detection

#: Longer texts are read in parts: spaCy's own limit, for the memory that a statistical model takes.
LONGEST = 1_000_000

_PARAGRAPH_END = re.compile(r"\n\s*\n|\n")
_SPACE = re.compile(r"\s")


def parts(text: str, longest: int = LONGEST) -> list[str]:
    """Cut a text into parts of at most ``longest`` code points; joined, they are the text.

    The cut is at the end of the last paragraph that fits, else at white space, else anywhere.
    """
    found: list[str] = []
    start = 0
    while len(text) - start > longest:
        end = _last_end(text, start, start + longest)
        found.append(text[start:end])
        start = end
    found.append(text[start:])
    return found


def _last_end(text: str, start: int, limit: int) -> int:
    """Return where to cut at or before ``limit``; looks back over at most a tenth of the part."""
    floor = limit - max(1, (limit - start) // 10)
    for boundary in (_PARAGRAPH_END, _SPACE):
        ends = [match.end() for match in boundary.finditer(text, floor, limit)]
        if ends:
            return ends[-1]
    return limit


def _joined(nlp: Language, texts: list[str], without: list[str]) -> Doc:
    """Return one document of several texts, read without some components."""
    with nlp.select_pipes(disable=without):
        doc = Doc.from_docs([nlp(text) for text in texts], ensure_whitespace=False)
    assert doc is not None  # there is at least one text
    return doc


def read(nlp: Language, text: str, longest: int = LONGEST) -> Doc:
    """Return the document of a text of any length, as ``nlp(text)`` would if it had no limit.

    Statistical components see a long text in parts; our rules see the joined whole, so that a name or
    a quotation is not lost at a seam.
    """
    if len(text) <= min(longest, nlp.max_length):
        return nlp(text)
    ours = [name for name in nlp.pipe_names if name in (components.ENTITIES, components.QUOTES)]
    doc = nlp.tokenizer(text) if ours == nlp.pipe_names else _joined(nlp, parts(text, longest), ours)
    for name in ours:
        doc = nlp.get_pipe(name)(doc)
    return doc


def detect(nlp: Language, text: str) -> Detection:
    """Find the entities and quotations of one article.

    Offsets are code points into ``text``, end-exclusive. Lone surrogates, which no
    encoding has, read as U+FFFD.
    """
    doc = read(nlp, SURROGATE.sub("\ufffd", text))
    return Detection(
        pipeline=fingerprint(nlp),
        entities=tuple(components.entities_of(doc)),
        quotes=tuple(components.quotes_of(doc)),
    )
