import io
import os
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotations.errors import FormatError
from annotations.files import files_of, reading


def test_a_dash_stands_for_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"piped")))
    with files_of(Path("-")) as files:
        (name,) = files.names(".jsonl")
        assert files.place(name) == "-"
        assert not files.has("config.xml")
        with files.open(name) as file:
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


def fill(folder: Path) -> None:
    (folder / "train").mkdir()
    (folder / "train" / "b.ann").write_bytes(b"b")
    (folder / "train" / "a.ann").write_bytes(b"a")
    (folder / "a.txt").write_bytes(b"text")
    (folder / "manifest.json").write_bytes(b"{}")
    (folder / "x.jsonl.manifest.json").write_bytes(b"{}")


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_folder_and_a_zip_hold_the_same_files(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    fill(folder)
    source = folder if kind == "folder" else zipped(folder, tmp_path / "set.zip")
    with files_of(source) as files:
        assert list(files.names(".ann", ".txt")) == ["a.txt", "train/a.ann", "train/b.ann"]
        assert files.read("train/b.ann") == b"b"
        assert files.place("a.txt") == f"{source}/a.txt"
        assert files.has("train/a.ann")
        assert not files.has("train/c.ann")
        with pytest.raises(FormatError, match=f"^cannot read {source}/a.txt: it is longer than 3 bytes"):
            files.read("a.txt", limit=3)
        with pytest.raises(FormatError, match=r"^cannot read .*gone"):
            files.read("gone")
        # A manifest is not data, whatever its suffix.
        with pytest.raises(FormatError, match=f"^cannot read {source}: there is no .json in it$"):
            list(files.names(".json"))


def test_a_file_is_taken_whatever_its_name_and_has_companions(tmp_path: Path) -> None:
    fill(tmp_path)
    with files_of(tmp_path / "train" / "a.ann") as files:
        assert list(files.names(".conll")) == ["a.ann"]
        assert files.read("a.ann") == b"a"
        assert files.read("b.ann") == b"b"
        assert (files.has("b.ann"), files.has("c.ann")) == (True, False)
        assert files.place("b.ann") == str(tmp_path / "train" / "b.ann")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/hosts", "train/../../a.txt"])
def test_no_name_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    fill(tmp_path)
    for source in (tmp_path / "train", tmp_path / "train" / "a.ann"):
        with files_of(source) as files, pytest.raises(FormatError, match="leads out of its folder"):
            files.read(name)


def test_neither_links_nor_pipes_are_followed_in_a_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside.ann"
    outside.write_bytes(b"secret")
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / "link.ann").symlink_to(outside)
    os.mkfifo(folder / "pipe.ann")
    (folder / "own.ann").write_bytes(b"own")
    with files_of(folder) as files:
        assert list(files.names(".ann")) == ["own.ann"]


def test_a_damaged_zip_is_one_sentence(tmp_path: Path) -> None:
    fill(tmp_path)
    target = zipped(tmp_path / "train", tmp_path / "set.zip")
    data = bytearray(target.read_bytes())
    data[data.index(b"a.ann") + 5] ^= 0xFF
    target.write_bytes(data)
    with files_of(target) as files, pytest.raises(FormatError, match=r"^cannot read .*a.ann: "):
        files.read("a.ann")
    target.write_bytes(target.read_bytes()[:-30] + b"PK\5\6" + b"\xff" * 18)
    with pytest.raises(FormatError, match=r"^cannot read "), files_of(target):
        pass


def test_an_empty_folder_is_a_dataset_of_no_documents(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "all").mkdir()
    with files_of(tmp_path) as files:
        assert files.names(".txt") == []
