"""The names in headlines: what the article names elsewhere, what is known, and what is no English word."""

from collections.abc import Iterator, Sequence

from annotations.detect.ballots import SURE, THRESHOLD, Votes, best
from annotations.detect.capitals import Word
from annotations.detect.gazetteer import is_plain
from annotations.detect.guesses import Guess, guesses
from annotations.detect.lexicon import names
from annotations.detect.runs import Run, known_label

_WIDEST = 6


def of_headline(run: Run, votes: Votes) -> Iterator[Guess]:
    """Yield what a run of a headline in title case may name."""
    rest: list[Word] = []
    index = 0
    while index < len(run.words):
        known = _longest_known(run, index, votes)
        if known is not None:
            yield from guesses(Run(run.text, rest)) if rest else ()
            rest = []
            guess, index = known
            yield guess
            continue
        if not _opens_name(run, index) and _ends_name(rest, run.words[index].text):
            yield from guesses(Run(run.text, rest)) if rest else ()
            rest = []
        else:
            rest.append(run.words[index])
        index += 1
    yield from guesses(Run(run.text, rest)) if rest else ()


def of_capitals(run: Run, votes: Votes) -> Iterator[Guess]:
    """Yield what a run of a line in capitals names: nothing there tells a name from another word."""
    index = 0
    while index < len(run.words):
        size = 1
        for part, last in _parts(run, index):
            name = part.name.removesuffix("’S").removesuffix("'S")
            label = _in_capitals(name, votes)
            if label:
                end = part.end - (len(part.name) - len(name))
                yield Guess(part.start, end, name, ((label, 3.0),), initial=False, titled=True)
                size = last - index
                break
        index += size


def _parts(run: Run, first: int) -> Iterator[tuple[Run, int]]:
    """Yield the words from one on, the longest stretch first, each with the word after it."""
    for last in range(min(len(run.words), first + _WIDEST), first, -1):
        yield run.part(first, last), last


def _in_capitals(name: str, votes: Votes) -> str:
    """Return what a name in capitals is: as the article says of it in small letters, or as known."""
    for form in (name.title(), name):  # "INEC" is so in small letters, too
        label, weight = best(votes.get(form, {}))
        if weight >= THRESHOLD:
            return label
    short = len(name) <= 3 or is_plain(name)
    return (known_label(name) if short else names().known.get(name.title())) or ""


def _longest_known(run: Run, first: int, votes: Votes) -> tuple[Guess, int] | None:
    """Return the longest name that begins with a word, known or named elsewhere, and the word after it."""
    for part, last in _parts(run, first):
        label = known_label(part.name)
        if label is not None or best(votes.get(part.name, {}))[1] >= THRESHOLD:
            weights = ((label, SURE),) if label is not None else ()
            return Guess(part.start, part.end, part.name, weights, initial=False, titled=False), last
    return None


def _opens_name(run: Run, index: int) -> bool:
    """Tell whether a given name stands before a word that is not English: "Lee Quellwood"."""
    texts = [word.text for word in run.words[index : index + 3]]
    if len(texts) == 1 or texts[0] not in names().given.listed or is_plain(texts[1]):
        return False
    return len(texts) == 2 or texts[1] not in names().given  # "Said Mira Quellwood"


def _ends_name(before: Sequence[Word], word: str) -> bool:
    """Tell whether a word of a headline belongs to no name: it is English, and no surname of "Mary"."""
    if word.lower() in names().headline:
        return True
    surname = before and before[-1].text in names().given and not word.endswith(("s", "ed", "ing"))
    return is_plain(word) and not surname
