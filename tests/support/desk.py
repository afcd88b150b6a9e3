"""The real program in a folder of its own: in a terminal, or as a command."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.support.terminal import COPYDESK, Terminal, environment


class Desk:
    """A folder with the sample articles, a database beside them, and what can be done there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = environment(folder)
        self.database = Path(self.env["COPYDESK_DB"])

    def open(self, *paths: str, rows: int = 24, columns: int = 80) -> Terminal:
        """Start the reader in a terminal."""
        return Terminal([COPYDESK, *paths], rows=rows, columns=columns, env=self.env, cwd=self.folder)

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, without a terminal."""
        return subprocess.run(
            [COPYDESK, *args],
            env=self.env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def write(self, name: str, text: str | bytes) -> str:
        """Make a file and return its name."""
        data = text.encode() if isinstance(text, str) else text
        (self.folder / name).write_bytes(data)
        return name

    def exported(self) -> list[dict[str, Any]]:
        """Export everything and return the examples; every span is checked against its text."""
        # Tokens are tried elsewhere: they would cost each journey more than its work.
        self.run_well("export", "jsonl", "out.jsonl", "--untouched", "--no-tokens")
        lines = (self.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
        (self.folder / "out.jsonl").unlink()
        examples: list[dict[str, Any]] = [json.loads(line) for line in lines]
        for example in examples:
            for span in example["spans"]:
                assert example["text"][span["start"] : span["end"]] == span["text"]
        return examples

    def spans(self) -> list[dict[str, Any]]:
        """Export everything and return the spans of all articles."""
        return [span for example in self.exported() for span in example["spans"]]

    def run_well(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Run a command that must succeed."""
        done = self.run(*args)
        assert done.returncode == 0, done.stderr
        return done
