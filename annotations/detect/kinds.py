"""What a quotation is: an utterance, a few words woven in, a word at arm's length, or a title."""

import re
from itertools import islice

from annotations.detect.cue_verbs import speech
from annotations.detect.lexicon import grammar, names
from annotations.records import QuoteKind, Span

_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_EDGES = " \t\n“”„‟«»‹›\"‘’‚‛'`,"
_CALLED = re.compile(
    r"\b(?:so-called|entitled|titled|called|named|dubbed|known as|word|term|phrase|words|nicknamed)\s*\Z",
    re.I,
)
_EXPLAINED = re.compile(r",? (?:an?|the|his|her|their|its) ((?:[\w’-]+ ){0,3}[\w-]+)")
_FOLLOWS_VERB = re.compile(r"\b(?:be|been|is|are|was|were|not|to|will|would|had|has|have|[a-z]+ly)\s\Z")
#: More than this many words are no longer a single expression.
_FEW = 4
#: Nor is a work called by more than this many.
_LONGEST_TITLE = 9


def inner(text: str, span: Span) -> str:
    """Return the words of a quotation without its marks and a comma at its end."""
    return text[span.start : span.end].strip(_EDGES)


def _first_words(text: str, span: Span, most: int) -> list[str]:
    """Return the first words of a quotation: of a long one nobody has to know all."""
    return [word.group() for word in islice(_WORD.finditer(inner(text, span)), most)]


def is_title(text: str, span: Span) -> bool:
    """Tell whether a quotation is written like the name of a work: “After the Ore”."""
    words = _first_words(text, span, _LONGEST_TITLE + 1)
    if not 1 <= len(words) <= _LONGEST_TITLE or inner(text, span)[-1:] in (".", ";"):
        return False
    if (
        any(word[0].islower() and word not in grammar("small_in_titles") for word in words)
        or not words[0][0].isupper()
    ):
        return False
    if _follows_work(text, span) or _explains_work(text, span):
        return True
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= 2 and capitals >= 2


def _follows_work(text: str, span: Span) -> bool:
    """Tell whether "book", "song" or the like leads to a quotation."""
    before = [word.lower() for word in _WORD.findall(text[max(0, span.start - 60) : span.start])[-3:]]
    return any(word.removesuffix("s") in names().works or word in names().works for word in before)


def _explains_work(text: str, span: Span) -> bool:
    """Tell whether what follows says that it is a work: "“Salt,” the new film by Ines Moura"."""
    match = _EXPLAINED.match(text, span.end, span.end + 60)
    return match is not None and any(word in names().works for word in match.group(1).split())


def is_scare(text: str, span: Span) -> bool:
    """Tell whether a word or two stand before the noun that they qualify: “one-time” costs."""
    words = _first_words(text, span, 3)
    if (
        not words
        or len(words) > 2
        or (words[0][0].isupper() and not _CALLED.search(text[max(0, span.start - 20) : span.start]))
    ):
        return False
    if any(word.lower() in grammar("auxiliaries") for word in words) or _FOLLOWS_VERB.search(
        text[max(0, span.start - 20) : span.start]
    ):
        return False
    if text[span.end - 2 : span.end - 1] in (",", ".", "!", "?"):
        return False
    following = re.match(r"\s+([^\W\d_][\w’'-]*)", text[span.end : span.end + 40])
    return (
        following is not None
        and following.group(1)[0].islower()
        and following.group(1) not in grammar("not_a_noun")
    )


def _last(text: str, span: Span) -> str:
    """Return the last character inside the marks: the point where a sentence ends."""
    return text[span.start + 1 : span.end].rstrip(" \n“”»’'\"")[-1:]


def stands_alone(text: str, span: Span, left: int) -> bool:
    """Tell whether a quotation is a sentence of its own: it begins one, or a colon or comma leads to it."""
    body = inner(text, span)
    left = max(left, span.start - 100)
    gap = text[left : span.start]
    before = gap.rstrip(" \t\n*_>([")
    if not body or body[0].islower():
        return not before and "\n" in gap
    if "\n" in gap[len(before) :]:
        return True
    return not before or before[-1] in ".!?…:,”\"’'—–-\n"


def kind_of(
    text: str, span: Span, left: int, *, cue: str = "", attributed: bool, attached: bool, split: bool
) -> QuoteKind:
    """Return what a quotation is.

    ``cue``: the word of saying that belongs to it, if any.
    ``attributed``: a speaker was found in its sentence; ``attached``: its cue stands right beside it;
    ``split``: it goes on with the quotation before it (“At what point,” she asked, “does …”).
    ``left``: where the text before it begins that is not quoted.
    """
    if is_title(text, span) and (
        not attached or cue in speech("performed") or _follows_work(text, span) or _explains_work(text, span)
    ):
        return "title"
    if is_scare(text, span):
        return "scare"
    alone = stands_alone(text, span, left)
    few = len(_first_words(text, span, _FEW + 1)) <= _FEW
    ends = _last(text, span) in ".!?,…" or text[span.end : span.end + 1] in (".", "!", "?")
    if split or (alone and (attached or not few or ends)):
        return "direct"
    if attached and span.start - left < 20 and not text[left : span.start].strip():
        return "direct"
    if attributed or not few:
        return "partial" if not alone else "direct"
    return "scare"
