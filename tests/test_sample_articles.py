"""The sample articles are news in the shapes that news comes in, tidy, and worth tagging."""

import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "sample_articles"
FILES = sorted(path for path in FOLDER.iterdir() if not path.name.startswith("."))
PLAIN = [path for path in FILES if path.suffix == ".txt"]
MARKDOWN = FOLDER / "04-climate-pledge.md"
HTML = FOLDER / "06-city-council.html"
BRIEFS = FOLDER / "09-news-briefs.jsonl"
COURT = "05-court-case.txt"  # straight quotes throughout
COMICS = "08-comics-fair.txt"

Row = dict[str, Any]


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


class Page(HTMLParser):
    """Collects the elements of a page and the words inside its <article>."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.article = ""
        self.elsewhere = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "img", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "article" in self.open:
            self.article += data
        elif not {"script", "style"} & set(self.open):
            self.elsewhere += data

    def has(self, tag: str, attribute: str = "", value: str = "") -> bool:
        return any(
            found == tag and (not attribute or value in (attributes.get(attribute) or ""))
            for found, attributes in self.elements
        )


def briefs() -> list[Row]:
    return [json.loads(line) for line in BRIEFS.read_text(encoding="utf-8").splitlines()]


def stories() -> Iterator[tuple[str, str]]:
    """Name and words of every long article."""
    for path in PLAIN:
        yield path.name, path.read_text(encoding="utf-8")
    yield MARKDOWN.name, text_of(MARKDOWN.name).split("---\n", 2)[2]
    yield HTML.name, Page(text_of(HTML.name)).article


STORIES = dict(stories())
EVERYTHING = {**STORIES, **{f"{BRIEFS.name}:{n}": row["text"] for n, row in enumerate(briefs(), 1)}}


def test_there_are_enough_of_every_kind_and_plain_text_comes_first() -> None:
    assert FILES[0].suffix == ".txt"
    assert [len([p for p in FILES if p.suffix == s]) for s in (".txt", ".md", ".html", ".jsonl")] == [
        6,
        1,
        1,
        1,
    ]


@pytest.mark.parametrize("name", STORIES)
def test_articles_have_300_to_1500_words(name: str) -> None:
    assert 300 <= len(STORIES[name].split()) <= 1500


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_tidy(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[ \t]\n|\r|\t", text)
    assert not re.search(r"\b(?:lorem|ipsum|todo|tk|xxx|foo|placeholder)\b", text, re.IGNORECASE)
    strange = {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"}} - {"\n", "\u200d"}
    assert strange == set()


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.name)
def test_plain_text_has_headline_byline_and_unwrapped_paragraphs(path: Path) -> None:
    head, *paragraphs = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    headline, byline, *dateline = head.split("\n")
    assert not headline.endswith(".")
    assert re.match(r"By \w", byline)
    assert len(dateline) <= 1
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        assert len(lines) == 1 or all(line.startswith("- ") for line in lines)
        assert paragraph.strip()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_composed_as_intended(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    decomposed = [line for line in lines if not unicodedata.is_normalized("NFC", line)]
    if path.name != COMICS:
        assert decomposed == []
        return
    assert len(decomposed) == 1
    assert unicodedata.is_normalized("NFD", decomposed[0])
    composed = unicodedata.normalize("NFC", "\n".join(lines))
    assert any(unicodedata.combining(c) for c in composed), "letters that have no composed form"


def test_one_article_is_typed_with_straight_quotes_throughout() -> None:
    assert text_of(COURT).isascii()
    for name, text in STORIES.items():
        if name != COURT:
            assert not re.search("[\"'`]", text), name


COMMITMENT = re.compile(
    r"\b(?:promised?|pledged?|undertook|undertaken|agreed|committed|vows?|will (?:open|add|close|publish|end)"
    r"|(?:will|would) be (?:replaced|kept|examined)|we’ll|would (?:open|carry|fit))\b"
)
COMPLAINT = re.compile(
    r"\b(?:complain(?:s|ed|ing|ts?)?|protested|objected|accused|grumbled|grievances?"
    r"|not been consulted|unamused)\b"
)
FIGURE = re.compile(r"[$€£¥₦]\d|\d ?(?:%|percent|per cent|million|billion|kroner|kilometers|Swiss francs)")


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_article_has_something_to_tag(name: str) -> None:
    for pattern in (COMMITMENT, COMPLAINT, FIGURE):
        assert pattern.search(EVERYTHING[name]), (name, pattern.pattern[:30])


def test_no_two_articles_share_a_turn_of_phrase() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for name, text in EVERYTHING.items():
        words = re.findall(r"\w+", text.lower())
        for phrase in zip(*(words[n:] for n in range(6)), strict=False):
            assert seen.setdefault(phrase, name) == name, phrase


def test_markdown_has_front_matter_and_structure() -> None:
    _, front, body = text_of(MARKDOWN.name).split("---\n", 2)
    meta = yaml.safe_load(front)
    assert set(meta) == {"title", "author", "date", "tags"}
    assert meta["date"].isoformat() == "2025-05-16"
    assert len(meta["tags"]) == 3
    assert f"# {meta['title']}\n" in body
    for pattern in (
        r"^## ",
        r"^- ",
        r"^> ",
        r"\]\(https://example\.org/",
        r"\*\*[^*]+\*\*",
        r"[^*]\*\w+\*[^*]",
    ):
        assert re.search(pattern, body, re.MULTILINE), pattern


def test_the_page_has_its_furniture() -> None:
    source = text_of(HTML.name)
    page = Page(source)
    assert source.startswith("<!doctype html>\n")
    assert page.open == []
    for tag, attribute, value in [
        ("meta", "charset", "utf-8"),
        ("meta", "name", "author"),
        ("meta", "property", "article:published_time"),
        ("meta", "property", "og:title"),
        ("div", "class", "cookie-banner"),
        ("div", "class", "ad-leaderboard"),
        ("aside", "class", "share"),
        ("section", "class", "related-stories"),
        ("section", "class", "comments"),
        ("blockquote", "class", "pullquote"),
    ]:
        assert page.has(tag, attribute, value), (tag, value)
    assert all(
        page.has(tag) for tag in ("title", "nav", "header", "footer", "script", "style", "article", "form")
    )
    assert all(entity in source for entity in ("&ldquo;", "&rsquo;", "&mdash;", "&nbsp;", "&amp;"))
    for words in ("214 partners", "Advertisement", "Related stories", "3 comments", "All rights reserved"):
        assert words in page.elsewhere
    assert "“It is a new page,” Mayor Ngozi Okafor said" in page.article


def test_briefs_are_ten_short_articles() -> None:
    rows = briefs()
    assert len(rows) == 10
    keys = ["text", "title", "date", "byline", "source", "section", "priority"]
    for row in rows:
        assert list(row) == keys
        assert all(isinstance(row[key], str) and row[key].strip() == row[key] != "" for key in keys[:-1])
        assert isinstance(row["priority"], int)
        assert re.fullmatch(r"2025-\d\d-\d\d", row["date"])
        assert 60 <= len(row["text"].split()) <= 150
    assert len({row["title"] for row in rows}) == 10
    joined = "\n".join(row["text"] for row in rows)
    assert all(mark in joined for mark in '“”‘’"')
