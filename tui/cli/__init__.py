"""The command line: one short function per command; data to stdout, everything else to stderr."""

from tui.cli import datasets, reading
from tui.cli.base import cli, main

__all__ = ["cli", "datasets", "main", "reading"]
