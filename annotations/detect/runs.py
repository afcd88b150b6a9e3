"""Runs of capitalised words that may be one name: "University of Helsinki", "Femke van der Laan"."""

import re
from collections.abc import Iterator, Sequence

from annotations.detect.capitals import Word
from annotations.detect.lexicon import names

_SPACE = re.compile(r"[ \t\u00a0]{1,2}\Z|\n(?!\s)\Z")
_PARTICLE = re.compile(
    r"[ ](?:(?:de|del|della|di|da|dos|das|do|du|des|van|von|der|den|ter|ten|la|le|el|al|bin|ibn|bint|av|af|zu|zur|y|i)[ ]){1,3}\Z"
)
_OF = re.compile(r"[ ]of[ ](?:the[ ])?\Z")
_FOR = re.compile(r"[ ](?:for|on|to|in)[ ](?:the[ ])?\Z")
_AND = re.compile(r"(?:,)?[ ](?:and|&)[ ]\Z")
_POSSESSIVE = re.compile(r"(?:[’']s?)[ ]\Z")
_FOR_HEADS = frozenset(
    "Institute Centre Center Department Ministry Agency Council Association Society Party Movement Foundation Committee Commission Campaign Fund "
    "Coalition Alliance Commissioner Academy Organization Organisation Initiative Conference Partnership School Network Union".split()
)
_OWNERS = frozenset(
    "Women Children People Workers Minister Queen King Men Teachers Farmers Veterans Writers Artists Players Lloyd Journalists Lawyers Nurses Drivers Mothers Exporters Shipwrights Governor President Mayor Doctors Girls Boys Consumers".split()
)
# Words that no name goes on with: a sentence begins there, whose full stop is missing.
_FUNCTION = re.compile(
    r"(?:it|each|we|he|she|they|this|that|these|those|there|what|when|where|why|how|who|if|but|and|in|on|at|as|for|from|with|to|is|are|was|were|has|have|had|do|did|does|can|could|"
    r"would|should|you|your|our|my|his|their|its|i|so|not|also|after|before|because|while|although|however|then|here|photo|image)(?:[’']\w+)?\Z",
    re.IGNORECASE,
)
_LONGEST = 14


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


def _starts_with_head(words: Sequence[Word]) -> bool:
    return any(word.text in names().org_heads for word in words[:4])


def _is_owner(word: Word) -> bool:
    return word.text in _OWNERS or word.text.rstrip("’'") in _OWNERS


def _joins(text: str, words: Sequence[Word], following: Word) -> bool:
    """Tell whether the next capitalised word goes on with a name."""
    last = words[-1]
    gap = text[last.end : following.start]
    if len(gap) > 16 or _FUNCTION.match(following.text):
        return False
    lists = names()
    if _SPACE.match(gap):
        return not following.initial and last.text not in ("No.", "No", "Nos.")
    if _PARTICLE.match(gap):
        return last.text not in lists.common
    if _OF.match(gap):
        return any(
            w.text in lists.org_heads or w.text in lists.place_words or w.text in lists.facility_words
            for w in words[-2:]
        )
    if _FOR.match(gap):
        return any(w.text in _FOR_HEADS for w in words)
    if _AND.match(gap):
        head = (
            any(w.text in lists.org_heads for w in words[:-1])
            and _OF.search(text[words[0].start : last.start] + " ") is not None
        )
        return (
            head
            and following.text not in lists.known
            and following.text not in lists.org_heads
            and following.text not in lists.given
        )
    if _POSSESSIVE.match(gap):
        return _is_owner(last)
    return False


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


def known_parts(run: Run) -> Iterator[tuple[int, int, str]]:
    """Yield the gazetteer's names inside a run as (first word, word after the last, label), longest first."""
    lists, index = names(), 0
    while index < len(run.words):
        for last in range(min(len(run.words), index + 6), index, -1):
            name = " ".join(run.text[run.words[index].start : run.words[last - 1].end].split())
            label = lists.known.get(name) or lists.known.get(name.replace("’", "'"))
            if label is None and name.isupper() and len(name) > 4:
                label = lists.known.get(name.title())
            if label is not None:
                yield index, last, label
                index = last - 1
                break
        index += 1
