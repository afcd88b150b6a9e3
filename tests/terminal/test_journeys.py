"""What an annotator does from end to end, in the real program on a real pseudo-terminal."""

import signal
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.terminal import COPYDESK, Terminal

SIZES = [(24, 80), (40, 120)]


def ready(terminal: Terminal) -> None:
    """Wait until an article is shown and can be tagged."""
    terminal.wait_for("1 commitment")
    terminal.wait_for(lambda t: " word" in t.lines[0])


class Saved:
    """The condition that so many tags are shown, and shown as saved, in a frame that is complete."""

    def __init__(self, count: int) -> None:
        self.words = f"{count} tag" if count == 1 else f"{count} tags"

    def __call__(self, terminal: Terminal) -> bool:
        if not self._shown(terminal):
            return False
        while terminal.read(0.005):  # the rest of a frame that arrives in pieces
            pass
        return self._shown(terminal)

    def _shown(self, terminal: Terminal) -> bool:
        return self.words in terminal.lines[0] and "saved ✓" in terminal.text

    def __repr__(self) -> str:
        return f"{self.words}, saved"


def leave(terminal: Terminal) -> None:
    terminal.press("q")
    assert terminal.wait() == 0
    assert terminal.is_restored()
    assert "Traceback" not in terminal.written


def tagged_rows(terminal: Terminal) -> list[str]:
    """Return the rows of the page that have the lane of the tag at the caret, without the side panel."""
    return [line.split("│")[0].rstrip(" ▁▂▃▄▅▆▇█") for line in terminal.lines[2:-2] if "▌" in line]


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_tag_is_there_when_one_comes_back(desk: Desk, rows: int, columns: int) -> None:
    with desk.open("sample_articles", rows=rows, columns=columns) as terminal:
        ready(terminal)
        terminal.press(")", ")", ")", "1")
        terminal.wait_for(Saved(1))
        beside = tagged_rows(terminal)
        leave(terminal)
    assert beside
    with desk.open("sample_articles", rows=rows, columns=columns) as terminal:
        terminal.wait_for(lambda t: "1 tag" in t.lines[0] and tagged_rows(t) == beside)
        leave(terminal)
    (span,) = desk.spans()
    assert (span["label"], span["origin"], span["annotator"]) == ("commitment", "manual", "tester")
    assert len(span["text"].split()) > 3
    assert " ".join(row[row.index("▌") + 1 :].strip() for row in beside).startswith(span["text"][:40])


def test_whole_articles_go_out_as_they_came_in(desk: Desk) -> None:
    desk.run_well("add", "sample_articles")
    texts = [example["text"] for example in desk.exported()]
    source = (desk.folder / "sample_articles" / "01-trade-talks.txt").read_text(encoding="utf-8")
    assert source in texts


def test_kill_loses_nothing_that_was_shown_as_saved(desk: Desk) -> None:
    for count in (1, 2):
        with desk.open("sample_articles/01-trade-talks.txt") as terminal:
            ready(terminal)
            # Past headline, byline and dateline, each time to another sentence.
            terminal.press(*[")"] * (count + 2), "1")
            terminal.wait_for(Saved(count))
            terminal.send_signal(signal.SIGKILL)
            assert terminal.wait() == -signal.SIGKILL
    spans = desk.spans()
    assert len({span["start"] for span in spans}) == len(spans) == 2


def test_undo_reaches_across_a_restart(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1", ")", "2")
        terminal.wait_for(Saved(2))
        leave(terminal)
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press("u")
        terminal.wait_for(Saved(1))
        terminal.press("u")
        terminal.wait_for(lambda t: "1 tag" not in t.lines[0])
        terminal.press("ctrl+r")
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert [span["label"] for span in desk.spans()] == ["commitment"]


