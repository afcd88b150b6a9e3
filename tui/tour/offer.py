"""Whether the tour is to be offered: until it was taken or declined once, wherever that was."""

from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path


def _mark() -> Path:
    return user_state_path("copydesk", appauthor=False) / "tour"


def is_open() -> bool:
    """Tell whether nobody has taken or declined it yet."""
    return not _mark().exists()


def settle() -> None:
    """Never offer it again; where that cannot be remembered, it will be."""
    mark = _mark()
    with suppress(OSError):
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.touch(mode=0o600)
