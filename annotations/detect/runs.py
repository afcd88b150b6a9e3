"""Runs of capitalised words that may be one name: "University of Helsinki", "Femke van der Laan"."""

import re
from collections.abc import Iterator, Sequence

from annotations.detect.capitals import Word
from annotations.detect.gazetteer import gazetteer
from annotations.detect.lexicon import alternatives, grammar, names

_UNEVEN = re.compile(r"[^\S ]|  ")
_SPACE = re.compile(r"[ \t\u00a0]{1,2}\Z|\n(?!\s)\Z")
_PARTICLE = re.compile(rf"[ ](?:(?:{alternatives(grammar('particles'))})[ ]){{1,3}}\Z")
_OF = re.compile(r"[ ]of[ ](?:the[ ])?\Z")
_FOR = re.compile(r"[ ](?:for|on|to)[ ](?:the[ ])?\Z")
_AT = re.compile(r"[ ]at[ ]\Z")
_SCHOOLS = ("University", "College", "Institute", "School")
_COMMA = re.compile(r",[ ]\Z")
#: What may follow the first comma in "Ministry of Agriculture, Forestry and Fisheries".
_LIST = re.compile(r"[A-Z]\w+(?:,[ ][A-Z]\w+){0,3},?[ ](?:and|&)[ ][A-Z]")
_AND = re.compile(r",?[ ](?:and|&)[ ]\Z")
_POSSESSIVE = re.compile(r"[’']s?[ ]\Z")
_NICKNAME = re.compile(r"[“\"‘(][\w.’ -]{1,20}[”\"’)] [A-Z]")
_OPENS, _CLOSES = (" “", ' "', " ‘", " ("), ("” ", '" ', "’ ", ") ")
_CAPITAL = ("Washington", "D.C.")
_NUMBERS = ("No", "No.", "Nos.")
_LONGEST = 14
_WIDEST_GAP = 16


class Run:
    """Capitalised words that follow one another, with what joins them."""

    __slots__ = ("end", "start", "text", "words")

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.start = words[0].start
        self.end = words[-1].end

    @property
    def name(self) -> str:
        """The words with what joins them, on one line."""
        return self.between(0, len(self.words))

    def between(self, first: int, last: int) -> str:
        """Return the words from ``first`` up to ``last`` with what joins them, on one line."""
        if last - first == 1:
            return self.words[first].text
        name = self.text[self.words[first].start : self.words[last - 1].end]
        return name if not _UNEVEN.search(name) else " ".join(name.split())

    def part(self, first: int, last: int | None = None) -> "Run":
        """Return some of its words as a run."""
        return Run(self.text, self.words[first:last])

    def conjuncts(self) -> "Iterator[Run]":
        """Yield what "and" and commas join in it."""
        first = 0
        for index in range(1, len(self.words)):
            gap = self.text[self.words[index - 1].end : self.words[index].start]
            if "and" in gap or "," in gap:
                yield self.part(first, index)
                first = index
        yield self.part(first) if first else self


def _is_break(word: str) -> bool:
    """Tell whether no name goes on with a word: a sentence begins there whose full stop is missing."""
    return word.replace("’", "'").partition("'")[0].lower() in grammar("breaks_in_capitals")


def _joins(text: str, words: Sequence[Word], following: Word) -> bool:
    """Tell whether the next capitalised word goes on with a name."""
    last = words[-1]
    gap = text[last.end : following.start]
    if len(gap) > _WIDEST_GAP or following.text in _NUMBERS or _is_break(following.text):
        return False
    if gap == " " or _SPACE.match(gap):
        return not following.initial and last.text not in _NUMBERS and not _ends_capitals(words, following)
    if gap in _OPENS:
        return last.text in names().given and _NICKNAME.match(text, following.start - 1) is not None
    if gap in _CLOSES and len(words) > 1 and text[last.start - 1] == _OPENS[_CLOSES.index(gap)][1]:
        return True
    if _PARTICLE.match(gap):
        return last.text not in names().common
    return _joins_body(text, words, following, gap)


def _ends_capitals(words: Sequence[Word], following: Word) -> bool:
    """Tell whether a name in capitals ends before a word that is not: "MARY QUELL Quellby Press"."""
    capitals = len(words) > 1 and words[-1].text.isupper() and words[-2].text.isupper()
    person = capitals and words[-2].text.title() in names().given
    return person and not following.text.isupper()


