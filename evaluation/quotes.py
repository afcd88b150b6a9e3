"""Score quotations on articles marked by hand: where they stand, what they are, and who says them.

    python -m evaluation.quotes [FILE...] [--model NAME|PATH] [--errors N]

Without a file: the sample articles and the articles of ``tests/data/quotes_gold.jsonl``, one JSON object a
line: ``title``, ``text`` and ``quotes``, each with ``start``, ``end`` (code points, end-exclusive, marks
included), ``kind``, ``speaker`` (null if nobody is named) and ``accept``, other names a careful reader may
give. A span must be exact. Indirect speech is scored where an article marks it, as a kind and not among
the quotations.

The line ``speaker`` has as its precision how many of the names given are right, and as its recall how many
of all quotations that somebody says have the right name.
"""

import argparse
import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotations.detect.detect import detect
from annotations.detect.pipeline import load
from annotations.records import Quote
from evaluation.scores import Scores

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests/data/sample_gold.json"
GOLD = ROOT / "tests/data/quotes_gold.jsonl"

Place = tuple[int, int]


class Marked(NamedTuple):
    """One quotation as a reader marked it."""

    start: int
    end: int
    kind: str
    #: None where nobody is named.
    speaker: str | None = None
    #: Other names a careful reader may give.
    accept: tuple[str, ...] = ()

    def allows(self, name: str) -> bool:
        """Tell whether a name is right."""
        return plain(name) in {plain(one) for one in (self.speaker or "", *self.accept)}


class MarkedArticle(NamedTuple):
    """An article and all its quotations."""

    title: str
    text: str
    quotes: tuple[Marked, ...]


def plain(name: str) -> str:
    """Return a name in the form in which names are compared."""
    return unicodedata.normalize("NFC", name).replace("’", "'").casefold()


def _marked(row: dict[str, Any]) -> Marked:
    return Marked(row["start"], row["end"], row["kind"], row["speaker"], tuple(row["accept"]))


def read(path: Path) -> Iterator[MarkedArticle]:
    """Yield the marked articles of a JSONL file, or of the gold of the sample articles."""
    if path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield MarkedArticle(row["title"], row["text"], tuple(map(_marked, row["quotes"])))
        return
    for name, rows in json.loads(path.read_text("utf-8"))["articles"].items():
        text = (ROOT / "sample_articles" / name).read_text("utf-8")
        yield MarkedArticle(name, text, tuple(map(_marked, rows)))


class QuoteScores:
    """Counts for quotations: their spans, each kind, and their speakers."""

    def __init__(self) -> None:
        self.spans = Scores()
        self.kinds = Scores()
        self.speakers = Scores()
        #: Of each answer: how sure it was, and whether it was right.
        self.sureness: list[tuple[float, bool]] = []

    def add(self, article: MarkedArticle, found: Iterable[Quote]) -> None:
        """Count one article; its blocks and its indirect speech only if it marks any."""
        kinds = {marked.kind for marked in article.quotes}
        optional = {"block", "indirect"} - kinds
        quotes = [quote for quote in found if quote.kind not in optional]
        self._add_spans(article, quotes)
        self._add_speakers(article, quotes)

    def _add_spans(self, article: MarkedArticle, quotes: list[Quote]) -> None:
        def show(place: Place) -> str:
            start, end = place
            return f"{article.title}: {article.text[max(0, start - 25) : end + 15]!r}"

        self.spans.add(
            "quotation",
            {(q.start, q.end) for q in quotes if q.kind != "indirect"},
            {(q.start, q.end) for q in article.quotes if q.kind != "indirect"},
            show,
        )
        for kind in sorted({q.kind for q in article.quotes} | {q.kind for q in quotes}):
            self.kinds.add(
                kind,
                {(q.start, q.end) for q in quotes if q.kind == kind},
                {(q.start, q.end) for q in article.quotes if q.kind == kind},
                show,
            )

    def _add_speakers(self, article: MarkedArticle, quotes: list[Quote]) -> None:
        def show(answer: tuple[int, int, str]) -> str:
            start, end, name = answer
            return f"{article.title}: {name!r} for {article.text[start:end][:60]!r}"

        marked = {(q.start, q.end): q for q in article.quotes if q.kind != "indirect"}
        expected = {(*place, plain(q.speaker)) for place, q in marked.items() if q.speaker}
        answers = set()
        for quote in quotes:
            place = (quote.start, quote.end)
            if quote.speaker is None or quote.kind == "indirect":
                continue
            one = marked.get(place, Marked(*place, quote.kind))
            right = one.allows(quote.speaker.name)
            if right and one.speaker is None:
                continue  # a reader may name somebody there, or nobody
            answers.add((*place, plain(one.speaker if right and one.speaker else quote.speaker.name)))
            self.sureness.append((quote.confidence, right))
        self.speakers.add("speaker", answers, expected, show)

    def calibration(self) -> str:
        """Return how many answers were right, by how sure they were."""
        rows = []
        for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
            answers = [right for sure, right in self.sureness if low <= sure < high]
            if answers:
                share = sum(answers) / len(answers)
                rows.append(
                    f"  sure {low:.1f} to {min(high, 1.0):.1f}  right {share:6.1%}  ({len(answers):,})"
                )
        return "\n".join(rows)


def main() -> None:
    """Score the files together and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=[SAMPLES, GOLD])
    parser.add_argument("--model", help="a model package or a folder; default: as the program chooses")
    parser.add_argument("--errors", type=int, default=0, help="print this many errors of each table")
    arguments = parser.parse_args()
    nlp = load(arguments.model)
    scores = QuoteScores()
    for path in arguments.files:
        for article in read(path):
            scores.add(article, detect(nlp, article.text).quotes)
    for table in (scores.spans, scores.kinds, scores.speakers):
        print(table.table())
        print("".join(f"    {error}\n" for error in sorted(table.errors)[: arguments.errors]), end="")
    print(scores.calibration())


if __name__ == "__main__":
    main()
