"""Names that other tools can take: labels without spaces, files whose names no article has a part in."""

import hashlib
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
#: Enough of an article's hash to tell millions of articles apart.
_ID = 16


class Names:
    """What labels are called in a format, told apart whatever they lose: ``a b`` and ``a_b`` differ."""

    def __init__(self, unfit: re.Pattern[str], known: Iterable[str] = ()) -> None:
        """``unfit`` finds what no name may hold; those of the ``known`` that fit stay as they are."""
        self._unfit = unfit
        self._names = {label: label for label in known if label and not unfit.search(label)}
        self._taken = set(self._names)

    def of(self, label: str) -> str:
        """Return the name of a label: always the same, and of no other label."""
        name = self._names.get(label)
        if name is None:
            name = self._names[label] = self._new(label)
        return name

    def _new(self, label: str) -> str:
        name = self._unfit.sub("_", label) or "label"
        if name in self._taken:
            name = f"{name}_{_digest(label)[:8]}"
        self._taken.add(name)
        return name


def file_name(article: str, annotator: str) -> str:
    """Return what the files of a document are called, without a suffix; a folder for each annotator.

    Neither a title nor a source has a part in it, so that no article can choose its place.
    """
    return f"{folder_name(annotator)}/{article[:_ID]}" if annotator else article[:_ID]


def folder_name(annotator: str) -> str:
    """Return a name for the folder of an annotator that every file system takes, and tells from others."""
    if _PLAIN.fullmatch(annotator):
        return annotator
    plain = re.sub(r"[^a-z0-9]+", "-", annotator.lower()).strip("-")[:24]
    return f"{plain or 'annotator'}-{_digest(annotator)[:8]}"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
