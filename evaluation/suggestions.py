"""Score suggestions on marked articles: precision, recall and F for each label.

    python -m evaluation.suggestions [FILE.jsonl...] [--model NAME|PATH] [--errors]

One JSON object a line: ``text``, ``suggestions`` as ``[start, end, label]`` (code points, end-exclusive), and
``also`` in the same form: what a careful reader may mark as well, neither asked for nor wrong. A commitment
and a complaint are the whole sentence, a figure its exact words. Without a file, the articles are those
written and marked for this project, ``tests/data/suggestions_gold.jsonl``.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language

from annotations.detect.detect import detect
from annotations.detect.pipeline import load
from evaluation.scores import Scores

GOLD = Path(__file__).parents[1] / "tests" / "data" / "suggestions_gold.jsonl"
LABELS = ("commitment", "complaint", "figure")

Marked = tuple[int, int]


def articles(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield the marked articles of some files."""
    for path in paths:
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _of_label(marks: Iterable[tuple[int, int, str]], label: str) -> set[Marked]:
    return {(start, end) for start, end, name in marks if name == label}


def score(nlp: Language, rows: Iterable[dict[str, Any]]) -> Scores:
    """Count what is suggested in some articles against what is marked in them."""
    scores = Scores()
    for row in rows:
        text = row["text"]
        detection = detect(nlp, text)
        assert not detection.problems, detection.problems
        found = [(one.start, one.end, one.label) for one in detection.suggestions]
        for label in LABELS:
            also = _of_label(row.get("also", ()), label)
            scores.add(
                label,
                _of_label(found, label) - also,
                _of_label(row["suggestions"], label),
                lambda mark, text=text: " ".join(text[mark[0] : mark[1]].split()),  # type: ignore[misc]
            )
    return scores


def main() -> None:
    """Print the table, and with ``--errors`` each error."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--model", help="a model package or a folder; default: as the program chooses")
    parser.add_argument("--errors", action="store_true", help="print each error")
    arguments = parser.parse_args()
    scores = score(load(arguments.model), articles(arguments.files))
    print(scores.table())
    if arguments.errors:
        print("\n".join(sorted(scores.errors)))


if __name__ == "__main__":
    main()
