"""Cuts runs of capitals into what may be names: "Iraqi President Fuad Masum" holds two, and a title."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.detect.evidence import by_form, is_person_like_place
from annotations.detect.gazetteer import FAMILY, gazetteer, is_plain
from annotations.detect.lexicon import grammar, names
from annotations.detect.pieces import belongs_to_person, is_one_body, is_team, joined_parts, makes_place
from annotations.detect.runs import Run, known_label, known_parts
from annotations.detect.surroundings import Weight, by_context, near_place
from annotations.detect.titles import LONGEST_PERSON, after_office, before_titles, without_titles

_NUMBERED = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th|d) \Z")
#: "Marina del Rey" is a place where it stands as one does.
_ON_THE_COAST = (" del Rey", " del Mar", " del Sol", " del Este", " del Norte")
_ARTICLES = ("The", "A", "An")


class Guess(NamedTuple):
    """A stretch that may be a name, with what speaks for each label; code points, end-exclusive."""

    start: int
    end: int
    name: str
    #: The weights of all mentions of a name are added up.
    weights: tuple[Weight, ...]
    #: Whether a sentence begins with it.
    initial: bool
    #: Whether a title leads to it.
    titled: bool


def guesses(run: Run) -> Iterator[Guess]:
    """Yield what a run may hold: mostly one name, sometimes several."""
    known = names().known
    if run.words[0].text == "The" and len(run.words) > 1 and run.name not in known:
        run = run.part(1)
    label = known_label(run.name)
    if label is not None:
        yield _guess(run, ("ORG" if _is_firm(run, label) else label, 3.0))
        return
    number = _number_of_century(run)
    if number is not None:
        name = f"{run.text[number : run.start]}{run.name}"
        yield _guess(run, ("ORG", 2.5))._replace(start=number, name=name)
        return
    split = _after_body(run)
    if split:
        yield _guess(run.part(0, split), ("ORG", 2.5))
        yield from guesses(run.part(split))
        return
    if len(run.words) == 1:
        yield from _unknown(run)
        return
    body = _body(run)
    if body is not None:
        yield body
        return
    for part in run.conjuncts():
        body = _body(part) if part is not run else None
        yield from _pieces(part) if body is None else (body,)


def _number_of_century(run: Run) -> int | None:
    """Return where the number of a century begins that a body is called after: "21st Century Fox"."""
    if run.words[0].text != "Century" or known_label(run.part(1).name if run.words[1:] else "") != "ORG":
        return None
    number = _NUMBERED.search(run.text, max(0, run.start - 7), run.start)
    return number.start() if number else None


def _after_body(run: Run) -> int:
    """Return where a run goes on after a body: "Quell Airlines | Flight", "Health Ministry | Spokesman"."""
    lists, words = names(), run.words
    for index in range(2, len(words)):
        word = words[index].text
        body = words[index - 1].text in grammar("bodies_before_names")
        if body and (word in lists.titles or word in lists.given.listed or word == "Flight"):
            return index
    return 0


def in_byline(run: Run) -> Iterator[Guess]:
    """Yield who wrote an article: "By Keiko Tanabe and Luis Arévalo Prieto"."""
    for part in run.conjuncts():
        words = [word for word in part.words if word.text.lower() not in grammar("bylines")]
        if not words:
            continue
        name = Run(run.text, words)
        body = words[-1].text in names().org_endings or any(part[2] == "ORG" for part in known_parts(name))
        if len(words) > 1 and not body and known_label(name.name) is None:
            yield _guess(name, ("PERSON", 3.0), titled=True)
        else:
            yield from guesses(name)


def in_dateline(run: Run) -> Iterator[Guess]:
    """Yield where an article was written: "LUSAKA, Zambia (AP) —"."""
    unknown = known_label(run.name) is None
    if run.text[run.start - 1 : run.start] == "(" and unknown:
        yield _guess(run, ("ORG", 3.0), titled=True)  # "(Interfax)"
    elif unknown and not all(is_plain(word.text) for word in run.words):  # "FILE —"
        yield _guess(run, ("GPE", 3.0), titled=True)
    else:
        yield from guesses(run)


def in_title(run: Run, title: tuple[int, int]) -> Iterator[Guess]:
    """Yield what a title between quotation marks is, where it may be a name: “Islamic State”."""
    if (run.start, run.end) == title:
        label = known_label(run.name)
        yield _guess(run, (label, 3.0) if label is not None else ("", 1.5))


def _guess(run: Run, *weights: Weight, titled: bool = False) -> Guess:
    return Guess(run.start, run.end, run.name, weights, run.words[0].initial, titled)


def _without_sentence_word(run: Run) -> Run | None:
    """Leave out the words that a sentence begins with, when they are no name: "In", "However"."""
    lists = names()
    if not run.words[0].initial:
        return run.part(run.words[0].text in _ARTICLES) if run.words[1:] else run
    if len(run.words) == 2 and run.words[1].text.isupper() and is_plain(run.words[0].text):
        return run.part(1)  # "Opposition PDP"
    for index, word in enumerate(run.words):
        lower = word.text.lower().replace("’", "'")
        opens = lower in grammar("open_names") and index + 1 < len(run.words)  # "First Northern"
        if lower not in lists.common or opens or word.text in lists.known:
            return run.part(index)
    return None


def _body(run: Run) -> Guess | None:
    """Take the whole run as a body, a law or an event if its last word, or a word before "of", says so."""
    body = _without_sentence_word(run)
    if body is None:
        return None
    weight = _last_word_says(body) or _first_words_say(body)
    if weight is None:
        return None
    numbered = _NUMBERED.search(run.text, max(0, body.start - 7), body.start)  # "9th Circuit Court"
    guess = _guess(body, weight)
    return guess._replace(start=numbered.start()) if numbered and weight[0] == "ORG" else guess


def _last_word_says(run: Run) -> Weight | None:
    lists, words = names(), run.words
    first, last = words[0].text, words[-1].text.rpartition(" ")[2]
    if len(words) == 1:
        return None
    if last in lists.laws:
        return "LAW", 2.5
    if last in lists.events:
        return "EVENT", 2.5
    if first in lists.titles and first.endswith(".") and len(words) <= 3:  # "Mr. Church"
        return None
    branch = words[-2].text in lists.org_endings and lists.known.get(last) in (
        "GPE",
        "LOC",
    )  # "Tata Steel Europe"
    if not branch and last not in lists.org_endings:
        return None
    return "ORG", 1.5 if last in lists.place_words else 2.5


def _first_words_say(run: Run) -> Weight | None:
    lists, words = names(), run.words
    first, joined = words[0].text, " of " in run.name or " for " in run.name
    if joined and first in grammar("heads_of_events"):
        return "EVENT", 2.5
    if joined and first in grammar("heads_of_laws"):
        return "LAW", 2.5
    if " of " in run.name and run.name.split(" of ")[0].split()[-1] in grammar("places_with_of"):
        return "LOC", 2.5
    if " & " in run.name:
        return "ORG", 2.5
    club = first in grammar("club_openings") and 2 <= len(words) <= 3 and words[1].text not in lists.given
    headed = first not in lists.titles and any(word.text in lists.org_heads for word in words[:3])
    return ("ORG", 2.5) if club or (joined and headed) else None


def _pieces(run: Run) -> Iterator[Guess]:
    """Cut a run at gazetteer names, and guess each piece."""
    done = 0
    parts = list(joined_parts(run))
    if len(parts) == 1 and is_one_body(run, *parts[0]):
        yield _guess(run, ("ORG", 1.5))
        return
    for first, last, label in parts:
        if first < done or belongs_to_person(run, first, last, done) or makes_place(run, first, last, label):
            continue
        if label in ("GPE", "LOC") and first == done and is_team(run, last):
            yield _guess(run.part(first), ("ORG", 2.5))
            return
        if first > done:
            yield from _unknown(run.part(done, first))
        yield _guess(run.part(first, last), (label, 2.0))
        done = last
    if done < len(run.words):
        yield from _unknown(run.part(done))


def _unknown(run: Run) -> Iterator[Guess]:
    """Weigh words that are in no gazetteer."""
    rest = _without_sentence_word(run)
    bare, titled = without_titles(after_office(rest)) if rest is not None else (None, False)
    if bare is None:
        return
    owner = before_titles(rest) if titled and rest is not None else None
    if owner is not None and not all(is_plain(word.text) for word in owner.words):
        yield from guesses(owner)
    if titled and len(bare.words) <= LONGEST_PERSON:
        if len(bare.words) > 1 or _is_surname(bare):
            yield _guess(bare, ("PERSON", 3.0), titled=True)
        return
    if _ends_with_title(bare):
        yield from guesses(bare.part(0, -1))
        return
    texts = [word.text for word in bare.words]
    place = near_place(run.text, bare.start, bare.end) or _follows_the(bare)
    if place and bare.name.endswith(_ON_THE_COAST):
        yield _guess(bare, ("GPE", 2.6), *by_context(bare))
        return
    if is_person_like_place(texts) and not place:
        yield _guess(bare, ("PERSON", 2.5))
        return
    # Without any weight it is still a place where a surname may stand, once the article has told whose.
    yield _guess(bare, *by_form(texts), *by_context(bare))


def _is_firm(run: Run, label: str) -> bool:
    """Tell whether a body is meant that is called as a region is: "Amazon", but not "the Amazon"."""
    return label == "LOC" and len(run.words) == 1 and run.name in names().bodies and not _follows_the(run)


def _follows_the(run: Run) -> bool:
    return run.text[max(0, run.start - 4) : run.start].lower() == "the "


def _ends_with_title(run: Run) -> bool:
    """Tell whether a title ends a run whose bearer is not named: "the Quell County Sheriff’s deputies"."""
    lists, words = names(), [word.text for word in run.words]
    if len(words) == 1 or words[-1] not in lists.titles:
        return False
    return words[0] not in lists.given or words[-2] in lists.place_words  # "Andrew Dean"


def _is_surname(run: Run) -> bool:
    """Tell whether a word after a title may be a name: not so "Sheriff Deputies", "Minister for Housing"."""
    lists, word = names(), run.words[0].text
    if run.text[max(0, run.start - 4) : run.start] in ("for ", " of "):
        return False
    if word in lists.family or FAMILY in gazetteer().kinds(word):  # "Mr Moon"
        return True
    group = is_plain(word) and word.endswith("s")
    return not group and word not in lists.not_names and word not in lists.org_endings
