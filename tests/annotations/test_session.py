"""The verbs of the desk: what they change, what they hand on, what they refuse."""

import time
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.errors import TagError
from annotations.records import Decision, Origin, Progress, Span, State, Tag
from annotations.scheme import default
from annotations.session import History, OtherArticleError, Session
from tests.annotations.store.desk import ANA, decide, make_article, make_tag, ticking

ARTICLE = make_article()
HARBOUR, OFFICIALS = Span(0, 7), Span(8, 17)


class Desk:
    """A session whose decisions are collected."""

    def __init__(self, text: str = ARTICLE.text, tags: tuple[Tag, ...] = (), state: State = "new") -> None:
        self.committed: list[Decision] = []
        article = make_article(text)
        ids = (f"id{n}" for n in count())
        clock = ticking()
        self.history = History()
        self.session = Session(
            article,
            scheme=default(),
            annotator=ANA,
            tags=tags,
            progress=Progress(article=article.id, annotator=ANA, state=state),
            history=self.history,
            commit=self.committed.append,
            clock=lambda: next(clock),
            new_id=lambda: next(ids),
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_tag_holds_its_words_and_is_handed_on_once(desk: Desk) -> None:
    tag = desk.session.tag(OFFICIALS, "commitment", note="who?")
    assert (tag.span, tag.text, tag.label, tag.annotator) == (OFFICIALS, "officials", "commitment", ANA)
    assert (tag.origin, tag.note, tag.created) == ("manual", "who?", tag.updated)
    assert desk.session.tags == (tag,)
    assert desk.session.find(tag.id) is tag
    [decision] = desk.committed
    assert (decision.verb, decision.before, decision.after) == ("tag", None, tag)
    assert (decision.article, decision.annotator, decision.at) == (ARTICLE.id, ANA, tag.created)
    assert desk.history.next_undo is decision


def test_the_first_tag_opens_the_article(desk: Desk) -> None:
    assert desk.session.state == "new"
    desk.session.tag(HARBOUR, "figure")
    assert desk.session.state == desk.session.progress.state == "open"
    desk.session.tag(OFFICIALS, "figure")
    desk.session.undo()
    assert desk.session.state == "open"
    desk.session.undo()
    assert desk.session.state == "new"
    desk.session.redo()
    assert desk.session.state == "open"


def test_whitespace_around_a_selection_is_not_tagged(desk: Desk) -> None:
    assert desk.session.tag(Span(7, 18), "commitment").span == OFFICIALS


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        (Span(3, 3), "nothing is selected"),
        (Span(7, 8), "nothing is selected"),
        (Span(5, 2), "does not lie"),
        (Span(-1, 2), "does not lie"),
        (Span(0, 10_000), "does not lie"),
    ],
)
def test_an_impossible_span_is_refused(desk: Desk, span: Span, reason: str) -> None:
    with pytest.raises(TagError, match=reason):
        desk.session.tag(span, "commitment")
    tag = desk.session.tag(HARBOUR, "commitment")
    with pytest.raises(TagError, match=reason):
        desk.session.move(tag.id, span)
    assert desk.session.tags == (tag,)
    assert len(desk.committed) == 1


def test_a_label_outside_the_scheme_is_refused(desk: Desk) -> None:
    with pytest.raises(TagError, match="no label “gossip”"):
        desk.session.tag(HARBOUR, "gossip")
    tag = desk.session.tag(HARBOUR, "commitment")
    with pytest.raises(TagError, match="no label “gossip”"):
        desk.session.relabel(tag.id, "gossip")


def test_the_same_tag_twice_is_refused_however_it_would_come_about(desk: Desk) -> None:
    session = desk.session
    session.tag(HARBOUR, "commitment")
    with pytest.raises(TagError, match="“Harbour” is tagged commitment already"):
        session.tag(HARBOUR, "commitment")
    other = session.tag(HARBOUR, "complaint")
    with pytest.raises(TagError, match="already"):
        session.relabel(other.id, "commitment")
    third = session.tag(OFFICIALS, "commitment")
    with pytest.raises(TagError, match="already"):
        session.move(third.id, HARBOUR)
    assert len(desk.committed) == 3


