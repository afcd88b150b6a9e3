"""An article on the desk: opened, analysed, its tags drawn, its decisions saved, and left."""

from concurrent.futures import Future
from functools import partial

from textual import work
from textual.app import App
from textual.message import Message

from annotations.decisions import tag_id
from annotations.errors import CopydeskError, DetectionError, StoreError
from annotations.objects import Objects
from annotations.pace import Stopwatch
from annotations.records import Decision, Detection, Quote, Suggestion
from annotations.store import Opened, memory
from annotations.text import word_count
from tui.ahead import NotYetError
from tui.desk import Desk
from tui.screens.copying import CopyingScreen
from tui.widgets.keybar import KeyBar
from tui.widgets.page.page import Highlight, Page, PageTag

#: Kinds of quotation marks that quote nobody.
_NOT_SPEECH = frozenset({"scare", "title"})


def offer_id(offer: Suggestion) -> str:
    """Return what the page knows a suggestion by."""
    return f"?{offer.start}–{offer.end} {offer.label}"


class ArticleScreen(CopyingScreen):
    """The desk with an article on it."""

    class Known(Message):
        """What was waited for is known: keys that were typed ahead of it can be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        #: The tags of decisions that are not on disk yet, by decision.
        self._unsaved: dict[str, str | None] = {}
        #: Whether it is known what was found in the article, or not worth while to wait for that.
        self._analysed = False

    def on_mount(self) -> None:
        """Let keys that are about what was found wait for it."""
        self.query_one(Page).settled = self.require_detection

    def show(self, opened: Opened) -> None:
        """Put an article on the page, at the place where it was left."""
        if self.session is not None:
            self.query_one(KeyBar).move_on()
        self.session = self.desk.session(opened, self._commit)
        self.detection, self._analysed = None, False
        self._words = word_count(opened.article.text)
        self._stopwatch = Stopwatch()
        self.query_one(Page).load(opened.article.text, self._objects(), caret=opened.progress.position)
        self._show_highlights()
        self.show_tags()
        if len(opened.article.text) >= memory.LARGE:
            self.call_after_refresh(memory.give_back)
        self.call_after_refresh(self.detect)

    async def open(self, article_id: str) -> None:
        """Leave this article for another."""
        self.leave()
        self.show(await self.desk.open(article_id))

    def leave(self) -> None:
        """Keep the place and the time spent."""
        if self.session is not None:
            self._stopwatch.touch()
            position = self.query_one(Page).caret.start
            self.desk.leave(self.session, position, self._stopwatch.seconds)
            self._stopwatch = Stopwatch()

    @work(exclusive=True, group="detect")
    async def detect(self) -> None:
        """Have the article analysed; the answer for one that is no longer shown is only kept."""
        session = self.session
        if session is None:
            return
        self._tell_pace()
        if session.phrases:
            session.propagated(await self.desk.propagated(session))
        try:
            detection = await self.desk.detect(session.article)
        except DetectionError as error:
            self.say(f"highlights off: {error}", warning=True)
            self._analysed = True
            self.show_tags()
            self.post_message(self.Known())
            return
        if self.session is session:
            self.take_detection(detection)

    def require_detection(self) -> None:
        """Raise ``NotYetError`` unless it is known what was found in the article, or that nothing will be."""
        if self.session is None or self._analysed:
            return
        if not any(worker.group == "detect" and worker.is_running for worker in self.workers):
            self.detect()
        raise NotYetError("still reading …")

    def is_reading(self) -> bool:
        """Tell whether it is still to be found out what is in the article."""
        return not self._analysed

    def give_up(self) -> None:
        """Wait no longer for what a key asked about."""
        self.wait("")
        self.query_one(Page).forget_count()

    def take_detection(self, detection: Detection) -> None:
        """Show what was found in the article on the page, and offer what is suggested."""
        assert self.session is not None
        self.detection, self._analysed = detection, True
        self.session.detected(detection.suggestions)
        self.query_one(Page).objects = self._objects()
        self._show_highlights()
        self.show_tags()
        self.post_message(self.Known())

    def _objects(self) -> Objects:
        assert self.session is not None
        found = self.detection
        entities = [entity.span for entity in found.entities] if found else []
        quotes = [quote.span for quote in found.quotes] if found else []
        return Objects(self.session.article.text, entities, quotes)

    def _show_highlights(self) -> None:
        found = self.detection
        entities = found.entities if found else ()
        quotes = [quote for quote in found.quotes if quote.kind not in _NOT_SPEECH] if found else []
        self.query_one(Page).set_highlights(
            [
                *(Highlight(entity.start, entity.end, f"entity.{entity.label}") for entity in entities),
                *(Highlight(quote.start, quote.end, _layer(quote)) for quote in quotes),
            ]
        )
        self.refresh_panel()

    def show_tags(self) -> None:
        """Draw the tags of the session, and all that depends on them."""
        self.draw_tags()
        self.tell()

    def draw_tags(self) -> None:
        """Draw the tags of the session, and nothing else."""
        assert self.session is not None
        tags = [PageTag(tag.id, tag.start, tag.end, *self.mark(tag.label)) for tag in self.session.passages]
        offers = [
            PageTag(offer_id(offer), offer.start, offer.end, *self.mark(offer.label), suggestion=True)
            for offer in self.session.suggestions
        ]
        self.query_one(Page).set_tags([*tags, *offers])
        self._show_saved()

    def tell_soon(self) -> None:
        """Say around the page what depends on the tags as soon as the page itself has been drawn."""
        if not self._telling:
            self._telling = True
            # First asked of the page, which then tells the screen that it is to be drawn.
            self.query_one(Page).call_after_refresh(self.call_after_refresh, self.tell)

    def tell(self) -> None:
        """Say around the page what depends on the tags: how many, which keys, what is saved."""
        self._telling = False
        if self._unsaved and not self.query_one(KeyBar).alarm:
            self.query_one(KeyBar).saved = "saving…"
        self.show_story()
        self.show_hints()
        self.refresh_panel()

    def _show_saved(self) -> None:
        """Show which tags are on disk."""
        waiting = frozenset(tag for tag in self._unsaved.values() if tag is not None)
        self.query_one(Page).set_unsaved(waiting)

    def _commit(self, decision: Decision) -> None:
        """Have a decision written, and show its tag as unsaved until it is on disk."""
        assert self.session is not None
        future = self.desk.commit(self.session.article, decision)
        self._unsaved[decision.id] = tag_id(decision)
        self._stopwatch.touch()
        future.add_done_callback(partial(self._from_thread, self.app, decision))
        self.tell_soon()

    def _from_thread(self, app: App[object], decision: Decision, future: Future[None]) -> None:
        # The app is handed in: a screen that has left it by now knows of none.
        if app.is_running:
            app.call_later(self._committed, decision, future)

    async def _committed(self, decision: Decision, future: Future[None]) -> None:
        """Show what became of a decision; one that was refused is taken off the screen."""
        self._unsaved.pop(decision.id, None)
        error = future.exception()
        if isinstance(error, CopydeskError):
            self.say(f"not saved: {error}", warning=True)
            await self._reload()
            return
        if error is not None:
            raise error
        self._show_saved()
        if not self._unsaved:
            keybar = self.query_one(KeyBar)
            keybar.saved, keybar.alarm = "saved ✓", False
            self._tell_pace()

    async def _reload(self) -> None:
        """Take the state on disk for the truth."""
        if self.session is not None:
            opened = await self.desk.open(self.session.article.id)
            self.session.replace(opened.tags, opened.progress, opened.settled, opened.orphans)
            await self.desk.reload_history()
            self.show_tags()

    async def begin_again(self) -> None:
        """Go on with the same article under another scheme; the place, and what is selected, stay."""
        if self.session is None:
            return
        opened = await self.desk.open(self.session.article.id)
        self.session = self.desk.session(opened, self._commit)
        if self.detection is not None:
            self.session.detected(self.detection.suggestions)
        if self.session.phrases:
            self.session.propagated(await self.desk.propagated(self.session))
        self.show_tags()

    @work(exclusive=True, group="pace")
    async def _tell_pace(self) -> None:
        """Say quietly how much was decided today, and how long each decision took."""
        if self.desk.settings.pace:
            today = await self.desk.today()
            each = f", {round(today.seconds_each)} s each" if today.seconds_each >= 1 else ""
            self.pace = f"{today.standing} today{each}" if today.standing else ""
            self.show_story()

    def show_unsaved(self, waiting: int, problem: StoreError | None) -> None:
        """Say what the store thread cannot save at present."""
        keybar = self.query_one(KeyBar)
        keybar.alarm = problem is not None
        if problem is not None:
            keybar.saved = f"NOT SAVED ({waiting}): {problem}"


def _layer(quote: Quote) -> str:
    return "indirect" if quote.kind == "indirect" else "quote"
