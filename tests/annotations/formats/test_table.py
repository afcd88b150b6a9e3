from pathlib import Path

import pytest

from annotations.errors import FormatError
from annotations.files import files_of
from annotations.formats import jsonl, table
from annotations.formats.documents import ImportedDocument


def test_knows_the_formats_by_name() -> None:
    assert table.writable("jsonl").write is jsonl.write
    assert table.readable("jsonl").read is jsonl.read


def test_a_name_stands_for_one_format() -> None:
    names = [row.name for row in table.FORMATS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", table.FORMATS, ids=lambda row: row.name)
def test_a_row_says_what_a_format_is(row: table.Format) -> None:
    assert row.about
    assert row.offsets
    assert (row.write is None) != (row.write_folder is None)
    assert bool(row.suffix) == (row.write is not None)
    assert row.in_folder or row.finish is None
    assert all(len(values) > 1 for values in row.options.values())


@pytest.mark.parametrize("name", ["json", "", "JSONL"])
def test_an_unknown_format_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(FormatError, match=f'cannot write "{name}"; the formats are jsonl'):
        table.writable(name)
    with pytest.raises(FormatError, match=f'cannot read "{name}"; the formats are jsonl'):
        table.readable(name)


def test_a_side_that_a_format_does_not_have_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    one_way = table.Format("leaflet", "a page", ".html", jsonl.write)
    monkeypatch.setattr(table, "FORMATS", (*table.FORMATS, one_way))
    assert table.writable("leaflet") is one_way
    with pytest.raises(FormatError, match=r'cannot read "leaflet"'):
        table.readable("leaflet")


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(f'{{"text": "Story {name}."}}\n', encoding="utf-8")
    with files_of(tmp_path) as files:
        found = [
            item for item in table.readable("jsonl").reading(files) if isinstance(item, ImportedDocument)
        ]
    assert [item.article.text for item in found] == ["Story a.", "Story b."]
    assert found[0].article.source == f"{tmp_path}/a.jsonl:1"
