"""Articles that would command the terminal, in the real program on a real one: nothing of them is obeyed."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.hostile import COMMANDS, EVERYTHING, MARKS, SURROGATE, leaks
from tests.support.terminal import COPYDESK, Terminal

#: All of it on one line, as a title or a note has it.
WORST = "Port " + " ".join(text.replace("\n", " ") for text in (*COMMANDS.values(), *MARKS.values()))
NAME = "port\x1b]0;PWNED\x07\x1b[2J\u202e\x9b2J.txt"


def example(title: str, text: str, **more: object) -> str:
    return json.dumps({"text": text, "meta": {"title": title, "byline": WORST, "colour": WORST}, **more})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Fill a database with articles, labels, notes and names that would all command a terminal."""
    desk = Desk(tmp_path_factory.mktemp("hostile"))
    desk.env["ESCDELAY"] = "30"  # An escape key of its own need not be waited for.
    story = "\n\n".join(f"Port {name}: {text} was agreed." for name, text in EVERYTHING.items())
    span = {"start": 0, "end": 4, "label": WORST, "note": WORST, "annotator": "tester"}
    rows = [example(WORST, story, spans=[span | {"label": "complaint"}, span | {"end": 6}])]
    rows += [example(text, f"Port {name}: {text} was agreed.") for name, text in EVERYTHING.items()]
    desk.write("rows.jsonl", "\n".join(rows) + "\n")
    desk.run_well("import", "jsonl", "rows.jsonl")
    desk.run_well("add", desk.write("half.jsonl", example("", SURROGATE)))
    desk.write("empty" + NAME, "")
    desk.write(NAME, f"Port {WORST}\n\nWas agreed upon.\n".replace("\0", ""))
    desk.write("bad" + NAME, example("", "x", spans=[span | {"end": 9}]) + "\n")
    label = f'[[label]]\nname = {json.dumps(WORST)}\nkey = "j"\ncolour = "mud"\nunit = "word"\n'
    desk.write("scheme.toml", label)
    return desk


@pytest.fixture
def opened(hostile: Desk) -> Iterator[Terminal]:
    with hostile.open("empty" + NAME, NAME, rows=40, columns=130) as terminal:
        terminal.wait_for(" words")
        yield terminal


def test_library_panel_notes_and_every_article(hostile: Desk) -> None:
    shutil.copy(hostile.database, hostile.folder / "another.db")
    argv = [COPYDESK, "--db", "another.db"]
    with Terminal(argv, rows=40, columns=130, env=hostile.env, cwd=hostile.folder) as terminal:
        terminal.wait_for(" words")
        terminal.wait_for("TAGS")  # the panel lists the tags that came in, with their labels
        terminal.press("i")
        terminal.wait_for("Note on this")
        terminal.press("enter")
        terminal.wait_for("TAGS")
        terminal.press("L")
        terminal.wait_for("Library")
        terminal.press("j", "k", "L")
        terminal.wait_for("TAGS")
        for number, _ in enumerate(EVERYTHING, start=2):
            terminal.press("space", "b", "]")
            terminal.wait_for(f" {number} of ")
        terminal.press("q")
        assert terminal.wait() == 0
        assert leaks(terminal.written) == []


def test_no_screen_obeys(opened: Terminal) -> None:
    opened.press("1")
    opened.wait_for(lambda t: "1 tag" in t.lines[0])
    for key, shown in [
        ("ctrl+p", "Search for commands"),
        ("i", "Note on this"),
        ("?", "Move and select"),
        ("r", "commitment becomes"),
    ]:
        opened.press(key)
        opened.wait_for(shown)
        opened.press("escape")
        opened.wait_for(lambda terminal, gone=shown: gone not in terminal.text)  # type: ignore[misc]
        opened.wait_until_quiet()
    opened.press("y")
    opened.wait_for("unconfirmed")
    opened.press("q")
    assert opened.wait() in {0, 1}
    assert leaks(opened.written, may=["\x1b]52;c;UG9ydC"]) == []
    assert "not taken" in opened.text
    assert opened.written.count("\x1b]52;") == 1, "the copy that was asked for, and no other"
    assert opened.is_restored()


