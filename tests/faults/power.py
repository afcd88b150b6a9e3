"""A disk that loses power: what was not forced to it by then is gone, or there in part.

SQLite works on it through a virtual file system of apsw that writes down every write, sync and removal.
The contents after a cut at any moment follow from that log, so that one run is good for any number of cuts.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest

from annotations.store import Store

#: Disks write so many bytes whole or not at all.
_SECTOR = 512


class Event(NamedTuple):
    """Something that happened to a file, or was said to the user."""

    #: ``write``, ``truncate``, ``sync``, ``remove`` (``value`` tells whether it was forced) or ``told``.
    what: str
    name: str
    offset: int = 0
    value: bytes | bool = b""


class Log:
    """What happened, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def tell(self, name: str) -> None:
        """Write down that the user was told that this is saved."""
        self.events.append(Event("told", name))

    def told(self, cut: int) -> set[str]:
        """Return what the user had been told when power went."""
        return {event.name for event in self.events[:cut] if event.what == "told"}

    def files(self, cut: int, chance: random.Random | None) -> dict[str, bytes]:
        """Return the files after a cut before event ``cut``.

        Of what was not forced to the disk nothing is left; with ``chance`` some of it is, writes torn apart.
        """
        disk = _Disk()
        for event in self.events[:cut]:
            disk.take(event)
        return disk.left(chance)


class _Disk:
    """The files as they are on the disk for certain, and what is on its way there."""

    def __init__(self) -> None:
        self._files: dict[str, bytearray] = {}
        self._waiting: dict[str, list[Event]] = {}
        self._removed: set[str] = set()

    def take(self, event: Event) -> None:
        if event.what in ("write", "truncate"):
            self._waiting.setdefault(event.name, []).append(event)
        elif event.what == "sync":
            # Names are as good as what they stand for once anything in the folder was forced.
            self._forget_removed()
            content = self._files.setdefault(event.name, bytearray())
            for waiting in self._waiting.pop(event.name, []):
                _apply(content, waiting)
        elif event.what == "remove":
            self._waiting.pop(event.name, None)
            self._removed.add(event.name)
            if event.value:
                self._forget_removed()

    def _forget_removed(self) -> None:
        for name in self._removed:
            self._files.pop(name, None)
        self._removed.clear()

    def left(self, chance: random.Random | None) -> dict[str, bytes]:
        if chance is not None:
            if chance.random() < 0.5:
                self._forget_removed()
            for name, events in self._waiting.items():
                content = self._files.setdefault(name, bytearray())
                for event in events:
                    if chance.random() < 0.5:
                        _apply(content, _torn(event, chance))
        return {name: bytes(content) for name, content in self._files.items()}


def _torn(event: Event, chance: random.Random) -> Event:
    if event.what != "write" or chance.random() < 0.7:
        return event
    assert isinstance(event.value, bytes)
    sectors = len(event.value) // _SECTOR
    return event._replace(value=event.value[: chance.randint(0, sectors) * _SECTOR])


def _apply(content: bytearray, event: Event) -> None:
    if event.what == "truncate":
        del content[event.offset :]
        return
    assert isinstance(event.value, bytes)
    content.extend(bytes(max(0, event.offset + len(event.value) - len(content))))
    content[event.offset : event.offset + len(event.value)] = event.value


class _File(apsw.VFSFile):
    def __init__(self, log: Log, name: Any, flags: Any) -> None:
        super().__init__("", name, flags)
        self._log = log
        self._name = Path(name.filename() if hasattr(name, "filename") else name).name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's names
        super().xWrite(data, offset)
        self._log.events.append(Event("write", self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._log.events.append(Event("truncate", self._name, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._log.events.append(Event("sync", self._name))


class _System(apsw.VFS):
    def __init__(self, log: Log) -> None:
        self.name = f"cut-{id(log)}"
        super().__init__(self.name, "")
        self._log = log

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:  # noqa: N802
        # What has no name is SQLite's own scrap paper.
        return apsw.VFSFile("", name, flags) if name is None else _File(self._log, name, flags)

    def xDelete(self, name: str, forced: bool) -> None:  # noqa: N802
        super().xDelete(name, False)
        self._log.events.append(Event("remove", Path(name).name, value=bool(forced)))


class _Row:
    """A row as ``sqlite3.Row`` is: by place, by name, and to be unpacked either way."""

    def __init__(self, names: list[str], values: tuple[Any, ...]) -> None:
        self._names, self._values = names, values

    def keys(self) -> list[str]:
        return self._names

    def __getitem__(self, key: Any) -> Any:
        return self._values[self._names.index(key) if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)


class _Cursor:
    """As much of a cursor of ``sqlite3`` as the store and sqlite-utils ask for."""

    lastrowid = rowcount = -1

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.row_factory: object = None
        self.description: list[tuple[str, ...]] | None = None
        self._rows: list[Any] = []

    def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        found: list[tuple[Any, ...]] = []
        cursor = self._connection.cursor()

        def begins(begun: apsw.Cursor, *_: object) -> bool:
            # Only now can its columns be asked for.
            found.extend(begun.get_description())
            return True

        cursor.exec_trace = begins
        rows = list(cursor.execute(sql, parameters))
        self.description = [(column[0],) for column in found] or None
        names = [column[0] for column in found]
        self._rows = [_Row(names, row) for row in rows] if self.row_factory else rows
        return self

    def executemany(self, sql: str, rows: Any) -> "_Cursor":
        self._connection.executemany(sql, rows)
        return self

    def fetchall(self) -> list[Any]:
        return self._rows

    def fetchone(self) -> Any:
        return self._rows[0] if self._rows else None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)


class _Connection:
    isolation_level = None

    def __init__(self, uri: str, system: _System) -> None:
        flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE
        self._inner = apsw.Connection(uri, flags=flags, vfs=system.name)

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def cursor(self) -> _Cursor:
        return _Cursor(self._inner)

    def execute(self, sql: str, parameters: Any = ()) -> _Cursor:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, rows: Any) -> _Cursor:
        return self.cursor().executemany(sql, rows)

    executescript = execute

    def create_function(self, name: str, arguments: int, function: Any, **_: object) -> None:
        self._inner.create_scalar_function(name, function, arguments)

    def close(self) -> None:
        self._inner.close()


@contextmanager
def recorded(path: Path, log: Log) -> Iterator[Store]:
    """Open a database whose every write goes into ``log``."""
    system = _System(log)
    real = sqlite3.connect

    def connect(name: str, **options: Any) -> Any:
        return real(name, **options) if "immutable" in name else _Connection(name, system)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        with Store.open(path) as store:
            yield store
    system.unregister()
