"""Killed at random instants, in the middle of opening, of committing, of telling: nothing told is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.counts import figures, full_or

KILLS = full_or(120, 1_000)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_nothing_told_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "tests.faults.kills", str(tmp_path), str(KILLS), "6"]
    ran = subprocess.run(argv, check=True, capture_output=True, text=True, timeout=600)
    found = json.loads(ran.stdout)
    figures.append(f"kills: {found}")
    assert (found["lost"], found["twice"], found["unsound"]) == (0, 0, 0)
    assert found["told"] > KILLS, "they were killed before they had done anything"
    assert found["while opening"] > 0, "none was killed while it opened the database"
    # At most the one decision under way at each kill is there although nobody was told.
    assert found["told"] <= found["written"] <= found["told"] + KILLS
