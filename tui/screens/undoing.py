"""Back and forth through all decisions, across articles and restarts."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from annotations.records import Decision
from tui.screens.tagging import TaggingScreen
from tui.widgets.page.page import Page


class UndoingScreen(TaggingScreen):
    """An article whose decisions can be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="journal.undo", tooltip="Take back the last decision"),
        Binding("ctrl+r", "redo", "redo", id="journal.redo", tooltip="Do it again after all"),
    ]

    async def action_undo(self) -> None:
        """Take back the last decision, wherever it was taken."""
        await self._step_back_or_forth(undo=True)

    async def action_redo(self) -> None:
        """Do again what was taken back last."""
        await self._step_back_or_forth(undo=False)

    async def _step_back_or_forth(self, *, undo: bool) -> None:
        for _ in range(self.query_one(Page).take_count()):
            await self.desk.read_history()
            history = self.desk.history
            target = history.next_undo if undo else history.next_redo
            if target is None or self.session is None:
                self.say("nothing to undo" if undo else "nothing to redo")
                return
            if target.article != self.session.article.id:
                await self.open(target.article)
            decision = self.session.undo() if undo else self.session.redo()
            self.done(f"{'undone' if undo else 'done again'}: {_in_words(target)}")
            self.go_to_decision(decision)

    def go_to_decision(self, decision: Decision) -> None:
        """Show where something was decided."""
        # What an orphan was placed on is here; where it came from is not.
        tags = (tag for tag in (decision.after, decision.before) if tag and tag.article == decision.article)
        there = next(tags, decision.suggestion)
        if there is not None and there.end:
            self.query_one(Page).move_caret(there.start)


def _in_words(decision: Decision) -> str:
    """Name a decision for a notice: ``commitment tagged``."""
    about = decision.after or decision.before or decision.suggestion or decision.phrase
    if about is None:
        return f"{decision.state_before} → {decision.state_after}"
    past = {
        "tag": "accepted" if decision.suggestion else "tagged",
        "relabel": "relabelled",
        "move": "moved",
        "note": "noted",
        "remove": "removed",
        "dismiss": "dismissed",
        "propagate": "looked for",
        "place": "placed",
        "drop": "dropped",
    }
    return f"{about.label} {past.get(decision.verb, decision.verb)}"
