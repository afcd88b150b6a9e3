"""Records: spans are half-open, times are UTC with milliseconds, everything encodes to JSON."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Article, Decision, Entity, Quote, Refusal, Span, Tag, new_id, timestamp

spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, spans)
def test_spans_overlap_when_they_share_a_code_point(one: Span, other: Span) -> None:
    shared = set(range(*one)) & set(range(*other))
    if one.length and other.length:
        assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    if one.covers(other):
        assert set(range(*other)) <= set(range(*one))


def test_a_span_gives_its_words() -> None:
    assert Span(2, 5).of("a 🙂é!") == "🙂é!"
    assert Span(2, 5).length == 3


def test_records_know_their_span() -> None:
    tag = Tag(
        id="t", article="a", start=1, end=4, text="bcd", label="x", annotator="me", created="", updated=""
    )
    assert tag.span == Span(1, 4)
    assert Entity(start=1, end=2, label="ORG", text="b").span == (1, 2)
    assert Quote(start=3, end=9, text="“yes”").span == (3, 9)


def test_a_refusal_reads_as_a_sentence() -> None:
    assert str(Refusal(source="a.txt", reason="is empty")) == "a.txt: is empty"
    assert str(Refusal(source="a.jsonl", line=3, reason="not JSON")) == "a.jsonl, line 3: not JSON"


def test_times_are_utc_whatever_the_zone() -> None:
    moment = datetime(2026, 3, 1, 1, 30, 0, 5000, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(moment) == "2026-02-28T23:30:00.005Z"
    assert abs(datetime.fromisoformat(timestamp()) - datetime.now(UTC)) < timedelta(seconds=5)


def test_ids_differ() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000
    assert len(new_id()) == 32


def test_records_are_frozen_and_encode_to_json() -> None:
    tag = Tag(
        id="t", article="a", start=0, end=1, text="é", label="x", annotator="me", created="", updated=""
    )
    decision = Decision(id="d", at="", annotator="me", article="a", verb="tag", after=tag)
    assert msgspec.json.decode(msgspec.json.encode(decision), type=Decision) == decision
    with pytest.raises(AttributeError):
        decision.verb = "undo"  # type: ignore[misc]
    assert Article(id="a", text="b").metadata == {}
