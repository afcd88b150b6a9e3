"""From the words that stand for a speaker to a name: "she" to Mira Tanaka, "the judge" to hers."""

import re
from collections.abc import Sequence

from annotations.detect.lexicon import cues, names
from annotations.detect.people import HE, SHE, People
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import PRONOUN, Subjects
from annotations.records import Entity, Span, Speaker

_ARTICLE = re.compile(r"(?:a|an|the|another|my|our|one)\s+", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the)\s+([\w-]+)\Z", re.IGNORECASE)
_LABEL = re.compile(r"[ \t*_>]*((?:[^\W\d_a-z][\w.’'-]*[ \t]?){1,4})[*_]*:")
_ANSWER = re.compile(r"(?m)^[ \t*_]*A[*_]*:")
_QUESTION = re.compile(r"(?m)^[ \t*_]*Q[*_]*:")
_TITLE_BEFORE = re.compile(r"([A-Z][\w-]+)\s+\Z")
_THEY = frozenset({"they", "it", "we"})


class Resolver:
    """Names the speakers of one article."""

    def __init__(
        self, text: str, entities: Sequence[Entity], people: People, subjects: Subjects, sentences: Sentences
    ) -> None:
        self.text = text
        self.people = people
        self.subjects = subjects
        self.sentences = sentences
        self.organisations = sorted(
            {e.text for e in entities if e.label == "ORG"}, key=lambda name: (-len(name), name)
        )
        self._bodies: dict[str, str] = {}
        self.by_title = self._titled()
        question = _QUESTION.search(text)
        #: Whom a transcript calls A: the one its introduction names most.
        self.interviewee = people.most_named(question.start()) if question and _ANSWER.search(text) else None

    def _titled(self) -> dict[str, set[str]]:
        """Return who bears each title: Judge Sandoval is "the judge"."""
        found: dict[str, set[str]] = {}
        for person in self.people.persons:
            match = _TITLE_BEFORE.search(self.text[max(0, person.start - 30) : person.start])
            if match and match.group(1) in names().titles:
                name = self.people.full(person.text, person.start)
                found.setdefault(match.group(1).lower(), set()).add(name)
        return found

    def speaker(self, span: Span, parent: str | None) -> Speaker | None:
        """Return the speaker that some words stand for; ``parent`` said what they are quoted in."""
        span = self._without_article(span)
        words = span.of(self.text)
        name = self._name(span, words, parent)
        if not name:
            return None
        return Speaker(start=span.start, end=span.end, text=words, name=name)

    def person(self, span: Span) -> Speaker | None:
        """Return the speaker if the words stand for a person: a name, or a pronoun that is resolved."""
        word = span.of(self.text).lower()
        entity = self.subjects.named.ending(span.end)
        if word in HE | SHE or (entity is not None and entity.label == "PERSON"):
            return self.speaker(span, None)
        return None

    def _without_article(self, span: Span) -> Span:
        entity = self.subjects.named.ending(span.end)
        if entity is not None and entity.start == span.start and entity.label == "PERSON":
            return span
        match = _ARTICLE.match(self.text, span.start, span.end)
        return Span(match.end(), span.end) if match and match.end() < span.end else span

    def _name(self, span: Span, words: str, parent: str | None) -> str | None:
        lower = words.lower()
        if PRONOUN.match(words):
            return self._pronoun(span, lower, parent)
        entity = self.subjects.named.at(*span)
        if entity is not None and entity.label == "PERSON":
            return self.people.full(words, span.start)
        if words in ("Q", "A"):
            return self.interviewee if words == "A" else None
        return self._role_or_body(span, words, entity)

    def _pronoun(self, span: Span, word: str, parent: str | None) -> str | None:
        if word in HE | SHE:
            return self.people.pronoun(word, span.start)
        if word == "i":
            return parent or self._labelled(span.start)
        return self._they(span) if word in _THEY else None

    def _role_or_body(self, span: Span, words: str, entity: Entity | None) -> str:
        titled = self.by_title.get(words.lower(), set())
        if len(titled) == 1:
            return next(iter(titled))
        if entity is not None and entity.start == span.start:
            return self._organisation(words)
        whole = self.people.full(words, span.start)
        if whole != words and entity is None and words.istitle():
            return whole
        if self._is_only_capitalised(span, words):
            words = words[0].lower() + words[1:]
        return " ".join(words.split())

    def _is_only_capitalised(self, span: Span, words: str) -> bool:
        """Tell whether a role has its capital from the sentence that it begins: "Two people"."""
        if self.sentences.around(span.start)[0] < span.start - 1 or self.subjects.named.holds(span.start):
            return False
        first = words.split(maxsplit=1)[0]
        return first.istitle() and (first != words or first.lower() in cues().roles)

    def _organisation(self, name: str) -> str:
        """Return the fullest form of a body's name: "Marlowe Cold Chain Inc." for "Marlowe"."""
        if name not in self._bodies:
            self._bodies[name] = next(
                (full for full in self.organisations if full.startswith(name + " ")), name
            )
        return self._bodies[name]

    def _labelled(self, at: int) -> str | None:
        """Return who says "I" outside a quotation: whoever the paragraph's label names."""
        start = self.text.rfind("\n", 0, at) + 1
        match = _LABEL.match(self.text, start, at)
        if match is None:
            return None
        name = match.group(1).strip()
        if name == "A":
            return self.interviewee
        return None if name == "Q" else self.people.full(name.title() if name.isupper() else name, at)

    def _they(self, span: Span) -> str | None:
        """Return the subject of the sentence that "they" stands in, else of the one before."""
        start, _ = self.sentences.around(span.start)
        before = self.sentences.before(span.start)
        for floor, end in ((start, span.start), before or (start, start)):
            subject = self.subjects.first(floor, end) if end > floor else None
            if subject is not None and not PRONOUN.match(subject.of(self.text)):
                found = self.speaker(subject, None)
                return found.name if found else None
        return span.of(self.text).lower()
