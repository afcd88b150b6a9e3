import json
from typing import Any

import msgspec
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.formats.documents import Document, ImportedDocument
from annotations.records import Refusal
from tests.annotations.formats.again import check_words, damage, same_bytes_again
from tests.annotations.formats.detections import STORY, labelled, marked, story
from tests.annotations.formats.exchange import (
    ON_ARTICLE,
    as_meant,
    documents_of,
    lost,
    read,
    refused,
    taken,
    written,
)
from tests.annotations.formats.samples import PASSAGES, SCHEME, article, document, request, tag, tag_at

PLAIN = request(PASSAGES)
GRAPHEMES = request(PASSAGES, options={"grapheme": "yes"})


def doccano(data: bytes, *, graphemes: bool = False) -> list[list[tuple[str, str]]]:
    """Read a file by doccano's published rules: the words that each span shows there, with its label.

    One JSON object a line; ``label`` holds triples, ``entities`` objects with an id; its page counts in
    JavaScript's units, or in clusters by UAX #29 in grapheme mode. A span has to begin before it ends.
    """
    shown = []
    for line in data.decode("ascii").splitlines():
        values = json.loads(line)
        units = _clusters(values["text"]) if graphemes else _units(values["text"])
        spans = [[one["start_offset"], one["end_offset"], one["label"]] for one in values.get("entities", [])]
        found = []
        for start, end, label in [*spans, *values.get("label", [])]:
            assert 0 <= start < end <= len(units)
            found.append((b"".join(units[start:end]).decode("utf-16-le"), label))
        shown.append(found)
    return shown


def _clusters(text: str) -> list[bytes]:
    return [cluster.encode("utf-16-le") for cluster in regex.findall(r"\X", text)]


def _units(text: str) -> list[bytes]:
    data = text.encode("utf-16-le")
    return [data[place : place + 2] for place in range(0, len(data), 2)]


def lines(*documents: Document, wanted: Any = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written("doccano", *documents, wanted=wanted)[0].splitlines()]


def nasty() -> Document:
    of = article()
    return document(
        of,
        tag(of, "agreed to pay €3 million"),
        tag(of, "€3 million; the guild’s", "complaint"),
        tag(of, "€3", "an odd/label", note="so\non", origin="edited"),
        tag(of, "👩‍🚀 crew", origin="suggested"),
        tag(of, "out.\r\nA", origin="propagated"),
        state="done",
    )


# What doccano shows of it.


def test_doccano_shows_the_words_that_were_tagged() -> None:
    data, report = written("doccano", nasty(), document(article("Nothing."), state="done"), wanted=PLAIN)
    words = [tag.text for tag in sorted(nasty().tags, key=lambda tag: (tag.start, tag.end))]
    assert [[text for text, _ in line] for line in doccano(data)] == [words, []]
    assert report.losses == {}


def test_doccano_in_grapheme_mode_shows_whole_characters() -> None:
    data, report = written("doccano", nasty(), wanted=GRAPHEMES)
    ((*shown,),) = doccano(data, graphemes=True)
    assert ("👩‍🚀 crew", "commitment") in shown
    assert report.losses == {}
    cut = document(article(), tag(article(), "u", "complaint"), tag(article(), "\n東京"))
    data, report = written("doccano", cut, wanted=GRAPHEMES)
    assert doccano(data, graphemes=True) == [[("u\u0308", "complaint"), ("\n東京", "commitment")]]
    (loss,) = report.losses.values()
    assert (loss.change, loss.labels) == ("snapped", {"complaint": 1})
    assert as_meant(report, read("doccano", data))


