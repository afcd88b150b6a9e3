"""Tags that lost their place: placed by hand or dropped, one decision each, taken back like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.decisions import Ledger, check_shape
from annotations.errors import ConflictError, TagError
from annotations.records import Decision, Progress, Span, Tag
from annotations.scheme import default
from annotations.session import History, Session
from tests.annotations.store.desk import ANA, BEN, decide, make_article, make_tag, ticking

BEFORE = make_article("The port will publish every contract by June. Growers complained.")
NOW = make_article("The port is to publish all contracts by July. Growers complained.")
WILL = replace(make_tag(BEFORE, 4, 43), note="by when?", origin="suggested")
JUNE = make_tag(BEFORE, 40, 44, "figure")
HERE = Span(4, 42)


def session(
    *orphans: Tag, tags: tuple[Tag, ...] = (), commit: list[Decision] | None = None, state: str = "new"
) -> Session:
    clock = ticking()
    return Session(
        NOW,
        scheme=default(),
        annotator=ANA,
        tags=tags,
        progress=Progress(article=NOW.id, annotator=ANA, state=state),  # type: ignore[arg-type]
        history=History(),
        commit=(commit if commit is not None else []).append,
        orphans=orphans,
        clock=lambda: next(clock),
    )


def test_placing_keeps_all_but_the_place() -> None:
    committed: list[Decision] = []
    desk = session(WILL, JUNE, commit=committed)
    placed = desk.place(WILL.id, HERE)
    assert (placed.article, placed.span) == (NOW.id, HERE)
    assert placed.text == "port is to publish all contracts by Ju"
    kept = replace(WILL, article=NOW.id, start=4, end=42, text=placed.text, updated=placed.updated)
    assert placed == kept
    assert (desk.tags, desk.orphans) == ((placed,), (JUNE,))
    [decision] = committed
    assert (decision.verb, decision.before, decision.after) == ("place", WILL, placed)
    assert (decision.article, desk.state) == (NOW.id, "open")


def test_dropping_is_a_decision_too() -> None:
    committed: list[Decision] = []
    desk = session(WILL, JUNE, commit=committed)
    assert desk.drop(JUNE.id) is JUNE
    assert (desk.tags, desk.orphans) == ((), (WILL,))
    [decision] = committed
    assert (decision.verb, decision.before, decision.after, decision.article) == ("drop", JUNE, None, NOW.id)


def test_back_and_forth() -> None:
    desk = session(WILL, JUNE)
    placed = desk.place(WILL.id, HERE)
    desk.drop(JUNE.id)
    desk.undo()
    assert (desk.tags, desk.orphans) == ((placed,), (JUNE,))
    desk.undo()
    assert (desk.tags, desk.orphans, desk.state) == ((), (WILL, JUNE), "new")
    desk.redo()
    desk.redo()
    assert (desk.tags, desk.orphans, desk.state) == ((placed,), (), "open")


def test_what_is_placed_is_a_tag_like_any_other() -> None:
    desk = session(WILL)
    desk.place(WILL.id, HERE)
    desk.relabel(WILL.id, "complaint")
    desk.remove(WILL.id)
    assert (desk.tags, desk.orphans) == ((), ())
    for _ in range(3):
        desk.undo()
    assert desk.orphans == (WILL,)


def test_what_is_done_stays_done() -> None:
    desk = session(WILL, JUNE, state="done")
    desk.place(WILL.id, HERE)
    desk.drop(JUNE.id)
    assert desk.state == "done"


def test_what_cannot_be_placed() -> None:
    there = replace(WILL, id="there", article=NOW.id, start=0, end=8, text="The port")
    desk = session(WILL, tags=(there,))
    with pytest.raises(TagError, match="nothing is selected"):
        desk.place(WILL.id, Span(3, 4))
    with pytest.raises(TagError, match="does not lie in the article"):
        desk.place(WILL.id, Span(0, 1000))
    with pytest.raises(TagError, match="“The port” is tagged commitment already"):
        desk.place(WILL.id, Span(0, 8))
    with pytest.raises(TagError, match="has its place already, or was dropped"):
        desk.place(JUNE.id, HERE)
    with pytest.raises(TagError, match="has its place already, or was dropped"):
        desk.drop(there.id)
    assert desk.orphans == (WILL,)


def test_a_label_that_is_in_no_scheme_any_more_is_placed_all_the_same() -> None:
    desk = session(replace(WILL, label="retired"))
    assert desk.place(WILL.id, HERE).label == "retired"


def test_what_is_refused_has_not_happened() -> None:
    def refuse(_: Decision) -> None:
        raise ConflictError("no")

    desk = session(WILL)
    desk._commit = refuse
    with pytest.raises(ConflictError):
        desk.place(WILL.id, HERE)
    with pytest.raises(ConflictError):
        desk.drop(WILL.id)
    assert (desk.tags, desk.orphans, desk.state) == ((), (WILL,), "new")


def test_an_undo_that_somebody_overtook_is_refused() -> None:
    desk = session(WILL)
    desk.place(WILL.id, HERE)
    desk.replace((), desk.progress, orphans=())
    with pytest.raises(TagError, match=r"cannot undo that: the tag on .* is gone"):
        desk.undo()


def test_only_these_decisions_may_be_about_another_article() -> None:
    crossed = replace(decide(before=WILL), article=NOW.id)
    for verb in ("place", "drop", "undo", "redo"):
        check_shape(replace(crossed, verb=verb))
        with pytest.raises(TagError, match="differ in article or annotator"):
            check_shape(replace(crossed, verb=verb, annotator=BEN))
    for verb in ("tag", "move", "remove", "import"):
        with pytest.raises(TagError, match="differ in article or annotator"):
            check_shape(replace(crossed, verb=verb))


@given(st.lists(st.sampled_from(["place", "drop", "undo", "redo", "tag"]), max_size=20), st.data())
def test_the_journal_replays_to_what_is_on_the_desk(verbs: list[str], data: st.DataObject) -> None:
    committed: list[Decision] = []
    desk = session(WILL, JUNE, commit=committed)
    for verb in verbs:
        start = data.draw(st.integers(0, 30))
        span = Span(start, start + 9)
        try:
            if verb in ("undo", "redo"):
                (desk.undo if verb == "undo" else desk.redo)()
            elif verb == "tag":
                desk.tag(span, "complaint")
            elif verb == "drop" and desk.orphans:
                desk.drop(desk.orphans[0].id)
            elif desk.orphans:
                desk.place(desk.orphans[0].id, span)
        except TagError:
            continue
    ledger = Ledger((WILL, JUNE))
    for decision in committed:
        ledger.play(decision)
    assert ledger.tags == {tag.id: tag for tag in (*desk.tags, *desk.orphans)}
    assert {tag.article for tag in desk.tags} <= {NOW.id}
    assert {tag.article for tag in desk.orphans} <= {BEFORE.id}
    assert ledger.state(NOW.id, ANA) == desk.state
