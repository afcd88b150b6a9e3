"""What the page tells of itself."""

from dataclasses import dataclass

from textual.message import Message

from annotations.records import Span
from tui.widgets.page.cursor import Unit


@dataclass
class CaretMoved(Message, namespace="page"):
    """The caret stands on the word at ``offset`` now."""

    offset: int


@dataclass
class SelectionChanged(Message, namespace="page"):
    """Something else is selected now, or nothing."""

    span: Span | None


@dataclass
class TagPicked(Message, namespace="page"):
    """Another of the tags and suggestions at the caret is the one that keys act on; or one was clicked."""

    tag_id: str


@dataclass
class NothingHere(Message, namespace="page"):
    """There is no object of that kind at the caret."""

    unit: Unit


@dataclass
class Counting(Message, namespace="page"):
    """A count is being typed; None when it was used, or given up."""

    count: int | None
