"""What found a detection: the base pipeline with its version, and the rules; the key of the cache.

The reader looks into the cache before any detection process exists, so all of this is found out
without spaCy: from the packages' metadata and the files themselves.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

#: The models that are used when none is named, best first.
PREFERRED = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
EMBEDDED = "embedded"

# Read whole below this size; of a larger file (word vectors) the size and both ends are enough.
_WHOLE = 8_000_000
_END = 1_000_000


@cache
def rules() -> str:
    """Return a hash of every rule and word list of this package: it changes whenever one does."""
    digest = hashlib.sha256()
    root = resources.files("annotations.detect")
    files = [*root.iterdir(), *root.joinpath("data").iterdir()]
    for file in sorted((f for f in files if f.name.endswith((".py", ".txt", ".z"))), key=lambda f: f.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def installed(name: str) -> str | None:
    """Return the version of an installed model package, or None."""
    from importlib import metadata  # noqa: PLC0415  (20 ms, and not needed for the first paint)

    try:
        return metadata.version(name)
    except (metadata.PackageNotFoundError, ValueError):
        return None


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


def compose(base_name: str) -> str:
    """Return the fingerprint of a pipeline on that base with today's rules."""
    spacy = installed("spacy") or "0"
    return f"{base_name}/spacy@{spacy}/rules@{rules()}"


def expected_fingerprint(model: str | None = None) -> str:
    """Return the fingerprint that ``pipeline.load(model)`` will have, without loading anything.

    It holds as long as the best installed model can be loaded; a model that cannot is passed over by
    ``load``, and the detection process then tells the true one.
    """
    return compose(base(model if model is not None else next(preferred(), None)))