def test_done_goes_on_and_comes_out_as_seen(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.wait_for(lambda t: " 1 of " in t.lines[0])
        terminal.press("D")
        terminal.wait_for(lambda t: " 2 of " in t.lines[0])
        terminal.press("[")
        terminal.wait_for(lambda t: " 1 of " in t.lines[0] and "done" in t.lines[0])
        leave(terminal)
    assert any(example["spans"] == [] for example in desk.exported())


def test_smallest_terminal(desk: Desk) -> None:
    with desk.open("sample_articles/01-trade-talks.txt", rows=5, columns=20) as terminal:
        terminal.wait_for(lambda t: len(t.text.split()) > 3)
        terminal.wait_until_quiet()
        terminal.press("1", "j", "k")
        terminal.wait_until_quiet()
        terminal.resize(24, 80)
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert len(desk.spans()) == 1


def test_no_size_breaks_it(desk: Desk) -> None:
    with desk.open("sample_articles/01-trade-talks.txt") as terminal:
        ready(terminal)
        for count, (rows, columns) in enumerate([(1, 1), (2, 3), (3, 10), (100, 300)], start=1):
            terminal.resize(rows, columns)
            terminal.press("j", ")", "1")
            terminal.wait_until_quiet()
            terminal.resize(24, 80)
            terminal.wait_for(Saved(count))
        leave(terminal)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_signal_leaves_the_terminal_as_it_was(desk: Desk, number: int, code: int) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(lambda t: "1 tag" in t.lines[0])
        terminal.send_signal(number)
        assert terminal.wait() == code
        assert terminal.is_restored()
    assert len(desk.spans()) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGQUIT, 131)])
def test_signal_ends_it_while_it_is_busy(desk: Desk, number: int, code: int) -> None:
    with desk.open(desk.write("long.txt", "The port is shut. " * 300_000)) as terminal:
        terminal.wait_for("The port is shut")  # Shown, and far from laid out and looked through.
        terminal.press(*"GgG/treaty")
        terminal.send_signal(number)
        assert terminal.wait() == code
        assert terminal.is_restored()


def test_closed_terminal_ends_it_and_loses_nothing(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        terminal.hang_up()
        # 120 is Python's own: it had no terminal left to flush its output to.
        assert terminal.wait() in {129, 120}
    assert len(desk.spans()) == 1


def test_closed_terminal_ends_it_while_it_still_draws(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.write(b"jk" * 200)
        terminal.hang_up()
        assert terminal.wait() in {129, 120}


def test_told_to_continue_it_goes_on_and_can_be_left(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.send_signal(signal.SIGCONT)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert len(desk.spans()) == 1


def test_suspended_and_called_back_it_goes_on(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.send_signal(signal.SIGTSTP)
        terminal.wait_for(lambda asked: asked.is_stopped())
        assert terminal.is_restored()
        terminal.send_signal(signal.SIGCONT)
        terminal.press(")", "1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert len(desk.spans()) == 1


def test_one_paragraph_of_five_thousand_words_on_one_line(desk: Desk) -> None:
    middle = " ".join(f"The board met on day {n} and agreed on nothing much." for n in range(500))
    last = "The chair then promised to resign in Ellery."
    text = f"{middle} {last}"
    assert len(text.split()) >= 5_000
    with desk.open(desk.write("long.txt", text)) as terminal:
        ready(terminal)
        terminal.wait_for("The board met on day 0")
        terminal.press("G")
        terminal.wait_for("Ellery")
        terminal.press("1")
        terminal.wait_for(Saved(1))
        terminal.press("g")
        terminal.wait_for("The board met on day 0")
        terminal.press(")", "2")
        terminal.wait_for(Saved(2))
        leave(terminal)
    found = {span["label"]: span["text"] for span in desk.spans()}
    assert found == {
        "commitment": last,
        "complaint": "The board met on day 1 and agreed on nothing much.",
    }


def test_copying_reaches_the_terminal_and_says_so(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press("y")
        terminal.wait_for("unconfirmed")
        assert terminal.written.count("\x1b]52;c;") == 1
        leave(terminal)


def test_standard_input_is_read_and_the_keyboard_given_back(desk: Desk) -> None:
    path = desk.write("story.txt", "A small story.\n\nThe council promised to mend the lighthouse.\n")
    shell = f"cat {path} | {COPYDESK} -"
    with Terminal(["/bin/sh", "-c", shell], env=desk.env, cwd=desk.folder) as terminal:
        ready(terminal)
        terminal.wait_for("lighthouse")
        terminal.press("G", "1")
        terminal.wait_for(Saved(1))
        terminal.press("q")
        assert terminal.wait() == 0
    assert [span["text"] for span in desk.spans()] == ["The council promised to mend the lighthouse."]


def test_database_is_one_private_file(desk: Desk) -> None:
    with desk.open("sample_articles") as terminal:
        ready(terminal)
        terminal.press("1")
        terminal.wait_for(Saved(1))
        leave(terminal)
    assert desk.database.stat().st_mode & 0o077 == 0
    assert [path.name for path in Path(desk.folder).glob("copydesk.db*")] == ["copydesk.db"]
