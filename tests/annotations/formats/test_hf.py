"""Parquet and JSON lines, read by our own reader: ours, somebody else's, and what is neither."""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from annotations.errors import ExportError, FormatError
from annotations.formats import hf, hf_reading, lines
from annotations.formats.documents import ImportedDocument
from annotations.records import Refusal, Span
from annotations.staging import Folder
from tests.annotations.formats.both_ways import read, there_and_back, write
from tests.annotations.formats.samples import SCHEME, article, document, nasty, request, tag, tokenize

JSONL = {"file": "jsonl"}


def parquet(path: Path, rows: list[dict[str, Any]], features: dict[str, Any] | None = None) -> Path:
    table = pa.Table.from_pylist(rows)
    if features is not None:
        info = json.dumps({"info": {"features": features}}).encode()
        table = table.replace_schema_metadata({b"huggingface": info})
    pq.write_table(table, path)
    return path


def jsonl(path: Path, *rows: object) -> Path:
    path.write_bytes(
        b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)
    )
    return path


def taken(path: Path) -> ImportedDocument:
    (found,) = read("hf", path)
    assert isinstance(found, ImportedDocument), found
    return found


@pytest.mark.parametrize("options", [{}, JSONL])
@pytest.mark.parametrize("unit", ["article", "sentence", "paragraph"])
def test_all_that_there_is_comes_back(options: dict[str, str], unit: str) -> None:
    wanted = request(SCHEME, options=options, unit=unit, tokenize=tokenize)
    with there_and_back("hf", nasty(), wanted) as (_, found):
        first = found[0]
        assert first.article.title == "Port talks"
        assert (first.article.byline, first.article.date) == ("R. Osei", "2026-02-03")
        assert first.article.metadata == {"desk": "news"}
        assert bool(first.part_of) == (unit != "article")
        if unit == "article":
            assert {span.label for span in first.spans if span.start == span.end} == {"front page", "opinion"}


def test_pieces_keep_the_whole(tmp_path: Path) -> None:
    story = article("They agreed. They paid.")
    write("hf", tmp_path, [document(story, tag(story, "agreed. They"))], request(unit="sentence"))
    first, second = (item for item in read("hf", tmp_path / "all") if isinstance(item, ImportedDocument))
    assert [span.whole for span in (*first.spans, *second.spans)] == [Span(5, 17)] * 2
    assert (second.part_of, second.offset) == (story.id, 13)


def test_the_card_says_what_is_in_it(tmp_path: Path) -> None:
    wanted = request(SCHEME, passage_labels=("commitment", "a|b*"), article_labels=("opinion",))
    write("hf", tmp_path, nasty(), wanted)
    _, front, body = (tmp_path / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    about = yaml.safe_load(front)
    assert about["configs"][0]["data_files"] == [{"split": "all", "path": "all/data.parquet"}]
    assert about["dataset_info"]["splits"] == [{"name": "all", "num_examples": len(nasty())}]
    features = {feature["name"]: feature for feature in about["dataset_info"]["features"]}
    assert "tokens" not in features
    assert features["spans"]["list"][0] == {"name": "start", "dtype": "int64"}
    assert "# passages and articles" in body
    assert "| a\\|b\\* |" in body
    assert "| opinion |  | 1 |" in body


def test_parquet_without_its_library_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FormatError, match=r'^Parquet needs pyarrow: pip install "copydesk\[hf\]"$'):
        write("hf", tmp_path, nasty(), request())
    write("hf", tmp_path / "lines", nasty(), request(options=JSONL))


@pytest.mark.parametrize("options", [{}, JSONL])
def test_half_a_character_stops_the_export(tmp_path: Path, options: dict[str, str]) -> None:
    torn = msgspec.structs.replace(article("half"), title="\ud800")
    with pytest.raises(ExportError, match="lone surrogate"):
        hf.write([document(torn)], Folder(tmp_path), request(options=options))


# Somebody else's.


def test_texts_with_spans(tmp_path: Path) -> None:
    row = {
        "text": "Rents rose in Rio.",
        "spans": [{"start": 14, "end": 17, "label": "GPE"}],
        "outlet": "Post",
        "n": None,
    }
    for path in (parquet(tmp_path / "a.parquet", [row]), jsonl(tmp_path / "a.jsonl", row)):
        found = taken(path)
        assert [(span.text, span.label, span.origin) for span in found.spans] == [("Rio", "GPE", "imported")]
        assert found.article.metadata == {"outlet": "Post"}
        assert (found.article.source, found.state, found.annotator) == (f"{path}:1", None, "")


def test_tokens_with_tags_by_name_and_by_number(tmp_path: Path) -> None:
    tokens = ["Mira", "Tanaka", "left"]
    names = {"feature": {"names": ["O", "B-PER", "I-PER"], "_type": "ClassLabel"}, "_type": "List"}
    for path in (
        parquet(tmp_path / "a.parquet", [{"tokens": tokens, "ner_tags": [1, 2, 0]}], {"ner_tags": names}),
        jsonl(tmp_path / "a.jsonl", {"tokens": tokens, "tags": ["B-PER", "I-PER", "O"]}),
    ):
        found = taken(path)
        assert (found.article.text, found.spaced) == ("Mira Tanaka left", True)
        assert [(span.text, span.label) for span in found.spans] == [("Mira Tanaka", "PER")]


