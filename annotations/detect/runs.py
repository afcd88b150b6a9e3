"""Runs of capitalised words that may be one name: "University of Helsinki", "Femke van der Laan"."""

import re
from collections.abc import Iterator, Sequence

from annotations.detect.capitals import Word
from annotations.detect.lexicon import alternatives, grammar, names

_SPACE = re.compile(r"[ \t\u00a0]{1,2}\Z|\n(?!\s)\Z")
_PARTICLE = re.compile(rf"[ ](?:(?:{alternatives(grammar('particles'))})[ ]){{1,3}}\Z")
_OF = re.compile(r"[ ]of[ ](?:the[ ])?\Z")
_FOR = re.compile(r"[ ](?:for|on|to|in)[ ](?:the[ ])?\Z")
_AND = re.compile(r",?[ ](?:and|&)[ ]\Z")
_POSSESSIVE = re.compile(r"[’']s?[ ]\Z")
_BREAK = re.compile(rf"(?:{alternatives(grammar('breaks_in_capitals'))})(?:[’']\w+)?\Z", re.IGNORECASE)
_NUMBERS = ("No", "No.", "Nos.")
_LONGEST = 14
_WIDEST_GAP = 16


class Run:
    """Capitalised words that follow one another, with what joins them."""

    __slots__ = ("text", "words")

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = list(words)

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    @property
    def name(self) -> str:
        """The words with what joins them, on one line."""
        return " ".join(self.text[self.start : self.end].split())

    def part(self, first: int, last: int | None = None) -> "Run":
        """Return some of its words as a run."""
        return Run(self.text, self.words[first:last])


def _joins(text: str, words: Sequence[Word], following: Word) -> bool:
    """Tell whether the next capitalised word goes on with a name."""
    last = words[-1]
    gap = text[last.end : following.start]
    if len(gap) > _WIDEST_GAP or _BREAK.match(following.text) or following.text in _NUMBERS:
        return False
    if _SPACE.match(gap):
        return not following.initial and last.text not in _NUMBERS
    if _PARTICLE.match(gap):
        return last.text not in names().common
    return _joins_body(text, words, following, gap)


def _joins_body(text: str, words: Sequence[Word], following: Word, gap: str) -> bool:
    """Tell whether "of", "for", "and" or a possessive goes on with the name of a body or a place."""
    lists = names()
    if _OF.match(gap):
        heads = lists.org_heads | lists.place_words | lists.facility_words
        return any(word.text in heads for word in words[-2:])
    if _FOR.match(gap):
        return any(word.text in grammar("heads_with_for") for word in words)
    if _AND.match(gap):
        headed = any(word.text in lists.org_heads for word in words[:-1])
        before = text[words[0].start : words[-1].start]
        other = (
            following.text in lists.known
            or following.text in lists.org_heads
            or following.text in lists.given
        )
        return headed and _OF.search(before) is not None and not other
    owner = words[-1].text.rstrip("’'")
    return _POSSESSIVE.match(gap) is not None and owner in grammar("owners")


def runs(text: str, found: Iterator[Word]) -> Iterator[Run]:
    """Yield the runs of a text from left to right."""
    current: list[Word] = []
    for word in found:
        if current and (len(current) >= _LONGEST or not _joins(text, current, word)):
            yield Run(text, current)
            current = []
        current.append(word)
    if current:
        yield Run(text, current)


def known_label(name: str) -> str | None:
    """Return the label of a name in the gazetteer, whatever its apostrophes; capitals read as a title."""
    known = names().known
    label = known.get(name) or known.get(name.replace("’", "'"))
    return known.get(name.title()) if label is None and len(name) > 4 and name.isupper() else label


def known_parts(run: Run) -> Iterator[tuple[int, int, str]]:
    """Yield the gazetteer's names inside a run as (first word, word after the last, label), longest first."""
    index = 0
    while index < len(run.words):
        for last in range(min(len(run.words), index + 6), index, -1):
            label = known_label(run.part(index, last).name)
            if label is not None:
                yield index, last, label
                index = last - 1
                break
        index += 1