@pytest.mark.parametrize(
    "args",
    [
        ("add", NAME, "empty" + NAME, "missing" + NAME),
        ("export", "jsonl", "-"),
        ("export", "jsonl", "-", "--unit", "sentence", "--untouched", "--no-tokens"),
        ("export", "jsonl", "out" + NAME, "--no-tokens", "--json"),
        ("export", "jsonl", "nowhere" + NAME + "/out"),
        ("import", "jsonl", "bad" + NAME),
        ("import", "jsonl", "bad" + NAME, "--json"),
        ("import", "jsonl", "missing" + NAME),
        ("--db", "empty" + NAME + "/x.db", "export", "jsonl", "-"),
        ("--db", NAME, "add", NAME),
        ("--scheme", "bad" + NAME, "add", NAME),
        ("--scheme", "scheme.toml", "add", NAME),
        ("--annotator", WORST.replace("\0", ""), "import", "jsonl", "rows.jsonl"),
        ("export", WORST.replace("\0", ""), "-"),
        ("add", "--encoding", WORST.replace("\0", ""), NAME),
        ("--no-such" + NAME,),
        ("missing" + NAME,),
        ("empty" + NAME,),
    ],
    ids=lambda args: " ".join(args).encode("ascii", "replace").decode()[:40].replace("\x1b", "?"),
)
def test_no_command_obeys(hostile: Desk, args: tuple[str, ...]) -> None:
    with Terminal([COPYDESK, *args], env=hostile.env, cwd=hostile.folder) as terminal:
        terminal.wait()
        assert terminal.written.strip()
        assert "Traceback" not in terminal.written
        assert leaks(terminal.written.replace("\r\x1b[K", ""), modes=False) == []


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_tmux_keeps_its_title_and_its_paste_buffer(hostile: Desk) -> None:
    socket = hostile.folder / "tmux"

    def tmux(*args: str) -> str:
        argv = ["tmux", "-f", "/dev/null", "-S", str(socket), *args]
        ran = subprocess.run(argv, env=hostile.env, cwd=hostile.folder, capture_output=True, check=False)
        return ran.stdout.decode()

    tmux("new-session", "-d", "-x", "120", "-y", "40", "sleep 60")
    try:
        # Whatever a terminal may be asked is allowed here: nothing is asked.
        tmux("set-option", "-g", "set-clipboard", "on")
        tmux("set-buffer", "-b", "mine", "untouched")
        title = tmux("display-message", "-p", "#{pane_title}")
        script = hostile.folder / "run.sh"
        commands = ("rows.jsonl", "export jsonl - --untouched --no-tokens", "add empty*")
        script.write_text("".join(f"'{COPYDESK}' {command}\n" for command in commands))
        tmux("respawn-pane", "-k", f"sh {script}; echo finis''hed; sleep 60")
        _until(lambda: " words" in tmux("capture-pane", "-p"))
        for _ in range(8):
            tmux("send-keys", "]")
            tmux("send-keys", "Space")
        tmux("send-keys", "L")
        _until(lambda: "Library" in tmux("capture-pane", "-p"))
        tmux("send-keys", "q")
        _until(lambda: " words" in tmux("capture-pane", "-p"))
        tmux("send-keys", "q")
        _until(lambda: "finished" in tmux("capture-pane", "-p"))
        assert tmux("display-message", "-p", "#{pane_title}") == title
        assert "PWNED" not in title
        assert tmux("show-buffer") == "untouched"
        assert len(tmux("list-buffers").splitlines()) == 1
    finally:
        tmux("kill-server")


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_leaks_is_found(tmp_path: Path) -> None:
    """The test of the test: each of the texts would be found if it were written as it is."""
    for name, text in {**COMMANDS, **MARKS}.items():
        raw = text.encode("utf-8", "surrogateescape").decode()
        if name != "carriage return":
            assert leaks(f"before {raw} after"), name
    assert leaks("plain \x1b[1;31mred\x1b[0m\x1b[3;4H text\r\n") == []
    assert leaks("plain \x1b[1m", modes=False) == ["\x1b[1m"]
