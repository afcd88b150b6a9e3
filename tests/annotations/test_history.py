"""The undo and redo stacks of one annotator."""

from annotations.decisions import done_again, taken_back
from annotations.history import LOW_WATER, History
from annotations.records import Decision
from tests.annotations.store.desk import decide, make_article, make_tag

ARTICLE = make_article()


def some(number: int) -> list[Decision]:
    return [decide(after=make_tag(ARTICLE)) for _ in range(number)]


def undo(history: History) -> Decision:
    assert history.next_undo is not None
    decision = taken_back(history.next_undo, new_id="u", at="now")
    history.record(decision)
    return decision


def redo(history: History) -> Decision:
    assert history.next_redo is not None
    decision = done_again(history.next_redo, new_id="r", at="now")
    history.record(decision)
    return decision


def test_an_empty_history_offers_nothing() -> None:
    history = History()
    assert (history.next_undo, history.next_redo, history.oldest) == (None, None, None)
    assert not history.needs_older


def test_undo_and_redo_walk_the_same_way_back_and_forth() -> None:
    decisions = some(3)
    history = History()
    for decision in decisions:
        history.record(decision)
    assert [undo(history).undoes for _ in decisions] == [d.id for d in reversed(decisions)]
    assert history.next_undo is None
    assert [redo(history).undoes for _ in decisions] == [d.id for d in decisions]
    assert history.next_redo is None
    assert history.next_undo == decisions[-1]


def test_a_new_decision_ends_redoing() -> None:
    first, second = some(2)
    history = History([first])
    undo(history)
    history.record(second)
    assert history.next_redo is None
    assert history.next_undo == second


def test_an_import_is_neither_undone_nor_in_the_way_of_redo() -> None:
    history = History(some(1))
    undo(history)
    history.record(decide(after=make_tag(ARTICLE, origin="imported"), verb="import"))
    assert history.next_undo is None
    assert history.next_redo is not None


def test_older_decisions_are_asked_for_in_time_and_put_underneath() -> None:
    decisions = some(LOW_WATER + 5)
    history = History(decisions[5:], complete=False)
    assert not history.needs_older
    undo(history)
    assert history.needs_older
    assert history.oldest == decisions[5].id
    history.extend(decisions[:6], complete=True)  # One of them is at hand already.
    assert not history.needs_older
    assert history.oldest == decisions[0].id
    undone = 0
    while history.next_undo is not None:
        undo(history)
        undone += 1
    assert undone == LOW_WATER + 4


def test_what_was_overtaken_is_dropped() -> None:
    first, second, third = some(3)
    history = History([first, second], [third])
    history.drop_undo()
    history.drop_redo()
    assert history.next_undo == first
    assert history.next_redo is None


def test_it_can_start_again_from_what_is_on_disk() -> None:
    first, second, third = some(3)
    history = History([first])
    history.reload([second], [third], complete=False)
    assert history.next_undo == history.next_undo == second
    assert history.next_redo == third
    assert history.needs_older
