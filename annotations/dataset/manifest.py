"""The manifest beside every dataset: what is in it, how it was chosen, and how to tell that it is whole."""

import hashlib
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from annotations.dataset.options import Options
from annotations.errors import ExportError, FormatError
from annotations.files import MANIFEST, MAX_WHOLE, files_of, reading
from annotations.formats import table
from annotations.formats.documents import Loss, Report
from annotations.formats.table import Format
from annotations.records import Refusal
from annotations.staging import Folder, check_file_place

_VERSION = 1


class File(msgspec.Struct, frozen=True):
    """A file of a dataset, by the name it has in it."""

    bytes: int
    sha256: str


class Counts(msgspec.Struct, frozen=True):
    """What one split holds; labels of whole articles are among the labels."""

    documents: int
    labels: dict[str, int]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a user of a dataset may want to know of it; the same dataset has the same one."""

    copydesk_manifest: int = _VERSION
    format: str
    offsets: str
    versions: dict[str, str]
    scheme: dict[str, Any]
    selection: dict[str, Any]
    unit: str
    choices: dict[str, str]
    split: dict[str, Any]
    splits: dict[str, Counts]
    losses: dict[str, Loss]
    notes: list[str]
    files: dict[str, File] = {}


def describe(
    format_: Format, options: Options, splits: Mapping[str, Report], report: Report, rule: str
) -> Manifest:
    """Return the manifest of a dataset, but for its files."""
    return Manifest(
        format=format_.name,
        offsets=format_.offsets,
        versions={
            "copydesk": version("copydesk"),
            "python": platform.python_version(),
            **({"spacy": version("spacy")} if options.tokens or format_.tokens else {}),
        },
        scheme=msgspec.to_builtins(options.scheme),
        selection=options.selection._asdict(),
        unit=options.unit,
        choices=dict(options.choices),
        split={"rule": rule, "shares": options.split.parts, "group_by": options.split.group_by},
        splits={name: Counts(split.documents, split.labels) for name, split in splits.items()},
        losses=report.losses,
        notes=report.notes,
    )


def beside(out: Path) -> Path:
    """Return where the manifest of a dataset of one file goes."""
    return out.with_name(out.name + "." + MANIFEST)


def write_into(dataset: Folder, about: Manifest) -> None:
    """Write the manifest into a folder, with all files that are in it."""
    _write(dataset, MANIFEST, about, dict(dataset.files()))


def write_for(dataset: Folder, path: Path, out: Path, about: Manifest) -> Path:
    """Write the manifest of the one file ``path``, which is to be called as ``out`` is; return its place."""
    _write(dataset, MANIFEST, about, {out.name: path})
    return dataset.path / MANIFEST


def _write(dataset: Folder, name: str, about: Manifest, files: Mapping[str, Path]) -> None:
    whole = msgspec.structs.replace(about, files={name: _file(path) for name, path in files.items()})
    with dataset.file(name) as file:
        file.write(msgspec.json.format(msgspec.json.encode(whole, order="deterministic"), indent=2) + b"\n")


def _file(path: Path) -> File:
    with path.open("rb") as file:
        return File(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def check_file(place: Path) -> None:
    """Raise ``ExportError`` unless a manifest can be written there, over another one if need be."""
    check_file_place(place)
    try:
        if place.exists():
            read(place)
    except FormatError:
        raise ExportError(f"cannot write {place}: it is there, and no manifest of copydesk's") from None


def check_replaceable(out: Path) -> None:
    """Raise ``ExportError`` unless a folder is empty, not there, or nothing but a dataset of ours."""
    if not out.is_dir() or not any(out.iterdir()):
        return
    try:
        known = {MANIFEST, *read(out / MANIFEST).files}
    except FormatError:
        raise ExportError(
            f"cannot write {out}: the folder is not empty, and no dataset of copydesk's"
        ) from None
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    if others := sorted(there - known):
        raise ExportError(f"cannot write {out}: {others[0]} is in it, which no export put there")


def read(path: Path) -> Manifest:
    """Read a manifest; raises ``FormatError`` when it is none."""
    with reading(path) as file:
        data = file.read(MAX_WHOLE)
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise FormatError(f"{path} is no manifest of copydesk's: {error}") from None
    if found.copydesk_manifest != _VERSION:
        raise FormatError(f"{path} is a manifest of another version of copydesk")
    return found


def verify(path: Path) -> list[str]:
    """Check a dataset against its manifest, and return what is wrong with it, in sentences.

    ``path`` is a folder or the one file of a dataset. Every file must be there with its bytes, none
    besides, and our own reader must find in each split as many documents and tags as there were. Raises
    ``FormatError`` when there is no manifest.
    """
    folder, place = (path, path / MANIFEST) if path.is_dir() else (path.parent, beside(path))
    about = read(place)
    wrong = []
    for name, meant in about.files.items():
        file = folder / name
        if not file.is_file():
            wrong.append(f"{name} is missing")
        elif _file(file) != meant:
            wrong.append(f"{name} has been changed")
    if path.is_dir():
        there = {file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir()}
        wrong += [f"{name} does not belong to it" for name in sorted(there - {MANIFEST, *about.files})]
    return wrong or _recount(path, about)


def _recount(path: Path, about: Manifest) -> list[str]:
    format_ = table.writable(about.format)
    if format_.read is None and format_.read_folder is None:
        return []
    wrong = []
    for name, meant in about.splits.items():
        found = Report()
        with files_of(path / (name + format_.suffix) if path.is_dir() else path) as files:
            for item in format_.reading(files):
                if isinstance(item, Refusal):
                    wrong.append(str(item))
                    continue
                found.documents += 1
                for span in item.spans:
                    found.count(span.label)
        if (found.documents, found.labels) != (meant.documents, meant.labels):
            wrong.append(f"{name} holds other documents or tags than its manifest says")
    return wrong
