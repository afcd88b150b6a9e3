"""The words by which a passage is proposed for a label: in a scheme for its own labels, built in for ours.

All lists are of English entries in one small grammar, the same everywhere::

    "pledge"                 a verb in its base form; "pledges", "pledged" and "pledging" follow from it
    "swear/swears/swore"     a verb whose forms are given, the base form first
    "agree to|that"          what has to come after it: one of these words
    "accuse *"               it needs an object: "accused the yard", but not "a man accused of theft"
    "=out of pocket"         these words as they stand
"""

import re

import msgspec

from annotations.records import ObjectKind

#: One entry: a word with its forms, then words, alternatives of words, or ``*``.
_ENTRY = r"(?:[^\W\d_]+(?:/[^\W\d_]+)*|=[^\s=*|/]+)(?: (?:\*|[^\s=*|/]+(?:\|[^\s=*|/]+)*))*"

#: The lists of a ``[label.cues]`` table.
LISTS = ("verbs", "will", "nouns", "claims", "phrases", "unless")


class Cues(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What speaks for a label, and what against it; every list may be left out."""

    #: The name of a label with built-in rules whose cues are used too: commitment, complaint, figure.
    like: str = ""
    #: What a party does: "the ministry pledged"; not when denied, conditional, asked or wished for.
    verbs: tuple[str, ...] = ()
    #: What a party will do: verbs that count right after "will", "shall" or "said it would".
    will: tuple[str, ...] = ()
    #: What a party gives or makes: "a promise to".
    nouns: tuple[str, ...] = ()
    #: What counts in somebody's mouth only: quoted, or with "growers say".
    claims: tuple[str, ...] = ()
    #: Words that count wherever they stand.
    phrases: tuple[str, ...] = ()
    #: A sentence with one of these is never proposed.
    unless: tuple[str, ...] = ()


class LabelCues(msgspec.Struct, frozen=True):
    """The name of a label with its cues; None where it goes by the built-in rules of that name."""

    label: str
    cues: Cues | None = None
    #: What is proposed around a cue; a word, an entity or a figure stands for the cue itself.
    unit: ObjectKind = "sentence"


#: What is proposed when no scheme says otherwise.
BUILT_IN = (LabelCues("commitment"), LabelCues("complaint"), LabelCues("figure", unit="figure"))


def wrong(cues: Cues) -> str | None:
    """Say which key of a table of cues is wrong, and how; None when all is well."""
    built_in = [one.label for one in BUILT_IN]
    if cues.like and cues.like not in built_in:
        return f'like = "{cues.like}" is no label with built-in rules; those are {", ".join(built_in)}'
    for name in LISTS:
        for entry in getattr(cues, name):
            if not re.fullmatch(_ENTRY, entry if name not in ("phrases", "unless") else f"={entry}"):
                return f'{name} has "{entry}", which is no cue: words with one space between them'
    return None
