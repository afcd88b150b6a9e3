"""Writing a dataset from the reader: the same command as on the command line, without leaving."""

import asyncio
import shlex
import sys
from typing import ClassVar

from textual.binding import Binding, BindingType

from annotations.text import display
from tui.screens.triage import TriageScreen

#: What is offered to be written.
_USUAL = "jsonl tags.jsonl"


class ExportingScreen(TriageScreen):
    """A reader that can write what was tagged."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("E", "export", "export", id="app.export", tooltip="Write what was tagged as a dataset"),
    ]

    @property
    def usual_export(self) -> str:
        """A format and a file, as the command line takes them."""
        return _USUAL

    async def action_export(self) -> None:
        """Ask what to write, and write it."""
        from tui.screens.dialogs import ExportDialog  # noqa: PLC0415 - not needed for the first paint

        def begin(answer: str | None) -> None:
            if answer:
                self.run_worker(self._export(answer), group="export")

        await self.app.push_screen(ExportDialog(self.usual_export), begin)

    async def _export(self, answer: str) -> None:
        try:
            words = shlex.split(answer)
        except ValueError as error:
            self.say(f"not written: {error}", warning=True)
            return
        # Behind every decision that is still on its way to the disk.
        await self.desk.ask(lambda _: None)
        # In a process of its own: tokens are spaCy's, which never comes into this one.
        command = [sys.executable, "-m", "tui", "--db", str(self.desk.settings.db), "export", *words]
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        _, told = await process.communicate()
        self.exported(process.returncode == 0, display(told.decode(errors="replace")).strip())

    def exported(self, well: bool, told: str) -> None:
        """Say what came of an export."""
        self.say(told or "written", warning=not well)
