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
from annotations.detect.phrases import head, is_human, is_plural
from annotations.detect.resolve import Named, Resolver
from annotations.records import Mention, Quote, Span, Speaker

_ACCORDING = re.compile(r"\b[Aa]ccording to\b")
_SOURCE = "according to"
#: "according to Quell, an analyst at Bellwether,".
_APPOSED = re.compile(
    r", (?:an?|the|who|whose|his|her|its|their|chief|director|head|professor) [^,;.]{2,70}(?=, )"
)
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
    r"|, (?:and|but|while) (?=[^,.;]{1,40}? (?:said|says)\b)"
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
    r"|people|police)\b|[A-Z0-9$£€]"
    r"|[a-z]+s (?:\w+ )?(?:were|are|had|have|would|will|could|should|must|did|do)\b"
)
_QUOTED = re.compile(r"[“”„«»\"`]")
#: What is written like a person's name, though nobody knew it for one.
_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,3}\Z")
#: Of a sentence no more is looked at than these code points on either side of its verb.
_FAR = 1_000
_END = " \t\n.,;:!?…—–-"


class _Report(NamedTuple):
    """A verb of saying in the writer's own words, and who says it."""

    cue: CueVerb
    subject: Span
    named: Named | None
    sentence: Span


def _place(report: tuple[Span, Mention, Named]) -> tuple[int, int]:
    return report[0].start, -report[0].end


