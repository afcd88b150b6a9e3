"""SQLite's errors as sentences: those that a user can mend, and only those.

The others are programming errors, and crash.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotations.errors import StoreError


class LockedError(StoreError):
    """Another program is writing to the database; trying again is enough."""


#: By primary result code; extended codes stand before theirs. See https://sqlite.org/rescode.html
_SENTENCES = {
    sqlite3.SQLITE_READONLY_ROLLBACK: (
        "{path} was left in the middle of a write; open it once with the version that wrote it"
    ),
    sqlite3.SQLITE_READONLY_DBMOVED: "{path} was moved or deleted while it was open; put it back",
    sqlite3.SQLITE_READONLY: "{path} is write-protected; change its permissions or those of its folder",
    sqlite3.SQLITE_FULL: "the disk is full: nothing more fits into {path}; free some space",
    sqlite3.SQLITE_IOERR: "the disk reports an error on {path} ({detail}); check its space and its health",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_PERM: "{path} may not be accessed; change its permissions",
    sqlite3.SQLITE_AUTH: "{path} may not be accessed; change its permissions",
    sqlite3.SQLITE_NOTADB: "{path} is not a copydesk database; choose another file with --db",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged ({detail}); take a copy of it, then restore a backup",
}
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def mendable(error: sqlite3.Error, path: Path) -> StoreError | None:
    """Return the sentence for an error that a user can mend, or None for any other."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code & 0xFF in _LOCKED:
        return LockedError(f"another program is writing to {path}; wait for it, or close it")
    sentence = _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF)
    return None if sentence is None else StoreError(sentence.format(path=path, detail=error))


@contextmanager
def mended(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on ``path`` into ``StoreError`` where a user can mend them."""
    try:
        yield
    except sqlite3.Error as error:
        sentence = mendable(error, path)
        if sentence is None:
            raise
        raise sentence from error
