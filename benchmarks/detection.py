"""How fast detection is, against what spaCy itself needs: in tokens a second, and for the first article.

    python -m benchmarks.detection

The embedded pipeline, tokenizing included, is measured against spaCy's bare English tokenizer on the same
articles in the same run; then whole processes: one that detects in an article of 1,000 words, against one
that imports spaCy, makes a blank pipeline and waits 100 ms. Odd texts show that the time is linear.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from annotations.detect.detect import detect
from annotations.detect.pipeline import embedded
from benchmarks.measure import interleaved, report

SAMPLES = Path(__file__).parents[1] / "sample_articles"
#: 100,000 tokens a second, where the bare tokenizer does 450,000.
GOAL = 4.5
FIRST_GOAL = 1.3

_BARE = """
import time, spacy
spacy.blank("en")
time.sleep(0.1)
"""
_FIRST = """
import sys
from annotations.detect.detect import detect
from annotations.detect.pipeline import embedded
detect(embedded(), sys.stdin.read())
"""


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rate(nlp: Language, texts: Sequence[str], rounds: int = 7) -> bool:
    """Compare the whole pipeline with the bare tokenizer, and say where the time goes."""
    bare = spacy.blank("en")
    tokens = sum(len(bare(text)) for text in texts)
    ours, theirs = interleaved(
        lambda: seconds(lambda: [detect(nlp, text) for text in texts]),
        lambda: seconds(lambda: [bare(text) for text in texts]),
        rounds,
    )
    print(f"{tokens / statistics.median(ours):,.0f} tokens/s; bare {tokens / statistics.median(theirs):,.0f}")
    for name, part in parts(nlp, texts).items():
        print(f"  {name:<22} {part / tokens * 1e6:5.2f} µs a token")
    return report("embedded pipeline / bare tokenizer", ours, theirs, GOAL)


def parts(nlp: Language, texts: Sequence[str], rounds: int = 3) -> dict[str, float]:
    """Return the best time of the tokenizer and of each component."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        docs: list[Doc] = []
        times = {"tokenizer": seconds(lambda docs=docs: docs.extend(map(nlp.tokenizer, texts)))}  # type: ignore[misc]
        for name, component in nlp.pipeline:
            times[name] = seconds(lambda docs=docs, run=component: [run(doc) for doc in docs])  # type: ignore[misc]
        best = {name: min(taken, best.get(name, taken)) for name, taken in times.items()}
    return best


def process(code: str, text: str) -> float:
    """Return how long a whole process takes that runs some code over a text."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], input=text.encode(), check=True))


def first(texts: Sequence[str], rounds: int = 7) -> bool:
    """Compare a first detection with the least that any spaCy program needs."""
    text = " ".join(" ".join(texts).split(" ")[:1_000])
    ours, theirs = interleaved(lambda: process(_FIRST, text), lambda: process(_BARE, text), rounds)
    return report("first detection / import spaCy + blank + 100 ms", ours, theirs, FIRST_GOAL)


def odd(nlp: Language, texts: Sequence[str]) -> None:
    """Print how long texts take that no writer writes."""
    paragraph = " ".join(" ".join(texts).split())
    for name, text in (
        ("200,000 brackets", "(" * 200_000),
        ("a word of 1 MB", "w" * 1_000_000),
        ("a paragraph of 5 MB", (paragraph + " ") * (5_000_000 // len(paragraph))),
        ("20,000 lone quotation marks", "“ " * 20_000),
        ("100,000 cues", "said " * 100_000),
        ("50,000 promises", "we will pay, " * 50_000),
    ):
        taken = seconds(lambda text=text: detect(nlp, text))  # type: ignore[misc]
        print(f"  {name:<28} {taken:6.2f} s, {taken / max(1, len(text.split())) * 1e6:8.1f} µs a word")


def main() -> None:
    """Measure, print, and exit with 1 if a goal was missed."""
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    nlp = embedded()
    met = [rate(nlp, texts * 4), first(texts)]
    odd(nlp, texts)
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
