"""Who is quoted: the cue of a quotation ("said") and the words that name its speaker.

Each quotation is looked at in its own sentence, after its closing mark and before its opening one; a
quotation without a cue takes the speaker of its neighbour in the paragraph, or of the paragraph
before when it stands alone.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.detect.cue_verbs import PRONOUN, CueVerb, CueVerbs, speech
from annotations.detect.hints import Hints
from annotations.detect.inversion import Inversion
from annotations.detect.lexicon import cues, grammar
from annotations.detect.passives import Passives
from annotations.detect.phrases import head, is_role
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Mention, Span

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_ACCORDING = re.compile(r"\baccording to\b|\bin the words of\b|\bas told by\b", re.IGNORECASE)
_ATTACHED = re.compile(r"[*_]*\s*[,–—-]*\s*")
#: "“…” is how Tanaka put it".
_HOW = re.compile(r",? (?:is|was) (?:how|what) ")
_LABEL = re.compile(
    r"(?:^|\n)[ \t*_>]*((?:[^\W\d_a-z][\w.’'-]*[ \t]?){1,4})(?:\([^)\n]{1,40}\))?[*_]*:[*_]*\s*\Z"
)
_NEW_CLAUSE = re.compile(r";|, (?:and|but|while) (?=\S)")
_JOINED = re.compile(r", (?:and|but)\b")
_DASHED = re.compile(r"\s+[–—-]+\s+")
_COMMA = re.compile(r", ")
#: So far before its verb, in code points, a subject is looked for after a comma.
_ASIDE = 110
#: How far from a quotation its cue is looked for, in code points.
_REACH = 400


class Found(NamedTuple):
    """A cue, the speaker beside it, and how sure it is that they belong to the quotation."""

    cue: Mention | None
    speaker: Span
    sure: float


class Attribution:
    """Finds cues and speakers in one article."""

    def __init__(self, text: str, entities: Sequence[Entity], sentences: Sentences) -> None:
        self.text = text
        self.sentences = sentences
        self.subjects = Subjects(text, entities)
        self.inversion = Inversion(text, self.subjects.named)
        self.verbs = CueVerbs(text)
        self.hints = Hints(text, self.subjects)
        self.passives = Passives(text, self.inversion)

    def find(self, quote: Span, left: int, right: int) -> Found | None:
        """Return the cue and speaker of a quotation.

        ``left`` and ``right`` bound what may be looked at: the ends of its paragraph, or of the
        quotations beside it.
        """
        floor = max(left, quote.start - _REACH, self._sentence_start(quote.start, left))
        ceiling = min(right, quote.end + _REACH, self._sentence_end(quote, right))
        label = self._label(quote.start, left)
        if label is not None:
            return label
        passive = self.passives.after(quote, floor, ceiling)
        if passive is not None:
            return self._found(passive.cue, passive.subject, 0.92)
        after = self._right_after(quote.end, ceiling)
        object_ = after is not None and self._is_woven_in(quote, floor) and self._is_object(after, quote)
        object_ = object_ or (after is not None and self._is_told(after, quote, floor))
        if after is not None and not object_ and not self._is_for_next(after, quote, right):
            return after
        return self.before(floor, quote.start) or after or self.later(quote.end, ceiling)

    def _is_told(self, after: Found, quote: Span, floor: int) -> bool:
        """Tell whether another says who said it: "he shouted “I am ready,” according to Quell"."""
        if after.cue is None or not _ACCORDING.match(after.cue.text):
            return False
        said = self.verbs.between(floor, quote.start, weak=False)
        if not said or said[-1].word in speech("attitudes"):
            return False
        return not self.text[said[-1].end : quote.start].strip(" ,:\n")

    def _is_for_next(self, found: Found, quote: Span, right: int) -> bool:
        """Tell whether a new sentence leads to the next quotation: "… the score?” I told them, “…”"."""
        if found.cue is None or self.text[quote.end - 2 : quote.end - 1] not in (".", "?", "!"):
            return False
        leads = self.text[max(quote.end, right - 3) : right].rstrip()[-1:] in (",", ":")
        return leads and found.cue.start > found.speaker.start and self.text[found.speaker.start].isupper()

    def _is_woven_in(self, quote: Span, floor: int) -> bool:
        """Tell whether the writer's own sentence leads to a quotation and goes on after it."""
        before = self.text[floor : quote.start].rstrip()
        return bool(before) and before[-1].isalnum()

    def _is_object(self, found: Found, quote: Span) -> bool:
        """Tell whether what follows the verb may be what is said: "“a mess,” said the port was shut"."""
        if found.cue is None or found.speaker.start < found.cue.end:
            return False
        words = found.speaker.of(self.text)
        entity = self.subjects.named.at(*found.speaker)
        return not PRONOUN.match(words) and (entity is None or entity.label != "PERSON")

    def _sentence_start(self, at: int, left: int) -> int:
        return max(left, self.sentences.around(max(left, at - 1))[0]) if at > left else at

    def _sentence_end(self, quote: Span, right: int) -> int:
        """Return where the words end that may belong to the quotation before them."""
        last = self.text[quote.end - 2 : quote.end - 1]
        following = self.text[quote.end : quote.end + 3].lstrip()
        if last in ".。" and following[:1].isupper() and not self._is_short_attribution(quote.end, right):
            return quote.end
        end = self.sentences.around(quote.end)[1] if following else quote.end
        if last in "?!…" and end <= quote.end + 2:
            end = self.sentences.around(min(quote.end + 2, len(self.text) - 1))[1]
        return max(quote.end, min(end, right))

    def _is_short_attribution(self, at: int, right: int) -> bool:
        start, end = self.sentences.around(min(at + 1, len(self.text) - 1))
        words = self.text[max(start, at) : min(end, right)].strip().rstrip(".").split()
        return 2 <= len(words) <= 4 and words[-1] in ("said", "says", "asked", "added", "replied")

    def _label(self, start: int, left: int) -> Found | None:
        """Find the name in "Tanaka: “…”" at the start of a paragraph."""
        match = _LABEL.search(self.text, max(0, min(left, start) - 1, start - 120), start)
        if match is None or match.group(1).split(maxsplit=1)[0].lower() in cues().strong:
            return None
        name = match.group(1).rstrip()
        return Found(None, Span(match.start(1), match.start(1) + len(name)), 0.95)

    def _right_after(self, end: int, ceiling: int) -> Found | None:
        """Find "…,” said Tanaka", "…,” according to the notice" and "…,” Tanaka said"."""
        match = _ATTACHED.match(self.text, end, ceiling)
        start = match.end() if match else end
        found = self._without_verb(end, start, ceiling)
        if found is not None:
            return found
        how = _HOW.match(self.text, end, ceiling)
        start = how.end() if how else start
        for cue in self.verbs.between(start, min(ceiling, start + 200), weak=False):
            if cue.start == start:
                found = self._found(cue[:2], self.inverted(cue, ceiling), 0.97)
                if found is not None:
                    return found
                continue
            if self._is_dashed(end, start):
                return None  # "“a mess” - a study of last year said so": another clause
            subject = self.hints.quoted_as(cue, start) or self._adjoining(start, cue.start)
            return self._found(cue[:2], subject, 0.97)
        return None

    def _without_verb(self, end: int, start: int, ceiling: int) -> Found | None:
        """Find "according to Tanaka", "— Mira Tanaka, mayor" and "was Tanaka’s answer" after a quotation."""
        according = _ACCORDING.match(self.text, start, ceiling)
        if according is not None:
            return self._found(according.span(), self.inversion.after(according.end(), ceiling), 0.95)
        signed = self.hints.signed(end, ceiling)
        if signed is not None:
            return Found(None, signed, 0.9)
        response = self.hints.response(end, ceiling)
        return None if response is None else self._found(response.cue, response.subject, 0.9)

    def _is_dashed(self, end: int, start: int) -> bool:
        """Tell whether a dash parts a quotation that ends no sentence from what follows."""
        return self.text[end - 2 : end - 1].isalnum() and bool(_DASHED.fullmatch(self.text, end, start))

    def inverted(self, cue: CueVerb, ceiling: int) -> Span | None:
        """Return who does what a verb says that stands before its subject: "said Tanaka"."""
        if cue.word in grammar("not_inverted") or cue.word.endswith("ing"):
            return None
        return self.inversion.after(cue.end, ceiling)

    def _adjoining(self, start: int, verb: int) -> Span | None:
        """Return a subject that stands between the closing mark and the verb, and nothing else does."""
        first = _WORD.match(self.text, start, verb)
        if first is not None and first.group().lower() in grammar("clause_breaks"):
            return None
        if first is not None and first.group().lower() in grammar("prepositions"):
            return None
        subject = self.subjects.before(start, verb)
        if subject is None:
            return None
        between = _WORD.findall(self.text, start, subject.start)
        if _JOINED.search(self.text, subject.end, verb):
            return None  # "“fully implement” UN rules, and said": the subject is before the quotation
        verb_between = any(word.lower() in speech("verbs_after_subjects") for word in between)
        return None if verb_between or len(between) > 8 else subject

    def before(self, floor: int, start: int) -> Found | None:
        """Find "Tanaka said: “…”", "according to Tanaka, “…”" and "Tanaka called it “…”"."""
        according = [*_ACCORDING.finditer(self.text, floor, start)]
        if according:
            subject = self.inversion.after(according[-1].end(), start)
            return self._found(according[-1].span(), subject, 0.92)
        passive = self.passives.before(floor, start)
        if passive is not None:
            return self._found(passive.cue, passive.subject, 0.9)
        leads = self.text[max(floor, start - 3) : start].strip().endswith((":", ","))
        inner: Found | None = None
        for cue in reversed(self.verbs.between(floor, start, weak=True)):
            if inner is not None and not self._reports(cue, inner):
                continue
            subject = self.subject_of(cue, floor)
            if subject is None and leads and inner is None:
                subject = self.inverted(cue, start)
            if subject is None:
                continue
            found = self._found(cue[:2], subject, 0.95 if leads else 0.9)
            written = head(subject.of(self.text)) in speech("documents")
            if cue.word not in speech("attitudes") or leads or written:
                return found
            inner = inner or found
        return inner or self._hinted(floor, start)

    def _hinted(self, floor: int, start: int) -> Found | None:
        """Find whose words lead to a quotation without a verb of saying."""
        subject = self.hints.before_colon(floor, start)
        if subject is not None:
            return Found(None, subject, 0.85)
        noun = self.hints.by_noun(floor, start)
        return None if noun is None else self._found(noun.cue, noun.subject, 0.75)

    def _reports(self, cue: CueVerb, inner: Found) -> bool:
        """Tell whether what somebody thinks is said by another: "she said critics wanted “blood”"."""
        if cue.weak or cue.word in speech("attitudes"):
            return False
        return _NEW_CLAUSE.search(self.text, cue.end, inner.speaker.start) is None

    def subject_of(self, cue: CueVerb, floor: int) -> Span | None:
        """Return who does what a verb says that stands after its subject."""
        quoted = self.hints.quoted_as(cue, floor)
        if quoted is not None:
            return quoted
        if cue.word.endswith("ing"):
            before = self.text[max(floor, cue.start - 8) : cue.start].rstrip().rpartition(" ")[2].lower()
            if is_role(before):
                return self.subjects.before(floor, cue.start)  # "a sign reading “…”", "critics saying"
            named = self.subjects.named.ending(floor + len(self.text[floor : cue.start].rstrip()))
            if named is not None and named.start >= floor:
                return named.span  # "with Quell saying"
            if before not in grammar("be"):
                return self.subjects.first(floor, cue.start)
        return self.subjects.before(floor, cue.start)

    def later(self, end: int, ceiling: int) -> Found | None:
        """Find the cue after a quotation inside a sentence: "the “new page” was welcome, Tanaka said"."""
        according = _ACCORDING.search(self.text, end, ceiling)
        if according is not None:
            return self._found(according.span(), self.inversion.after(according.end(), ceiling), 0.85)
        for cue in self.verbs.between(end, ceiling, weak=False):
            subject = self._after_comma(end, cue)
            if subject is not None:
                return self._found(cue[:2], subject, 0.85)
        return None

    def _after_comma(self, end: int, cue: CueVerb) -> Span | None:
        """Return the subject between a comma and its verb: ", Tanaka said", ", Tanaka, of the port, said"."""
        for match in _COMMA.finditer(self.text, max(end, cue.start - _ASIDE), cue.start):
            aside = _WORD.match(self.text, match.end(), cue.start)
            if aside is not None and aside.group().lower() in grammar("clause_breaks"):
                continue
            subject = self.subjects.before(match.end(), cue.start)
            if subject is not None and self.text[match.end() : subject.start].count(" ") <= 4:
                return subject
        return None

    def _found(self, cue: tuple[int, ...], subject: Span | None, sure: float) -> Found | None:
        if subject is None or subject.end <= subject.start:
            return None
        return Found(Mention(start=cue[0], end=cue[1], text=self.text[cue[0] : cue[1]]), subject, sure)
