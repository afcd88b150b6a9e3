"""The tables, as migrations, and how a database comes up to date.

``journal`` is what happened, append-only; ``tag``, ``progress.state``, ``history``, ``settled`` and
``phrase`` follow from it.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from annotations.store.connection import Connection, no_patience
from annotations.store.migrations import desk, library, places, suggestions, versions

if TYPE_CHECKING:
    from sqlite_utils import Database

#: "cpyd" in ASCII: what marks a SQLite file as ours.
APPLICATION_ID = 0x63707964

#: Every step from an empty file to the newest schema: a new one is a module and a row, and none changes.
STEPS: "list[tuple[str, Callable[[Database], None]]]" = [
    ("001_desk", desk.apply),
    ("002_suggestions", suggestions.apply),
    ("003_library", library.apply),
    ("004_versions", versions.apply),
    ("005_places", places.apply),
]


def newest() -> int:
    """Return the number of the newest schema; a file keeps its own as ``user_version``."""
    return len(STEPS)


def version(connection: Connection) -> int:
    """Return the number of the schema that the file has; 0 for a new one."""
    return int(connection.value("PRAGMA user_version"))


def bring_up_to_date(connection: Connection) -> None:
    """Create the tables of a new database, or upgrade an older one after copying it.

    Safe when several processes start together: only the first to take the lock finds something to do.
    """
    with connection.writing() as database:
        found = version(connection)
        if found >= newest():
            return
        if found:
            # Not needed to open what is up to date.
            from annotations.store.backup import back_up  # noqa: PLC0415

            back_up(connection.path, connection.path.with_name(f"{connection.path.name}.backup-v{found}"))
        _apply_steps(database)
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute(f"PRAGMA user_version={newest()}")


def lacking(connection: Connection) -> list[str]:
    """Return the tables and columns that this version reads and the file has not, or has of another type."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        ours = Connection(raw, connection.path, no_patience)
        _apply_steps(ours.database)
        return sorted(_columns(ours) - _columns(connection))


def _columns(connection: Connection) -> set[str]:
    """Return what the tables are made of: ``tag.start INTEGER``; what SQLite keeps for itself left out."""
    sql = """
        SELECT t.name || '.' || c.name || ' ' || c.type
        FROM sqlite_master AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT GLOB 'search_*' AND t.name NOT GLOB '_*'
    """
    return {row[0] for row in connection.rows(sql)}


def _apply_steps(database: "Database") -> None:
    from sqlite_utils import Migrations  # noqa: PLC0415 - 150 ms, which opening must not pay

    migrations = Migrations("copydesk")
    for name, step in STEPS:
        migrations(name=name)(step)
    migrations.apply(database)
