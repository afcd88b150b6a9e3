"""Read a file that will end; put a whole file where the user asked for it, or leave what was there."""

import codecs
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, cast

from annotations.errors import ExportError, FormatError
from annotations.text import display

#: Stands for standard input where is read, and for standard output where is written.
STANDARD = Path("-")


def reading(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open a file, or standard input for ``-``, to be read; raises ``FormatError`` when it cannot be.

    A folder, a pipe and a device are refused: they might never end.
    """
    if path == STANDARD:
        return nullcontext(sys.stdin.buffer)
    try:
        plain = stat.S_ISREG(path.stat().st_mode)
        if plain:
            return path.open("rb")
    except (OSError, ValueError) as error:
        raise cannot_read(path, error) from None
    raise FormatError(f"cannot read {path}: it is not a plain file")


def cannot_read(path: Path, error: OSError | ValueError) -> FormatError:
    """Return the error that tells a user why a file cannot be read."""
    return FormatError(f"cannot read {path}: {_reason(error)}")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes its place at ``path`` when the block ends well, and vanishes otherwise.

    For ``-`` that is standard output, which is written as it comes; on a terminal nothing of it is obeyed.
    Raises ``ExportError`` as ``replacing_file`` does.
    """
    if path == STANDARD:
        yield _standard_output()
        sys.stdout.flush()
        return
    with replacing_file(path) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """Make an empty file that takes its place at ``path`` when the block ends well, and vanishes otherwise.

    It is a temporary file in the same folder, readable by its owner alone; its bytes are forced to the
    disk, it is renamed over ``path``, and the folder is forced to the disk too. So whoever is killed in
    the middle leaves the old file or the whole new one. A symbolic link is refused, never followed: the
    rename itself would replace a link that appears later, not its target.

    Raises ``ExportError`` for anything but a plain file at ``path``, a folder that is missing or
    cannot be written, and a full disk.
    """
    _check_target(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".copydesk-", suffix=".part")
    except OSError as error:
        raise _cannot_write(path, error) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _force(temporary)
        temporary.replace(path)
        _force_folder(path.parent)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _cannot_write(path, error) from None
    finally:
        with suppress(OSError):  # What cannot be removed either is not worth more than what went wrong.
            temporary.unlink(missing_ok=True)


def _standard_output() -> BinaryIO:
    stream = sys.stdout.buffer
    return cast(BinaryIO, _Shown(stream)) if sys.stdout.isatty() else stream


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

    def flush(self) -> None:
        """Write what is still held back."""
        self._stream.flush()


def _check_target(path: Path) -> None:
    """Raise ``ExportError`` unless a file can be made at ``path`` or a plain one be replaced."""
    if not path.parent.is_dir():
        raise ExportError(f"cannot write {path}: there is no folder {path.parent}")
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from None
    if stat.S_ISLNK(mode):
        raise ExportError(f"cannot write {path}: it is a symbolic link, and its target is left alone")
    if stat.S_ISDIR(mode):
        raise ExportError(f"cannot write {path}: it is a folder")
    if not stat.S_ISREG(mode):
        raise ExportError(f"cannot write {path}: it is not a plain file")


def _cannot_write(path: Path, error: OSError | ValueError) -> ExportError:
    return ExportError(f"cannot write {path}: {_reason(error)}")


def _reason(error: OSError | ValueError) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _force_folder(folder: Path) -> None:
    """Make the new name as durable as the bytes under it, where the platform can."""
    if hasattr(os, "O_DIRECTORY"):
        _force(folder)


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
