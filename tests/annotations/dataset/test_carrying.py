"""What a format has no place for: what is taken out, and what is counted."""

import msgspec

from annotations.dataset.carrying import carried
from annotations.formats.documents import ASPECTS, Aspect, Document, Report
from tests.annotations.formats.detections import STORY, detection
from tests.annotations.formats.samples import article, document, tag, tag_at

EVERYTHING = frozenset(ASPECTS)


def story() -> Document:
    of = article(STORY, byline="R. Osei", metadata={"desk": "news"})
    tags = (
        tag(of, "walked out", note="why"),
        tag(of, "Rents", "complaint", origin="imported"),
        tag_at(of, 0, 0, "opinion", note="lead"),
    )
    return msgspec.structs.replace(document(of, *tags, state="done"), detection=detection())


def left(*held: Aspect, of: tuple[Document, ...] = ()) -> tuple[list[Document], Report]:
    report = Report()
    return list(carried(of or (story(),), frozenset(held), report)), report


def test_what_holds_everything_gets_everything() -> None:
    found, report = left(*EVERYTHING)
    assert found == [story()]
    assert report.losses == {}


def test_every_aspect_is_counted_once() -> None:
    (found,), report = left()
    assert [one.label for one in found.tags] == ["commitment", "complaint"]
    assert found.detection is None
    counts = {loss.of: (loss.count, loss.labels) for loss in report.losses.values()}
    assert counts == {
        "text": (1, {}),
        "title": (1, {}),
        "byline": (1, {}),
        "metadata": (1, {}),
        "annotator": (2, {"commitment": 1, "complaint": 1}),
        "origin": (1, {"commitment": 1}),
        "note": (1, {"commitment": 1}),
        "state": (1, {"done": 1}),
        "article labels": (1, {"opinion": 1}),
        "entities": (2, {"GPE": 1, "MONEY": 1}),
        "quotations": (2, {"direct": 2}),
        "suggestions": (1, {"commitment": 1}),
    }
    assert report.losses["note not carried"].examples[0].startswith("“walked out” (commitment, ")
    assert report.losses["annotator not carried"].examples == ["ana"]


def test_what_is_found_goes_by_its_kind() -> None:
    (found,), report = left(*EVERYTHING - {"entities", "suggestions"})
    assert found.detection is not None
    assert (found.detection.entities, found.detection.suggestions) == ((), ())
    assert found.detection.quotes == detection().quotes
    assert sorted(report.losses) == ["entities not carried", "suggestions not carried"]


def test_an_article_is_counted_once_however_many_had_it() -> None:
    other = msgspec.structs.replace(story(), annotator="zoe")
    _, report = left(*EVERYTHING - {"title", "entities", "state"}, of=(story(), other))
    counts = {loss.of: loss.count for loss in report.losses.values()}
    assert counts == {"title": 1, "entities": 2, "state": 2}


def test_a_state_that_shows_in_the_tags_is_no_loss() -> None:
    begun = msgspec.structs.replace(story(), state="open")
    assert left(*EVERYTHING - {"state"}, of=(begun,))[1].losses == {}
    untagged = msgspec.structs.replace(begun, tags=())
    assert left(*EVERYTHING - {"state"}, of=(untagged,))[1].losses["state not carried"].labels == {"open": 1}


def test_an_article_without_a_word_is_left_out_and_counted() -> None:
    found, report = left(*EVERYTHING, of=(document(article(" \n"), state="done"), story()))
    assert found == [story()]
    assert report.losses["articles left out: they have no word"].count == 1