def _joins_body(text: str, words: Sequence[Word], following: Word, gap: str) -> bool:
    """Tell whether "of", "for", "and" or a possessive goes on with the name of a body or a place."""
    lists = names()
    if _OF.match(gap):
        heads = (
            lists.org_heads,
            lists.place_words,
            lists.facility_words,
            grammar("heads_of_events"),
            grammar("heads_of_laws"),
        )
        return any(word.text in section for word in words[-2:] for section in heads)
    if _AT.match(gap) and any(word.text in _SCHOOLS for word in words):
        return following.text in lists.known
    if _FOR.match(gap):
        return any(word.text in grammar("heads_with_for") for word in words)
    if _COMMA.match(gap):
        capital = (words[-1].text, following.text) == _CAPITAL
        return capital or following.text in grammar("legal_forms") or _is_listed(text, words, following)
    if _AND.match(gap):
        return _goes_on(text, words, following, gap)
    return _POSSESSIVE.match(gap) is not None and _owns(words[-1].text, following.text)


def _owns(owner: str, following: str) -> bool:
    """Tell whether a possessive goes on with a body: "Prime Minister’s Office", "Can Makers’ Association"."""
    owner = owner.rstrip("’'")
    return owner in grammar("owners") or (owner.endswith("s") and following in names().org_endings)


def _is_listed(text: str, words: Sequence[Word], following: Word) -> bool:
    """Tell whether a comma goes on with "Ministry of Agriculture, Forestry and Fisheries"."""
    listed = _LIST.match(text, following.start) is not None
    return listed and _is_headed(text, words) and _is_plain(following)


def _is_headed(text: str, words: Sequence[Word]) -> bool:
    """Tell whether words are a body "of" something, or "for" it."""
    headed = any(word.text in names().org_heads for word in words[:-1])
    before = text[words[0].start : words[-1].start]
    return headed and (" of " in before or " for " in before)


def _is_plain(word: Word) -> bool:
    """Tell whether a word is English in small letters, and no name."""
    lists = names()
    known = word.text in lists.known or word.text in lists.given or word.text in lists.org_heads
    return not known and gazetteer().is_word(word.text.lower())


def _goes_on(text: str, words: Sequence[Word], following: Word, gap: str) -> bool:
    """Tell whether "and" or "&" joins one name: "Ministry of Health and Welfare", "Brandt & Hale"."""
    lists = names()
    if following.text == "The":
        return False
    if "&" in gap:
        persons = len(words) > 1 and words[0].text in lists.given and following.text in lists.given
        return "," not in gap and not persons
    if _is_headed(text, words):
        other = (lists.known, lists.given, lists.org_heads)
        return not any(following.text in section for section in other)
    return "," not in gap and not words[-1].initial and _is_plain(words[-1]) and _is_plain(following)


def runs(text: str, found: Iterator[Word]) -> Iterator[Run]:
    """Yield the runs of a text from left to right."""
    current: list[Word] = []
    phrases, done = names().phrases, 0
    for first in found:
        if first.start < done:
            continue
        entries = phrases.get(first.text)
        word = _phrase(text, first, entries) if entries else first
        done = word.end
        if current and (len(current) >= _LONGEST or not _joins(text, current, word)):
            yield Run(text, current)
            current = []
        current.append(word)
    if current:
        yield Run(text, current)


def _phrase(text: str, word: Word, entries: Sequence[str]) -> Word:
    """Return a known name with small words in it that begins with a word, or the word itself."""
    for entry in entries:
        end = word.start + len(entry)
        if text.startswith(entry, word.start) and not text[end : end + 1].isalnum():
            return Word(entry, word.start, end, initial=word.initial)
    return word


def known_label(name: str) -> str | None:
    """Return the label of a name that is known, whatever its apostrophes; capitals read as a title."""
    known = names().known
    label = known.get(name.replace(", ", " "))  # "Washington, D.C."
    if label is None and "’" in name:
        label = known.get(name.replace("’", "'"))
    return known.get(name.title()) if label is None and len(name) > 4 and name.isupper() else label


def known_parts(run: Run) -> Iterator[tuple[int, int, str]]:
    """Yield the known names inside a run as (first word, word after the last, label), longest first."""
    index, known = 0, names().known
    while index < len(run.words):
        widest = min(len(run.words), index + 6) if known.begins(run.words[index].text) else index + 1
        for last in range(widest, index, -1):
            label = known_label(run.between(index, last))
            if label is not None and not _is_direction(run, index, last):
                yield _widened(run, index, last, label)
                index = last - 1
                break
        index += 1


def _is_direction(run: Run, first: int, last: int) -> bool:
    """Tell whether a word, a people by itself, belongs to the place after it: "Eastern Ukraine"."""
    leads = last - first == 1 and last < len(run.words) and run.words[first].text in grammar("directions")
    return leads and known_label(run.words[last].text) in ("GPE", "LOC")


def _widened(run: Run, first: int, last: int, label: str) -> tuple[int, int, str]:
    """Take in the words that make a place of another: "Northern Iraq", "St. Louis County"."""
    if label in ("GPE", "LOC") and first > 0 and run.words[first - 1].text in grammar("directions"):
        return first - 1, last, "LOC"
    part = label == "GPE" and last < len(run.words) and run.words[last].text in grammar("parts_of_states")
    return first, last + part, label
