"""Opening a database: which file is taken, which is refused, and that a refused one is left untouched."""

import os
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path

from annotations.errors import NewerSchemaError, StoreError
from annotations.store.connection import BUSY_TIMEOUT, Connection, Patience
from annotations.store.faults import mended
from annotations.store.schema import APPLICATION_ID, bring_up_to_date, lacking, newest

#: STRICT tables came with this version of SQLite.
_OLDEST_SQLITE = (3, 37, 0)
#: Checking costs about 1 ms a megabyte: what is larger than this is checked when there is time.
CHECKED_AT_OPENING = 2 * 1024 * 1024
_FOREIGN = "{path} is the database of another program; choose another file with --db"

# One statement, so that all three are of the same moment.
_IDENTITY = """
    SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version
"""


def open_connection(path: Path, patience: Patience) -> Connection:
    """Open the database at ``path``, creating it (0600) and its folders (0700) if there is none.

    What a newer version wrote, and what may not be written, is opened to be read. Raises ``StoreError`` for
    what is no database of ours, ``NewerSchemaError`` for one of a newer version that has not what this one
    reads; neither changes a byte of the file.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"copydesk needs SQLite 3.37 or newer; this Python has {sqlite3.sqlite_version}")
    path = path.absolute()
    size = _create(path)
    return _open(path, size, patience, why_only_read(path) if size else "")


def why_only_read(path: Path) -> str:
    """Say why a database of ours can only be read, if that is so; the file is not touched.

    Raises ``StoreError`` for what is clearly no database of ours.
    """
    schema = _probe(path)
    if schema > newest():
        return _newer(path, schema)
    # The folder as well: a journal has to be written there first.
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ""
    return f"{path} is write-protected, so it can only be read; to change it, change its permissions"


def check(connection: Connection) -> None:
    """Raise ``StoreError`` if the database is damaged; takes about 1 ms a megabyte."""
    found = connection.value("PRAGMA quick_check(1)")
    if found != "ok":
        found = " ".join(found.split())
        raise StoreError(f"{connection.path} is damaged ({found}); take a copy of it, then restore a backup")


def _open(path: Path, size: int, patience: Patience, read_only: str) -> Connection:
    uri = f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}"
    with mended(path):
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)
    connection = Connection(raw, path, patience, read_only=read_only)
    try:
        schema = _admit(connection, size)
    except BaseException:
        connection.close()
        raise
    if schema > newest() and not read_only:  # Somebody has just upgraded it.
        connection.close()
        return _open(path, size, patience, _newer(path, schema))
    return connection


def _admit(connection: Connection, size: int) -> int:
    """Look again, now under a lock; then bring the database up to date, if it is older, and may be changed.

    Returns the schema that the file had.
    """
    identity = connection.row(_IDENTITY)
    assert identity is not None
    schema = _recognise(connection.path, *identity)
    if schema > newest():
        if connection.read_only:
            _admit_newer(connection)
        return schema
    if 0 < size <= CHECKED_AT_OPENING:
        check(connection)
    connection.set_up()
    if schema < newest():
        if connection.read_only:
            raise StoreError(f"{connection.path} has to be upgraded first, but it is write-protected")
        bring_up_to_date(connection)
    connection.writes_schema = newest()
    return schema


def _admit_newer(connection: Connection) -> None:
    connection.set_up()
    missing = lacking(connection)
    if missing:
        raise NewerSchemaError(
            f"{connection.path} was written by a newer copydesk, and {missing[0]} is not in it any more: "
            "upgrade copydesk to open it"
        )


def _newer(path: Path, schema: int) -> str:
    return (
        f"{path} was written by a newer copydesk (schema {schema}; this one knows {newest()}), "
        "so it can only be read; upgrade copydesk to change it"
    )


def _create(path: Path) -> int:
    """Make sure that there is a regular file, and return its size in bytes."""
    try:
        _make_folders(path.parent)
        if not path.exists():
            with suppress(FileExistsError):  # Another process may be faster.
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        found = path.stat()
    except OSError as error:
        raise StoreError(f"cannot open the database {path}: {error.strerror}") from error
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "not a regular file"
        raise StoreError(f"{path} is {kind}, so it cannot be the database; choose another with --db")
    return found.st_size


def _make_folders(folder: Path) -> None:
    if not folder.exists():
        _make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _probe(path: Path) -> int:
    """Refuse what is clearly not ours before SQLite may touch it; return its schema, or 0 in doubt.

    To open another program's database for writing can already change it: a left-over journal is played
    back, a write-ahead log folded in. Read as immutable, it is neither locked nor changed. What this view
    leaves in doubt, such as a file that another process is just writing, is decided under the lock.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            identity = raw.execute(_IDENTITY).fetchone()
    except sqlite3.DatabaseError:
        return 0
    schema = _recognise(path, *identity)
    log = path.with_name(path.name + "-wal")
    if not any(identity) and log.exists() and log.stat().st_size:
        # Its tables are still in a log, which we never write.
        raise StoreError(_FOREIGN.format(path=path))
    return schema


def _recognise(path: Path, application: int, schema: int, tables: int) -> int:
    if application == schema == tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise StoreError(_FOREIGN.format(path=path))
    return schema
