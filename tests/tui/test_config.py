"""Which setting wins, and what a wrong copydesk.toml says."""

from pathlib import Path

import pytest

from annotations import scheme
from annotations.errors import SchemeError
from tui.config import FILE_NAME, HEADER, Options, find_file, read_file, resolve

LABEL = '[[label]]\nname = "promise"\ncolour = "green"\nkey = "w"\n'


def write(folder: Path, toml: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(toml, encoding="utf-8")
    return path


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    outer = write(tmp_path, "")
    assert find_file(deep) == outer
    inner = write(tmp_path / "a", "")
    assert find_file(deep) == inner
    assert find_file(tmp_path) == outer


def test_the_command_line_wins_over_environment_and_file(tmp_path: Path) -> None:
    write(tmp_path, 'db = "file.db"\nannotator = "file"')
    environ = {"COPYDESK_DB": "env.db", "COPYDESK_ANNOTATOR": "env"}
    given = resolve(Options(db=Path("given.db"), annotator="given"), tmp_path, environ)
    assert (given.db, given.annotator) == (Path("given.db"), "given")
    from_environment = resolve(Options(), tmp_path, environ)
    assert (from_environment.db, from_environment.annotator) == (Path("env.db"), "env")
    from_file = resolve(Options(), tmp_path, {})
    assert (from_file.db, from_file.annotator) == (tmp_path / "file.db", "file")


def test_without_a_file_the_database_is_in_the_user_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("getpass.getuser", lambda: "mira")
    found = resolve(Options(), tmp_path, {})
    assert found.db.name == "copydesk.db"
    assert found.annotator == "mira"
    assert found.scheme == scheme.default()
    assert (found.theme, found.width, found.model) == ("copydesk-dark", 72, None)


def test_a_login_without_a_name_still_annotates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert resolve(Options(), tmp_path, {}).annotator == "annotator"


def test_a_scheme_comes_from_the_option_the_named_file_or_the_labels(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(LABEL.replace("promise", "other"), encoding="utf-8")
    write(tmp_path, LABEL)
    assert [label.name for label in resolve(Options(), tmp_path, {}).scheme.labels] == ["promise"]
    assert resolve(Options(scheme=other), tmp_path, {}).scheme.labels[0].name == "other"
    write(tmp_path, 'scheme = "other.toml"\n' + LABEL)
    assert resolve(Options(), tmp_path, {}).scheme.labels[0].name == "other"


def test_what_init_writes_is_the_default(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + scheme.default_toml())
    config = read_file(path)
    assert config.db == "copydesk.db"
    assert config.label == scheme.default().labels


@pytest.mark.parametrize(
    ("toml", "reason"),
    [
        ("widht = 80", "unknown field `widht`"),
        ('width = "wide"', "width: Expected `int`, got `str`"),
        ("width = 5", "width 5 is not between 20 and 400"),
        (LABEL.replace("green", "mauve"), 'unknown colour "mauve"'),
        (LABEL.replace("w", "j"), 'key "j" of label promise already belongs to a command'),
        ('scheme = "gone.toml"', "cannot read"),
        ("db = ", "not valid TOML"),
    ],
)
def test_errors_name_the_file_and_the_key(tmp_path: Path, toml: str, reason: str) -> None:
    write(tmp_path, toml)
    with pytest.raises(SchemeError) as caught:
        resolve(Options(), tmp_path, {}, reserved={"j"})
    assert str(tmp_path) in str(caught.value)
    assert reason in str(caught.value)
