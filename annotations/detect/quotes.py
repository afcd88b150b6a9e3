"""The quotations of an article: their extent, kind, cue and speaker, from the text and its entities."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotations.detect import indirect, marks
from annotations.detect.attribution import Attribution, Found
from annotations.detect.cue_verbs import speech
from annotations.detect.kinds import kind_of
from annotations.detect.people import HE, SHE, People
from annotations.detect.phrases import head, is_human, is_plural, without_roles
from annotations.detect.referents import Referents
from annotations.detect.resolve import UNNAMED, Named, Resolver
from annotations.detect.sentences import Sentences
from annotations.detect.utterances import Utterance, arrange
from annotations.records import Entity, Quote, Span

_SENTENCE_BREAK = re.compile(r"[.!?…][\"”’»')*]*\s|\n\s*\n")
_ASKS = re.compile(r"\b(?:[Dd]oes|[Dd]id|[Ii]s|[Ww]as|[Ww]ill|[Ww]ould|[Hh]as) (he|she)\b[^.!]*\?\s*\Z")

_IS_ASKED = re.compile(r"\b(?:was|were|is|are|when) asked\b")
#: Of the words before a quotation no more than these are looked at.
_FAR = 1_000
#: Below this an answer is more likely wrong than worth giving.
_FLOOR = 0.35


class _Reader:
    """Reads the quotations of one article in order."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.sentences = Sentences(text)
        self.attribution = Attribution(text, entities, self.sentences)
        self.paragraphs = [Span(*place) for place in marks.paragraphs(text)]
        people = People(text, entities, self.sentences)
        subjects = self.attribution.subjects
        self.referents = Referents(text, people, subjects, self.sentences, self.paragraphs)
        self.resolver = Resolver(text, entities, people, subjects, self.referents)
        self.reports = indirect.Reports(text, self.attribution, self.resolver)

    def read(self) -> list[Quote]:
        """Return the quotations in order of where they start."""
        utterances = arrange(marks.find(self.text), self.paragraphs)
        self.referents.leave_out([u.span for u in utterances if u.parent is None])
        for utterance in utterances:
            self.reports.read_to(utterance.span.start)
            self._attribute(utterance)
        self.reports.read_to(len(self.text))
        for utterance in reversed(utterances):
            self._share_backwards(utterance)
        found = [self._record(utterance) for utterance in utterances]
        found += [*self._blocks(found), *self.reports.quotes(found)]
        return sorted(found, key=lambda quote: (quote.start, -quote.end))

    def _attribute(self, utterance: Utterance) -> None:
        found = self.attribution.find(utterance.span, utterance.left, utterance.right)
        found = found or self._led_in(utterance) or self._beyond(utterance)
        previous = utterance.previous
        near = previous is not None and self._is_near(utterance, previous)
        if found is None and near and previous is not None and previous.speaker is None:
            start = self.sentences.around(previous.span.start)[0]  # “Confidential” between subject and verb
            found = self.attribution.before(max(start, previous.left), utterance.span.start)
        split = previous is not None and near and self._is_split(utterance, previous, found)
        utterance.kind = kind_of(
            self.text,
            utterance.span,
            utterance.left,
            cue=found.cue.text if found and found.cue and not self._is_written(found) else "",
            attributed=found is not None or (near and previous is not None and previous.speaker is not None),
            attached=found is not None and self._is_attached(utterance, found),
            split=split,
        )
        if utterance.kind in ("scare", "title"):
            return
        if found is not None:
            self._assign(utterance, found)
            if near and previous is not None and self._is_one_utterance(utterance, previous):
                utterance.begun = previous.begun or previous
        elif previous is not None and self._goes_on(utterance, previous, near=near):
            answered = self._answered(previous) if utterance.opens_paragraph(self.text) else None
            self._continue(utterance, answered or previous)
            utterance.in_turn = answered is not None
        elif utterance.kind == "direct" and utterance.parent is None:
            self._introduce(utterance)

    def _beyond(self, utterance: Utterance) -> Found | None:
        """Find the cue after other quotations of a sentence: "“broke” in a “huge” rise, she said"."""
        end = self.sentences.around(utterance.span.end)[1]
        if utterance.parent or utterance.right >= min(end, utterance.paragraph.end):
            return None
        start = self.referents.quoted_until(min(end, utterance.span.end + _FAR) - 1)
        found = self.attribution.later(start, end) if start < end else None
        if found is None or found.cue is None or self.referents.is_quoted(found.cue.start):
            return None
        return found

    def _is_written(self, found: Found) -> bool:
        """Tell whether what speaks is a document: "signs read", not "she read"."""
        return head(found.speaker.of(self.text)) in speech("documents")

    def _is_near(self, utterance: Utterance, previous: Utterance) -> bool:
        """Tell whether a quotation stands in one sentence with the one before it."""
        between = self.text[max(utterance.left, utterance.span.start - _FAR) : utterance.span.start]
        return previous.span.end == utterance.left and not _SENTENCE_BREAK.search(between)

    def _is_one_utterance(self, utterance: Utterance, previous: Utterance) -> bool:
        """Tell whether two quotations of a sentence are parts of what one speaker says."""
        if utterance.speaker is None or previous.speaker is None:
            return False
        return utterance.kind == previous.kind == "direct" and utterance.speaker.name == previous.speaker.name

    def _is_split(self, utterance: Utterance, previous: Utterance, found: Found | None) -> bool:
        """Tell whether a quotation goes on with one that a cue interrupts: “When,” she asked, “…”."""
        if previous.kind != "direct" or not previous.found:
            return False
        same = found is None or found.speaker == previous.found.speaker
        same = same or (found is not None and found.speaker.of(self.text).lower() in HE | SHE)
        before = self.text[utterance.left : utterance.span.start].rstrip()
        return same and before.endswith((",", ";", "—", "–"))

    def _answered(self, previous: Utterance) -> Utterance | None:
        """Return whom a reply answers, where two speak in turns and a paragraph holds nothing but words."""
        cue = previous.found.cue if previous.found else None
        other = previous.previous
        replies = previous.in_turn or (cue is not None and cue.text in speech("replies"))
        if not replies or other is None or other.speaker is None or previous.speaker is None:
            return None
        far = other.paragraph.end + 3 < previous.paragraph.start
        return None if far or other.speaker.name == previous.speaker.name else other

    def _continue(self, utterance: Utterance, previous: Utterance) -> None:
        adjoining = previous.paragraph.end == utterance.paragraph.end
        utterance.follow(previous, previous.confidence - (0.02 if adjoining else 0.08))
        if adjoining and utterance.kind == previous.kind == "direct":
            utterance.begun = previous.begun or previous

    def _assign(self, utterance: Utterance, found: Found) -> None:
        parent = utterance.parent.speaker.name if utterance.parent and utterance.parent.speaker else None
        named = self.resolver.speaker(found.speaker, parent) or self.resolver.unnamed(found.speaker)
        utterance.found = found
        self._name(utterance, named, found.sure)

    def _name(self, utterance: Utterance, named: Named | None, sure: float) -> None:
        if named is None or named.sure * sure < _FLOOR:
            return
        utterance.speaker, utterance.confidence = named.speaker, named.sure * sure
        if utterance.parent is None and named.sure > UNNAMED:
            self.reports.note(named.speaker)

    def _is_attached(self, utterance: Utterance, found: Found) -> bool:
        """Tell whether nothing but the speaker stands between a quotation and its cue."""
        if found.cue is None:
            return True
        if found.cue.start >= utterance.span.end:
            gap = self.text[utterance.span.end : found.cue.start]
            ends = self.text[utterance.span.end - 2 : utterance.span.end + 1].strip().strip("\"”’'»")
            stops = not ends[-1:].isalnum() or len(gap.split()) <= 4
            return stops and found.speaker.start >= utterance.span.end and len(gap.split()) <= 12
        before = self.text[found.cue.end : utterance.span.start].rstrip()
        return before.endswith((":", ",")) or not before

    def _led_in(self, utterance: Utterance) -> Found | None:
        """Find the cue in the paragraph before, where that ends in a colon."""
        start = utterance.paragraph.start
        if utterance.parent or start == 0 or not utterance.opens_paragraph(self.text):
            return None
        before = self.text[max(0, start - 50) : start]
        end = start - len(before) + len(before.rstrip())
        if self.text[end - 1 : end] != ":":
            return None
        floor = self.sentences.around(max(0, end - 2))[0]
        return self.attribution.before(floor, end)

    def _goes_on(self, utterance: Utterance, previous: Utterance, *, near: bool) -> bool:
        """Tell whether a quotation without a cue is said by the speaker of the one before it."""
        if previous.speaker is None or utterance.parent is not None:
            return near and previous.speaker is not None
        if utterance.paragraph.start <= previous.span.end:
            if utterance.kind != "direct":
                return near
            return self._introducer(utterance) is None
        index = bisect_right(self.paragraphs, Span(utterance.paragraph.start, -1)) - 1
        adjacent = (
            index >= 0 and self.paragraphs[index].start <= previous.span.end <= self.paragraphs[index].end
        )
        alone = utterance.opens_paragraph(self.text)
        return alone and adjacent and previous.kind == "direct" and utterance.kind == "direct"

    def _introduce(self, utterance: Utterance) -> None:
        """Let whoever the sentence just before speaks of be the speaker: "Tanaka was blunt. “…”"."""
        span = self._introducer(utterance)
        if span is not None:
            self._name(utterance, self.resolver.speaker(span, None), 0.85)
        elif utterance.opens_paragraph(self.text) and utterance.paragraph.start:
            speaker = self.reports.last_before(utterance.paragraph.start)
            asked = self._asked_before(utterance.paragraph.start) if speaker is None else None
            if speaker is not None:
                utterance.speaker, utterance.confidence = speaker, 0.6
            elif asked is not None:
                self._name(utterance, self.resolver.speaker(asked, None), 0.7)

    def _asked_before(self, paragraph: int) -> Span | None:
        """Return who is asked something in the last sentence before a paragraph: "Quell was asked why."."""
        place = self.sentences.before(paragraph)
        if place is None or not _IS_ASKED.search(self.text, *place):
            return None
        subject = self.attribution.subjects.first(*place)
        return subject if subject is not None and self._is_person(subject) else None

    def _introducer(self, utterance: Utterance) -> Span | None:
        """Return the one who is the subject of the sentence just before a quotation, in its paragraph."""
        at, left = utterance.span.start, utterance.left
        if not self.text[max(left, at - _FAR) : at].strip():
            return None
        start, end = self.sentences.around(max(left, at - 2))
        start, end = max(start, left), min(end, at)
        previous = utterance.previous
        if previous and previous.found and previous.found.cue and start <= previous.found.cue.start < end:
            return None  # these are the words that name the speaker of the quotation before
        speaker = self.reports.said_in(start, end)
        if speaker is not None:
            return Span(speaker.start, speaker.end)
        subject = self.attribution.subjects.first(start, end)
        asked = _ASKS.search(self.text, start, end) if subject is None else None
        if asked is not None:
            return Span(*asked.span(1))  # "What does she make of it? “…”"
        return subject if subject is not None and self._is_person(subject) else None

    def _is_person(self, span: Span) -> bool:
        words = span.of(self.text)
        entity = self.attribution.subjects.named.ending(span.end)
        if words.lower() in HE | SHE or (entity is not None and entity.label == "PERSON"):
            return True
        role = head(words) or "-"
        return entity is None and is_human(role) and not is_plural(role)

    def _share_backwards(self, utterance: Utterance) -> None:
        """Give a quotation that opens a paragraph the speaker of the next: “No.” “Never,” he said."""
        previous = utterance.previous
        if previous is None or previous.speaker or utterance.speaker is None or utterance.parent:
            return
        if previous.kind != "direct" or utterance.kind != "direct":
            return
        if _SENTENCE_BREAK.search(self.text, previous.span.end, utterance.span.start):
            return
        if previous.paragraph == utterance.paragraph and previous.opens_paragraph(self.text):
            previous.follow(utterance, utterance.confidence - 0.1)
            utterance.begun = previous

    def _record(self, utterance: Utterance) -> Quote:
        span = utterance.span
        found = utterance.found if utterance.speaker else None
        return Quote(
            start=span.start, end=span.end, text=span.of(self.text), kind=utterance.kind,  # type: ignore[arg-type]
            speaker=utterance.speaker, cue=found.cue if found else None,
            confidence=round(utterance.confidence, 2) if utterance.speaker else 1.0,
            utterance=utterance.begun.span.start if utterance.begun else None,
        )  # fmt: skip

    def _blocks(self, quotes: Sequence[Quote]) -> list[Quote]:
        """Return the quotations that are set apart by ``>``, unless marks say the same already."""
        found = []
        for start, end in marks.blocks(self.text):
            first = start + len(self.text[start:end]) - len(self.text[start:end].lstrip("> \t\n"))
            if any(quote.start <= first and quote.end >= end - 1 for quote in quotes):
                continue
            utterance = Utterance(marks.Raw(start, end, ">", 0, True, 1), Span(start, end))
            utterance.kind = "block"
            led = self._led_in(utterance)
            if led is not None:
                self._assign(utterance, led)
            found.append(self._record(utterance))
        return found


def find_quotes(text: str, entities: Sequence[Entity] = ()) -> list[Quote]:
    """Return the quotations of a text in order of where they start; nested ones are among them.

    Offsets are code points, end-exclusive, marks included. ``entities`` give the names of speakers.
    Reported speech without marks is of kind ``indirect``.
    """
    named = without_roles(sorted(entities, key=lambda e: (e.start, -e.end)))
    return _Reader(text, named).read()
