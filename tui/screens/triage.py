"""Triage: nothing but suggestions, each with the sentences around it, one article after another."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from annotations.errors import DetectionError
from annotations.records import Detection, Span, Suggestion
from tui.desk import Desk, Opened
from tui.screens.context import Context
from tui.screens.placing import PlacingScreen
from tui.widgets.page.page import Page

#: It looks for suggestions in so many articles before it lets one press the key again.
_LOOK_AHEAD = 25


class TriageScreen(PlacingScreen):
    """A reader that can show suggestions alone.

    All keys go on as they are, so accepting, dismissing, another label, other boundaries, skipping and undo
    are one key each. What was settled is on disk, so triage goes on where it was left by beginning again.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "T",
            "triage",
            "triage",
            id="suggest.triage",
            tooltip="Nothing but suggestions, article after article",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._triaging = False
        #: How many suggestions were settled since triage began.
        self._settled = 0

    async def action_triage(self) -> None:
        """Begin to go through suggestions alone, or end it."""
        if self._triaging:
            self._end()
            return
        self._triaging, self._settled = True, 0
        await self.wait_for_detection()
        caret = self.query_one(Page).caret
        following = [offer for offer in self.suggestions() if offer.end > caret.start]
        if following:
            self.go_to_offer(following[0])
        else:
            await self._on_to_next_article()

    async def next_after(self, offer: Suggestion) -> None:
        """Go on to the next suggestion; in triage, into the next article when none follows here."""
        self._settled += 1
        if not self._triaging or any(other.start >= offer.start for other in self.suggestions()):
            await super().next_after(offer)
            return
        self.done()
        await self._on_to_next_article()

    async def _on_to_next_article(self) -> None:
        """Find the next article of the queue that has suggestions, and go to the first of them."""
        assert self.session is not None
        article: str | None = self.session.article.id
        for _ in range(_LOOK_AHEAD):
            article = await self.desk.step(article) if article else None
            if article is None:
                self._end()
                self.say("that was the last suggestion of the queue")
                return
            opened = await self.desk.open(article)
            detection = await self._suggested_in(opened)
            if detection is not None:
                self.leave()
                self.show(opened)
                self.take_detection(detection)
                self.go_to_offer(self.suggestions()[0])
                return
        self._end()
        self.say(f"no suggestions in the next {_LOOK_AHEAD} articles")

    async def _suggested_in(self, opened: Opened) -> Detection | None:
        """Return what was found in an article if anything in it waits for review."""
        session = self.desk.session(opened, lambda _: None)
        try:
            detection = await self.desk.detect(opened.article)
        except DetectionError:
            return None
        session.detected(detection.suggestions)
        session.propagated(await self.desk.propagated(session))
        return detection if session.suggestions else None

    def _end(self) -> None:
        self._triaging = False
        self.query_one(Page).shine(None)
        self.show_hints()

    async def action_leave_off(self) -> None:
        """Drop what was begun; with nothing begun, end triage."""
        if self._triaging and not self.has_begun():
            self._end()
        await super().action_leave_off()

    @on(Page.TagPicked)
    def _shine(self) -> None:
        """In triage, light a suggestion with the sentences before and after it, and dim the rest."""
        offer, page = self.chosen_offer(), self.query_one(Page)
        if not self._triaging or offer is None:
            return
        here = page.objects.at("sentence", offer.start) or offer.span
        before = page.objects.previous("sentence", here.start) or here
        after = page.objects.next("sentence", offer.end - 1) or offer.span
        page.shine(Span(before.start, max(after.end, offer.end)))

    def context(self) -> Context:
        """Say how far triage has come."""
        context = super().context()
        if not self._triaging:
            return context
        prompt = f"{self._settled} done, {self.to_review()} left here"
        told = f"{prompt} · {context.prompt}" if context.prompt else prompt
        return Context(told, context.hints, context.labels, context.special)
