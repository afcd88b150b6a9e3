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
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from annotations.detect.detect import detect
from annotations.detect.pipeline import load
from annotations.detect.runs import known_label
from evaluation.scores import Scores

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


def count(scores: Scores, text: str, found: set[Marked], expected: set[Marked]) -> None:
    """Count one article by label, keeping the errors with the words around them."""

    def show(entity: Marked) -> str:
        before, after = text[max(0, entity.start - 30) : entity.start], text[entity.end : entity.end + 20]
        return repr(f"{before}[{text[entity.start : entity.end]}]{after}")

    for label in sorted({entity.label for entity in found | expected}):
        ours, theirs = ({e for e in marked if e.label == label} for marked in (found, expected))
        scores.add(label, ours, theirs, show)


def read(path: Path) -> list[dict[str, Any]]:
    """Return the articles of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def is_coarse(articles: Iterable[dict[str, Any]]) -> bool:
    """Tell whether articles are marked with PERSON, ORG and LOC only."""
    return {label for row in articles for _, _, label in row["entities"]} <= {"PERSON", "ORG", "LOC"}


class Result(NamedTuple):
    """The scores of a pipeline: in the labels of the data, in the three coarse ones, and for spans alone."""

    fine: Scores
    three: Scores
    spans: Scores


def score(nlp: Any, articles: list[dict[str, Any]]) -> Result:
    """Return the scores of a pipeline on marked articles; spans are those of what is scored."""
    result = Result(Scores(), Scores(), Scores())
    three = is_coarse(articles)
    for row in articles:
        text = row["text"]
        found = {normal(text, e.start, e.end, e.label) for e in detect(nlp, text).entities}
        expected = {normal(text, *entity) for entity in row["entities"]}
        count(result.three, text, coarse(found), coarse(expected))
        if three:
            found, expected = coarse(found), coarse(expected)
        else:
            count(result.fine, text, found, expected)
        ours, theirs = ({(entity.start, entity.end) for entity in marked} for marked in (found, expected))
        result.spans.add("spans only", ours, theirs)
    return result


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
        result = score(nlp, articles)
        seconds = time.perf_counter() - began
        print(f"{path.name}: {sum(len(row['text']) for row in articles):,} characters in {seconds:.2f} s")
        tables = [result.three] if is_coarse(articles) else [result.fine, result.three]
        for table in tables:
            print(table.table(total="all"))
        print(result.spans.table())
        for error in sorted(tables[0].errors)[: arguments.errors]:
            print(f"    {error}")


if __name__ == "__main__":
    main()
