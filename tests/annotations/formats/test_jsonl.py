import io
import json
import re
import string
from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import ExportError
from annotations.formats import jsonl, jsonl_line, lines, prodigy
from annotations.formats.documents import (
    Document,
    ImportedDocument,
    Report,
    Tokenizer,
    Unit,
    Written,
)
from annotations.formats.units import parts
from annotations.records import Detection, Entity, Mention, Quote, Refusal, Span, Speaker, Suggestion
from tests.annotations.formats.exchange import lost
from tests.annotations.formats.samples import (
    SCHEME,
    article,
    document,
    documents,
    request,
    tag,
    tag_at,
    texts,
    tokenize,
)


def written(
    *given: Document, unit: Unit = "article", tokenize: Tokenizer | None = tokenize
) -> tuple[bytes, Report]:
    out = io.BytesIO()
    report = jsonl.write(given, out, request(unit=unit, tokenize=tokenize))
    return out.getvalue(), report


def objects(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


def read(*rows: object) -> list[ImportedDocument | Refusal]:
    data = b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)
    return list(jsonl.read(io.BytesIO(data), source="desk.jsonl"))


def taken(row: object) -> ImportedDocument:
    (found,) = read(row)
    assert isinstance(found, ImportedDocument), found
    return found


def refused(row: object) -> str:
    (found,) = read(row)
    assert isinstance(found, Refusal), found
    assert (found.source, found.line) == ("desk.jsonl", 1)
    return found.reason


# Writing.


def test_writes_the_shape_of_spans_manual() -> None:
    story = article(
        "The mayor agreed to pay.",
        byline="R. Osei",
        date="2026-02-03",
        source="a.txt",
        metadata={"z": 1, "a": [2]},
    )
    data, report = written(
        document(story, tag(story, "agreed to pay", note="firm", origin="edited"), state="done")
    )
    assert data.endswith(b"}\n")
    (line,) = objects(data)
    assert list(line) == [
        *("text", "tokens", "spans", "meta", "answer"),
        *("_view_id", "_annotator_id", "_session_id"),
    ]
    assert line["tokens"][0] == {"text": "The", "start": 0, "end": 3, "id": 0, "ws": True}
    assert line["tokens"][-1] == {"text": ".", "start": 23, "end": 24, "id": 5, "ws": False}
    assert line["spans"] == [
        {
            "start": 10,
            "end": 23,
            "token_start": 2,
            "token_end": 4,
            "label": "commitment",
            "text": "agreed to pay",
            "annotator": "ana",
            "origin": "edited",
            "note": "firm",
        }
    ]
    assert list(line["meta"].items()) == [
        ("article", story.id),
        ("title", "Port talks"),
        ("byline", "R. Osei"),
        ("date", "2026-02-03"),
        ("source", "a.txt"),
        ("metadata", {"a": [2], "z": 1}),
        ("state", "done"),
        ("annotator", "ana"),
    ]
    assert (line["answer"], line["_view_id"]) == ("accept", "spans_manual")
    assert line["_annotator_id"] == line["_session_id"] == "ana"
    assert (report.documents, report.spans, report.labels, report.losses) == (1, 1, {"commitment": 1}, {})


def test_is_utf_8_as_it_stands_with_offsets_in_code_points() -> None:
    story = article()
    data, _ = written(document(story, tag(story, "“no deal”"), tag(story, "東京の"), tag(story, "👩‍🚀 crew")))
    assert "東京の".encode() in data
    (line,) = objects(data)
    assert [span["text"] for span in line["spans"]] == ["“no deal”", "東京の", "👩‍🚀 crew"]
    assert all(line["text"][span["start"] : span["end"]] == span["text"] for span in line["spans"])
    assert line["spans"][0]["start"] == story.text.index("“")


def test_orders_spans_by_place_whatever_order_they_come_in() -> None:
    story = article()
    tags = [tag(story, "agreed to pay €3 million"), tag(story, "€3 million", "figure"), tag(story, "agreed")]
    forward, _ = written(document(story, *tags))
    assert forward == written(document(story, *reversed(tags)))[0]
    (line,) = objects(forward)
    assert [span["text"] for span in line["spans"]] == ["agreed", "agreed to pay €3 million", "€3 million"]


