"""Work beside the event loop: done as asked, and never waited for by who wants to leave."""

import asyncio
import threading

import pytest

from tui.hands import Hands


def test_what_is_asked_is_answered() -> None:
    hands = Hands()
    assert hands.submit(lambda a, b: a + b, 1, b=2).result() == 3
    with pytest.raises(ZeroDivisionError):
        hands.submit(lambda: 1 / 0).result()
    hands.shutdown()


def test_everything_goes_on_at_the_same_time() -> None:
    hands, gate = Hands(), threading.Barrier(3)
    both = [hands.submit(gate.wait) for _ in range(2)]
    gate.wait()
    assert {future.result() for future in both} <= {0, 1, 2}
    hands.shutdown()


def test_who_leaves_waits_for_what_ends_but_not_for_what_does_not() -> None:
    hands, told, never = Hands(), threading.Event(), threading.Event()
    ends, hangs = hands.submit(told.wait), hands.submit(never.wait)
    told.set()
    hands.shutdown()
    assert ends.result() is True
    assert not hangs.done()
    with pytest.raises(RuntimeError, match="about to end"):
        hands.submit(never.wait)
    never.set()
    assert hangs.result() is True


def test_it_serves_an_event_loop() -> None:
    async def work() -> int:
        asyncio.get_running_loop().set_default_executor(Hands())
        return await asyncio.to_thread(lambda: 42)

    assert asyncio.run(work()) == 42


def test_an_event_loop_ends_though_its_work_does_not() -> None:
    never = threading.Event()

    async def work() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(Hands())
        _ = loop.run_in_executor(None, never.wait)

    asyncio.run(work())
    never.set()
