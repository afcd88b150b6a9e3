"""Copying what is selected, with or without its source."""

import os
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from annotations.errors import CopydeskError
from annotations.records import Span
from tui.clipboard import copy
from tui.screens.side import SideScreen
from tui.widgets.page.page import Page


class CopyingScreen(SideScreen):
    """A page whose passages can be copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="copy.text", tooltip="Copy the selection, or the sentence"),
        Binding("Y", "copy(True)", "copy + source", id="copy.source", tooltip="Copy it with its source"),
    ]

    def action_copy(self, source: bool = False) -> None:
        """Copy the selection, or the sentence at the caret, to the clipboard."""
        text = self._passage(self.query_one(Page).target("sentence"), source)
        if text:
            self._copy(text)

    def _passage(self, span: Span | None, source: bool) -> str:
        if span is None or self.session is None:
            return ""
        article = self.session.article
        told = (article.title, article.byline, article.date, article.source)
        return span.of(article.text) + (f"\n({', '.join(filter(None, told))})" if source else "")

    @work(thread=True)
    def _copy(self, text: str) -> None:
        try:
            notice = copy(text, environ=os.environ, write=self._to_terminal)
        except CopydeskError as error:
            notice = str(error)
        self.app.call_from_thread(self.say, notice)

    def _to_terminal(self, sequence: str) -> None:
        driver = self.app._driver  # noqa: SLF001 - what goes past it would cut into what it writes
        if driver is not None:
            self.app.call_from_thread(driver.write, sequence)