def test_an_unknown_tag_is_refused(desk: Desk) -> None:
    session = desk.session
    verbs: list[Callable[[], object]] = [
        lambda: session.find("?"),
        lambda: session.relabel("?", "figure"),
        lambda: session.move("?", HARBOUR),
        lambda: session.note("?", ""),
        lambda: session.remove("?"),
    ]
    for verb in verbs:
        with pytest.raises(TagError, match="no longer there"):
            verb()
    assert desk.committed == []


def test_relabel_move_and_note_keep_the_tag_and_say_when(desk: Desk) -> None:
    session = desk.session
    tag = session.tag(HARBOUR, "commitment")
    relabelled = session.relabel(tag.id, "complaint")
    moved = session.move(tag.id, Span(8, 18))
    noted = session.note(tag.id, "check")
    assert relabelled == replace(tag, label="complaint", updated=relabelled.updated)
    assert moved == replace(relabelled, start=8, end=17, text="officials", updated=moved.updated)
    assert noted == replace(moved, note="check", updated=noted.updated)
    assert tag.updated < relabelled.updated < moved.updated < noted.updated
    assert [d.verb for d in desk.committed] == ["tag", "relabel", "move", "note"]
    assert [(d.before, d.after) for d in desk.committed[1:]] == [
        (tag, relabelled),
        (relabelled, moved),
        (moved, noted),
    ]
    assert session.tags == (noted,)


def test_what_changes_nothing_is_not_handed_on(desk: Desk) -> None:
    session = desk.session
    tag = session.tag(HARBOUR, "commitment")
    assert session.relabel(tag.id, "commitment") is tag
    assert session.move(tag.id, Span(0, 8)) is tag
    assert session.note(tag.id, "") is tag
    assert session.set_state("open") is session.progress
    assert len(desk.committed) == 1


@pytest.mark.parametrize(
    ("origin", "then"),
    [
        ("manual", "manual"),
        ("suggested", "edited"),
        ("imported", "edited"),
        ("propagated", "edited"),
        ("edited", "edited"),
    ],
)
def test_a_changed_suggestion_counts_as_edited(desk: Desk, origin: Origin, then: Origin) -> None:
    session = desk.session
    first = session.tag(HARBOUR, "commitment", origin=origin)
    second = session.tag(OFFICIALS, "commitment", origin=origin)
    assert first.origin == origin
    assert session.note(first.id, "so what").origin == origin
    assert session.relabel(first.id, "figure").origin == then
    assert session.move(second.id, Span(8, 20)).origin == then


def test_a_removed_tag_is_gone_and_returned(desk: Desk) -> None:
    tag = desk.session.tag(HARBOUR, "commitment")
    assert desk.session.remove(tag.id) is tag
    assert desk.session.tags == ()
    assert desk.session.state == "open"
    assert (desk.committed[-1].verb, desk.committed[-1].before, desk.committed[-1].after) == (
        "remove",
        tag,
        None,
    )


def test_states_are_decisions(desk: Desk) -> None:
    assert desk.session.set_state("done").state == "done"
    [decision] = desk.committed
    assert (decision.verb, decision.state_before, decision.state_after) == ("state", "new", "done")
    desk.session.undo()
    assert desk.session.state == "new"


def test_a_visit_is_no_decision(desk: Desk) -> None:
    assert desk.session.visit(12, 3.5) == desk.session.progress
    assert desk.session.visit(10_000, -1.0).position == len(ARTICLE.text)
    assert desk.session.visit(-5, 1.5) == Progress(article=ARTICLE.id, annotator=ANA, active_seconds=5.0)
    assert desk.committed == []


def test_tags_are_found_by_place(desk: Desk) -> None:
    session = desk.session
    outer = session.tag(Span(0, 17), "commitment")
    inner = session.tag(HARBOUR, "figure")
    assert session.at(3) == (inner, outer)
    assert session.at(10) == (outer,)
    assert session.at(60) == ()
    assert session.next(outer.span) == inner
    assert session.previous(inner.span) == outer
    assert session.next(inner.span) is None


