"""Copies of the database: each of one moment, whole or not there, and for its owner only.

Made through SQLite, so that others may write meanwhile, and because to close the file by other means
would drop the locks held on it.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from annotations.errors import CopydeskError, StoreError
from annotations.staging import replacing_file
from annotations.store.connection import BUSY_TIMEOUT
from annotations.store.faults import LockedError, mended
from annotations.store.opening import why_only_read
from annotations.store.schema import APPLICATION_ID

#: Copies of so many days are kept.
DAYS_KEPT = 7
#: Pages copied in one go: no writer is held up for longer than they take, some tens of milliseconds.
_PAGES = 2_000
#: Seconds between attempts while another program writes, and after which that is said.
_PAUSE = 0.05
_PATIENCE = 30.0


def back_up(database: Path, target: Path, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Copy the database as it is on disk to ``target``.

    Raises ``StoreError`` when it cannot, and when ``stopped`` says so in the middle; then ``target`` is what
    it was before.
    """
    deadline = time.monotonic() + _PATIENCE

    def go_on(status: int, remaining: int, total: int) -> None:
        if stopped():
            raise StoreError(f"the copy to {target} was broken off")
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise LockedError(f"another program is writing to {database}; wait for it, or close it")

    try:
        with replacing_file(target) as unfinished, mended(target):
            # To open for writing what a newer version left unfinished would already change it.
            mode = "ro" if why_only_read(database) else "rw"
            uri = f"{database.absolute().as_uri()}?mode={mode}"
            # SQLite itself waits briefly, so that whoever breaks the copy off is heard soon.
            connecting = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT)
            with closing(connecting) as source, closing(_connect(unfinished)) as copy:
                source.backup(copy, pages=_PAGES, progress=go_on, sleep=_PAUSE)
    except StoreError:
        raise
    except CopydeskError as error:
        raise StoreError(f"cannot copy the database to {target}: {error}") from error


def back_up_to(database: Path, target: Path) -> None:
    """Copy the database to where a user wants it, but over nothing that is not such a copy itself.

    Also copies what a newer version wrote. Raises ``StoreError`` as ``back_up`` does, and for a file that is
    no database of ours.
    """
    try:
        if not _is_ours(database):
            raise StoreError(f"{database} is not a copydesk database; choose another file with --db")
        if target.exists() and (target.samefile(database) or not _is_ours(target)):
            raise StoreError(f"cannot write {target}: it is there already, and no copy of a database")
    except OSError as error:
        raise StoreError(f"cannot copy {database} to {target}: {error.strerror}") from error
    back_up(database, target)


def _is_ours(path: Path) -> bool:
    """Tell by its first bytes: to ask SQLite could already change it (https://sqlite.org/fileformat.html)."""
    with path.open("rb") as file:
        head = file.read(100)
    return head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def back_up_today(database: Path, today: date, *, stopped: Callable[[], bool] = lambda: False) -> Path | None:
    """Make the day's copy, unless there is one or nothing has changed since the last, and return it.

    The copies stand in a folder beside the database; the oldest of more than a week are removed.
    Raises ``StoreError`` as ``back_up`` does.
    """
    target = folder_of(database) / f"{today.isoformat()}.db"
    try:
        there = copies(database)
        if target in there or (there and _age(there[-1]) >= _age(database)):
            return None
        target.parent.mkdir(mode=0o700, exist_ok=True)
        back_up(database, target, stopped=stopped)
        for old in copies(database)[:-DAYS_KEPT]:
            with suppress(FileNotFoundError):  # Another program has just seen to it.
                old.unlink()
    except OSError as error:
        raise StoreError(f"cannot keep copies in {target.parent}: {error.strerror}") from error
    return target


def folder_of(database: Path) -> Path:
    """Return the folder where the daily copies of a database are."""
    return database.with_name(f"{database.name}.backups")


def copies(database: Path) -> list[Path]:
    """Return the daily copies of a database, the oldest first."""
    return sorted(folder_of(database).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].db"))


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns


def _connect(path: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(path)
    # The copy is forced to the disk as a whole at its end; until then nobody sees it.
    copy.execute("PRAGMA synchronous=OFF")
    return copy