@settings(max_examples=150)
@given(marked(), st.sampled_from(["no", "yes"]))
def test_doccano_shows_whatever_may_be_tagged(found: Document, grapheme: str) -> None:
    wanted = request(SCHEME, article_labels=ON_ARTICLE, options={"grapheme": grapheme})
    data, report = written("doccano", found, wanted=wanted)
    (shown,) = doccano(data, graphemes=grapheme == "yes")
    passages = sorted((tag for tag in found.tags if not tag.on_article), key=lambda tag: (tag.start, tag.end))
    snapped = sum(loss.count for loss in report.losses.values() if loss.change == "snapped")
    wider = [
        (text, passage)
        for (text, _), passage in zip(shown[: len(passages)], passages, strict=True)
        if text != passage.text
    ]
    assert all(passage.text in text for text, passage in wider)
    assert len(wider) == snapped
    items = read("doccano", data)
    assert as_meant(report, items)
    plain, _ = written("doccano", msgspec.structs.replace(found, detection=None), wanted=wanted)
    assert written("doccano", *documents_of(read("doccano", plain)), wanted=wanted)[0] == plain


# The shape.


def test_passages_alone_are_triples_and_the_file_is_ascii() -> None:
    of = article("😀 “no deal”")
    data, _ = written("doccano", document(of, tag(of, "no")), wanted=PLAIN)
    assert data.isascii()
    line = json.loads(data)
    assert line["label"] == [[4, 6, "commitment"]]
    assert line.keys() == {"text", "label", "copydesk"}
    assert line["copydesk"]["tags"] == [
        {"written": [4, 6], "start": 3, "end": 5, "label": "commitment", "origin": "manual", "note": ""}
    ]


def test_quotations_and_labels_of_the_article_call_for_the_form_with_relations() -> None:
    of = article(STORY)
    (line,) = lines(story(tag(of, "walked out"), labelled(of, "front page")))
    assert "label" not in line
    assert line["cats"] == ["front page"]
    labels = {one["id"]: one["label"] for one in line["entities"]}
    assert sorted(labels) == list(range(len(labels)))
    told = {(labels[one["from_id"]], one["type"], labels[one["to_id"]]) for one in line["relations"]}
    assert told == {
        ("QUOTE", "said by", "SPEAKER"),
        ("QUOTE", "cued by", "CUE"),
        ("QUOTE", "continues", "QUOTE"),
    }


def test_one_form_for_all_lines_of_a_file() -> None:
    plain, later = document(article("One."), state="done"), document(article("Two."), state="done")
    two = article("Three.")
    for last in (story(), document(two, labelled(two, "opinion"))):
        found = lines(plain, later, last, plain, wanted=PLAIN)
        assert ["entities" in line for line in found] == [True] * 4
        assert ["label" in line for line in found] == [False] * 4
    assert ["label" in line for line in lines(plain, later, wanted=PLAIN)] == [True, True]
    assert ["entities" in line for line in lines(plain, later)] == [True, True]


def test_more_than_is_held_in_memory_comes_out_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.formats.doccano._HELD", 10)
    stories = [document(article(f"Story {number}."), state="done") for number in range(30)]
    for more in ([], [story()]):
        found = lines(*stories, *more, wanted=PLAIN)
        assert [line["text"] for line in found][:30] == [one.article.text for one in stories]


def test_no_documents_are_no_lines() -> None:
    data, report = written("doccano")
    assert (data, report.documents) == (b"", 0)


# There and back.


def test_everything_comes_back_and_goes_out_again_as_it_was() -> None:
    of = article("One.")
    found = [nasty(), document(of, labelled(of, "front page", note="lead"), state="flagged")]
    for wanted in (None, PLAIN, GRAPHEMES):
        same_bytes_again("doccano", *found, wanted=wanted)


def test_what_a_program_found_is_no_tag_when_it_comes_back() -> None:
    of = article(STORY)
    data, report = written("doccano", story(tag(of, "walked out")))
    (item,) = taken(read("doccano", data))
    assert [span.text for span in item.spans] == ["walked out"]
    assert as_meant(report, [item])
    kinds = [kind for kind, _ in lost(item)]
    assert kinds.count("relations between spans") == 4
    assert kinds.count("spans that a program found and nobody decided") == 6


