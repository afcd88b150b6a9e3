"""Interim text objects."""
from bisect import bisect_right
from collections.abc import Sequence
from annotations.records import ObjectKind, Span
from annotations.text import next_word, paragraph_at, previous_word, sentence_at, word_at
from annotations.text.figures import figure_at

class Objects:
    """Interim."""
    def __init__(self, text: str, entities: Sequence[Span] = (), quotes: Sequence[Span] = ()) -> None:
        self.text = text
        self.entities = sorted(entities)
        self.quotes = sorted(quotes)
    def at(self, kind: ObjectKind, offset: int) -> Span | None:
        if kind == "word": return word_at(self.text, offset)
        if kind == "sentence": return sentence_at(self.text, offset)
        if kind == "paragraph": return paragraph_at(self.text, offset)
        if kind == "figure": return figure_at(self.text, offset)
        spans = self.entities if kind == "entity" else self.quotes
        c = [s for s in spans if s.start <= offset < s.end]
        return min(c, key=lambda s: s.length) if c else None
    def next(self, kind: ObjectKind, offset: int) -> Span | None:
        if kind == "word": return next_word(self.text, offset)
        s = self.at(kind, offset)
        return self.at(kind, s.end + 1) if s else None
    def previous(self, kind: ObjectKind, offset: int) -> Span | None:
        if kind == "word": return previous_word(self.text, offset)
        s = self.at(kind, offset)
        return self.at(kind, max(0, s.start - 2)) if s else None
    def grow(self, span: Span) -> Span:
        for k in ("word", "entity", "sentence", "quote", "paragraph"):
            s = self.at(k, span.start)
            if s and s.covers(span) and s != span: return s
        return span
    def shrink(self, span: Span, anchor: int) -> Span:
        for k in ("paragraph", "quote", "sentence", "entity", "word"):
            s = self.at(k, anchor)
            if s and span.covers(s) and s != span: return s
        return span
