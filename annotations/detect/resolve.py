"""From the words that stand for a speaker to a name: "she" to Mira Tanaka, "the judge" to hers."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.detect.cue_verbs import PRONOUN, speech
from annotations.detect.lexicon import cues, grammar
from annotations.detect.people import HE, SHE, People
from annotations.detect.phrases import WORD, head, is_human, is_plural, without_roles
from annotations.detect.referents import EPITHET, LABEL, Referents
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Span, Speaker

_ARTICLE = re.compile(
    r"(?:an?|the|another|my|our|your|his|her|its|their|one(?!\s+of\b)|this|that)\s+", re.IGNORECASE
)
_DEFINITE = re.compile(r"\b(?:the|this|that)\s", re.IGNORECASE)
_OWNED = re.compile(r"[A-Z]\w+[’']s [a-z ]+\Z")
#: "Turkish minister", "Japan’s top diplomat".
_OF_NATION = re.compile(r"[A-Z]\w+(?:[’']s)? (?:[a-z]+ ){0,2}[a-z]+\Z")
#: What follows whoever is spoken of for the first time.
_INTRODUCES = re.compile(r", (?:an?|who|aged|\d\d)\b")
_ANSWER = re.compile(r"(?m)^[ \t*_]*A[*_]*[:.]")
_QUESTION = re.compile(r"(?m)^[ \t*_]*Q[*_]*[:.]")


_PRONOUNS = frozenset({"he", "she", "they"})
#: How sure it is that a pronoun is all that an article tells of a speaker.
UNNAMED = 0.45

#: So many code points before a role are searched for the words that introduce it.
_FAR = 1_500


class Named(NamedTuple):
    """A speaker, and how sure it is that the words mean that name, from 0 to 1."""

    speaker: Speaker
    sure: float


class Resolver:
    """Names the speakers of one article."""

    def __init__(
        self, text: str, entities: Sequence[Entity], people: People, subjects: Subjects, referents: Referents
    ) -> None:
        self.text = text
        self.people = people
        self.subjects = subjects
        self.referents = referents
        self.sentences: Sentences = referents.sentences
        self.organisations = sorted(
            {e.text for e in entities if e.label == "ORG"}, key=lambda name: (-len(name), name)
        )
        #: Who is called by a role that the article has not explained: "the senator".
        self._called: dict[str, str] = {}
        self._bodies: dict[str, str] = {}
        question = _QUESTION.search(text)
        #: Whom a transcript calls A: the one its introduction names most.
        self.interviewee = referents.interviewee = (
            people.most_named(question.start()) if question and _ANSWER.search(text) else None
        )

    def speaker(self, span: Span, parent: str | None) -> Named | None:
        """Return the speaker that some words stand for; ``parent`` said what they are quoted in."""
        whole = span.of(self.text)
        span = self._without_article(span)
        words = span.of(self.text)
        before = self.text[max(0, span.start - 5) : span.start]
        definite = (
            _DEFINITE.match(whole) is not None
            or _OWNED.match(words) is not None
            or _DEFINITE.search(before) is not None
        )
        name, sure = self._name(span, words, parent, definite=definite)
        if not name:
            return None
        return Named(Speaker(start=span.start, end=span.end, text=words, name=name), sure)

    def unnamed(self, span: Span) -> Named | None:
        """Return a speaker of whom the article tells no more than "she" or "they"."""
        words = span.of(self.text)
        if words.lower() not in _PRONOUNS:
            return None
        return Named(Speaker(start=span.start, end=span.end, text=words, name=words.lower()), UNNAMED)

    def _without_article(self, span: Span) -> Span:
        entity = self.subjects.named.ending(span.end)
        if entity is not None and entity.start == span.start and entity.label == "PERSON":
            return span
        match = _ARTICLE.match(self.text, span.start, span.end)
        return Span(match.end(), span.end) if match and match.end() < span.end else span

    def _name(
        self, span: Span, words: str, parent: str | None, *, definite: bool
    ) -> tuple[str | None, float]:
        if PRONOUN.match(words) or words.lower() in HE | SHE:
            return self._pronoun(span, words.lower(), parent)
        entity = self.subjects.named.at(*span)
        if entity is not None and entity.label == "PERSON":
            return self.people.full(words, span.start), 0.97
        if words in ("Q", "A"):
            return (self.interviewee, 0.9) if words == "A" else (None, 0.0)
        pair = self._pair(span)
        if pair is not None:
            return pair, 0.9
        if definite and (entity is None or entity.label == "NORP"):
            meant = self._definite(span, words, entity)
            if meant is not None:
                return meant
        return self._role_or_body(span, words, entity), 0.88

    def _pair(self, span: Span) -> str | None:
        """Return "John Ames and Zorb Quell" for "Ames and Quell"."""
        first, last = self.subjects.named.from_(span.start, span.end), self.subjects.named.ending(span.end)
        if first is None or last is None or first.start != span.start or first.end >= last.start:
            return None
        if first.label != "PERSON" or last.label != "PERSON":
            return None
        return " and ".join(self.people.full(one.text, one.start) for one in (first, last))

    def _definite(self, span: Span, words: str, entity: Entity | None) -> tuple[str, float] | None:
        """Return whom "the vice president", "the 29-year-old", "the Italian" or "the statement" means."""
        bearer = self.referents.bearers.named(words, span.start)
        if bearer is not None:
            return bearer, 0.9
        role = head(words)
        is_people = entity is not None and entity.label == "NORP" and not words.endswith("s")
        if is_people or (EPITHET.search(words) and entity is None):
            meant = self.referents.person("", span.start)
            return (meant.name, meant.sure - 0.1) if meant else None
        if role in speech("documents") and words.lower() == role:
            fuller = self._fuller(role, span.start)
            return (fuller, 0.85) if fuller else None
        if is_human(role) and not is_plural(role) and words.lower() == role:
            fuller = self._fuller(role, span.start)
            return (fuller, 0.85) if fuller else self._lately(role, span.start)
        if is_human(role) and not is_plural(role) and _OF_NATION.match(words):
            return self._lately(words.lower(), span.start)
        return None

    def _lately(self, role: str, at: int) -> tuple[str, float] | None:
        """Return who was spoken of last where nobody is called so before: "the economist said"."""
        if role in self._called:
            return self._called[role], 0.7
        if self._is_introduced(role, at):
            return None
        only = self.referents.only_speaker() if role not in speech("anonymous") else None
        if only is not None:
            self._called[role] = only
            return only, 0.7
        meant = self.referents.person("", at)
        if meant is None or meant.sure < 0.85 or meant.at >= self.sentences.around(at)[0]:
            return None
        return meant.name, meant.sure - 0.15

    def _is_introduced(self, role: str, at: int) -> bool:
        """Tell whether a role is of somebody else: he was called so before, is so now, or answers."""
        if self.referents.turn(at) or _INTRODUCES.match(self.text, at + len(role)):
            return True  # who answers does not call himself "the mayor"
        before = self.text[max(0, at - _FAR) : at - 4]
        return re.search(rf"\b{re.escape(role)}\b", before, re.IGNORECASE) is not None

    def _fuller(self, role: str, before: int) -> str | None:
        """Return "joint statement" for "the statement" where one was spoken of."""
        pattern = re.compile(rf"\b(?:an?|their|its|his|her) ((?:[a-z-]+ ){{1,2}}{re.escape(role)})\b")
        found = [m.group(1) for m in pattern.finditer(self.text, max(0, before - _FAR), before)]
        kept = [words for words in found if not set(words.split()) & grammar("prepositions")]
        return kept[-1] if kept else None

    def _pronoun(self, span: Span, word: str, parent: str | None) -> tuple[str | None, float]:
        if word in HE | SHE:
            meant = self.referents.person(word, span.start, parent)
            return (meant.name, meant.sure) if meant else (None, 0.0)
        if word == "i":
            return parent or self._labelled(span.start), 0.9
        if word in ("they", "it"):
            body = self.referents.body(word, span.start)
            spoken = self.referents.group(span.start) if word == "they" else None
            if spoken is not None and (body is None or body.start < spoken.at):
                return spoken.name, 0.85
            if body is None and word == "it":
                body = self._document(span.start)
                source = self.referents.source(span.start) if body is None else None
                if source is not None:
                    return source, 0.8
            named = self.speaker(body, None) if body is not None else None
            return (named.speaker.name, named.sure - 0.1) if named else (None, 0.0)
        return None, 0.0

    def _document(self, at: int) -> Span | None:
        """Return what the sentence before tells was written: "He left a note. It said …"."""
        before = self.sentences.before(at)
        if before is None:
            return None
        found = [word for word in WORD.finditer(self.text, *before) if word.group() in speech("documents")]
        return Span(*found[-1].span()) if found else None

    def _role_or_body(self, span: Span, words: str, entity: Entity | None) -> str:
        if entity is not None and entity.start == span.start:
            return self._organisation(words) if entity.label == "ORG" else words
        whole = self.people.full(words, span.start)
        if entity is None and words.istitle():
            person = Entity(start=span.start, end=span.end, label="PERSON", text=whole)
            name = without_roles([person])[0].text
            if whole != words or name != words:
                return name
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
            fuller = (full for full in self.organisations if full.startswith(name + " "))
            first = self.text.find(name)  # a body has its full name where it is spoken of first
            self._bodies[name] = next((full for full in fuller if self.text.startswith(full, first)), name)
        return self._bodies[name]

    def _labelled(self, at: int) -> str | None:
        """Return who says "I" outside a quotation: whoever the paragraph's label names."""
        start = self.text.rfind("\n", 0, at) + 1
        match = LABEL.match(self.text, start, at)
        if match is None:
            return None
        name = (match.group(1) or match.group(2)).strip()
        if name == "A":
            return self.interviewee
        return None if name == "Q" else self.people.full(name.title() if name.isupper() else name, at)
