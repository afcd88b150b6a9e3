"""Detection for many articles: in their order, a few ahead, each failing alone; of files or of the database.

All of it happens in the detection process, so that no article, whatever is in it, can hang a command.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import NamedTuple, Self

from annotations.cues import LabelCues
from annotations.detect.process import DetectionProcess
from annotations.errors import DetectionError
from annotations.records import Article, Detection, Refusal
from annotations.store import Store

#: So many articles wait while one is read: the process never waits for the next, and few are in memory.
AHEAD = 3


class Found(NamedTuple):
    """An article with what was found in it."""

    article: Article
    detection: Detection


class Reader:
    """Reads articles by one pipeline; a context manager, since there is a process behind it."""

    def __init__(self, model: str | None, labels: tuple[LabelCues, ...]) -> None:
        self._process = DetectionProcess(model, labels)
        self._process.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def read(self, items: Iterable[Article | Refusal]) -> Iterator[Found | Refusal]:
        """Yield what is found in each article, in order; what was refused before passes through.

        An article that could not be read is refused with the reason. Raises ``DetectionError`` when there is
        no pipeline at all.
        """
        waiting: deque[tuple[Article, Future[Detection]] | Refusal] = deque()
        for item in items:
            waiting.append(
                item if isinstance(item, Refusal) else (item, self._process.submit(item.id, item.text))
            )
            while len(waiting) > AHEAD or (waiting and isinstance(waiting[0], Refusal)):
                yield self._answer(waiting.popleft())
        while waiting:
            yield self._answer(waiting.popleft())

    def _answer(self, one: tuple[Article, Future[Detection]] | Refusal) -> Found | Refusal:
        if isinstance(one, Refusal):
            return one
        article, future = one
        try:
            return Found(article, future.result())
        except DetectionError as error:
            self._process.ready().result()  # without a pipeline no other article fares better
            return Refusal(source=article.source, reason=str(error))

    def read_stored(
        self, store: Store, analysed: Callable[[int], None] = lambda _: None
    ) -> Iterator[Found | Refusal]:
        """Yield what is found in each article of a database; what was found before is not looked for again.

        New findings are kept. ``analysed`` is told how many articles are done.
        """
        pipeline = self._process.ready().result()
        for number, article in enumerate(store.articles(), 1):
            known = store.detection(article.id, pipeline)
            found = (
                Found(article, known)
                if known is not None
                else self._answer((article, self._process.submit(article.id, article.text)))
            )
            if known is None and isinstance(found, Found) and not found.detection.problems:
                store.save_detection(article.id, found.detection)
            analysed(number)
            yield found
