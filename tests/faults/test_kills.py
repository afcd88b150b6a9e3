"""Killed at random instants, in the middle of opening, of committing, of telling: nothing told is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.counts import figures, full_or

KILLS = full_or(120, 1_000)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def killing(module: str, *args: object) -> dict[str, int]:
    """Kill in a process of its own, which has no threads, and return the figures."""
    argv = [sys.executable, "-m", f"tests.faults.{module}", *map(str, args)]
    ran = subprocess.run(argv, check=False, capture_output=True, text=True, timeout=1_200)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, int] = json.loads(ran.stdout)
    return found


def test_nothing_told_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    found = killing("kills", tmp_path, KILLS, 6)
    figures.append(f"kills: {found}")
    assert (found["lost"], found["twice"], found["unsound"]) == (0, 0, 0)
    assert found["told"] > KILLS, "they were killed before they had done anything"
    assert found["while opening"] > 0, "none was killed while it opened the database"
    # At most the one decision under way at each kill is there although nobody was told.
    assert found["told"] <= found["written"] <= found["told"] + KILLS


def test_an_upgrade_happens_or_does_not(tmp_path: Path) -> None:
    kills = full_or(12, 100)
    found = killing("kills_at_work", "upgrade", tmp_path, kills, 6)
    figures.append(f"kills of an upgrade: {found}; between two schemas: 0")
    assert found["old"] + found["new"] == kills
    assert found["in the middle"] > 0


def test_under_the_name_of_an_export_is_a_whole_one_or_none(tmp_path: Path) -> None:
    kills = full_or(8, 100)
    found = killing("kills_at_work", "export", tmp_path, kills, 6)
    figures.append(f"kills of an export: {found}; half a dataset: 0")
    assert found["old"] + found["new"] + found["nothing"] == kills
    assert found["in the middle"] > 0
