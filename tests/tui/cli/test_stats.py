"""The figures of everybody's work, for a person and for a program."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from annotations.records import Progress
from annotations.store import Store
from tests.annotations.store.desk import decide, decide_state, make_article, make_tag
from tui.cli import cli
from tui.cli.stats import _duration

ARTICLES = [make_article(f"Story number {n}.") for n in range(3)]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with Store.open(path) as store:
        store.add_articles(ARTICLES)
        acts = [
            decide(after=make_tag(ARTICLES[0], 0, 5, "figure", annotator="mira")),
            decide(after=make_tag(ARTICLES[0], 6, 12, "figure", annotator="mira")),
            decide(after=make_tag(ARTICLES[1], 0, 5, "complaint", annotator="mira")),
            decide_state(ARTICLES[1], "open", "done", "mira"),
        ]
        for second, act in zip((0, 10, 30, 95), acts, strict=True):
            at = f"2026-01-02T12:{second // 60:02}:{second % 60:02}.000Z"
            store.commit(replace(act, at=at))
        store.save_progress(Progress(article=ARTICLES[0].id, annotator="mira", active_seconds=100.0))
        store.commit(decide_state(ARTICLES[2], "new", "skipped", "b\x1b[2Jen"))
    return path


def run(database: Path, *args: str) -> str:
    result = CliRunner().invoke(cli, ["--db", str(database), *args], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_a_person_reads_it(database: Path) -> None:
    told = run(database, "stats")
    assert told.startswith("3 articles\n")
    mira = told[told.index("mira") :]
    for state in ("new 1", "open 1", "done 1"):
        assert state in mira.splitlines()[1]
    assert "tags       3: figure 2, complaint 1" in mira
    assert "active     2 min" in mira
    assert "decisions  4, 480 an hour, 7.5 s each" in mira
    assert "2026-01-02 4 in 2 articles, 30 s" in mira
    assert "\x1b" not in told
    assert "␛[2Jen" in told


def test_a_program_reads_it(database: Path) -> None:
    told: dict[str, Any] = json.loads(run(database, "stats", "--json"))
    assert told["articles"] == 3
    assert set(told["annotators"]) == {"mira", "b\x1b[2Jen"}
    assert told["annotators"]["mira"] == {
        "states": {"new": 1, "open": 1, "done": 1},
        "tags": {"complaint": 1, "figure": 2},
        "orphans": {},
        "active_seconds": 100.0,
        "decisions": 4,
        "deciding_seconds": 30.0,
        "decisions_per_hour": 480.0,
        "seconds_per_decision": 7.5,
        "days": [{"date": "2026-01-02", "decisions": 4, "articles": 2, "seconds": 30.0}],
    }


def test_one_annotator_can_be_asked_for(database: Path) -> None:
    told = json.loads(run(database, "--annotator", "mira", "stats", "--json"))
    assert list(told["annotators"]) == ["mira"]
    nobody = run(database, "--annotator", "eve", "stats")
    assert "decisions  0\n" in nobody
    assert "tags       0\n" in nobody


def test_no_database_is_said(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["--db", str(tmp_path / "none.db"), "stats"])
    assert "there is no database" in str(result.exception)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (3_540, "59 min"),
        (3_599, "1 h 00 min"),
        (11_100, "3 h 05 min"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert _duration(seconds) == words
