"""The whole reader under Textual's pilot, on a real database, with an analysis that is told beforehand."""

import inspect
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from annotations import scheme
from annotations.errors import DetectionError
from annotations.intake import Batch
from annotations.records import Article, Detection, Entity, Quote, Refusal, Suggestion, Tag
from annotations.store import Store
from annotations.text import content_id, display
from tests.support.waiting import until
from tui.app import CopydeskApp
from tui.config import Settings
from tui.desk import Desk
from tui.screens.reader import ReaderScreen
from tui.widgets.keybar import KeyBar
from tui.widgets.masthead import Masthead
from tui.widgets.page.page import Page

TALKS = (
    "Harbour talks open\n\n"
    "The port will publish every contract. Growers say the fee of $2 million has hurt them.\n\n"
    "“We seek trade,” Mira Tanaka said. “It is early.”\n"
)
STRIKE = "Yard strike ends\n\nThe union accepted the offer. Work begins on Monday.\n"


def article(text: str, source: str = "a.txt") -> Article:
    return Article(id=content_id(text), text=text, title=text.split("\n", 1)[0], source=source)


class ToldDesk(Desk):
    """A desk whose analysis was written beforehand."""

    told: Detection | DetectionError = Detection(pipeline="told")

    async def detect(self, article: Article) -> Detection:
        if isinstance(self.told, DetectionError):
            raise self.told
        return Detection(
            pipeline=self.told.pipeline,
            entities=tuple(each for each in self.told.entities if fits(each, article)),
            quotes=tuple(each for each in self.told.quotes if fits(each, article)),
            suggestions=tuple(each for each in self.told.suggestions if fits(each, article)),
        )


def fits(found: Entity | Quote | Suggestion, article: Article) -> bool:
    """Tell whether something told beforehand stands in this article: one detection serves several."""
    return article.text[found.start : found.end] == found.text


def suggestion(text: str, words: str, label: str = "commitment", why: str = "a promise") -> Suggestion:
    start = text.index(words)
    return Suggestion(start=start, end=start + len(words), label=label, text=words, score=0.9, why=why)


class ListeningApp(CopydeskApp):
    """A program that keeps what it said."""

    # Textual looks for it beside the file of the class.
    CSS_PATH = str(Path(inspect.getfile(CopydeskApp)).with_name("tui.tcss"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.said: list[str] = []

    def say(self, message: str, *, warning: bool = False) -> None:
        super().say(message, warning=warning)
        self.said.append(display(message))


class Reader:
    """What a test asks of the running reader."""

    def __init__(self, app: CopydeskApp, pilot: Pilot[None], database: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.database = database

    @property
    def screen(self) -> ReaderScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, ReaderScreen))

    @property
    def page(self) -> Page:
        return self.screen.query_one(Page)

    @property
    def masthead(self) -> str:
        return self.screen.query_one(Masthead).render().plain

    @property
    def keybar(self) -> KeyBar:
        return self.screen.query_one(KeyBar)

    @property
    def caret(self) -> str:
        """The words from the caret on."""
        session = self.screen.session
        assert session is not None
        return session.article.text[self.page.caret.start :]

    @property
    def hints(self) -> list[str]:
        return [hint.what for hint in self.keybar.hints]

    @property
    def notices(self) -> list[str]:
        assert isinstance(self.app, ListeningApp)
        return self.app.said

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        await until(self.pilot, condition)

    async def saved(self) -> None:
        await self.until(lambda: not self.app.desk.store.unsaved and self.keybar.saved == "saved ✓")

    def tags(self) -> list[Tag]:
        with Store.open(self.database) as store:
            return list(store.all_tags())


@asynccontextmanager
async def reader(
    folder: Path,
    *texts: str,
    told: Detection | DetectionError | None = None,
    size: tuple[int, int] = (80, 24),
    refusals: Sequence[Refusal] = (),
    desk: type[ToldDesk] = ToldDesk,
    offers_tour: bool = False,
    **settings: Any,
) -> AsyncIterator[Reader]:
    """Run the reader on articles, or on what the database in ``folder`` has."""
    database = folder / "desk.db"
    settings = {"scheme": scheme.default(), **settings}
    made = desk(Settings(db=database, annotator="mira", **settings))
    if told is not None:
        made.told = told
    articles = [article(text, f"{number}.txt") for number, text in enumerate(texts)]
    if database.exists() or not articles:
        made.store.start()
    first = articles[0] if articles else None
    opened = made.first([one.source for one in articles], first)
    source = [Batch(articles, list(refusals))] if articles or refusals else []
    app = ListeningApp(made, opened, source, offers_tour=offers_tour)
    try:
        async with app.run_test(size=size) as pilot:
            found = Reader(app, pilot, database)
            await found.until(lambda: app.failure or found.screen.session)
            await found.until(lambda: app.failure or not articles or len(made.queue) == len(articles))
            await found.until(
                lambda: not any(one.is_running for one in app.workers if one.name == "_take_in")
            )
            await pilot.pause()
            yield found
    finally:
        made.close()
