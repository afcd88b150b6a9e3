"""The quiet line above the page: which story, where in the queue, how much is left, what was done."""

from msgspec import Struct
from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from annotations.text import display

#: Words a minute of careful reading on a screen; Brysbaert (2019) finds 238 for silent reading.
WORDS_A_MINUTE = 238
#: So much of a title is worth more than any fact about the article.
TITLE_CELLS = 20


class Story(Struct, frozen=True):
    """What the masthead says of the article on the page."""

    title: str = ""
    #: Its place in the queue, from 1; 0 where it has none.
    place: int = 0
    of: int = 0
    words: int = 0
    #: Words from the caret to the end.
    words_left: int = 0
    tags: int = 0
    state: str = ""
    #: Suggestions that nobody has accepted or dismissed.
    to_review: int = 0
    #: Tags that have no place in this version of the article, and the key that shows them.
    lost: int = 0
    lost_key: str = ""
    #: Whether nothing can be decided, because the database cannot be changed.
    read_only: bool = False
    #: The labels of the article as a whole.
    topics: tuple[str, ...] = ()
    #: What is said of the day's work.
    pace: str = ""
    #: How far triage has come, where it is on; it counts what is to be reviewed.
    triage: tuple[str, ...] = ()

    @property
    def minutes_left(self) -> int:
        """Minutes of reading from the caret to the end, at least one."""
        return max(1, round(self.words_left / WORDS_A_MINUTE))


class Masthead(Widget):
    """One line; what does not fit is left out from the least to the most important."""

    DEFAULT_CSS = """
    Masthead {
        height: 2;
        padding: 0 1;
        border-bottom: solid $foreground 18%;
        color: $text-muted;
    }
    """

    story: reactive[Story] = reactive(Story())

    def render(self) -> Content:
        """Lay the line out for the present width."""
        width = self.content_size.width
        parts = self._right()
        facts = self._facts()
        title = display(self.story.title).replace("\n", " ")
        while parts and cell_len(" · ".join(parts)) + TITLE_CELLS > width:
            parts.pop(0)
        right = " · ".join(parts)
        while facts and width - sum(map(len, facts)) - cell_len(right) - 2 < min(
            cell_len(title), TITLE_CELLS
        ):
            facts.pop()
        room = max(0, width - sum(map(len, facts)) - cell_len(right) - (2 if right else 0))
        if cell_len(title) > room:
            title = set_cell_size(title, max(0, room - 1)).rstrip() + "…"
        left = title + "".join(facts)
        gap = " " * max(0, width - cell_len(left) - cell_len(right))
        return Content.assemble((title, "bold $text"), "".join(facts), gap, right)

    def _facts(self) -> list[str]:
        story = self.story
        place = [f" · {story.place:,} of {story.of:,}"] if story.place and story.of > 1 else []
        words = f" · {story.words:,} word{'' if story.words == 1 else 's'}"
        return [*place, words, f", {story.minutes_left} min"] if story.words else place

    def _right(self) -> list[str]:
        """Return what was done and what waits, the least important first."""
        story = self.story
        tags = f"{story.tags} tag{'' if story.tags == 1 else 's'}" if story.tags else ""
        review = f"{story.to_review} to review" if story.to_review and not story.triage else ""
        state = {"done": "done ✓", "skipped": "skipped", "flagged": "flagged ⚑"}.get(story.state, "")
        topics = ", ".join(display(topic) for topic in story.topics)
        lost = f"{story.lost} lost their place ({story.lost_key})" if story.lost else ""
        read_only = "read-only" if story.read_only else ""
        return [
            part for part in (story.pace, topics, tags, review, lost, *story.triage, state, read_only) if part
        ]
