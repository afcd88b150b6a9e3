"""Near-duplicates: the same story from another outlet, a corrected version, a rewritten first paragraph.

Candidates come from MinHash signatures of shingles (https://en.wikipedia.org/wiki/MinHash); each is then
compared exactly, so that the library's hashing decides what is looked at, not what is alike.
"""

import re
from collections.abc import Callable

#: Two texts with so large a share of their shingles in common are the same story.
ALIKE = 0.6
#: Words in a shingle.
WORDS = 3
#: Signatures of 128 numbers in 32 bands: 19 in 20 pairs that share half of their shingles are looked at,
#: and of those that share as much as ``ALIKE`` all but one in 80.
_PERMUTATIONS, _BANDS = 128, 32
_SEED = 1
#: What shares this much with a text that is known stands for it well enough not to be kept beside it.
_SAME = 0.95

# Chinese and Japanese writing has no spaces: there each character is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


#: Keeps the text that was asked about, so that later ones are compared with it.
Keep = Callable[[int], None]


class Duplicates:
    """Texts by number, and which of them a new one is nearly the same as."""

    def __init__(self, text_of: Callable[[int], str]) -> None:
        from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415 - only a split needs it

        self._text_of = text_of
        self._minhash: type[RMinHash] = RMinHash
        self._index = RMinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS)

    def of(self, text: str) -> tuple[list[int], "Keep"]:
        """Return the numbers of the kept texts that are alike, and what keeps this one under a number."""
        mine = shingles(text)
        signature = self._minhash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(mine)
        found = []
        for other in sorted(self._index.query(signature)):
            share = jaccard(mine, shingles(self._text_of(other)))
            if share >= ALIKE:
                found.append(other)
            if share >= _SAME:
                return found, lambda number: None
        return found, lambda number: self._index.insert(number, signature)


def shingles(text: str) -> set[str]:
    """Return the runs of three words of a text, without case and marks; of a shorter one, all its words."""
    words = _WORD.findall(text.casefold())
    return {" ".join(words[place : place + WORDS]) for place in range(max(1, len(words) - WORDS + 1))}


def jaccard(one: set[str], other: set[str]) -> float:
    """Return the share of what two sets have together that both have."""
    return len(one & other) / len(one | other)
