import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_studio_sdk.label_interface import LabelInterface

from annotations.errors import ExportError
from annotations.formats import labelstudio
from annotations.formats.documents import Document, ImportedDocument
from annotations.records import Refusal
from annotations.staging import Folder
from tests.annotations.formats.again import check_words, damage, same_bytes_again
from tests.annotations.formats.detections import STORY, detection, labelled, marked, story
from tests.annotations.formats.exchange import as_meant, documents_of, lost, read, refused, taken, written
from tests.annotations.formats.samples import NASTY, SCHEME, article, document, request, tag, tag_at


def tasks(*documents: Document) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("labelstudio", *documents)[0])
    return found


def interface(tmp_path: Path, *documents: Document) -> LabelInterface:
    """Return Label Studio's own view of the configuration that goes with the documents."""
    _, report = written("labelstudio", *documents)
    folder = Folder(tmp_path)
    labelstudio.finish(folder, request(SCHEME), {"all": report})
    config = LabelInterface((tmp_path / "labelling-config.xml").read_text(encoding="utf-8"))
    config.validate()
    return config


def nasty() -> Document:
    of = article()
    return document(
        of,
        tag(of, "agreed to pay €3 million"),
        tag(of, "€3 million; the guild’s", "complaint"),
        tag(of, "€3", "an odd/label", note="2 < 3 & “so”\non", origin="edited"),
        tag(of, "today.\n\n東京の", origin="suggested"),
        tag(of, "out.\r\nA", origin="propagated"),
        tag(of, "  "),
        labelled(of, "front page", note="lead", origin="suggested"),
        labelled(of, "a <new> one"),
        state="done",
    )


# What Label Studio says of it.


def test_label_studio_takes_the_annotations_and_predictions(tmp_path: Path) -> None:
    found = [nasty(), story(), document(article("Nothing here."), state="done")]
    config = interface(tmp_path, *found)
    for task in tasks(*found):
        for annotation in task["annotations"]:
            assert config.validate_annotation(annotation), annotation
        for prediction in task.get("predictions", []):
            assert config.validate_prediction(prediction, return_errors=True) == []


def test_label_studio_would_refuse_a_label_that_the_configuration_lacks(tmp_path: Path) -> None:
    config = interface(tmp_path, story())
    (task,) = tasks(nasty())
    assert not config.validate_annotation(task["annotations"][0])


@settings(max_examples=60)
@given(found=marked())
def test_label_studio_takes_whatever_may_be_tagged(
    found: Document, tmp_path_factory: pytest.TempPathFactory
) -> None:
    config = interface(tmp_path_factory.mktemp("config"), found)
    (task,) = tasks(found)
    assert config.validate_annotation(task["annotations"][0])
    for prediction in task.get("predictions", []):
        assert config.validate_prediction(prediction, return_errors=True) == []


# The shape.


def test_a_task_is_an_article_and_each_annotator_has_an_annotation() -> None:
    of = article(title="Port talks", byline="R. Osei", metadata={"desk": "trade"})
    ben = document(of, tag(of, "no deal", "complaint", annotator="ben"), annotator="ben", state="skipped")
    (task,) = tasks(document(of, tag(of, "agreed"), state="done"), ben)
    assert task["data"] == {
        "text": NASTY,
        "title": "Port talks",
        "byline": "R. Osei",
        "date": "",
        "source": "",
    }
    assert task["meta"] == {"article": of.id, "metadata": {"desk": "trade"}}
    assert [(one["annotator"], one["was_cancelled"]) for one in task["annotations"]] == [
        ("ana", False),
        ("ben", True),
    ]
    assert "completed_by" not in task["annotations"][0]


def test_a_passage_is_a_region_in_code_points_with_its_note_and_origin() -> None:
    of = article()
    passage = tag(of, "“no deal”  today", note="firm", origin="edited")
    ((region,),) = [task["annotations"][0]["result"] for task in tasks(document(of, passage))]
    start = NASTY.index("“no deal”")
    assert region == {
        "id": "t1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "origin": "prediction-changed",
        "value": {"start": start, "end": start + 16, "text": "“no deal”  today", "labels": ["commitment"]},
        "meta": {"origin": "edited", "text": ["firm"]},
    }


def test_labels_of_the_article_are_choices() -> None:
    of = article()
    (task,) = tasks(document(of, labelled(of, "opinion"), labelled(of, "front page", note="lead")))
    (choices,) = task["annotations"][0]["result"]
    assert (choices["type"], choices["from_name"]) == ("choices", "article")
    assert choices["value"] == {"choices": ["front page", "opinion"]}


