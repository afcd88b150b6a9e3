"""The steps of the tour: what is to be done, by which keys, and how one sees that it was done."""

from collections.abc import Callable

from msgspec import Struct

from annotations.session import Session


class Seen(Struct):
    """What has happened on the tour so far."""

    session: Session
    #: Whether a decision was taken back, and whether a dataset was written.
    undone: bool = False
    exported: bool = False
    #: The articles that were opened, in order.
    opened: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """One thing to learn; in ``words`` a name in braces is the key of that binding."""

    words: str
    done: Callable[[Seen], bool]


#: The labels are those of the built-in scheme.
STEPS = (
    Step(
        "Tag. Go down to “The council will repair both piers” with {page.line-down}, and press 1:"
        " the sentence becomes a commitment.",
        lambda seen: any(tag.label == "commitment" for tag in seen.session.passages),
    ),
    Step("Take it back with {journal.undo}. {journal.redo} would do it again.", lambda seen: seen.undone),
    Step(
        "Review. {page.highlight-next} goes to what is suggested; {suggest.accept} accepts it,"
        " {suggest.dismiss} dismisses it. Do both suggestions.",
        lambda seen: not seen.session.suggestions,
    ),
    Step(
        "Move on. {queue.done} marks this article done and opens the next. That one is done already:"
        " {queue.unfinished} goes to the next unfinished one.",
        lambda seen: len(seen.opened) > 1 and seen.session.article.title.startswith("Bridge"),
    ),
    Step(
        "Export. {app.export} and enter write what you tagged as a dataset: the same as"
        " `copydesk export jsonl tags.jsonl`.",
        lambda seen: seen.exported,
    ),
)
END = "That is all you need. {app.help} shows every key, {app.quit} leaves. Then: copydesk YOUR_ARTICLES"
END_BACK = "That is all you need. {app.help} shows every key, {app.quit} goes back to your articles."
