"""What is a path and what a command; init, and add: what is written, counted and refused."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotations import scheme
from annotations.errors import CopydeskError, SchemeError
from annotations.store import Store
from tui.cli import base, cli
from tui.config import FILE_NAME, HEADER, Options, read_file

STORY = "A small story.\n\nThe council promised to mend the lighthouse.\n"
OTHER = "Another story.\n\nThe ferry did not sail on Monday.\n"

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    monkeypatch.delenv("COPYDESK_ANNOTATOR", raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def run_cli(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, args, input=stdin, prog_name="copydesk")

    return run_cli


class Reader:
    """Stands for the reader, and remembers what it was opened on."""

    def __init__(self) -> None:
        self.calls: list[tuple[Options, tuple[str, ...], str | None]] = []
        self.code = 0

    def __call__(self, options: Options, paths: Sequence[str], encoding: str | None) -> int:
        self.calls.append((options, tuple(paths), encoding))
        return self.code


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    found = Reader()
    monkeypatch.setattr("tui.start.run_reader", found)
    return found


def texts(database: Path) -> list[str]:
    with Store.open(database) as store:
        return [article.text for article in store.articles()]


def sources(database: Path) -> list[str]:
    with Store.open(database) as store:
        return [article.source for article in store.articles()]


# What is not a command is read.


@pytest.mark.parametrize(
    ("args", "paths"),
    [
        ((), ()),
        (("story.txt",), ("story.txt",)),
        (("one.txt", "two.html"), ("one.txt", "two.html")),
        (("news/**/*.html",), ("news/**/*.html",)),
        (("-",), ("-",)),
        (("./export",), ("./export",)),
        (("./read", "./add"), ("./read", "./add")),
        (("news/export",), ("news/export",)),
        (("Export",), ("Export",)),
        (("read", "export"), ("export",)),
        (("read", "read"), ("read",)),
        (("story.txt", "export"), ("story.txt", "export")),
        (("--", "export"), ("export",)),
        (("--", "-odd.txt"), ("-odd.txt",)),
        (("",), ("",)),
    ],
)
def test_what_is_no_command_is_read(
    run: Run, reader: Reader, args: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    result = run(*args)
    assert (result.exit_code, result.output) == (0, "")
    assert reader.calls == [(Options(), paths, None)]


@pytest.mark.parametrize(
    ("args", "options", "paths"),
    [
        (("--db", "x.db"), Options(db=Path("x.db")), ()),
        (("--db=x.db",), Options(db=Path("x.db")), ()),
        (("--db", "x.db", "a.txt"), Options(db=Path("x.db")), ("a.txt",)),
        (("--db=x.db", "a.txt"), Options(db=Path("x.db")), ("a.txt",)),
        (("a.txt", "--db", "x.db"), Options(db=Path("x.db")), ("a.txt",)),
        (("read", "a.txt", "--db", "x.db"), Options(db=Path("x.db")), ("a.txt",)),
        (("--annotator", "mira", "-"), Options(annotator="mira"), ("-",)),
        (("-", "--annotator", "mira"), Options(annotator="mira"), ("-",)),
        (("--annotator", "export", "a.txt"), Options(annotator="export"), ("a.txt",)),
        (("--scheme", "s.toml", "--annotator=mira", "a*"), Options(None, "mira", Path("s.toml")), ("a*",)),
        (
            ("--annotator", "mira", "a.txt", "--scheme", "s.toml"),
            Options(None, "mira", Path("s.toml")),
            ("a.txt",),
        ),
        (("--annotator", "mira", "a.txt", "--annotator", "ana"), Options(annotator="ana"), ("a.txt",)),
        (("--db", "x.db", "--", "export"), Options(db=Path("x.db")), ("export",)),
    ],
)
def test_options_stand_before_a_path_or_after_it(
    run: Run, reader: Reader, args: tuple[str, ...], options: Options, paths: tuple[str, ...]
) -> None:
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert reader.calls == [(options, paths, None)]


def test_the_reader_is_told_the_encoding(run: Run, reader: Reader) -> None:
    assert run("story.txt", "--encoding", "cp1252").exit_code == 0
    assert run("--encoding", "cp1252", "story.txt").exit_code == 0
    assert reader.calls == [(Options(), ("story.txt",), "cp1252")] * 2


@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_is_the_readers(run: Run, reader: Reader, code: int) -> None:
    reader.code = code
    assert run("story.txt").exit_code == code


def test_a_folder_named_like_a_command_is_one_only_when_it_looks_like_a_path(
    folder: Path, run: Run, reader: Reader
) -> None:
    (folder / "export").mkdir()
    (folder / "export" / "story.txt").write_text(STORY, encoding="utf-8")
    assert run("./export").exit_code == 0
    bare = run("export")
    assert bare.exit_code == 2
    assert "copydesk export" in bare.stderr
    assert [paths for _, paths, _ in reader.calls] == [("./export",)]


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("--db", "x.db", "--help"), ("--help", "story.txt")])
def test_help_names_every_command_and_opens_nothing(
    folder: Path, run: Run, reader: Reader, args: tuple[str, ...]
) -> None:
    result = run(*args)
    assert result.exit_code == 0
    assert reader.calls == []
    assert result.stderr == ""
    for command in ("read", "add", "export", "import", "init", "--db", "--annotator", "--scheme"):
        assert command in result.stdout
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_has_help_and_the_common_options(run: Run, reader: Reader, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Usage: copydesk {command}" in result.stdout
    for option in ("--db", "--annotator", "--scheme"):
        assert option in result.stdout
    assert reader.calls == []


def test_help_after_a_path_is_that_of_read(run: Run, reader: Reader) -> None:
    result = run("story.txt", "--help")
    assert "Usage: copydesk read" in result.stdout
    assert reader.calls == []


@pytest.mark.parametrize("args", [("--version",), ("--version", "story.txt")])
def test_version(run: Run, reader: Reader, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 0
    assert result.stdout.startswith("copydesk, version ")
    assert reader.calls == []


@pytest.mark.parametrize("args", [("--nonsense",), ("story.txt", "--nonsense"), ("--db", ".", "story.txt")])
def test_wrong_options_open_nothing(run: Run, reader: Reader, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Usage: copydesk" in result.stderr
    assert reader.calls == []


# The program: one sentence and an exit code.


def test_main_reads_the_arguments_of_the_process(
    folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["copydesk", "--annotator", "mira", "story.txt"])
    with pytest.raises(SystemExit) as left:
        base.main()
    assert left.value.code == 0
    assert reader.calls == [(Options(annotator="mira"), ("story.txt",), None)]


def test_main_says_what_can_be_mended_in_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / FILE_NAME).write_text("", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["copydesk", "init"])
    with pytest.raises(SystemExit) as left:
        base.main()
    assert left.value.code == 1
    assert capsys.readouterr() == ("", f"copydesk: {FILE_NAME} is already here\n")


def test_main_shows_foreign_words_without_obeying_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> int:
        raise CopydeskError("no \x1b]0;PWN\x07 \x9b2J")

    monkeypatch.setattr("tui.start.run_reader", refuse)
    monkeypatch.setattr("sys.argv", ["copydesk"])
    with pytest.raises(SystemExit) as left:
        base.main()
    assert left.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("copydesk: no ")
    assert not {"\x1b", "\x07", "\x9b"} & set(said)


def test_main_keeps_two_for_wrong_usage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["copydesk", "add"])
    with pytest.raises(SystemExit) as left:
        base.main()
    assert left.value.code == 2
    assert "PATHS" in capsys.readouterr().err


def test_main_does_not_hide_a_mistake_of_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("tui.start.run_reader", break_down)
    monkeypatch.setattr("sys.argv", ["copydesk"])
    with pytest.raises(ZeroDivisionError):
        base.main()


# init.


def test_init_writes_the_default_scheme_commented(folder: Path, run: Run) -> None:
    result = run("init")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {FILE_NAME}\n")
    path = folder / FILE_NAME
    assert path.read_text(encoding="utf-8") == HEADER + scheme.default_toml()
    assert read_file(path).label == scheme.default().labels
    assert [item.name for item in folder.iterdir()] == [FILE_NAME]


def test_init_leaves_what_is_there(folder: Path, run: Run) -> None:
    path = folder / FILE_NAME
    path.write_text("width = 60\n", encoding="utf-8")
    result = run("init")
    assert isinstance(result.exception, CopydeskError)
    assert str(result.exception) == f"{FILE_NAME} is already here"
    assert path.read_text(encoding="utf-8") == "width = 60\n"


def test_init_does_not_write_through_a_link(folder: Path, run: Run) -> None:
    (folder / FILE_NAME).symlink_to(folder / "elsewhere.toml")
    assert isinstance(run("init").exception, CopydeskError)
    assert not (folder / "elsewhere.toml").exists()


def test_init_where_nothing_can_be_written(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = folder / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    result = run("init")
    monkeypatch.chdir(folder)
    assert isinstance(result.exception, CopydeskError)
    assert str(result.exception) == f"cannot write {FILE_NAME}: No such file or directory"


# add.


def test_add_counts_what_is_new_known_and_refused(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    first = run("add", "a.txt")
    assert (first.exit_code, first.stdout, first.stderr) == (0, "", "1 new, 0 known already, 0 refused\n")
    second = run("add", "a.txt", "b.txt")
    assert (second.exit_code, second.stderr) == (0, "1 new, 1 known already, 0 refused\n")
    third = run("add", "b.txt", "gone.txt", "a.txt")
    assert third.exit_code == 1
    refused, counted = third.stderr.splitlines()
    assert refused.startswith("not taken: gone.txt")
    assert counted == "0 new, 2 known already, 1 refused"
    assert texts(folder / "desk.db") == [STORY, OTHER]


def test_add_takes_folders_and_globs_in_order(folder: Path, run: Run) -> None:
    (folder / "export").mkdir()
    for number in (10, 2, 1):
        (folder / "export" / f"{number}.txt").write_text(f"Story {number}.\n", encoding="utf-8")
    assert run("add", "export/1*.txt").stderr == "2 new, 0 known already, 0 refused\n"
    assert run("add", "export").stderr == "1 new, 2 known already, 0 refused\n"
    assert sources(folder / "desk.db") == [str(Path("export") / f"{n}.txt") for n in (1, 10, 2)]


def test_add_reads_standard_input(folder: Path, run: Run) -> None:
    result = run("add", "-", stdin=STORY)
    assert (result.exit_code, result.stderr) == (0, "1 new, 0 known already, 0 refused\n")
    assert texts(folder / "desk.db") == [STORY]


def test_add_reads_rows_of_standard_input_and_names_the_bad_one(folder: Path, run: Run) -> None:
    result = run("add", "--format", "jsonl", "-", stdin='{"text": "One."}\nnonsense\n{"text": "Three."}\n')
    assert result.exit_code == 1
    refused, counted = result.stderr.splitlines()
    assert "line 2" in refused
    assert counted == "2 new, 0 known already, 1 refused"
    assert texts(folder / "desk.db") == ["One.", "Three."]


def test_add_of_empty_standard_input_is_refused(run: Run) -> None:
    result = run("add", "-", stdin="")
    assert result.exit_code == 1
    assert "0 new, 0 known already, 1 refused" in result.stderr


@pytest.mark.parametrize(
    ("format", "text"),
    [("text", '{"text": "A *row*."}'), ("jsonl", "A *row*."), ("markdown", '{"text": "A row."}')],
)
def test_add_takes_the_format_that_is_said(folder: Path, run: Run, format: str, text: str) -> None:
    (folder / "odd.dat").write_text('{"text": "A *row*."}', encoding="utf-8")
    assert run("add", "--format", format, "odd.dat").exit_code == 0
    assert [found.strip() for found in texts(folder / "desk.db")] == [text]


def test_add_knows_no_other_format(folder: Path, run: Run) -> None:
    result = run("add", "--format", "docx", "a.txt")
    assert result.exit_code == 2
    assert "docx" in result.stderr
    assert not (folder / "desk.db").exists()


@pytest.mark.parametrize(("encoding", "sign"), [("cp1252", "€"), ("cp850", "Ç"), ("cp1251", "Ђ")])
def test_add_takes_the_encoding_that_is_said(folder: Path, run: Run, encoding: str, sign: str) -> None:
    (folder / "a.txt").write_bytes(b"prix: 5 \x80")
    result = run("add", "a.txt", "--encoding", encoding)
    assert result.exit_code == 0, result.stderr
    assert texts(folder / "desk.db") == [f"prix: 5 {sign}"]


def test_add_refuses_an_encoding_that_does_not_exist(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    result = run("add", "a.txt", "--encoding", "klingon")
    assert result.exit_code == 1
    assert "klingon" in result.stderr
    assert texts(folder / "desk.db") == []


@pytest.mark.parametrize("before", [True, False])
def test_add_takes_the_database_before_its_name_or_after(folder: Path, run: Run, before: bool) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    args = ("--db", "mine.db", "add", "a.txt") if before else ("add", "a.txt", "--db", "mine.db")
    assert run(*args).exit_code == 0
    assert texts(folder / "mine.db") == [STORY]
    assert not (folder / "desk.db").exists()


def test_the_option_after_the_name_of_a_command_wins(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    assert run("--db", "outer.db", "add", "--db", "inner.db", "a.txt").exit_code == 0
    assert sorted(path.name for path in folder.glob("*.db")) == ["inner.db"]


def test_the_database_of_the_nearest_copydesk_toml(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COPYDESK_DB")
    (folder / FILE_NAME).write_text('db = "near.db"\n', encoding="utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "a.txt").write_text(STORY, encoding="utf-8")
    monkeypatch.chdir(folder / "deep")
    assert run("add", "a.txt").exit_code == 0
    assert texts(folder / "near.db") == [STORY]


def test_add_with_a_bad_scheme_makes_no_database(folder: Path, run: Run) -> None:
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "bad.toml").write_text("name = 3\n", encoding="utf-8")
    result = run("add", "a.txt", "--scheme", "bad.toml")
    assert isinstance(result.exception, SchemeError)
    assert "bad.toml" in str(result.exception)
    assert not (folder / "desk.db").exists()
