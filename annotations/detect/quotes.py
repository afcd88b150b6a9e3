"""The quotations of an article: their extent, kind, cue and speaker, from the text and its entities."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from annotations.detect import marks
from annotations.detect.attribution import Attribution, Found
from annotations.detect.kinds import kind_of
from annotations.detect.people import People
from annotations.detect.resolve import Resolver
from annotations.detect.sentences import Sentences
from annotations.records import Entity, Quote, Span, Speaker

_SENTENCE_BREAK = re.compile(r"[.!?…][\"”’»')]*\s|\n\s*\n")

#: Of the words before a quotation no more than these are looked at.
_FAR = 1_000


class _Utterance:
    """A quotation on the way to its record."""

    def __init__(self, raw: marks.Raw, paragraph: Span) -> None:
        self.raw = raw
        self.span = Span(raw.start, raw.end)
        self.paragraph = paragraph
        self.parent: _Utterance | None = None
        #: Where the words begin and end, outside quotations, that may say whose it is.
        self.left = paragraph.start
        self.right = paragraph.end
        self.previous: _Utterance | None = None
        self.found: Found | None = None
        self.speaker: Speaker | None = None
        self.kind = "direct"


class _Reader:
    """Reads the quotations of one article in order."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.sentences = Sentences(text)
        self.attribution = Attribution(text, entities, self.sentences)
        self.people = People(text, entities, self.sentences)
        self.resolver = Resolver(text, entities, self.people, self.attribution.subjects, self.sentences)
        self.paragraphs = [Span(*place) for place in marks.paragraphs(text)]

    def read(self) -> list[Quote]:
        """Return the quotations in order of where they start."""
        utterances = self._utterances()
        for utterance in utterances:
            self._attribute(utterance)
        for utterance in reversed(utterances):
            self._share_backwards(utterance)
        found = [self._record(utterance) for utterance in utterances]
        return sorted([*found, *self._blocks(found)], key=lambda quote: (quote.start, -quote.end))

    def _utterances(self) -> list["_Utterance"]:
        """Put each quotation beside its neighbours and inside its parent."""
        starts = [paragraph.start for paragraph in self.paragraphs]
        found: list[_Utterance] = []
        last: dict[int, _Utterance] = {}
        for raw in marks.find(self.text):
            index = max(0, bisect_right(starts, raw.start) - 1)
            first = self.paragraphs[index] if self.paragraphs else Span(raw.start, raw.end)
            final = self.paragraphs[max(0, bisect_right(starts, raw.end - 1) - 1)]
            utterance = _Utterance(raw, Span(first.start, final.end))
            parent = last.get(raw.depth - 1)
            if raw.depth and parent is not None and parent.span.covers(utterance.span):
                utterance.parent = parent
                utterance.left, utterance.right = parent.span.start + 1, parent.span.end - 1
            self._link(utterance, last.get(raw.depth))
            last[raw.depth] = utterance
            found.append(utterance)
        return found

    def _link(self, utterance: _Utterance, previous: _Utterance | None) -> None:
        if previous is None or previous.parent is not utterance.parent:
            return
        utterance.previous = previous
        utterance.left = max(utterance.left, previous.span.end)
        previous.right = min(previous.right, max(previous.span.end, utterance.span.start))

    def _attribute(self, utterance: _Utterance) -> None:
        found = self.attribution.find(utterance.span, utterance.left, utterance.right) or self._led_in(
            utterance
        )
        between = self.text[max(utterance.left, utterance.span.start - _FAR) : utterance.span.start]
        previous = utterance.previous
        attached = found is not None and self._is_attached(utterance, found)
        near = (
            previous is not None
            and previous.span.end == utterance.left
            and not _SENTENCE_BREAK.search(between)
        )
        split = bool(
            near and previous is not None and previous.kind == "direct" and previous.found and found
            and found.speaker == previous.found.speaker and between.rstrip().endswith((",", ";", "—", "–"))
        )  # fmt: skip
        utterance.kind = kind_of(
            self.text,
            utterance.span,
            utterance.left,
            attributed=found is not None,
            attached=attached,
            split=split,
        )
        if utterance.kind in ("scare", "title"):
            return
        if found is None and previous is not None and self._goes_on(utterance, previous, near=near):
            utterance.found, utterance.speaker = previous.found, previous.speaker
        elif found is not None:
            self._assign(utterance, found)
        elif utterance.kind == "direct" and utterance.parent is None:
            utterance.speaker = self._introduced(utterance)

    def _assign(self, utterance: _Utterance, found: Found) -> None:
        parent = utterance.parent.speaker.name if utterance.parent and utterance.parent.speaker else None
        utterance.found = found
        utterance.speaker = self.resolver.speaker(found.speaker, parent)
        if utterance.speaker is not None and utterance.parent is None:
            self.people.note_speaker(found.speaker.start, utterance.speaker.name)

    def _is_attached(self, utterance: _Utterance, found: Found) -> bool:
        """Tell whether nothing but the speaker stands between a quotation and its cue."""
        if found.cue is None:
            return True
        if found.cue.start >= utterance.span.end:
            gap = self.text[utterance.span.end : found.cue.start]
            return found.speaker.start >= utterance.span.end and len(gap.split()) <= 12
        before = self.text[found.cue.end : utterance.span.start].rstrip()
        return before.endswith((":", ",")) or not before

    def _opens_paragraph(self, utterance: _Utterance) -> bool:
        """Tell whether nothing but space and a bullet stands before a quotation in its paragraph."""
        start = utterance.paragraph.start
        return utterance.span.start - start < 20 and not self.text[start : utterance.span.start].strip(
            " \t\n>*•-"
        )

    def _led_in(self, utterance: _Utterance) -> Found | None:
        """Find the cue in the paragraph before, where that ends in a colon."""
        start = utterance.paragraph.start
        if utterance.parent or start == 0 or not self._opens_paragraph(utterance):
            return None
        before = self.text[max(0, start - 50) : start]
        end = start - len(before) + len(before.rstrip())
        if self.text[end - 1 : end] != ":":
            return None
        floor = self.sentences.around(max(0, end - 2))[0]
        return self.attribution.before(floor, end)

    def _goes_on(self, utterance: _Utterance, previous: _Utterance, *, near: bool) -> bool:
        """Tell whether a quotation without a cue is said by the speaker of the one before it."""
        if previous.speaker is None or utterance.parent is not None:
            return near and previous.speaker is not None
        if utterance.paragraph.start <= previous.span.end:
            return near or utterance.kind == "direct"
        alone = self._opens_paragraph(utterance)
        index = bisect_right(self.paragraphs, Span(utterance.paragraph.start, -1)) - 1
        adjacent = (
            index >= 0 and self.paragraphs[index].start <= previous.span.end <= self.paragraphs[index].end
        )
        return alone and adjacent and previous.kind == "direct" and utterance.kind == "direct"

    def _introduced(self, utterance: _Utterance) -> Speaker | None:
        """Take the person who is the subject of the sentence just before ("Tanaka was blunt.")."""
        between = self.text[max(utterance.left, utterance.span.start - _FAR) : utterance.span.start]
        if not between.strip() or utterance.left != utterance.paragraph.start:
            return None
        start, end = self.sentences.around(max(utterance.left, utterance.span.start - 2))
        subject = self.attribution.subjects.first(max(start, utterance.left), min(end, utterance.span.start))
        return self.resolver.person(subject) if subject is not None else None

    def _share_backwards(self, utterance: _Utterance) -> None:
        """Give a quotation that opens a paragraph the speaker of the next: “No.” “Never,” he said."""
        previous = utterance.previous
        if (
            previous is None
            or previous.speaker
            or previous.kind != "direct"
            or utterance.kind != "direct"
            or utterance.parent
        ):
            return
        same = previous.paragraph == utterance.paragraph
        if same and self._opens_paragraph(previous) and utterance.speaker is not None:
            previous.found, previous.speaker = utterance.found, utterance.speaker

    def _record(self, utterance: _Utterance) -> Quote:
        span = utterance.span
        found = utterance.found if utterance.speaker else None
        return Quote(
            start=span.start, end=span.end, text=span.of(self.text), kind=utterance.kind,  # type: ignore[arg-type]
            speaker=utterance.speaker, cue=found.cue if found else None,
        )  # fmt: skip

    def _blocks(self, quotes: Sequence[Quote]) -> list[Quote]:
        """Return the quotations that are set apart by ``>``, unless marks say the same already."""
        found = []
        for start, end in marks.blocks(self.text):
            first = start + len(self.text[start:end]) - len(self.text[start:end].lstrip("> \t\n"))
            if any(quote.start <= first and quote.end >= end - 1 for quote in quotes):
                continue
            utterance = _Utterance(marks.Raw(start, end, ">", 0, True, 1), Span(start, end))
            led = self._led_in(utterance)
            speaker = self.resolver.speaker(led.speaker, None) if led else None
            text = self.text[start:end]
            found.append(
                Quote(
                    start=start,
                    end=end,
                    text=text,
                    kind="block",
                    speaker=speaker,
                    cue=led.cue if led and speaker else None,
                )
            )
        return found


def find_quotes(text: str, entities: Sequence[Entity] = ()) -> list[Quote]:
    """Return the quotations of a text in order of where they start; nested ones are among them.

    Offsets are code points, end-exclusive, marks included. ``entities`` give the names of speakers.
    """
    return _Reader(text, sorted(entities, key=lambda e: (e.start, -e.end))).read()
