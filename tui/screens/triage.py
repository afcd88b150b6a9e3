"""Triage: nothing but suggestions, each with the sentences around it, one article after another."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from annotations.errors import CopydeskError, DetectionError
from annotations.records import Decision, Detection, Span, Suggestion
from tui.desk import Desk, Opened
from tui.screens.context import Context
from tui.screens.placing import PlacingScreen
from tui.widgets.page.page import Page


class TriageScreen(PlacingScreen):
    """A reader that can show suggestions alone.

    All keys go on as they are, so accepting, dismissing, another label, other boundaries, skipping and undo
    are one key each. What was settled is on disk, so triage goes on where it was left by beginning again. It
    goes all around the queue, an article at a time; while it looks for the next suggestion keys wait, and
    escape ends it.
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
        #: How many suggestions were answered since triage began.
        self._answered = 0
        #: The articles that triage has been to, with how many suggestions wait there still.
        self._been: dict[str, int] = {}

    def action_triage(self) -> None:
        """Begin to go through suggestions alone, or end it."""
        if self._triaging:
            self._end()
            return
        self.require_detection()
        self._triaging, self._answered, self._been = True, 0, {}
        caret, waiting = self.query_one(Page).caret, self.suggestions()
        following = [offer for offer in waiting if offer.end > caret.start] or waiting
        if following:
            self._meet(following[0])
        else:
            self._go_on()

    def _meet(self, offer: Suggestion) -> None:
        assert self.session is not None
        self._been[self.session.article.id] = self.to_review()
        self.go_to_offer(offer)
        self.show_story()

    async def next_after(self, offer: Suggestion) -> None:
        """Go on to the next suggestion; in triage, into the next article when none follows here."""
        self._answered += 1
        if not self._triaging or any(other.start >= offer.start for other in self.suggestions()):
            await super().next_after(offer)
            return
        self.done()
        self._go_on()

    def _go_on(self) -> None:
        """Look for the next article with a suggestion; keys wait meanwhile."""
        assert self.session is not None
        self._been[self.session.article.id] = self.to_review()
        self.app.wait_for(self._where_it_looks())  # type: ignore[attr-defined]
        self._find_next(self.session.article.id)

    def _where_it_looks(self) -> str:
        left = self._articles_left()
        return f"looking on … {left:,} articles to go" if left else "looking on …"

    def _articles_left(self) -> int:
        return max(0, len(self.desk.queue) - len(self._been))

    @work(exclusive=True, group="triage")
    async def _find_next(self, article: str) -> None:
        try:
            found = await self._next_with_some(article)
        except CopydeskError as error:
            self._end()
            self.say(str(error), warning=True)
            found = None
        else:
            if found is None:
                self._tell_end()
        if found is not None:
            opened, detection = found
            self.leave()
            self.show(opened)
            self.take_detection(detection)
            self._meet(self.suggestions()[0])
        self.post_message(self.Known())

    async def _next_with_some(self, article: str) -> tuple[Opened, Detection] | None:
        """Return the next article with suggestions that triage has not been to, or None."""
        walked = {article}
        while self._articles_left() or not len(self.desk.queue):
            following = await self.desk.step(article) or await self.desk.ask(self.desk.queue.first)
            if following is None or following in walked:
                break
            article = following
            walked.add(article)
            if article in self._been:
                continue
            opened = await self.desk.open(article)
            detection, waiting = await self._suggested_in(opened)
            if detection is not None and waiting:
                return opened, detection
            self._been[article] = 0
            self.wait(self._where_it_looks())
        return None

    async def _suggested_in(self, opened: Opened) -> tuple[Detection | None, int]:
        """Return what was found in an article, and how much in it waits for review."""
        session = self.desk.session(opened, lambda _: None)
        try:
            detection = await self.desk.detect(opened.article)
        except DetectionError:
            return None, 0
        session.detected(detection.suggestions)
        session.propagated(await self.desk.propagated(session))
        return detection, len(session.suggestions)

    def _tell_end(self) -> None:
        """Say what was done, and what was not."""
        self._end()
        left = sum(self._been.values())
        answered = f"{self._answered:,} answered"
        if left:
            self.say(f"through the whole queue: {answered}, {left:,} left open")
        else:
            self.say(f"done: {answered}, nothing is left to review in the queue")

    def _end(self) -> None:
        self._triaging = False
        self.query_one(Page).shine(None)
        self.show_story()
        self.show_hints()

    def give_up(self) -> None:
        """Wait no longer: triage that looks on is ended by that."""
        if any(worker.group == "triage" and worker.is_running for worker in self.workers):
            self.workers.cancel_group(self, "triage")
            self._end()
        super().give_up()

    async def action_leave_off(self) -> None:
        """Drop what was begun; with nothing begun, end triage."""
        if self._triaging and not self.has_begun():
            self._end()
        await super().action_leave_off()

    def go_to_decision(self, decision: Decision) -> None:
        """Show where something was decided; an answer that was taken back is none."""
        if decision.suggestion is not None:
            self._answered += -1 if decision.verb == "undo" else 1
        super().go_to_decision(decision)

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

    def triage_state(self) -> tuple[str, ...]:
        """Say how many of the suggestions that are known were answered, and how many articles are left."""
        if not self._triaging or self.session is None:
            return ()
        here = self.session.article.id
        waiting = self.to_review() + sum(count for id, count in self._been.items() if id != here)
        left = self._articles_left()
        further = f"{left:,} more article{'' if left == 1 else 's'}"
        return (further, f"triage {max(0, self._answered):,} of {max(0, self._answered) + waiting:,}")

    def context(self) -> Context:
        """Teach how triage ends, with what can be done with the suggestion."""
        context = super().context()
        if not self._triaging or context.special:
            return context
        return Context(context.prompt, (*context.hints, *self.hints("suggest.triage:end")), context.labels)
