"""The large lists of facts: cities, regions, companies, names of people, and plain English words.

``data/gazetteer.z`` is made by ``scripts/gazetteers.py`` from libraries that are named in
``data/ATTRIBUTION.md``. It is compressed text: blocks of names that share their first two letters, a name a
line, then a tab and one letter for each thing that the name is known to be. It is read when the first
article is looked at, and a block is taken apart when a name in it is first asked for.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Final

FILE = "gazetteer.z"

#: What a name is known to be. A place that is a family name or a given name too is a town.
CITY: Final = "c"
REGION: Final = "r"
TOWN: Final = "t"
#: A company; one whose name is a family name or a place too is a firm.
COMPANY: Final = "o"
FIRM: Final = "f"
MAN: Final = "m"
WOMAN: Final = "w"
#: A given name of men and women.
EITHER: Final = "e"
FAMILY: Final = "l"
#: The first word of longer names that are listed.
LONGER: Final = "b"
#: An English word in small letters, unless an ending makes it from another.
WORD: Final = "x"

#: An ending of an English word, and what stands in its place in the word that it is made from.
_ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("est", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("", "le")),
    ("ness", ("",)),
    ("less", ("",)),
    ("able", ("", "e")),
    ("ment", ("",)),
)
_SHORTEST = 3
_PREFIX = 2


def stems(word: str) -> Iterator[str]:
    """Yield what an English word may be made from: "planes" from "plane", "stopped" from "stop"."""
    for ending, instead in _ENDINGS:
        base = word.removesuffix(ending)
        if len(base) < _SHORTEST or len(base) == len(word):
            continue
        for stem in instead:
            yield base + stem
        if base[-1] == base[-2]:
            yield base[:-1]


def pack(known: Mapping[str, Collection[str]]) -> bytes:
    """Return names, each with what it is known to be, as the file keeps them."""
    blocks: dict[str, list[str]] = {}
    for name, kinds in sorted(known.items()):
        blocks.setdefault(name[:_PREFIX], []).append(f"{name}\t{''.join(sorted(kinds))}")
    text = "\n\n".join("\n".join(lines) for lines in blocks.values())
    return zlib.compress(text.encode("utf-8"), 9)


class Gazetteer:
    """Looks up what a name is known to be."""

    __slots__ = ("_blocks", "_packed")

    def __init__(self, data: bytes) -> None:
        text = zlib.decompress(data).decode("utf-8")
        self._packed = {block.partition("\t")[0][:_PREFIX]: block for block in text.split("\n\n")}
        self._blocks: dict[str, dict[str, str]] = {}

    def kinds(self, name: str) -> str:
        """Return one letter for each thing that a name is known to be; none if it is not listed."""
        block = self._blocks.get(name[:_PREFIX])
        if block is None:
            lines = self._packed.pop(name[:_PREFIX], "").splitlines()
            block = dict(line.split("\t") for line in lines)
            self._blocks[name[:_PREFIX]] = block
        return block.get(name, "")

    def is_word(self, word: str) -> bool:
        """Tell whether a word in small letters is English, by itself or made from another by an ending."""
        return WORD in self.kinds(word) or any(WORD in self.kinds(stem) for stem in stems(word))


@cache
def gazetteer() -> Gazetteer:
    """Return the lists that ship with this package."""
    return Gazetteer(resources.files("annotations.detect").joinpath("data", FILE).read_bytes())


def is_plain(word: str) -> bool:
    """Tell whether a word is English in small letters."""
    return gazetteer().is_word(word.lower())
