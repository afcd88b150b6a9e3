"""Names that other tools can take: labels without spaces, files whose names no article has a part in."""

import hashlib
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
#: Enough of an article's hash to tell millions of articles apart.
_ID = 16


class Names:
    """What labels are called in a format, told apart whatever they lose: ``a b`` and ``a_b`` differ.

    A name depends on the label and on those that are known, so every part of a dataset has the same.
    """

    def __init__(self, unfit: re.Pattern[str], known: Iterable[str] = ()) -> None:
        """``unfit`` finds what no name may hold. The ``known`` labels get the plainest names."""
        self._unfit = unfit
        known = list(known)
        self._names = {label: label for label in known if self._fits(label)}
        for label in known:
            if label not in self._names:
                self._names[label] = self._another(label, self._names.values())
        self._known = frozenset(self._names.values())

    def of(self, label: str) -> str:
        """Return the name of a label: always the same, and of no other label."""
        if label not in self._names:
            fits = self._fits(label) and label not in self._known
            self._names[label] = label if fits else _marked(self._fit(label), label)
        return self._names[label]

    def _another(self, label: str, taken: Iterable[str]) -> str:
        name = self._fit(label)
        return _marked(name, label) if name in taken else name

    def _fits(self, label: str) -> bool:
        return bool(label) and not self._unfit.search(label)

    def _fit(self, label: str) -> str:
        return self._unfit.sub("_", label) or "label"


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
    return _marked(plain or "annotator", annotator, "-")


def _marked(name: str, of: str, sign: str = "_") -> str:
    """Return a name that carries the hash of what it stands for."""
    return f"{name}{sign}{hashlib.sha256(of.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