def test_what_a_program_found_is_a_prediction_with_relations() -> None:
    (task,) = tasks(story())
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "rules-1"
    regions = {one["id"]: one for one in prediction["result"] if one["type"] == "labels"}
    words = {id: (one["value"]["labels"][0], one["value"]["text"]) for id, one in regions.items()}
    relations = [one for one in prediction["result"] if one["type"] == "relation"]
    told = sorted((words[one["from_id"]], one["labels"][0], words[one["to_id"]]) for one in relations)
    first, second = ("QUOTE", "“We will pay €3 million,”"), ("QUOTE", "“That is the end of it.”")
    speaker = ("SPEAKER", "Mira Tanaka")
    assert told == [
        (second, "continues", first),
        (second, "said by", speaker),
        (first, "cued by", ("CUE", "said")),
        (first, "said by", speaker),
    ]
    suggested = next(one for one in regions.values() if one["from_name"] == "label")
    assert (suggested["score"], suggested["meta"]["text"]) == (0.75, ["“will pay”"])
    assert ("GPE", "Zu\u0308rich") in words.values()


def test_the_configuration_keeps_white_space_and_names_every_label(tmp_path: Path) -> None:
    interface(tmp_path, nasty(), story())
    config = (tmp_path / "labelling-config.xml").read_text(encoding="utf-8")
    assert config.startswith('<View style="white-space: pre-wrap">\n')
    assert '<Label value="commitment" background="green"/>' in config
    assert '<Label value="an odd/label"/>' in config
    assert '<Choice value="a &lt;new&gt; one"/>' in config
    assert '<Label value="GPE"/>' in config
    assert '<Choices name="article" toName="text" choice="multiple">' in config


def test_a_label_that_xml_cannot_say_goes_out_under_another_name(tmp_path: Path) -> None:
    of = article()
    odd = document(of, tag(of, "agreed", "a\x01b"), labelled(of, "a\x02b"))
    assert interface(tmp_path, odd).validate_annotation(tasks(odd)[0]["annotations"][0])
    data, report = written("labelstudio", odd)
    (loss,) = report.losses.values()
    assert (loss.change, loss.count, loss.labels) == ("renamed", 2, {"a\x01b": 1, "a\x02b": 1})
    assert as_meant(report, read("labelstudio", data))


def test_no_documents_are_an_empty_list() -> None:
    assert json.loads(written("labelstudio")[0]) == []
    assert read("labelstudio", b"[\n]\n") == []


def test_takes_whole_articles_only() -> None:
    with pytest.raises(ExportError, match="whole articles: leave out --unit sentence"):
        written("labelstudio", nasty(), wanted=request(unit="sentence"))


def test_half_a_character_stops_the_export() -> None:
    broken = msgspec.structs.replace(article(), title="\ud800")
    with pytest.raises(ExportError, match="lone surrogate"):
        written("labelstudio", document(broken))


def test_an_article_without_a_word_is_no_task() -> None:
    assert tasks(document(article(" \n "), state="done")) == []


# There and back.


def test_everything_comes_back_and_goes_out_again_as_it_was() -> None:
    found = [
        nasty(),
        document(article("Nothing."), state="done"),
        document(article("Later."), state="flagged"),
    ]
    assert same_bytes_again("labelstudio", *found).losses == {}


def test_an_article_nobody_touched_comes_back_as_one() -> None:
    data, report = written("labelstudio", document(article(), annotator="", state="new"))
    (item,) = taken(read("labelstudio", data))
    assert (item.spans, item.state, item.annotator) == ((), None, "")
    assert as_meant(report, [item])


def test_what_a_program_found_is_no_tag_when_it_comes_back() -> None:
    data, report = written("labelstudio", story(tag(article(STORY), "walked out")))
    (item,) = taken(read("labelstudio", data))
    assert [span.text for span in item.spans] == ["walked out"]
    by_label = Counter((kind, label) for kind, _, label in item.lost)
    assert by_label == {
        ("labels that a program predicted, which nobody decided", "GPE"): 1,
        ("labels that a program predicted, which nobody decided", "MONEY"): 1,
        ("labels that a program predicted, which nobody decided", "QUOTE"): 2,
        ("labels that a program predicted, which nobody decided", "SPEAKER"): 1,
        ("labels that a program predicted, which nobody decided", "CUE"): 1,
        ("labels that a program predicted, which nobody decided", "commitment"): 1,
        ("relations that a program predicted", "said by"): 2,
        ("relations that a program predicted", "cued by"): 1,
        ("relations that a program predicted", "continues"): 1,
    }
    assert as_meant(report, [item])


