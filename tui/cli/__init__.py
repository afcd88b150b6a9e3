"""The command line: one short function per command; data to stdout, everything else to stderr."""

import gc

# What is imported does not become garbage: looking for some meanwhile takes a tenth of the time.
gc.disable()
from tui.cli import datasets, detection, health, reading, stats  # noqa: E402
from tui.cli.base import cli, main  # noqa: E402

gc.enable()

__all__ = ["cli", "datasets", "detection", "health", "main", "reading", "stats"]
