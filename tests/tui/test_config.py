"""Which setting wins, and what a wrong copydesk.toml says."""

from pathlib import Path

import pytest

from annotations import scheme
from annotations.errors import SchemeError
from tui.config import FILE_NAME, HEADER, Options, find_file, read_file, read_scheme, resolve

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


def test_what_the_reader_shows_and_its_keys_are_taken_from_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'panels = ["tags", "guide"]\npace = false\n[keymap]\n"queue.next" = "K"\n')
    settings = resolve(Options(), tmp_path, {})
    assert settings.panels == ("tags", "guide")
    assert not settings.pace
    assert settings.keymap == {"queue.next": "K"}
    assert settings.config_source == str(path)


def test_without_a_file_the_panel_lists_all_but_the_guide(tmp_path: Path) -> None:
    settings = resolve(Options(), tmp_path, {})
    assert settings.panels == ("speakers", "suggestions", "tags", "entities", "bookmarks")
    assert settings.pace
    assert settings.keymap == {}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('panels = ["tagz"]', 'panels: no "tagz"; known are speakers, suggestions'),
        ("pace = 3", "pace"),
        ('[keymap]\n"queue.next" = 3', "keymap"),
        ("keymap = 1", "keymap"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(tmp_path: Path, toml: str, said: str) -> None:
    path = write(tmp_path, toml)
    with pytest.raises(SchemeError) as caught:
        resolve(Options(), tmp_path, {})
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_a_scheme_is_read_again_from_where_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, LABEL)
    source = resolve(Options(), tmp_path, {}).scheme_source
    write(tmp_path, LABEL.replace("promise", "pledge"))
    assert [label.name for label in read_scheme(source).labels] == ["pledge"]
    with pytest.raises(SchemeError, match="already belongs to a command"):
        read_scheme(source, {"w"})
    other = tmp_path / "scheme.toml"
    other.write_text(LABEL, encoding="utf-8")
    assert [label.name for label in read_scheme(str(other)).labels] == ["promise"]
    path.write_text("width = 80", encoding="utf-8")
    with pytest.raises(SchemeError, match=r"no \[\[label\]\] in it"):
        read_scheme(source)


def test_the_file_that_init_writes_can_have_all_its_comments_taken_away(tmp_path: Path) -> None:
    lines = [
        line.removeprefix("# ") if " = " in line or line == "# [keymap]" else line
        for line in HEADER.splitlines()
    ]
    path = write(tmp_path, "\n".join(line for line in lines if not line.startswith("scheme")))
    config = read_file(path)
    assert config.keymap == {"queue.next": "K"}
    assert config.width == 72
    assert config.theme == "copydesk-dark"
