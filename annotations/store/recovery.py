"""Decisions that could not be committed before the end: kept in a file, read back at the next start."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from annotations.errors import ExportError, StoreError
from annotations.records import Decision, new_id
from annotations.staging import replacing_file
from annotations.store import journal
from annotations.store.connection import Connection

_SUFFIX = ".jsonl"


class Recovered(NamedTuple):
    """What came of the decisions that an earlier run could not commit."""

    #: How many are in the database now.
    saved: int = 0
    #: How many are not, because they do not fit it or cannot be read.
    refused: int = 0
    #: The files that had to stay: with refused ones in them, or because nothing can be read or written now.
    files: tuple[Path, ...] = ()


def write(database: Path, lines: Sequence[bytes]) -> Path:
    """Write decisions, one JSON object each, to a file of their own, and return it once it is on disk.

    It stands beside the database, or else in the user's state folder or that for temporary files, for its
    owner only. Raises ``StoreError`` when none of them takes it.
    """
    reasons = []
    for folder, prefix in _places(database):
        target = folder / f"{prefix}{new_id()}{_SUFFIX}"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replacing_file(target) as unfinished, unfinished.open("wb") as file:
                file.writelines(line + b"\n" for line in lines)
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror}")
        except ExportError as error:
            reasons.append(str(error))
        else:
            return target
    raise StoreError(f"{len(lines)} decisions could not be saved anywhere ({'; '.join(reasons)})")


def read_back(connection: Connection) -> Recovered:
    """Commit what earlier runs left in files, and remove every file that is wholly in the database.

    Safe to interrupt and to repeat: a decision is committed once, however often it is read.
    """
    saved = refused = 0
    left = []
    for file in _found(connection.path):
        try:
            decisions, broken = _read(file)
            refusals = sum(refusal is not None for refusal in journal.commit_each(connection, decisions))
        except FileNotFoundError:  # Another process has just seen to it.
            continue
        except (OSError, StoreError):
            left.append(file)
            continue
        saved += len(decisions) - refusals
        refused += refusals + broken
        if refusals or broken or not _removed(file):
            left.append(file)
    return Recovered(saved, refused, tuple(left))


def _removed(file: Path) -> bool:
    """Remove a file whose content is in the database; one that stays is harmless, and tried again."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _places(database: Path) -> Iterator[tuple[Path, str]]:
    """Yield the folders where such files may be, and how their names begin there."""
    from platformdirs import user_state_path  # noqa: PLC0415 - rarely needed, never before the first paint

    database = database.resolve()
    yield database.parent, f"{database.name}.unsaved-"
    # Away from the database its whole path tells it from others of the same name.
    mark = hashlib.sha256(os.fsencode(database)).hexdigest()[:16]
    for folder in (user_state_path("copydesk"), Path(tempfile.gettempdir())):
        yield folder, f"{database.name}-{mark}.unsaved-"


def _found(database: Path) -> list[Path]:
    """Return the files that hold decisions for a database, the oldest first."""
    found = []
    for folder, prefix in _places(database):
        try:
            files = [file for file in folder.iterdir() if file.name.startswith(prefix)]
        except OSError:  # A folder that is not there, or not to be read, holds nothing for us.
            continue
        found += [(age, file) for file in files if (age := _age_if_mine(file)) is not None]
    return [file for _, file in sorted(found)]


def _age_if_mine(file: Path) -> int | None:
    """Return when a file was written, or None if it is none of ours: others may write where we look."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return found.st_mtime_ns if mine and stat.S_ISREG(found.st_mode) and file.suffix == _SUFFIX else None


def _read(file: Path) -> tuple[list[Decision], int]:
    """Return the decisions in a file, and how many lines of it are none."""
    decisions = []
    broken = 0
    for line in file.read_bytes().splitlines():
        try:
            decisions.append(msgspec.json.decode(line, type=Decision))
        except (msgspec.DecodeError, UnicodeDecodeError):
            broken += 1
    return decisions, broken
