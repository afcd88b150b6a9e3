"""What was found in an article, as a page of plain text: for people at a terminal of any width."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from annotations.records import Article, Detection, Quote
from annotations.text import display
from tui.widgets.page.cells import clusters

#: No line is wider than this, however wide the terminal.
WIDEST = 120
#: How many quotations of one speaker, and how many names of a kind, are shown.
MOST_QUOTES = 5
MOST_NAMES = 12
#: A passage no longer than this, in code points, has the reason beside it.
SHORT = 26


def table(article: Article, detection: Detection, width: int | None = None) -> str:
    """Return who said what, the names by their number and the suggestions.

    No line has more than ``width`` cells. Nothing of the article's text can command a terminal.
    """
    width = min(WIDEST, width or shutil.get_terminal_size().columns)
    lines = [article.title, "─" * width]
    for heading, part in (
        ("WHO SAID WHAT", _quotes(detection.quotes)),
        ("NAMES AND NUMBERS", _entities(detection)),
        ("SUGGESTIONS", _suggestions(detection)),
    ):
        found = list(part)
        if found:
            lines += [heading, *found, ""]
    return "\n".join(_cut(display(line.replace("\n", " ")), width) for line in lines)


def _quotes(quotes: Iterable[Quote]) -> Iterator[str]:
    """Yield each speaker with the number of their quotations, the most quoted first, and some of them."""
    by_speaker: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.kind not in ("scare", "title"):
            by_speaker[quote.speaker.name if quote.speaker else ""].append(quote)
    for name, said in sorted(by_speaker.items(), key=lambda item: (not item[0], -len(item[1]))):
        yield f"  {name or '(nobody named)'}  {len(said)}"
        yield from (f"    {' '.join(quote.text.split())}" for quote in said[:MOST_QUOTES])
        if len(said) > MOST_QUOTES:
            yield f"    and {len(said) - MOST_QUOTES} more"


def _entities(detection: Detection) -> Iterator[str]:
    """Yield each kind of entity with its names, the most frequent first."""
    by_label: dict[str, Counter[str]] = defaultdict(Counter)
    for entity in detection.entities:
        by_label[entity.label][" ".join(entity.text.split())] += 1
    for label, names in sorted(by_label.items(), key=lambda item: -item[1].total()):
        shown = [f"{name} {count}" if count > 1 else name for name, count in names.most_common(MOST_NAMES)]
        more = ["…"] if len(names) > MOST_NAMES else []
        yield f"  {label:<9} {names.total():>3}  {', '.join([*shown, *more])}"


def _suggestions(detection: Detection) -> Iterator[str]:
    """Yield each suggestion with the reason for it."""
    for one in detection.suggestions:
        words, reason = " ".join(one.text.split()), f"{one.why} ({one.score:.0%})"
        if len(words) <= SHORT:
            yield f"  {one.label:<10}  {words:<{SHORT}}  {reason}"
        else:
            yield f"  {one.label:<10}  {words}"
            yield f"  {'':<10}  └ {reason}"


def _cut(line: str, width: int) -> str:
    """Return a line that fits, cut between two characters where it is too long."""
    cells = 0
    for start, _, wide in clusters(line, 0, len(line)):
        if cells + wide > width - 1 and start < len(line) - 1:
            return f"{line[:start].rstrip()}…"
        cells += wide
    return line
