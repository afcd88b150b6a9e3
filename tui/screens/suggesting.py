"""Suggestions: accept, dismiss, and look for the same words elsewhere."""

from bisect import bisect_left
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotations.records import Decision, Span, Suggestion
from tui.desk import Desk
from tui.screens.article import offer_id
from tui.screens.context import Context
from tui.screens.tagging import EDITING
from tui.screens.undoing import UndoingScreen
from tui.widgets.page.page import Page


class SuggestingScreen(UndoingScreen):
    """An article for which tags are suggested."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a", "accept", "accept", id="suggest.accept", tooltip="Accept the suggestion here, on to the next"
        ),
        Binding(
            "d",
            "dismiss_offer",
            "dismiss",
            id="suggest.dismiss",
            tooltip="Dismiss the suggestion here, on to the next",
        ),
        Binding(
            "p",
            "propagate",
            "same words",
            id="suggest.here",
            tooltip="Suggest the label of this tag wherever its words stand in this article",
        ),
        Binding(
            "P",
            "propagate(True)",
            "same words in all",
            show=False,
            id="suggest.everywhere",
            tooltip="And in all other articles, those to come included",
        ),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        #: The suggestion whose span is being edited.
        self._adjusted: Suggestion | None = None
        #: The suggestion that gets another label.
        self._renamed: Suggestion | None = None

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Return what waits to be reviewed here."""
        return self.session.suggestions if self.session else ()

    def to_review(self) -> int:
        """Return how many suggestions wait in this article."""
        return len(self.suggestions())

    def offer_here(self) -> Suggestion | None:
        """Return the suggestion at the caret that keys act on."""
        page = self.query_one(Page)
        here = {tag.id for tag in page.tags_at(page.caret.start) if tag.suggestion}
        found = [offer for offer in self.suggestions() if offer_id(offer) in here] if here else []
        return min(found, key=lambda offer: (offer_id(offer) != page.chosen, offer.span.length), default=None)

    def chosen_offer(self) -> Suggestion | None:
        """Return the suggestion at the caret if it is what keys act on, before any tag there."""
        # The end of a tag that is edited may stand in a suggestion: keys are for the tag.
        offer = None if self.is_editing else self.offer_here()
        return offer if offer is not None and offer_id(offer) == self.query_one(Page).chosen else None

    def done(self, notice: str = "") -> None:
        """Repaint after a decision."""
        self._adjusted = self._renamed = None
        super().done(notice)

    async def action_accept(self) -> None:
        """Make a tag of the suggestion at the caret, and go on to the next."""
        offer = self._adjusted or self._offer()
        if offer is not None and self.session is not None:
            self.session.accept(offer, span=self._adjusted_span())
            await self.next_after(offer)

    async def action_dismiss_offer(self) -> None:
        """Have the suggestion at the caret never offered again, and go on to the next."""
        offer = self._offer()
        if offer is not None and self.session is not None:
            self.session.dismiss(offer)
            await self.next_after(offer)

    def _offer(self) -> Suggestion | None:
        """Return the suggestion at the caret; a key typed ahead of the analysis waits for it."""
        self.require_detection()
        offer = self.offer_here()
        if offer is None:
            waiting = self.to_review()
            self.say(
                f"no suggestion at the caret; {waiting} in this article" if waiting else "no suggestions here"
            )
        return offer

    def _adjusted_span(self) -> Span | None:
        page = self.query_one(Page)
        selected = page.selection if self._adjusted is not None else None
        page.drop_selection()
        return selected

    async def next_after(self, offer: Suggestion) -> None:
        """Repaint after a suggestion was settled, and go on to the one after it, or the first."""
        self.done()
        waiting = self.suggestions()
        if waiting:
            self.go_to_offer(waiting[bisect_left(waiting, _order(offer), key=_order) % len(waiting)])
        else:
            self.say("nothing is left to review in this article")

    def go_to_offer(self, offer: Suggestion) -> None:
        """Go to a suggestion, and let keys act on it."""
        page = self.query_one(Page)
        page.move_caret(offer.start)
        page.choose(offer_id(offer))
        page.reveal(offer.span)

    async def action_label(self, number: int) -> None:
        """Accept the suggestion that is chosen with this label; else tag."""
        offer = self._adjusted or self._renamed or self.chosen_offer()
        label = self.desk.scheme.labels[number]
        if offer is None or (self.query_one(Page).selection is not None and self._adjusted is None):
            await super().action_label(number)
        elif self.session is not None and label.kind != "article":
            self.session.accept(offer, label=label.name, span=self._adjusted_span())
            await self.next_after(offer)

    async def action_remove(self) -> None:
        """Remove the tag at the caret; a suggestion that is chosen is dismissed."""
        if self.chosen_offer() is None:
            await super().action_remove()
        else:
            await self.action_dismiss_offer()

    async def action_relabel(self) -> None:
        """Wait for the key of the label."""
        self._renamed = self.chosen_offer()
        if self._renamed is None:
            await super().action_relabel()
        self.show_hints()
        self.refresh_panel()

    async def action_edit(self) -> None:
        """Edit the boundaries of the tag at the caret, or of the suggestion that is chosen."""
        if self._adjusted is not None:
            await self.action_accept()
        elif (offer := self.chosen_offer()) is not None:
            self._adjusted = offer
            self.query_one(Page).hold(offer.span)
            self.show_hints()
        else:
            await super().action_edit()

    def action_propagate(self, everywhere: bool = False) -> None:
        """Suggest the label of the tag at the caret wherever its words stand."""
        tag = self.tag_here()
        if tag is None or self.session is None:
            self.say("no tag at the caret whose words could be looked for")
            return
        found = len(self.session.propagate(tag.span, tag.label, everywhere=everywhere))
        where = "here, and all other articles will be looked at" if everywhere else "here"
        [tab] = [hint.key for hint in self.hints("page.highlight-next")]
        self.done(f"{found} more {where}: {tab} walks them" if found else f"no more of these words {where}")

    async def action_leave_off(self) -> None:
        """Drop what was begun; keys go on to act on a suggestion whose boundaries were edited."""
        adjusted = self._adjusted
        await super().action_leave_off()
        if adjusted is not None:
            self.go_to_offer(adjusted)

    def has_begun(self) -> bool:
        """Tell whether something was begun that escape drops."""
        return self._adjusted is not None or self._renamed is not None or super().has_begun()

    def go_to_decision(self, decision: Decision) -> None:
        """Show where something was decided; a suggestion that is open again is chosen."""
        super().go_to_decision(decision)
        if decision.suggestion is not None and decision.suggestion in self.suggestions():
            self.go_to_offer(decision.suggestion)

    def choosing(self) -> bool:
        """Tell whether a label is being chosen."""
        return self._renamed is not None or super().choosing()

    def context(self) -> Context:
        """Teach what can be done with the suggestion at the caret, and say why it is suggested."""
        if self._adjusted is not None:
            return Context(
                f"editing {self._adjusted.label}?",
                self.hints(*EDITING),
            )
        if self._renamed is not None:
            return Context(f"{self._renamed.label}? is rather")
        above, offer, page = super().context(), self.chosen_offer(), self.query_one(Page)
        if offer is None or above.special or page.counting or page.selection is not None:
            return above
        keys = self.hints(
            "suggest.accept", "suggest.dismiss", "page.highlight-next:next", "tag.edit", "journal.undo"
        )
        return Context(f"{offer.label}? {offer.why}", keys)


def _order(offer: Suggestion) -> tuple[int, int, str]:
    return offer.start, -offer.end, offer.label
