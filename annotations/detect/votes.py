"""What the names of one article are: each mention votes, and the whole article decides."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from annotations.detect import capitals, headlines
from annotations.detect.acronyms import common, initials
from annotations.detect.ballots import SURE, THRESHOLD, best
from annotations.detect.evidence import UNKNOWN
from annotations.detect.figures import Figure
from annotations.detect.guesses import Guess, guesses, in_byline, in_dateline, in_title
from annotations.detect.headings import Headings
from annotations.detect.lexicon import grammar, names
from annotations.detect.quoted import Titles
from annotations.detect.runs import Run, known_label, runs
from annotations.detect.surroundings import SPEAKS, Weight, near_place

#: A name: where it starts and ends, and its label.
Name = tuple[int, int, str]

_PREFIXED = re.compile(r"(?:[aA]l|[eE]l|[aA]s|[aA]n|[aA]d|[aA]sh)-(?=[A-Z])")
_MIXED = re.compile(r"[A-Z]")
_LOWER = re.compile(r"\b[a-z]{3,}\b")
#: Less than this does not make a name of a word that is written small elsewhere.
_CLEAR = 1.0
#: What the same evidence weighs in all, however often it is found.
_REPEATED = 1.5
#: What a name in a headline weighs beside one in a sentence.
_IN_HEADLINE = 0.6
#: What covers the words of a name only by accident: "Second", "One".
_LOOSE = ("CARDINAL", "ORDINAL")
#: What the article calls a company by, once it is named.
_COMPANY = re.compile(r"\b(?:[Tt]he (?:company|firm|carmaker|retailer|lender|insurer|airline)|its shares)\b")
#: After the last figure.
_NEVER = (sys.maxsize, sys.maxsize)
#: What joins names of one kind.
_BETWEEN = (", ", " and ", ", and ", " or ")
_LISTED = ("PERSON", "ORG", "GPE")


class Article:
    """What is known of the names of one article."""

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        self.text = text
        self.lower = set(_LOWER.findall(text))
        self.headings = Headings(text)
        self.guesses: list[Guess] = []
        #: How much each kind of evidence has said of a name already.
        self._heard: dict[tuple[str, tuple[int, Weight]], float] = defaultdict(float)
        #: How much longer names have said of a name.
        self._shared: dict[tuple[str, str], float] = defaultdict(float)
        self.votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        #: Names that stood where nothing but their being names explains the capital.
        self.seen_inside: set[str] = set()
        self._headlines: list[Run] = []
        #: What the bodies of the article are: "Council", "Church".
        self._heads: set[str] = set()
        #: Names that "and" or a comma joins.
        self._neighbours: list[tuple[str, str]] = []
        self._collect(figures)
        for short in common(text):
            self._share_with(short, "", 3.0)
        self._compare()
        self._share()
        self._tell_companies()
        for run in self._headlines:
            find = (
                headlines.of_capitals
                if self.headings.kind(run.start) == "capitals"
                else headlines.of_headline
            )
            self._add(find(run, self.votes), _IN_HEADLINE)

    def _collect(self, figures: Sequence[Figure]) -> None:
        """Guess at each run of capitals that no date or amount covers."""
        titles = Titles(self.text)
        for run in runs(self.text, self._free_words(figures)):
            kind = self.headings.kind(run.start)
            title = titles.holding(run.start, run.end)
            if title is not None:
                self._add(in_title(run, title))
            elif kind in ("headline", "capitals"):
                self._headlines.append(run)
            elif kind == "byline":
                self._add(in_byline(run))
            elif kind == "dateline":
                self._add(in_dateline(run))
                if run.name.isupper() and len(run.name) > 4:  # "QUELLBY, Ark. —"
                    self.votes[run.name.title()]["GPE"] += SURE
            else:
                self._add(guesses(run))

    def _free_words(self, figures: Sequence[Figure]) -> Iterator[capitals.Word]:
        taken = iter([(figure.start, figure.end) for figure in figures if figure.label not in _LOOSE])
        start, end = next(taken, _NEVER)
        for word in capitals.words(self.text):
            while end <= word.start:
                start, end = next(taken, _NEVER)
            if word.end <= start:
                yield word

    def _add(self, found: Iterable[Guess], weight: float = 1.0) -> None:
        for guess in found:
            if self.guesses and self.text[self.guesses[-1].end : guess.start] in _BETWEEN:
                self._neighbours.append((self.guesses[-1].name, guess.name))
            self.guesses.append(guess)
            for said in enumerate(guess.weights):
                self._hear(guess.name, said, weight)
            if not guess.initial and weight == 1.0:
                self.seen_inside.add(guess.name)

    def _hear(self, name: str, said: tuple[int, Weight], weight: float) -> None:
        """Count what one mention says of a name; what others said in the same way counts little more."""
        label, amount = said[1]
        votes = self.votes[name]
        if label == UNKNOWN:
            votes[label] += amount * weight if votes[label] < THRESHOLD else 0.0
            return
        heard = self._heard[name, said]
        new = min(amount * weight, _REPEATED * amount - heard)
        self._heard[name, said] += new
        votes[label] += new

    def _compare(self) -> None:
        """Let a name of which nothing is known be what its neighbour in a list is."""
        for one, other in [*self._neighbours, *((b, a) for a, b in reversed(self._neighbours))]:
            label, weight = best(self.votes[one])
            votes = self.votes[other]
            if weight >= THRESHOLD and votes.keys() <= {UNKNOWN} and label in _LISTED:
                votes[label] += 0.5

    def _share(self) -> None:
        """Let the parts of a name vote as the whole does: "Pence" as "Mike Pence", "WHO" as its expansion."""
        for name, votes in list(self.votes.items()):
            label, weight = best(votes)
            if " " not in name:
                continue
            if label == "PERSON" and weight >= THRESHOLD:
                self._share_person(name.split(), min(1.0, weight / SURE))
            elif label in ("ORG", "LAW", "EVENT") and weight >= SURE:
                self._share_body(name, label)

    def _share_person(self, words: Sequence[str], sureness: float) -> None:
        last = " ".join(words[-2:])
        bare = _PREFIXED.sub("", words[-1])  # "el-Sisi", then "Sisi"
        for part, most in (
            (words[-1], 3.0),
            (words[0], 1.0),
            (last, 2.0),
            (bare, 3.0),
            (_capital(last), 2.0),
        ):
            weight = most * sureness
            if len(part.split()) == len(words):
                continue
            label = known_label(part)
            if label is None or weight < 3.0 or self._is_place_here(part, label):
                self._share_with(part, "PERSON", weight)
            else:
                self._share_with(part, "PERSON", 100.0)

    def _is_place_here(self, name: str, label: str) -> bool:
        """Tell whether a surname that is a place too stands for the place in this article."""
        return label != "GPE" or any(
            near_place(self.text, start, start + len(name)) for start in self._starts.get(name, ())
        )

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        """Where each name of one word stands."""
        found: dict[str, list[int]] = defaultdict(list)
        for guess in self.guesses:
            if " " not in guess.name:
                found[guess.name].append(guess.start)
        return found

    def _tell_companies(self) -> None:
        """Let an unknown name that only speaks be a body where the article is about a company.

        A person who speaks has a full name, a title or a role somewhere in the article.
        """
        if _COMPANY.search(self.text) is None:
            return
        told = {name for name, (_, weight) in self._heard if weight != SPEAKS}
        told |= {name for name, _ in self._shared}
        for name, votes in self.votes.items():
            if " " not in name and name not in told and votes.keys() == {UNKNOWN, "PERSON"}:
                votes["ORG"] += SURE

    def _share_body(self, name: str, label: str) -> None:
        lists, words = names(), name.split()
        for short in set(initials(name)):
            if len(short) > 1:
                self._share_with(short, label, 3.0)
        if label == "ORG":
            body = name.partition(" of ")[0].partition(" for ")[0].split()
            if body[-1] in lists.org_endings or body[-1] in lists.org_heads:
                self._heads.add(body[-1])
        first = words[0]
        ending = first in lists.org_endings or first in lists.org_heads
        local = words[-1] in grammar("named_after_places")
        if label == "ORG" and first.lower() not in lists.headline and not ending and not local:
            self._share_with(first, label, 2.0)
            for size in range(2, len(words)):
                self._share_with(" ".join(words[:size]), label, 2.0)

    def _share_with(self, name: str, label: str, weight: float) -> None:
        lists = names()
        plain = name in lists.not_names or name.lower() in lists.common
        if not plain and (label == "PERSON" or name not in lists.known):
            more = max(0.0, weight - self._shared[name, label])  # the longer names say it once, however many
            self._shared[name, label] += more
            self.votes[name][label] += more

    def names(self) -> Iterator[Name]:
        """Yield each name that enough speaks for."""
        opening: Guess | None = None
        for guess in self.guesses:
            before, opening = opening, guess if guess.initial and not guess.weights else None
            if before is not None and self._is_one_body(before, guess):
                yield before.start, guess.end, "ORG"
                continue
            votes = self.votes[guess.name]
            label, weight = best(votes)
            if guess.name in self._heads and self._is_head(guess):
                yield guess.start, guess.end, "ORG"
            elif label and sum(votes.values()) >= THRESHOLD and self._is_name(guess, label, weight):
                yield guess.start, guess.end, label
            elif "-" in guess.name:
                yield from self._halves(guess)

    def _is_one_body(self, opening: Guess, guess: Guess) -> bool:
        """Tell whether the word that a sentence begins with and the place after it are a body elsewhere."""
        name = f"{opening.name} {guess.name}"
        body = name in self.seen_inside and best(self.votes.get(name, {}))[0] == "ORG"
        return body and guess.start == opening.end + 1

    def _is_head(self, guess: Guess) -> bool:
        """Tell whether a noun with a capital stands for a body: "the Church" for "the Church of Quell"."""
        before = self.text[max(0, guess.start - 4) : guess.start].lower()
        return before == "the " and not self.headings.kind(guess.start)

    def _halves(self, guess: Guess) -> Iterator[Name]:
        """Yield the two names in "Aso-Pence", if they are names elsewhere in the article."""
        start, found = guess.start, []
        for part in guess.name.split("-"):
            label, weight = best(self.votes.get(part, {}))
            label = label if weight >= SURE else known_label(part) or ""
            found.append((start, start + len(part), label))
            start += len(part) + 1
        if all(label for _, _, label in found):
            yield from found

    def _is_name(self, guess: Guess, label: str, weight: float) -> bool:
        """Refuse a common word that only begins a sentence or stands in a headline."""
        lists = names()
        if guess.name in lists.known or guess.titled:
            return True
        words = guess.name.split()
        unsure = guess.initial or self.headings.kind(guess.start) in ("headline", "capitals")
        lower = words[0].lower()
        if _MIXED.search(words[0], 1) and not self.headings.kind(guess.start):  # "MTN", "AirAsia": always so
            return True
        if unsure and guess.name not in self.seen_inside and len(words) == 1:
            return weight >= SURE and lower not in self.lower and lower not in lists.headline
        if len(words) == 1 and weight < _CLEAR and lower in self.lower:
            return False
        if len(words) == 1 and lower in lists.headline:
            return words[0].isupper() or weight >= 3.0
        return True


def _capital(name: str) -> str:
    """Return a name as a sentence begins with it: "Bin Laden"."""
    return name[:1].upper() + name[1:]