@settings(max_examples=150)
@given(st.lists(marked(), max_size=3, unique_by=lambda found: found.article.id))
def test_whatever_may_be_tagged_comes_back_in_its_words(found: list[Document]) -> None:
    data, report = written("labelstudio", *found)
    items = read("labelstudio", data)
    assert as_meant(report, items)
    for item in taken(items):
        assert all(item.article.text[span.start : span.end] == span.text for span in item.spans)
    plain, _ = written("labelstudio", *(msgspec.structs.replace(one, detection=None) for one in found))
    assert written("labelstudio", *documents_of(read("labelstudio", plain)))[0] == plain


# Files of Label Studio's own.


def region(start: Any, end: Any, text: str | None = None, label: Any = "PER") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({} if text is None else {"text": text})
    return {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def task(*results: dict[str, Any], text: str = "A minister spoke.", **more: Any) -> dict[str, Any]:
    annotation = {"id": 7, "completed_by": 3, "was_cancelled": False, "result": list(results)} | more
    return {"id": 1, "data": {"text": text, "url": "x.org/1"}, "annotations": [annotation]}


def imported(*tasks: Any) -> list[ImportedDocument | Refusal]:
    return read("labelstudio", json.dumps(list(tasks)).encode())


def test_reads_its_export() -> None:
    (item,) = taken(imported(task(region(2, 10, "minister"))))
    assert [(span.text, span.label, span.origin) for span in item.spans] == [("minister", "PER", "imported")]
    assert (item.annotator, item.state, item.article.source) == ("user 3", "done", "desk:1")
    assert item.article.metadata == {"url": "x.org/1"}


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ({"id": 4, "email": "jo@desk.example"}, "jo@desk.example"),
        ({"id": 4}, "user 4"),
        ("jo", "jo"),
        (None, ""),
    ],
)
def test_knows_an_annotator_by_whatever_it_says(by: Any, name: str) -> None:
    (item,) = taken(imported(task(completed_by=by)))
    assert item.annotator == name


def test_annotators_are_told_apart_and_a_cancelled_annotation_is_ignored() -> None:
    two = task(region(2, 10))
    two["annotations"].append({"completed_by": 5, "was_cancelled": True, "result": [region(0, 1)]})
    first, second = taken(imported(two))
    assert (first.annotator, first.answer) == ("user 3", "accept")
    assert (second.annotator, second.answer, second.state) == ("user 5", "ignore", None)


def test_offsets_in_utf_16_are_known_by_the_words_of_all_regions() -> None:
    text = "😀 aa aa, said Jo"
    # In UTF-16 units; the first would fit in code points too, but then the second would not.
    (item,) = taken(imported(task(region(3, 5, "aa"), region(15, 17, "Jo"), text=text)))
    assert [(span.start, span.text) for span in item.spans] == [(2, "aa"), (14, "Jo")]


def test_words_may_have_lost_their_spaces_and_line_breaks_there() -> None:
    text = "one  two\nthree"
    (item,) = taken(imported(task(region(0, 14, "one two\\nthree"), text=text)))
    assert item.spans[0].text == text


def test_a_region_of_several_labels_is_as_many_tags() -> None:
    several = region(2, 10)
    several["value"]["labels"] = ["PER", "ROLE"]
    (item,) = taken(imported(task(several)))
    assert [span.label for span in item.spans] == ["PER", "ROLE"]


def test_what_has_no_place_here_is_counted() -> None:
    relation = {"type": "relation", "from_id": "x", "to_id": "y", "direction": "right"}
    rating = {"type": "rating", "value": {"rating": 4}}
    inside = {"type": "choices", "value": {"start": 0, "end": 1, "choices": ["a"]}}
    (item,) = taken(imported(task(relation, rating, inside)))
    assert lost(item) == [
        ("relations between regions", "relation"),
        ("results that label neither words nor the article", "rating"),
        ("results that label neither words nor the article", "choices"),
    ]


def test_reads_the_flat_export() -> None:
    flat = {
        "id": 3,
        "text": "A minister spoke.",
        "label": [{"start": 2, "end": 10, "text": "minister", "labels": ["PER"]}],
        "stance": {"choices": ["neutral"]},
        "annotator": 2,
        "annotation_id": 9,
        "created_at": "2026-01-01",
        "paper": "Post",
    }
    (item,) = taken(imported(flat))
    assert [(span.label, span.text) for span in item.spans] == [("PER", "minister"), ("neutral", "")]
    assert (item.annotator, item.article.metadata) == ("user 2", {"paper": "Post"})


def test_the_text_may_have_another_name_if_it_is_the_only_one() -> None:
    one = task()
    one["data"] = {"body": "Some words.", "page": 3}
    (item,) = taken(imported(one))
    assert (item.article.text, item.article.metadata) == ("Some words.", {"page": 3})


