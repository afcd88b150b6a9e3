"""From what the user names to the files behind it: lazily, in natural order, each file once."""

import errno
import fnmatch
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotations.records import Refusal
from annotations.sources.registry import SUFFIXES
from annotations.text import clean

STDIN = Path("-")
NO_SUCH_FILE = "no such file or folder"
_OUTSIDE = "is a link that leads out of the folder"
_MAGIC = re.compile(r"[*?\[]")
_DIGITS = re.compile(r"([0-9]+)")


def find(paths: Sequence[str]) -> Iterator[Path | Refusal]:
    """Yield the files behind files, folders, globs and ``-``, each once, and what cannot be one.

    Folders are walked in natural order (``2`` before ``10``, upper and lower case alike), one at a time:
    files of a known suffix are taken, hidden names are passed over, links are followed inside the folder
    only. A file that is named, or matched by a glob that says its suffix, is taken whatever its suffix is.
    """
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if path == "-":
            yield STDIN
            continue
        for found in _behind(path):
            if isinstance(found, Refusal) or _is_new(found, seen):
                yield found


def refuse(path: str | Path, reason: str) -> Refusal:
    """Return a refusal of a file, its name free of what no database can hold."""
    return Refusal(source=clean(str(path))[0], reason=reason)


def why(error: OSError | ValueError) -> str:
    """Return the system's reason for a failure as a part of a sentence."""
    if isinstance(error, ValueError) or error.errno in (errno.ENOENT, errno.ENOTDIR):
        return NO_SUCH_FILE
    reason = error.strerror or "it cannot be read"
    return reason[0].lower() + reason[1:]


def is_known(name: str) -> bool:
    """Tell whether a name has a suffix that says what is inside."""
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - called for each name in a folder


def _is_new(path: Path, seen: set[tuple[int, int]]) -> bool:
    try:
        status = path.stat()
    except OSError:
        return True  # Gone since it was found; whoever reads it says so.
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _behind(path: str) -> Iterator[Path | Refusal]:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - Path("") is the folder we are in
    except (OSError, ValueError) as error:
        if _MAGIC.search(path):
            yield from _globbed(path)
        else:
            yield refuse(path, why(error) if path else NO_SUCH_FILE)
        return
    # Path drops the "./" that tells a file of this name from standard input.
    yield from _named(Path.cwd() / "-" if Path(path) == STDIN else Path(path), mode)


def _named(path: Path, mode: int) -> Iterator[Path | Refusal]:
    if not stat.S_ISDIR(mode):
        yield _checked(path, mode)
        return
    empty = True
    for found in _walk(path):
        empty = False
        yield found
    if empty:
        yield refuse(path, "no articles in it")


def _checked(path: Path, mode: int) -> Path | Refusal:
    if not stat.S_ISREG(mode):
        return refuse(path, f"is {_kind(mode)}, not a file")
    return path if os.access(path, os.R_OK) else refuse(path, "permission denied")


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def _walk(root: Path) -> Iterator[Path | Refusal]:
    """Yield the articles under a folder; a stack of its own, for folders deeper than Python recurses."""
    real_root = os.path.realpath(root)
    entered: set[tuple[int, int]] = set()
    waiting = [_entries(root, real_root, entered)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, Refusal):
            yield found
        elif stat.S_ISDIR(found[1]):
            waiting.append(_entries(found[0], real_root, entered))
        else:
            yield _checked(*found)


def _entries(folder: Path, root: str, entered: set[tuple[int, int]]) -> Iterator[tuple[Path, int] | Refusal]:
    """Yield the folders and known files directly in a folder with their modes, in natural order."""
    try:
        if not _is_new(folder, entered):
            return
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        yield refuse(folder, why(error))
        return
    found.sort(key=lambda entry: natural(entry.name))
    for entry in found:
        yield from _entry(entry, root)


def _entry(entry: os.DirEntry[str], root: str) -> Iterator[tuple[Path, int] | Refusal]:
    path = Path(entry.path)
    try:
        if entry.is_symlink() and not _is_under(os.path.realpath(path), root):
            if is_known(entry.name) or entry.is_dir():
                yield refuse(path, _OUTSIDE)
        elif entry.is_dir() or is_known(entry.name):
            yield path, entry.stat().st_mode
    except OSError as error:
        yield refuse(path, why(error))


def _is_under(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def natural(name: str) -> tuple[list[str | int], str]:
    """Return a key that sorts names as people do: by words regardless of case, by the value of numbers."""
    parts = _DIGITS.split(name.casefold())
    return [int(part) if number % 2 else part for number, part in enumerate(parts)], name


def _globbed(pattern: str) -> Iterator[Path | Refusal]:
    """Expand a pattern as a shell would, ``**`` for any number of folders that are no links."""
    parts = Path(pattern).parts
    fixed = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
    base = Path(*parts[:fixed])
    # "**/**" is "**", only slower.
    tail = [
        part
        for part, before in zip(parts[fixed:], ("", *parts[fixed:]), strict=False)
        if (part, before) != ("**", "**")
    ]
    any_suffix = bool(os.path.splitext(tail[-1])[1].strip(".*"))  # noqa: PTH122 - a pattern is no path
    nothing = True
    for path in _matches(base, tail):
        try:
            mode = path.stat().st_mode
        except OSError as error:
            nothing = False
            yield refuse(path, why(error))
            continue
        if stat.S_ISDIR(mode) or any_suffix or is_known(path.name):
            nothing = False
            yield from _named(path, mode)
    if nothing:
        yield refuse(pattern, "no article matches")


def _matches(folder: Path, parts: list[str]) -> Iterator[Path]:
    part, rest = parts[0], parts[1:]
    if part == "**":
        if not rest:
            yield folder
        for under in _folders(folder) if rest else ():
            yield from _matches(under, rest)
        return
    for name, is_folder, _ in _names(folder):
        if fnmatch.fnmatch(name, part) and (not name.startswith(".") or part.startswith(".")):
            if not rest:
                yield folder / name
            elif is_folder:
                yield from _matches(folder / name, rest)


def _folders(root: Path) -> Iterator[Path]:
    """Yield a folder and all under it, each before its own; hidden ones and links are passed over."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        yield folder
        inside = [
            folder / name
            for name, is_folder, is_link in _names(folder)
            if is_folder and not is_link and not name.startswith(".")
        ]
        waiting.extend(reversed(inside))


def _names(folder: Path) -> list[tuple[str, bool, bool]]:
    """Return the names in a folder, whether each is a folder and whether a link; none if it is closed."""
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir(), entry.is_symlink()) for entry in entries]
    except (OSError, ValueError):
        return []
    return sorted(found, key=lambda item: natural(item[0]))
