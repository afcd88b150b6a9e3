"""What the side panel lists of an article, line by line, and where each line leads."""

import textwrap
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from textual.content import Content

from annotations.records import Detection, Quote, Span, Suggestion, Tag
from annotations.text import display
from tui.config import KNOWN_PANELS

#: Below this the rules are not sure who speaks.
SURE = 0.6

#: Where a line leads: to each of these in turn; nowhere when there are none.
Spans = tuple[Span, ...]
Line = tuple[Content, Spans]


class Guide(Struct, frozen=True):
    """The guideline of a label: its key, its name in its colour, what it means."""

    key: str
    name: str
    colour: str
    definition: str = ""
    examples: tuple[str, ...] = ()


class Notes(Struct, frozen=True):
    """What the panel lists of an article; ``marks`` gives each label's key and colour."""

    tags: Sequence[Tag] = ()
    detection: Detection | None = None
    marks: dict[str, tuple[str, str]] = {}
    suggestions: Sequence[Suggestion] = ()
    #: The words that are marked, and those that follow them.
    bookmarks: Sequence[tuple[Span, str]] = ()
    guides: Sequence[Guide] = ()
    #: Whether a label is being chosen, so that the guidelines come before all else.
    guides_first: bool = False
    sections: Sequence[str] = KNOWN_PANELS
    #: The layers of the page that are shown.
    layers: frozenset[str] = frozenset()
    #: Whether it is not known yet what will be found.
    reading: bool = False


def lines(notes: Notes, width: int) -> Iterator[Line]:
    """Yield the lines of a panel so many cells wide, section by section; headings lead nowhere."""
    order = [name for name in KNOWN_PANELS if name in notes.sections or name == "guide"]
    if notes.guides_first:
        order.sort(key=lambda name: name != "guide")
    if notes.reading:
        yield Content("Still reading …"), ()
    first = not notes.reading
    for name in order:
        heading, listed = _HEADINGS[name], _LISTS[name](notes, width)
        for place, line in enumerate(listed):
            if place == 0:
                if not first:
                    yield Content(""), ()
                yield Content.styled(heading, "bold"), ()
                first = False
            yield line
    if first:
        yield Content("Nothing marked here yet."), ()


def _speakers(notes: Notes, _: int) -> Iterator[Line]:
    """List quotations by speaker, in the order in which speakers first speak."""
    by_name: dict[str, list[Quote]] = {}
    for quote in notes.detection.quotes if notes.detection else ():
        hidden = quote.kind == "indirect" and "indirect" not in notes.layers
        if quote.kind not in {"scare", "title"} and not hidden:
            name = quote.speaker.name if quote.speaker else "unattributed"
            by_name.setdefault(name, []).append(quote)
    for name, quotes in by_name.items():
        head = Content.assemble((_one_line(name), "bold $text"), f"  {len(quotes)}")
        yield head, tuple(quote.span for quote in quotes)
        for quote in quotes:
            unsure = "?" if quote.speaker and quote.confidence < SURE else " "
            yield Content(f" {unsure}{_one_line(quote.text)}"), (quote.span,)


def _suggestions(notes: Notes, _: int) -> Iterator[Line]:
    for found in notes.suggestions:
        key, colour = notes.marks.get(found.label, (found.label[:1], "$text"))
        words = Content.assemble((f"{display(key)}?", f"bold {colour}"), f" {_one_line(found.text)}")
        yield words, (Span(found.start, found.end),)


def _tags(notes: Notes, _: int) -> Iterator[Line]:
    for tag in notes.tags:
        key, colour = notes.marks.get(tag.label, (tag.label[:1], "$text"))
        note = " ✎" if tag.note else ""
        words = Content.assemble((display(key), f"bold {colour}"), f" {_one_line(tag.text)}{note}")
        yield words, (tag.span,)


def _entities(notes: Notes, _: int) -> Iterator[Line]:
    """List names with how often they occur, by kind; amounts and dates are on the page already."""
    found: dict[tuple[str, str], list[Span]] = {}
    for entity in notes.detection.entities if notes.detection else ():
        if entity.label not in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"}:
            found.setdefault((entity.label, entity.text), []).append(entity.span)
    ordered = sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]), item[1][0]))
    for (label, text), spans in ordered:
        kind, count = (f"{display(label[:6]):<7}", "dim"), (f"  {len(spans)}", "dim")
        yield Content.assemble(kind, _one_line(text), count), tuple(spans)


def _bookmarks(notes: Notes, _: int) -> Iterator[Line]:
    for number, (span, words) in enumerate(notes.bookmarks, start=1):
        yield Content.assemble((f"{number} ", "dim"), _one_line(words)), (span,)


def _guides(notes: Notes, width: int) -> Iterator[Line]:
    """Say what each label means, with its examples, folded to the width of the panel."""
    for guide in notes.guides:
        told = [guide.definition, *(f"e.g. {example}" for example in guide.examples)]
        folded = [
            f"  {line}"
            for words in told
            for line in textwrap.wrap(display(words), max(8, width - 2), break_long_words=True)
        ]
        head = Content.assemble((f"{guide.key} {display(guide.name)}", f"bold {guide.colour}"))
        yield Content("\n").join([head, *map(Content, folded)]), ()


_HEADINGS = {
    "speakers": "WHO SAID WHAT",
    "suggestions": "TO REVIEW",
    "tags": "TAGS",
    "entities": "ENTITIES",
    "bookmarks": "BOOKMARKS",
    "guide": "LABELS",
}
_LISTS: dict[str, Callable[[Notes, int], Iterator[Line]]] = {
    "speakers": _speakers,
    "suggestions": _suggestions,
    "tags": _tags,
    "entities": _entities,
    "bookmarks": _bookmarks,
    "guide": _guides,
}


def _one_line(text: str) -> str:
    return display(text[:200]).replace("\n", " ")
