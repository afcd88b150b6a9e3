"""The desk without a screen: the seconds that count as work."""

from tui.desk import IDLE_SECONDS, Stopwatch


def test_pauses_do_not_count_as_work() -> None:
    now = [100.0]
    watch = Stopwatch(lambda: now[0])
    for gap in (2.0, 3.5, IDLE_SECONDS + 1, 0.5, IDLE_SECONDS):
        now[0] += gap
        watch.touch()
    assert watch.seconds == 2.0 + 3.5 + 0.5 + IDLE_SECONDS