def test_a_span_that_was_moved_there_is_read_where_it_is_now() -> None:
    (line,) = lines(nasty(), wanted=PLAIN)
    line["label"] = [[0, 2, "commitment"]]
    (item,) = taken(read("doccano", json.dumps(line).encode()))
    assert [(span.text, span.origin) for span in item.spans] == [("🚢", "imported")]


# doccano's own files.


def imported(*rows: Any, grapheme: str = "no") -> list[ImportedDocument | Refusal]:
    data = b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    return read("doccano", data, grapheme=grapheme)


def test_reads_its_export() -> None:
    row = {"id": 12, "text": "EU rejects a call", "label": [[0, 2, "ORG"]], "page": 3, "Comments": ["why?"]}
    (item,) = taken(imported(row))
    assert [(span.text, span.label, span.origin) for span in item.spans] == [("EU", "ORG", "imported")]
    assert (item.state, item.article.metadata, item.article.source) == ("done", {"page": 3}, "desk:1")
    assert lost(item) == [("comments", "why?")]


def test_reads_the_form_with_relations() -> None:
    entities = [
        {"id": 0, "start_offset": 0, "end_offset": 2, "label": "ORG"},
        {"id": 1, "start_offset": 3, "end_offset": 10, "label": "ACT"},
    ]
    relations = [{"id": 0, "from_id": 0, "to_id": 1, "type": "does"}]
    row = {"text": "EU rejects a call", "entities": entities, "relations": relations, "cats": ["politics"]}
    (item,) = taken(imported(row))
    assert [(span.text, span.label) for span in item.spans] == [
        ("EU", "ORG"),
        ("rejects", "ACT"),
        ("", "politics"),
    ]
    assert (item.state, lost(item)) == ("open", [("relations between spans", "does")])


def test_reads_labels_of_whole_texts() -> None:
    (item, bare) = taken(imported({"text": "EU rejects", "label": ["a", "b"]}, {"text": "Bare."}))
    assert [(span.start, span.end, span.label) for span in item.spans] == [(0, 0, "a"), (0, 0, "b")]
    assert (bare.spans, bare.state) == ((), None)


UNITS = "spans read in UTF-16 units, as doccano counts unless told otherwise (--grapheme)"
WHOLE = "spans read in whole characters, as doccano counts only if told to"
#: A family, a flag, a letter with its accent, a line break of two characters.
BEFORE = ["👨‍👩‍👧", "🇯🇵", "u\u0308", "\r\n", "e\u0301\u0323"]


@pytest.mark.parametrize("before", BEFORE)
def test_offsets_of_others_count_what_they_are_said_to_and_doubts_are_told(before: str) -> None:
    text = f"{before} EU"
    units = len(text.encode("utf-16-le")) // 2
    for start, end, grapheme, kind in ((units - 2, units, "no", UNITS), (2, 4, "yes", WHOLE)):
        (item,) = taken(imported({"text": text, "label": [[start, end, "ORG"]]}, grapheme=grapheme))
        assert item.spans[0].text == "EU"
        assert lost(item) == [(kind, "line 1")]


@pytest.mark.parametrize("grapheme", ["no", "yes"])
@pytest.mark.parametrize("after", ["", *BEFORE])
def test_what_counts_alike_either_way_is_no_doubt(after: str, grapheme: str) -> None:
    (item,) = taken(imported({"text": f"The EU {after}", "label": [[4, 6, "ORG"]]}, grapheme=grapheme))
    assert item.spans[0].text == "EU"
    assert lost(item) == []


@pytest.mark.parametrize("wanted", [PLAIN, GRAPHEMES])
@pytest.mark.parametrize("grapheme", ["no", "yes"])
def test_a_line_of_ours_says_itself_what_it_counts(wanted: Any, grapheme: str) -> None:
    data, report = written("doccano", nasty(), wanted=wanted)
    items = imported(data, grapheme=grapheme)
    assert as_meant(report, items)
    assert lost(taken(items)[0]) == []


