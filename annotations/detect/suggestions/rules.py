"""Whether a cue counts where it stands: one rule for each role a cue can have.

Precision comes before recall: what is denied, asked, wished for, conditional or merely expected is no
commitment, and nobody complains in a sentence in which nobody speaks.
"""

from collections.abc import Callable

from annotations.detect.suggestions.claims import claim
from annotations.detect.suggestions.forms import Form
from annotations.detect.suggestions.futures import will, would
from annotations.detect.suggestions.parties import is_role
from annotations.detect.suggestions.places import FUTURE, MAYBE, Place, Reason, reason
from annotations.detect.suggestions.rulebook import Role
from annotations.detect.suggestions.sentence import Sentence, words_of

_OBJECTS = frozenset({"me", "us", "him", "her", "them", "it", "you"})
_BEFORE_ING = frozenset({",", "and", "by", "while", "", "is", "are", "was", "were", "been", "be"})
_NOTHING = frozenset({"nothing", "no", "none", "neither", "nobody"})
#: How far back the "with" of "with both governments pledging" may stand.
_BEFORE_PARTY = 5


def judge(place: Place) -> Reason | None:
    """Return why a cue counts where it stands, or None."""
    if place.sentence.is_question(place.at):
        return None
    return _RULES[place.trigger.role](place)


def _verb(place: Place) -> Reason | None:
    """Tell "the ministry pledged" from a pledge, the promised land, and what was not promised."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None and place.trigger.form is Form.PAST and sentence.word(index + 1) == "by":
        last = index
    if last is None or sentence.is_ruled_out(index) or _is_about_nothing(sentence, last + 1):
        return None
    if not place.book.will and sentence.word(index + 1).endswith(("self", "selves")):
        return None  # "blamed herself"
    subject = sentence.before(index)
    party = place.parties.before(sentence, subject)
    score = _FORMS[place.trigger.form](place, subject, party)
    if score is not None and sentence.word(index + 1) == "by":
        party = place.parties.after(sentence, index + 1)
    return None if score is None else reason(place, last, score, party)


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
    if before in FUTURE:
        return 0.85 if place.parties.before(place.sentence, place.at - 2) else None
    if before == "to" and _goes_on(place):
        return 0.7
    return 0.85 if party is not None and before not in words_of("modals") else None


def _third(place: Place, subject: int, party: str | None) -> float | None:
    return 0.9 if party is not None else None


def _past(place: Place, subject: int, party: str | None) -> float | None:
    sentence, index = place.sentence, place.at
    qualified = index - 1
    while sentence.is_adverb(qualified):
        qualified -= 1
    before = sentence.word(qualified)
    if before in words_of("determiners") or before in words_of("prepositions") or not before:
        return None
    if not MAYBE.isdisjoint(sentence.words[max(sentence.clause(index), index - 3) : index]):
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
    joined = not place.book.will and sentence.word(index - 2) in ("and", "but")  # "but critics denouncing it"
    absolute = (with_them or joined) and is_role(sentence.word(index - 1))
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


def _noun(place: Place) -> Reason | None:
    """Count "a promise to publish", but not one that is broken, wanted or denied."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None or last != index + len(place.trigger.after) or not _is_noun(sentence, index):
        return None
    if sentence.is_ruled_out(index) or (place.book.will and not _is_given(sentence, index, last, place)):
        return None
    if not place.book.will and sentence.near(index, "deniers", reach=6):
        return None
    return reason(place, last, 0.65, None)


def _is_given(sentence: Sentence, index: int, last: int, place: Place) -> bool:
    """Tell a promise that somebody has made from one that is wanted, broken or talked about."""
    own = not words_of("possessives").isdisjoint(sentence.words[max(0, index - 2) : index])
    held = own and sentence.words[index] in words_of("held_nouns")
    against = words_of("not_yet") - words_of("before_held") if held else words_of("not_yet")
    if not against.isdisjoint(sentence.words[max(sentence.clause(index), index - 6) : index]):
        return False
    deed = sentence.word(last + 1)
    return sentence.words[last] != "to" or deed in place.book.will or (held and deed.endswith("ing"))


def _is_noun(sentence: Sentence, index: int) -> bool:
    """Tell a noun from a verb of the same form: a determiner stands before it, or "made" and the like."""
    if sentence.word(index - 1) in words_of("modals") | words_of("pronouns"):
        return False
    return not words_of("plain_determiners").isdisjoint(sentence.words[max(0, index - 3) : index])


def _phrase(place: Place) -> Reason | None:
    """Count fixed words that are not denied."""
    last = place.sentence.follows(place.at, place.trigger.after)
    if last is None or last != place.at + len(place.trigger.after) or place.sentence.is_ruled_out(place.at):
        return None
    if place.sentence.word(place.at - 1) in MAYBE:
        return None
    return reason(place, last, 0.7, None)


_RULES: dict[Role, Callable[[Place], Reason | None]] = {
    Role.VERB: _verb,
    Role.NOUN: _noun,
    Role.CLAIM: claim,
    Role.PHRASE: _phrase,
    Role.WILL: will,
    Role.WOULD: would,
}
