"""One article in, one Detection out."""

import re
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from annotations.detect import attributes, components
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


class Read(NamedTuple):
    """A document that was read, and a sentence for each component that failed on it."""

    doc: Doc
    problems: tuple[str, ...] = ()


def _apply(nlp: Language, doc: Doc, ours: bool | None = None) -> Read:
    """Let the components work on a document, all or only ours or the others; one that fails is named.

    What the others find stays: an article on which one rule fails is still worth reading.
    """
    problems: list[str] = []
    for name, component in nlp.pipeline:
        if ours is not None and (name in components.OURS) != ours:
            continue
        try:
            doc = component(doc)
        except Exception as error:  # noqa: BLE001 - anybody's component may be in there; it is reported
            reason = " ".join(str(error).split())[:200]
            problems.append(f"{name} failed ({type(error).__name__}: {reason})")
    return Read(doc, tuple(problems))


def _joined(nlp: Language, texts: list[str]) -> Read:
    """Return one document of several texts, each read without our components."""
    read_parts = [_apply(nlp, nlp.make_doc(text), ours=False) for text in texts]
    doc = Doc.from_docs([part.doc for part in read_parts], ensure_whitespace=False)
    assert doc is not None  # there is at least one text
    problems = dict.fromkeys(problem for part in read_parts for problem in part.problems)
    return Read(doc, tuple(problems))


def read(nlp: Language, text: str, longest: int = LONGEST) -> Read:
    """Return the document of a text of any length, as ``nlp(text)`` would if it had no limit.

    Statistical components see a long text in parts; our rules see the joined whole, so that a name or
    a quotation is not lost at a seam.
    """
    if set(nlp.pipe_names) <= set(components.OURS):
        return _apply(nlp, attributes.remember(nlp.tokenizer(text), text))
    if len(text) <= min(longest, nlp.max_length):
        return _apply(nlp, nlp.make_doc(text))
    joined = _joined(nlp, parts(text, longest))
    own = _apply(nlp, joined.doc, ours=True)
    return Read(own.doc, joined.problems + own.problems)


def detect(nlp: Language, text: str) -> Detection:
    """Find the entities, quotations and suggestions of one article.

    Offsets are code points into ``text``, end-exclusive. Lone surrogates, which no
    encoding has, read as U+FFFD. A component that fails is named among the problems.
    """
    doc, problems = read(nlp, SURROGATE.sub("\ufffd", text))
    return Detection(
        pipeline=fingerprint(nlp),
        entities=tuple(attributes.entities_of(doc)),
        quotes=tuple(attributes.quotes_of(doc)),
        suggestions=tuple(attributes.suggestions_of(doc)),
        problems=problems,
    )
