"""Which documents of the database go out, and with which of their tags.

An article that nobody has touched is no training data and stays behind. One that an annotator finished
without a tag goes out: "seen, nothing here" is an answer.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

import msgspec

from annotations.errors import ExportError
from annotations.formats.documents import Document
from annotations.records import Article, Detection, Origin, State, Tag
from annotations.store import Store, library, suggestions
from annotations.store.tags import Detected, Reached, detected, reached, touched_since
from annotations.store.tags import every as every_tag

T = TypeVar("T")
#: Told, now and then, how many articles have been dealt with.
Progress = Callable[[int], object]


class Selection(NamedTuple):
    """What goes out; empty means: whatever it is."""

    #: Tags with these labels, by these annotators, that came to be in these ways.
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    #: Documents with these states; decided on, somehow, since this moment (ISO 8601, UTC).
    states: tuple[State, ...] = ()
    since: str = ""
    #: Words that title, byline or text has to have, as the library searches for them.
    query: str = ""
    #: Whether documents without a tag go out, as far as somebody has decided on them.
    negatives: bool = True
    #: Whether articles go out that nobody has touched.
    untouched: bool = False
    #: Whether what was detected goes along, and with it suggestions that the annotator has not answered.
    detections: bool = True
    suggestions: bool = False


class Choosing:
    """Hands out the chosen documents, article by article, in constant memory."""

    def __init__(self, store: Store, selection: Selection) -> None:
        self._store = store
        self._selection = selection
        self._having = library.having(store.connection, selection.query)
        self._since = touched_since(store.connection, selection.since) if selection.since else frozenset()

    def documents(
        self, wanted: Callable[[Article], bool], progress: Progress | None = None
    ) -> Iterator[Document]:
        """Yield the documents of the articles that are ``wanted``, in the order in which they were added.

        Each comes once per annotator, by name. Raises ``ExportError`` when the database grows meanwhile.
        """
        # All come in the order of the articles, so that one pass over each is enough.
        connection = self._store.connection
        # Writers put the tags of an article into an order of their own.
        tags = _Following(every_tag(connection, ordered=False), attrgetter("article"))
        states = _Following(reached(connection), attrgetter("article"))
        detections = _Following[Detected](
            detected(connection) if self._selection.detections else iter(()), attrgetter("article")
        )
        for number, article in enumerate(self._store.articles(), start=1):
            its = tags.of(article.id), states.of(article.id), detections.of(article.id)
            if wanted(article) and (self._having is None or article.id in self._having):
                yield from self._of_article(article, *its)
            if progress is not None:
                progress(number)
        if tags.left or states.left or detections.left:
            raise ExportError(
                "the database grew while it was exported, and nothing was written: export it again"
            )

    def _of_article(
        self, article: Article, tags: list[Tag], states: list[Reached], detections: list[Detected]
    ) -> Iterator[Document]:
        state_of = {row.annotator: row.state for row in states}
        names = {tag.annotator for tag in tags}
        by_annotator = {
            name: tags if len(names) == 1 else [tag for tag in tags if tag.annotator == name]
            for name in names
        }
        touched = sorted(state_of.keys() | by_annotator.keys())
        if self._selection.untouched and not touched:
            touched = [""]
        detection = self._detection(detections)
        for name in touched:
            document = Document(
                article=article,
                annotator=name,
                state=state_of.get(name, "new"),
                tags=self._taken(by_annotator.get(name, [])),
                detection=self._waiting(detection, article.id, name),
            )
            if self._fits(document):
                yield document

    def _taken(self, tags: list[Tag]) -> tuple[Tag, ...]:
        labels, origins = self._selection.labels, self._selection.origins
        if not labels and not origins:
            return tuple(tags)
        return tuple(
            tag
            for tag in tags
            if (not labels or tag.label in labels) and (not origins or tag.origin in origins)
        )

    def _fits(self, document: Document) -> bool:
        chosen = self._selection
        return (
            (not chosen.annotators or document.annotator in chosen.annotators)
            and (not chosen.states or document.state in chosen.states)
            and (not chosen.since or (document.article.id, document.annotator) in self._since)
            and (chosen.negatives or bool(document.tags))
        )

    def _detection(self, rows: list[Detected]) -> Detection | None:
        newest = rows[-1].detection if rows else None
        if newest is None or self._selection.suggestions or not newest.suggestions:
            return newest
        return msgspec.structs.replace(newest, suggestions=())

    def _waiting(self, detection: Detection | None, article: str, annotator: str) -> Detection | None:
        """Leave out the suggestions that an annotator has accepted, which are tags, or dismissed."""
        if detection is None or not detection.suggestions:
            return detection
        answered = set(suggestions.settled_in(self._store.connection, article, annotator))
        if not answered:
            return detection
        waiting = tuple(one for one in detection.suggestions if one.place not in answered)
        return msgspec.structs.replace(detection, suggestions=waiting)


class _Following(Generic[T]):
    """Items that belong to articles and come in their order, handed out article by article."""

    def __init__(self, items: Iterator[T], article: Callable[[T], str]) -> None:
        self._groups = groupby(items, key=article)
        self._next = next(self._groups, None)

    @property
    def left(self) -> bool:
        """Whether some items belong to no article that was asked for."""
        return self._next is not None

    def of(self, id: str) -> list[T]:
        """Return the items of that article, if they are next."""
        if self._next is None or self._next[0] != id:
            return []
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return found
