"""The verbs: tag, relabel, move, note, remove, and back and forth through all of them."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.keys import _character_to_key

from annotations.records import Decision, Span, Tag
from annotations.scheme import Label
from tui.desk import Desk
from tui.screens.article import ArticleScreen
from tui.widgets.keybar import KeyBar, KeyHint
from tui.widgets.page.page import Page


class TaggingScreen(ArticleScreen):
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
        Binding("u", "undo", "undo", id="journal.undo", tooltip="Take back the last decision"),
        Binding("ctrl+r", "redo", "redo", id="journal.redo", tooltip="Do it again after all"),
        Binding("escape", "leave_off", "leave off", id="tag.leave-off", show=False),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._last_label: Label | None = None
        self._relabelled: Tag | None = None
        self._edited: Tag | None = None
        self._bind_labels(desk.scheme.labels)

    def _bind_labels(self, labels: Iterable[Label]) -> None:
        """Bind the keys of the scheme as any other key, so that keys typed ahead keep their order."""
        for number, label in enumerate(labels):
            keys = [str(number + 1)] if number < 9 else []
            for key in (*keys, *([label.key] if label.key else [])):
                self._bindings.bind(_key_name(key), f"label({number})", label.name, show=False)

    def _tag_here(self) -> Tag | None:
        """Return the innermost tag at the caret."""
        if self.session is None:
            return None
        return next(iter(self.session.at(self.query_one(Page).caret.start)), None)

    def _done(self, notice: str = "") -> None:
        """Repaint after a decision."""
        self._relabelled = self._edited = None
        self.query_one(KeyBar).prompt = ""
        self.show_tags()
        if notice:
            self.say(notice)

    def action_label(self, number: int) -> None:
        """Tag the selection, or the natural unit at the caret; after ``r``, relabel."""
        if self.session is None:
            return
        label = self.desk.scheme.labels[number]
        if self._relabelled is not None:
            self.session.relabel(self._relabelled.id, label.name)
        else:
            self._tag(label)
        self._done()

    def _tag(self, label: Label) -> None:
        assert self.session is not None
        page = self.query_one(Page)
        span = page.target(label.unit)
        if span is None:
            self.say(f"no {label.unit} at the caret: select the words for {label.name}")
            return
        self._last_label = label
        self.session.tag(span, label.name)
        page.drop_selection()

    def action_again(self) -> None:
        """Tag with the label that was used last."""
        if self._last_label is None:
            self.say("no label has been used yet")
            return
        self._tag(self._last_label)
        self._done()

    def action_relabel(self) -> None:
        """Wait for the key of the new label."""
        tag = self._tag_here()
        if tag is None:
            self.say("no tag at the caret")
            return
        self._relabelled = tag
        self.query_one(KeyBar).prompt = f"{tag.label} becomes"

    def action_edit(self) -> None:
        """Turn the tag at the caret into the selection; a second time, keep the new boundaries."""
        if self._edited is not None:
            self._keep_edit(self._edited)
            return
        tag = self._tag_here()
        if tag is not None:
            self._edited = tag
            self.query_one(Page).select(tag.span)
            self.query_one(KeyBar).prompt = f"editing {tag.label}: move or grow, enter keeps, esc leaves"

    def _keep_edit(self, tag: Tag) -> None:
        assert self.session is not None
        page = self.query_one(Page)
        selected: Span | None = page.selection
        if selected is not None and selected != tag.span:
            self.session.move(tag.id, selected)
        page.drop_selection()
        self._done()

    def action_leave_off(self) -> None:
        """Drop what was begun: an edit, a relabelling, a selection."""
        self.query_one(Page).drop_selection()
        self._done()

    def action_remove(self) -> None:
        """Remove the innermost tag at the caret."""
        tag = self._tag_here()
        if tag is None or self.session is None:
            self.say("no tag at the caret")
            return
        self.session.remove(tag.id)
        self._done(f"{tag.label} removed (u brings it back)")

    def action_note(self) -> None:
        """Ask for a note on the tag at the caret."""
        tag = self._tag_here()
        if tag is None:
            self.say("no tag at the caret")
            return

        from tui.screens.dialogs import NoteDialog  # noqa: PLC0415 - not needed for the first paint

        def keep(note: str | None) -> None:
            if note is not None and note != tag.note and self.session is not None:
                self.session.note(tag.id, note)
                self._done()

        self.app.push_screen(NoteDialog(tag.label, tag.note), keep)

    async def action_undo(self) -> None:
        """Take back the last decision, wherever it was taken."""
        await self._step_back_or_forth(undo=True)

    async def action_redo(self) -> None:
        """Do again what was taken back last."""
        await self._step_back_or_forth(undo=False)

    async def _step_back_or_forth(self, *, undo: bool) -> None:
        await self.desk.read_history()
        history = self.desk.history
        target = history.next_undo if undo else history.next_redo
        if target is None or self.session is None:
            self.say("nothing to undo" if undo else "nothing to redo")
            return
        if target.article != self.session.article.id:
            await self.open(target.article)
        decision = self.session.undo() if undo else self.session.redo()
        self._go_to_decision(decision)
        self._done(f"{'undone' if undo else 'done again'}: {_in_words(target)}")

    def _go_to_decision(self, decision: Decision) -> None:
        tag = decision.after or decision.before
        if tag is not None:
            self.query_one(Page).move_caret(tag.start)

    async def open(self, article_id: str) -> None:
        """Leave this article for another."""
        self.leave()
        self.show(await self.desk.open(article_id))

    @on(Page.TagPicked)
    def _pick(self) -> None:
        self.show_hints()

    def show_hints(self) -> None:
        """Teach what can be done with the selection, with the tag here, or else in general."""
        keybar, page = self.query_one(KeyBar), self.query_one(Page)
        hints: tuple[tuple[str, str], ...]
        if page.selection is not None:
            hints = (("+ -", "grow, shrink"), ("y", "copy"), ("esc", "drop"))
        elif self._tag_here() is not None:
            hints = (("x", "remove"), ("r", "relabel"), ("enter", "edit"), ("i", "note"), ("u", "undo"))
        else:
            hints = (("s", "sentence"), ('"', "quote"), ("e", "entity"), ("u", "undo"), ("]", "next article"))
        keybar.hints = tuple(KeyHint(key, what) for key, what in (*hints, ("?", "help")))


def _key_name(character: str) -> str:
    """Return Textual's name of the key that types a character: ``full_stop`` for ``.``."""
    return character if character.isalnum() else _character_to_key(character)


def _in_words(decision: Decision) -> str:
    """Name a decision for a notice: ``commitment tagged``."""
    tag = decision.after or decision.before
    if tag is None:
        return f"{decision.state_before} → {decision.state_after}"
    past = {"tag": "tagged", "relabel": "relabelled", "move": "moved", "note": "noted", "remove": "removed"}
    return f"{tag.label} {past.get(decision.verb, decision.verb)}"
