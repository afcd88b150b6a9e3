"""Whom "she", "they" or "the 29-year-old" mean: whoever leads the sentences before.

The subject of the sentence before comes first, not the nearest name; a gender that is known must fit.
Where a paragraph names nobody who fits, the one before it is asked.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.detect.bearers import Bearers
from annotations.detect.cue_verbs import PRONOUN, speech
from annotations.detect.lexicon import grammar
from annotations.detect.people import HE, SHE, Gender, People
from annotations.detect.phrases import head, is_human, is_plural, only_titles
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Span

_INTRODUCED = re.compile(r", (?:who|an?|the|whose|\d\d)\b")
_AFTER_COMMA = re.compile(r"[,;:—–] (?:and |but )?(?:[A-Z]\w*\.? ){0,4}\Z")
#: What nobody is but who was spoken of already: "the 29-year-old".
EPITHET = re.compile(r"(?:\d\d?-year-old|youngster|veteran)\Z")
#: Whose turn it is: "ADA QUELL:", "A.".
LABEL = re.compile(r"[ \t*_>]*(?:([QA])[*_]*[.:]|((?:[^\W\d_a-z][\w.’'-]*[ \t]?){1,4})[*_]*:)")
#: So many sentences back are looked at, and so many names.
_SENTENCES = 12
_NAMES = 40
#: So many speakers, and so many paragraphs.
_SPOKEN = 12
_PARAGRAPHS = 6
#: So near after a quotation, in code points, stands the pronoun of who says it.
_CLOSE = 20
#: In code points: who has spoken longer ago is no longer "they".
_RECENT = 600


class Candidate(NamedTuple):
    """Somebody whom a pronoun may mean."""

    at: int
    name: str
    gender: Gender
    #: 3 for the subject of a sentence or the speaker of a quotation, 2 for who is reported to speak,
    #: 1 for whoever else comes to the fore, else 0; below that nobody whom "he" or "she" may mean.
    rank: int


class Referent(NamedTuple):
    """Whom a word means, and how sure that is, from 0 to 1."""

    name: str
    sure: float
    at: int


class Referents:
    """Finds what pronouns and epithets stand for in one article."""

    def __init__(
        self, text: str, people: People, subjects: Subjects, sentences: Sentences, paragraphs: Sequence[Span]
    ) -> None:
        self.text = text
        self.people = people
        self.subjects = subjects
        self.sentences = sentences
        self.bearers = Bearers(text, people)
        self._paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self._person_starts = [person.start for person in people.persons]
        #: Whom a transcript calls A.
        self.interviewee: str | None = None
        self._quoted_starts: list[int] = []
        self._quoted_ends: list[int] = []
        self._spoken: list[Candidate] = []
        self._persons: dict[int, Candidate] = {}
        self._led: dict[int, Span | None] = {}
        self._names: set[str] | None = None
        self._learnt: dict[str, Gender] = {}

    def note(self, at: int, name: str, *, gender: Gender = "", rank: int = 3) -> None:
        """Remember who or what has spoken; calls come in the order of the text."""
        if gender and not self.people.gender(name):
            self._learnt[name] = gender
        self._spoken.append(Candidate(at, name, self.gender(name), rank=rank))

    def gender(self, name: str) -> Gender:
        """Return what titles, the given name, a role or an earlier pronoun say."""
        return self.people.gender(name) or self._learnt.get(name) or _role_gender(name)

    def person(self, word: str, at: int, speaker: str | None = None) -> Referent | None:
        """Return whom "he" or "she" means, or, for any other word, who was spoken of last.

        ``speaker`` says the word, and does not mean himself by it.
        """
        wanted: Gender = "m" if word.lower() in HE else "f" if word.lower() in SHE else ""
        turn, end = speaker or self.turn(at), at
        index = self._index(at)
        for number, place in enumerate(range(index, max(-1, index - _PARAGRAPHS), -1)):
            start = self._paragraph_starts[place]
            group = [
                one
                for one in self._candidates(start, end, inside=self.is_quoted(at))
                if (not wanted or one.gender in ("", wanted)) and (not turn or one.name != turn)
            ]
            end = start
            if group:
                found = self._best(group, wanted, at)
                clear = bool(wanted) and found.gender == wanted
                sure = (0.9 if clear else 0.75) - 0.1 * number if number else 0.95 if clear else 0.85
                return Referent(found.name, sure - (0.1 if not found.rank else 0), found.at)
        return None

    def _best(self, group: Sequence[Candidate], wanted: Gender, at: int) -> Candidate:
        """Return the best of those that fit: one whose gender is known, unless only in passing.

        Whoever speaks in the sentence just before comes first.
        """
        leading = [one for one in group if one.rank] or group
        last = self.sentences.before(self._said_before(at))
        spoke = any(one.at == leading[0].at for one in self._spoken[-_SPOKEN:])
        if spoke and last is not None and leading[0].at >= last[0]:
            return leading[0]
        return next((one for one in leading if wanted and one.gender == wanted), leading[0])

    def _said_before(self, at: int) -> int:
        """Return where the quotation begins that a place follows closely: "“…,” he"; else the place."""
        index = bisect_right(self._quoted_starts, at) - 1
        close = index >= 0 and 0 <= at - self._quoted_ends[index] < _CLOSE
        return self._quoted_starts[index] if close else at

    def turn(self, at: int) -> str:
        """Return whose turn it is in a transcript, as far as a label says so; empty elsewhere."""
        match = LABEL.match(self.text, self._paragraph(at), at)
        if match is None:
            return ""
        name = (match.group(1) or match.group(2)).strip()
        if name == "A":
            return self.interviewee or name
        return self.people.full(name.title() if name.isupper() else name, at)

    def _index(self, at: int) -> int:
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def _paragraph(self, at: int) -> int:
        return self._paragraph_starts[self._index(at)] if self._paragraph_starts else 0

    def leave_out(self, quoted: Sequence[Span]) -> None:
        """Pass over the outermost quotations: what they name is not on the writer's own mind."""
        self._quoted_starts = [span.start for span in quoted]
        self._quoted_ends = [span.end for span in quoted]

    def is_quoted(self, at: int) -> bool:
        """Tell whether a place is inside a quotation."""
        return at < self.quoted_until(at)

    def quoted_until(self, at: int) -> int:
        """Return where the last quotation that starts before a place ends; 0 without one."""
        index = bisect_right(self._quoted_starts, at) - 1
        return self._quoted_ends[index] if index >= 0 else 0

    def _candidates(self, start: int, end: int, *, inside: bool) -> list[Candidate]:
        """Return who may be meant of those in a stretch, the most likely first."""
        found = [one for one in self._named(start, end) if inside or not self.is_quoted(one.at)]
        found += [one for one in self._spoken[-_SPOKEN:] if one.rank > 0 and start <= one.at < end]
        found += self._roles(start, end, inside=inside)
        if len(found) < 2:
            return found
        starts = {one: self.sentences.around(one.at)[0] for one in found}
        return sorted(found, key=lambda one: (-starts[one], -one.rank, one.at))

    def _named(self, start: int, end: int) -> Iterator[Candidate]:
        """Yield the persons that are named in a stretch."""
        first, last = bisect_left(self._person_starts, start), bisect_left(self._person_starts, end)
        for person in self.people.persons[max(first, last - _NAMES) : last]:
            if person.start not in self._persons:
                name = self.people.full(person.text, person.start)
                rank = -1 if self.people.is_author(person) else self._rank(person)
                self._persons[person.start] = Candidate(person.start, name, "", rank)
            one = self._persons[person.start]
            if one.rank >= 0:
                yield one._replace(gender=self.gender(one.name))

    def _rank(self, person: Entity) -> int:
        """Tell how much a person comes to the fore in a sentence."""
        if self.text[person.end : person.end + 1] in ("’", "'") or person.text.endswith(("’s", "'s")):
            return 0
        start = self.sentences.around(person.start)[0]
        subject = self._subject(start)
        if subject is not None:
            apposed = self.text[subject.end : person.start].strip(" \n") in (",", "")
            if subject.start <= person.start < subject.end or (apposed and person.start >= subject.end):
                return 3
        before = self.text[max(start, person.start - 120) : person.start]
        early = subject is None and person.start - start < 120 and len(before.split()) <= 8
        return int(early or bool(_INTRODUCED.match(self.text, person.end) or _AFTER_COMMA.search(before)))

    def _subject(self, start: int) -> Span | None:
        """Return the subject of the sentence that starts at a place."""
        if start not in self._led:
            self._led[start] = self.subjects.first(start, self.sentences.around(start)[1])
        return self._led[start]

    def _leading(self, start: int, at: int, *, inside: bool = False) -> Iterator[Span]:
        """Yield the subjects of the sentences in a stretch, the nearest first; quoted ones if ``inside``."""
        place: tuple[int, int] | None = self.sentences.around(max(start, at - 1))
        for _ in range(_SENTENCES):
            if place is None or place[0] < start:
                return
            quoted = not inside and self.is_quoted(place[0])
            subject = None if quoted else self._subject(place[0])
            if subject is not None and subject.end <= at:
                yield subject
            place = self.sentences.before(place[0])

    def _roles(self, start: int, end: int, *, inside: bool) -> Iterator[Candidate]:
        """Yield the roles that lead sentences in a stretch: "One investor was blunter."."""
        for span in self._leading(start, end, inside=inside):
            words = span.of(self.text)
            role = head(words)
            if not role or is_plural(role) or not is_human(role) or self._has_name(span):
                continue
            first, _, rest = words.partition(" ")
            rest = rest if rest and first.lower() in grammar("determiners") else words
            name = self.bearers.named(rest, span.start) if first.lower() == "the" else None
            if EPITHET.search(rest):
                meant = self.person("", span.start)
                name = meant.name if meant else None
            if name or rest.lower() not in ("another", "other"):
                yield Candidate(span.start, name or rest, self.gender(name or rest), rank=3)

    def _has_name(self, span: Span) -> bool:
        """Tell whether a role is a name, or a name explains it: "Its author, Zorb Quell,"."""
        person = self.subjects.named.from_(span.end, span.end + 30)
        apposed = self.text[span.end : span.end + 2] == ", " and person is not None
        if apposed and person is not None:
            between = self.text[span.end + 2 : person.start].split()
            titles = only_titles(self.text, span.end + 2, person.start)
            return titles or all(word[0].isupper() for word in between)
        return self.subjects.named.at(*span) is not None

    def group(self, at: int) -> Candidate | None:
        """Return the ones who spoke last, where they are several: "Ames and Quell"."""
        last = self._spoken[-1] if self._spoken else None
        if last is None or at - last.at > _RECENT:
            return None
        many = " and " in last.name or is_plural(head(last.name) or "-")
        return last if many else None

    def only_speaker(self) -> str | None:
        """Return the one person who has spoken so far, if it is one."""
        if self._names is None:
            self._names = {self.people.full(person.text, person.start) for person in self.people.persons}
        names = {one.name for one in self._spoken if one.rank > 0} & self._names
        return next(iter(names)) if len(names) == 1 else None

    def source(self, at: int) -> str | None:
        """Return the document or the body that spoke last: "said the report"."""
        last = self._spoken[-1] if self._spoken else None
        return last.name if last is not None and last.rank < 0 and at - last.at <= _RECENT else None

    def body(self, word: str, at: int) -> Span | None:
        """Return the words that "they" or "it" means: the body, the document or the people that lead."""
        for span in self._leading(self._paragraph(self._paragraph(at) - 1), at):
            words = span.of(self.text)
            both = self.subjects.together(span) if word == "they" else None
            if both is None and (PRONOUN.match(words) or not self._may_be(word, span, words)):
                continue
            return both or span
        return None

    def _may_be(self, word: str, span: Span, words: str) -> bool:
        entity = self.subjects.named.at(*span)
        if entity is not None:
            return entity.label != "PERSON" and (word == "it" or entity.label in ("ORG", "NORP"))
        if word == "they" and " and " in words:
            return True
        role = head(words)
        if word == "they":
            return is_plural(role) or role in speech("bodies")
        return bool(role) and not is_human(role) and not is_plural(role)


def _role_gender(name: str) -> Gender:
    """Return what the words of a role say: "grandmother", "councilwoman"."""
    words = name.lower().split()
    if any(word in grammar("women_roles") or word.endswith("woman") for word in words):
        return "f"
    return "m" if any(word in grammar("men_roles") or word.endswith("man") for word in words) else ""
