"""What the journeys start from."""

import shutil
from pathlib import Path

import pytest

from tests.support.desk import Desk

SAMPLES = Path(__file__).parent.parent.parent / "sample_articles"


@pytest.fixture(autouse=True)
def uncounted(no_cover: None) -> None:
    """Count no branches here: it is other processes that run ours."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    shutil.copytree(SAMPLES, tmp_path / "sample_articles")
    return Desk(tmp_path)
