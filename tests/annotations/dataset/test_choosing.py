from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotations.dataset.choosing import Choosing, Selection
from annotations.errors import ExportError
from annotations.formats.documents import Document
from annotations.records import Detection, Entity, State, Suggestion
from annotations.store import Store
from tests.annotations.dataset.desks import decision, fill
from tests.annotations.formats.samples import article, document, tag, tag_at

PORT = article("The port agreed to pay. Crews complained.", title="Port talks")
FERRY = article("The ferry did not sail; its owner promised repairs.", title="Ferry")
RAIN = article("It rained.", title="Rain")
NEW = article("Nobody has read this.", title="Unread")
FIRST, LATER = "2026-03-01T00:00:00.000Z", "2026-03-09T00:00:00.000Z"


def of_zoe(*given: Any, state: State) -> Document:
    return document(*given, state=state, annotator="zoe")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    edited = tag(PORT, "complained", "complaint", origin="edited")
    with Store.open(tmp_path / "desk.db") as opened:
        fill(
            opened,
            [
                document(PORT, tag(PORT, "agreed to pay"), edited),
                of_zoe(PORT, tag_at(PORT, 0, 0, "front page", annotator="zoe"), state="done"),
                document(RAIN, state="skipped"),
            ],
            FIRST,
        )
        promised = document(FERRY, tag(FERRY, "promised repairs"), state="done")
        fill(opened, [promised, of_zoe(RAIN, state="done")], LATER)
        opened.add_articles([NEW])
        yield opened


def chosen(store: Store, **selection: Any) -> list[tuple[str, str, list[str]]]:
    """Return title, annotator and the words of the tags of what is chosen."""
    found = Choosing(store, Selection(**selection)).documents(lambda article: True)
    return [(one.article.title, one.annotator, [tag.text or tag.label for tag in one.tags]) for one in found]


EVERYTHING = [
    ("Port talks", "ana", ["agreed to pay", "complained"]),
    ("Port talks", "zoe", ["front page"]),
    ("Rain", "ana", []),
    ("Rain", "zoe", []),
    ("Ferry", "ana", ["promised repairs"]),
]


def test_all_that_somebody_touched_is_chosen_unasked(store: Store) -> None:
    assert chosen(store) == EVERYTHING


@pytest.mark.parametrize(
    ("selection", "left"),
    [
        ({"states": ("done",)}, ["Port talks zoe", "Rain zoe", "Ferry ana"]),
        ({"states": ("skipped", "open")}, ["Port talks ana", "Rain ana"]),
        ({"annotators": ("zoe",)}, ["Port talks zoe", "Rain zoe"]),
        ({"annotators": ("nobody",)}, []),
        ({"since": LATER}, ["Rain zoe", "Ferry ana"]),
        ({"since": FIRST}, [f"{title} {name}" for title, name, _ in EVERYTHING]),
        ({"negatives": False}, ["Port talks ana", "Port talks zoe", "Ferry ana"]),
        ({"query": "ferry"}, ["Ferry ana"]),
        ({"query": "agreed", "annotators": ("ana",)}, ["Port talks ana"]),
        ({"query": "FERRY promised"}, ["Ferry ana"]),
        ({"query": "promise"}, []),
        ({"query": '"repairs promised"'}, []),
        ({"query": " * "}, [f"{title} {name}" for title, name, _ in EVERYTHING]),
        ({"annotators": ("zoe", "ana")}, [f"{title} {name}" for title, name, _ in EVERYTHING]),
    ],
)
def test_documents_are_chosen(store: Store, selection: dict[str, Any], left: list[str]) -> None:
    assert [f"{title} {name}" for title, name, _ in chosen(store, **selection)] == left


def test_tags_are_chosen_and_their_documents_stay(store: Store) -> None:
    assert chosen(store, labels=("complaint",)) == [
        ("Port talks", "ana", ["complained"]),
        *((title, name, []) for title, name, _ in EVERYTHING[1:]),
    ]
    assert chosen(store, origins=("edited",), negatives=False) == [("Port talks", "ana", ["complained"])]


def test_what_nobody_touched_comes_when_asked_for(store: Store) -> None:
    assert chosen(store, untouched=True) == [*EVERYTHING, ("Unread", "", [])]
    assert chosen(store, untouched=True, states=("new",)) == [("Unread", "", [])]


def test_what_was_detected_goes_along(store: Store) -> None:
    older = Detection(pipeline="a", entities=(Entity(start=0, end=3, label="ORG", text="The"),))
    newer = Detection(
        pipeline="b",
        suggestions=(Suggestion(start=0, end=3, label="figure", text="The", score=0.5, why="a rule"),),
    )
    for found in (older, newer):
        store.save_detection(PORT.id, found)

    def detected(**selection: Any) -> list[Detection | None]:
        documents: Iterator[Document] = Choosing(store, Selection(**selection)).documents(lambda _: True)
        return [one.detection for one in documents if one.annotator == "ana"]

    assert detected() == [Detection(pipeline="b"), None, None]
    assert detected(suggestions=True) == [newer, None, None]
    assert detected(detections=False) == [None, None, None]
    store.connection.execute("UPDATE detection SET found = '[]' WHERE pipeline = 'b'")
    # What another version made says nothing; it does not give way to what is older still.
    assert detected()[0] is None


def test_articles_are_taken_or_left(store: Store) -> None:
    found = Choosing(store, Selection()).documents(lambda article: article.title == "Rain")
    assert [(one.article.title, one.annotator) for one in found] == [("Rain", "ana"), ("Rain", "zoe")]


def test_what_grows_meanwhile_is_an_error(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "articles", lambda: iter([PORT]))
    with pytest.raises(ExportError, match="export it again"):
        list(Choosing(store, Selection()).documents(lambda _: True))


def test_suggestions_go_along_until_they_are_answered(store: Store) -> None:
    offers = tuple(
        Suggestion(
            start=start,
            end=start + 3,
            label="figure",
            text=PORT.text[start : start + 3],
            score=0.5,
            why="a rule",
        )
        for start in (0, 4, 8)
    )
    store.save_detection(PORT.id, Detection(pipeline="a", suggestions=offers))
    for verb, offer in (("dismiss", offers[0]), ("tag", offers[1])):
        accepted = {"after": tag_at(PORT, *offer.span, "figure", origin="suggested")} if verb == "tag" else {}
        store.commit(decision(document(PORT), verb, LATER, suggestion=offer, **accepted))

    found = Choosing(store, Selection(suggestions=True)).documents(lambda article: article.id == PORT.id)
    assert {one.annotator: one.detection and one.detection.suggestions for one in found} == {
        "ana": offers[2:],
        "zoe": offers,
    }