def test_other_columns_are_metadata_and_what_json_cannot_hold_is_counted(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="Arrow has nanoseconds as pandas has them")
    nanosecond = pa.array([1], type=pa.timestamp("ns"))
    table = pa.table({"text": ["Rents rose."], "day": [b"\xff"], "n": [1], "set": nanosecond})
    pq.write_table(table, tmp_path / "a.parquet")
    found = taken(tmp_path / "a.parquet")
    assert found.article.metadata == {"day": "/w==", "n": 1}
    assert [(one.kind, one.detail) for one in found.lost] == [
        ("columns that JSON cannot hold, left out", "set")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"text": ""}, "has no text"),
        ({"words": "a"}, "missing required field text"),
        ({"text": 5}, "Expected str, got int"),
        ({"text": "abc", "spans": [{"start": 2, "end": 1, "label": "X"}]}, "at 2 to 1 of 3"),
        ({"text": "abc", "spans": [{"start": 0, "end": 9, "label": "X"}]}, "at 0 to 9 of 3"),
        ({"text": "abc", "spans": [{"start": -1, "end": 2, "label": "X"}]}, "at -1 to 2"),
        ({"text": "abc", "spans": [{"start": 0, "end": 1, "label": "X", "text": "b"}]}, "other words"),
        ({"text": "abc", "spans": [{"start": 0, "end": 1, "label": " "}]}, "without a label"),
        ({"text": "abc", "spans": [{"start": 0.5, "end": 1, "label": "X"}]}, "Expected int"),
        ({"text": "abc", "spans": [{"start": 0, "end": 1}]}, "missing required field label"),
        ({"text": "abc", "article_labels": [{"label": ""}]}, "without a label"),
        ({"text": "abc", "metadata": "{"}, "has metadata that"),
        ({"text": "abc", "metadata": "[]"}, "has metadata that are no object"),
        ({"text": "abc", "quotes": [{"kind": "direct"}]}, "has quotes that are not as they were written"),
        ({"tokens": ["a"], "ner_tags": [7]}, "has a tag 7, for which the file has no name"),
        ({"tokens": ["a", "b"], "ner_tags": ["O"]}, "neither a text nor a tag for each token"),
        ({"tokens": ["a"]}, "neither a text nor a tag for each token"),
        ({"tokens": [" "], "tags": ["O"]}, "neither a text nor a tag for each token"),
        (b'{"text": "a", "text": "b"}\n', 'has "text" twice'),
        (b'{"text": NaN}\n', "is not JSON"),
        (b'{"text": "\\ud800"}\n', "half a character"),
        (b'{"text": "a"\n', "is not JSON"),
    ],
)
def test_a_row_that_is_wrong_is_refused_and_the_rest_comes_in(
    tmp_path: Path, row: object, reason: str
) -> None:
    found = read("hf", jsonl(tmp_path / "a.jsonl", {"text": "One."}, row, {"text": "Three."}))
    assert [type(item) for item in found] == [ImportedDocument, Refusal, ImportedDocument]
    assert isinstance(found[1], Refusal)
    assert reason in found[1].reason
    assert found[1].line == 2


def test_a_line_too_long_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 50)
    found = read("hf", jsonl(tmp_path / "a.jsonl", {"text": "x" * 90}, {"text": "Two."}))
    assert [type(item) for item in found] == [Refusal, ImportedDocument]


def test_what_is_no_parquet_is_refused_with_its_file(tmp_path: Path) -> None:
    whole = parquet(tmp_path / "whole.parquet", [{"text": f"Story {number}."} for number in range(500)])
    data = whole.read_bytes()
    for number, bad in enumerate(
        (b"", b"PAR1", data[:-20], data[: len(data) // 2] + b"\0" * 40 + data[len(data) // 2 + 40 :])
    ):
        path = tmp_path / f"bad{number}.parquet"
        path.write_bytes(bad)
        found = read("hf", path)
        assert isinstance(found[-1], Refusal)
        assert "cannot be read as Parquet" in found[-1].reason


def test_a_folder_of_files_is_read_in_order(tmp_path: Path) -> None:
    jsonl(tmp_path / "b.jsonl", {"text": "Second."})
    parquet(tmp_path / "a.parquet", [{"text": "First."}])
    found = [item.article.text for item in read("hf", tmp_path) if isinstance(item, ImportedDocument)]
    assert found == ["First.", "Second."]


@pytest.mark.parametrize(
    "metadata", [b"", b"[]", b'{"info": {"features": {"tags": {"_type": "List"}}}}', b"\xff"]
)
def test_features_that_say_nothing_name_nothing(metadata: bytes) -> None:
    assert hf_reading._class_names({b"huggingface": metadata}) == []
