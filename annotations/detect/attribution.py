"""Who is quoted: the cue of a quotation ("said") and the words that name its speaker.

Each quotation is looked at in its own sentence, after its closing mark and before its opening one; a
quotation without a cue takes the speaker of its neighbour in the paragraph, or of the paragraph
before when it stands alone.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotations.detect.lexicon import alternatives, cues, grammar
from annotations.detect.sentences import Sentences
from annotations.detect.subjects import Subjects
from annotations.records import Entity, Mention, Span

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_ACCORDING = re.compile(r"\baccording to\b|\bin the words of\b|\bas told by\b", re.IGNORECASE)
_ATTACHED = re.compile(r"\s*[,–—-]*\s*")
_HABIT = re.compile(rf"\b(?:(?:{alternatives(grammar('habits'))}) to|would|did)\s+\Z")
_LABEL = re.compile(
    r"(?:^|\n)[ \t*_>]*((?:[^\W\d_a-z][\w.’'-]*[ \t]?){1,4})(?:\([^)\n]{1,40}\))?[*_]*:[*_]*\s*\Z"
)
#: How far from a quotation its cue is looked for, in code points.
_REACH = 400


class Found(NamedTuple):
    """A cue and the speaker beside it."""

    cue: Mention | None
    speaker: Span


class Attribution:
    """Finds cues and speakers in one article."""

    def __init__(self, text: str, entities: Sequence[Entity], sentences: Sentences) -> None:
        self.text = text
        self.sentences = sentences
        self.subjects = Subjects(text, entities)

    def find(self, quote: Span, left: int, right: int) -> Found | None:
        """Return the cue and speaker of a quotation.

        ``left`` and ``right`` bound what may be looked at: the ends of its paragraph, or of the
        quotations beside it.
        """
        floor = max(left, quote.start - _REACH, self._sentence_start(quote.start, left))
        ceiling = min(right, quote.end + _REACH, self._sentence_end(quote, right))
        return (
            self._label(quote.start, left)
            or self._right_after(quote.end, ceiling)
            or self.before(floor, quote.start)
            or self._further_right(quote.end, ceiling)
        )

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
        match = _LABEL.search(self.text, max(0, min(left, start) - 1), start)
        if match is None or match.group(1).split(maxsplit=1)[0].lower() in cues().strong:
            return None
        name = match.group(1).rstrip()
        return Found(None, Span(match.start(1), match.start(1) + len(name)))

    def _cues(self, start: int, end: int, *, weak: bool) -> Iterator[tuple[int, int]]:
        """Yield where cue verbs stand, from left to right."""
        verbs = cues().strong | cues().weak if weak else cues().strong
        words = list(_WORD.finditer(self.text, start, end))
        for index, match in enumerate(words):
            following = words[index + 1] if index + 1 < len(words) else None
            if following is not None and f"{match.group()} {following.group()}" in verbs:
                yield match.start(), following.end()
            elif (
                (index == 0 and match.group() in ("Said", "Says", "Asked", "Wrote"))
                or (match.group() in verbs and self._is_verb(words, index))
                or (match.group() in grammar("base_forms") and self._is_habit(start, match.start()))
            ):
                yield match.span()

    def _is_habit(self, start: int, at: int) -> bool:
        """Tell whether a verb in its base form is what somebody "used to" or "would" do."""
        return _HABIT.search(self.text, max(start, at - 24), at) is not None

    def _is_verb(self, words: list[re.Match[str]], index: int) -> bool:
        if index == 0:
            return True
        before, word = words[index - 1].group().lower(), words[index].group()
        if before in grammar("be") and (word in grammar("passive") or word.endswith("ed")):
            return False
        if word in grammar("base_forms") and before in grammar("modals"):
            return False
        noun = before in grammar("not_before_verb") or before.endswith(("’s", "'s"))
        return not noun or word.endswith("ing")

    def _right_after(self, end: int, ceiling: int) -> Found | None:
        """Find "…,” said Tanaka", "…,” according to the notice" and "…,” Tanaka said"."""
        match = _ATTACHED.match(self.text, end, ceiling)
        start = match.end() if match else end
        according = _ACCORDING.match(self.text, start, ceiling)
        if according is not None:
            return self._found(according.span(), self.subjects.after(according.end(), ceiling))
        for cue in self._cues(start, min(ceiling, start + 200), weak=False):
            if cue[0] == start:
                found = self._found(cue, self._inverted(cue, ceiling))
                if found is not None:
                    return found
                continue
            return self._found(cue, self._adjoining(start, cue[0]))
        return None

    def _inverted(self, cue: tuple[int, int], ceiling: int) -> Span | None:
        word = self.text[cue[0] : cue[1]].lower()
        if word in grammar("not_inverted"):
            return None
        return self.subjects.after(cue[1], ceiling)

    def _adjoining(self, start: int, verb: int) -> Span | None:
        """Return a subject that stands between the closing mark and the verb, and nothing else does."""
        first = _WORD.match(self.text, start, verb)
        if first is not None and first.group().lower() in grammar("clause_breaks"):
            return None
        subject = self.subjects.before(start, verb)
        if subject is None or len(self.text[start : subject.start].split()) > 8:
            return None
        return subject

    def before(self, floor: int, start: int) -> Found | None:
        """Find "Tanaka said: “…”", "according to Tanaka, “…”" and "Tanaka called it “…”"."""
        according = [*_ACCORDING.finditer(self.text, floor, start)]
        if according:
            return self._found(according[-1].span(), self.subjects.after(according[-1].end(), start))
        for cue in reversed([*self._cues(floor, start, weak=True)]):
            colon_after = self.text[start - 3 : start].strip().endswith((":", ","))
            subject = self.subjects.before(floor, cue[0])
            if subject is None and colon_after:
                subject = self._inverted(cue, start)
            if subject is not None:
                return self._found(cue, subject)
        return None

    def _further_right(self, end: int, ceiling: int) -> Found | None:
        """Find the cue after a quotation inside a sentence: "the “new page” was welcome, Tanaka said"."""
        according = _ACCORDING.search(self.text, end, ceiling)
        if according is not None:
            return self._found(according.span(), self.subjects.after(according.end(), ceiling))
        for cue in self._cues(end, ceiling, weak=False):
            comma = self.text.rfind(",", end, cue[0])
            if comma >= 0:
                subject = self.subjects.before(comma + 1, cue[0])
                if subject is not None and cue[0] - comma < 60:
                    return self._found(cue, subject)
        return None

    def _found(self, cue: tuple[int, int], subject: Span | None) -> Found | None:
        if subject is None or subject.end <= subject.start:
            return None
        return Found(Mention(start=cue[0], end=cue[1], text=self.text[cue[0] : cue[1]]), subject)