def test_a_finished_article_without_tags_is_a_negative() -> None:
    (line,) = objects(written(document(article(), state="done"))[0])
    assert (line["spans"], line["answer"]) == ([], "accept")


@pytest.mark.parametrize(
    ("state", "tagged", "answer"),
    [
        ("done", True, "accept"),
        ("open", True, "accept"),
        ("flagged", True, "accept"),
        ("skipped", True, "ignore"),
        ("skipped", False, "ignore"),
        ("open", False, "ignore"),
        ("new", False, "ignore"),
    ],
)
def test_only_an_answer_to_learn_from_is_accepted(state: Any, tagged: bool, answer: str) -> None:
    story = article()
    tags = [tag(story, "agreed")] if tagged else []
    (line,) = objects(written(document(story, *tags, state=state))[0])
    assert line["answer"] == answer


def test_each_annotator_of_an_article_has_an_object() -> None:
    story = article()
    ben = tag(story, "no deal", "complaint", annotator="ben")
    data, _ = written(document(story, tag(story, "agreed")), document(story, ben, annotator="ben"))
    assert [(line["_annotator_id"], line["meta"]["annotator"]) for line in objects(data)] == [
        ("ana", "ana"),
        ("ben", "ben"),
    ]
    assert [line["spans"][0]["annotator"] for line in objects(data)] == ["ana", "ben"]


def test_a_tag_beside_the_bounds_of_tokens_keeps_its_offsets_and_is_counted() -> None:
    story = article("Rents rose again in Ostend, they said.")
    inside, around = tag(story, "ents ro"), tag(story, " again ")
    data, report = written(document(story, inside, around, tag(story, "Ostend")))
    (line,) = objects(data)
    assert [(span["text"], span["token_start"], span["token_end"]) for span in line["spans"]] == [
        ("ents ro", 0, 1),
        (" again ", 2, 2),
        ("Ostend", 4, 4),
    ]
    ((kind, loss),) = report.losses.items()
    assert kind.startswith("tags that begin or end beside the bounds of a token")
    assert loss.count == 2
    assert loss.examples[0] == "“ents ro” (commitment, 1 to 8 of Port talks)"


def test_a_tag_on_one_space_has_the_token_before_it() -> None:
    story = article("Two words")
    (line,) = objects(written(document(story, tag(story, " ")))[0])
    assert [(span["token_start"], span["token_end"]) for span in line["spans"]] == [(0, 0)]


def test_without_a_tokenizer_there_are_no_tokens() -> None:
    story = article()
    data, report = written(document(story, tag(story, "ort")), tokenize=None)
    (line,) = objects(data)
    assert "tokens" not in line
    assert "token_start" not in line["spans"][0]
    assert report.losses == {}


def test_refuses_a_tag_that_does_not_cover_its_words() -> None:
    story = article()
    moved = msgspec.structs.replace(tag(story, "agreed", id="7f"), text="argued")
    beyond = msgspec.structs.replace(tag(story, "here."), end=len(story.text) + 1)
    empty = msgspec.structs.replace(tag(story, "agreed"), end=story.text.index("agreed"), text="")
    for wrong in (moved, beyond, empty):
        with pytest.raises(ExportError, match=f"tag {wrong.id} .* nothing was written"):
            written(document(story, wrong))


def test_refuses_half_a_character() -> None:
    story = article()
    with pytest.raises(ExportError, match="lone surrogate"):
        written(document(msgspec.structs.replace(story, title="\ud800")))


def test_takes_documents_one_by_one() -> None:
    out = io.BytesIO()
    seen: list[int] = []

    def source() -> Iterable[Document]:
        for number in range(3):
            seen.append(out.tell())
            yield document(article(f"Story {number}."), state="done")

    jsonl.write(source(), out, request(tokenize=tokenize))
    assert seen[0] == 0 < seen[1] < seen[2] < out.tell()


# Units.


TEXT = (
    "The port agreed to pay. Its crews complained. Nobody spoke after that day.\n\n"
    "A new page opens. It is blank."
)


