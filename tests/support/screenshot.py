"""Draw the README's picture: the real reader on the sample articles, with a few tags, as SVG.

Run as ``python -m tests.support.screenshot OUT.svg`` from the root of the project.
"""

import re
import sys
import tempfile
from pathlib import Path

from tests.support.terminal import COPYDESK, Terminal, environment

ROOT = Path(__file__).parent.parent.parent
#: Tag the first sentence, then the sum of money in it, and go to the next suggestion.
KEYS = ("}", "}", "}", "1", "j", *"lllllllll", "3", "tab")


def main(out: Path) -> None:
    """Write the picture to ``out``."""
    out.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        env = environment(
            Path(folder),
            COLORTERM="truecolor",
            TEXTUAL_SCREENSHOT="8",
            TEXTUAL_SCREENSHOT_LOCATION=str(out.parent.resolve()),
            TEXTUAL_SCREENSHOT_FILENAME=out.name,
        )
        with Terminal([COPYDESK, "sample_articles"], rows=34, columns=112, env=env, cwd=ROOT) as terminal:
            terminal.wait_for("commitment")
            terminal.wait_until_quiet(1.5)
            terminal.press(*KEYS)
            terminal.wait()
    # Textual names fonts of a server elsewhere: whoever opens the picture asks nobody for anything.
    out.write_text(re.sub(r"@font-face \{.*?\}\s*", "", out.read_text(encoding="utf-8"), flags=re.DOTALL))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
