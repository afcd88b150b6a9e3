"""The short way to the reader, and that it never takes a command for a path."""

import sys
from collections.abc import Sequence
from typing import Any

import pytest

from annotations.errors import StoreError
from tui import __main__, cli, start
from tui.report import NoTerminalError


def test_every_command_is_known_to_the_short_way() -> None:
    assert set(cli.cli.commands) == __main__.COMMANDS


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ((), True),
        (("story.txt",), True),
        (("story.txt", "export"), True),
        (("export", "jsonl", "out.jsonl"), False),
        (("--db", "a.db", "story.txt"), False),
        (("story.txt", "--annotator", "ana"), False),
        (("-",), False),
        (("--help",), False),
        (("--", "-story.txt"), False),
    ],
)
def test_only_paths_go_the_short_way(words: Sequence[str], plain: bool) -> None:
    assert __main__.only_paths(words) is plain


@pytest.mark.parametrize(
    ("error", "code"), [(StoreError("the disk\x1b[2J is gone"), 1), (NoTerminalError("no terminal"), 2)]
)
def test_the_short_way_ends_in_a_sentence_too(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any) -> int:
        raise error

    monkeypatch.setattr(sys, "argv", ["copydesk", "story.txt"])
    monkeypatch.setattr(start, "run_reader", refuse)
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == code
    said = capsys.readouterr().err
    assert said.startswith("copydesk: ")
    assert "\x1b" not in said


def test_the_short_way_hands_on_the_paths_and_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Any] = []

    def read(*arguments: Any) -> int:
        handed.extend(arguments)
        return 7

    monkeypatch.setattr(sys, "argv", ["copydesk", "a.txt", "b.txt"])
    monkeypatch.setattr(start, "run_reader", read)
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 7
    assert handed[1:] == [["a.txt", "b.txt"], None]


def test_a_command_goes_the_long_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["copydesk", "export", "--help"])
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 0
    assert "Write what was tagged" in capsys.readouterr().out
