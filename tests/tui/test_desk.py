"""The desk without a screen: the queue's order and the seconds that count as work."""

from hypothesis import given
from hypothesis import strategies as st

from tui.desk import IDLE_SECONDS, Queue, Stopwatch


def queue(*ids: str) -> Queue:
    found = Queue()
    found.extend(ids)
    return found


def test_each_article_is_in_the_queue_once_in_order() -> None:
    found = queue("a", "b", "a", "c")
    found.extend(["b", "d"])
    assert found.ids() == ("a", "b", "c", "d")
    assert len(found) == 4
    assert [found.place(article) for article in "abcdx"] == [1, 2, 3, 4, 0]


def test_steps_end_at_both_ends() -> None:
    found = queue("a", "b", "c")
    assert found.step("a", 1) == "b"
    assert found.step("b", -1) == "a"
    assert found.step("c", 1) is None
    assert found.step("a", -1) is None


def test_from_outside_the_queue_one_steps_to_its_ends() -> None:
    assert queue("a", "b").step("elsewhere", 1) == "a"
    assert queue("a", "b").step("elsewhere", -1) == "b"
    assert queue().step("elsewhere", 1) is None


@given(st.lists(st.sampled_from("abcdefgh")))
def test_walking_forward_meets_every_article_once(ids: list[str]) -> None:
    found = queue(*ids)
    met: list[str] = []
    at = found.step("outside", 1)
    while at is not None:
        met.append(at)
        at = found.step(at, 1)
    assert met == list(dict.fromkeys(ids))


def test_pauses_do_not_count_as_work() -> None:
    now = [100.0]
    watch = Stopwatch(lambda: now[0])
    for gap in (2.0, 3.5, IDLE_SECONDS + 1, 0.5, IDLE_SECONDS):
        now[0] += gap
        watch.touch()
    assert watch.seconds == 2.0 + 3.5 + 0.5 + IDLE_SECONDS
