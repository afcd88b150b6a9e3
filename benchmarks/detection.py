"""Score entity detection on marked articles: precision, recall and F, by label and for spans alone.

    python benchmarks/detection.py FILE.jsonl... [--model NAME|PATH] [--errors N]

One JSON object a line: ``text`` and ``entities`` as ``[start, end, label]`` (code points, end-exclusive),
the label one of PERSON, ORG, LOC; GPE, LOC and FAC count as LOC. Span and label must be exact; a leading
"the" and a possessive ending are left out of account, and a country or city that the data calls ORG
counts as LOC. Numbers, dates and nationalities are not scored.
"""

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path

from annotations.detect.detect import detect
from annotations.detect.lexicon import names
from annotations.detect.pipeline import load

LABELS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_LEADING = re.compile(r"the\s+", re.IGNORECASE)
_TRAILING = re.compile(r"[’']s?\Z")

Marked = tuple[int, int, str]


def normal(text: str, start: int, end: int, label: str) -> Marked:
    """Return an entity without a leading "the" and a possessive ending, under one of three labels."""
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading and leading.end() < end else start
    trailing = _TRAILING.search(text[start:end])
    end -= len(trailing.group()) if trailing and end - start > 3 else 0
    label = LABELS[label]
    if label == "ORG" and names().known.get(text[start:end]) in ("GPE", "LOC"):
        label = "LOC"
    return start, end, label


class Score:
    """Counts of right, found and expected answers by label."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.expected: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()

    def add(self, text: str, found: set[Marked], expected: set[Marked]) -> None:
        """Count one article."""
        for marked, counts in (
            (found, self.found),
            (expected, self.expected),
            (found & expected, self.right),
        ):
            counts.update(label for _, _, label in marked)
            counts["all"] += len(marked)
        spans = [{(start, end) for start, end, _ in marked} for marked in (found, expected)]
        self.found["spans only"] += len(spans[0])
        self.expected["spans only"] += len(spans[1])
        self.right["spans only"] += len(spans[0] & spans[1])
        for sign, marked in (("+", found - expected), ("-", expected - found)):
            self.wrong.update(
                f"{sign} {label} {text[max(0, start - 25) : start]}[{text[start:end]}]{text[end : end + 15]}"
                for start, end, label in marked
            )

    def lines(self) -> list[str]:
        """Return a table of precision, recall and F."""
        rows = []
        for label in ("PERSON", "ORG", "LOC", "all", "spans only"):
            right, found, expected = self.right[label], self.found[label], self.expected[label]
            precision, recall = right / max(1, found), right / max(1, expected)
            f = 2 * precision * recall / max(1e-9, precision + recall)
            rows.append(f"  {label:<11}P {precision:6.1%}  R {recall:6.1%}  F {f:6.1%}  ({expected})")
        return rows


def main() -> None:
    """Score each file and print its table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", help="a model package or a folder; default: as the program chooses")
    parser.add_argument("--errors", type=int, default=0, help="print this many errors of each file")
    arguments = parser.parse_args()
    nlp = load(arguments.model)
    for path in arguments.files:
        score, characters, began = Score(), 0, time.perf_counter()
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["text"]
            characters += len(text)
            entities = {
                normal(text, e.start, e.end, e.label) for e in detect(nlp, text).entities if e.label in LABELS
            }
            score.add(text, entities, {normal(text, *entity) for entity in row["entities"]})
        seconds = time.perf_counter() - began
        print(f"{path.name}: {characters:,} characters in {seconds:.2f} s")
        print("\n".join(score.lines()))
        for wrong, count in sorted(score.wrong.items(), key=lambda item: (hash(item[0]), item[1]))[
            : arguments.errors
        ]:
            print(f"    {count} {wrong!r}")


if __name__ == "__main__":
    main()
