"""Whether a cue counts where it stands: one rule for each role a cue can have.

Precision comes before recall: what is denied, asked, wished for, conditional or merely expected is no
commitment, and nobody complains in a sentence in which nobody speaks.
"""

from collections.abc import Callable
from typing import NamedTuple

from annotations.detect.suggestions.forms import Form
from annotations.detect.suggestions.parties import Parties, is_role
from annotations.detect.suggestions.rulebook import Role, Rulebook, Trigger
from annotations.detect.suggestions.sentence import Sentence, words_of

_OBJECTS = frozenset({"me", "us", "him", "her", "them", "it", "you"})
_FIRST_PERSON = frozenset({"we", "i"})
_FUTURE = frozenset({"will", "shall", "ll"})
_MAYBE = frozenset({"may", "might", "could", "would", "should", "must"})
_BEFORE_ING = frozenset({",", "and", "by", "while", "", "is", "are", "was", "were", "been", "be"})
_NOTHING = frozenset({"nothing", "no", "none", "neither", "nobody"})
#: How far back the "with" of "with both governments pledging" may stand.
_BEFORE_PARTY = 5
#: How far back, in words, the "said" of "said on Monday that the firm would" may stand.
_REPORT = 9


class Reason(NamedTuple):
    """Why a sentence is proposed, the better reasons with the higher score; the cue's first and last word."""

    score: float
    why: str
    first: int
    last: int


class Place(NamedTuple):
    """A cue where it stands."""

    sentence: Sentence
    at: int
    trigger: Trigger
    book: Rulebook
    parties: Parties
    #: Who is quoted there; empty where the speaker is not known, None outside of quotations.
    quoted: str | None


def judge(place: Place) -> Reason | None:
    """Return why a cue counts where it stands, or None."""
    if place.sentence.is_question(place.at):
        return None
    return _RULES[place.trigger.role](place)


def _reason(place: Place, last: int, score: float, party: str | None, first: int | None = None) -> Reason:
    first = place.at if first is None else first
    words = f"“{place.sentence.shown(first, last)}”"
    by = party or place.quoted
    return Reason(score, f"{by}: {words}" if by else words, first, last)


def _verb(place: Place) -> Reason | None:
    """Tell "the ministry pledged" from a pledge, the promised land, and what was not promised."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None and place.trigger.form is Form.PAST and sentence.word(index + 1) == "by":
        last = index
    if last is None or sentence.is_ruled_out(index) or _is_about_nothing(sentence, last + 1):
        return None
    subject = sentence.before(index)
    party = place.parties.before(sentence, subject)
    score = _FORMS[place.trigger.form](place, subject, party)
    return None if score is None else _reason(place, last, score, party)


def _is_about_nothing(sentence: Sentence, index: int) -> bool:
    """Tell whether it is nothing that was agreed to, or that we were promised."""
    if sentence.word(index - 1) == "that":
        return False
    return sentence.word(index + (sentence.word(index) in _OBJECTS)) in _NOTHING


def _goes_on(place: Place) -> bool:
    """Tell "she went on to complain" and "used the occasion to complain" from what is only wished for."""
    return place.sentence.near(place.at, "goes_on", reach=6)


def _base(place: Place, subject: int, party: str | None) -> float | None:
    before = place.sentence.word(place.at - 1)
    if before in _FUTURE:
        return 0.85 if place.parties.before(place.sentence, place.at - 2) else None
    if before == "to" and _goes_on(place):
        return 0.7
    return 0.85 if party is not None and before not in words_of("modals") else None


def _third(place: Place, subject: int, party: str | None) -> float | None:
    return 0.9 if party is not None else None


def _past(place: Place, subject: int, party: str | None) -> float | None:
    sentence, index = place.sentence, place.at
    before = sentence.word(index - 1)
    if before in words_of("determiners") or before in words_of("prepositions") or not before:
        return None
    if not _MAYBE.isdisjoint(sentence.words[max(sentence.clause(index), index - 3) : index]):
        return None
    if _is_of_others(place, subject):
        return None
    passive = not words_of("be").isdisjoint(sentence.words[subject:index])
    if passive or sentence.word(index + 1) == "by":
        return 0.7 if passive and sentence.word(index + 1) == "by" else None
    return 0.9 if party is not None else 0.7


def _is_of_others(place: Place, subject: int) -> bool:
    """Tell "which had promised", and "they promised us" in a quotation, from a promise made now."""
    sentence, word = place.sentence, place.sentence.word(subject)
    if not place.book.will:
        return False
    if word in ("which", "who", "that") and "had" in sentence.words[subject : place.at]:
        return True
    return place.quoted is not None and word in ("they", "he", "she", "you")


def _ing(place: Place, subject: int, party: str | None) -> float | None:
    sentence, index = place.sentence, place.at
    with_them = "with" in sentence.words[max(0, index - _BEFORE_PARTY) : index]
    absolute = with_them and is_role(sentence.word(index - 1))
    if sentence.word(index - 1) not in _BEFORE_ING and not absolute:
        return None
    goes_on = (
        place.trigger.after or sentence.word(index + 1) in ("to", "that") or sentence.is_object(index + 1)
    )
    return 0.75 if goes_on else None


def _fixed_form(place: Place, subject: int, party: str | None) -> float | None:
    return 0.7


_FORMS: dict[Form, Callable[[Place, int, str | None], float | None]] = {
    Form.BASE: _base,
    Form.THIRD: _third,
    Form.PAST: _past,
    Form.ING: _ing,
    Form.FIXED: _fixed_form,
}


def _deed(place: Place, index: int) -> int | None:
    """Return the verb after "will", past adverbs; None if it is no deed of the list.

    "Will not close" is a commitment as much as "will open"; "will not publish" is a refusal.
    """
    sentence = place.sentence
    while sentence.word(index) in words_of("auxiliaries") or sentence.word(index).endswith("ly"):
        index += 1
    if sentence.word(index) in ("not", "never"):
        return index + 1 if sentence.word(index + 1) in words_of("refrain") else None
    return index if sentence.word(index) in place.book.will else None


def _is_expected(place: Place) -> bool:
    """Tell whether somebody merely thinks that it will be so."""
    return not words_of("predictions").isdisjoint(place.sentence.words)


def _will(place: Place) -> Reason | None:
    """Count "the ministry will publish", but not "prices will rise" and "it will rain"."""
    sentence, index = place.sentence, place.at
    going = sentence.words[index] == "going"
    if going and (sentence.word(index - 1) not in words_of("be") or sentence.word(index + 1) != "to"):
        return None
    deed = _deed(place, index + 2 if going else index + 1)
    if deed is None or sentence.is_ruled_out(index) or _is_expected(place):
        return None
    subject = sentence.before(index - 1 if going else index)
    word = sentence.word(subject)
    party = place.parties.before(sentence, subject)
    if word in _FIRST_PERSON:
        return _reason(place, deed, 0.85 if place.quoted is not None else 0.6, place.quoted or word, subject)
    if word in words_of("reported_pronouns") and _report(place, subject) is not None:
        return _reason(place, deed, 0.8, _report(place, subject), subject)
    if party is None or going:
        return None
    return _reason(place, deed, 0.7 if word in words_of("pronouns") else 0.75, party)


def _report(place: Place, subject: int) -> str | None:
    """Return the party that says what is said of ``subject``: "the firm said it"."""
    sentence = place.sentence
    low = max(0, subject - _REPORT)
    for index in range(subject - 1, low - 1, -1):
        if sentence.words[index] in words_of("reporting"):
            before = sentence.before(index)
            return "it" if sentence.word(before) == "it" else place.parties.before(sentence, before)
    return None


def _would(place: Place) -> Reason | None:
    """Count "the firm said it would build"."""
    sentence = place.sentence
    subject = sentence.before(place.at)
    deed = _deed(place, place.at + 1)
    if deed is None or sentence.is_ruled_out(place.at) or _is_expected(place):
        return None
    word = sentence.word(subject)
    if word not in words_of("reported_pronouns") | words_of("pronouns") and (
        place.parties.before(sentence, subject) is None
    ):
        return None
    reporter = _report(place, subject)
    return None if reporter is None else _reason(place, deed, 0.75, reporter)


def _noun(place: Place) -> Reason | None:
    """Count "a promise to publish", but not one that is broken, wanted or denied."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None or last != index + len(place.trigger.after) or not _is_noun(sentence, index):
        return None
    if sentence.is_ruled_out(index) or sentence.near(
        index, "not_yet" if place.book.will else "deniers", reach=6
    ):
        return None
    if sentence.words[last] == "to" and place.book.will and sentence.word(last + 1) not in place.book.will:
        return None
    return _reason(place, last, 0.65, None)


