import io
import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import ExportError, FormatError
from annotations.formats.documents import Document
from annotations.formats.webannotation import check as check_file
from tests.annotations.formats.detections import STORY, labelled, marked, story
from tests.annotations.formats.exchange import written
from tests.annotations.formats.samples import NASTY, article, document, request, tag

# The terms of http://www.w3.org/ns/anno.jsonld that may be met here. What is not in the context means nothing
# to whoever reads JSON-LD, and is dropped without a word.
TERMS = {
    *("@context", "id", "type", "label", "total", "first", "partOf", "startIndex", "items", "body", "target"),
    *("motivation", "purpose", "creator", "created", "modified", "name", "value", "format", "source", "via"),
    *("selector", "exact", "prefix", "suffix", "start", "end"),
}
TYPES = {
    *("Annotation", "AnnotationCollection", "AnnotationPage", "TextualBody", "SpecificResource", "Text"),
    *("TextQuoteSelector", "TextPositionSelector", "Person", "Software"),
}
MOTIVATIONS = {
    *("tagging", "classifying", "commenting", "describing", "identifying", "linking", "reviewing"),
}


def collection(*documents: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written("webanno", *documents)[0])
    return found


def annotations(*documents: Document) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = collection(*documents)["first"]["items"]
    return items


def check(node: Any) -> None:
    """Check that a node and all in it say only what the context has words for."""
    if isinstance(node, list):
        for item in node:
            check(item)
    if not isinstance(node, dict):
        return
    assert node.keys() <= TERMS
    assert node.get("type", "Annotation") in TYPES
    for name in ("motivation", "purpose"):
        assert node.get(name, "tagging") in MOTIVATIONS
    for name in ("id", "via"):
        assert re.fullmatch(r"(urn:[a-z]+:[^\s<>\"]+|https?://[^\s<>\"]+)", node.get(name, "urn:x:y"))
    for value in node.values():
        check(value)


def _label(annotation: dict[str, Any]) -> Any:
    body = annotation["body"]
    return body[0].get("value") if isinstance(body, list) else body["value"]


def words(annotation: dict[str, Any], text: str) -> str:
    """Find the words of a target by both of its selectors, which have to agree."""
    quote, position = annotation["target"]["selector"]
    around = quote["prefix"] + quote["exact"] + quote["suffix"]
    start, end = position["start"], position["end"]
    assert text[start:end] == quote["exact"]
    assert text[start - len(quote["prefix"]) : end + len(quote["suffix"])] == around
    found: str = quote["exact"]
    return found


def test_is_a_collection_with_one_page_and_says_how_many_it_holds() -> None:
    of = article()
    found = collection(document(of, tag(of, "agreed"), tag(of, "no deal"), state="open"), story())
    check(found)
    assert (found["@context"], found["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection")
    page = found["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", found["id"], 0)
    assert found["total"] == len(page["items"])
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)


def test_a_tag_has_its_words_its_neighbours_and_its_place() -> None:
    of = article(source="https://news.example/1")
    id = "0123456789abcdef0123456789abcdef"
    (tagged, review) = annotations(
        document(of, tag(of, "“no deal”  today", note="firm", id=id), state="done")
    )
    assert words(tagged, NASTY) == "“no deal”  today"
    assert tagged["id"] == "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
    assert tagged["creator"] == {"type": "Person", "name": "ana"}
    assert (tagged["motivation"], tagged["created"]) == ("tagging", "2026-01-01T00:00:00.000Z")
    assert [(body["purpose"], body["value"]) for body in tagged["body"]] == [
        ("tagging", "commitment"),
        ("commenting", "firm"),
    ]
    assert tagged["target"]["source"] == {
        "id": f"urn:copydesk:article:{of.id}",
        "type": "Text",
        "format": "text/plain",
        "label": "Port talks",
        "via": "https://news.example/1",
    }
    assert (review["motivation"], review["body"]["value"]) == ("reviewing", "done")
    assert "selector" not in review["target"]


def test_labels_of_the_article_have_no_selector() -> None:
    of = article()
    (found, _) = annotations(document(of, labelled(of, "opinion")))
    assert (found["motivation"], found["body"][0]["value"]) == ("classifying", "opinion")
    assert "selector" not in found["target"]


def test_whoever_found_nothing_is_not_silent() -> None:
    (review,) = annotations(document(article(), state="done", annotator="Ben C./é"))
    check(review)
    assert review["creator"]["name"] == "Ben C./é"
    assert review["id"].endswith(":Ben%20C.%2F%C3%A9")


def test_quotations_are_linked_to_speakers_and_cues() -> None:
    found = annotations(story())
    by_id = {one["id"]: one for one in found}
    links = [one for one in found if one["motivation"] == "linking"]
    told = {
        (
            words(by_id[one["target"]], STORY),
            one["body"][1]["value"],
            words(by_id[one["body"][0]["source"]], STORY),
        )
        for one in links
    }
    first, second = "“We will pay €3 million,”", "“That is the end of it.”"
    assert told == {
        (first, "said by", "Mira Tanaka"),
        (first, "cued by", "said"),
        (second, "continues", first),
        (second, "said by", "Mira Tanaka"),
    }
    assert all(one["creator"] == {"type": "Software", "name": "rules-1"} for one in links)
    speaker = next(one for one in found if _label(one) == "SPEAKER")
    assert speaker["body"][1]["value"] == "Mira Tanaka, mayor"


def test_what_was_found_goes_out_once_however_many_annotate() -> None:
    both = annotations(story(), story(annotator="ben"))
    one = annotations(story())
    assert len(both) == len(one) + 1
    assert len({item["id"] for item in both}) == len(both)


def test_no_documents_are_an_empty_collection() -> None:
    found = collection()
    assert (found["total"], found["first"]["items"]) == (0, [])


def test_takes_whole_articles_only_and_no_half_characters() -> None:
    with pytest.raises(ExportError, match="whole articles"):
        written("webanno", story(), wanted=request(unit="paragraph"))
    with pytest.raises(ExportError, match="lone surrogate"):
        written("webanno", document(msgspec.structs.replace(article(), title="\udc00"), state="done"))


@settings(max_examples=100)
@given(st.lists(marked(), max_size=3, unique_by=lambda found: found.article.id))
def test_says_of_whatever_may_be_tagged_where_it_is(found: list[Document]) -> None:
    data, report = written("webanno", *found)
    whole = json.loads(data)
    check(whole)
    texts = {f"urn:copydesk:article:{one.article.id}": one.article.text for one in found}
    exact = []
    for item in whole["first"]["items"]:
        target = item["target"]
        if "selector" in target and item["creator"]["type"] == "Person":
            exact.append(words(item, texts[target["source"]["id"]]))
    assert sorted(exact) == sorted(tag.text for one in found for tag in one.tags if not tag.on_article)
    assert report.documents == len(found)
    assert report.spans == sum(len(one.tags) for one in found)


def test_what_was_written_can_be_checked_and_what_was_damaged_is_found_out() -> None:
    data, report = written("webanno", story(tag(article(STORY), "walked out")))
    assert list(check_file(io.BytesIO(data))) == [*report.fingerprints]
    assert list(check_file(io.BytesIO(data.replace(b"walked", b"talked")))) != [*report.fingerprints]
    for damaged in (
        data[:-30],
        data.replace(b'"total":', b'"total":1'),
        data.replace(b"walked", b"wal\xffed"),
    ):
        with pytest.raises(FormatError):
            list(check_file(io.BytesIO(damaged)))
