"""Suggestions accepted, dismissed and propagated; labels on whole sentences and on the whole article."""

from collections.abc import Iterable
from itertools import count

import pytest

from annotations.errors import TagError
from annotations.records import Decision, Phrase, Place, Progress, Span, State, Suggestion, Tag
from annotations.scheme import Label, Scheme
from annotations.session import History, Session
from tests.annotations.store.desk import ANA, make_article, make_tag, ticking

TEXT = "The port agreed to pay. Port officials said so! The PORT is old."
ARTICLE = make_article(TEXT)
SCHEME = Scheme(
    labels=(
        Label(name="commitment", colour="green"),
        Label(name="figure", colour="blue", unit="figure"),
        Label(name="stance", colour="teal", kind="sentence"),
        Label(name="economy", colour="grey", kind="article"),
        Label(name="sport", colour="grey", kind="article"),
    )
)
PORT, AGREED = Span(4, 8), Span(9, 15)


def offer(span: Span = AGREED, label: str = "commitment") -> Suggestion:
    return Suggestion(
        start=span.start, end=span.end, label=label, text=span.of(TEXT), score=0.8, why="it says so"
    )


class Desk:
    """A session whose decisions are collected."""

    def __init__(
        self,
        tags: Iterable[Tag] = (),
        settled: Iterable[Place] = (),
        phrases: Iterable[Phrase] = (),
        state: State = "new",
    ) -> None:
        self.committed: list[Decision] = []
        ids, clock = (f"id{n}" for n in count()), ticking()
        self.session = Session(
            ARTICLE,
            scheme=SCHEME,
            annotator=ANA,
            tags=tags,
            progress=Progress(article=ARTICLE.id, annotator=ANA, state=state),
            history=History(),
            commit=self.committed.append,
            settled=settled,
            phrases=phrases,
            clock=lambda: next(clock),
            new_id=lambda: next(ids),
        )
        self.session.detected([offer(), offer(PORT, "figure"), offer(PORT, "gossip")])


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_suggestions_are_those_of_the_scheme_in_reading_order(desk: Desk) -> None:
    session = desk.session
    assert session.suggestions == (offer(PORT, "figure"), offer())
    assert session.suggestion_at(5) == session.next_suggestion(Span(0, 0)) == offer(PORT, "figure")
    assert session.next_suggestion(PORT) == offer()
    assert session.previous_suggestion(AGREED) == offer(PORT, "figure")
    assert session.suggestion_at(30) is session.next_suggestion(AGREED) is None


def test_what_is_accepted_as_it_is_becomes_a_tag_of_that_origin(desk: Desk) -> None:
    tag = desk.session.accept(offer())
    assert (tag.span, tag.text, tag.label, tag.origin) == (AGREED, "agreed", "commitment", "suggested")
    assert desk.session.tags == (tag,)
    assert desk.session.state == "open"
    assert offer() not in desk.session.suggestions
    [decision] = desk.committed
    assert (decision.verb, decision.after, decision.suggestion) == ("tag", tag, offer())


@pytest.mark.parametrize(
    ("label", "span", "expected"),
    [
        ("figure", None, ("figure", AGREED)),
        (None, Span(4, 16), ("commitment", Span(4, 15))),
        ("stance", None, ("stance", Span(0, 23))),
        ("economy", None, ("economy", Span(0, 0))),
    ],
)
def test_what_is_accepted_with_a_change_is_edited(
    desk: Desk, label: str | None, span: Span | None, expected: tuple[str, Span]
) -> None:
    tag = desk.session.accept(offer(), label=label, span=span)
    assert (tag.label, tag.span) == expected
    assert tag.origin == "edited"
    assert desk.session.suggestions == (offer(PORT, "figure"),)


