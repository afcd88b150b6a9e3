"""The scoring of quotations, the marked articles it reads, and the floors that no change may fall below."""

import json
from pathlib import Path

import pytest

from annotations.detect.detect import detect
from annotations.detect.pipeline import embedded
from annotations.records import Quote, Speaker
from evaluation.quotes import GOLD, SAMPLES, Marked, MarkedArticle, QuoteScores, main, plain, read

TEXT = "“One,” said Mira. “Two.” The “so-so” end. Mira said it was so."


def quote(words: str, kind: str = "direct", name: str | None = None, confidence: float = 0.9) -> Quote:
    start = TEXT.index(words)
    speaker = None if name is None else Speaker(start=12, end=16, text="Mira", name=name)
    return Quote(
        start=start, end=start + len(words), text=words, kind=kind, speaker=speaker, confidence=confidence  # type: ignore[arg-type]
    )  # fmt: skip


def marked(words: str, kind: str = "direct", speaker: str | None = None, *accept: str) -> Marked:
    start = TEXT.index(words)
    return Marked(start, start + len(words), kind, speaker, accept)


def scores(expected: list[Marked], found: list[Quote]) -> QuoteScores:
    result = QuoteScores()
    result.add(MarkedArticle("test", TEXT, tuple(expected)), found)
    return result


def test_spans_are_right_only_when_exact() -> None:
    result = scores([marked("“One,”"), marked("“Two.”")], [quote("“One,”"), quote("“Two.” The")])
    score = result.spans.score("quotation")
    assert (score.right, score.found, score.expected) == (1, 2, 2)
    assert len(result.spans.errors) == 2
    assert all(error[2:].startswith("quotation test: ") for error in result.spans.errors)


def test_kinds_are_counted_by_themselves() -> None:
    result = scores(
        [marked("“One,”"), marked("“so-so”", "scare")], [quote("“One,”"), quote("“so-so”", "partial")]
    )
    assert result.spans.score("quotation").f == 1
    assert result.kinds.score("direct").f == 1
    assert result.kinds.score("scare").recall == 0
    assert result.kinds.score("partial").precision == 0


def test_speakers_by_answers_and_by_all() -> None:
    expected = [marked("“One,”", "direct", "Mira"), marked("“Two.”", "direct", "Mira", "the pilot")]
    right = scores(expected, [quote("“One,”", name="mira"), quote("“Two.”", name="The Pilot")]).speakers
    assert right.score("speaker").f == 1
    wrong = scores(expected, [quote("“One,”", name="Mira"), quote("“Two.”", name="Ames")]).speakers
    assert (wrong.score("speaker").precision, wrong.score("speaker").recall) == (0.5, 0.5)
    silent = scores(expected, [quote("“One,”", name="Mira"), quote("“Two.”")]).speakers
    assert (silent.score("speaker").precision, silent.score("speaker").recall) == (1, 0.5)
    missed = scores(expected, [quote("“One,”", name="Mira")]).speakers
    assert (missed.score("speaker").precision, missed.score("speaker").recall) == (1, 0.5)


def test_nobody_may_be_named_where_nobody_speaks() -> None:
    result = scores([marked("“so-so”", "scare")], [quote("“so-so”", "partial", "Mira")])
    assert result.speakers.score("speaker").precision == 0
    assert "'Mira'" not in result.speakers.errors[0]
    assert "'mira' for '“so-so”'" in result.speakers.errors[0]
    either = scores([marked("“so-so”", "scare", None, "Mira")], [quote("“so-so”", "partial", "Mira")])
    assert either.speakers.score("speaker").found == 0
    assert either.sureness == []


def test_blocks_and_indirect_speech_count_only_where_they_are_marked() -> None:
    clause = quote("it was so", "indirect", "Mira")
    unmarked = scores([marked("“One,”")], [quote("“One,”"), clause])
    assert unmarked.spans.score("quotation").found == 1
    assert unmarked.speakers.score("speaker").found == 0
    both = scores([marked("“One,”"), marked("it was so", "indirect", "Mira")], [quote("“One,”"), clause])
    assert both.kinds.score("indirect").f == 1
    assert both.spans.score("quotation").found == 1


