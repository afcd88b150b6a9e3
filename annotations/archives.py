"""Which zip files are read: none that would fill the memory, or that reaches out of its folder."""

import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from annotations.errors import FormatError

if TYPE_CHECKING:
    import zipfile

MOST_ENTRIES = 100_000
MOST_BYTES = 200 * 1024 * 1024
#: How many times as large as its compressed bytes a file may become; text rarely exceeds 10.
MOST_RATIO = 100
#: Files up to this size may be packed as tightly as they like.
_SMALL = 1024 * 1024


def guard(archive: "zipfile.ZipFile", source: Path) -> None:
    """Raise ``FormatError`` for a zip that is not safe to read.

    No file in it yields more bytes than the archive's own list says, so that the list is enough to go by.
    """
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise FormatError(f"cannot read {source}: it holds more than {MOST_ENTRIES:,} files")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise FormatError(f"cannot read {source}: unpacked it would have more than {MOST_BYTES:,} bytes")
    if len({entry.filename for entry in entries}) < len(entries):
        raise FormatError(f"cannot read {source}: it holds two files of one name")
    for entry in entries:
        _check(entry, source)


def _check(entry: "zipfile.ZipInfo", source: Path) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise FormatError(f"cannot read {source}: a file in it leads out of its folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise FormatError(f"cannot read {source}: it holds a symbolic link")
    if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size):
        raise FormatError(
            f"cannot read {source}: a file in it unpacks to more than {MOST_RATIO} times its size"
        )
