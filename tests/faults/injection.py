"""The outside world with a fault in it: the n-th call that leaves the program fails.

Calls are counted where they leave Python: statements of SQLite, opening, reading, writing, forcing to the
disk, renaming, removing, making folders, starting programs. A test runs a piece of work with the fault at
call 1, 2, 3 … until the work is done before its turn comes.
"""

import builtins
import errno
import io
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest

from annotations.errors import CopydeskError
from tests.faults.counts import figures

#: No piece of work here makes as many calls: whoever comes this far is going round in circles.
_ENDLESS = 2_000


class Kind(Enum):
    """How a call fails."""

    #: It does nothing, and says so.
    BEFORE = "before"
    #: It does what it should, and says that it failed.
    AFTER = "after"
    #: It fails, and so does every later one.
    FOR_GOOD = "for good"


class Faults:
    """Counts the calls to the outside, and lets the one at ``at`` fail."""

    def __init__(self, at: int, kind: Kind = Kind.BEFORE, *, only: str = "") -> None:
        self.at = at
        self.kind = kind
        #: Only calls whose names begin so are counted.
        self.only = only
        self.count = 0
        #: What failed; empty while nothing has.
        self.failed = ""

    def call(
        self, name: str, error: Callable[[], Exception], function: Callable[..., Any], *args: Any
    ) -> Any:
        """Make a call, unless it is its turn to fail."""
        if not name.startswith(self.only):
            return function(*args)
        self.count += 1
        if self.count < self.at or (self.count > self.at and self.kind is not Kind.FOR_GOOD):
            return function(*args)
        self.failed = self.failed or name
        if self.kind is Kind.AFTER:
            _let_go(function(*args))
        raise error()


def _let_go(result: Any) -> None:
    """End what the caller will never see, as a library does before it reports an error."""
    if isinstance(result, sqlite3.Cursor):
        result.fetchall()
    elif isinstance(result, (sqlite3.Connection, io.IOBase)):
        result.close()


def _no_space() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _sqlite_error() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


@contextmanager
def injected(faults: Faults, folder: Path) -> Iterator[None]:
    """Let every call of the block that concerns ``folder`` pass through ``faults``."""
    with pytest.MonkeyPatch.context() as patch:
        _patch_sqlite(faults, patch)
        _patch_system(faults, patch, folder)
        _patch_files(faults, patch, folder)
        yield


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        return self._call(f"sql {sql.split(maxsplit=1)[0]}", super().execute, sql, parameters)

    def executemany(self, sql: str, rows: Any, /) -> Self:
        return self._call("sql many", super().executemany, sql, rows)

    def executescript(self, sql: str, /) -> Self:
        return self._call("sql script", super().executescript, sql)

    def _call(self, name: str, function: Callable[..., Any], *args: Any) -> Self:
        assert isinstance(self.connection, _Connection)
        found: Self = self.connection.faults.call(name, _sqlite_error, function, *args)
        return found


class _Connection(sqlite3.Connection):
    faults: Faults

    def cursor(self, factory: Any = _Cursor, /) -> Any:
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        found: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return found

    def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
        found: sqlite3.Cursor = self.cursor().executemany(sql, rows)
        return found

    def executescript(self, sql: str, /) -> sqlite3.Cursor:
        found: sqlite3.Cursor = self.cursor().executescript(sql)
        return found

    def backup(self, target: sqlite3.Connection, **options: Any) -> None:
        self.faults.call("sql backup", _sqlite_error, partial(super().backup, target, **options))


def _patch_sqlite(faults: Faults, patch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect
    armed = type("Armed", (_Connection,), {"faults": faults})

    def connect(*args: Any, **options: Any) -> sqlite3.Connection:
        opened = partial(real, *args, **options, factory=armed)
        found: sqlite3.Connection = faults.call("sql connect", _sqlite_error, opened)
        return found

    patch.setattr(sqlite3, "connect", connect)


def _patch_system(faults: Faults, patch: pytest.MonkeyPatch, folder: Path) -> None:
    def wrap(module: Any, name: str, concerns: Callable[[Any], bool]) -> None:
        real = getattr(module, name)

        def call(*args: Any, **options: Any) -> Any:
            if not concerns(args[0]):
                return real(*args, **options)
            return faults.call(f"os {name}", _no_space, lambda: real(*args, **options))

        patch.setattr(module, name, call)

    def inside(path: Any) -> bool:
        return not isinstance(path, int) and str(path).startswith(str(folder))

    for name in ("open", "replace", "unlink", "mkdir"):
        wrap(os, name, inside)
    wrap(os, "fsync", lambda _: True)
    # It is a class: typing of the library subscripts it, and Popen is asked for isinstance().
    real = subprocess.Popen

    class Popen(real):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            start = super().__init__
            self.returncode = 0  # For what is asked of one that never came to be.
            faults.call("os program", _no_space, lambda: start(*args, **options))

    patch.setattr(subprocess, "Popen", Popen)


def _patch_files(faults: Faults, patch: pytest.MonkeyPatch, folder: Path) -> None:
    class Raw(io.FileIO):
        def write(self, data: Any, /) -> int:
            written: int = faults.call("file write", _no_space, super().write, data)
            return written

        def readinto(self, buffer: Any, /) -> int:
            read: int = faults.call("file read", _no_space, super().readinto, buffer)
            return read

        def readall(self) -> bytes:
            data: bytes = faults.call("file read", _no_space, super().readall)
            return data

    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        ours = isinstance(file, int) or str(file).startswith(str(folder))
        if not ours or mode not in ("rb", "wb"):
            return real(file, mode, *args, **options)
        raw = Raw(file, mode, opener=lambda path, flags: os.open(path, flags, 0o666))
        return io.BufferedReader(raw) if mode == "rb" else io.BufferedWriter(raw)

    patch.setattr(io, "open", opened)
    patch.setattr(builtins, "open", opened)


def each_fault(
    folder: Path,
    work: Callable[[Path], object],
    check: Callable[[Path, CopydeskError | None, str], None],
    *,
    kind: Kind = Kind.BEFORE,
    only: str = "",
    step: int = 1,
) -> int:
    """Do ``work`` in fresh folders with the fault at call 1, 2, 3 …, and return how many calls there were.

    With ``step`` only at every so manieth, for work that takes long.

    What ``work`` raises has to be a sentence for the user, of one line. ``check`` is told it, and what
    failed, when the world is whole again.
    """
    for at in range(1, _ENDLESS, step):
        place = folder / f"{kind.name}{at}"
        place.mkdir()
        faults = Faults(at, kind, only=only)
        said: CopydeskError | None = None
        with injected(faults, place):
            try:
                work(place)
            except CopydeskError as error:
                said = error
        assert said is None or (str(said) and "\n" not in str(said))
        assert said is None or faults.failed, "it complained although nothing was wrong"
        check(place, said, faults.failed)
        if not faults.failed:
            figures.append(f"calls that failed in turn, {kind.value}, in {folder.name}: {(at - 1) // step}")
            return at - 1
    raise AssertionError("it never ended")
