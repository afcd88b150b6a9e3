import os
import socket
import stat
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.records import Refusal
from annotations.sources import finding
from annotations.sources.finding import find, natural


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The story in {name}.\n", encoding="utf-8")


def found(*paths: Path | str) -> list[str]:
    """What was found, as text: files by name, refusals whole."""
    return [
        item.name if isinstance(item, Path) else str(item) for item in find([str(path) for path in paths])
    ]


def refused(paths: Sequence[Path | str]) -> Refusal:
    (item,) = find([str(path) for path in paths])
    assert isinstance(item, Refusal)
    return item


def test_a_file_is_found_as_it_was_named(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert list(find([str(tmp_path / "a.txt")])) == [tmp_path / "a.txt"]


def test_a_relative_path_stays_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "news/a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(find(["news"])) == [Path("news/a.txt")]


def test_standard_input_is_passed_on(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert found(tmp_path, "-") == ["a.txt", "-"]


def test_a_file_called_dash_is_not_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "-")
    monkeypatch.chdir(tmp_path)
    assert list(find(["./-"])) == [Path.cwd() / "-"]


@pytest.mark.parametrize("path", ["nope.txt", "nope", "", "nope/deeper.txt", "a.txt/b.txt", "bad\0name.txt"])
def test_a_missing_path_is_refused(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt")
    monkeypatch.chdir(tmp_path)
    assert refused([path]) == Refusal(source=path, reason="no such file or folder")


def test_a_missing_path_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt")
    missing = tmp_path / "nope"
    assert found(tmp_path / "a.txt", missing, tmp_path / "b.txt") == [
        "a.txt",
        f"{missing}: no such file or folder",
        "b.txt",
    ]


def test_a_named_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    write(tmp_path, "story.xyz", ".hidden", "README")
    assert found(*(tmp_path / name for name in ("story.xyz", ".hidden", "README"))) == [
        "story.xyz",
        ".hidden",
        "README",
    ]


def test_a_folder_gives_its_articles_in_natural_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        "a10.txt",
        "A2.txt",
        "a1.md",
        "b/2.html",
        "b/10.jsonl",
        "c.TXT",
        "notes.docx",
        "b.ndjson",
        "z.htm",
    )
    assert found(tmp_path) == [
        "a1.md",
        "A2.txt",
        "a10.txt",
        "2.html",
        "10.jsonl",
        "b.ndjson",
        "c.TXT",
        "z.htm",
    ]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".a.txt", ".git/b.txt", "c/.d/e.txt", "f.txt")
    assert found(tmp_path) == ["f.txt"]


def test_a_hidden_folder_that_is_named_is_walked(tmp_path: Path) -> None:
    write(tmp_path, ".drafts/a.txt")
    assert found(tmp_path / ".drafts") == ["a.txt"]


@pytest.mark.parametrize("names", [(), ("image.png",), (".hidden.txt",), ("sub/picture.jpg",)])
def test_a_folder_without_articles_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, *names)
    assert refused([tmp_path]).reason == "no articles in it"


def test_a_file_comes_once_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "b/c.txt")
    monkeypatch.chdir(tmp_path)
    assert found("a.txt", "./a.txt", tmp_path / "a.txt", ".", "b/../a.txt", "*.txt") == ["a.txt", "c.txt"]


def test_a_folder_named_twice_is_not_called_empty(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert found(tmp_path, tmp_path) == ["a.txt"]


def test_a_file_that_vanishes_meanwhile_is_left_to_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.txt")

    def gone(_: Path) -> os.stat_result:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "stat", gone)
    assert found(tmp_path / "a.txt") == ["a.txt"]


# What is no file.


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@pytest.mark.parametrize(
    ("make", "reason"), [(fifo, "is a pipe, not a file"), (listening, "is a socket, not a file")]
)
def test_pipes_and_sockets_are_refused(make: Callable[[Path], None], reason: str, tmp_path: Path) -> None:
    make(tmp_path / "x.txt")
    assert refused([tmp_path / "x.txt"]).reason == reason
    assert refused([tmp_path]).reason == reason


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_devices_are_refused(path: str) -> None:
    assert refused([path]).reason == "is a device, not a file"


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "b.txt")
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "a.txt")
    assert found(tmp_path) == [f"{tmp_path / 'a.txt'}: permission denied", "b.txt"]


