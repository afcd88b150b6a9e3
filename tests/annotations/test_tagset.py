"""Tags in reading order, against the plain and slow way of finding them."""

import time

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.records import Span, Tag
from annotations.tagset import TagSet, reading_order
from tests.annotations.store.desk import make_article, make_tag

ARTICLE = make_article("0123456789" * 10)


@st.composite
def some_tags(draw: st.DrawFn) -> list[Tag]:
    """Return tags on passages, and some on the article as a whole."""
    anywhere = st.tuples(st.integers(0, 90), st.integers(1, 10))
    spans = draw(st.lists(anywhere | st.just((0, 0)), max_size=30))
    return [
        replace(make_tag(ARTICLE, start, start + length, draw(st.sampled_from("abc"))), id=f"{n:02}")
        for n, (start, length) in enumerate(spans)
    ]


@given(some_tags(), st.integers(-1, 101))
def test_it_finds_what_a_pass_over_all_finds(tags: list[Tag], offset: int) -> None:
    found = TagSet(tags)
    assert list(found.all) == sorted(tags, key=reading_order)
    assert list(found.passages) == [tag for tag in found.all if tag.end]
    assert list(found.on_article) == [tag for tag in found.all if not tag.end]
    covering = {tag.id for tag in tags if tag.start <= offset < tag.end}
    at = found.at(offset)
    assert {tag.id for tag in at} == covering
    assert [tag.span.length for tag in at] == sorted(tag.span.length for tag in at)
    for span in (Span(offset, offset + 3), *(tag.span for tag in tags[:3])):
        key = (span.start, -span.end)
        after = [tag for tag in found.passages if (tag.start, -tag.end) > key]
        before = [tag for tag in found.passages if (tag.start, -tag.end) < key]
        assert found.next(span) == (after[0] if after else None)
        assert found.previous(span) == (before[-1] if before else None)


@given(some_tags(), st.data())
def test_changes_leave_it_as_if_made_anew(tags: list[Tag], data: st.DataObject) -> None:
    found = TagSet(tags)
    kept = {tag.id: tag for tag in tags}
    for tag in tags:
        match data.draw(st.sampled_from(["leave", "move", "discard"])):
            case "move":
                start = data.draw(st.integers(0, 90))
                kept[tag.id] = replace(tag, start=start, end=start + 4)
                found.put(kept[tag.id])
            case "discard":
                del kept[tag.id]
                found.discard(tag.id)
    assert found.all == TagSet(kept.values()).all
    assert len(found) == len(kept)
    for tag in kept.values():
        same = found.same(tag.span, tag.label)
        assert same is not None
        assert (same.span, same.label) == (tag.span, tag.label)
        assert found.at(tag.start) == TagSet(kept.values()).at(tag.start)


def test_innermost_comes_first() -> None:
    outer, inner, crossing = (
        make_tag(ARTICLE, 0, 50),
        make_tag(ARTICLE, 10, 15),
        make_tag(ARTICLE, 12, 30),
    )
    assert TagSet([outer, inner, crossing]).at(13) == (inner, crossing, outer)


def test_unknown_tags_are_none() -> None:
    found = TagSet([make_tag(ARTICLE, 3, 5, "a")])
    assert found.get("?") is None
    assert found.same(Span(3, 5), "b") is None
    assert found.same(Span(3, 6), "a") is None
    found.discard("?")
    assert len(found) == 1


def test_the_tuple_of_all_is_kept_until_something_changes() -> None:
    found = TagSet([make_tag(ARTICLE, 3, 5)])
    before = found.all, found.passages
    assert found.all is before[0]
    assert found.passages is before[1]
    found.put(make_tag(ARTICLE, 4, 6))
    assert len(found.all) == len(found.passages) == 2


def test_thousands_of_tags_stay_fast() -> None:
    large = make_article("word " * 5_000)
    tags = [make_tag(large, 5 * n, 5 * n + 4) for n in range(5_000)]
    found = TagSet(tags)
    found.at(0)

    def cost(size: int) -> float:
        small = TagSet(tags[:size])
        best = 1.0
        for _ in range(5):
            started = time.perf_counter()
            for n in range(0, size, size // 50):
                small.at(5 * n + 1)
                small.next(tags[n].span)
                small.previous(tags[n].span)
            best = min(best, time.perf_counter() - started)
        return best

    assert cost(5_000) < 10 * cost(100) + 0.001
