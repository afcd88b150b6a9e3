"""The tour as a program: a throw-away desk with three short articles, and the reader with a guide on it."""

import tempfile
from pathlib import Path

from annotations import scheme
from annotations.records import Article, Decision, Detection, new_id, timestamp
from annotations.store import Store
from tui.app import CopydeskApp
from tui.config import Settings
from tui.desk import Desk
from tui.tour.articles import BRIDGE, HARBOUR, LIBRARY, article, told
from tui.tour.screen import TourScreen


class TourDesk(Desk):
    """A desk whose articles are analysed beforehand."""

    async def detect(self, article: Article) -> Detection:
        """Return what was told of an article."""
        return told(article.text)


def tour_app(folder: Path) -> tuple[TourDesk, CopydeskApp]:
    """Return the tour, with its database in a folder that is to be thrown away; close the desk at the end."""
    desk = TourDesk(Settings(db=folder / "tour.db", annotator="you", scheme=scheme.default()))
    harbour, library, bridge = (article(text) for text in (HARBOUR, LIBRARY, BRIDGE))
    with Store.open(desk.settings.db) as store:
        store.add_articles([harbour, library, bridge])
        # As if somebody had finished it before: nothing that undo would come to.
        store.commit(
            Decision(
                id=new_id(),
                at=timestamp(),
                annotator="you",
                article=library.id,
                verb="import",
                state_before="new",
                state_after="done",
            )
        )
    desk.store.start()
    desk.choose([harbour.id, library.id, bridge.id])
    return desk, CopydeskApp(desk, desk.first([harbour.source], harbour), reader=TourScreen)


def run() -> int:
    """Take somebody through the tour; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="copydesk-tour-") as folder:
        desk, app = tour_app(Path(folder))
        try:
            app.run()
        finally:
            desk.close()
        return app.return_code or 0
