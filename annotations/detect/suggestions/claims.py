"""What counts in somebody's mouth only: "growers say the tariff has hurt them"."""

from annotations.detect.suggestions.forms import Form
from annotations.detect.suggestions.futures import FIRST_PERSON
from annotations.detect.suggestions.places import FUTURE, MAYBE, Place, Reason, reason
from annotations.detect.suggestions.sentence import words_of


def claim(place: Place) -> Reason | None:
    """Count "growers say the tariff has hurt them"; in nobody's mouth it is news, not a complaint."""
    sentence, index = place.sentence, place.at
    last = sentence.follows(index, place.trigger.after)
    if last is None or sentence.is_ruled_out(index):
        return None
    speaker = place.quoted if place.quoted is not None else place.parties.speaks(sentence)
    if speaker is None or not _is_charge(place, last):
        return None
    return reason(place, last, 0.75 if speaker else 0.6, speaker)


def _is_charge(place: Place, last: int) -> bool:
    """Tell whether a claim is one: a finite verb with an object, and not about oneself."""
    sentence, index, form = place.sentence, place.at, place.trigger.form
    if form is Form.FIXED:
        return True
    before, subject = sentence.word(index - 1), sentence.before(index)
    if before in words_of("determiners") or sentence.word(subject) in FIRST_PERSON:
        return False
    modal = before in MAYBE or before in FUTURE
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
