"""Precision, recall and F, by label and together."""

import pytest

from evaluation.scores import Score, Scores


def test_a_score_is_made_of_three_counts() -> None:
    score = Score(right=6, found=8, expected=12)
    assert score.precision == 0.75
    assert score.recall == 0.5
    assert score.f == pytest.approx(2 * 0.75 * 0.5 / 1.25)


def test_nothing_found_where_nothing_is_is_perfect() -> None:
    assert (Score(0, 0, 0).precision, Score(0, 0, 0).recall, Score(0, 0, 0).f) == (1.0, 1.0, 1.0)
    assert (Score(0, 0, 3).precision, Score(0, 0, 3).recall, Score(0, 0, 3).f) == (1.0, 0.0, 0.0)
    assert (Score(0, 3, 0).precision, Score(0, 3, 0).recall, Score(0, 3, 0).f) == (0.0, 1.0, 0.0)


def test_articles_add_up_and_labels_stay_apart() -> None:
    scores = Scores()
    scores.add("PERSON", {(0, 4), (9, 12)}, {(0, 4)})
    scores.add("PERSON", set(), {(3, 5)})
    scores.add("ORG", {(20, 25)}, {(20, 25)})
    assert scores.score("PERSON") == Score(1, 2, 2)
    assert scores.score("ORG") == Score(1, 1, 1)
    assert scores.score("PERSON", "ORG") == Score(2, 3, 3)
    assert scores.score("GPE") == Score(0, 0, 0)


def test_errors_are_kept_in_words() -> None:
    scores = Scores()
    scores.add("ORG", {1, 2}, {2, 3}, lambda number: f"number {number}")
    assert scores.errors == ["+ ORG number 1", "- ORG number 3"]


def test_the_table_has_a_line_for_each_label_and_one_for_all() -> None:
    scores = Scores()
    scores.add("commitment", {1}, {1, 2})
    scores.add("figure", {1}, {1})
    lines = scores.table(total="all").splitlines()
    assert [line.split()[0] for line in lines] == ["commitment", "figure", "all"]
    assert "P 100.0%  R  50.0%  F  66.7%  (2 to find, 1 found)" in lines[0]
    assert len({line.index("P ") for line in lines}) == 1
    assert len(scores.table().splitlines()) == 2
    assert Scores().table() == ""
