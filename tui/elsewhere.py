"""Whether another program has written to the database."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from annotations.store import Store

Ask = Callable[[Callable[[Store], object]], Awaitable[object]]


class Elsewhere:
    """Looks from time to time at a database that others may write to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # When the file was last written, and SQLite's own number of what other connections have written.
        self._written: int | None = None
        self._version: object = None

    async def changed(self, ask: Ask) -> bool:
        """Tell whether another program has written since this was asked before; the first time, no.

        The file is looked at first, so that nobody waits for a lock as long as nothing has happened.
        """
        with suppress(OSError):
            written = self._path.stat().st_mtime_ns
            if written != self._written:
                before = self._version
                self._version = await ask(lambda store: store.connection.value("PRAGMA data_version"))
                self._written = written
                return before not in (None, self._version)
        return False