def test_another_text_than_was_written_is_counted() -> None:
    (found,) = tasks(nasty())
    found["data"]["text"] = "Edited. " + found["data"]["text"]
    found["annotations"] = []
    (item,) = taken(imported(found))
    assert lost(item) == [("articles whose text is not the one they were written with", "Port talks")]


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (region(2, 99), "a region lies at 2 to 99, which is no stretch of a text of 17 characters"),
        (region(10, 2), "a region lies at 10 to 2, which is no stretch"),
        (region(2, 2), "a region lies at 2 to 2, which is no stretch"),
        (region(-1, 2), "a region lies at -1 to 2, which is no stretch"),
        (region(2, 10, "president"), "the text has other words there than it says"),
        (region("2", 10), "result 1 does not say in whole numbers where"),
        (region(True, 10), "result 1 does not say in whole numbers where"),
        (region(2.5, 10), "result 1 does not say in whole numbers where"),
        (region(2, 10, label=" "), "result 1 has no label"),
        (region(2, 10, label=4), "result 1 has no label"),
        ({"type": "labels", "value": {"start": 2, "end": 10}}, "result 1 has no label"),
        ({"type": "labels"}, "result 1 does not say"),
        ({"type": "choices", "value": {"choices": []}}, "result 1 has no label"),
    ],
)
def test_an_annotation_that_cannot_be_placed_is_refused_and_the_rest_taken(
    result: dict[str, Any], reason: str
) -> None:
    two = task(result)
    two["annotations"].append({"completed_by": 5, "result": [region(2, 10)]})
    items = imported(two, task(region(2, 10)))
    assert reason in refused(items)
    assert refused(items).startswith("annotation 1: ")
    assert [item.annotator for item in items if isinstance(item, ImportedDocument)] == ["user 5", "user 3"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'[{"data": {"text": "a b"}}, {"data": {"te', "breaks off in the middle"),
        (b'[{"data": {"text": "a b"}},', "breaks off in the middle"),
        (b'[{"data": {"text": "a b"}}, 7]', "is no object where one should begin"),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": NaN}}]', "is not JSON"),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": "\\ud800"}}]', "lone surrogate"),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": "a", "text": "b"}}]', "twice in one object"),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": "\xff"}}]', "is not UTF-8"),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": " "}}]', "has no text"),
        (b'[{"data": {"text": "a b"}}, {"data": {"a": "b", "c": "d"}}]', 'has no data called "text"'),
        (b'[{"data": {"text": "a b"}}, {"data": {"text": "b"}, "annotations": 3}]', "no list of objects"),
        (
            b'[{"data": {"text": "a b"}}, {"data": {"text": "b"}, "annotations": [{"result": [3]}]}]',
            "annotation 1: has results that are no list of objects",
        ),
    ],
)
def test_a_task_that_is_wrong_is_refused_and_the_rest_taken(data: bytes, reason: str) -> None:
    items = read("labelstudio", data)
    assert reason in refused(items)
    assert [item.article.text for item in items if isinstance(item, ImportedDocument)] == ["a b"]


@given(st.integers(0, 3000), st.binary(max_size=3))
def test_a_damaged_file_is_refused_or_read_but_never_breaks_anything(place: int, junk: bytes) -> None:
    data, _ = written("labelstudio", nasty(), story())
    check_words(read("labelstudio", damage(data, place, junk)))


def test_a_suggestion_is_predicted_until_everybody_has_answered_it() -> None:
    first, second = story(), story(annotator="zoe")
    assert first.detection is not None
    answered = msgspec.structs.replace(first.detection, suggestions=())
    (task,) = tasks(msgspec.structs.replace(first, detection=answered), second)
    (prediction,) = task["predictions"]
    assert "suggestion" in [one.get("meta", {}).get("found") for one in prediction["result"]]
    (task,) = tasks(msgspec.structs.replace(first, detection=answered))
    (prediction,) = task["predictions"]
    assert "suggestion" not in [one.get("meta", {}).get("found") for one in prediction["result"]]


def test_detections_of_another_text_are_left_out_and_counted() -> None:
    other = Document(article=article("Short."), annotator="ana", state="done", detection=detection())
    (task,) = tasks(other)
    assert "predictions" not in task
    _, report = written("labelstudio", other)
    assert report.losses["what a program found in another text than this"].count == 7


def test_tags_may_lie_anywhere() -> None:
    of = article("ab")
    data, report = written("labelstudio", document(of, tag_at(of, 0, 1, "x"), tag_at(of, 0, 2, "x")))
    assert as_meant(report, read("labelstudio", data))
