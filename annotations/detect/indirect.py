"""Indirect speech: "Pence said there was a chance", "according to the report, …", without any marks.

Every verb of saying in the writer's own words is read in order, so that whoever speaks is known to
the pronouns after it; what is clearly a reported clause becomes a quotation of kind ``indirect``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.detect.attribution import Attribution
from annotations.detect.cue_verbs import CueVerb, speech
from annotations.detect.people import HE, SHE, Gender
from annotations.detect.phrases import head, is_human
from annotations.detect.resolve import Named, Resolver
from annotations.records import Mention, Quote, Span, Speaker

_ACCORDING = re.compile(r"\b[Aa]ccording to\b")
_WHEN = (
    r"(?:on |late |early |last |this )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year|night|yesterday|today)"
    r"(?: (?:morning|evening|night|afternoon))?"
)
_WHERE = r"(?:in|at|during|through|via|after|before|to|by) (?:(?!that\b)[\w’'.-]+ ){1,6}?(?=that )"
_LEAD = re.compile(rf"\s*(?:{_WHEN},? )?(?:{_WHERE})?(?:that )?\s*")
_THAT = re.compile(r"\s*[^,.;:\n“”\"]{0,60}?\bthat ")
_TRAIL = re.compile(
    r", (?:adding|saying|citing|noting|according to|and added|but added|and said|but said|who|which)\b|;| — "
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|will|would|can|could|may|might|must|should|shall|did|does|do"
    r"|[a-z]{2,}ed|(?:wo|ca|do|did|does|is|are|was|were|has|have|had|would|could|should)n['’]t"
    r"|went|came|took|made|got|gave|knew|saw|told|felt|found|left|lost|won|ran|held|kept|met|paid|sent|built"
    r"|brought|began|fell|rose|grew|stood|spent|wants?|needs?|plans?|hopes?|expects?|remains?|seems?|means?|makes?|takes?)\b"
)
_STARTS = re.compile(
    r"(?:the|a|an|this|that|these|those|there|it|he|she|they|we|his|her|their|its|no|nobody|some|many|most|more|all"
    r"|both|each|every|any|one|two|three|four|five|six|seven|eight|nine|ten|about|nearly|only|such|other|another|what"
    r"|people|officials|police|workers)\b|[A-Z0-9$£€]"
)
_QUOTED = re.compile(r"[“”„«»\"`]")
_END = " \t\n.,;:!?…—–-"


class _Report(NamedTuple):
    """A verb of saying in the writer's own words, and who says it."""

    cue: CueVerb
    subject: Span
    named: Named | None
    sentence: Span


class Reports:
    """Reads the verbs of saying that stand outside quotations, in order."""

    def __init__(self, text: str, attribution: Attribution, resolver: Resolver) -> None:
        self.text = text
        self.attribution = attribution
        self.resolver = resolver
        self.referents = resolver.referents
        self._cues = attribution.verbs.all
        self._next = 0
        self._found: list[_Report] = []
        self._noted: list[Speaker] = []

    def note(self, speaker: Speaker) -> None:
        """Remember who has spoken, for the pronouns after it."""
        word = speaker.text.lower()
        gender: Gender = "m" if word in HE else "f" if word in SHE else ""
        entity = self.attribution.subjects.named.ending(speaker.end)
        named = gender or (entity is not None and entity.label == "PERSON")
        personal = bool(named) or is_human(head(speaker.name) or "-")
        self.referents.note(speaker.start, speaker.name, gender=gender, personal=personal)

    def read_to(self, end: int) -> None:
        """Read the verbs up to a place."""
        while self._next < len(self._cues) and self._cues[self._next].start < end:
            self._read(self._cues[self._next])
            self._next += 1

    def _read(self, cue: CueVerb) -> None:
        if cue.weak or cue.word in speech("attitudes") or self.referents.is_quoted(cue.start):
            return
        start, end = self.attribution.sentences.around(cue.start)
        floor = max(start, self.referents.quoted_until(cue.start))
        if floor > start and self.text[floor : cue.start].strip(" ,").count(" ") < 8:
            return  # it belongs to the quotation before it
        subject = self.attribution.subject_of(cue, floor)
        if subject is None:
            return
        named = self.resolver.speaker(subject, None)
        if named is not None:
            self.note(named.speaker)
        self._found.append(_Report(cue, subject, named, Span(floor, end)))

    def said_in(self, start: int, end: int) -> Speaker | None:
        """Return who speaks last in a stretch of the writer's own words."""
        for report in reversed(self._found):
            if report.cue.start < start:
                return None
            if report.cue.start < end and report.named is not None:
                return report.named.speaker
        return None

    def last_before(self, end: int) -> Speaker | None:
        """Return who speaks in the last sentence before a paragraph."""
        if not self._found:
            return None
        report = self._found[-1]
        over = self.text[report.sentence.end : end].strip()
        return report.named.speaker if report.named and not over and report.cue.start < end else None

    def quotes(self, others: Sequence[Quote]) -> Iterator[Quote]:
        """Yield the reported clauses that no other quotation stands in or holds the verb of."""
        used = {quote.cue.start for quote in others if quote.cue}
        for report in self._found:
            if report.cue.start in used or report.named is None:
                continue
            clause = self._clause(report)
            if clause is None or _QUOTED.search(self.text, clause.start, clause.end):
                continue
            start, end = report.cue[:2]
            yield Quote(
                start=clause.start, end=clause.end, text=clause.of(self.text), kind="indirect",
                speaker=report.named.speaker, cue=Mention(start=start, end=end, text=self.text[start:end]),
                confidence=round(report.named.sure * 0.9, 2),
            )  # fmt: skip

    def _clause(self, report: _Report) -> Span | None:
        end = report.sentence.start + len(self.text[report.sentence.start : report.sentence.end].rstrip(_END))
        if end <= report.cue.end + 2:
            return self._clause_before(report)
        return self._clause_after(report.cue, end)

    def _clause_after(self, cue: CueVerb, end: int) -> Span | None:
        """Return what follows "said", "said on Monday that" or "told reporters that"."""
        pattern = _THAT if cue.word in ("told", "tells", "telling") or not self._is_plain(cue) else _LEAD
        lead = pattern.match(self.text, cue.end, end)
        if lead is None:
            return None
        start = lead.end()
        trail = _TRAIL.search(self.text, start, end)
        end = trail.start() if trail else end
        return self._checked(start, end)

    def _is_plain(self, cue: CueVerb) -> bool:
        return cue.word in speech("plain")

    def _clause_before(self, report: _Report) -> Span | None:
        """Return what stands before ", Tanaka said" at the end of a sentence."""
        start = report.sentence.start
        words = self.text[start : report.subject.start].rstrip()
        if not words.endswith(","):
            return None
        return self._checked(start, start + len(words.rstrip(_END)))

    def _checked(self, start: int, end: int) -> Span | None:
        """Return a stretch if it reads like a clause of its own."""
        words = self.text[start:end]
        if not _STARTS.match(words) or len(words.split()) < 3 or "\n\n" in words:
            return None
        return Span(start, end) if _FINITE.search(" ".join(words.split()[1:14])) else None
