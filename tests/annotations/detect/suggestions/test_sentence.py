"""A sentence as words, and what stands around one of them."""

import pytest

from annotations.detect.suggestions.forms import verb
from annotations.detect.suggestions.sentence import Sentence
from annotations.records import Span


def sentence(text: str) -> Sentence:
    return Sentence(text, Span(0, len(text)))


def test_words_are_small_and_whole() -> None:
    assert sentence("We’ll re-open No. 5’s “gate”, won't we?").words == [
        *("we", "ll", "re-open", "no", ".", "5", "s", "“", "gate", "”", ",", "won", "t", "we", "?"),
    ]


def test_places_are_those_of_the_text() -> None:
    text = "Before. The mill’s owner “agreed”. After."
    one = Sentence(text, Span(8, 34))
    assert [text[start:end].lower() for start, end in one.places] == one.words
    assert one.index_at(text.index("owner")) == one.words.index("owner")
    assert one.index_at(text.index("wner")) is None
    assert one.shown(0, 2) == "The mill’s"
    assert one.word(-1) == one.word(99) == ""


@pytest.mark.parametrize(
    ("text", "entry", "cue"),
    [
        ("They agreed to pay.", "agree to", "agreed to"),
        ("They agreed on Monday evening to pay.", "agree to", "agreed on Monday evening to"),
        ("They agreed reluctantly to pay.", "agree to", "agreed reluctantly to"),
        ("They agreed not to pay.", "agree to", "agreed not to"),
        ("They agreed.", "agree to", None),
        ("They offered condolences to her.", "offer to", None),
        ("They agreed, and went to bed.", "agree to", None),
        ("They accused the yard.", "accuse *", "accused"),
        ("The accused in court", "accuse *", None),
        ("They called the plan unfair.", "call * unfair|unjust", "called the plan unfair"),
        ("They called the plan good.", "call * unfair|unjust", None),
        ("He hit out at them.", "hit/hits/hit out at", "hit out at"),
    ],
)
def test_what_has_to_follow_follows_or_not(text: str, entry: str, cue: str | None) -> None:
    one, wanted = sentence(text), verb(entry)
    forms = {word for word, _ in wanted.forms}
    index = next(i for i, word in enumerate(one.words) if word in forms)
    last = one.follows(index, wanted.after)
    assert (None if last is None else one.shown(index, last)) == cue


@pytest.mark.parametrize(
    ("text", "word", "out"),
    [
        ("The firm did not agree to pay.", "agree", True),
        ("The firm never agreed to pay.", "agreed", True),
        ("If the firm agreed to pay, all would be well.", "agreed", True),
        ("Asked whether it agreed to pay, she left.", "agreed", True),
        ("If it rains, the firm agrees to pay.", "agrees", False),
        ("It was not cheap, but the firm agreed to pay.", "agreed", False),
        ("The firm had agreed to pay.", "agreed", False),
    ],
)
def test_denied_and_conditional_words_are_ruled_out(text: str, word: str, out: bool) -> None:
    one = sentence(text)
    assert one.is_ruled_out(one.words.index(word)) is out


@pytest.mark.parametrize(
    ("text", "word", "asked"),
    [
        ("Will they pay?", "pay", True),
        ("“Will they pay?” he asked.", "pay", True),
        ("“They pay,” he said. “Do they?”", "pay", False),
        ("They pay.", "pay", False),
        ("They pay", "pay", False),
    ],
)
def test_a_question_is_one_up_to_its_mark(text: str, word: str, asked: bool) -> None:
    one = sentence(text)
    assert one.is_question(one.words.index(word)) is asked


def test_the_subject_stands_before_adverbs_and_auxiliaries() -> None:
    one = sentence("The growers have long since bitterly complained.")
    assert one.word(one.before(one.words.index("bitterly"))) == "since"
    one = sentence("The family has also publicly complained.")
    assert one.word(one.before(one.words.index("complained"))) == "family"
    assert sentence("Also agreed.").before(1) == -1
