"""The suggestions of an article, from its text, its entities and its quotations."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from annotations.cues import BUILT_IN, LabelCues
from annotations.detect.suggestions.amounts import find_amounts
from annotations.detect.suggestions.index import Rule, occurrences
from annotations.detect.suggestions.parties import Parties
from annotations.detect.suggestions.places import Place, Reason
from annotations.detect.suggestions.rulebook import Rulebook, wants_figures
from annotations.detect.suggestions.rules import judge
from annotations.detect.suggestions.sentence import Sentence
from annotations.records import Entity, Quote, Span, Suggestion
from annotations.text import paragraph_at, sentences

#: Longer sentences, in code points, are lists or no sentences at all: nobody wants them proposed.
LONGEST = 1_500

_SPOKEN = frozenset({"direct", "partial", "block"})


class _Article:
    """One article, with its sentences read as far as they are needed."""

    def __init__(self, text: str, entities: Sequence[Entity], quotes: Sequence[Quote]) -> None:
        self.text = text
        self.parties = Parties(entities)
        self.spans = list(sentences(text))
        self._starts = [span.start for span in self.spans]
        self._read: dict[int, Sentence] = {}
        self._quotes = [quote for quote in quotes if quote.kind in _SPOKEN]
        self._quote_starts = [quote.start for quote in self._quotes]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a place, read into words."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or not offset < self.spans[number].end <= self.spans[number].start + LONGEST:
            return None
        if number not in self._read:
            self._read[number] = Sentence(self.text, self.spans[number])
        return self._read[number]

    def sentence_before(self, sentence: Sentence) -> Sentence | None:
        """Return the sentence before one."""
        start = self.spans[max(0, bisect_right(self._starts, sentence.span.start) - 2)].start
        return self.sentence_at(start) if start < sentence.span.start else None

    def quote_at(self, offset: int) -> Quote | None:
        """Return the innermost quotation of somebody's words that holds a place."""
        index = bisect_right(self._quote_starts, offset) - 1
        for quote in self._quotes[max(0, index - 3) : index + 1][::-1]:
            if quote.end > offset:
                return quote
        return None

    def unit(self, label: LabelCues, sentence: Sentence, reason: Reason) -> Span:
        """Return what is proposed: what the label's key would tag, or the cue itself."""
        if label.unit == "sentence":
            return sentence.span
        first = sentence.places[reason.first][0]
        if label.unit == "paragraph":
            return paragraph_at(self.text, first) or sentence.span
        if label.unit == "quote":
            quote = self.quote_at(first)
            return sentence.span if quote is None else quote.span
        return Span(first, sentence.places[reason.last][1])


def _found(article: _Article, labels: Sequence[LabelCues]) -> Iterator[Suggestion]:
    """Yield what the cues of some labels find, each span once for each cue in it."""
    for start, rules in occurrences(article.text, labels):
        sentence = article.sentence_at(start)
        at = sentence.index_at(start) if sentence is not None else None
        if sentence is None or at is None:
            continue
        quote = article.quote_at(start)
        quoted = None if quote is None else quote.speaker.name if quote.speaker else ""
        previous = article.sentence_before(sentence) if sentence.word(0) == "it" else None
        for rule in rules:
            place = Place(sentence, previous, at, rule.triggers[0], rule.book, article.parties, quoted)
            reason = _reason(rule, place)
            if reason is not None and not _is_ruled_out(sentence, rule.book):
                span = article.unit(rule.label, sentence, reason)
                yield _suggestion(article.text, span, rule.label, reason)


def _reason(rule: Rule, place: Place) -> Reason | None:
    """Return the first reason there is for any of the cues that a word may begin."""
    reasons = (judge(place._replace(trigger=trigger)) for trigger in rule.triggers)
    return next((reason for reason in reasons if reason is not None), None)


def _is_ruled_out(sentence: Sentence, book: Rulebook) -> bool:
    words = sentence.span.of(sentence.text).lower()
    return any(phrase in words for phrase in book.unless)


def _suggestion(text: str, span: Span, label: LabelCues, reason: Reason) -> Suggestion:
    return Suggestion(
        start=span.start,
        end=span.end,
        label=label.label,
        text=span.of(text),
        score=reason.score,
        why=reason.why,
    )


def _figures(text: str, label: LabelCues) -> Iterator[Suggestion]:
    for amount in find_amounts(text):
        reason = Reason(amount.score, amount.why, 0, 0)
        yield _suggestion(text, amount.span, label, reason)


def suggest(
    text: str,
    entities: Sequence[Entity],
    quotes: Sequence[Quote],
    labels: Sequence[LabelCues] = BUILT_IN,
) -> list[Suggestion]:
    """Return the passages that may be worth one of the labels, in the order of the text.

    No label is proposed twice for the same passage; the surest reason is told. The time is linear in the
    length of the text.
    """
    article = _Article(text, entities, quotes)
    best: dict[tuple[int, int, str], Suggestion] = {}
    figures = (_figures(text, label) for label in labels if wants_figures(label))
    for one in chain(_found(article, labels), *figures):
        known = best.get((one.start, one.end, one.label))
        if known is None or one.score > known.score:
            best[one.start, one.end, one.label] = one
    return sorted(best.values(), key=lambda one: (one.start, one.end, one.label))
