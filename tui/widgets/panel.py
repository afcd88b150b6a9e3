"""The side panel: who said what, the tags, the entities; choosing one goes there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from annotations.records import Detection, Span, Tag
from annotations.text import display

#: More lines than this nobody reads, and the list would be slow to build.
MAX_LINES = 500


class Notes(Struct, frozen=True):
    """What the panel lists of an article; ``marks`` gives each label's key and colour."""

    tags: Sequence[Tag] = ()
    detection: Detection | None = None
    marks: dict[str, tuple[str, str]] = {}


class SidePanel(OptionList):
    """A list in three sections; headings cannot be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,O", "leave", "back to the page", id="panel.leave", show=False)
    ]

    DEFAULT_CSS = """
    SidePanel {
        width: 34;
        height: 1fr;
        border: none;
        border-left: solid $foreground 18%;
        background: transparent;
        padding: 0 0 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 40%;
        scrollbar-color-active: $accent;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &:focus {
            border: none;
            border-left: solid $accent;
            background-tint: transparent;
        }
        & > .option-list--option-disabled { color: $text-muted; }
        & > .option-list--option-highlighted { background: transparent; color: $text; text-style: none; }
        &:focus > .option-list--option-highlighted { background: $surface-lighten-1; text-style: bold; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Somebody wants to see this passage."""

        span: Span

    @dataclass
    class Left(Message):
        """Somebody is done with the panel."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._spans: list[Span | None] = []
        self._timer: Timer | None = None

    def show_soon(self, notes: Callable[[], Notes]) -> None:
        """List the notes a moment after the last of several changes; a hidden panel lists nothing."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(0.05, lambda: self.show(notes()) if self.display else None)

    def show(self, notes: Notes) -> None:
        """List the notes of an article, keeping the place in the list."""
        highlighted = self.highlighted
        lines = list(_lines(notes))[:MAX_LINES]
        self._spans = [span for _, span in lines]
        self.set_options([Option(content, disabled=span is None) for content, span in lines])
        if highlighted is not None and highlighted < len(lines):
            self.highlighted = highlighted

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pass on where the chosen line leads."""
        event.stop()
        span = self._spans[event.option_index]
        if span is not None:
            self.post_message(self.Chosen(span))

    def action_leave(self) -> None:
        """Go back to the page."""
        self.post_message(self.Left())


Line = tuple[Content, Span | None]


def _lines(notes: Notes) -> Iterator[Line]:
    sections = (
        ("WHO SAID WHAT", _speakers(notes.detection) if notes.detection else []),
        ("TAGS", [_tag(tag, notes.marks) for tag in notes.tags]),
        ("ENTITIES", _entities(notes.detection) if notes.detection else []),
    )
    first = True
    for heading, lines in sections:
        if lines:
            if not first:
                yield Content(""), None
            yield Content.styled(heading, "bold"), None
            yield from lines
            first = False
    if first:
        yield Content("Nothing marked here yet."), None


def _speakers(detection: Detection) -> list[Line]:
    """List quotations by speaker, in the order in which speakers first speak."""
    by_name: dict[str, list[Line]] = {}
    for quote in detection.quotes:
        if quote.kind in {"scare", "title"}:
            continue
        name = quote.speaker.name if quote.speaker else "unattributed"
        by_name.setdefault(name, []).append((Content(f"  {_one_line(quote.text)}"), quote.span))
    lines: list[Line] = []
    for name, quotes in by_name.items():
        head = Content.assemble((_one_line(name), "bold $text"), f"  {len(quotes)}")
        lines.append((head, quotes[0][1]))
        lines.extend(quotes)
    return lines


def _tag(tag: Tag, marks: dict[str, tuple[str, str]]) -> Line:
    key, colour = marks.get(tag.label, (tag.label[:1], "$text"))
    note = " ✎" if tag.note else ""
    return Content.assemble((display(key), f"bold {colour}"), f" {_one_line(tag.text)}{note}"), tag.span


def _entities(detection: Detection) -> list[Line]:
    """List names with how often they occur, by kind; amounts and dates are on the page already."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Span] = {}
    for entity in detection.entities:
        if entity.label in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"}:
            continue
        key = (entity.label, entity.text)
        counts[key] += 1
        first.setdefault(key, entity.span)
    ordered = sorted(counts, key=lambda key: (key[0], -counts[key], first[key]))
    return [
        (
            Content.assemble(
                (f"{label[:6]:<7}", "dim"), _one_line(text), (f"  {counts[label, text]}", "dim")
            ),
            span,
        )
        for label, text in ordered
        for span in (first[label, text],)
    ]


def _one_line(text: str) -> str:
    return display(text[:200]).replace("\n", " ")
