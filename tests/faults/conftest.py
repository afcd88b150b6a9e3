"""With the full counts, what was counted is said at the end."""

import os

import pytest

from tests.faults.counts import figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if os.environ.get("COPYDESK_SOAK"):
        terminalreporter.section("figures")
        for figure in figures:
            terminalreporter.write_line(figure)
