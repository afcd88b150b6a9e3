"""Score entity detection on marked articles: precision, recall and F, by label and for spans alone.

    python -m evaluation.entities [FILE.jsonl...] [--model NAME|PATH] [--errors N]

Without a file, the articles that were written and marked for this project are scored. One JSON object a
line: ``text`` and ``entities`` as ``[start, end, label]`` (code points, end-exclusive). The labels are those
of OntoNotes, or the three PERSON, ORG, LOC, where LOC is GPE, LOC and FAC together; a file that has only
these three is scored in them, and numbers, dates and nationalities are then left out. Span and label must
be exact; a leading "the" and a possessive ending are left out of account, and a country or city that the
data calls ORG counts as a place.
"""

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotations.detect.detect import detect
from annotations.detect.pipeline import load
from annotations.detect.runs import known_label

GOLD = Path(__file__).parent.parent / "tests" / "data" / "entities_gold.jsonl"
COARSE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
PLACES = frozenset({"GPE", "LOC"})
_LEADING = re.compile(r"the\s+", re.IGNORECASE)
_TRAILING = re.compile(r"[’']s?\Z")


class Marked(NamedTuple):
    """An entity as it is compared: code points, end-exclusive."""

    start: int
    end: int
    label: str


def normal(text: str, start: int, end: int, label: str) -> Marked:
    """Return an entity without a leading "the" and a possessive ending; a place is never an ORG."""
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading and leading.end() < end else start
    trailing = _TRAILING.search(text[start:end])
    end -= len(trailing.group()) if trailing and end - start > 3 else 0
    known = known_label(" ".join(text[start:end].split()))
    return Marked(start, end, known if label == "ORG" and known in PLACES else label)


def coarse(entities: Iterable[Marked]) -> set[Marked]:
    """Return the persons, bodies and places among entities, under these three labels."""
    return {e._replace(label=COARSE[e.label]) for e in entities if e.label in COARSE}


class Score:
    """Counts of right, found and expected answers by label."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.expected: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def add(self, text: str, found: set[Marked], expected: set[Marked]) -> None:
        """Count one article."""
        self._count(found, expected, lambda e: (e.label, "all"))
        spans = [{Marked(e.start, e.end, "") for e in marked} for marked in (found, expected)]
        self._count(spans[0], spans[1], lambda _: ("spans only",))
        for sign, marked in (("+", found - expected), ("-", expected - found)):
            self.wrong.update(
                f"{sign} {e.label} {text[max(0, e.start - 30) : e.start]}"
                f"[{text[e.start : e.end]}]{text[e.end : e.end + 20]}"
                for e in marked
            )

    def _count(self, found: set[Marked], expected: set[Marked], rows: Any) -> None:
        for counts, marked in (
            (self.found, found),
            (self.expected, expected),
            (self.right, found & expected),
        ):
            counts.update(row for entity in marked for row in rows(entity))

    def measures(self, row: str) -> tuple[float, float, float]:
        """Return precision, recall and F of a label, of "all" or of "spans only"; 0 to 1."""
        right = self.right[row]
        precision, recall = right / max(1, self.found[row]), right / max(1, self.expected[row])
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    def lines(self) -> Iterator[str]:
        """Yield the rows of a table of precision, recall and F."""
        labels = sorted((self.found | self.expected).keys() - {"all", "spans only"})
        for row in (*labels, "all", "spans only"):
            p, r, f = self.measures(row)
            yield f"  {row:<12} P {p:6.1%}  R {r:6.1%}  F {f:6.1%}  ({self.expected[row]})"


def read(path: Path) -> list[dict[str, Any]]:
    """Return the articles of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_coarse(articles: Iterable[dict[str, Any]]) -> bool:
    """Tell whether articles are marked with PERSON, ORG and LOC only."""
    return {label for row in articles for _, _, label in row["entities"]} <= {"PERSON", "ORG", "LOC"}


def score(nlp: Any, articles: list[dict[str, Any]]) -> tuple[Score, Score]:
    """Return the score of a pipeline on marked articles: in their own labels, and in the three."""
    fine, three = Score(), Score()
    for row in articles:
        text = row["text"]
        found = {normal(text, e.start, e.end, e.label) for e in detect(nlp, text).entities}
        expected = {normal(text, *entity) for entity in row["entities"]}
        fine.add(text, found, expected)
        three.add(text, coarse(found), coarse(expected))
    return fine, three


def main() -> None:
    """Score each file and print its table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--model", help="a model package or a folder; default: as the program chooses")
    parser.add_argument("--errors", type=int, default=0, help="print this many errors of each file")
    arguments = parser.parse_args()
    nlp = load(arguments.model)
    for path in arguments.files:
        articles = read(path)
        began = time.perf_counter()
        fine, three = score(nlp, articles)
        seconds = time.perf_counter() - began
        print(f"{path.name}: {sum(len(row['text']) for row in articles):,} characters in {seconds:.2f} s")
        tables = [three] if is_coarse(articles) else [fine, three]
        for table in tables:
            print("\n".join(table.lines()))
        for wrong, count in sorted(tables[0].wrong.items())[: arguments.errors]:
            print(f"    {count} {wrong!r}")


if __name__ == "__main__":
    main()
