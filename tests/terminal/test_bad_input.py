"""What cannot be read is said in one sentence, with the right exit code, and the rest is done."""

import hashlib
import re
import sqlite3
from collections.abc import Callable

import pytest

from tests.support.desk import Desk

STORY = "A small story.\n\nThe council promised to mend the lighthouse.\n"
SCHEME = """
[[label]]
name = "promise"
key = "Q"
colour = "green"
unit = "sentence"

[[label]]
name = "threat"
key = "{key}"
colour = "{colour}"
unit = "sentence"
"""


def complaints(stderr: str) -> list[str]:
    """Return what was complained of; no traceback may be among it."""
    assert "Traceback" not in stderr
    return [line for line in stderr.splitlines() if "known already" not in line]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.txt", None, "missing.txt"),
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "picture.txt"),
        ("broken.jsonl", b'{"text": "A good one."}\n{"text": "never ends\n', "line 2"),
        ("wrong.jsonl", b'{"words": "no text"}\n', "line 1"),
    ],
    ids=["missing", "empty", "binary", "broken JSONL", "no text"],
)
def test_what_cannot_be_read_is_refused_and_the_rest_taken(
    desk: Desk, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        desk.write(name, content)
    done = desk.run("add", name, desk.write("story.txt", STORY))
    assert done.returncode == 1
    (complaint,) = complaints(done.stderr)
    assert reason in complaint
    assert name in complaint
    assert done.stdout == ""
    assert STORY in [example["text"] for example in desk.exported()]


@pytest.mark.parametrize("name", ["missing.txt", "empty.txt"])
def test_reader_that_has_nothing_to_show_does_not_open(desk: Desk, name: str) -> None:
    desk.write("empty.txt", "")
    with desk.open(name) as terminal:
        assert terminal.wait() == 1
        assert "\x1b[?1049h" not in terminal.written
        (complaint,) = complaints(terminal.text.strip())
        assert name in complaint


def test_reader_shows_the_rest(desk: Desk) -> None:
    desk.write("story.txt", STORY)
    with desk.open("missing.txt", "story.txt") as terminal:
        terminal.wait_for("lighthouse")
        terminal.wait_for("missing.txt")
        terminal.press("q")
        assert terminal.wait() in {0, 1}
        assert terminal.is_restored()


@pytest.mark.parametrize(
    ("key", "colour", "named"),
    [("Q", "red", "'Q'|\\bQ\\b"), ("z", "mud", "mud"), ("j", "red", "\\bj\\b")],
    ids=["duplicate key", "unknown colour", "hides a command"],
)
def test_bad_scheme_names_the_file_and_what_is_wrong(desk: Desk, key: str, colour: str, named: str) -> None:
    desk.write("bad.toml", SCHEME.format(key=key, colour=colour))
    with desk.open("--scheme", "bad.toml", "sample_articles") as terminal:
        assert terminal.wait() == 1
        assert "\x1b[?1049h" not in terminal.written
        words = " ".join(terminal.text.split())
    assert "Traceback" not in words
    assert "bad.toml" in words
    assert re.search(named, words.replace("bad.toml", ""))


def test_scheme_that_is_not_toml(desk: Desk) -> None:
    done = desk.run("--scheme", desk.write("bad.toml", "[[label\n"), "add", "sample_articles")
    assert done.returncode == 1
    (complaint,) = complaints(done.stderr)
    assert "bad.toml" in complaint


def foreign(desk: Desk) -> None:
    connection = sqlite3.connect(desk.database)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()


def not_sqlite(desk: Desk) -> None:
    desk.database.write_text("Dear diary, " * 100, encoding="utf-8")


@pytest.mark.parametrize("make", [foreign, not_sqlite])
@pytest.mark.parametrize(
    "args",
    [("add", "sample_articles"), ("export", "jsonl", "out.jsonl")],
    ids=["add", "export"],
)
def test_database_that_is_not_ours_is_left_alone(
    desk: Desk, make: Callable[[Desk], None], args: tuple[str, ...]
) -> None:
    make(desk)
    before = hashlib.sha256(desk.database.read_bytes()).hexdigest()
    done = desk.run(*args)
    assert done.returncode == 1
    (complaint,) = complaints(done.stderr)
    assert desk.database.name in complaint
    assert hashlib.sha256(desk.database.read_bytes()).hexdigest() == before
    assert not (desk.folder / "out.jsonl").exists()


@pytest.mark.parametrize("make", [foreign, not_sqlite])
def test_reader_leaves_a_database_that_is_not_ours_alone(desk: Desk, make: Callable[[Desk], None]) -> None:
    make(desk)
    before = hashlib.sha256(desk.database.read_bytes()).hexdigest()
    with desk.open("sample_articles") as terminal:
        assert terminal.wait() == 1
        assert terminal.is_restored()
        assert "Traceback" not in terminal.written
        assert desk.database.name in "".join(terminal.lines)
    assert hashlib.sha256(desk.database.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("args", [("sample_articles",), (), ("--annotator", "mira", "sample_articles")])
def test_reader_without_a_terminal(desk: Desk, args: tuple[str, ...]) -> None:
    done = desk.run(*args)
    assert done.returncode == 2
    assert "terminal" in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_terminal_that_cannot_move_its_cursor(desk: Desk) -> None:
    desk.env["TERM"] = "dumb"
    with desk.open("sample_articles") as terminal:
        assert terminal.wait() == 2
        assert "\x1b" not in terminal.written


@pytest.mark.parametrize(
    "args", [("export",), ("export", "nonsense", "out"), ("add",), ("add", "--no-such-option", "x")]
)
def test_wrong_usage(desk: Desk, args: tuple[str, ...]) -> None:
    done = desk.run(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_hostile_file_name_cannot_command_the_terminal(desk: Desk) -> None:
    done = desk.run("add", "no\x1b]0;PWN\x07such\x1b[2Jfile.txt")
    assert done.returncode == 1
    assert "\x1b" not in done.stderr
    assert "\x07" not in done.stderr
