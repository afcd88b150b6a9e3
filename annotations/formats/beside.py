"""What stands beside a text and its annotations, in JSON, for formats that know neither: ours to read again.

So an article keeps its title and source, an annotator the state, a label its name with spaces, and a text the
characters that the format cannot carry. The tool itself never looks at it.
"""

from array import array
from typing import Any

import msgspec

from annotations.errors import FormatError
from annotations.files import Files
from annotations.formats.documents import Document, ImportedSpan, Written
from annotations.formats.lines import value
from annotations.formats.naming import Names, file_name
from annotations.formats.substitutes import Substituted, restore
from annotations.formats.whole import about, encoded, origin_of, state_of
from annotations.records import State, Tag

_LARGEST = 16 * 1024 * 1024


class InFiles(Written, kw_only=True):
    """The account of a format with files for each document, and the names that labels have in it."""

    names: Names
    #: The labels that went out, of tags and of what was found.
    used: set[str] = msgspec.field(default_factory=set)
    #: The file that each document is read from.
    files: list[str] = msgspec.field(default_factory=list)
    _taken: set[str] = msgspec.field(default_factory=set)

    def file(self, document: Document) -> str:
        """Return the name for the files of the next document, without a suffix, which no other has."""
        name = wanted = file_name(document.article.id, document.annotator)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name

    def name(self, label: str) -> str:
        """Return the name of a label that goes out."""
        self.used.add(label)
        return self.names.of(label)

    def filed(self, file: str, document: Document, spans: tuple[ImportedSpan, ...]) -> None:
        """Note what has to be read from a file just written."""
        self.files.append(file)
        self.meant(document.article.text, spans, document.annotator, document.state)

    def sort(self) -> None:
        """Put what was noted into the order of the files, which is that of a reader."""
        order = sorted(range(len(self.files)), key=self.files.__getitem__)
        self.fingerprints = array("q", (self.fingerprints[place] for place in order))


class _Tag(msgspec.Struct):
    """What is known of a tag by its item, if it is what it should be."""

    item: str
    label: str
    start: Any = None
    end: Any = None
    origin: Any = None
    note: Any = None


class Beside(msgspec.Struct):
    """What was read beside a text; empty where there is nothing."""

    about: dict[str, Any] = {}
    annotator: str = ""
    state: State | None = None
    #: The labels of names that had to be changed.
    labels: dict[str, str] = {}
    on_article: tuple[ImportedSpan, ...] = ()
    #: Tags as they were, by what was written of each: its item and its label.
    tags: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    _replaced: Any = None

    def restored(self, text: str) -> str:
        """Return the text with the characters that could not be carried."""
        return restore(text, self._replaced, " ")

    def take_tag(self, item: str, label: str) -> dict[str, Any]:
        """Take out what is known of a tag that was written so; nothing for one that was not."""
        alike = self.tags.get((item, label))
        return alike.pop(0) if alike else {}

    def label(self, name: str) -> str:
        """Return the label of a name."""
        return self.labels.get(name, name)


def written(
    document: Document,
    on_article: list[Tag],
    names: Names,
    text: Substituted,
    tags: list[dict[str, Any]] | None = None,
) -> bytes:
    """Return what is to stand beside a document; ``tags`` are what its format cannot say of passages."""
    labels = {names.of(tag.label): tag.label for tag in document.tags}
    values = about(document.article) | {
        "annotator": document.annotator,
        "state": document.state,
        "labels": {name: label for name, label in labels.items() if name != label},
        "on_article": [{"label": tag.label, "origin": tag.origin, "note": tag.note} for tag in on_article],
        "replaced": text.originals,
    }
    values |= {} if tags is None else {"tags": tags}
    return encoded(values, document.article.id) + b"\n"


def beside(files: Files, name: str) -> Beside:
    """Read what stands under a name, if anything does; raises ``FormatError`` when it is none of ours."""
    if not files.has(name):
        return Beside()
    found = value(msgspec.Raw(files.read(name, _LARGEST)))
    if not isinstance(found, dict) or not isinstance(found.get("article"), str):
        return Beside()
    try:
        return _beside(found)
    except msgspec.ValidationError as error:
        raise FormatError(f"{files.place(name)} is not as it was written: {error}") from None


def _beside(found: dict[str, Any]) -> Beside:
    on_article = msgspec.convert(found.pop("on_article", []), list[dict[str, str]])
    return Beside(
        annotator=msgspec.convert(found.pop("annotator", ""), str),
        state=state_of(found.pop("state", None)),
        labels=msgspec.convert(found.pop("labels", {}), dict[str, str]),
        on_article=tuple(_of_article(one) for one in on_article),
        tags=_by_item(msgspec.convert(found.pop("tags", []), list[_Tag])),
        _replaced=found.pop("replaced", None),
        about=found,
    )


def _by_item(tags: list["_Tag"]) -> dict[tuple[Any, Any], list[dict[str, Any]]]:
    found: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    for tag in tags:
        found.setdefault((tag.item, tag.label), []).append(msgspec.structs.asdict(tag))
    return found


def _of_article(one: dict[str, str]) -> ImportedSpan:
    label, note = one.get("label", ""), one.get("note", "")
    if not label.strip():
        raise msgspec.ValidationError("a label of the article has no name")
    return ImportedSpan(start=0, end=0, label=label, text="", origin=origin_of(one.get("origin")), note=note)
