"""spaCy's English tokens, for any text: in time linear in its length, and never refused.

spaCy peels punctuation off a word one character at a time and starts afresh after each, so a run of
200,000 brackets takes minutes (explosion/spaCy 4362). Stretches that no writer writes are therefore
cut into pieces before spaCy sees them:

- a run of more than 300 characters without a space: into pieces of 100;
- a run of more than 32 punctuation marks: into pieces of 16.

No token crosses such a cut, nothing is dropped: the tokens still spell the text exactly.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TOKENIZER = "copydesk.tokenizer.v1"

# Anchored at the start of a run, so that a failed try is not repeated at each of its characters.
_RUN = re.compile(r"(?<!\S)\S{301,}|(?:(?<=[\w\s])|\A)(?:[^\w\s]|_){33,}")
_MARKS = re.compile(r"(?:[^\w\s]|_){17}")
SURROGATE = re.compile(r"[\ud800-\udfff]")
# "U.S.-Japan": spaCy cuts at a hyphen between letters only.
_HYPHEN_AFTER_POINT = r"(?<=[A-Za-z]\.)(?:-|–|—)(?=[A-Za-z])"


#: A stretch without white space and the one space after it, or white space beyond that.
_STRETCH = re.compile(r"(\S+|\s+)((?<=\S) )?")
#: How long a stretch may be to be remembered, and how many are.
_MEMORABLE = 40
_REMEMBERED = 100_000


class Token(NamedTuple):
    """A token: code points, end-exclusive, and whether one space follows it."""

    text: str
    start: int
    end: int
    ws: bool


def pieces(text: str) -> Iterator[str]:
    """Yield the parts that are tokenized one by one; joined, they are ``text``."""
    done = 0
    for run in _RUN.finditer(text):
        if done < run.start():
            yield text[done : run.start()]
        done = run.start()
        while done < run.end():
            end = min(done + (16 if _MARKS.match(text, done) else 100), run.end())
            # The one space after the run goes with its last piece, as spaCy keeps it.
            end += end == run.end() and text.startswith(" ", end)
            yield text[done:end]
            done = end
    if done < len(text):
        yield text[done:]


class GuardedTokenizer:
    """A spaCy tokenizer that sees long runs in pieces."""

    def __init__(self, base: Any) -> None:
        self.base = base
        self.vocab = base.vocab

    def __call__(self, text: str) -> "Doc":
        """Return the tokens of ``text``; lone surrogates, which spaCy refuses, read as U+FFFD."""
        from spacy.tokens import Doc  # noqa: PLC0415  (a second to import: paid by who tokenizes)

        parts = list(pieces(SURROGATE.sub("\ufffd", text)))
        if len(parts) <= 1:
            return self.base("".join(parts))  # type: ignore[no-any-return]
        found = [(token.text, bool(token.whitespace_)) for part in parts for token in self.base(part)]
        return Doc(self.vocab, words=[word for word, _ in found], spaces=[space for _, space in found])

    def pipe(self, texts: Any, batch_size: int = 1000) -> "Iterator[Doc]":
        """Yield the tokens of each text."""
        return (self(text) for text in texts)

    def __getattr__(self, name: str) -> Any:
        """Leave saving, loading and explaining to the tokenizer inside."""
        if name == "base":
            raise AttributeError(name)
        return getattr(self.base, name)


class _Known(NamedTuple):
    """The tokens of a stretch, once with the space after it and once without."""

    orths: list[int]
    spaced: list[bool]
    unspaced: list[bool]
    #: Norms that a special case gives to single tokens ("ca" in "can't" is "can"), by their place.
    norms: tuple[tuple[int, str], ...]


class RememberingTokenizer(GuardedTokenizer):
    """A guarded tokenizer that remembers every stretch between spaces, and so asks spaCy only once.

    spaCy's own memory stops for the rest of a text at its first special case ("don't", "p.m."). What stands
    between spaces is tokenized the same wherever it stands, as long as no
    special case has a space in it; the English ones have none.
    """

    def __init__(self, base: Any) -> None:
        super().__init__(base)
        self._known: dict[str, _Known] = {}

    def __call__(self, text: str) -> "Doc":
        """Return the tokens of ``text``, the same as the tokenizer inside finds."""
        from spacy.tokens import Doc  # noqa: PLC0415  (a second to import: paid by who tokenizes)

        text = SURROGATE.sub("\ufffd", text)
        orths: list[int] = []
        spaces: list[bool] = []
        norms: list[tuple[int, str]] = []
        for stretch, space in _STRETCH.findall(text):
            known = self._known.get(stretch) or self._ask(stretch)
            if known.norms:
                norms += [(len(orths) + place, norm) for place, norm in known.norms]
            orths += known.orths
            spaces += known.spaced if space else known.unspaced
        doc = Doc(self.vocab, words=orths, spaces=spaces)  # type: ignore[arg-type]
        for place, norm in norms:
            doc[place].norm_ = norm
        return doc

    def _ask(self, stretch: str) -> _Known:
        """Tokenize a stretch of letters and marks or of white space, and remember it if it is short."""
        orths: list[int] = []
        norms: list[tuple[int, str]] = []
        for piece in pieces(stretch):
            for token in self.base(piece):
                if token.norm != token.lex.norm:
                    norms.append((len(orths), token.norm_))
                orths.append(token.orth)
        before = [False] * (len(orths) - 1)
        known = _Known(orths, [*before, True], [*before, False], tuple(norms))
        if len(stretch) <= _MEMORABLE:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[stretch] = known
        return known

    def __getattr__(self, name: str) -> Any:
        """Leave the rest to the tokenizer inside, and forget what it said: it may be told new rules."""
        found = super().__getattr__(name)
        self._known = {}
        return found


def create(nlp: "Language") -> RememberingTokenizer:
    """Return the English tokenizer of our own pipeline."""
    from spacy.util import compile_infix_regex, registry  # noqa: PLC0415

    base = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
    base.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), _HYPHEN_AFTER_POINT]).finditer
    return RememberingTokenizer(base)


@cache
def _english() -> "Callable[[str], Doc]":
    import spacy  # noqa: PLC0415

    return create(spacy.blank("en"))


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text``.

    Offsets are code points, end-exclusive. The text is
    ``"".join(t.text + (" " if t.ws else "") for t in tokens(text))``: white space other than one
    space after a word is a token of its own.
    """
    return [
        Token(
            text[token.idx : token.idx + len(token)],
            token.idx,
            token.idx + len(token),
            bool(token.whitespace_),
        )
        for token in _english()(text)
    ]
