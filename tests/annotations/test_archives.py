import io
import stat
import zipfile
from pathlib import Path

import pytest

from annotations import archives
from annotations.archives import guard
from annotations.errors import FormatError
from annotations.files import files_of


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return zipfile.ZipFile(out)


def test_an_ordinary_zip_is_read() -> None:
    guard(packed(("a/b.txt", b"some words"), ("blank.txt", b" " * 100_000)), Path("x.zip"))


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("passwords.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([("../a.txt", b"a")], "leads out of its folder"),
        ([("a/../../b.txt", b"a")], "leads out of its folder"),
        ([("..\\a.txt", b"a")], "leads out of its folder"),
        ([("/etc/a.txt", b"a")], "leads out of its folder"),
        ([(link(), b"/etc/passwd")], "symbolic link"),
        ([("a.txt", b" " * 3_000_000)], "unpacks to more than 100 times its size"),
    ],
)
def test_a_zip_that_is_not_safe_is_refused(entries: list[tuple[str, bytes]], reason: str) -> None:
    with pytest.raises(FormatError, match=f"cannot read x.zip: .*{reason}"):
        guard(packed(*entries), Path("x.zip"))


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(("a.txt", b"a"), ("a.txt", b"b"))
    with pytest.raises(FormatError, match="two files of one name"):
        guard(twice, Path("x.zip"))


def test_too_many_files_and_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    several = packed(*((f"{number}.txt", b"words") for number in range(5)))
    monkeypatch.setattr(archives, "MOST_ENTRIES", 4)
    with pytest.raises(FormatError, match="more than 4 files"):
        guard(several, Path("x.zip"))
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    monkeypatch.setattr(archives, "MOST_BYTES", 24)
    with pytest.raises(FormatError, match="more than 24 bytes"):
        guard(several, Path("x.zip"))
    monkeypatch.setattr(archives, "MOST_BYTES", 25)
    guard(several, Path("x.zip"))


def test_whoever_opens_a_zip_is_guarded(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../a.txt", b"a")
    with pytest.raises(FormatError, match="leads out"), files_of(path):
        pass


def test_a_file_yields_no_more_than_its_zip_says(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" " * 5_000_000)
    data = path.read_bytes()
    size = (5_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (1000).to_bytes(4, "little")))
    with files_of(path) as files, pytest.raises(FormatError, match="cannot read"):
        files.read("a.txt")
