"""The text of an article as HTML, with all that lies on it, and what a browser makes of that.

Elements cannot overlap as tags do. So the text is cut wherever something begins or ends, and each stretch
is wrapped in everything that lies on it: quotations outside, names inside, tags in their order between.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from annotations.formats.units import Part
from annotations.records import Entity, Quote, Span
from annotations.text import display

_CHUNK = 64 * 1024
_Seen = tuple[str, tuple[tuple[str, int, int], ...]]


class _Layer(NamedTuple):
    """Something that lies on a stretch: its rank from the outside, and the element that shows it."""

    span: Span
    rank: tuple[int, int]
    element: str
    attributes: str
    #: Only where it begins.
    first: str = ""
    #: Only where it ends.
    last: str = ""


def marked(part: Part, places: dict[str, int], quotes: Iterable[Quote], entities: Iterable[Entity]) -> str:
    """Return the text of a part as HTML; ``places`` has the number of each label's class."""
    text = display(part.text)
    layers = sorted(_layers(part, places, quotes, entities), key=lambda layer: (layer.span.start, layer.rank))
    cuts = sorted({0, len(text), *(cut for layer in layers for cut in layer.span)})
    written, lying, next_layer = [], list[_Layer](), 0
    for start, end in pairwise(cuts):
        lying = [layer for layer in lying if layer.span.end > start]
        while next_layer < len(layers) and layers[next_layer].span.start <= start:
            lying.append(layers[next_layer])
            next_layer += 1
        around = sorted(lying, key=lambda layer: layer.rank)
        written += [_opening(layer, start, end) for layer in around]
        written.append(escape(text[start:end], quote=False))
        written += [f"</{layer.element}>" for layer in reversed(around)]
    return "".join(written)


def _opening(layer: _Layer, start: int, end: int) -> str:
    first = layer.first if layer.span.start == start else ""
    last = layer.last if layer.span.end == end else ""
    return f"<{layer.element} {layer.attributes}{first}{last}>"


def _layers(
    part: Part, places: dict[str, int], quotes: Iterable[Quote], entities: Iterable[Entity]
) -> Iterator[_Layer]:
    for number, quote in enumerate(quotes):
        said = f"{quote.kind}, {quote.speaker.name}" if quote.speaker else quote.kind
        speaker = f' data-speaker="{_attribute(quote.speaker.name)}"' if quote.speaker else ""
        shown = "q told" if quote.kind == "indirect" else "q"
        attributes = f'class="{shown}" title="{_attribute(said)}"'
        yield _Layer(quote.span, (0, number), "span", attributes, last=speaker)
    for number, piece in enumerate(part.pieces):
        tag = piece.tag
        attributes = (
            f'class="l{places.get(tag.label, "")}" data-tag="{number}" title="{_attribute(tag.label)}"'
        )
        label = f' data-label="{_attribute(tag.label)}"'
        yield _Layer(Span(piece.start, piece.end), (1, number), "mark", attributes, label)
    for number, entity in enumerate(entities):
        yield _Layer(entity.span, (2, number), "span", f'class="n" title="{_attribute(entity.label)}"')


def _attribute(words: str) -> str:
    return escape(display(words).replace("\n", " "))


def seen(part: Part) -> int:
    """Return what ``check`` has to find of a part."""
    return _number(
        display(part.text),
        {number: (piece.tag.label, piece.start, piece.end) for number, piece in enumerate(part.pieces)},
    )


def _number(text: str, tags: dict[int, tuple[str, int, int]]) -> int:
    marks = tuple((_plain(label), start, end) for _, (label, start, end) in sorted(tags.items()))
    found: _Seen = (text, marks)
    return hash(found)


def _plain(label: str) -> str:
    return display(label).replace("\n", " ")


def check(stream: BinaryIO) -> Iterator[int]:
    """Yield what ``Written.fingerprints`` has to hold, article by article, as a parser of HTML finds it."""
    parser, decoder = _Parser(), getincrementaldecoder("utf-8")()
    while chunk := stream.read(_CHUNK):
        parser.feed(decoder.decode(chunk))
        yield from parser.found
        parser.found.clear()
    parser.close()
    yield from parser.found


class _Parser(HTMLParser):
    """Puts the text of each article together, and where its marks begin and end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[int] = []
        self._text: list[str] | None = None
        self._length = 0
        self._open: list[int] = []
        self._tags: dict[int, tuple[str, int, int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and given.get("class") == "text":
            self._text, self._length, self._tags = [], 0, {}
        elif self._text is not None and tag == "mark":
            number = int(given.get("data-tag") or 0)
            self._open.append(number)
            label, start, _ = self._tags.get(number, (given.get("title") or "", self._length, 0))
            self._tags[number] = (label, start, 0)

    def handle_endtag(self, tag: str) -> None:
        if self._text is None:
            return
        if tag == "mark":
            number = self._open.pop()
            label, start, _ = self._tags[number]
            self._tags[number] = (label, start, self._length)
        elif tag == "div":
            self.found.append(_number("".join(self._text), self._tags))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)
            self._length += len(data)