def test_writes_one_object_per_sentence() -> None:
    story = article(TEXT)
    data, report = written(document(story, tag(story, "complained"), state="done"), unit="sentence")
    found = objects(data)
    assert [line["text"] for line in found] == [
        "The port agreed to pay.",
        "Its crews complained.",
        "Nobody spoke after that day.",
        "A new page opens.",
        "It is blank.",
    ]
    assert [len(line["spans"]) for line in found] == [0, 1, 0, 0, 0]
    assert [(line["meta"]["unit"], line["meta"]["start"]) for line in found[:2]] == [
        ("sentence", 0),
        ("sentence", 24),
    ]
    assert {line["answer"] for line in found} == {"accept"}
    assert found[1]["spans"][0]["start"] == 10
    assert "tag_start" not in found[1]["spans"][0]
    assert found[1]["tokens"][0] == {"text": "Its", "start": 0, "end": 3, "id": 0, "ws": True}
    assert report.documents == 5


def test_an_untagged_sentence_of_an_unfinished_article_is_no_negative() -> None:
    story = article(TEXT)
    data, _ = written(document(story, tag(story, "complained"), state="open"), unit="sentence")
    assert [line["answer"] for line in objects(data)] == ["ignore", "accept", "ignore", "ignore", "ignore"]


def test_cuts_a_tag_that_crosses_units_and_says_so() -> None:
    story = article(TEXT)
    crossing = tag(story, "pay. Its crews complained. Nobody")
    data, report = written(document(story, crossing, tag(story, "Its")), unit="sentence")
    pieces = [span for line in objects(data) for span in line["spans"]]
    assert [span["text"] for span in pieces] == ["pay.", "Its crews complained.", "Its", "Nobody"]
    whole = [(span.get("tag_start"), span.get("tag_end")) for span in pieces]
    assert whole == [(crossing.start, crossing.end)] * 2 + [(None, None), (crossing.start, crossing.end)]
    ((kind, loss),) = report.losses.items()
    assert kind == "tags cut at the bounds of a sentence (tag_start and tag_end keep the whole)"
    assert loss.count == 1


def test_writes_one_object_per_paragraph() -> None:
    story = article(TEXT)
    edge = tag_at(story, TEXT.index("\n"), TEXT.index("A new") + 1, "figure")
    blank = tag(story, "\n\n", "complaint")
    data, report = written(document(story, edge, blank), unit="paragraph")
    assert [line["text"] for line in objects(data)] == TEXT.split("\n\n")
    assert [[span["text"] for span in line["spans"]] for line in objects(data)] == [[], ["A"]]
    assert {kind.partition(":")[0]: loss.count for kind, loss in report.losses.items()} == {
        "tags left out": 1,
        "tags cut at the bounds of a paragraph (tag_start and tag_end keep the whole)": 1,
    }


def test_texts_without_a_word_are_left_out() -> None:
    blank = article(" \n\n ")
    for unit in ("article", "sentence", "paragraph"):
        data, report = written(document(blank, tag_at(blank, 0, 1, "figure")), unit=unit)
        assert (data, report.documents) == (b"", 0)
        assert sum(loss.count for loss in report.losses.values()) == 1


@given(documents(), st.sampled_from(["article", "sentence", "paragraph"]))
def test_every_span_written_covers_its_words(source: Document, unit: Unit) -> None:
    data, report = written(source, unit=unit)
    found = objects(data)
    text = source.article.text
    for line in found:
        start = line["meta"].get("start", 0)
        assert text[start : start + len(line["text"])] == line["text"]
        assert all(line["text"][token["start"] : token["end"]] == token["text"] for token in line["tokens"])
        for span in line["spans"]:
            assert line["text"][span["start"] : span["end"]] == span["text"]
            assert 0 <= span["token_start"] <= span["token_end"] < len(line["tokens"])
    assert report.spans == sum(len(line["spans"]) + len(line.get("article_labels", ())) for line in found)
    assert not re.search(rb"\\u[dD][89a-fA-F]|\r", data.replace(b"\\r", b""))
    for row in data.split(b"\n")[:-1]:
        msgspec.json.decode(row)  # which refuses NaN, as the standard does and json does not


