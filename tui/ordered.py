"""A program that takes keys one after the other, each done with before the next is looked at.

What a key asks about may not be known yet: then it waits, with all that is typed after it, and the screen
goes on painting. Escape gives up waiting.
"""

from collections.abc import Callable, Mapping
from functools import partial

from textual import on
from textual.app import App
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.widget import Widget

from tui.ahead import Ahead, NotYetError
from tui.screens.article import ArticleScreen
from tui.widgets.page.page import Page

ActionNamespaces = Mapping[str, DOMNode]

#: What has nothing to do with what was found in an article: by the beginning of the binding's id.
_INDEPENDENT = ("queue.", "view.", "app.")


class OrderedApp(App[None]):
    """Keys in their order, those that have to wait included."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = Ahead()

    async def on_event(self, event: Event) -> None:
        """Do all that a key asks of the page before the next key is looked at.

        Textual lets a key wander from widget to widget, and meanwhile sends the next one after it: what is
        typed ahead of a line to type in would go to the page instead.
        """
        if isinstance(event, Key) and self._exit:
            return  # It was told to end: what would act on its screens finds none.
        if isinstance(event, Key) and not event.is_forwarded and self._takes_keys_at_once(self.focused):
            await self._take_key(event)
        else:
            await super().on_event(event)

    @staticmethod
    def _takes_keys_at_once(widget: Widget | None) -> bool:
        # A line to type in is not imported before it is wanted; where there is one, it has this method.
        return isinstance(widget, Page) or hasattr(widget, "take")

    async def _take_key(self, event: Key) -> None:
        if await self._check_bindings(event.key, priority=True):
            return
        if self._ahead.waiting and isinstance(self.focused, Page):
            if event.key == "escape":
                self._give_up()
                return
            if not (self._ahead.is_tried and self._is_independent(event.key)):
                self._ahead.keep(partial(self._press, event))
                return
            self._give_up()
        await self._press(event)

    async def _press(self, event: Key) -> None:
        widget = self.focused
        typed = widget.typed_count if isinstance(widget, Page) else None
        take: Callable[[Key], bool] | None = getattr(widget, "take", None)
        if take is None or not take(event):
            await self._check_bindings(event.key)
        if isinstance(widget, Page) and widget.typed_count == typed and not self._ahead.waiting:
            # Neither typed on nor used by this key.
            widget.forget_count()

    def _is_independent(self, key: str) -> bool:
        bound = self.screen.active_bindings.get(key)
        if bound is None:
            return False
        return bound.binding.action.startswith("move(") or (bound.binding.id or "").startswith(_INDEPENDENT)

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: ActionNamespaces | None = None,
    ) -> bool:
        """Run an action; one that cannot be done yet is done as soon as it can."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except NotYetError as error:
            self._ahead.put_off(partial(self.run_action, action, default_namespace, namespaces))
            self.wait_for(str(error))
            return True

    def wait_for(self, words: str) -> None:
        """Keep the keys that are typed from now on, until it is known what is waited for."""
        self._ahead.wait()
        self._desk_screen.wait(words)

    @on(ArticleScreen.Known)
    async def _go_on(self) -> None:
        """Do what had to wait."""
        if not self._ahead.waiting:
            return
        if not isinstance(self.focused, Page):
            # A dialog was opened meanwhile, by the pointer or the palette: the keys were not meant for it.
            self._give_up()
            return
        self._desk_screen.wait("")
        await self._ahead.go_on()

    def _give_up(self) -> None:
        """Wait no longer."""
        typed = self._ahead.drop()
        self._desk_screen.give_up()
        if typed:
            self._desk_screen.say(f"dropped what was typed ahead: {typed} key{'' if typed == 1 else 's'}")

    @property
    def _desk_screen(self) -> ArticleScreen:
        """The page that keys are meant for, whatever is over it."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, ArticleScreen))
