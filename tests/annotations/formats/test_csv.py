"""The table for spreadsheets, as Python's own reader of CSV finds it."""

import csv
import io
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import ExportError
from annotations.formats import csv_table
from annotations.formats.documents import Document, Written
from tests.annotations.formats.samples import PASSAGES, article, document, documents, nasty, request, tag

Row = dict[str, str]


def written(*given: Document, raw: bool = False, unit: Any = "article") -> tuple[bytes, Written]:
    out = io.BytesIO()
    asked = request(PASSAGES, unit=unit, options={"csv-raw": "yes" if raw else "no"})
    report = csv_table.write(given, out, asked)
    assert list(csv_table.check(io.BytesIO(out.getvalue()))) == list(report.fingerprints)
    return out.getvalue(), report


def rows(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_each_tag_is_a_row_with_its_words() -> None:
    data, report = written(*nasty(), raw=True)
    found = rows(data)
    assert report.losses == {}
    texts = {one.article.id: one.article.text for one in nasty()}
    tagged = [row for row in found if row["label"]]
    assert len(tagged) == report.spans == sum(len(one.tags) for one in nasty())
    for row in tagged:
        assert texts[row["article"]][int(row["start"]) : int(row["end"])] == row["text"]
    assert {row["note"] for row in tagged} == {"", "a note; with | signs\nand a line", "why not"}
    # An article without a tag is an answer too.
    (untagged,) = (row for row in found if not row["label"])
    assert (untagged["state"], untagged["start"]) == ("done", "")


def test_lines_end_as_the_standard_says() -> None:
    data, _ = written(document(article("A, “b”\nc."), state="done"), raw=True)
    assert data.count(b"\r\n") == 2
    assert data.startswith(b"article,title,source,unit_start,")
    marked, _ = written()
    assert marked == b"\xef\xbb\xbf" + ",".join(csv_table.COLUMNS).encode() + b"\r\n"


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]
)
def test_no_cell_is_a_formula(words: str) -> None:
    story = article(f"x{words} end.", title=words)
    data, report = written(document(story, tag(story, words, note=words)))
    (row,) = rows(data)
    assert row["text"] == row["title"] == row["note"] == "'" + words
    ((_, loss),) = report.losses.items()
    assert (loss.count, loss.change, loss.labels) == (1, "renamed", {"commitment": 1})
    raw, report = written(document(story, tag(story, words)), raw=True)
    assert rows(raw)[0]["text"] == words
    assert report.losses == {}


@settings(max_examples=60, deadline=None)
@given(given_documents=st.lists(documents(), max_size=3), raw=st.booleans())
def test_every_cell_is_what_it_was(given_documents: list[Document], raw: bool) -> None:
    data, _ = written(*given_documents, raw=raw)
    for row in rows(data):
        assert raw or not (row["text"] and row["text"][0] in csv_table._FORMULA)
        assert raw or not (row["title"] and row["title"][0] in "=+-@")


def test_sentences_have_rows_of_their_own() -> None:
    story = article("It rained. They agreed.")
    data, _ = written(document(story, tag(story, "agreed")), unit="sentence", raw=True)
    assert [(row["unit_start"], row["start"], row["text"]) for row in rows(data)] == [
        ("0", "", ""),
        ("11", "5", "agreed"),
    ]


def test_half_a_character_stops_the_export() -> None:
    torn = msgspec.structs.replace(article("half"), title="\ud800")
    with pytest.raises(ExportError, match="lone surrogate"):
        csv_table.write([document(torn)], io.BytesIO(), request())