def test_calibration_groups_answers_by_how_sure_they_were() -> None:
    result = scores(
        [marked("“One,”", "direct", "Mira"), marked("“Two.”", "direct", "Mira")],
        [quote("“One,”", name="Mira", confidence=0.95), quote("“Two.”", name="Ames", confidence=0.4)],
    )
    low, high = result.calibration().splitlines()
    assert low.split() == ["sure", "0.0", "to", "0.5", "right", "0.0%", "(1)"]
    assert high.split() == ["sure", "0.9", "to", "1.0", "right", "100.0%", "(1)"]


def test_names_are_compared_without_case_and_kinds_of_apostrophe() -> None:
    assert plain("O’Dell") == plain("o'dell")
    assert plain("Zoe\u0301") == plain("Zoé")


@pytest.mark.parametrize("path", [SAMPLES, GOLD], ids=["samples", "gold"])
def test_what_is_marked_stands_in_its_article(path: Path) -> None:
    articles = list(read(path))
    assert len(articles) >= 6
    for article in articles:
        spans = [(one.start, one.end) for one in article.quotes]
        assert spans == sorted(spans, key=lambda span: (span[0], -span[1]))
        assert len(set(spans)) == len(spans)
        for one in article.quotes:
            words = article.text[one.start : one.end]
            assert words == words.strip() != ""
            assert one.kind in {"direct", "partial", "block", "scare", "title", "indirect"}
            assert one.kind != "scare" or one.speaker is None or one.accept


def test_the_gold_has_many_kinds_of_marks_and_articles() -> None:
    articles = list(read(GOLD))
    assert len(articles) >= 70
    assert len({article.title for article in articles}) == len(articles)
    quotes = [article.text[one.start : one.end] for article in articles for one in article.quotes]
    assert {"“", "‘", '"', "'", "`", "«", "„", ">"} <= {words[0] for words in quotes}
    assert any("\n\n" in words for words in quotes)


@pytest.fixture(scope="module")
def measured() -> QuoteScores:
    nlp, result = embedded(), QuoteScores()
    for path in (SAMPLES, GOLD):
        for article in read(path):
            result.add(article, detect(nlp, article.text).quotes)
    return result


def test_the_floors_of_spans_and_kinds(measured: QuoteScores) -> None:
    assert measured.spans.score("quotation").precision >= 0.99
    assert measured.spans.score("quotation").recall >= 0.99
    assert measured.kinds.score("direct").f >= 0.98
    assert measured.kinds.score("partial").f >= 0.95
    assert measured.kinds.score("indirect").precision >= 0.95


def test_the_floors_of_speakers(measured: QuoteScores) -> None:
    assert measured.speakers.score("speaker").precision >= 0.95
    assert measured.speakers.score("speaker").recall >= 0.92


def test_sure_answers_are_right_more_often(measured: QuoteScores) -> None:
    def share(low: float, high: float) -> float:
        answers = [right for sure, right in measured.sureness if low <= sure < high]
        return sum(answers) / len(answers)

    assert share(0.9, 1.01) >= share(0.0, 0.8)
    assert share(0.9, 1.01) >= 0.98


def test_the_tables_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"start": 0, "end": 6, "kind": "direct", "speaker": "John Ames", "accept": []}
    path = tmp_path / "gold.jsonl"
    path.write_text(
        json.dumps({"title": "one", "text": "“One,” said Mira Tanaka.", "quotes": [row]}) + "\n", "utf-8"
    )
    monkeypatch.setattr("sys.argv", ["quotes", str(path), "--errors", "1"])
    main()
    out = capsys.readouterr().out
    assert "quotation  P 100.0%  R 100.0%" in out
    assert "+ speaker one: 'mira tanaka' for '“One,”'" in out
    assert "- speaker" not in out
