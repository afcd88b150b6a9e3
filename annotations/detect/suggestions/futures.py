"""What somebody will do: "the ministry will publish", "the firm said it would pay"."""

from annotations.detect.suggestions.places import Place, Reason, reason
from annotations.detect.suggestions.sentence import words_of

FIRST_PERSON = frozenset({"we", "i"})
#: How far back, in words, the "said" of "said on Monday that the firm would" may stand.
_REPORT = 9


def _deed(place: Place, index: int) -> int | None:
    """Return the verb after "will", past adverbs; None if it is no deed of the list.

    "Will not close" is a commitment as much as "will open"; "will not publish" is a refusal.
    """
    sentence = place.sentence
    while sentence.word(index) in words_of("auxiliaries") or sentence.word(index).endswith("ly"):
        index += 1
    if sentence.word(index) == "continue" and sentence.word(index + 1) == "to":
        index += 2
    if sentence.word(index) in ("not", "never"):
        return index + 1 if sentence.word(index + 1) in words_of("refrain") else None
    if f"{sentence.word(index)} {sentence.word(index + 1)}" in place.book.will:
        return index + 1
    return index if sentence.word(index) in place.book.will else None


def _is_expected(place: Place) -> bool:
    """Tell whether somebody merely thinks that it will be so."""
    return not words_of("predictions").isdisjoint(place.sentence.words)


def will(place: Place) -> Reason | None:
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
    if word in FIRST_PERSON:
        return reason(place, deed, 0.85 if place.quoted is not None else 0.6, place.quoted or word, subject)
    if word in words_of("reported_pronouns") and _report(place, subject) is not None:
        return reason(place, deed, 0.8, _report(place, subject), subject)
    if word == "it" and place.previous is not None and not subject and not going:
        party = place.parties.leading(place.previous)
    if party is None or going:
        return None
    return reason(place, deed, 0.7 if word in words_of("pronouns") else 0.75, party)


def _report(place: Place, subject: int) -> str | None:
    """Return the party that says what is said of ``subject``: "the firm said it"."""
    sentence = place.sentence
    low = max(0, subject - _REPORT)
    for index in range(subject - 1, low - 1, -1):
        if sentence.words[index] in words_of("reporting"):
            before = sentence.before(index)
            return "it" if sentence.word(before) == "it" else place.parties.before(sentence, before)
    return None


def would(place: Place) -> Reason | None:
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
    return None if reporter is None else reason(place, deed, 0.75, reporter)
