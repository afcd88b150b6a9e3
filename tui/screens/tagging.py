"""The verbs: tag, relabel, move, note, remove, and back and forth through all of them."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.keys import _character_to_key

from annotations.records import Span, Tag
from annotations.scheme import Label
from annotations.store import Opened
from tui.desk import Desk
from tui.screens.context import Context
from tui.screens.reading import ReadingScreen
from tui.widgets.page.page import Page


class TaggingScreen(ReadingScreen):
    """An article that can be tagged; each verb is one call of the session, then a repaint."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "full_stop", "again", "again", id="tag.again", key_display=".", tooltip="The last label, here"
        ),
        Binding(
            "enter", "edit", "edit", id="tag.edit", tooltip="Edit the tag here: select anew, enter keeps"
        ),
        Binding("r", "relabel", "relabel", id="tag.relabel", tooltip="Give the tag here another label"),
        Binding("x,delete", "remove", "remove", id="tag.remove", tooltip="Remove the tag here"),
        Binding("i", "note", "note", id="tag.note", tooltip="Write a note on the tag here"),
        Binding("escape", "leave_off", "leave off", id="tag.leave-off", show=False),
        *(Binding(str(digit), f"digit({digit})", show=False) for digit in range(1, 10)),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._last_label: Label | None = None
        self._relabelled: Tag | None = None
        self._edited: Tag | None = None
        self.bind_labels(desk.scheme.labels)

    def bind_labels(self, labels: Iterable[Label]) -> None:
        """Bind the letters of the scheme as any other key, so that keys typed ahead keep their order."""
        bound = self._bindings.key_to_bindings
        for key in [key for key, bindings in bound.items() if bindings[0].action.startswith("label(")]:
            del bound[key]
        for number, label in enumerate(labels):
            if label.key:
                self._bindings.bind(_key_name(label.key), f"label({number})", label.name, show=False)

    def tag_here(self) -> Tag | None:
        """Return the tag at the caret that keys act on."""
        chosen = self.query_one(Page).chosen
        here = self.session.at(self.query_one(Page).caret.start) if self.session else ()
        return next((tag for tag in here if tag.id == chosen), None)

    def done(self, notice: str = "") -> None:
        """Repaint after a decision."""
        self._relabelled = self._edited = None
        self.draw_tags()
        self.tell_soon()
        if notice:
            self.say(notice)

    async def action_digit(self, digit: int) -> None:
        """Switch a layer while these are chosen; else set the label of that place in the scheme."""
        if self.switch_layer(digit):
            return
        if digit <= len(self.desk.scheme.labels):
            await self.action_label(digit - 1)
        else:
            self.say(f"there is no label {digit}")

    async def action_label(self, number: int) -> None:
        """Tag the selection, or the natural unit at the caret; after ``r``, relabel."""
        if self.session is None:
            return
        label = self.desk.scheme.labels[number]
        relabelled = self._relabelled or self._edited
        if self._edited is not None:
            self._move(self._edited)
        if relabelled is not None:
            self.session.relabel(relabelled.id, label.name)
        else:
            self._tag(label)
        self.done()

    def _tag(self, label: Label) -> None:
        assert self.session is not None
        page = self.query_one(Page)
        self._last_label = label
        if label.kind == "article":
            there = self.session.toggle_article_label(label.name)
            self.say(f"the article is {'now' if there else 'no longer'} labelled {label.name}")
            return
        span = page.target(label.unit)
        if span is None:
            self.say(f"no {label.unit} at the caret: select the words for {label.name}")
            return
        self.session.tag(span, label.name)
        page.drop_selection()

    def action_again(self) -> None:
        """Tag with the label that was used last."""
        if self._last_label is None:
            self.say("no label has been used yet")
            return
        self._tag(self._last_label)
        self.done()

    async def action_relabel(self) -> None:
        """Wait for the key of the new label."""
        tag = self.tag_here()
        if tag is None:
            self.say("no tag at the caret")
            return
        self._relabelled = tag
        self.show_hints()
        self.refresh_panel()

    async def action_edit(self) -> None:
        """Turn the tag at the caret into the selection; a second time, keep the new boundaries."""
        if self._edited is not None:
            self._move(self._edited)
            self.done()
            return
        tag = self.tag_here()
        if tag is not None:
            self._edited = tag
            self.query_one(Page).hold(tag.span)
            self.show_hints()

    def _move(self, tag: Tag) -> None:
        assert self.session is not None
        page = self.query_one(Page)
        selected: Span | None = page.selection
        page.drop_selection()
        if selected is not None:
            self.session.move(tag.id, selected)

    async def action_leave_off(self) -> None:
        """Drop what was begun: layers, a relabelling, an edit, a selection; with nothing begun, a search."""
        begun, edited = self.has_begun(), self._edited
        self.drop_choice()
        if edited is not None:
            # Its end may have been moved off the tag, and the next key is meant for the tag.
            self.query_one(Page).move_caret(edited.start)
        if not begun:
            self.drop_search()
        self.done()
        self.show_hints()

    def has_begun(self) -> bool:
        """Tell whether something was begun that escape drops; a selection is dropped by the page before."""
        begun = self._relabelled or self._edited or self.choosing_layers
        return bool(begun) or self.query_one(Page).dropped

    @property
    def is_editing(self) -> bool:
        """Whether the boundaries of a tag are being edited."""
        return self._edited is not None

    async def action_remove(self) -> None:
        """Remove the tag at the caret."""
        tag = self.tag_here()
        if tag is None or self.session is None:
            self.say("no tag at the caret")
            return
        self.session.remove(tag.id)
        [undo] = [hint.key for hint in self.hints("journal.undo")]
        self.done(f"{tag.label} removed ({undo} brings it back)")

    async def action_note(self) -> None:
        """Ask for a note on the tag at the caret."""
        tag = self.tag_here()
        if tag is None:
            self.say("no tag at the caret")
            return

        from tui.screens.dialogs import NoteDialog  # noqa: PLC0415 - not needed for the first paint

        def keep(note: str | None) -> None:
            if note is not None and note != tag.note and self.session is not None:
                self.session.note(tag.id, note)
                self.done()

        # Awaited, so that what was typed ahead finds it.
        await self.app.push_screen(NoteDialog(tag.label, tag.note), keep)

    def show(self, opened: Opened) -> None:
        """Put an article on the page; what was begun in another one is dropped."""
        self._relabelled = self._edited = None
        super().show(opened)

    def choosing(self) -> bool:
        """Tell whether a label is being chosen."""
        return self._relabelled is not None or self.query_one(Page).selection is not None

    def context(self) -> Context:
        """Teach what can be done with the edit, the selection, with the tag here, or else in general."""
        above = super().context()
        return self._begun() or (above if above.special else self._here())

    def _begun(self) -> Context | None:
        """Teach what ends what was begun, if anything was."""
        page = self.query_one(Page)
        if page.counting:
            number = page.typed_count or "type the number"
            return Context(f"how many times? {number}, then the key", labels=False)
        if self._relabelled is not None:
            return Context(f"{self._relabelled.label} becomes")
        if self._edited is not None:
            return Context(f"editing {self._edited.label}", self.hints(*EDITING))
        if page.selection is not None:
            return Context(
                hints=self.hints("page.grow", "page.shrink", "page.swap", "copy.text", "page.drop")
            )
        return None

    def _here(self) -> Context:
        tag = self.tag_here()
        if tag is not None:
            return self._tag_context(tag)
        review = ("page.highlight-next:review",) if self.to_review() else ()
        return Context(hints=self.hints(*review, "page.sentence", "page.quote", "page.entity", *_GENERAL))

    def _tag_context(self, tag: Tag) -> Context:
        page = self.query_one(Page)
        several = len(page.tags_at(page.caret.start)) > 1
        note = f"✎ {tag.note}" if tag.note else ""
        told = f"{tag.label} {note}".rstrip() if several or note else ""
        prompt = " · ".join(part for part in (self.search_state(), told) if part)
        keys = (
            "tag.relabel",
            "journal.undo",
            "tag.remove",
            "tag.edit",
            "tag.note",
            "suggest.here",
            "app.help",
        )
        return Context(prompt, self.hints(*(("page.cycle",) if several else ()), *keys))


#: What the key bar teaches while boundaries are edited, and when nothing special goes on.
EDITING = (
    "tag.edit:keep",
    "page.drop:leave",
    "page.word-next:longer",
    "page.word-previous:shorter",
    "page.swap",
    "page.nudge-on:letter on",
    "page.nudge-back:letter back",
    "page.grow",
    "page.shrink",
)
_GENERAL = ("journal.undo", "queue.next", "queue.done", "search.begin", "app.help")


def _key_name(character: str) -> str:
    """Return Textual's name of the key that types a character: ``full_stop`` for ``.``."""
    return character if character.isalnum() else _character_to_key(character)