class Reports:
    """Reads the verbs of saying that stand outside quotations, in order."""

    def __init__(self, text: str, attribution: Attribution, resolver: Resolver) -> None:
        self.text = text
        self.attribution = attribution
        self.resolver = resolver
        self.referents = resolver.referents
        sources = [CueVerb(*match.span(), _SOURCE, weak=False) for match in _ACCORDING.finditer(text)]
        self._cues = sorted([*attribution.verbs.all, *sources])
        self._next = 0
        self._found: list[_Report] = []
        self._noted: list[Speaker] = []

    def note(self, speaker: Speaker, *, rank: int = 3) -> None:
        """Remember who has spoken, for the pronouns after it."""
        word = speaker.text.lower()
        gender: Gender = "m" if word in HE else "f" if word in SHE else ""
        entity = self.attribution.subjects.named.ending(speaker.end)
        named = gender or (entity is not None and entity.label == "PERSON")
        role = head(speaker.name)
        unknown = entity is None and _NAME.match(speaker.name) is not None
        personal = bool(named or unknown) or (is_human(role or "-") and not is_plural(role))
        self.referents.note(speaker.start, speaker.name, gender=gender, rank=rank if personal else -1)

    def read_to(self, end: int) -> None:
        """Read the verbs up to a place."""
        while self._next < len(self._cues) and self._cues[self._next].start < end:
            self._read(self._cues[self._next])
            self._next += 1

    def _read(self, cue: CueVerb) -> None:
        if cue.weak or cue.word in speech("attitudes") or self.referents.is_quoted(cue.start):
            return
        start, end = self.attribution.sentences.around(cue.start)
        start, end = max(start, cue.start - _FAR), min(end, cue.end + _FAR)
        floor = max(start, self.referents.quoted_until(cue.start))
        if floor > start and self.text[floor : cue.start].strip(" ,").count(" ") < 8:
            return  # it belongs to the quotation before it
        subject = self._subject(cue, Span(floor, end))
        if subject is None:
            return
        named = self.resolver.speaker(subject, None)
        if named is not None:
            self.note(named.speaker, rank=2)
        self._found.append(_Report(cue, subject, named, Span(floor, end)))

    def _subject(self, cue: CueVerb, sentence: Span) -> Span | None:
        """Return who says it: before the verb, or after it in "…, says Quell" and "according to Quell"."""
        if cue.word == _SOURCE:
            return self.attribution.inversion.after(cue.end, sentence.end)
        before = self.text[max(sentence.start, cue.start - 3) : cue.start].rstrip()
        follows = before.endswith(",") and self.text[cue.end : cue.end + 1] != ","
        inverted = self.attribution.inverted(cue, sentence.end) if follows else None
        if inverted is not None and self._may_speak(inverted):
            return inverted
        return self.attribution.subject_of(cue, sentence.start)

    def _may_speak(self, span: Span) -> bool:
        """Tell whether words after a verb are its subject, and not what is said."""
        if self.attribution.subjects.named.ending(span.end) is not None:
            return True
        return is_human(head(span.of(self.text)) or "-")

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
        over = self.text[report.sentence.end : min(end, report.sentence.end + _FAR)].strip()
        return report.named.speaker if report.named and not over and report.cue.start < end else None

    def _by_source(self) -> Iterator[tuple[Span, Mention, Named]]:
        """Yield what stands "according to" somebody, before or after these words."""
        for cue, subject, named, (start, end) in self._found:
            if cue.word != _SOURCE or named is None:
                continue
            before = self.text[start : cue.start].rstrip()
            source = _APPOSED.match(self.text, subject.end, end)
            comma = self.text.find(", ", source.end() if source else subject.end, min(end, subject.end + 90))
            last = start + len(self.text[start:end].rstrip(_END))
            if before.endswith(","):
                clause = self._checked(start, start + len(before.rstrip(_END)))
            else:
                clause = self._checked(comma + 2, last) if not before and comma >= 0 else None
            if clause is not None:
                yield clause, self._mention(cue), named

    def quotes(self, others: Sequence[Quote]) -> Iterator[Quote]:
        """Yield the reported clauses that no other quotation stands in or holds the cue of."""
        used = {quote.cue.start for quote in others if quote.cue}
        done = 0
        for clause, cue, named in sorted([*self._by_verb(), *self._by_source()], key=_place):
            if cue.start in used or _QUOTED.search(self.text, clause.start, clause.end):
                continue
            if clause.start < done:
                continue  # what somebody reports that another has said
            done = clause.end
            yield Quote(
                start=clause.start, end=clause.end, text=clause.of(self.text), kind="indirect",
                speaker=named.speaker, cue=cue, confidence=round(named.sure * 0.9, 2),
            )  # fmt: skip

    def _by_verb(self) -> Iterator[tuple[Span, Mention, Named]]:
        """Yield what verbs of saying report."""
        for report in self._found:
            if report.named is None or report.cue.word == _SOURCE:
                continue
            clause = self._clause(report)
            if clause is not None:
                yield clause, self._mention(report.cue), report.named

    def _mention(self, cue: CueVerb) -> Mention:
        return Mention(start=cue.start, end=cue.end, text=self.text[cue.start : cue.end])

    def _clause(self, report: _Report) -> Span | None:
        end = report.sentence.start + len(self.text[report.sentence.start : report.sentence.end].rstrip(_END))
        if end <= max(report.cue.end, report.subject.end) + 2:
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
        return self._checked(start, end, sure=lead.group().endswith("that "))

    def _is_plain(self, cue: CueVerb) -> bool:
        return cue.word in speech("plain")

    def _clause_before(self, report: _Report) -> Span | None:
        """Return what stands before ", Tanaka said" at the end of a sentence."""
        start = report.sentence.start
        words = self.text[start : min(report.subject.start, report.cue.start)].rstrip()
        if not words.endswith(","):
            return None
        return self._checked(start, start + len(words.rstrip(_END)))

    def _checked(self, start: int, end: int, *, sure: bool = False) -> Span | None:
        """Return a stretch if it reads like a clause of its own; ``sure``: "that" leads to it."""
        words = self.text[start:end]
        if not (sure or _STARTS.match(words)) or len(words.split()) < 3 or "\n\n" in words:
            return None
        return Span(start, end) if _FINITE.search(" ".join(words.split()[1:14])) else None
