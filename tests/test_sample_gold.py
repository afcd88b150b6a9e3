"""The gold quotations stand in the sample articles word for word, and none is missing."""

import itertools
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "sample_articles"
GOLD = json.loads((ROOT / "tests/data/sample_gold.json").read_text(encoding="utf-8"))
COURT = "05-court-case.txt"  # straight quotes throughout
SHIPYARD = "03-shipyard-strike.txt"  # single quotes first

Row = dict[str, Any]
QUOTES = [(name, row) for name, rows in GOLD["articles"].items() for row in rows]


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_gold_covers_every_plain_article() -> None:
    assert list(GOLD["articles"]) == sorted(path.name for path in FOLDER.glob("*.txt"))
    assert len(QUOTES) >= 100
    assert {row["kind"] for _, row in QUOTES} == set(GOLD["kinds"]) == {"direct", "partial", "scare", "title"}
    documented = {name for key in GOLD["fields"] for name in key.split(", ")}
    assert all(set(row) == documented for _, row in QUOTES)


def test_one_article_quotes_with_single_marks_first() -> None:
    outer = [row for row in GOLD["articles"][SHIPYARD] if not row["nested"]]
    assert {row["text"][0] for row in outer} == {"‘"}
    assert {row["text"][0] for row in GOLD["articles"][SHIPYARD] if row["nested"]} == {"“"}


@pytest.mark.parametrize(("name", "row"), QUOTES, ids=[f"{n[:2]}-{r['start']}" for n, r in QUOTES])
def test_gold_quotation_stands_in_its_file(name: str, row: Row) -> None:
    text = text_of(name)
    quote = row["text"]
    assert text[row["start"] : row["end"]] == quote
    pairs = {"“": "”", "‘": "’", '"': '"', "'": "'"}
    assert quote[-1] == pairs[quote[0]]
    first, *rest = quote.split("\n\n")
    assert all(paragraph.startswith(quote[0]) for paragraph in rest)
    assert not any(paragraph.endswith(quote[-1]) for paragraph in [first, *rest][:-1])
    for part in (row["mention"], row["cue"]):
        if part is not None:
            assert text[part["start"] : part["end"]] == part["text"]
            assert "\n" not in text[min(part["start"], row["start"]) : max(part["end"], row["start"])]
    assert (row["mention"] is None) == (row["cue"] is None)
    if row["kind"] in {"scare", "title"}:
        assert (row["speaker"], row["mention"], row["accept"]) == (None, None, [])
    elif row["speaker"] is not None:
        composed = unicodedata.normalize("NFC", text).lower()
        assert any(answer.lower() in composed for answer in [row["speaker"], *row["accept"]])
        assert unicodedata.is_normalized("NFC", row["speaker"])


@pytest.mark.parametrize("name", GOLD["articles"])
def test_gold_is_complete_and_in_order(name: str) -> None:
    text, rows = text_of(name), GOLD["articles"][name]
    spans = [(row["start"], row["end"]) for row in rows]
    assert spans == sorted(spans)
    outer = [span for span, row in zip(spans, rows, strict=True) if not row["nested"]]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(outer))
    for span, row in zip(spans, rows, strict=True):
        inside = any(o[0] < span[0] and span[1] < o[1] for o in outer)
        assert inside == row["nested"]
    marks = r"(?<!\d)\"" if name == COURT else "[“”‘]"
    for mark in re.finditer(marks, text):
        assert any(start <= mark.start() < end for start, end in outer), text[mark.start() :][:40]
    starts = {start for start, _ in spans}
    for mark in re.finditer("(?<!\n)[“‘]", text):
        assert mark.start() in starts, text[mark.start() :][:40]
