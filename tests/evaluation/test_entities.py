"""Scoring entities: what counts as the same, and how well the project's own articles are found."""

import json
from pathlib import Path

import pytest

from annotations.detect.pipeline import embedded
from evaluation.entities import GOLD, Marked, coarse, count, is_coarse, main, normal, read, score
from evaluation.scores import Scores


def entity(text: str, words: str, label: str) -> Marked:
    start = text.index(words)
    return normal(text, start, start + len(words), label)


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("the Vexley Bank", "Vexley Bank"),
        ("The Vexley Bank", "Vexley Bank"),
        ("Orla Vexley’s", "Orla Vexley"),
        ("Orla Vexley's", "Orla Vexley"),
        ("the workers’", "workers"),
    ],
)
def test_a_leading_the_and_a_possessive_ending_do_not_count(marked: str, found: str) -> None:
    text = f"then {marked} left"
    assert entity(text, marked, "ORG") == entity(text, found, "ORG")


@pytest.mark.parametrize("words", ["the", "it’s", "S’"])
def test_a_short_name_keeps_its_ending(words: str) -> None:
    kept = entity(f"{words} left", words, "ORG")
    assert (kept.start, kept.end) in ((0, len(words)), (0, 2))


def test_a_place_that_the_data_calls_a_body_is_a_place() -> None:
    assert entity("then Japan\nleft", "Japan", "ORG").label == "GPE"
    assert entity("then New\nZealand left", "New\nZealand", "ORG").label == "GPE"
    assert entity("then Quell left", "Quell", "ORG").label == "ORG"


def test_three_labels_stand_for_more() -> None:
    fine = {Marked(0, 1, "GPE"), Marked(2, 3, "FAC"), Marked(4, 5, "DATE"), Marked(6, 7, "PERSON")}
    assert coarse(fine) == {Marked(0, 1, "LOC"), Marked(2, 3, "LOC"), Marked(6, 7, "PERSON")}
    assert is_coarse([{"entities": [[0, 1, "LOC"]]}, {"entities": []}])
    assert not is_coarse([{"entities": [[0, 1, "GPE"]]}])


def test_each_label_is_counted_and_each_error_shown() -> None:
    scores = Scores()
    found = {Marked(0, 1, "ORG"), Marked(2, 3, "ORG"), Marked(4, 5, "PERSON")}
    expected = {Marked(0, 1, "ORG"), Marked(2, 3, "PERSON")}
    count(scores, "abcdef", found, expected)
    assert scores.score("ORG") == (1, 2, 1)
    assert scores.score("PERSON") == (0, 1, 1)
    assert sorted(scores.errors) == ["+ ORG 'ab[c]def'", "+ PERSON 'abcd[e]f'", "- PERSON 'ab[c]def'"]


def test_a_file_is_scored_in_its_own_labels() -> None:
    text = "Mary Vexley met the insurer Quellio on Monday."
    three = [{"text": text, "entities": [[0, 11, "PERSON"], [28, 35, "LOC"]]}]
    result = score(embedded(), three)
    assert result.three.score("PERSON", "ORG", "LOC") == (1, 2, 2)
    assert result.spans.score("spans only") == (2, 2, 2)
    assert result.fine.table() == ""
    fine = [{"text": text, "entities": [[0, 11, "PERSON"], [28, 35, "ORG"], [39, 45, "DATE"]]}]
    assert score(embedded(), fine).fine.score("PERSON", "ORG", "DATE") == (3, 3, 3)


def test_files_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "marked.jsonl"
    rows = [{"id": "a", "text": "Quell left", "entities": [[0, 5, "PERSON"]]}]
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    assert read(path) == rows


def test_every_mark_of_our_own_articles_covers_words() -> None:
    for row in read(GOLD):
        done = 0
        for start, end, _ in row["entities"]:
            words = row["text"][start:end]
            assert done <= start < end
            assert words == words.strip() != ""
            assert not row["text"][end : end + 1].isalnum()
            done = end


def test_our_own_articles_are_found() -> None:
    result = score(embedded(), read(GOLD))
    assert result.three.score("PERSON", "ORG", "LOC").f >= 0.94
    assert result.three.score("PERSON").f >= 0.94
    assert result.spans.score("spans only").f >= 0.96


def test_the_tables_are_printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["entities", "--errors", "1"])
    main()
    printed = capsys.readouterr().out
    assert printed.startswith("entities_gold.jsonl: ")
    assert printed.count("spans only") == 1
    assert "[" in printed.splitlines()[-1]
