"""What found a detection: the base pipeline with its version, the rules and the cues; the key of the cache.

The reader looks into the cache before any detection process exists, so all of this is found out
without spaCy: from the packages' metadata and the files themselves.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from annotations.cues import BUILT_IN, LabelCues

#: The models that are used when none is named, best first.
PREFERRED = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
EMBEDDED = "embedded"

# Read whole below this size; of a larger file (word vectors) the size and both ends are enough.
_WHOLE = 8_000_000
_END = 1_000_000


@cache
def rules() -> str:
    """Return a hash of every rule and word list that detection goes by: it changes whenever one does."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    files = (file for part in ("detect", "text") for file in (root / part).rglob("*") if file.is_file())
    for file in sorted(file for file in files if file.parent.name != "__pycache__"):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def cues(labels: Sequence[LabelCues]) -> str:
    """Return a hash of the labels that passages are proposed for, with their cues."""
    return hashlib.sha256(msgspec.json.encode(tuple(labels))).hexdigest()[:12]


def installed(name: str) -> str | None:
    """Return the version of an installed model package, or None."""
    from importlib import metadata  # noqa: PLC0415  (20 ms, and not needed for the first paint)

    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):
        return None


@cache
def _spacy() -> str:
    return installed("spacy") or "0"


def preferred() -> Iterator[str]:
    """Yield the installed models, best first."""
    return (name for name in PREFERRED if installed(name) is not None)


def _bytes_of(file: Path) -> Iterator[bytes]:
    size = file.stat().st_size
    with file.open("rb") as stream:
        if size <= _WHOLE:
            yield stream.read()
            return
        yield stream.read(_END)
        stream.seek(max(0, size - _END))
        yield stream.read()


def _folder(path: Path) -> str:
    """Name a pipeline on disk by what it says of itself, and by a hash of its files."""
    meta: dict[str, Any] = json.loads((path / "meta.json").read_text("utf-8"))
    digest = hashlib.sha256()
    for file in sorted(f for f in path.rglob("*") if f.is_file()):
        digest.update(f"{file.relative_to(path).as_posix()}\0{file.stat().st_size}\0".encode())
        for part in _bytes_of(file):
            digest.update(part)
    name = f"{meta.get('lang', 'xx')}_{meta.get('name', 'pipeline')}"
    return f"{name}@{meta.get('version', '0')}+{digest.hexdigest()[:12]}"


def base(model: str | None) -> str:
    """Return the identity of one pipeline: a package's name, a folder, or None for the embedded one.

    Raises OSError or ValueError for a folder that is not a pipeline; a package that is not installed
    is called by its name alone.
    """
    if model is None:
        return EMBEDDED
    if installed(model) is None and (Path(model) / "meta.json").is_file():
        return _folder(Path(model))
    version = installed(model)
    return model if version is None else f"{model}@{version}"


def compose(base_name: str, labels: Sequence[LabelCues] = BUILT_IN) -> str:
    """Return the fingerprint of a pipeline on that base with today's rules and those labels."""
    return f"{base_name}/spacy@{_spacy()}/rules@{rules()}/cues@{cues(labels)}"


def expected_fingerprint(model: str | None = None, labels: Sequence[LabelCues] = BUILT_IN) -> str:
    """Return the fingerprint that ``pipeline.load(model, labels)`` will have, without loading anything.

    It holds as long as the best installed model can be loaded; a model that cannot is passed over by
    ``load``, and the detection process then tells the true one.
    """
    return compose(base(model if model is not None else next(preferred(), None)), labels)
