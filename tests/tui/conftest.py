"""What the tests of the screen share."""

import pytest
from textual import _wait, screen


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch, no_cover: None) -> None:
    """Let the pilot look every 5 ms whether all is done, and the screen draw as often, not every 20 ms.

    ``no_cover`` because the domain's branches are counted where the domain is tested: counting costs these
    tests as much time as they take.
    """
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 200)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 1 / 4000)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", 1 / 250)
