"""Titles and roles that lead to a person's name: "Vice Minister Kaori Fujimura", "Biologist Nils Quell"."""

import re
from functools import cache

from annotations.detect.gazetteer import is_plain
from annotations.detect.lexicon import alternatives, grammar, names
from annotations.detect.runs import Run

_OFFICE_BEFORE = re.compile(
    rf"\b(?:{alternatives(grammar('offices_with_of'))}) (?:of|for) (?:the )?\Z"
)  # "Secretary of State John Kerry"
#: So many words has a person's name at most.
LONGEST_PERSON = 4


@cache
def _title_openings() -> frozenset[str]:
    """Return the first words of titles."""
    firsts = {title.split()[0] for title in names().titles}
    return frozenset(firsts | {f"{first}." for first in firsts})


def _title_length(run: Run) -> int:
    """Return how many words at the start of a run are one title."""
    titles, first = names().titles, run.words[0]
    if len(run.words) > 1 and first.text.lower() in grammar("roles_before_names"):
        leads = first.initial or run.words[1].text in names().given
        if leads:  # "Lawyer Sue Gray"
            return 1
    if first.text not in _title_openings():
        return 0
    for count in (3, 2, 1):
        if len(run.words) >= count:
            name = run.part(0, count).name
            if name in titles or name.rstrip(".") in titles:
                return count
    return 0


def without_titles(run: Run) -> tuple[Run | None, bool]:
    """Return what follows the titles at the start of a run, and whether there were any.

    Titles inside count too: "Vice Minister Kaori Fujimura", "U.S. District Judge Marguerite Sandoval".
    """
    titled = False
    while (count := _title_length(run)) > 0:
        titled = True
        if count == len(run.words):
            return None, True
        run = run.part(count)
    if titled and run.words[0].text in names().given:
        return run, True
    for index in range(len(run.words) - 2, -1, -1):
        if _leads(run, index) and len(run.words) - index <= LONGEST_PERSON + 1:
            return run.part(index + 1), True
    return _from_given(run), titled


def _from_given(run: Run) -> Run:
    """Leave out common words before a whole name: "Businessman Orsan Vexlik"."""
    lists = names()
    first = next((i for i, word in enumerate(run.words) if not _is_common(word.text)), 0)
    if not first or len(run.words) - first < 2 or run.words[first].text not in lists.given.listed:
        return run
    last = run.words[-1].text
    return run.part(first) if last in lists.family or not is_plain(last) else run


def _is_common(word: str) -> bool:
    """Tell whether a word is English, and nobody's name."""
    return is_plain(word) and word not in names().given and word not in names().family


def _leads(run: Run, index: int) -> bool:
    """Tell whether a word inside a run leads to a name: a title, or a role before a given name."""
    word, following = run.words[index].text, run.words[index + 1].text
    role = word.lower() in grammar("roles_before_names") and following in names().given
    return word in names().titles or role


def before_titles(run: Run) -> Run | None:
    """Return what stands before the first title of a run: "TXI" in "TXI President Mel Quell"."""
    for index, word in enumerate(run.words):
        if word.text in _title_openings() or word.text.lower() in grammar("roles_before_names"):
            return run.part(0, index) if index else None
    return None


def after_office(run: Run) -> Run:
    """Leave out the rest of an office before a name: "State John Kerry", "Affairs Omer Celik"."""
    last = max((i for i, word in enumerate(run.words) if word.text == "Affairs"), default=-1) + 1
    if last and len(run.words) - last > 1 and not any(is_plain(word.text) for word in run.words[last:]):
        return run.part(last)
    before = run.text[max(0, run.start - 30) : run.start]
    if not before.endswith(("of ", "for ", "the ")) or not _OFFICE_BEFORE.search(before):
        return run
    given = next((i for i, word in enumerate(run.words) if word.text in names().given), 0)
    return run.part(given)
