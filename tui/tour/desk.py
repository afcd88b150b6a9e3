"""The desk of the tour: three short articles, analysed beforehand, in a database to be thrown away."""

from concurrent.futures import Future
from pathlib import Path

from annotations import scheme
from annotations.records import Article, Decision, Detection, new_id, timestamp
from annotations.store import Opened, Store
from tui.config import Settings
from tui.desk import Desk
from tui.tour.articles import BRIDGE, HARBOUR, LIBRARY, article, told


class TourDesk(Desk):
    """A desk whose articles are analysed beforehand."""

    async def detect(self, article: Article) -> Detection:
        """Return what was told of an article."""
        return told(article.text)


def set_up(folder: Path, theme: str = "copydesk-dark") -> "tuple[TourDesk, Future[Opened]]":
    """Make the database in a folder, and return its desk, to be closed at the end, with the first article."""
    desk = TourDesk(Settings(db=folder / "tour.db", annotator="you", scheme=scheme.default(), theme=theme))
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
    return desk, desk.first([harbour.source], harbour)