def test_a_closed_folder_is_refused_and_the_rest_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/x.txt", "b/y.txt")
    scandir = os.scandir

    def closed(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert found(tmp_path) == [f"{tmp_path / 'a'}: permission denied", "y.txt"]
    assert found(tmp_path / "*" / "*.txt") == ["y.txt"]


def test_names_that_no_database_can_hold_are_cleaned_in_refusals(tmp_path: Path) -> None:
    assert refused([tmp_path / "caf\udce9.txt"]).source == str(tmp_path / "caf\ufffd.txt")


# Links.


def test_links_inside_the_folder_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", "y.txt")
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "z.txt").symlink_to(tmp_path / "y.txt")
    assert found(tmp_path) == ["x.txt", "y.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a", target_is_directory=True)
    assert found(tmp_path) == ["x.txt"]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "outside/secret.txt", "inside/a.txt", "inside-not/b.txt")
    inside = tmp_path / "inside"
    (inside / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (inside / "folder").symlink_to(tmp_path / "inside-not", target_is_directory=True)
    (inside / "picture.png").symlink_to(tmp_path / "outside" / "secret.txt")
    assert found(inside) == [
        "a.txt",
        f"{inside / 'folder'}: is a link that leads out of the folder",
        f"{inside / 'link.txt'}: is a link that leads out of the folder",
    ]


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert refused([tmp_path]).reason == "no such file or folder"
    assert refused([tmp_path / "gone.txt"]).reason == "no such file or folder"
    assert refused([tmp_path / "g*.txt"]).reason == "no such file or folder"


def test_a_link_that_runs_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    assert "symbolic links" in refused([tmp_path / "round.txt"]).reason
    assert "symbolic links" in refused([tmp_path]).reason


def test_a_folder_that_is_itself_a_link_is_walked(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert list(find([str(tmp_path / "link")])) == [tmp_path / "link" / "a.txt"]


# Globs.


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["a1.txt", "a2.txt", "a10.txt"]),
        ("a?.txt", ["a1.txt", "a2.txt"]),
        ("a[12].txt", ["a1.txt", "a2.txt"]),
        ("*", ["a1.txt", "a2.txt", "a10.txt", "d.txt", "x.md", "y.txt"]),
        ("**", ["a1.txt", "a2.txt", "a10.txt", "d.txt", "x.md", "y.txt"]),
        ("**/*.txt", ["a1.txt", "a2.txt", "a10.txt", "y.txt", "d.txt"]),
        ("**/**/x.md", ["x.md"]),
        ("**/deep/*", ["d.txt"]),
        ("sub/*/*.txt", ["d.txt"]),
        ("s*b/*.md", ["x.md"]),
        ("sub/**/*.log", ["z.log"]),
        (".h*/*.txt", ["h.txt"]),
        ("*.log", ["b.log"]),
        ("SUB*", []),
    ],
)
def test_globs(pattern: str, names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path,
        "a10.txt",
        "a2.txt",
        "a1.txt",
        "b.log",
        "sub/x.md",
        "sub/y.txt",
        "sub/deep/d.txt",
        "sub/z.log",
    )
    write(tmp_path, ".hid/h.txt", ".hidden.txt")
    monkeypatch.chdir(tmp_path)
    assert found(pattern) == (names or [f"{pattern}: no article matches"])
    absolute = tmp_path / pattern
    assert found(absolute) == (names or [f"{absolute}: no article matches"])


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, "a[1].txt", "a1.txt")
    assert found(tmp_path / "a[1].txt") == ["a[1].txt"]


def test_two_stars_do_not_follow_links(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert found(tmp_path / "**" / "*.txt") == ["x.txt"]


def test_a_glob_with_an_impossible_name_matches_nothing() -> None:
    assert refused(["bad\0/*.txt"]).reason == "no article matches"


# Order and size.


def test_natural_order() -> None:
    names = ["b", "A10", "a2", "a02", "", "10", "9", "a", "ä", "A2"]
    assert sorted(names, key=natural) == ["", "9", "10", "a", "A2", "a02", "a2", "A10", "b", "ä"]


@given(st.lists(st.text(max_size=12), unique=True))
def test_natural_order_is_total(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=natural) == sorted(backwards, key=natural)
    assert len({str(natural(name)) for name in names}) == len(names)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.text(alphabet="abcXYZ -_", max_size=4))
def test_numbers_sort_by_value(one: int, other: int, stem: str) -> None:
    assert (natural(f"{stem}{one}.txt") < natural(f"{stem}{other}.txt")) == (one < other)


def test_a_deep_folder_is_no_deep_recursion(tmp_path: Path) -> None:
    folders = [tmp_path / "d"]
    for _ in range(1_049):
        folders.append(folders[-1] / "d")
    for folder in folders:
        folder.mkdir()
    try:
        write(folders[-1], "x.txt")
        assert found(tmp_path) == ["x.txt"]
        assert found(tmp_path / "**" / "x.txt") == ["x.txt"]
    finally:
        # pytest's own cleaning recurses.
        (folders[-1] / "x.txt").unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_the_first_of_many_comes_before_the_rest_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, *(f"{number}.txt" for number in range(300)))
    checked: list[str] = []
    check = finding._checked

    def counting(path: Path, mode: int) -> Path | Refusal:
        checked.append(path.name)
        return check(path, mode)

    monkeypatch.setattr(finding, "_checked", counting)
    first = next(find([str(tmp_path)]))
    assert isinstance(first, Path)
    assert (first.name, checked) == ("0.txt", ["0.txt"])


def test_a_thousand_files_are_found_quickly(tmp_path: Path) -> None:
    for number in range(1_000):
        (tmp_path / f"{number}.txt").touch()
    start = time.perf_counter()
    assert found(tmp_path) == [f"{number}.txt" for number in range(1_000)]
    assert time.perf_counter() - start < 2


def test_the_systems_reason_reads_on_in_a_sentence() -> None:
    assert finding.why(PermissionError(13, "Permission denied")) == "permission denied"
    assert finding.why(OSError("no errno")) == "it cannot be read"
    assert finding.why(ValueError("embedded null byte")) == finding.NO_SUCH_FILE


def test_kinds_of_file_have_names() -> None:
    assert finding._kind(stat.S_IFBLK) == "a device"
    assert finding._kind(stat.S_IFSOCK) == "a socket"
