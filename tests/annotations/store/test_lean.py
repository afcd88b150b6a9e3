import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotations.store.lean import without_pandas

ROOT = Path(__file__).parents[3]
OPENED = """
import sys
from pathlib import Path
from annotations.store import Store
from tests.annotations.formats.samples import article
with Store.open(Path(sys.argv[1])) as store:
    store.add_articles([article("A story.")])
assert "sqlite_utils" in sys.modules
assert "pandas" not in sys.modules
"""


def test_opening_a_database_does_without_a_pandas_that_is_installed(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("raise SystemExit('pandas was imported')", encoding="utf-8")
    env = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "a.db")],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_pandas_is_hidden_only_for_the_time_and_never_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    with without_pandas(), pytest.raises(ImportError):
        __import__("pandas")
    assert "pandas" not in sys.modules
    monkeypatch.setitem(sys.modules, "pandas", sys)
    with without_pandas():
        assert sys.modules["pandas"] is sys
    assert sys.modules["pandas"] is sys
