"""The rules of decisions: what fits, what opens an article, what undo and redo are."""

import pytest
from msgspec.structs import replace

from annotations.decisions import (
    Ledger,
    Settled,
    check_quote,
    check_shape,
    done_again,
    excerpt,
    next_state,
    opening,
    tag_id,
    taken_back,
    undoable,
)
from annotations.errors import ConflictError, TagError
from annotations.records import Decision, Phrase, Place, Suggestion
from tests.annotations.store.desk import ANA, BEN, decide, decide_state, make_article, make_tag

ARTICLE = make_article()


def test_the_tag_that_a_decision_is_about() -> None:
    tag = make_tag(ARTICLE)
    assert tag_id(decide(after=tag)) == tag_id(decide(before=tag, verb="remove")) == tag.id
    assert tag_id(decide_state(ARTICLE, "new", "done")) is None


def test_undo_is_the_exact_inverse_and_redo_the_same_again() -> None:
    tag = make_tag(ARTICLE)
    decision = decide(tag, replace(tag, label="complaint"), "relabel")
    back = taken_back(decision, new_id="u", at="then")
    assert (back.verb, back.before, back.after, back.undoes) == (
        "undo",
        decision.after,
        decision.before,
        decision.id,
    )
    again = done_again(decision, new_id="r", at="later")
    assert (again.verb, again.before, again.after, again.undoes) == (
        "redo",
        decision.before,
        decision.after,
        decision.id,
    )
    assert (back.id, back.at, again.id, again.at) == ("u", "then", "r", "later")


def test_undo_of_a_state_goes_back_to_the_state_before() -> None:
    back = taken_back(decide_state(ARTICLE, "open", "done"), new_id="u", at="then")
    assert (back.state_before, back.state_after) == ("done", "open")


def test_imports_undos_and_redos_are_not_undone() -> None:
    decision = decide(after=make_tag(ARTICLE))
    assert undoable(decision)
    assert not undoable(taken_back(decision, new_id="u", at="then"))
    assert not undoable(done_again(decision, new_id="r", at="then"))
    imported = make_tag(ARTICLE, origin="imported")
    assert not undoable(decide(after=imported, verb="import"))
    assert undoable(decide(before=imported, verb="remove"))
    assert undoable(decide_state(ARTICLE, "new", "done"))


def test_the_first_tag_opens_an_article_and_no_tag_closes_it() -> None:
    tag = make_tag(ARTICLE)
    assert next_state(decide(after=tag), "new") == "open"
    assert next_state(decide(after=tag), "done") == "done"
    assert next_state(decide(before=tag, verb="remove"), "new") == "new"
    assert next_state(decide(tag, tag, "note"), "new") == "new"
    assert next_state(decide(after=tag, verb="undo"), "new") == "new"
    assert next_state(decide_state(ARTICLE, "new", "flagged"), "new") == "flagged"


def test_a_tag_opens_and_its_undo_makes_new_only_what_nobody_changed_since() -> None:
    assert opening("new") == ("new", "open")
    assert opening("open") == opening("done") == (None, None)
    first = replace(decide(after=make_tag(ARTICLE)), state_before="new", state_after="open")
    back = taken_back(first, new_id="u", at="then")
    assert next_state(first, "new") == "open"
    assert next_state(first, "open") == "open"
    assert next_state(first, "done") == "done"
    assert next_state(back, "open") == "new"
    assert next_state(back, "done") == "done"
    ledger = Ledger([], [((ARTICLE.id, ANA), "done")])
    ledger.play(first)  # The state it expected is no reason to refuse a tag.
    ledger.play(back)
    assert ledger.state(ARTICLE.id, ANA) == "done"


def test_a_decision_that_makes_no_sense_is_refused() -> None:
    tag = make_tag(ARTICLE)
    nothing = replace(decide(after=tag), after=None)
    for decision, reason in [
        (nothing, "nothing"),
        (replace(nothing, state_after="done"), "nothing"),
        (decide(tag, make_tag(ARTICLE), "move"), "into another"),
        (replace(decide(after=tag), annotator=BEN), "differ"),
        (replace(decide(after=tag), article="elsewhere"), "differ"),
        (decide(after=replace(tag, label="")), "without a label"),
    ]:
        with pytest.raises(TagError, match=reason):
            check_shape(decision)


def test_a_ledger_plays_decisions_in_their_order() -> None:
    tag = make_tag(ARTICLE)
    other = replace(tag, label="complaint")
    ledger = Ledger()
    ledger.play(decide(after=tag))
    ledger.play(decide(tag, other, "relabel"))
    assert ledger.tags == {tag.id: other}
    assert ledger.state(ARTICLE.id, ANA) == "open"
    assert ledger.state(ARTICLE.id, BEN) == "new"
    ledger.play(decide(before=other, verb="remove"))
    ledger.play(decide_state(ARTICLE, "open", "done"))
    assert ledger.tags == {}
    assert ledger.state(ARTICLE.id, ANA) == "done"


