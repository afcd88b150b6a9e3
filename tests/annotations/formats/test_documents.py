import msgspec
import pytest

from annotations.errors import ExportError
from annotations.formats.documents import Report, example, strings, verify
from tests.annotations.formats.samples import article, document, tag, tag_at


def test_a_report_reads_as_sentences() -> None:
    report = Report()
    assert report.sentences() == ["documents: 0; tags: 0"]
    report.documents = 1200
    for label in ("figure", "commitment", "figure"):
        report.count(label)
    report.lose("tags cut", "“a”")
    report.lose("tags cut", "“b”")
    assert report.sentences() == [
        "documents: 1,200; tags: 3 (commitment 1, figure 2)",
        "tags cut: 2, such as “a”; “b”",
    ]


def test_a_report_keeps_a_few_examples_and_counts_all() -> None:
    report = Report()
    for number in range(1000):
        report.lose("tags cut", str(number))
    assert (report.losses["tags cut"].count, report.losses["tags cut"].examples) == (1000, ["0", "1", "2"])


def test_a_report_is_json() -> None:
    report = Report(documents=2, labels={"figure": 1})
    assert msgspec.json.decode(msgspec.json.encode(report)) == {
        "documents": 2,
        "labels": {"figure": 1},
        "losses": {},
        "notes": [],
    }


def test_an_example_is_one_short_line() -> None:
    story = article("One line\nand another, " + "on and on " * 9, title="")
    assert (
        example(story, tag(story, "line\nand", "figure"))
        == f"“line and” (figure, 4 to 12 of {story.id[:12]})"
    )
    long = example(story, tag_at(story, 0, 100, "figure"))
    assert long.startswith("“One line and another, on and on on and …”")


def test_verify_passes_what_fits_and_names_what_does_not() -> None:
    story = article()
    good = tag(story, "agreed")
    verify(document(story, good))
    with pytest.raises(ExportError, match=f"tag {good.id} .commitment, 1 to {good.end}."):
        verify(document(story, good, msgspec.structs.replace(good, start=1)))


def test_strings_are_taken_out_and_the_rest_is_left() -> None:
    values: dict[str, object] = {"title": "A", "date": 3, "more": "x"}
    assert strings(values, "title", "date", "byline") == {"title": "A"}
    assert values == {"date": 3, "more": "x"}
