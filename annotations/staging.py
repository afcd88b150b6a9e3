"""Put a whole dataset where the user asked for it, file or folder, or leave what was there.

Everything is written into a hidden folder beside its place and moved there by renaming, when it is whole
and on the disk. So whoever is killed in the middle leaves the old dataset or the new one. Only the
owner can read what is written.
"""

import codecs
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotations.errors import ExportError
from annotations.files import STANDARD, reason
from annotations.text import display

_CHUNK = 1024 * 1024
#: More files than this are forced to the disk together, with whatever else waits to be written.
_FORCED_ONE_BY_ONE = 1_000


class Folder:
    """A folder in the making: what is written into it is not yet where the user will find it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, name: str) -> BinaryIO:
        """Make a new file, with the folders on the way to it: ``config.cfg``, ``train/0001.txt``.

        Raises ``ExportError`` when a file of that name has been made, or the disk refuses.
        """
        path = self._place(name)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except OSError as error:
            raise ExportError(f"cannot write {name}: {reason(error)}") from None

    def within(self, name: str) -> "Folder":
        """Make a folder in the folder."""
        path = self._place(name)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Folder(path)

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield every file made so far, in the order of their names, which are relative to the folder."""
        found = (path for path in self.path.rglob("*") if path.is_file())
        yield from sorted((path.relative_to(self.path).as_posix(), path) for path in found)

    def _place(self, name: str) -> Path:
        parts = PurePosixPath(name).parts
        if not parts or {"..", "/"} & set(parts) or "\0" in name:
            raise ValueError(f"{name!r} is no place in a folder")
        return self.path.joinpath(*parts)


@contextmanager
def staging(place: Path) -> Iterator[Folder]:
    """Make a hidden folder beside ``place`` (``-``: among the temporary files), gone when the block ends.

    Raises ``ExportError`` when none can be made there, or the disk is full.
    """
    parent = None if place == STANDARD else place.absolute().parent
    if parent is not None and not parent.is_dir():
        raise ExportError(f"cannot write {place}: there is no folder {place.parent}")
    try:
        path = Path(tempfile.mkdtemp(dir=parent, prefix=".copydesk-", suffix=".part"))
    except OSError as error:
        raise _cannot_write(place, error) from None
    try:
        yield Folder(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(place, error) from None
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def replacing_file(place: Path) -> Iterator[Path]:
    """Make an empty file that takes its place at ``place`` when the block ends well, and vanishes otherwise.

    Raises ``ExportError`` for anything but a plain file at ``place``, and when the disk refuses.
    """
    check_file_place(place)
    with staging(place) as folder:
        folder.file("file").close()
        yield folder.path / "file"
        publish_file(folder.path / "file", place)


def publish_file(staged: Path, place: Path) -> None:
    """Move a staged file to ``place``, over a plain file that is there; to standard output for ``-``.

    The rename itself would replace a link that appears meanwhile, not its target.
    """
    if place == STANDARD:
        with staged.open("rb") as file:
            shutil.copyfileobj(file, _standard_output(), _CHUNK)
        sys.stdout.flush()
        return
    _force(staged)
    staged.replace(place)
    _force(place.absolute().parent)


def publish_folder(staged: Folder, place: Path) -> None:
    """Move a staged folder to ``place``; a folder that is there makes way, and is gone afterwards."""
    files = [path for _, path in staged.files()]
    if len(files) > _FORCED_ONE_BY_ONE:
        os.sync()
    else:
        for path in files:
            _force(path)
    for path in (staged.path, *(path for path in staged.path.rglob("*") if path.is_dir())):
        _force(path)
    parent = place.absolute().parent
    with tempfile.TemporaryDirectory(dir=parent, prefix=".copydesk-", suffix=".old") as old:
        if place.exists():
            place.rename(Path(old, "was"))
        staged.path.rename(place)
        _force(parent)


def _standard_output() -> "BinaryIO | _Shown":
    return _Shown(sys.stdout.buffer) if sys.stdout.isatty() else sys.stdout.buffer


class _Shown:
    """A terminal that is written to in UTF-8, and shows what it would otherwise obey."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        # A character may come in two pieces.
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def write(self, data: bytes) -> int:
        """Write all of ``data``; tabs and newlines stay as they are."""
        text = self._decode(data)
        self._stream.write("\t".join(map(display, text.split("\t"))).encode())
        return len(data)


def check_file_place(path: Path) -> None:
    """Raise ``ExportError`` unless a file can be made at ``path`` or a plain one be replaced."""
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        raise ExportError(f"cannot write {path}: it is a folder")
    if mode is not None and not stat.S_ISREG(mode):
        raise ExportError(f"cannot write {path}: it is not a plain file")


def check_folder_place(path: Path) -> None:
    """Raise ``ExportError`` unless a folder can be made at ``path`` or one be replaced."""
    if path == STANDARD:
        raise ExportError("cannot write a folder to standard output; name the folder")
    mode = _mode(path)
    if mode is not None and not stat.S_ISDIR(mode):
        raise ExportError(f"cannot write {path}: it is to be a folder, and there is a file")


def _mode(path: Path) -> int | None:
    if path == STANDARD:
        return None
    if not path.parent.is_dir():
        raise ExportError(f"cannot write {path}: there is no folder {path.parent}")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from None
    if stat.S_ISLNK(mode):
        raise ExportError(f"cannot write {path}: it is a symbolic link, and its target is left alone")
    return mode


def _cannot_write(path: Path, error: OSError | ValueError) -> ExportError:
    return ExportError(f"cannot write {path}: {reason(error)}")


def _force(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