@given(documents(), st.sampled_from(["article", "sentence", "paragraph"]))
def test_no_tag_vanishes_in_silence(source: Document, unit: Unit) -> None:
    data, report = written(source, unit=unit)
    spans = [(line["meta"].get("start", 0), span) for line in objects(data) for span in line["spans"]]
    whole = {
        (span.get("tag_start", at + span["start"]), span.get("tag_end", at + span["end"]), span["label"])
        for at, span in spans
    }
    chosen = sum(len(line.get("article_labels", ())) for line in objects(data))
    left_out = sum(loss.count for loss in report.losses.values() if loss.change == "dropped")
    assert len(whole) + chosen + left_out == len(source.tags)


# Reading.


@given(documents())
def test_reads_back_what_it_wrote(source: Document) -> None:
    data, _ = written(source)
    (found,) = jsonl.read(io.BytesIO(data), source="desk.jsonl")
    assert isinstance(found, ImportedDocument)
    assert found.article == source.article
    assert (found.annotator, found.state, found.answer) == ("ana", source.state, "accept")
    assert sorted(
        (s.start, s.end, s.label, s.text, s.origin, s.note, s.annotator) for s in found.spans
    ) == sorted((t.start, t.end, t.label, t.text, t.origin, t.note, t.annotator) for t in source.tags)
    assert found.lost == ()


def test_reads_back_where_a_unit_stands() -> None:
    story = article(TEXT)
    crossing = tag(story, "complained. Nobody")
    data, _ = written(document(story, crossing, state="done"), unit="sentence")
    found = [item for item in jsonl.read(io.BytesIO(data), source="-") if isinstance(item, ImportedDocument)]
    assert {item.part_of for item in found} == {story.id}
    assert [item.offset for item in found][:2] == [0, 24]
    assert found[1].spans[0].whole == Span(crossing.start, crossing.end)


PRODIGY = {
    "text": "Mayor Oyelaran will reopen the Dunmore ferry.",
    "_input_hash": 1886699658,
    "_task_hash": -1952856502,
    "tokens": [
        {"text": "Mayor", "start": 0, "end": 5, "id": 0},
        {"text": "Oyelaran", "start": 6, "end": 14, "id": 1},
        {"text": "will", "start": 15, "end": 19, "id": 2},
    ],
    "spans": [{"start": 6, "end": 14, "token_start": 1, "token_end": 1, "label": "PERSON"}],
    "meta": {"source": "The Dunmore Post", "section": "news"},
    "_session_id": None,
    "_view_id": "ner_manual",
    "answer": "accept",
}


def test_reads_a_line_of_prodigy() -> None:
    found = taken(PRODIGY)
    assert [(span.start, span.end, span.label, span.text) for span in found.spans] == [
        (6, 14, "PERSON", "Oyelaran")
    ]
    assert (found.spans[0].origin, found.spans[0].annotator, found.annotator) == ("imported", "", "")
    assert (found.state, found.answer, found.article.source) == ("done", "accept", "The Dunmore Post")
    assert found.article.metadata == {
        "section": "news",
        "_input_hash": 1886699658,
        "_task_hash": -1952856502,
    }


def without(*names: str, **more: object) -> dict[str, object]:
    return {name: found for name, found in PRODIGY.items() if name not in names} | more


def test_no_spans_key_means_no_spans() -> None:
    assert (taken(without("spans")).spans, taken(without("spans")).state) == ((), "done")
    assert taken(without(spans=None)).spans == ()


def test_spans_may_be_given_by_tokens_only() -> None:
    found = taken(without(spans=[{"token_start": 0, "token_end": 1, "label": "PERSON"}]))
    assert [span.text for span in found.spans] == ["Mayor Oyelaran"]


def test_a_plain_text_with_spans_needs_no_more() -> None:
    found = taken({"text": "Rents rose.", "spans": [{"start": 0, "end": 5, "label": "X"}]})
    assert (found.state, found.article.source, found.article.title) == ("open", "desk.jsonl:1", "")
    assert taken({"text": "Rents rose."}).state is None


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_an_answer_that_is_no_answer_says_so(answer: str) -> None:
    found = taken(without(answer=answer))
    assert (found.answer, found.state) == (answer, None)
    assert found.article.metadata["answer"] == answer


def test_one_span_accepted_does_not_finish_a_text() -> None:
    assert taken(without(_view_id="ner")).state == "open"


