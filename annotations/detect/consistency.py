"""One article, one meaning of each name: mends what a model said of one name in two ways.

A model judges each sentence alone, so that it finds "Mike Pence" and then takes "Pence" for a body, or
leaves it out. Here the whole article decides, and only where its evidence is clear: a bare surname whose
only full names are those of persons, a name of several words that is mostly labelled one way, and an
acronym that the article itself expands. Everything else stays as the model said.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotations.detect import capitals
from annotations.detect.acronyms import is_acronym
from annotations.detect.lexicon import names
from annotations.records import Entity

#: Labels of what has a name; amounts and dates are left alone.
_NAMED = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "LANGUAGE"}
)
_TITLE = re.compile(r"(?:[A-Z][a-z]{1,4}\.\s+)+")
_POSSESSIVE = re.compile(r"[’']s?\Z")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?\Z")
_EXPANDED = re.compile(r"\s\((?:the\s)?([A-Z][A-Za-z&]{1,8})\)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
#: So many times as often must one label be given to a name before it takes the place of another.
_CLEARLY = 3


class _Known(NamedTuple):
    """What the article says of short forms: the label that each stands for."""

    surnames: dict[str, str]
    acronyms: dict[str, str]
    full: dict[str, str]


def _bare(entity: Entity) -> str:
    """Return a name without its title and a possessive ending."""
    return _POSSESSIVE.sub("", _TITLE.sub("", " ".join(entity.text.split()), count=1))


def _surnames(entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    """Yield the last word of each full name, with the label of that name."""
    for entity in entities:
        words = _SUFFIX.sub("", _bare(entity)).split()
        if len(words) > 1 and entity.label in _NAMED:
            yield words[-1], entity.label


def _is_clear(word: str) -> bool:
    """Tell whether a surname is nothing else besides: "Washington" and "May" are."""
    lists = names()
    return (
        len(word) > 2
        and word[0].isupper()
        and not word.isupper()
        and word not in lists.known
        and word not in lists.not_names
        and word.lower() not in lists.common
    )


def _learn_surnames(entities: Iterable[Entity]) -> dict[str, str]:
    labels: dict[str, set[str]] = defaultdict(set)
    for surname, label in _surnames(entities):
        labels[surname].add(label)
    return {word: "PERSON" for word, found in labels.items() if found == {"PERSON"} and _is_clear(word)}


def _learn_acronyms(text: str, entities: Iterable[Entity]) -> dict[str, str]:
    """Return the label of each acronym that stands in brackets after what it is short for."""
    found: dict[str, str] = {}
    for entity in entities:
        match = _EXPANDED.match(text, entity.end, entity.end + 20)
        if match is None or entity.label not in _NAMED or entity.label == "PERSON":
            continue
        if is_acronym(match.group(1), entity.text):
            found.setdefault(match.group(1), entity.label)
    return found


def _learn_full(entities: Iterable[Entity]) -> dict[str, str]:
    """Return the label of each name of several words that is labelled so nearly every time."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        name = _bare(entity)
        if entity.label in _NAMED and " " in name:
            counted[name][entity.label] += 1
    clear = {}
    for name, labels in counted.items():
        (label, most), *rest = labels.most_common()
        if rest and most >= _CLEARLY * sum(count for _, count in rest):
            clear[name] = label
    return clear


def _relabelled(text: str, entity: Entity, known: _Known) -> Entity:
    name = _bare(entity)
    label = known.acronyms.get(name) or known.surnames.get(name) or known.full.get(name)
    if label is None or entity.label not in _NAMED or entity.label == label:
        return entity
    if label == "PERSON" and not _stands_alone(text, entity.start, entity.end):
        return entity
    return Entity(start=entity.start, end=entity.end, label=label, text=entity.text)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no other capitalised word touches a name: "the Pence Foundation" is no person."""
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    following = re.match(r"[ \t-]([^\W\d_])|\s(?:&|and)\s[A-Z]\w*\s(?:Inc|Corp|Ltd|LLP|Co)\b", after)
    if following is not None and (following.group(1) is None or following.group(1).isupper()):
        return False
    last = re.search(r"([^\W\d_][\w’'.]*)[ \t-]\Z", before)
    if last is None or not last.group(1)[0].isupper():
        return re.search(r"\b[Tt]he[ \t]\Z", before) is None
    word, lists = last.group(1), names()
    opening = word.lower() in lists.common and capitals.begins(text, start - len(last.group()))
    return opening or word in lists.titles or word.endswith((".", "’s", "'s"))


def _left_out(text: str, entities: Sequence[Entity], known: _Known) -> Iterator[Entity]:
    """Yield mentions of a surname or an acronym that no entity covers."""
    ordered = sorted(entities, key=lambda entity: entity.start)
    index = 0
    for word in capitals.words(text):
        label = known.surnames.get(word.text) or known.acronyms.get(word.text)
        if label is None:
            continue
        while index < len(ordered) and ordered[index].end <= word.start:
            index += 1
        free = index == len(ordered) or ordered[index].start >= word.end
        if free and (label != "PERSON" or _stands_alone(text, word.start, word.end)):
            yield Entity(start=word.start, end=word.end, label=label, text=text[word.start : word.end])


def consistent(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities of an article with one label for each name, in the order of the text.

    ``entities`` are a model's, none overlapping another; offsets are code points, end-exclusive. None is
    dropped and none changes its span: a label changes, or a mention is added, where the article leaves
    no doubt. Doing it twice changes nothing more.
    """
    known = _Known(_learn_surnames(entities), _learn_acronyms(text, entities), _learn_full(entities))
    mended = [_relabelled(text, entity, known) for entity in entities]
    if known.surnames or known.acronyms:
        mended += _left_out(text, mended, known)
    return sorted(mended, key=lambda entity: entity.start)
