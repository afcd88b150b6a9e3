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
_DAMAGED = "{path} is damaged ({detail}); take a copy of it, then restore a backup"
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
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: _DAMAGED,  # A length that no article has.
}
#: Damage that has no code of its own: the second of these goes on to quote what it could not read.
_SAID_OF_DAMAGE = ("unsupported file format", "Could not decode to UTF-8")
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def mendable(error: sqlite3.Error, path: Path) -> StoreError | None:
    """Return the sentence for an error that a user can mend, or None for any other."""
    code = getattr(error, "sqlite_errorcode", None)
    if str(error).startswith(_SAID_OF_DAMAGE):
        return _damaged(path)
    if code is None:
        return None
    if code & 0xFF in _LOCKED:
        return LockedError(f"another program is writing to {path}; wait for it, or close it")
    sentence = _SENTENCES.get(code) or _SENTENCES.get(code & 0xFF)
    return None if sentence is None else StoreError(sentence.format(path=path, detail=error))


def _damaged(path: Path) -> StoreError:
    return StoreError(_DAMAGED.format(path=path, detail="it cannot be read"))


@contextmanager
def mended(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on ``path`` into ``StoreError`` where a user can mend them."""
    try:
        yield
    except UnicodeDecodeError:
        # What SQLite says of a damaged schema quotes it, and Python cannot read that.
        raise _damaged(path) from None
    except sqlite3.Error as error:
        sentence = mendable(error, path)
        if sentence is None:
            raise
        raise sentence from error
