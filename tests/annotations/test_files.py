import io
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations.errors import ExportError, FormatError
from annotations.files import reading, replacing


def put(path: Path, data: bytes = b"new") -> None:
    with replacing(path) as file:
        file.write(data)


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


def test_the_old_file_stays_until_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with replacing(target) as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as file:
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
    with replacing(target) as file:
        file.write(b"new")
        target.symlink_to(kept)
    assert (target.is_symlink(), target.read_bytes(), kept.read_bytes()) == (False, b"new", b"kept")


def test_a_full_disk_is_one_sentence_and_no_half_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    # A limit on the size of files fails the write as a full disk does, and needs no disk to fill.
    script = f"""
import resource, signal
from pathlib import Path
from annotations.errors import ExportError
from annotations.files import replacing
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    with replacing(Path({str(target)!r})) as file:
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
        with replacing(tmp_path / "out"):
            raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match=r"^cannot write .*out: No space left on device$"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ExportError, match=r"Permission denied$"):
        put(tmp_path / "out")


def test_who_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    script = f"""
import sys
from pathlib import Path
from annotations.files import replacing
with replacing(Path({str(target)!r})) as file:
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
        with replacing(tmp_path / "out"):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        hang_up()
    assert list(tmp_path.iterdir()) == []


def test_a_dash_stands_for_the_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"piped")))
    put(Path("-"))
    assert out.getvalue() == b"new"
    with reading(Path("-")) as file:
        assert file.read() == b"piped"


def test_reads_plain_files_only(tmp_path: Path) -> None:
    plain = tmp_path / "in.jsonl"
    plain.write_bytes(b"text")
    with reading(plain) as file:
        assert file.read() == b"text"
    os.mkfifo(tmp_path / "pipe")
    for path, reason in {
        tmp_path: "it is not a plain file",
        tmp_path / "pipe": "it is not a plain file",
        Path("/dev/zero"): "it is not a plain file",
        tmp_path / "missing": "No such file",
        tmp_path / "nul\0": "null",
    }.items():
        with pytest.raises(FormatError, match=f"^cannot read .*{reason}"):
            reading(path)


class Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_a_terminal_is_shown_what_a_pipe_is_sent(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Whatever the format: no byte of it is obeyed, even where a character comes in pieces."""
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Screen(out))
    data = "word\ttag\nÉtat 東京 \x1b[2J \x9b2J \u202e \x7f\n".encode()
    with replacing(Path("-")) as file:
        for start in range(0, len(data), size):
            assert file.write(data[start : start + size]) == len(data[start : start + size])
        file.flush()
    assert out.getvalue().decode() == "word\ttag\nÉtat 東京 ␛[2J \ufffd2J \ufffd ␡\n"