def test_a_label_for_the_whole_text_is_taken_and_finishes_nothing() -> None:
    found = taken({"text": "Rents rose.", "label": "ECONOMY", "answer": "accept"})
    assert [(span.start, span.end, span.label) for span in found.spans] == [(0, 0, "ECONOMY")]
    assert (found.state, found.article.metadata) == (None, {})
    beside = taken({"text": "Rents rose.", "label": "X", "spans": [{"start": 0, "end": 5, "label": "X"}]})
    assert [(span.start, span.end) for span in beside.spans] == [(0, 5)]
    assert beside.article.metadata == {"label": "X"}
    assert taken({"text": "Rents rose.", "label": "X", "answer": "reject"}).answer == "reject"
    options = {
        "text": "Rents rose.",
        "options": [{"id": "E"}],
        "accept": ["E"],
        "answer": "accept",
        "spans": [],
    }
    assert taken(options).state is None


@pytest.mark.parametrize(
    ("names", "annotator"),
    [
        ({"_annotator_id": "news-ana"}, "news-ana"),
        ({"_session_id": "news-ben"}, "news-ben"),
        ({"_annotator_id": "ana", "_session_id": "ben"}, "ana"),
        ({"_annotator_id": "2024-05-06_07-08-09"}, ""),
        ({"_annotator_id": "news-2024-05-06_07-08-09", "_session_id": " "}, ""),
        ({"_annotator_id": 7}, ""),
    ],
)
def test_knows_who_answered(names: dict[str, object], annotator: str) -> None:
    assert taken(without("_session_id", **names)).annotator == annotator


def test_what_was_written_here_and_answered_in_prodigy_counts_as_answered_there() -> None:
    story = article()
    (line,) = objects(written(document(story, tag(story, "agreed"), state="open"))[0])
    assert taken(line).state == "open"
    assert (taken(line | {"answer": "reject"}).answer, taken(line | {"answer": "reject"}).state) == (
        "reject",
        None,
    )
    (untagged,) = objects(written(document(story, state="open"))[0])
    assert taken(untagged).state == "open"
    assert taken(untagged | {"answer": "accept"}).state == "done"
    assert taken(line | {"_annotator_id": "desk-cleo"}).annotator == "desk-cleo"


def test_a_text_that_was_changed_since_it_was_written_is_an_article_of_its_own() -> None:
    (line,) = objects(written(document(article(), state="done"))[0])
    found = taken(line | {"text": "Another text."})
    assert found.article.id != article().id
    assert lost(found) == [("articles whose text is not the one they were written with", "Port talks")]


def test_names_that_collide_are_both_kept() -> None:
    found = taken(
        {"text": "Rents rose.", "topic": 1, "meta": {"topic": 2, "metadata": {"_topic": 3}, "title": 4}}
    )
    assert found.article.metadata == {"_topic": 3, "topic": 2, "__topic": 1, "title": 4}
    assert taken({"text": "Rents rose.", "meta": "front page"}).article.metadata == {"meta": "front page"}


def test_a_foreign_state_is_no_state_of_ours() -> None:
    found = taken(
        {"text": "Rents rose.", "meta": {"state": "Ohio", "article": 7, "annotator": "x", "unit": "kg"}}
    )
    assert found.article.metadata == {"state": "Ohio", "article": 7, "annotator": "x", "unit": "kg"}
    assert (found.state, found.annotator, found.part_of) == (None, "", "")


def test_says_what_a_tag_has_no_place_for() -> None:
    span = {"start": 0, "end": 5, "label": "X", "score": 0.5, "rank": 1, "note": 3, "origin": "teach"}
    found = taken({"text": "Rents rose.", "spans": [span]})
    assert lost(found) == [("lines with spans that hold more than a tag can", "rank, score")]
    assert (found.spans[0].note, found.spans[0].origin) == ("", "imported")