def test_a_span_inside_of_a_whole_character_is_refused_there() -> None:
    rows = {"text": "👩‍🚀 EU", "label": [[5, 8, "ORG"]]}
    assert "which is no stretch" in refused(imported(rows, grapheme="yes"))


def test_another_text_than_was_written_is_counted() -> None:
    (line,) = lines(document(article("Old words."), state="done"))
    line["text"] = "New words."
    (item,) = taken(imported(line))
    assert lost(item) == [("articles whose text is not the one they were written with", "Port talks")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            {"text": "EU", "label": [[0, 3, "ORG"]]},
            "a span lies at 0 to 3, which is no stretch of a text of 2",
        ),
        ({"text": "EU", "label": [[2, 0, "ORG"]]}, "a span lies at 2 to 0"),
        ({"text": "EU", "label": [[1, 1, "ORG"]]}, "a span lies at 1 to 1"),
        ({"text": "EU", "label": [[-1, 1, "ORG"]]}, "a span lies at -1 to 1"),
        ({"text": "😀", "label": [[0, 1, "ORG"]]}, "a span lies at 0 to 1"),
        ({"text": "EU", "label": [[0, 1]]}, '"label" 1 is neither a label nor a start, an end and a label'),
        ({"text": "EU", "label": [[0, 1, " "]]}, '"label" 1 is neither'),
        ({"text": "EU", "label": [[0.0, 1, "x"]]}, '"label" 1 is neither'),
        ({"text": "EU", "label": [[False, True, "x"]]}, '"label" 1 is neither'),
        ({"text": "EU", "label": ["a", ""]}, '"label" 2 is neither'),
        ({"text": "EU", "label": "ORG"}, '"label" that is no list'),
        ({"text": "EU", "entities": [{"start_offset": 0, "label": "x"}]}, '"entities" 1 is neither'),
        ({"text": " "}, "has no text"),
        ({"data": "EU"}, 'has no "text"'),
        ({"text": 3}, 'has no "text"'),
        (b"[1]", 'has no "text"'),
        ({"text": "EU", "copydesk": {"tags": [{"label": 3}]}}, "not as it was written"),
        (b'{"text": "EU", "text": "US"}', "twice in one object"),
        (b'{"text": "EU", "label": [[0, NaN, "x"]]}', "is not JSON"),
        (b'{"text": "EU\\udc00"}', "lone surrogate"),
        (b'{"text": "EU', "is not JSON"),
        (b'{"text": "\xff"}', "is not UTF-8"),
    ],
)
def test_a_line_that_is_wrong_is_refused_and_the_rest_taken(row: Any, reason: str) -> None:
    items = imported(row, {"text": "Fine."})
    assert reason in refused(items)
    assert [item.article.text for item in items if isinstance(item, ImportedDocument)] == ["Fine."]


def test_a_line_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.formats.lines.MAX_LINE", 40)
    items = imported({"text": "word " * 20}, {"text": "Fine."})
    assert refused(items) == "is longer than 40 bytes"
    assert len(items) == 2


@given(st.integers(0, 2500), st.binary(max_size=3))
def test_a_damaged_file_is_refused_or_read_but_never_breaks_anything(place: int, junk: bytes) -> None:
    data, _ = written("doccano", nasty(), story())
    check_words(read("doccano", damage(data, place, junk)))


def test_two_tags_written_alike_come_back_as_two() -> None:
    of = article("e\u0301 there")
    both = document(of, tag_at(of, 0, 1, "x", note="letter"), tag_at(of, 0, 2, "x", note="both"))
    data, report = written("doccano", both, wanted=GRAPHEMES)
    assert json.loads(data)["label"] == [[0, 1, "x"], [0, 1, "x"]]
    assert as_meant(report, read("doccano", data))
