"""Detection for many articles: in order, from files and the database, with a real process and a fake."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotations.cues import BUILT_IN, Cues, LabelCues
from annotations.detect.process import DetectionProcess
from annotations.detection import AHEAD, Found, Reader
from annotations.errors import DetectionError
from annotations.records import Article, Refusal
from annotations.store import Store
from annotations.text import content_id

# A worker that does what the text says; the pipeline's name counts what was read.
FAKE = """
import os, sys
from annotations.detect import messages
from annotations.records import Detection
jobs, answers = sys.stdin.buffer, sys.stdout.buffer
messages.receive_setup(jobs)
messages.send(answers, messages.Hello("fake"))
while (job := messages.receive_job(jobs)) is not None:
    if job.text.startswith("die"):
        os._exit(3)
    problems = ("a rule failed",) if job.text.startswith("half") else ()
    messages.send(answers, messages.Result(Detection(pipeline="fake", problems=problems)))
"""


def article(text: str) -> Article:
    return Article(id=content_id(text), text=text, title=text.splitlines()[0], source=f"{text[:4]}.txt")


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(None, BUILT_IN) as found:
        found._process.close()
        found._process = DetectionProcess(command=[sys.executable, "-c", FAKE])
        yield found


def test_the_real_process_finds_by_the_cues_it_is_given() -> None:
    text = "The ministry pledged $5 million. It will rain. The board appointed Mira Tanaka."
    labels = (LabelCues("post", Cues(verbs=("appoint *",))), LabelCues("figure", unit="figure"))
    with Reader(None, labels) as reader:
        (found,) = reader.read([article(text)])
    assert isinstance(found, Found)
    assert [(one.label, one.text) for one in found.detection.suggestions] == [
        ("figure", "$5 million"),
        ("post", "The board appointed Mira Tanaka."),
    ]


def test_articles_come_back_in_their_order_and_refusals_between_them(reader: Reader) -> None:
    refusal = Refusal(source="in.jsonl", line=2, reason="is not JSON")
    items: list[Article | Refusal] = [
        refusal,
        article("one"),
        article("die here"),
        refusal,
        article("two"),
        refusal,
    ]
    answers = list(reader.read(items))
    assert [answers[index] for index in (0, 3, 5)] == [refusal] * 3
    assert [one.article.text for one in answers if isinstance(one, Found)] == ["one", "two"]
    assert isinstance(answers[2], Refusal)
    assert answers[2].source == "die .txt"
    assert "others are not affected" in answers[2].reason


def test_only_a_few_articles_are_taken_ahead(reader: Reader) -> None:
    taken: list[int] = []

    def source() -> Iterator[Article]:
        for number in range(20):
            taken.append(number)
            yield article(f"number {number}")

    answers = reader.read(source())
    next(answers)
    assert len(taken) <= AHEAD + 1
    assert len(list(answers)) == 19


def test_without_a_pipeline_nothing_is_read() -> None:
    with (
        Reader("en_no_such_model", BUILT_IN) as reader,
        pytest.raises(DetectionError, match="en_no_such_model"),
    ):
        list(reader.read([article("one"), article("two")]))


def test_what_is_known_of_stored_articles_is_not_looked_for_again(reader: Reader, tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.db") as store:
        store.add_articles([article("one"), article("half done"), article("die here")])
        counted: list[int] = []
        first = list(reader.read_stored(store, counted.append))
        assert counted == [1, 2, 3]
        assert [isinstance(one, Found) for one in first] == [True, True, False]
        assert store.detection(content_id("one"), "fake") is not None
        assert (
            store.detection(content_id("half done"), "fake") is None
        )  # a rule failed: tried again next time
        process = reader._process
        asked: list[str] = []
        submit = process.submit
        process.submit = lambda id, text, **more: asked.append(text) or submit(id, text, **more)  # type: ignore[method-assign,func-returns-value]
        assert len(list(reader.read_stored(store))) == 3
        assert asked == ["half done", "die here"]