def span(**more: object) -> dict[str, object]:
    return {"text": "Rents rose.", "spans": [{"start": 0, "end": 5, "label": "X"} | more]}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"{oops\n", "is not JSON"),
        (b'{"text": "cut off', "is not JSON"),
        (b'{"text": "cut off \\ud83d\\ude00', "is not JSON"),
        (b"[1, 2]\n", "object"),
        (b'{"text": "a", "n": NaN}\n', "is not JSON"),
        (b'{"text": "a", "n": 1e999}\n', "out of range"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}\n", "out of range"),
        (b'{"text": "half \\ud83d"}\n', "half a character"),
        (b'{"text": "half \\udc00 \\ud83d\\ude00"}\n', "half a character"),
        (b'{"text": "caf\xe9"}\n', "is not UTF-8"),
        (b'{"text": "a", "text": "b"}\n', 'has "text" twice'),
        (b'{"text": "a", "meta": {"k": 1, "k": 2}}\n', 'has "k" twice'),
        (
            b'{"text": "Rents", "spans": [{"start": 0, "start": 1, "end": 3, "label": "X"}]}\n',
            'has "start" twice',
        ),
        (b'{"text": "a", "n": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "nested too deeply"),
        (b'{"text": "a", "n": ' + b"[" * 101 + b"]" * 101 + b"}\n", "nested too deeply"),
        (b'{"text": "a", "tokens": ' + b"[" * 5000 + b"]" * 5000 + b"}\n", "nested too deeply"),
        (b'{"text":"caf\xe9"}\n', "is not UTF-8"),
        (b'{"text":"a","n":' + b"9" * 5000 + b"}\n", "out of range"),
        ({"body": "x"}, "has no text"),
        ({"text": ""}, "has no text"),
        ({"text": " \n"}, "has no text"),
        ({"text": 3}, "has no text"),
        ({"text": "a", "answer": "maybe"}, "has an answer"),
        ({"text": "a", "answer": ["accept"]}, "has an answer"),
        ({"text": "a", "spans": [{"start": 0}]}, "span 1: Object missing required field label"),
        ({"text": "a", "spans": {}}, "has spans that are not a list"),
        ({"text": "a", "spans": [1]}, "span 1: Expected object, got int"),
        (span(end=12), "span 1 lies at 0 to 12, which is no stretch of a text of 11 characters"),
        (span(start=5, end=2), "span 1 lies at 5 to 2"),
        (span(start=3, end=3), "span 1 lies at 3 to 3"),
        (span(start=-5), "span 1 lies at -5 to 5"),
        (span(start="0"), "span 1: Expected int | null, got str (start)"),
        (span(start=0.5), "span 1: Expected int | null, got float (start)"),
        (span(text="Rent"), "span 1 says its words are “Rent”, but the text has “Rents” there"),
        (span(text="R" * 99), f"span 1 says its words are “{'R' * 29}…”"),
        (span(label=" "), "span 1 has no label"),
        (span(label=None), "span 1: Expected str, got null (label)"),
        (span(start=None), "span 1 says neither by characters nor by tokens where it is"),
        (span(start=None, token_start=0, token_end=0), "span 1 is given by tokens, and the line has none"),
        (
            without(spans=[{"token_start": 2, "token_end": 3, "label": "X"}]),
            "span 1 lies at tokens 2 to 3, of 3",
        ),
        (
            without(spans=[{"token_start": 1, "token_end": 0, "label": "X"}]),
            "span 1 lies at tokens 1 to 0, of 3",
        ),
        (
            without(spans=[{"token_start": 0, "token_end": 0, "label": "X"}], tokens=["a"]),
            "span 1: Expected object",
        ),
        (
            {"text": "a", "meta": {"article": "0" * 64, "state": "done", "unit": "sentence"}},
            "meta.start does not say where",
        ),
    ],
)
def test_refuses_a_bad_line_and_says_why(row: object, reason: str) -> None:
    assert reason in refused(row)


def test_takes_what_is_nested_as_deep_as_anybody_needs() -> None:
    deep = json.loads("[" * 100 + "]" * 100)
    assert taken({"text": "a", "n": deep}).article.metadata == {"n": deep}


def test_goes_on_after_a_bad_line_and_counts_blank_ones() -> None:
    found = read(b"\xef\xbb\xbf" + b'{"text":"One."}\r\n', b"\n", b"  \n", b"oops\n", b'{"text":"Two."}')
    assert [item.line for item in found] == [1, 4, 5]
    assert [type(item) for item in found] == [ImportedDocument, Refusal, ImportedDocument]


