"""The checks of the doctor: what is well, what is not, and what would mend it."""

import sqlite3
import sys
from importlib import metadata
from pathlib import Path

import pytest

from annotations import doctor
from annotations.detect import fingerprints
from annotations.doctor import CHECKS, Finding, Setting, examine
from annotations.records import Article
from annotations.store import Store
from annotations.text import content_id
from tests.annotations.store.desk import decide, make_article, make_tag, raw


def only(check: doctor.Check, setting: Setting) -> Finding:
    (finding,) = check(setting)
    return finding


def test_a_new_installation_is_well(tmp_path: Path) -> None:
    findings = list(examine(Setting(tmp_path / "desk.db")))
    assert all(finding.ok for finding in findings), findings
    by_check = {finding.check: finding for finding in findings}
    assert by_check["SQLite"].says == sqlite3.sqlite_version
    assert by_check["spacy"].says == metadata.version("spacy")
    assert by_check["Python"].says.startswith(sys.version.split()[0])
    assert "none yet" in by_check["database"].says
    assert not (tmp_path / "desk.db").exists()


def test_a_database_is_opened_and_counted(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([Article(id=content_id("One."), text="One.")])
    finding = only(doctor.database, Setting(tmp_path / "desk.db"))
    assert finding.ok
    assert finding.says.endswith("opens: 1 articles, 0 tags")


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 40, b""])
def test_what_is_no_database_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(content) if content else path.mkdir()
    finding = only(doctor.database, Setting(path))
    assert not finding.ok
    assert str(path) in finding.says
    assert "--db" in finding.advice


def test_old_versions_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0, "final", 0))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    for check, advice in ((doctor.python, "3.11"), (doctor.sqlite, "3.37")):
        finding = only(check, Setting(tmp_path))
        assert not finding.ok
        assert advice in finding.advice


def test_a_library_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert {(finding.check, finding.ok) for finding in doctor.libraries(Setting(tmp_path))} == {
        ("spacy", False),
        ("textual", False),
        ("sqlite-utils", False),
    }


def test_the_pipeline_says_which_why_and_how_to_get_a_better_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fingerprints, "PREFERRED", ("no_such_model", "msgspec"))
    used, missing, broken = doctor.pipeline(Setting(tmp_path))
    assert used.ok
    assert "built-in rules" in used.says
    assert "python -m spacy download en_core_web_sm" in used.advice
    assert (missing.check, missing.ok, missing.says) == ("pipeline no_such_model", True, "not installed")
    assert (used.absent, missing.absent, broken.absent) == (False, True, False)
    assert not broken.ok
    assert "does not load" in broken.says


def test_a_named_model_that_does_not_load_is_told(tmp_path: Path) -> None:
    finding = only(doctor.pipeline, Setting(tmp_path, "en_no_such_model"))
    assert not finding.ok
    assert "en_no_such_model" in finding.says


def test_a_check_is_one_function_and_one_row(tmp_path: Path) -> None:
    def own(_: Setting) -> list[Finding]:
        return [Finding(check="own", ok=False, says="no")]

    (finding,) = examine(Setting(tmp_path), (own,))  # type: ignore[arg-type]
    assert finding.check == "own"
    assert len(CHECKS) == len(set(CHECKS))


def test_contents_that_are_well_are_said_to_be_and_how_many_copies_there_are(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert list(doctor.contents(Setting(path))) == []
    article = make_article()
    with Store.open(path) as store:
        store.add_articles([article])
        store.commit(decide(after=make_tag(article)))
    contents, backups = doctor.contents(Setting(path))
    assert contents.ok
    assert "every tag" in contents.says
    assert backups.says.startswith("0 daily copies")


@pytest.mark.parametrize(
    ("damage", "advice"),
    [
        ("DELETE FROM tag", "copydesk doctor --repair"),
        (
            "DROP TRIGGER article_keeps_its_text; UPDATE article SET text = text || '.'",
            "restore a backup",
        ),
    ],
    ids=["a tag is gone", "a text was changed"],
)
def test_what_is_wrong_with_the_contents_is_said_with_what_would_mend_it(
    tmp_path: Path, damage: str, advice: str
) -> None:
    path = tmp_path / "desk.db"
    article = make_article()
    with Store.open(path) as store:
        store.add_articles([article])
        store.commit(decide(after=make_tag(article)))
    with raw(path) as connection:
        connection.executescript(damage)
    wrong = [finding for finding in doctor.contents(Setting(path)) if not finding.ok]
    assert advice in [finding.advice for finding in wrong]


def test_of_the_contents_of_what_does_not_open_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_text("Dear diary, " * 500, encoding="utf-8")
    assert list(doctor.contents(Setting(path))) == []


def test_tags_that_an_edited_file_left_behind_are_told(tmp_path: Path) -> None:
    told = "Port rents rose by a third this year, the harbour office said on Monday. {} will follow in May."
    old, new = (make_article(told.format(what), source="news/port.txt") for what in ("Fares", "Tolls"))
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([old], from_files=True)
        store.commit(decide(after=make_tag(old, 73, 78)))
        store.add_articles([new], from_files=True)
    (left,) = [one for one in doctor.contents(Setting(tmp_path / "desk.db")) if one.check == "orphans"]
    assert left.ok
    assert left.says == "1 tags of articles that were edited since have no certain place"
    assert "V in the reader" in left.advice
