"""The reader with a guide: a card says what to do next, and sees when it was done."""

import re
from concurrent.futures import Future

from textual.content import Content
from textual.widgets import Static

from annotations.records import Decision
from tui.desk import Desk, Opened
from tui.screens.reader import ReaderScreen
from tui.tour.steps import END, END_BACK, STEPS, Seen
from tui.widgets.keybar import KeyBar

_KEY = re.compile(r"\{([a-z.-]+)\}")


class TourScreen(ReaderScreen):
    """A reader in which one learns the reader."""

    DEFAULT_CSS = """
    TourScreen > #tour {
        height: auto;
        max-height: 6;
        padding: 0 1;
        background: $surface;
        border-left: thick $accent;
    }
    """

    def __init__(self, desk: Desk, first: "Future[Opened]", *, back: bool = False) -> None:
        super().__init__(desk, first)
        #: Whether there is something being read to go back to.
        self._back = back
        self._card = Static("", id="tour", markup=False)
        self._seen: Seen | None = None
        self._step = 0

    def on_mount(self) -> None:
        """Put the card over the key bar."""
        self.mount(self._card, before=self.query_one(KeyBar))
        self._look()

    def show(self, opened: Opened) -> None:
        """Put an article on the page."""
        super().show(opened)
        assert self.session is not None
        if self._seen is None:
            self._seen = Seen(self.session)
        self._seen.session = self.session
        self._seen.opened += (opened.article.id,)
        self._look()

    def go_to_decision(self, decision: Decision) -> None:
        """Show where something was decided; that is how one sees that it was taken back."""
        super().go_to_decision(decision)
        if self._seen is not None and decision.verb == "undo":
            self._seen.undone = True
            self._look()

    def tell(self) -> None:
        """Say what depends on the tags; with each one the tour may have come further."""
        super().tell()
        self._look()

    def exported(self, well: bool, told: str) -> None:
        """Say what came of an export."""
        super().exported(well, told)
        if self._seen is not None and well:
            self._seen.exported = True
            self._look()

    def action_quit(self) -> None:
        """Leave the tour: back to what was being read, or out of the program."""
        if self._back:
            self.dismiss(None)
        else:
            super().action_quit()

    @property
    def usual_export(self) -> str:
        """A format and a file; what the tour makes is thrown away with its database."""
        return f"jsonl {self.desk.settings.db.with_name('tags.jsonl')}"

    def _look(self) -> None:
        """See which steps are done, and show the next one."""
        # What was suggested is known after the first analysis only.
        if self._seen is not None and self.detection is not None:
            while self._step < len(STEPS) and STEPS[self._step].done(self._seen):
                self._step += 1
        end = END_BACK if self._back else END
        words = STEPS[self._step].words if self._step < len(STEPS) else end
        head = f"{self._step + 1} of {len(STEPS)}  " if self._step < len(STEPS) else "Done.  "
        parts = [(head, "bold $text-accent"), *self._with_keys(words)]
        self._card.update(Content.assemble(*parts))

    def _with_keys(self, words: str) -> list[tuple[str, str]]:
        """Put the user's own keys in the places of the names of bindings."""
        pieces = _KEY.split(words)
        parts = [(words, "$text") for words in pieces]
        for place in range(1, len(pieces), 2):
            parts[place] = (" ".join(hint.key for hint in self.hints(pieces[place])), "bold $text-accent")
        return parts