def _is_noun(sentence: Sentence, index: int) -> bool:
    """Tell a noun from a verb of the same form: a determiner stands before it, or "made" and the like."""
    if sentence.word(index - 1) in words_of("modals") | words_of("pronouns"):
        return False
    return not words_of("plain_determiners").isdisjoint(sentence.words[max(0, index - 3) : index])


def _claim(place: Place) -> Reason | None:
    """Count "growers say the tariff has hurt them"; in nobody's mouth it is news, not a complaint."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None or sentence.is_ruled_out(index):
        return None
    speaker = place.quoted if place.quoted is not None else place.parties.speaks(sentence)
    if speaker is None or not _is_charge(place, last):
        return None
    return _reason(place, last, 0.75 if speaker else 0.6, speaker)


def _is_charge(place: Place, last: int) -> bool:
    """Tell whether a claim is one: a finite verb with an object, and not about oneself."""
    sentence, index, form = place.sentence, place.at, place.trigger.form
    if form is Form.FIXED:
        return True
    before, subject = sentence.word(index - 1), sentence.before(index)
    if before in words_of("determiners") or sentence.word(subject) in _FIRST_PERSON:
        return False
    modal = before in _MAYBE or before in _FUTURE
    if form is Form.PAST and before in ("been", "being"):
        return _is_aggrieved(place) or sentence.word(subject) == "they"
    has_object = place.trigger.after != () or sentence.is_object(last + 1)
    by_form = {
        Form.BASE: modal,
        Form.THIRD: has_object,
        Form.PAST: has_object and sentence.word(subject) not in words_of("be") and _is_aggrieved(place),
        Form.ING: has_object and before in words_of("be"),
    }
    return by_form[form] and has_object


def _is_aggrieved(place: Place) -> bool:
    """Tell whether it is told as a wrong that was suffered: by us, by them, by residents or growers."""
    return not words_of("aggrieved").isdisjoint(place.sentence.words)


def _phrase(place: Place) -> Reason | None:
    """Count fixed words that are not denied."""
    last = place.sentence.follows(place.at, place.trigger.after)
    if last is None or last != place.at + len(place.trigger.after) or place.sentence.is_ruled_out(place.at):
        return None
    return _reason(place, last, 0.7, None)


_RULES: dict[Role, Callable[[Place], Reason | None]] = {
    Role.VERB: _verb,
    Role.NOUN: _noun,
    Role.CLAIM: _claim,
    Role.PHRASE: _phrase,
    Role.WILL: _will,
    Role.WOULD: _would,
}
