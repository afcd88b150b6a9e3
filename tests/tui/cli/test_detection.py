"""copydesk detect and copydesk doctor: one line an article, whatever is in it; and pages for people."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from annotations.detect import fingerprints
from annotations.records import Article, Detection, Entity, Quote, Speaker, Suggestion
from annotations.store import Store
from annotations.text import content_id, display
from tests.support.terminal import COPYDESK, Terminal, environment
from tui.cli import cli
from tui.cli.tables import table

STORY = "“It is done,” said Mira Tanaka in Oslo.\n\nThe ministry pledged to pay $5 million."
KEYS = ["title", "entities", "quotes", "suggestions", "pipeline"]

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def run_cli(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, args, input=stdin, prog_name="copydesk")

    return run_cli


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def lines(*texts: str) -> str:
    return "".join(json.dumps({"text": text, "title": f"No. {n}"}) + "\n" for n, text in enumerate(texts, 1))


def test_one_object_a_line_in_order_with_the_keys_of_the_design(run: Run, folder: Path) -> None:
    (folder / "wire.jsonl").write_text(lines(STORY, "No news.", STORY), encoding="utf-8")
    result = run("detect", "wire.jsonl", "--json")
    assert result.exit_code == 0
    found = rows(result)
    assert [row["title"] for row in found] == ["No. 1", "No. 2", "No. 3"]
    assert all(list(row) == KEYS for row in found)
    assert found[0] | {"title": ""} == found[2] | {"title": ""}
    assert found[0]["entities"][0] == {"start": 19, "end": 30, "label": "PERSON", "text": "Mira Tanaka"}
    (quote,) = found[0]["quotes"]
    assert {name: quote[name] for name in ("start", "end", "text", "kind")} == {
        "start": 0, "end": 13, "text": "“It is done,”", "kind": "direct",
    }  # fmt: skip
    assert quote["speaker"]["name"] == "Mira Tanaka"
    assert quote["cue"]["text"] == "said"
    assert [set(one) for one in found[0]["suggestions"]] == [
        {"start", "end", "label", "text", "score", "why"}
    ] * 2
    assert found[1] == {
        "title": "No. 2",
        "entities": [],
        "quotes": [],
        "suggestions": [],
        "pipeline": found[0]["pipeline"],
    }


def test_a_refused_line_is_told_by_its_number_and_the_rest_is_done(run: Run) -> None:
    result = run("detect", "-", stdin=lines(STORY) + "{broken\n" + lines("Two."))
    assert result.exit_code == 1
    assert [row["title"] for row in rows(result)] == ["No. 1", "No. 1"]
    assert "line 2: is not JSON" in result.stderr


def test_files_and_globs_are_read_in_one_go(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_text(STORY, encoding="utf-8")
    (folder / "a.jsonl").write_text(lines(STORY, STORY), encoding="utf-8")
    assert len(rows(run("detect", "*.jsonl", "b.txt"))) == 3
    missing = run("detect", "no.txt", "b.txt")
    assert (missing.exit_code, len(rows(missing))) == (1, 1)


def test_a_scheme_gives_its_own_cues(run: Run, folder: Path) -> None:
    (folder / "own.toml").write_text(
        '[[label]]\nname = "payment"\ncolour = "red"\ncues = { verbs = ["pledge to"] }\n', encoding="utf-8"
    )
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (row,) = rows(run("detect", "--scheme", "own.toml", "a.txt"))
    assert [one["label"] for one in row["suggestions"]] == ["payment"]


def test_the_database_is_read_once_and_keeps_it(run: Run, folder: Path) -> None:
    (folder / "wire.jsonl").write_text(lines(STORY, "No news."), encoding="utf-8")
    assert run("add", "wire.jsonl").exit_code == 0
    quiet = run("detect")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
    with Store.open(folder / "desk.db") as store:
        kept = store.detection(content_id(STORY), fingerprints.expected_fingerprint())
    assert kept is not None
    (first, _) = rows(run("detect", "--json"))
    assert first["pipeline"] == kept.pipeline


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("--json", "--table", "a.txt"), 2, "two ways to print the same"),
        ((), 1, "there is no database"),
        (("--model", "en_no_such_model", "a.txt"), 1, "cannot be loaded"),
    ],
)
def test_what_cannot_be_done_is_told(folder: Path, args: tuple[str, ...], code: int, told: str) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    done = subprocess.run(
        [COPYDESK, "detect", *args],
        capture_output=True,
        text=True,
        env=environment(folder),
        cwd=folder,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr


def test_on_a_terminal_json_holds_nothing_that_commands_it(folder: Path) -> None:
    (folder / "a.txt").write_text("“\u009b2J\u202e” said Mira Tanaka.", encoding="utf-8")
    with Terminal([COPYDESK, "detect", "a.txt", "--json"], env=environment(folder), cwd=folder) as terminal:
        assert terminal.wait(timeout=60) == 0
        assert "\\u009b" in terminal.text
        assert "\\u202e" in terminal.text


def test_a_table_for_people(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    shown = run("detect", "--table", "a.txt").stdout
    for words in (
        "WHO SAID WHAT",
        "Mira Tanaka  1",
        "“It is done,”",
        "PERSON",
        "Oslo",
        "commitment",
        "“pledged",
    ):
        assert words in shown


def article(text: str, title: str = "A title") -> Article:
    return Article(id=content_id(text), text=text, title=title)


def speech(number: int, name: str | None) -> Quote:
    speaker = Speaker(start=0, end=1, text="x", name=name) if name is not None else None
    return Quote(start=number, end=number + 1, text=f"“word\n{number}”", speaker=speaker)


def test_a_table_has_the_most_quoted_first_and_tells_what_is_left_out() -> None:
    quotes = (speech(1, None), speech(2, "Bo"), *(speech(n, "Ann") for n in range(3, 10)))
    scare = Quote(start=0, end=1, text="“so-called”", kind="scare")
    entities = tuple(Entity(start=n, end=n + 1, label="GPE", text=f"Town {n % 14}") for n in range(15))
    shown = table(article("x"), Detection(pipeline="p", quotes=(scare, *quotes), entities=entities), 80)
    found = shown.splitlines()
    heads = [line.strip() for line in found if line.startswith("  ") and line[2] != " "]
    assert heads[:3] == ["Ann  7", "Bo  1", "(nobody named)  1"]
    assert "    and 2 more" in found
    assert "so-called" not in shown
    assert "“word 3”" in shown
    (towns,) = (line for line in found if "GPE" in line)
    assert "15  Town 0 2, Town 1," in towns
    assert towns.endswith("…")


@pytest.mark.parametrize("width", [20, 80, 120, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = "日本と中国 " * 40
    one = Suggestion(start=0, end=4, label="commitment", text=text, score=0.75, why="日本: “will”")
    found = Detection(pipeline="p", suggestions=(one,), quotes=(Quote(start=0, end=4, text=text),))
    shown = table(article(text, title=text), found, width).splitlines()
    assert max(map(cell_len, shown)) <= min(width, 120)
    assert sum(line.endswith("…") for line in shown) >= 3


def test_a_table_shows_signs_for_what_commands_a_terminal() -> None:
    hostile = "a\x1b[2Jb\u202ec\x07"
    found = Detection(
        pipeline="p",
        entities=(Entity(start=0, end=1, label="ORG", text=hostile),),
        quotes=(Quote(start=0, end=1, text=hostile),),
        suggestions=(Suggestion(start=0, end=1, label=hostile, text=hostile, score=1, why=hostile),),
    )
    shown = table(article("x", title=hostile), found, 80)
    assert display(shown) == shown


def test_a_table_of_nothing_is_a_title() -> None:
    assert table(article("x", "Nothing"), Detection(pipeline="p"), 10).splitlines() == ["Nothing", "─" * 10]


def test_the_doctor_says_that_all_is_well(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    for check in (
        "Python:",
        "SQLite:",
        "spacy:",
        "textual:",
        "database:",
        "pipeline:",
        "clipboard:",
        "terminal:",
    ):
        assert f"ok   {check}" in result.stdout
    assert "spacy download en_core_web_sm" in result.stdout


def test_a_model_that_is_not_there_is_not_called_well(run: Run) -> None:
    absent = [line for line in run("doctor").stdout.splitlines() if line.endswith("not installed")]
    assert absent
    assert all(line.startswith("-    pipeline ") for line in absent)


def test_the_doctor_answers_programs_too(run: Run, folder: Path) -> None:
    (folder / "desk.db").mkdir()
    result = run("doctor", "--json")
    assert result.exit_code == 1
    found = {row["check"]: row for row in rows(result)}
    assert set(found["database"]) == {"check", "ok", "says", "advice", "absent"}
    assert [name for name, row in found.items() if not row["ok"]] == ["database"]


@pytest.mark.parametrize(
    ("env", "says", "ok"),
    [
        ({"TERM": "xterm", "NO_COLOR": "1"}, "xterm, no colours", True),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16 million colours", True),
        ({"TERM": "dumb"}, "dumb, colours", False),
    ],
)
def test_the_doctor_looks_at_the_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], says: str, ok: bool
) -> None:
    for name in ("TERM", "NO_COLOR", "COLORTERM", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    (terminal,) = (row for row in rows(run("doctor", "--json")) if row["check"] == "terminal")
    assert says in terminal["says"]
    assert terminal["ok"] is ok
