"""Waiting for a condition under Textual's pilot: as many looks as it takes, none by the clock."""

from collections.abc import Callable

from textual.pilot import Pilot

#: After so many looks, each with everything done that was to be done, it will not come to pass.
_LOOKS = 1_000


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Let the program run until a condition holds."""
    for _ in range(_LOOKS):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("that did not come to pass")
