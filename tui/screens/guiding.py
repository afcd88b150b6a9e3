"""The scheme while it is being written: its file is looked at now and then, and taken when it has changed."""

from pathlib import Path

from annotations.errors import SchemeError
from annotations.scheme import Scheme
from tui.config import read_scheme
from tui.desk import Desk
from tui.screens.context import bound, characters
from tui.screens.exporting import ExportingScreen
from tui.widgets.page.page import Page

#: How often the file is looked at, in seconds.
_OFTEN = 1.5


class GuidedScreen(ExportingScreen):
    """A reader whose labels and guidelines follow their file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._scheme_changed = _changed(desk.settings.scheme_source)

    def on_mount(self) -> None:
        """Look at the file from now on, if there is one."""
        if self._scheme_changed:
            self.set_interval(_OFTEN, self.follow_scheme)

    async def follow_scheme(self) -> None:
        """Take the scheme anew if its file has changed; one with an error in it is told, and not taken."""
        source = self.desk.settings.scheme_source
        changed = _changed(source)
        if changed == self._scheme_changed or not changed:
            return
        self._scheme_changed = changed
        commands = bound((self, self.query_one(Page))).values()
        try:
            scheme = read_scheme(source, characters({key for each in commands for key in each.keys}))
        except SchemeError as error:
            self.say(f"the scheme stays as it was: {error}", warning=True)
            return
        await self._take(scheme)

    async def _take(self, scheme: Scheme) -> None:
        if scheme == self.desk.scheme:
            return
        self.desk.scheme = scheme
        self.bind_labels(scheme.labels)
        self.show_labels()
        await self.begin_again()
        self.say("the labels were read anew")


def _changed(source: str) -> float:
    """Return when a file was changed last, 0 where there is none."""
    try:
        return Path(source).stat().st_mtime
    except OSError:
        return 0.0