def test_what_was_accepted_does_not_come_back_when_its_tag_changes(desk: Desk) -> None:
    tag = desk.session.accept(offer())
    desk.session.move(tag.id, Span(9, 22))
    assert offer() not in desk.session.suggestions
    desk.session.remove(tag.id)
    assert offer() not in desk.session.suggestions
    with pytest.raises(TagError, match="not open any more"):
        desk.session.accept(offer())


def test_what_is_dismissed_never_comes_back(desk: Desk) -> None:
    session = desk.session
    session.dismiss(offer())
    assert list(session.suggestions) == [offer(PORT, "figure")]
    assert session.state == "open"
    session.detected([offer()])
    assert list(session.suggestions) == []
    assert Desk(settled=[offer().place]).session.suggestions == (offer(PORT, "figure"),)
    for verb in (session.dismiss, session.accept):
        with pytest.raises(TagError, match="not open any more"):
            verb(offer())
    assert [(d.verb, d.suggestion, d.after) for d in desk.committed] == [("dismiss", offer(), None)]


def test_a_dismissal_does_not_open_what_is_done() -> None:
    desk = Desk(state="done")
    desk.session.dismiss(offer())
    assert desk.session.state == "done"
    desk.session.undo()
    assert desk.session.state == "done"


def test_undo_brings_a_suggestion_back_and_redo_settles_it_again(desk: Desk) -> None:
    session = desk.session
    before = session.suggestions
    tag = session.accept(offer())
    session.dismiss(offer(PORT, "figure"))
    assert session.suggestions == ()
    session.undo()
    session.undo()
    assert session.suggestions == before
    assert (session.tags, session.state) == ((), "new")
    session.redo()
    assert session.tags == (tag,)
    session.redo()
    assert session.suggestions == ()
    assert [decision.verb for decision in desk.committed] == [
        "tag",
        "dismiss",
        "undo",
        "undo",
        "redo",
        "redo",
    ]


def test_an_undo_that_was_overtaken_is_refused_and_forgotten(desk: Desk) -> None:
    session = desk.session
    session.dismiss(offer())
    session.replace((), session.progress, settled=())
    with pytest.raises(TagError, match=r"cannot undo that: the suggestion “agreed” is open already"):
        session.undo()
    assert session.history.next_undo is None


def test_a_suggestion_that_is_tagged_by_hand_waits_for_nothing(desk: Desk) -> None:
    tag = desk.session.tag(AGREED, "commitment")
    assert desk.session.suggestions == (offer(PORT, "figure"),)
    desk.session.remove(tag.id)
    assert offer() in desk.session.suggestions


def test_accepting_what_is_tagged_already_is_refused(desk: Desk) -> None:
    desk.session.tag(AGREED, "figure")
    with pytest.raises(TagError, match="“agreed” is tagged figure already"):
        desk.session.accept(offer(), label="figure")
    assert offer() in desk.session.suggestions


def test_the_same_words_become_suggestions(desk: Desk) -> None:
    session = desk.session
    tag = session.tag(PORT, "figure")
    found = session.propagate(tag.span, tag.label)
    assert [(o.start, o.text, o.origin) for o in found] == [
        (24, "Port", "propagated"),
        (52, "PORT", "propagated"),
    ]
    accepted = session.accept(found[0])
    assert (accepted.text, accepted.origin) == ("Port", "propagated")
    session.dismiss(found[1])
    assert session.suggestions == (offer(),)
    [phrase] = session.phrases
    assert (phrase.label, phrase.words, phrase.article) == ("figure", "port", ARTICLE.id)


def test_propagation_is_one_decision_to_undo(desk: Desk) -> None:
    session = desk.session
    before = session.suggestions
    found = session.propagate(Span(24, 28), "commitment", everywhere=True)
    assert len(found) == 3
    assert session.phrases[0].article == ""
    assert session.state == "new"
    session.undo()
    assert (session.suggestions, session.phrases) == (before, ())
    session.redo()
    assert session.suggestions == (*found[:1], *before, *found[1:])
    assert [decision.verb for decision in desk.committed] == ["propagate", "undo", "redo"]


