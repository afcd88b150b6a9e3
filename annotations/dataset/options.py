"""What is asked of an export."""

from collections.abc import Mapping

import msgspec

from annotations.dataset.choosing import Selection
from annotations.dataset.splits import NO_SPLIT, Split
from annotations.formats.documents import Unit
from annotations.scheme import Scheme


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What an export holds, and how."""

    selection: Selection = Selection()
    unit: Unit = "article"
    #: Whether tokens go along; without them an export is several times as fast, and as small.
    tokens: bool = True
    split: Split = NO_SPLIT
    #: The labels that there are, for formats that say so.
    scheme: Scheme = Scheme(labels=())
    #: The choices of the format; see ``table.Format.options``.
    choices: Mapping[str, str] = {}
    #: Whether anything that the format cannot hold is an error, but for these (each an ``Aspect`` or a
    #: ``Change``).
    strict: bool = False
    may_lose: frozenset[str] = frozenset()


EVERYTHING_TOUCHED = Options()