def test_undo_restores_every_field_and_redo_does_it_again(desk: Desk) -> None:
    session = desk.session
    tag = session.tag(HARBOUR, "commitment", origin="suggested", note="so")
    changed = session.relabel(tag.id, "complaint")
    session.remove(tag.id)
    seen = []
    for expected in ((changed,), (tag,), ()):
        seen.append(session.undo())
        assert session.tags == expected
    for expected in ((tag,), (changed,), ()):
        seen.append(session.redo())
        assert session.tags == expected
    assert [d.verb for d in seen] == ["undo"] * 3 + ["redo"] * 3
    assert desk.committed[3:] == seen
    assert len({d.id for d in desk.committed}) == len(desk.committed)


def test_with_nothing_to_undo_or_redo_it_says_so(desk: Desk) -> None:
    with pytest.raises(TagError, match="nothing to undo"):
        desk.session.undo()
    with pytest.raises(TagError, match="nothing to redo"):
        desk.session.redo()


def test_while_older_decisions_are_read_undo_waits(desk: Desk) -> None:
    desk.history.reload([], [], complete=False)
    with pytest.raises(TagError, match="still being read"):
        desk.session.undo()


def test_what_was_decided_elsewhere_is_undone_there(desk: Desk) -> None:
    elsewhere = make_article("Another story altogether.")
    decision = decide(after=make_tag(elsewhere, 0, 7))
    desk.history.reload([decision], [decision], complete=True)
    for verb in (desk.session.undo, desk.session.redo):
        with pytest.raises(OtherArticleError) as caught:
            verb()
        assert caught.value.article == elsewhere.id
    assert desk.committed == []
    assert desk.history.next_undo is decision


def test_an_overtaken_decision_is_dropped_and_the_next_one_offered(desk: Desk) -> None:
    session = desk.session
    first = session.tag(HARBOUR, "commitment")
    second = session.tag(OFFICIALS, "complaint")
    session.undo()
    session.replace([replace(first, note="by another"), replace(second, note="too")], session.progress)
    with pytest.raises(TagError, match="cannot redo that: the tag on “officials” is there already"):
        session.redo()
    with pytest.raises(TagError, match="cannot undo that: the tag on “Harbour” has changed"):
        session.undo()
    assert desk.history.next_undo is desk.history.next_redo is None
    assert len(desk.committed) == 3


def test_what_cannot_be_handed_on_has_not_happened() -> None:
    def refuse(decision: Decision) -> None:
        raise RuntimeError("closed")

    history = History()
    progress = Progress(article=ARTICLE.id, annotator=ANA)
    session = Session(
        ARTICLE, scheme=default(), annotator=ANA, tags=[], progress=progress, history=history, commit=refuse
    )
    with pytest.raises(RuntimeError, match="closed"):
        session.tag(HARBOUR, "commitment")
    assert session.tags == ()
    assert session.state == "new"
    assert history.next_undo is None


def test_lone_surrogates_never_reach_a_note(desk: Desk) -> None:
    tag = desk.session.tag(HARBOUR, "commitment", note="a\ud800")
    assert tag.note == "a\ufffd"
    assert desk.session.note(tag.id, "\udfff").note == "\ufffd"


@given(st.text(min_size=1), st.integers(0, 40), st.integers(0, 40))
def test_whatever_the_text_a_tag_reads_as_its_article(text: str, start: int, end: int) -> None:
    desk = Desk(text)
    try:
        tag = desk.session.tag(Span(start, end), "figure")
    except TagError:
        assert not (0 <= start <= end <= len(text) and text[start:end].strip())
    else:
        assert text[tag.start : tag.end] == tag.text == text[start:end].strip()


def test_five_thousand_tags_stay_fast() -> None:
    text = "word " * 5_001
    article = make_article(text)
    tags = tuple(make_tag(article, 5 * n, 5 * n + 4) for n in range(5_000))
    desk = Desk(text, tags, "open")
    started = time.perf_counter()
    for n in range(50):
        tag = desk.session.tag(Span(100 * n, 100 * n + 9), "complaint")
        assert desk.session.at(100 * n + 1)[-1] == tag
        assert len(desk.session.tags) == 5_001 + n
    assert (time.perf_counter() - started) / 50 < 0.02