def test_a_ledger_refuses_what_does_not_fit_and_stays_as_it_is() -> None:
    tag = make_tag(ARTICLE)
    ledger = Ledger([tag], [((ARTICLE.id, ANA), "open")])
    for decision, reason in [
        (decide(after=tag), "is there already"),
        (decide(before=make_tag(ARTICLE), verb="remove"), "is gone"),
        (decide(replace(tag, note="?"), tag, "note"), "has changed"),
        (decide_state(ARTICLE, "new", "done"), "is open by now, no longer new"),
    ]:
        with pytest.raises(ConflictError, match=reason):
            ledger.play(decision)
    assert ledger.tags == {tag.id: tag}
    assert ledger.state(ARTICLE.id, ANA) == "open"


def offer(label: str = "figure", annotator: str = ANA) -> Decision:
    suggestion = Suggestion(start=0, end=7, label=label, text="Harbour", score=0.5, why="")
    return Decision(
        id=label, at="now", annotator=annotator, article=ARTICLE.id, verb="dismiss", suggestion=suggestion
    )


def ask(words: str = "harbour", id: str = "p") -> Decision:
    phrase = Phrase(id=id, label="figure", words=words)
    return Decision(id="d", at="now", annotator=ANA, article=ARTICLE.id, verb="propagate", phrase=phrase)


def _phrase() -> Phrase:
    phrase = ask().phrase
    assert phrase is not None
    return phrase


def test_a_ledger_knows_what_is_settled_and_what_is_looked_for() -> None:
    ledger = Ledger()
    for decision in (offer(), offer("complaint"), offer(annotator=BEN), ask()):
        ledger.play(decision)
    mine = Settled(ARTICLE.id, ANA, Place(0, 7, "figure"))
    assert ledger.settled == {
        mine,
        mine._replace(annotator=BEN),
        mine._replace(place=Place(0, 7, "complaint")),
    }
    assert ledger.phrases == {"p": (ANA, _phrase())}
    for decision in (offer(), ask()):
        ledger.play(taken_back(decision, new_id="u", at="then"))
    assert mine not in ledger.settled
    assert ledger.phrases == {}
    for decision in (offer(), ask()):
        ledger.play(done_again(decision, new_id="r", at="then"))
    assert mine in ledger.settled
    assert list(ledger.phrases) == ["p"]


def test_a_suggestion_is_settled_once_and_brought_back_once() -> None:
    ledger = Ledger(settled=[Settled(ARTICLE.id, ANA, Place(0, 7, "figure"))], phrases=[(ANA, _phrase())])
    back = [taken_back(decision, new_id="u", at="then") for decision in (offer(), ask())]
    for decision, reason in [(offer(), "settled already"), (ask(), "looked for already")]:
        with pytest.raises(ConflictError, match=reason):
            ledger.play(decision)
    for decision in back:
        ledger.play(decision)
    for decision, reason in zip(back, ["is open already", "not looked for any more"], strict=True):
        with pytest.raises(ConflictError, match=reason):
            ledger.play(decision)
    assert ledger.state(ARTICLE.id, ANA) == "new"


def test_a_dismissal_opens_an_article_and_never_takes_a_done_back() -> None:
    first = replace(offer(), state_before="new", state_after="open")
    assert next_state(first, "new") == "open"
    assert next_state(first, "done") == "done"
    assert next_state(taken_back(first, new_id="u", at="then"), "open") == "new"
    assert next_state(ask(), "new") == "new"
    Ledger(states=[((ARTICLE.id, ANA), "done")]).play(first)


def test_a_label_on_the_whole_article_has_no_words() -> None:
    check_quote(make_tag(ARTICLE, 0, 0), ARTICLE.text)
    check_quote(make_tag(make_article(""), 0, 0), "")
    with pytest.raises(TagError, match="does not read “Harbour” at 0–0"):
        check_quote(replace(make_tag(ARTICLE), end=0), ARTICLE.text)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(ARTICLE.text) + 1)])
def test_a_tag_lies_in_its_article(start: int, end: int) -> None:
    with pytest.raises(TagError, match="does not lie"):
        check_quote(replace(make_tag(ARTICLE), start=start, end=end), ARTICLE.text)


def test_a_tag_reads_as_its_article() -> None:
    smiley = ARTICLE.text.index("😊")
    check_quote(make_tag(ARTICLE, smiley, smiley + 1), ARTICLE.text)
    with pytest.raises(TagError, match="does not read “Harbour”"):
        check_quote(replace(make_tag(ARTICLE), start=1, end=8), ARTICLE.text)


def test_a_long_quotation_is_cut_in_a_message() -> None:
    assert excerpt("as it is") == "as it is"
    assert excerpt("x" * 100, 10) == "x" * 9 + "…"
