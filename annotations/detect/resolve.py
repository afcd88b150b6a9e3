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
        entity = self.subjects.entity_ending(span.end)
        if word in HE | SHE or (entity is not None and entity.label == "PERSON"):
            return self.speaker(span, None)
        return None

    def _without_article(self, span: Span) -> Span:
        entity = self.subjects.entity_ending(span.end)
        if entity is not None and entity.start == span.start and entity.label == "PERSON":
            return span
        match = _ARTICLE.match(self.text, span.start, span.end)
        return Span(match.end(), span.end) if match and match.end() < span.end else span

    def _name(self, span: Span, words: str, parent: str | None) -> str | None:
        lower = words.lower()
        if lower in HE | SHE:
            return self.people.pronoun(lower, span.start)
        if lower == "i":
            return parent or self._labelled(span.start)
        if lower in _THEY:
            return self._they(span)
        if PRONOUN.match(words):
            return None
        entity = self.subjects.entity_ending(span.end)
        if entity is not None and entity.start == span.start and entity.label == "PERSON":
            return self.people.full(words, span.start)
        if lower in ("q", "a"):
            return self.interviewee if lower == "a" else None
        return self._role_or_body(span, words, entity)

    def _role_or_body(self, span: Span, words: str, entity: Entity | None) -> str:
        titled = self.by_title.get(words.lower(), set())
        if len(titled) == 1:
            return next(iter(titled))
        if entity is not None and entity.start == span.start:
            return self._organisation(words)
        whole = self.people.full(words, span.start)
        if whole != words and entity is None and words.istitle():
            return whole
        starts_sentence = self.sentences.around(span.start)[0] in (span.start, span.start - 1)
        first = words.split()[0]
        common = " " in words or first.lower() in cues().roles
        if (
            starts_sentence
            and common
            and first.istitle()
            and self.subjects.entity_holding(span.start) is None
        ):
            words = words[0].lower() + words[1:]
        return " ".join(words.split())

    def _organisation(self, name: str) -> str:
        """Return the fullest form of a body's name: "Marlowe Cold Chain Inc." for "Marlowe"."""
        return next((full for full in self.organisations if full.startswith(name + " ")), name)

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
