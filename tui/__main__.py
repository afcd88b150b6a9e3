"""``copydesk`` and ``python -m tui``: straight to the reader where only paths are named.

The command line knows options and commands, and costs as much time to import as reading the article does.
"""

import gc
import sys
from collections.abc import Sequence

#: What is a command and no path; the command line has the commands themselves.
COMMANDS = frozenset({"add", "backup", "detect", "doctor", "export", "import", "init", "read", "stats"})


def only_paths(words: Sequence[str]) -> bool:
    """Tell whether a command line is nothing but the paths of articles, of which there may be none."""
    return not any(word.startswith("-") for word in words) and not COMMANDS.intersection(words[:1])


def main() -> None:
    """Run what the command line asks for."""
    from tui.crash import watch  # noqa: PLC0415 - the name of a command costs nothing more

    watch()
    words = sys.argv[1:]
    if not only_paths(words):
        from tui.cli import main as command_line  # noqa: PLC0415 - not for the reader

        command_line()
        return
    # Nothing that is imported becomes garbage: looking for some meanwhile takes a tenth of the time.
    gc.disable()
    from tui.config import Options  # noqa: PLC0415 - nor these for the commands
    from tui.report import in_a_sentence  # noqa: PLC0415
    from tui.start import run_reader  # noqa: PLC0415

    with in_a_sentence():
        sys.exit(run_reader(Options(), words, None))


if __name__ == "__main__":
    main()
