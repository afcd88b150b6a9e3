"""The yardstick: the smallest Textual app that shows the text of a file."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """A ``Static``, and nothing else."""

    def compose(self) -> ComposeResult:
        """Show the file."""
        yield Static(Path(sys.argv[1]).read_text(encoding="utf-8"), markup=False)


if __name__ == "__main__":
    Bare().run()
