"""What a dataset is read from: a file that will end, standard input, or all the files of a folder or zip."""

import os
import stat
import sys
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from annotations.archives import guard
from annotations.errors import FormatError

if TYPE_CHECKING:
    import zipfile

#: Stands for standard input where is read, and for standard output where is written.
STANDARD = Path("-")
#: What the manifest beside a dataset is called, whole or at the end: it is no part of the data.
MANIFEST = "manifest.json"
#: The most that is read of a file that has to be read as a whole.
MAX_WHOLE = 1024 * 1024 * 1024


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
    return FormatError(f"cannot read {path}: {reason(error)}")


def reason(error: OSError | ValueError) -> str:
    """Return what the system says of a failure, in its words."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


class Files(ABC):
    """The files of one dataset. Names are relative, with ``/`` between their parts.

    Every method raises ``FormatError`` for a file that cannot be read.
    """

    def __init__(self, source: Path) -> None:
        #: What the user named.
        self.source = source

    def names(self, *suffixes: str) -> list[str]:
        """Return the names that end in one of ``suffixes``, in order; a file named by the user always.

        An empty folder is a dataset of no documents; one that has other files only is a mistake.
        """
        every = sorted(name for name in self._names() if not name.endswith(MANIFEST))
        found = [name for name in every if name.endswith(suffixes)]
        if every and not found:
            raise FormatError(f"cannot read {self.source}: there is no {' or '.join(suffixes)} in it")
        return found

    @abstractmethod
    def _names(self) -> Iterator[str]: ...

    @abstractmethod
    def has(self, name: str) -> bool:
        """Tell whether there is a file of that name: a file's companion stands beside it."""

    @abstractmethod
    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a file."""

    def read(self, name: str, limit: int = MAX_WHOLE) -> bytes:
        """Return a whole file; one longer than ``limit`` bytes is refused."""
        with self.open(name) as file:
            found = file.read(limit + 1)
        if len(found) > limit:
            raise FormatError(f"cannot read {self.place(name)}: it is longer than {limit:,} bytes")
        return found

    def place(self, name: str) -> str:
        """Return what to call a file where it is refused, and where articles came from it."""
        return f"{self.source}/{name}"


@contextmanager
def files_of(source: Path) -> Iterator[Files]:
    """Open what a user means by a path: a file, a folder, a zip, or ``-`` for standard input.

    Raises ``FormatError`` when there is nothing to be read.
    """
    if source != STANDARD and source.is_dir():
        yield _InFolder(source)
        return
    # The reader, which reads no datasets, does without.
    import zipfile  # noqa: PLC0415

    if source == STANDARD or not source.is_file() or not zipfile.is_zipfile(source):
        yield _OneFile(source)
        return
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise FormatError(f"cannot read {source}: {error}") from None
    with archive:
        guard(archive, source)
        yield _InZip(source, archive)


class _OneFile(Files):
    def names(self, *suffixes: str) -> list[str]:
        return [self.source.name]

    def _names(self) -> Iterator[str]:
        yield self.source.name

    def has(self, name: str) -> bool:
        return self.source != STANDARD and self._path(name).is_file()

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        return reading(self._path(name))

    def place(self, name: str) -> str:
        return str(self._path(name))

    def _path(self, name: str) -> Path:
        return self.source if name == self.source.name else self.source.parent / _inside(name)


class _InFolder(Files):
    def _names(self) -> Iterator[str]:
        # Neither links are followed nor files taken that might never end.
        for path in self.source.rglob("*"):
            if not path.is_symlink() and path.is_file():
                yield path.relative_to(self.source).as_posix()

    def has(self, name: str) -> bool:
        return (self.source / _inside(name)).is_file()

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        return reading(self.source / _inside(name))


class _InZip(Files):
    def __init__(self, source: Path, archive: "zipfile.ZipFile") -> None:
        super().__init__(source)
        self._archive = archive

    def _names(self) -> Iterator[str]:
        return (item.filename for item in self._archive.infolist() if not item.is_dir())

    def has(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        import zipfile  # noqa: PLC0415 - it is there already

        try:
            with self._archive.open(name) as file:
                yield cast("BinaryIO", file)
        except KeyError:
            raise FormatError(f"cannot read {self.place(name)}: there is no such file in it") from None
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
            raise FormatError(f"cannot read {self.place(name)}: {error}") from None


def _inside(name: str) -> str:
    """Return a name, unless it leads out of its folder."""
    if name.startswith("/") or ".." in PurePosixPath(name).parts or (os.sep != "/" and os.sep in name):
        raise FormatError(f"cannot read {name}: it leads out of its folder")
    return name
