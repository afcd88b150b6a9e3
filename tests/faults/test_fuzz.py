"""Random articles and random datasets: whatever is in them is taken or refused, and nothing is lost."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from annotations import scheme
from annotations.dataset import incoming
from annotations.records import Article, Refusal
from annotations.sources.files import read
from annotations.store import Store
from annotations.text import display
from tests.annotations.store.desk import ANA, raw
from tests.faults.counts import figures, full_or
from tests.support.hostile import EVERYTHING, SURROGATE, leaks

ARTICLES = full_or(400, 10_000)
FILES = full_or(300, 10_000)

#: What random texts are made of: news, markup of every kind, and what would command a terminal.
PIECES = (
    "The port agreed to publish every contract. ", "“We seek trade,” she said.", "$2 million", "\n\n", "\n",
    " ", "# ", "> ", "- ", "| a | b |\n|---|---|\n", "**", "`", "[a](b)", "![", "---\ntitle: x\n---\n", "<p>",
    "</p>", "<article>", "<div", "<!--", "-->", "&amp;", "&#27;", "<script>x</script>", "]]>", '"', "\\",
    "<table><tr><td>", "\x00", "\ufffe", "\U0010ffff", "é", "東京", "👍🏽", SURROGATE, *EVERYTHING.values(),
)  # fmt: skip
SUFFIXES = ("txt", "md", "html", "jsonl")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")


def document(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 25)))


def as_file(text: str, suffix: str, chance: random.Random) -> bytes:
    """Write a text down as a file of that kind, sometimes damaged."""
    if suffix == "jsonl":
        text = "\n".join(
            json.dumps({"text": part, "meta": {"title": part[:9]}}) for part in text.split("\n\n")
        )
    data = bytearray(text.encode(chance.choice(ENCODINGS), "replace"))
    for _ in range(chance.choice((0, 0, 0, 1, 5))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def articles(folder: Path, count: int) -> Iterator[Article | Refusal]:
    chance = random.Random(6)
    for number in range(count):
        suffix = chance.choice(SUFFIXES)
        path = folder / f"{number}.{suffix}"
        path.write_bytes(as_file(document(chance), suffix, chance))
        found = list(read(path))
        assert found, "neither taken nor refused"
        yield from found
        path.unlink()


def test_articles_are_taken_or_refused_shown_and_kept(tmp_path: Path) -> None:
    taken: dict[str, str] = {}
    refused = 0
    with Store.open(tmp_path / "desk.db") as store:
        store.connection.execute("PRAGMA synchronous=OFF")
        for item in articles(tmp_path, ARTICLES):
            words = str(item) if isinstance(item, Refusal) else item.text
            assert leaks(display(words), modes=False) == []
            assert len(display(words)) == len(words)
            if isinstance(item, Refusal):
                refused += 1
                continue
            assert leaks(display(item.title + item.byline + item.source), modes=False) == []
            store.add_articles([item])
            taken[item.id] = item.text
        for article in store.articles():
            assert taken.pop(article.id) == article.text
        assert taken == {}
    figures.append(f"fuzzed articles: {ARTICLES}, refused with a reason: {refused}, lost or leaking: 0")


def row(chance: random.Random) -> object:
    """Return an object of a dataset, right or wrong in any of its parts."""
    text = document(chance)
    odd: list[object] = [None, -1, 0, 3, 2.5, 10**30, "x", [], {}, True, text[:5], len(text), len(text) + 1]
    span = {"start": chance.choice(odd), "end": chance.choice(odd), "label": chance.choice(("figure", *odd))}
    spans: object = chance.choice([[span], [span, span], [], span, None, chance.choice(odd)])
    if chance.random() < 0.3 and len(text) > 4:
        spans = [{"start": 0, "end": 4, "label": "figure", "text": text[:4], "note": document(chance)}]
    whole = {
        "text": text,
        "spans": spans,
        "meta": chance.choice(odd),
        "answer": chance.choice(("accept", *odd)),
    }
    if chance.random() < 0.2:
        whole.pop(chance.choice(list(whole)))
    return whole if chance.random() < 0.95 else chance.choice(odd)


def test_datasets_come_in_or_are_refused_line_by_line(tmp_path: Path) -> None:
    chance = random.Random(7)
    refused = documents = 0
    path = tmp_path / "in.jsonl"
    with Store.open(tmp_path / "desk.db") as store:
        store.connection.execute("PRAGMA synchronous=OFF")
        for _ in range(FILES):
            lines = [json.dumps(row(chance)) for _ in range(chance.randint(0, 4))]
            data = bytearray("\n".join(lines).encode())
            if data and chance.random() < 0.3:
                data[chance.randrange(len(data))] = chance.randrange(256)
            path.write_bytes(data)
            report = incoming.import_(store, "jsonl", path, ANA, scheme.default())
            assert leaks(display("".join(report.sentences())), modes=False) == []
            refused, documents = refused + report.refused, documents + report.documents
        texts = {article.id: article.text for article in store.articles()}
        for tag in store.all_tags():
            assert tag.on_article or tag.span.of(texts[tag.article]) == tag.text
    with raw(tmp_path / "desk.db") as other:
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert documents > FILES // 8
    assert refused > FILES // 8
    figures.append(
        f"fuzzed datasets: {FILES}, documents in: {documents}, lines refused: {refused}, crashes: 0"
    )
