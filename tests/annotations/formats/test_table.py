import pytest

from annotations.errors import FormatError
from annotations.formats import jsonl, table


def test_knows_the_formats_by_name() -> None:
    assert table.writer("jsonl") is jsonl.write
    assert table.reader("jsonl") is jsonl.read


def test_a_name_stands_for_one_format() -> None:
    names = [row.name for row in table.FORMATS]
    assert len(set(names)) == len(names)
    assert all(row.about and (row.write or row.read) for row in table.FORMATS)


@pytest.mark.parametrize("name", ["json", "", "JSONL"])
def test_an_unknown_format_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(FormatError, match=f'cannot write "{name}"; the formats are jsonl'):
        table.writer(name)
    with pytest.raises(FormatError, match=f'cannot read "{name}"; the formats are jsonl'):
        table.reader(name)


def test_a_side_that_a_format_does_not_have_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    one_way = table.Format("html", "a page", jsonl.write, None)
    monkeypatch.setattr(table, "FORMATS", (*table.FORMATS, one_way))
    assert table.writer("html") is jsonl.write
    with pytest.raises(FormatError, match=r"the formats are jsonl$"):
        table.reader("html")
