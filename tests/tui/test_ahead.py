"""What has to wait is done in its order when it can be, whatever has to wait again in between."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tui.ahead import PATIENCE, Ahead


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_what_was_put_off_comes_before_what_was_typed_after_it() -> None:
    ahead, done = Ahead(), list[str]()

    async def do(what: str) -> None:
        done.append(what)

    ahead.put_off(partial(do, "tab"))
    ahead.keep(partial(do, "a"))
    ahead.keep(partial(do, "d"))
    assert (ahead.waiting, ahead.typed, done) == (True, 2, [])
    await ahead.go_on()
    assert (ahead.waiting, ahead.typed, done) == (False, 0, ["tab", "a", "d"])


async def test_what_is_dropped_is_counted_and_never_done() -> None:
    ahead, done = Ahead(), list[str]()

    async def do() -> None:
        done.append("done")

    ahead.put_off(do)
    ahead.keep(do)
    assert ahead.drop() == 1
    await ahead.go_on()
    assert (ahead.waiting, done, ahead.drop()) == (False, [], 0)


async def test_it_is_tried_when_it_takes_long_and_nothing_was_typed() -> None:
    clock = Clock()
    ahead = Ahead(clock)

    async def do() -> None:
        pass

    ahead.put_off(do)
    assert not ahead.is_tried
    clock.now = PATIENCE + 0.1
    assert ahead.is_tried
    ahead.wait()
    assert ahead.is_tried
    ahead.keep(do)
    assert not ahead.is_tried
    ahead.drop()
    assert not ahead.is_tried


@given(st.lists(st.integers(0, 3), max_size=12))
async def test_everything_is_done_once_and_in_order_however_often_it_waits(waits: list[int]) -> None:
    """Each key has to wait so many times before it can be done."""
    ahead, done, left = Ahead(), list[int](), list(waits)

    async def press(number: int) -> None:
        if left[number]:
            left[number] -= 1
            ahead.put_off(partial(press, number))
        else:
            done.append(number)

    for number in range(len(waits)):
        if ahead.waiting:
            ahead.keep(partial(press, number))
        else:
            await press(number)
    rounds = 0
    while ahead.waiting:
        rounds += 1
        await ahead.go_on()
    assert done == list(range(len(waits)))
    assert rounds == sum(waits)
    assert ahead.typed == 0
