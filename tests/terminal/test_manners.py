"""The terminal is left as it was found, whatever ends the program; and keys that arrive oddly tag nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.hostile import leaks
from tests.support.terminal import COPYDESK, Terminal
from tests.terminal.test_journeys import Saved, ready

#: The program with a mistake in it: a key that fails over a text that would command the terminal.
BROKEN = """
from tui.screens.reader import ReaderScreen
def broken(self, *arguments):
    article = "\\x1b]0;PWNED\\x07 the minister said nothing"
    raise RuntimeError(article)
ReaderScreen.action_panel = broken
from tui.__main__ import main
main()
"""


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
def test_keys_that_end_it(desk: Desk, key: str) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(lambda t: "1 tag" in t.lines[0])
        terminal.press(key)
        assert terminal.wait() == 0
        assert terminal.is_restored()
    assert len(desk.spans()) == 1


def test_quit_signal_leaves_the_terminal_as_it_was(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.send_signal(signal.SIGQUIT)
        assert terminal.wait() == 131
        assert terminal.is_restored()


def test_a_mistake_of_the_program_is_one_sentence_on_a_whole_terminal(desk: Desk) -> None:
    argv = [sys.executable, "-c", BROKEN, "sample_articles"]
    with Terminal(argv, rows=40, columns=100, env=desk.env, cwd=desk.folder) as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.press("o")
        assert terminal.wait() == 1
        assert terminal.is_restored()
        assert leaks(terminal.written) == []
        words = " ".join(terminal.text.split())
        assert "Traceback" not in terminal.written
        assert "a mistake in the program ended it (RuntimeError:" in words
    log = desk.folder / "state" / "copydesk" / "crash.log"
    assert "in broken" in log.read_text(encoding="utf-8")
    assert (
        "minister said"
        not in log.read_text(encoding="utf-8").replace('article = "', "", 1).split("raise")[-1]
    )
    assert len(desk.spans()) == 1


def test_a_key_that_arrives_in_pieces_tags_nothing(desk: Desk) -> None:
    """``C``, ``M`` and the digits are keys of their own when what went before them is forgotten."""
    with desk.open("sample_articles/01-trade-talks.txt") as terminal:
        ready(terminal)
        terminal.press(")")
        for pieces in [("\x1b", "[C"), ("\x1b[", "C"), ("\x1b[1", ";2C"), ("\x1b[<0;5", ";5M")]:
            for piece in pieces:
                terminal.press(piece)
                # Nothing shows that a piece has been taken: it is the waiting itself that is tried.
                terminal.wait_until_quiet(0.3)
        terminal.press("1")
        terminal.wait_for(Saved(1))
        terminal.press("q")
        assert terminal.wait() == 0
    assert len(desk.spans()) == 1


def test_what_is_pasted_tags_nothing(desk: Desk) -> None:
    text = "come and tag all of this: commitment, complaint, figure 1 2 3 and more of it "
    with desk.open("sample_articles/01-trade-talks.txt") as terminal:
        ready(terminal)
        terminal.press(f"\x1b[200~{text}\x1b[201~")
        terminal.wait_until_quiet(0.5)
        assert "keys came at once" not in terminal.text
        terminal.press(text)
        terminal.wait_for("keys came at once")
        terminal.press("escape")
        terminal.wait_for(lambda t: "keys came at once" not in t.text)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.press("q")
        assert terminal.wait() == 0
    assert len(desk.spans()) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, True),
        ({"LC_ALL": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"}, True),
        ({"LC_ALL": "", "LC_CTYPE": "", "LANG": ""}, False),
    ],
    ids=["C", "Latin-1", "none"],
)
def test_a_locale_without_utf8(desk: Desk, more: dict[str, str], said: bool) -> None:
    desk.env.update(more)
    with desk.open("sample_articles", columns=100) as terminal:
        ready(terminal)
        terminal.wait_for("“")
        if said:
            terminal.wait_for("is not UTF-8")
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        assert said or "UTF-8" not in terminal.text
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_terminal_without_a_name(desk: Desk) -> None:
    desk.env["TERM"] = ""
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.press("q")
        assert terminal.wait() == 0
        assert terminal.is_restored()
        assert leaks(terminal.written) == []


def test_an_article_from_a_pipe_without_a_terminal_for_the_keys(desk: Desk) -> None:
    inner, outer = os.openpty()
    try:
        # In a session of its own, and the terminal only for what is written.
        ran = subprocess.run(
            [COPYDESK, "-"], input=b"A story.\n", stdout=outer, stderr=subprocess.PIPE, env=desk.env,
            cwd=desk.folder, start_new_session=True, timeout=30, check=False,
        )  # fmt: skip
    finally:
        os.close(inner)
        os.close(outer)
    assert ran.returncode == 2
    said = ran.stderr.decode()
    assert said.startswith("copydesk: ")
    assert "keys" in said
    assert said.count("\n") == 1


def test_a_file_named_like_standard_output(desk: Desk) -> None:
    desk.run_well("add", "sample_articles/01-trade-talks.txt")
    done = desk.run_well("export", "jsonl", "./-", "--untouched", "--no-tokens")
    assert done.stdout == ""
    written = (desk.folder / "-").read_bytes()
    assert written
    assert desk.run_well("export", "jsonl", "-", "--untouched", "--no-tokens").stdout.encode() == written
    assert desk.run_well("import", "jsonl", "./-").returncode == 0
    assert Path(desk.folder / "-").stat().st_mode & 0o077 == 0
