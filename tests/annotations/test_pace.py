"""Time at work from the times of decisions: pauses left out, days kept apart."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from annotations.pace import IDLE_SECONDS, Act, Clockwork, Stopwatch, Work, midnight
from annotations.records import Verb, timestamp

START = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


def acts(*gaps: float, articles: str = "") -> list[Act]:
    """Return decisions with these seconds before each, in articles named by letters."""
    at, made = START, []
    for n, gap in enumerate(gaps):
        at += timedelta(seconds=gap)
        made.append(Act(timestamp(at), articles[n] if articles else "a"))
    return made


def test_the_time_between_two_decisions_belongs_to_the_second() -> None:
    clockwork = Clockwork(acts(0, 5, 10, 2.5, articles="aabb"), UTC)
    assert clockwork.articles == {"a": 5.0, "b": 12.5}
    assert clockwork.whole == Work(decisions=4, standing=4, articles=2, seconds=17.5)


def test_a_pause_is_not_work() -> None:
    clockwork = Clockwork(acts(0, IDLE_SECONDS, IDLE_SECONDS + 0.001, 3600, 4), UTC)
    assert clockwork.whole.seconds == IDLE_SECONDS + 4
    assert clockwork.whole.decisions == 5


def test_what_was_taken_back_took_its_time_but_does_not_stand() -> None:
    at = [act.at for act in acts(0, 4, 3, 5)]
    verbs: tuple[Verb, ...] = ("tag", "undo", "redo", "dismiss")
    clockwork = Clockwork(map(Act.of, at, "aaaa", verbs), UTC)
    assert clockwork.whole == Work(decisions=4, standing=2, articles=1, seconds=12.0)


def test_what_was_decided_the_day_before_is_not_taken_from_today() -> None:
    times = ("2026-03-04T23:00:00.000Z", "2026-03-05T09:00:00.000Z", "2026-03-05T09:00:02.000Z")
    verbs: tuple[Verb, ...] = ("tag", "undo", "undo")
    clockwork = Clockwork(map(Act.of, times, "aaa", verbs), UTC)
    assert [day.standing for day in clockwork.days.values()] == [1, 0]
    clockwork.add(Act.of("2026-03-05T09:00:04.000Z", "a", "tag"))
    assert clockwork.on("2026-03-05").decisions == 3


def test_a_clock_that_was_put_back_takes_no_time_away() -> None:
    assert Clockwork(acts(0, 10, -7200, 10), UTC).whole.seconds == 20


def test_pace_is_decisions_by_time() -> None:
    work = Work(decisions=30, articles=2, seconds=120.0)
    assert (work.per_hour, work.seconds_each) == (900.0, 4.0)
    assert (Work().per_hour, Work().seconds_each) == (0.0, 0.0)
    assert Work(decisions=1, articles=1).per_hour == 0.0


def test_days_are_those_of_the_place() -> None:
    late = [Act("2026-03-04T14:59:50.000Z", "a"), Act("2026-03-04T15:00:10.000Z", "b")]
    assert Clockwork(late, UTC).days == {
        "2026-03-04": Work(decisions=2, standing=2, articles=2, seconds=20.0)
    }
    assert Clockwork(late, TOKYO).days == {
        "2026-03-04": Work(decisions=1, standing=1, articles=1),
        "2026-03-05": Work(decisions=1, standing=1, articles=1, seconds=20.0),
    }
    now = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
    assert Clockwork(late, TOKYO).today(now).decisions == 1
    assert Clockwork(late, TOKYO).today(now + timedelta(days=1)) == Work()
    assert Clockwork(late, UTC).on("2026-03-04").decisions == 2


def test_when_the_day_began() -> None:
    now = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
    assert midnight(now, UTC) == "2026-03-04T00:00:00.000Z"
    assert midnight(now, TOKYO) == "2026-03-04T15:00:00.000Z"


@given(
    st.lists(
        st.tuples(st.integers(0, 200_000).map(lambda ms: ms / 1000), st.sampled_from("abc")), max_size=30
    )
)
def test_days_and_articles_add_up_to_the_whole(steps: list[tuple[float, str]]) -> None:
    made = acts(*(gap for gap, _ in steps), articles="".join(article for _, article in steps))
    clockwork = Clockwork(made, TOKYO)
    whole = clockwork.whole
    assert whole.decisions == len(steps) == sum(day.decisions for day in clockwork.days.values())
    assert abs(whole.seconds - sum(clockwork.articles.values())) < 1e-6
    assert whole.seconds <= sum(min(gap, IDLE_SECONDS + 0.001) for gap, _ in steps[1:]) + 1e-6
    assert whole.articles == len({article for _, article in steps})


def test_a_stopwatch_leaves_pauses_out() -> None:
    now = [100.0]
    watch = Stopwatch(lambda: now[0])
    for gap in (2.0, 3.5, IDLE_SECONDS + 1, 0.5, IDLE_SECONDS):
        now[0] += gap
        watch.touch()
    assert watch.seconds == 2.0 + 3.5 + 0.5 + IDLE_SECONDS
