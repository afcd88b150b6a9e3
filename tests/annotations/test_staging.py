import io
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from annotations import staging as staging_module
from annotations.errors import ExportError
from annotations.staging import (
    Folder,
    check_file_place,
    check_folder_place,
    publish_file,
    publish_folder,
    replacing_file,
    staging,
)


def put(path: Path, data: bytes = b"new") -> None:
    check_file_place(path)
    with staging(path) as staged:
        with staged.file("new") as file:
            file.write(data)
        publish_file(staged.path / "new", path)


def put_folder(path: Path, files: dict[str, bytes]) -> None:
    check_folder_place(path)
    with staging(path) as staged:
        folder = staged.within("new")
        for name, data in files.items():
            with folder.file(name) as file:
                file.write(data)
        publish_folder(folder, path)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in Folder(folder).files()}


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".copydesk")]


@pytest.mark.parametrize("there", [None, b"old and longer"])
def test_writes_a_file_for_its_owner_alone(tmp_path: Path, there: bytes | None) -> None:
    target = tmp_path / "out.jsonl"
    if there is not None:
        target.write_bytes(there)
        target.chmod(0o644)
    put(target)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")

    def fail() -> None:
        with staging(target) as staged, staged.file("new") as file:
            file.write(b"new")
            raise error

    with pytest.raises(error):
        fail()
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 255)
    put(target)
    assert target.read_bytes() == b"new"


def test_refuses_what_is_no_plain_file(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    (tmp_path / "link").symlink_to(kept)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name, reason in {
        "link": "it is a symbolic link",
        "dangling": "it is a symbolic link",
        "pipe": "it is not a plain file",
        ".": "it is a folder",
        "missing/out": "there is no folder",
        "kept/out": "there is no folder",
        "nul\0": "null",
        "y" * 300: "too long",
    }.items():
        with pytest.raises(ExportError, match=f"^cannot write .*{reason}"):
            put(tmp_path / name)
    assert kept.read_bytes() == b"kept"
    assert not (tmp_path / "nowhere").exists()
    assert leftovers(tmp_path) == []


def test_a_link_that_appears_later_is_replaced_not_followed(tmp_path: Path) -> None:
    kept, target = tmp_path / "kept", tmp_path / "out"
    kept.write_bytes(b"kept")
    with staging(target) as staged:
        with staged.file("new") as file:
            file.write(b"new")
        target.symlink_to(kept)
        publish_file(staged.path / "new", target)
    assert (target.is_symlink(), target.read_bytes(), kept.read_bytes()) == (False, b"new", b"kept")


def test_a_full_disk_is_one_sentence_and_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    # A limit on the size of files fails the write as a full disk does, and needs no disk to fill.
    script = f"""
import resource, signal
from pathlib import Path
from annotations import staging as staging_module
from annotations.errors import ExportError
from annotations.staging import publish_file, staging
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    with staging(Path({str(target)!r})) as staged, staged.file("new") as file:
        for _ in range(100):
            file.write(b"x" * 10_000)
except ExportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == f"cannot write {target}: File too large\n"
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_whatever_the_disk_refuses_is_one_sentence(tmp_path: Path) -> None:
    def fail() -> None:
        with staging(tmp_path / "out"):
            raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match=r"^cannot write .*out: No space left on device$"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(ExportError, match=r"Permission denied$"):
        put(tmp_path / "out")


def test_who_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    script = f"""
import sys
from pathlib import Path
from annotations.staging import publish_file, staging
with staging(Path({str(target)!r})) as staged, staged.file("new") as file:
    file.write(b"half")
    file.flush()
    print("written", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        child.send_signal(signal.SIGKILL)
    assert target.read_bytes() == b"old"


def test_a_reader_that_hangs_up_is_not_a_matter_of_the_disk(tmp_path: Path) -> None:
    def hang_up() -> None:
        with staging(tmp_path / "out"):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        hang_up()
    assert list(tmp_path.iterdir()) == []


def test_a_dash_stands_for_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    put(Path("-"))
    assert out.getvalue() == b"new"
    with pytest.raises(ExportError, match="cannot write a folder to standard output"):
        check_folder_place(Path("-"))


def test_a_folder_takes_its_place_whole(tmp_path: Path) -> None:
    target = tmp_path / "set"
    put_folder(target, {"config.cfg": b"1", "train/0.txt": b"2"})
    assert contents(target) == {"config.cfg": b"1", "train/0.txt": b"2"}
    put_folder(target, {"dev/0.txt": b"3"})
    assert contents(target) == {"dev/0.txt": b"3"}
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (target, target / "dev", target / "dev" / "0.txt")}
    assert modes == {0o700, 0o600}


def test_many_files_are_forced_to_the_disk_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr("annotations.staging._FORCED_ONE_BY_ONE", 2)
    monkeypatch.setattr(os, "sync", lambda: calls.append("sync"))
    put_folder(tmp_path / "few", {"0": b"", "1": b""})
    assert calls == []
    put_folder(tmp_path / "many", {"0": b"", "1": b"", "2": b""})
    assert calls == ["sync"]


def test_a_folder_does_not_take_the_place_of_a_file_or_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path)
    for name, reason in {
        "file": "there is a file",
        "link": "it is a symbolic link",
        "missing/set": "there is no folder",
    }.items():
        with pytest.raises(ExportError, match=f"^cannot write .*{reason}"):
            put_folder(tmp_path / name, {})
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_file_is_made_once_and_inside(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    with folder.file("a") as file:
        file.write(b"1")
    with pytest.raises(ExportError, match=r"^cannot write a: File exists"):
        folder.file("a")
    for name in ("", "../a", "/a", "b/../../a", "a\0"):
        with pytest.raises(ValueError, match="is no place in a folder"):
            folder.file(name)


class Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_terminal_is_shown_what_a_pipe_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Whatever the format: no byte of it is obeyed, even where a character comes in pieces."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(out))
    monkeypatch.setattr(staging_module, "_CHUNK", size)
    (tmp_path / "staged").write_bytes("word\ttag\nÉtat 東京 \x1b[2J \x9b2J \u202e \x7f\n".encode())
    publish_file(tmp_path / "staged", Path("-"))
    assert out.getvalue().decode() == "word\ttag\nÉtat 東京 ␛[2J \ufffd2J \ufffd ␡\n"


def test_a_file_of_its_own_takes_its_place_or_vanishes(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with replacing_file(target) as unfinished:
        unfinished.write_bytes(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(KeyError), replacing_file(target):
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