def test_a_line_that_never_ends_is_refused_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 40)
    found = read(b'{"text":"' + b"x" * 5_000_000 + b'"}\n', b'{"text":"Next."}\n', b'{"text":"' + b"y" * 90)
    assert [item.line for item in found] == [1, 2, 3]
    assert [type(item) for item in found] == [Refusal, ImportedDocument, Refusal]
    assert "longer than 40 bytes" in str(found[0])


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for item in jsonl.read(io.BytesIO(data), source="-"):
        assert isinstance(item, ImportedDocument | Refusal)


_anything = (
    st.none() | st.integers() | st.text(string.printable, max_size=5) | st.lists(st.integers(), max_size=2)
)


@given(
    texts,
    st.dictionaries(
        st.sampled_from(["spans", "tokens", "meta", "answer", "label", "_annotator_id"]),
        _anything,
        max_size=4,
    ),
    st.lists(
        st.dictionaries(
            st.sampled_from(["start", "end", "token_start", "token_end", "label", "text", "tag_start"]),
            st.integers(-1, 9) | _anything,
        ),
        max_size=3,
    ),
)
def test_what_is_read_always_fits_its_text(
    text: str, members: dict[str, object], spans: list[object]
) -> None:
    row = {"text": text, "spans": spans} | members
    for item in jsonl.read(io.BytesIO(json.dumps(row).encode()), source="-"):
        if isinstance(item, ImportedDocument):
            assert all(text[found.start : found.end] == found.text for found in item.spans)


# Labels of the article, quotations, and the quick way back.


def with_scheme(*given: Document, **more: Any) -> tuple[bytes, Written]:
    out = io.BytesIO()
    report = jsonl.write(given, out, request(SCHEME, **more))
    return out.getvalue(), report


def _words(place: dict[str, int], text: str) -> str:
    return text[place["start"] : place["end"]]


def test_labels_of_the_article_are_a_choice() -> None:
    story = article("A quiet story.")
    labels = [tag_at(story, 0, 0, "opinion", note="mild"), tag_at(story, 0, 0, "odd", origin="imported")]
    data, report = with_scheme(document(story, tag(story, "quiet"), *labels), document(article("Another.")))
    first, second = objects(data)
    assert first["accept"] == ["odd", "opinion"]
    assert [option["id"] for option in first["options"]] == ["front page", "opinion", "odd"]
    assert first["article_labels"] == [
        {"label": "odd", "annotator": "ana", "origin": "imported", "note": ""},
        {"label": "opinion", "annotator": "ana", "origin": "manual", "note": "mild"},
    ]
    assert [span["label"] for span in first["spans"]] == ["commitment"]
    assert (second["accept"], "article_labels" in second) == ([], False)
    assert report.labels == {"commitment": 1, "odd": 1, "opinion": 1}
    found = taken(first)
    assert [(span.label, span.start, span.end, span.note) for span in found.spans] == [
        ("commitment", 2, 7, ""),
        ("odd", 0, 0, ""),
        ("opinion", 0, 0, "mild"),
    ]
    assert found.article.metadata == {}


def test_labels_of_the_article_are_no_part_of_a_sentence() -> None:
    story = article("One. Two.")
    data, report = with_scheme(document(story, tag_at(story, 0, 0, "opinion"), state="done"), unit="sentence")
    assert all("article_labels" not in line and "options" not in line for line in objects(data))
    ((kind, loss),) = report.losses.items()
    assert (kind, loss.labels) == ("labels of articles left out: no sentence is an article", {"opinion": 1})


