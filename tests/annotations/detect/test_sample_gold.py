"""The sample articles against what a careful reader marked in them."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from annotations.detect.detect import detect
from annotations.detect.pipeline import embedded
from annotations.records import Quote

ROOT = Path(__file__).parents[3]
GOLD: dict[str, list[dict[str, Any]]] = json.loads((ROOT / "tests/data/sample_gold.json").read_text("utf-8"))[
    "articles"
]
PIPELINE = embedded()


def plain(name: str | None) -> str | None:
    return None if name is None else unicodedata.normalize("NFC", name).replace("’", "'")


@pytest.fixture(scope="module")
def answers() -> list[tuple[dict[str, Any], Quote | None]]:
    """Return each quotation that was marked with the one that was found there."""
    pairs: list[tuple[dict[str, Any], Quote | None]] = []
    for name, marked in GOLD.items():
        text = (ROOT / "sample_articles" / name).read_text("utf-8")
        found = {(quote.start, quote.end): quote for quote in detect(PIPELINE, text).quotes}
        pairs += [(quote, found.pop((quote["start"], quote["end"]), None)) for quote in marked]
        assert [quote.text for quote in found.values() if quote.kind not in ("block", "indirect")] == [], (
            "found, but not marked"
        )
    return pairs


def share(right: int, of: int) -> float:
    return right / max(1, of)


def test_every_quotation_is_found_exactly(answers: list[tuple[dict[str, Any], Quote | None]]) -> None:
    assert [marked["text"] for marked, found in answers if found is None] == []


def test_kinds_are_right(answers: list[tuple[dict[str, Any], Quote | None]]) -> None:
    right = sum(found is not None and found.kind == marked["kind"] for marked, found in answers)
    assert share(right, len(answers)) >= 0.97


def test_speakers_are_right(answers: list[tuple[dict[str, Any], Quote | None]]) -> None:
    right = 0
    for marked, found in answers:
        name = found.speaker.name if found is not None and found.speaker else None
        right += plain(name) in {plain(answer) for answer in (marked["speaker"], *marked["accept"])}
    assert share(right, len(answers)) >= 0.93


def test_cues_are_right(answers: list[tuple[dict[str, Any], Quote | None]]) -> None:
    asked = [(marked, found) for marked, found in answers if marked["cue"] is not None]
    right = sum(
        found is not None and found.cue is not None and found.cue.text == marked["cue"]["text"]
        for marked, found in asked
    )
    assert share(right, len(asked)) >= 0.95
