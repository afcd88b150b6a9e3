"""Export and import as commands: what goes where, what is said of it, and what is refused."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner, Result

from annotations.errors import ExportError, FormatError, SchemeError
from annotations.formats import table
from annotations.formats.documents import ASPECTS, Change
from annotations.records import Tag
from annotations.store import Store
from tui.cli import base, cli
from tui.cli.choosing import _EXPENDABLE

STORY = "A small story.\n\nThe council promised to mend the lighthouse. The keeper had complained.\n"
OTHER = "Another story.\n\nThe ferry did not sail on Monday.\n"
PROMISE = "The council promised to mend the lighthouse."

Run = Callable[..., Result]
Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    monkeypatch.setenv("COPYDESK_ANNOTATOR", "mira")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    def run_cli(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, args, input=stdin, prog_name="copydesk")

    return run_cli


@pytest.fixture
def full(folder: Path, run: Run) -> Path:
    """Return a database with one tagged article and one that nobody has touched."""
    write(folder / "in.jsonl", tagged())
    assert run("import", "jsonl", "in.jsonl").exit_code == 0
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    assert run("add", "other.txt").exit_code == 0
    return folder / "desk.db"


def tagged(words: str = PROMISE, label: str = "commitment", **more: object) -> Row:
    start = STORY.index(words)
    return {"text": STORY, "spans": [{"start": start, "end": start + len(words), "label": label}], **more}


def write(path: Path, *rows: Row | str) -> None:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def rows(data: str | bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines()]


def tags(database: Path) -> list[Tag]:
    with Store.open(database) as store:
        return list(store.all_tags())


def annotators(database: Path) -> set[str]:
    return {tag.annotator for tag in tags(database)}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# export.


def test_export_to_a_file_says_so_on_stderr_only(folder: Path, run: Run, full: Path) -> None:
    result = run("export", "jsonl", "out.jsonl", "--no-tokens")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "documents: 1; tags: 1 (commitment 1)\n"
    (row,) = rows((folder / "out.jsonl").read_bytes())
    assert row["text"] == STORY
    (span,) = row["spans"]
    assert STORY[span["start"] : span["end"]] == span["text"] == PROMISE
    assert (span["label"], span["annotator"]) == ("commitment", "mira")


def test_export_to_standard_output_is_the_data_and_nothing_else(folder: Path, run: Run, full: Path) -> None:
    assert run("export", "jsonl", "out.jsonl", "--no-tokens").exit_code == 0
    result = run("export", "jsonl", "-", "--no-tokens")
    assert result.exit_code == 0
    assert result.stdout_bytes == (folder / "out.jsonl").read_bytes()
    assert result.stderr == "documents: 1; tags: 1 (commitment 1)\n"
    assert not (folder / "-").exists()


def test_tokens_are_there_unless_they_are_declined(run: Run, full: Path) -> None:
    (row,) = rows(run("export", "jsonl", "-").stdout)
    (span,) = row["spans"]
    first, last = row["tokens"][span["token_start"]], row["tokens"][span["token_end"]]
    assert (first["start"], last["end"]) == (span["start"], span["end"])
    (bare,) = rows(run("export", "jsonl", "-", "--no-tokens").stdout)
    assert "tokens" not in bare
    assert "token_start" not in bare["spans"][0]


def test_untouched_articles_go_out_when_asked_for(run: Run, full: Path) -> None:
    found = rows(run("export", "jsonl", "-", "--no-tokens", "--untouched").stdout)
    assert [(row["text"], len(row["spans"])) for row in found] == [(STORY, 1), (OTHER, 0)]
    assert [row["text"] for row in rows(run("export", "jsonl", "-", "--no-tokens").stdout)] == [STORY]


@pytest.mark.parametrize(("unit", "at_least"), [("sentence", 3), ("paragraph", 2)])
def test_units_are_pieces_of_the_article(run: Run, full: Path, unit: str, at_least: int) -> None:
    found = rows(run("export", "jsonl", "-", "--no-tokens", "--unit", unit).stdout)
    assert len(found) >= at_least
    for row in found:
        assert row["meta"]["unit"] == unit
        assert STORY.startswith(row["text"], row["meta"]["start"])
        for span in row["spans"]:
            assert row["text"][span["start"] : span["end"]] == span["text"]
    assert [span["text"] for row in found for span in row["spans"]] == [PROMISE]


def test_the_account_of_an_export_as_json(run: Run, full: Path) -> None:
    result = run("export", "jsonl", "-", "--no-tokens", "--json")
    assert json.loads(result.stderr) == {
        "documents": 1,
        "labels": {"commitment": 1},
        "losses": {},
        "notes": [],
    }
    assert len(rows(result.stdout)) == 1


def test_the_account_names_what_a_unit_cannot_hold(folder: Path, run: Run) -> None:
    write(folder / "in.jsonl", tagged("lighthouse. The keeper"))
    assert run("import", "jsonl", "in.jsonl").exit_code == 0
    result = run("export", "jsonl", "-", "--no-tokens", "--unit", "sentence", "--json")
    losses = json.loads(result.stderr)["losses"]
    assert [loss["count"] for loss in losses.values()] == [1]


def test_nothing_tagged_is_an_empty_file(folder: Path, run: Run) -> None:
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    assert run("add", "other.txt").exit_code == 0
    result = run("export", "jsonl", "out.jsonl", "--no-tokens")
    assert (result.exit_code, result.stderr) == (0, "documents: 0; tags: 0\n")
    assert (folder / "out.jsonl").read_bytes() == b""


def test_export_without_a_database_makes_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["copydesk", "--db", "none.db", "export", "jsonl", "out.jsonl"])
    with pytest.raises(SystemExit) as left:
        base.main()
    assert left.value.code == 1
    said = "copydesk: there is no database at none.db yet; copydesk add PATH makes it\n"
    assert capsys.readouterr() == ("", said)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "args",
    [
        ("export", "xml", "out.jsonl"),
        ("export", "JSONL", "out.jsonl"),
        ("export", "jsonl", "out.jsonl", "--unit", "word"),
        ("export", "jsonl"),
        ("import", "xml", "in.jsonl"),
        ("import", "jsonl"),
    ],
)
def test_wrong_usage_exits_with_two_and_writes_nothing(folder: Path, run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: copydesk" in result.stderr
    assert list(folder.iterdir()) == []


def test_an_unknown_format_is_told_the_known_ones(run: Run) -> None:
    assert "'xml' is not one of jsonl" in run("export", "xml", "out").stderr


def to_the_database(folder: Path) -> str:
    return "desk.db"


def to_its_other_name(folder: Path) -> str:
    (folder / "hard.db").hardlink_to(folder / "desk.db")
    return "hard.db"


def to_a_link(folder: Path) -> str:
    (folder / "target").write_text("mine", encoding="utf-8")
    (folder / "link").symlink_to(folder / "target")
    return "link"


def to_a_folder(folder: Path) -> str:
    (folder / "sub").mkdir()
    return "sub"


def to_a_missing_folder(folder: Path) -> str:
    return "gone/out.jsonl"


def to_a_source(folder: Path) -> str:
    return "other.txt"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (to_the_database, "it is the database itself"),
        (to_its_other_name, "it is the database itself"),
        (to_a_link, "it is a symbolic link"),
        (to_a_folder, "it is a folder"),
        (to_a_missing_folder, "there is no folder gone"),
        (to_a_source, "an article of the database came from that file"),
    ],
)
def test_export_refuses_to_take_the_place_of(
    folder: Path, run: Run, full: Path, target: Callable[[Path], str], reason: str
) -> None:
    out = target(folder)
    before = {path: digest(path) for path in folder.iterdir() if path.is_file()}
    result = run("export", "jsonl", out, "--no-tokens")
    assert isinstance(result.exception, ExportError)
    assert str(result.exception).startswith(f"cannot write {out}: {reason}")
    assert result.stdout == ""
    assert {path: digest(path) for path in folder.iterdir() if path.is_file()} == before


# import.


def test_what_goes_out_comes_in_again_the_same(folder: Path, run: Run, full: Path) -> None:
    assert run("export", "jsonl", "out.jsonl", "--no-tokens", "--untouched").exit_code == 0
    result = run("--db", "second.db", "import", "jsonl", "out.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "new articles: 2" in result.stderr
    again = run("--db", "second.db", "export", "jsonl", "-", "--no-tokens", "--untouched")
    assert again.stdout_bytes == (folder / "out.jsonl").read_bytes()


def test_the_same_file_twice_brings_nothing_new(folder: Path, run: Run, full: Path) -> None:
    before = tags(full)
    result = run("import", "jsonl", "in.jsonl")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "tags that were there already: 1" in result.stderr
    assert tags(full) == before


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("nonsense", "is not JSON"),
        ('{"spans": []}', "has no text"),
        (json.dumps({"text": "Short.", "spans": [{"start": 0, "end": 99, "label": "x"}]}), "span 1"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_comes_in(folder: Path, run: Run, bad: str, reason: str) -> None:
    write(folder / "in.jsonl", {"text": OTHER}, "", bad, tagged())
    result = run("import", "jsonl", "in.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    refused = result.stderr.splitlines()[0]
    assert refused.startswith("not taken: in.jsonl, line 3: ")
    assert reason in refused
    assert "lines refused: 1" in result.stderr
    assert [tag.text for tag in tags(folder / "desk.db")] == [PROMISE]


def test_the_account_of_an_import_as_json(folder: Path, run: Run) -> None:
    write(folder / "in.jsonl", tagged(), tagged("The keeper had complained.", "grumble"))
    result = run("import", "jsonl", "in.jsonl", "--json")
    account = json.loads(result.stderr)
    assert result.stdout == ""
    assert account["documents"] == 2
    assert account["articles"] == 1
    assert account["labels"] == {"commitment": 1, "grumble": 1}
    assert account["unknown_labels"] == {"grumble": 1}
    assert account["refused"] == 0


def test_labels_that_the_scheme_has_not_are_named(folder: Path, run: Run) -> None:
    write(folder / "in.jsonl", tagged(label="grumble"))
    assert "labels that the scheme does not have: grumble 1" in run("import", "jsonl", "in.jsonl").stderr
    label = '[[label]]\nname = "grumble"\ncolour = "red"\n'
    (folder / "mine.toml").write_text(label, encoding="utf-8")
    with_it = run("--db", "b.db", "--scheme", "mine.toml", "import", "jsonl", "in.jsonl")
    assert with_it.exit_code == 0
    assert "labels that" not in with_it.stderr


def test_import_reads_standard_input(folder: Path, run: Run) -> None:
    result = run("import", "jsonl", "-", stdin=json.dumps(tagged()) + "\nnonsense\n")
    assert result.exit_code == 1
    assert result.stderr.startswith("not taken: -, line 2: ")
    assert [tag.text for tag in tags(folder / "desk.db")] == [PROMISE]


@pytest.mark.parametrize(
    ("args", "annotator"),
    [
        (("import", "jsonl", "in.jsonl"), "mira"),
        (("import", "jsonl", "in.jsonl", "--annotator", "ana"), "ana"),
        (("import", "--annotator", "ana", "jsonl", "in.jsonl"), "ana"),
        (("--annotator", "ana", "import", "jsonl", "in.jsonl"), "ana"),
        (("--annotator=ana", "import", "jsonl", "in.jsonl"), "ana"),
        (("--annotator", "ana", "import", "jsonl", "in.jsonl", "--annotator", "bo"), "bo"),
    ],
)
def test_tags_of_nobody_are_the_annotators(
    folder: Path, run: Run, args: tuple[str, ...], annotator: str
) -> None:
    write(folder / "in.jsonl", tagged())
    assert run(*args).exit_code == 0
    assert annotators(folder / "desk.db") == {annotator}


def test_a_named_annotator_stays(folder: Path, run: Run) -> None:
    write(folder / "in.jsonl", tagged(_annotator_id="zoe"))
    assert run("import", "jsonl", "in.jsonl", "--annotator", "ana").exit_code == 0
    assert annotators(folder / "desk.db") == {"zoe"}


def test_without_option_and_environment_the_file_names_the_annotator(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COPYDESK_ANNOTATOR")
    (folder / "copydesk.toml").write_text('annotator = "filed"\n', encoding="utf-8")
    write(folder / "in.jsonl", tagged())
    assert run("import", "jsonl", "in.jsonl").exit_code == 0
    assert annotators(folder / "desk.db") == {"filed"}


@pytest.mark.parametrize(
    ("name", "reason"), [("gone.jsonl", "No such file"), (".", "there is no .jsonl in it")]
)
def test_what_cannot_be_opened_is_not_imported(run: Run, name: str, reason: str) -> None:
    result = run("import", "jsonl", name)
    assert isinstance(result.exception, FormatError)
    assert str(result.exception).startswith(f"cannot read {name}: ")
    assert reason in str(result.exception)


@pytest.mark.parametrize("before", [True, False])
def test_import_with_a_bad_scheme_makes_no_database(folder: Path, run: Run, before: bool) -> None:
    write(folder / "in.jsonl", tagged())
    command, option = ("import", "jsonl", "in.jsonl"), ("--scheme", "gone.toml")
    result = run(*option, *command) if before else run(*command, *option)
    assert isinstance(result.exception, SchemeError)
    assert not (folder / "desk.db").exists()


def test_foreign_words_of_a_file_are_shown_without_being_obeyed(folder: Path, run: Run) -> None:
    write(folder / "in.jsonl", tagged(label="x\x1b]0;PWN\x07\x9b2J"), '{"text": "A", "\\u001b": 1,}')
    said = run("import", "jsonl", "in.jsonl").stderr
    assert "PWN" in said
    assert not {"\x1b", "\x07", "\x9b"} & set(said)


def test_the_account_as_json_cannot_command_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_DB", str(tmp_path / "desk.db"))
    label = "a\x9b\x7f\u202eb"
    line = {"text": "A story.", "spans": [{"start": 0, "end": 7, "label": label}], "answer": "accept"}
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n")
    done = CliRunner().invoke(cli, ["import", "jsonl", "in.jsonl", "--json"])
    account = done.stderr.strip().splitlines()[-1]
    assert account.isascii()
    assert account.isprintable()
    assert json.loads(account)["labels"] == {label: 1}


# Choosing, splits, formats.


def test_choices_of_what_goes_out(folder: Path, run: Run, full: Path) -> None:
    def count(*args: str) -> int:
        result = run("export", "jsonl", "-", "--no-tokens", *args)
        assert result.exit_code == 0, result.stderr
        return len(rows(result.stdout))

    assert count() == count("--label", "commitment") == count("--label", "figure") == 1
    assert count("--label", "figure", "--no-negatives") == 0
    assert count("--state", "done") == 0
    assert count("--state", "done", "--state", "open") == 1
    assert count("--annotator", "mira") == 1
    assert count("--annotator", "nobody") == 0
    assert count("--annotator", "nobody", "--annotator", "mira") == 1
    assert count("--origin", "imported", "--no-negatives") == 1
    assert count("--origin", "manual", "--no-negatives") == 0
    assert count("--since", "2000-01-01") == count("--since", "2000-01-01T10:00:00+02:00") == 1
    assert count("--since", "2999-01-01") == 0
    assert count("--query", '"mend the" lighthouse') == 1
    assert count("--query", "ferry") == 0
    assert count("--query", "ferry", "--untouched") == 1


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("--since", "soon"), "'soon' is no date like 2026-03-04"),
        (("--group-by", "byline"), "--group-by says what stays together in a --split"),
        (("--overlap", "shortest"), "is not one of"),
    ],
)
def test_a_choice_that_makes_no_sense_is_wrong_usage(
    run: Run, full: Path, args: tuple[str, ...], reason: str
) -> None:
    result = run("export", "jsonl", "-", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("--adjudicated",), "there is no gold layer in this version"),
        (("--split", "train"), "a split is written like"),
        (("--csv-raw",), 'the format jsonl knows no csv-raw "yes"'),
        (("--grapheme",), 'the format jsonl knows no grapheme "yes"'),
    ],
)
def test_what_cannot_be_had_is_one_sentence(run: Run, full: Path, args: tuple[str, ...], reason: str) -> None:
    result = run("export", "jsonl", "out", *args)
    assert isinstance(result.exception, ExportError)
    assert reason in str(result.exception)


def test_doccanos_whole_characters_come_in_where_they_are_asked_for(folder: Path, run: Run) -> None:
    line = {"text": "👩‍🚀 crews walked out.", "label": [[2, 7, "ORG"]]}
    (folder / "in.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert run("import", "doccano", "--grapheme", "in.jsonl").exit_code == 0
    assert "crews" in run("export", "jsonl", "-", "--no-tokens").stdout.partition('"spans"')[2]
    refused = run("import", "jsonl", "--grapheme", "in.jsonl")
    assert isinstance(refused.exception, FormatError)
    assert str(refused.exception) == 'the import of jsonl knows no grapheme "yes"'


def test_a_split_is_a_folder_that_verifies(folder: Path, run: Run, full: Path) -> None:
    args = ("--split", "train=50,test=50", "--group-by", "byline", "--untouched", "--no-tokens")
    assert run("export", "jsonl", "set", *args).exit_code == 0
    assert sorted(path.name for path in (folder / "set").iterdir()) == [
        *("manifest.json", "test.jsonl", "train.jsonl")
    ]
    result = run("export", "--verify", "set")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "set is as it was written\n")
    (folder / "set" / "train.jsonl").write_bytes(b"{}\n")
    result = run("export", "--verify", "set")
    assert (result.exit_code, result.stderr) == (1, "train.jsonl has been changed\n")


def test_strict_refuses_to_lose_anything(folder: Path, run: Run, full: Path) -> None:
    write(folder / "notes.jsonl", tagged("keeper", "complaint") | {"meta": {}})
    with Store.open(full) as store:
        (tag,) = store.all_tags()
        assert tag.note == ""
    # Columns have no place for who decided, nor for anything beside the words.
    result = run("export", "conll", "out.conll", "--strict")
    assert isinstance(result.exception, ExportError)
    assert "annotator not carried: 1 (commitment 1), such as mira" in str(result.exception)
    without = [word for name in ("annotator", "source", "white-space") for word in ("--may-lose", name)]
    assert run("export", "conll", "out.conll", "--strict", *without).exit_code == 0
    write(folder / "halves.jsonl", tagged("ouncil"))
    assert run("import", "jsonl", "halves.jsonl").exit_code == 0
    result = run("export", "conll", "halves.conll", "--strict", *without)
    assert isinstance(result.exception, ExportError)
    assert (
        "tags left out: they overlap with others (longest stays): 1 (commitment 1), such as “ouncil”"
        in str(result.exception)
    )
    assert not (folder / "halves.conll").exists()


def test_what_may_be_lost_is_asked_of_a_strict_export(run: Run, full: Path) -> None:
    result = run("export", "jsonl", "out.jsonl", "--may-lose", "note")
    assert (result.exit_code, "can do without" in result.stderr) == (2, True)
    assert run("export", "jsonl", "out.jsonl", "--strict", "--may-lose", "everything").exit_code == 2


def test_help_names_every_format(run: Run) -> None:
    said = " ".join(run("export", "--help").stdout.split())
    named = said.partition("FORMAT is ")[2].partition(".")[0].replace(" or ", ", ").split(", ")
    assert sorted(named) == sorted(row.name for row in table.FORMATS)


def test_every_aspect_may_be_lost() -> None:
    assert {name.replace("-", " ") for name in _EXPENDABLE} == {*ASPECTS, *get_args(Change)}


@pytest.mark.parametrize(
    ("format", "args", "files"),
    [
        ("spacy", (), ["all/00000.spacy", "config.cfg", "manifest.json"]),
        ("hf", ("--file", "jsonl"), ["README.md", "all/data.jsonl", "manifest.json"]),
        ("hf", (), ["README.md", "all/data.parquet", "manifest.json"]),
    ],
)
def test_formats_of_several_files_make_a_folder(
    folder: Path, run: Run, full: Path, format: str, args: tuple[str, ...], files: list[str]
) -> None:
    assert run("export", format, "set", *args).exit_code == 0
    found = (path for path in (folder / "set").rglob("*") if path.is_file())
    assert sorted(path.relative_to(folder / "set").as_posix() for path in found) == files


@pytest.mark.parametrize(
    ("format", "args", "begins"),
    [
        ("conll", ("--overlap", "first"), b"-DOCSTART-\tO\n\nA\tO\n"),
        ("csv", ("--csv-raw",), b"article,title,"),
        ("html", (), b"<!DOCTYPE html>\n"),
    ],
)
def test_formats_of_one_file_go_to_standard_output(
    run: Run, full: Path, format: str, args: tuple[str, ...], begins: bytes
) -> None:
    result = run("export", format, "-", *args)
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(begins)
