"""The one connection to the database: short reads, all-or-nothing writes, and waiting for the lock.

Reads and plain statements need nothing but ``sqlite3``; sqlite-utils, which takes a while to import, comes
with the first write.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from annotations.errors import ReadOnlyError
from annotations.store.faults import LockedError, mended

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")
Parameters = Sequence[object] | Mapping[str, object]
#: Asked after the n-th attempt (from 1) that found the database locked: may wait, tells whether to go on.
Patience = Callable[[int], bool]

#: How long SQLite itself waits for a lock, in seconds; whoever has more patience tries again.
BUSY_TIMEOUT = 0.25

# What makes a commit survive a power cut (EXTRA syncs the folder too), and a database from a stranger
# harmless (https://sqlite.org/security.html). A rollback journal, because a write-ahead log is lost
# without a word when the file is copied, moved or deleted.
_SETTINGS = (
    "PRAGMA synchronous=EXTRA",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    # 8 MB in place of 2: an import touches indexes all over, and is an eighth faster for it.
    "PRAGMA cache_size=-8000",
)


def for_seconds(seconds: float) -> Patience:
    """Return the patience of a command: give each statement about so many seconds."""

    def go_on(attempt: int) -> bool:
        # SQLite has waited already, unless it saw that waiting would be in vain.
        time.sleep(BUSY_TIMEOUT / 10)
        return attempt * BUSY_TIMEOUT < seconds

    return go_on


def no_patience(attempt: int) -> bool:
    """Give up after the first attempt."""
    return False


def json(value: object) -> str:
    """Return a value as JSON text, as columns and ``json_each()`` take it."""
    return msgspec.json.encode(value).decode()


@contextmanager
def _without_numpy() -> Iterator[None]:
    """Keep an import from taking numpy along, wherever there is one: 10 MB for numbers that nobody stores."""
    if "numpy" in sys.modules:
        yield
        return
    # This is how an import is told that it fails.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["numpy"]


class Connection:
    """A ``sqlite3`` connection whose errors are sentences and whose locks are waited for.

    ``patience`` may be exchanged at any time. Every method raises ``StoreError`` for what a user can mend.
    ``read_only`` says why nothing can be changed; it is empty where everything can.
    """

    def __init__(
        self, raw: sqlite3.Connection, path: Path, patience: Patience, *, read_only: str = ""
    ) -> None:
        self.path = path
        self.patience = patience
        self.read_only = read_only
        #: The newest schema that this version writes; None while that is not to be looked at.
        self.writes_schema: int | None = None
        self._raw = raw
        self._database: Database | None = None

    def set_up(self) -> None:
        """Apply the settings that durability and safety rest on; the file stays as it is."""
        for setting in _SETTINGS:
            self.execute(setting)
        if not self.read_only and self.value("PRAGMA journal_mode") != "delete":
            self.execute("PRAGMA journal_mode=DELETE")

    def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run one statement for its effect, waiting while the database is locked."""
        self._patiently(lambda: self._raw.execute(sql, parameters))

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return every row of a query, read in one short transaction."""
        return self._patiently(lambda: self._cursor().execute(sql, parameters).fetchall())

    def tuples(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query as a bare tuple, for those who read tens of thousands of them."""
        return self._patiently(lambda: self._raw.execute(sql, parameters).fetchall())

    def row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the only row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first column of the only row of a query, or None when there is no row."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    @property
    def database(self) -> "Database":
        """The same connection as sqlite-utils sees it; to be written with inside ``writing()`` only."""
        if self._database is None:
            with _without_numpy():
                from sqlite_utils import Database  # noqa: PLC0415 - 50 ms, which reading must not pay

            # Neither plugins nor settings of other tools belong in this connection.
            self._database = Database(self._raw, recursive_triggers=False, execute_plugins=False)
        return self._database

    @contextmanager
    def writing(self) -> Iterator["Database"]:
        """Hold the write lock for a block: all of it is committed at its end, or nothing.

        Reads inside the block see what it wrote. Raises ``ReadOnlyError`` where nothing can be changed.
        """
        if self.read_only:
            raise ReadOnlyError(self.read_only)
        database = self.database
        self.roll_back()  # What a failed rollback may have left open.
        self.execute("BEGIN IMMEDIATE")
        try:
            self._refuse_if_upgraded()
            with mended(self.path):
                yield database
            # Readers may hold up a commit; the transaction stays whole while it is tried again.
            self.execute("COMMIT")
        finally:
            self.roll_back()

    def roll_back(self) -> None:
        """End an open transaction without a trace; without one, do nothing."""
        if self._raw.in_transaction:
            with mended(self.path):
                self._raw.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection; whatever was not committed is gone."""
        self._raw.close()

    def _refuse_if_upgraded(self) -> None:
        """Raise ``ReadOnlyError`` if a newer version has upgraded the file since it was opened."""
        if self.writes_schema is not None and self.value("PRAGMA user_version") > self.writes_schema:
            raise ReadOnlyError(f"{self.path} was upgraded by a newer copydesk meanwhile: use that one")

    def _cursor(self) -> sqlite3.Cursor:
        cursor = self._raw.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor

    def _patiently(self, attempt: Callable[[], T]) -> T:
        count = 0
        while True:
            try:
                with mended(self.path):
                    return attempt()
            except LockedError:
                count += 1
                if not self.patience(count):
                    raise
