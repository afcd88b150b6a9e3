"""The README is true: what it shows is run, what it names is there."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.terminal import COPYDESK, Terminal, environment
from tui.cli import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shown_commands() -> list[str]:
    """Return every command typed at a prompt, in order."""
    return [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


def opens_the_reader(command: str) -> bool:
    """Tell whether a command takes over the terminal: it names no command but ``read``."""
    words = re.split(r"\s+", command.rsplit("|", 1)[-1].strip())
    return words[0] == "copydesk" and not set(words) & (set(cli.commands) - {"read"})


def run_in_a_terminal(command: str, env: dict[str, str], folder: Path) -> int:
    with Terminal(["/bin/sh", "-c", command], env=env, cwd=folder) as terminal:
        if opens_the_reader(command):
            terminal.wait_for("1 commitment")
            terminal.press("q")
        return terminal.wait(timeout=60)


def test_every_shown_command_works_in_order(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_articles", tmp_path / "sample_articles")
    env = environment(tmp_path)
    env["PATH"] = os.pathsep.join((str(Path(COPYDESK).parent), env["PATH"]))
    commands = shown_commands()
    assert any(opens_the_reader(command) for command in commands)
    assert any(not opens_the_reader(command) for command in commands)
    failed = {command: code for command in commands if (code := run_in_a_terminal(command, env, tmp_path))}
    assert failed == {}


def test_every_console_block_is_made_of_commands() -> None:
    for block in blocks("console"):
        assert block.startswith("$ ")


def test_start_is_two_commands_and_ci_runs_the_second() -> None:
    shell = [line for block in blocks("sh") for line in block.splitlines()]
    assert (
        shell[0] == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/copydesk sample_articles"
    )
    assert shell[1].startswith('python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && ')
    pattern = re.search(
        r"grep -m 1 -E '([^']+)' README.md", (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    )
    assert pattern is not None
    found = subprocess.run(
        ["grep", "-m", "1", "-E", pattern[1], str(ROOT / "README.md")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == shell[1]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"^\| `copydesk ([a-z]+)", README, re.MULTILINE))))
def test_every_command_of_the_table_has_help(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [COPYDESK, name, "--help"], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `copydesk ([a-z]+)", README, re.MULTILINE))
    assert named == {name for name, command in cli.commands.items() if not command.hidden} - {"read"}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))), ids=lambda link: link)
def test_every_file_it_links_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()