def test_a_choice_that_was_made_in_prodigy_labels_the_article() -> None:
    options = [{"id": "ECONOMY", "text": "Economy"}, {"id": 2}]
    row: dict[str, Any] = {"text": "Rents rose.", "options": options, "answer": "accept"}
    found = taken(row | {"accept": ["ECONOMY", 2]})
    assert [(span.label, span.start, span.end, span.origin) for span in found.spans] == [
        ("ECONOMY", 0, 0, "imported"),
        ("2", 0, 0, "imported"),
    ]
    assert (found.article.metadata, found.state) == ({}, None)
    assert taken(row | {"accept": []}).spans == ()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"options": [{"id": "A"}], "accept": ["B"]}, "accepts “B”, which is none of its options"),
        ({"options": "A", "accept": ["A"]}, "has options that are wrong"),
        ({"options": [{"id": "A"}], "accept": [None]}, "has accept that are wrong"),
        ({"options": [{"id": " "}], "accept": [" "]}, "without a name"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(more: dict[str, Any], reason: str) -> None:
    assert reason in refused({"text": "Rents rose."} | more)


def test_quotations_are_relations_to_speakers_and_cues() -> None:
    story = article("“We pay,” she said. “Now.” Mira left.")
    first = Quote(
        start=0,
        end=9,
        text="“We pay,”",
        speaker=Speaker(start=10, end=13, text="she", name="Mira"),
        cue=Mention(start=14, end=18, text="said"),
    )
    second = Quote(start=20, end=26, text="“Now.”", utterance=0)
    found = Detection(
        pipeline="p",
        entities=(Entity(start=27, end=31, label="PERSON", text="Mira"),),
        quotes=(first, second),
        suggestions=(Suggestion(start=4, end=7, label="figure", text="pay", score=0.5, why="a rule"),),
    )
    asked = Document(article=story, annotator="ana", state="done", detection=found)
    data, _ = with_scheme(asked, tokenize=tokenize)
    (line,) = objects(data)
    words = [
        (_words(one["head_span"], story.text), one["label"], _words(one["child_span"], story.text))
        for one in line["relations"]
    ]
    assert words == [
        ("“We pay,”", "said by", "she"),
        ("“We pay,”", "cued by", "said"),
        ("“Now.”", "continues", "“We pay,”"),
    ]
    for one in line["relations"]:
        for end in ("head", "child"):
            place = one[f"{end}_span"]
            assert one[end] == place["token_end"]
            assert line["tokens"][place["token_start"]]["start"] == place["start"]
            assert line["tokens"][place["token_end"]]["end"] == place["end"]
    assert line["relations"][0]["head_span"]["label"] == "QUOTE"
    assert [one["text"] for one in (*line["entities"], *line["suggestions"])] == ["Mira", "pay"]
    # They are found again where they are wanted; the tags alone come back.
    assert (taken(line).spans, taken(line).article.metadata) == ((), {})
    bare, _ = with_scheme(asked, tokenize=None)
    assert "head" not in objects(bare)[0]["relations"][0]
    whole = [document(story, state="done")]
    assert objects(with_scheme(*whole)[0])[0].keys() & {"relations", "entities", "suggestions"} == set()


@given(documents(), st.sampled_from(["article", "sentence", "paragraph"]))
def test_the_quick_way_and_the_long_one_find_the_same(one: Document, unit: Unit) -> None:
    out = io.BytesIO()
    report = jsonl.write([one], out, request(SCHEME, unit=unit))
    spans = [part.spans for part in parts(one, unit, Report())]
    for number, data in enumerate(out.getvalue().splitlines(), start=1):
        quick = jsonl_line.quickly(data, number)
        assert quick == prodigy.document(lines.fields(data), number, "desk.jsonl")
        assert quick is not None
        assert quick.spans == spans[number - 1]
    assert report.documents == len(spans)
    assert list(jsonl_line.check(io.BytesIO(out.getvalue()))) == list(report.fingerprints)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b'"start":2', b'"start":3'),
        (b'"label":"commitment"', b'"label":" "'),
        (b'"origin":"manual"', b'"origin":"dreamt"'),
        (b'"answer":"accept"', b'"answer":"ignore"'),
        (b'"_session_id":"ana"', b'"_session_id":"bo"'),
        (b'"_view_id":"spans_manual"', b'"_view_id": "spans_manual"'),
        (b'"spans":[', b'"spans":[],"spans":['),
        (b'"article":"', b'"article":"0'),
        (b'"article_labels":[{"label":"odd"', b'"article_labels":[{"label":""'),
        (b'"text":"A quiet story."', b'"text":"\xff"'),
        (b',"spans":[', b',"tokens":[],"spans":['),
    ],
)
def test_a_line_that_is_the_least_bit_odd_takes_the_long_way(was: bytes, becomes: bytes) -> None:
    story = article("A quiet story.")
    data, _ = with_scheme(document(story, tag(story, "quiet"), tag_at(story, 0, 0, "odd")))
    line = data.strip()
    assert jsonl_line.quickly(line, 1) is not None
    assert was in line
    assert jsonl_line.quickly(line.replace(was, becomes, 1), 1) is None