@pytest.mark.parametrize(
    ("span", "label", "reason"),
    [
        (Span(22, 23), "figure", r"“\.” cannot be looked for"),
        (PORT, "economy", "cannot be looked for as economy"),
        (PORT, "gossip", "no label"),
        (Span(8, 9), "figure", "nothing is selected"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(desk: Desk, span: Span, label: str, reason: str) -> None:
    with pytest.raises(TagError, match=reason):
        desk.session.propagate(span, label)
    assert desk.committed == []


def test_what_is_looked_for_already_is_refused(desk: Desk) -> None:
    desk.session.propagate(PORT, "figure")
    with pytest.raises(TagError, match="“PORT” is looked for as figure already"):
        desk.session.propagate(Span(52, 56), "figure")
    desk.session.propagate(PORT, "figure", everywhere=True)
    desk.session.propagate(PORT, "commitment")
    assert len(desk.session.phrases) == 3


def test_a_phrase_from_elsewhere_is_looked_for_when_it_is_told() -> None:
    phrase = Phrase(id="p", label="figure", words="the port")
    session = Desk(phrases=[phrase]).session
    assert session.phrases == (phrase,)
    session.propagated([offer(Span(0, 8), "figure")])
    assert offer(Span(0, 8), "figure") in session.suggestions


def test_a_label_of_sentences_takes_whole_ones(desk: Desk) -> None:
    session = desk.session
    assert session.tag(Span(9, 12), "stance").span == Span(0, 23)
    both = session.tag(Span(20, 27), "stance")
    assert both.text == "The port agreed to pay. Port officials said so!"
    moved = session.move(both.id, Span(50, 51))
    assert moved.text == "The PORT is old."
    word = session.tag(PORT, "figure")
    with pytest.raises(TagError, match="is tagged stance already"):
        session.relabel(word.id, "stance")
    other = session.tag(Span(29, 38), "figure")
    assert session.relabel(other.id, "stance").text == "Port officials said so!"


def test_a_label_of_the_article_is_put_on_and_taken_off(desk: Desk) -> None:
    session = desk.session
    tag = session.toggle_article_label("economy")
    assert tag is not None
    assert (tag.span, tag.text, tag.on_article) == (Span(0, 0), "", True)
    assert list(session.article_labels) == list(session.tags) == [tag]
    assert session.passages == ()
    other = session.tag(PORT, "sport")
    assert list(session.article_labels) == [tag, other]
    assert session.next(Span(0, 0)) is None
    assert session.toggle_article_label("economy") is None
    assert list(session.article_labels) == [other]
    session.undo()
    assert list(session.article_labels) == [tag, other]
    with pytest.raises(TagError, match="the article is tagged economy already"):
        session.tag(AGREED, "economy")
    with pytest.raises(TagError, match="commitment labels passages"):
        session.toggle_article_label("commitment")


def test_labels_of_the_article_and_of_passages_do_not_become_one_another(desk: Desk) -> None:
    session = desk.session
    passage = session.tag(PORT, "figure")
    topic = session.tag(PORT, "economy")
    for tag, label in [(passage, "economy"), (topic, "figure")]:
        with pytest.raises(TagError, match="only one of them is for the whole article"):
            session.relabel(tag.id, label)
    assert session.relabel(topic.id, "sport").on_article
    assert session.move(passage.id, AGREED).span == AGREED
    assert session.move(topic.id, AGREED).span == Span(0, 0)


def test_a_label_of_the_article_stands_on_no_passage() -> None:
    topic = make_tag(ARTICLE, 0, 0, "economy")
    first = make_tag(ARTICLE, 0, 3, "figure")
    session = Desk(tags=[topic, first]).session
    assert session.at(0) == (first,)
    assert session.next(Span(-1, 0)) == first
    assert session.previous(Span(9, 15)) == first
    assert session.previous(Span(0, 1)) == first
    assert session.next(Span(0, 3)) is session.previous(Span(0, 3)) is None
