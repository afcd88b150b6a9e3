import logging
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import SourceError
from annotations.sources import html
from annotations.sources.html import declared_encoding, parse

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<title>Port opens its books | The Selwyn Wire</title>
<meta property="og:title" content="Port opens its books | The Selwyn Wire">
<meta property="og:site_name" content="The Selwyn Wire">
<meta name="author" content="Ada Lindqvist; Jorge Peña">
<meta property="article:published_time" content="2024-05-14T08:30:00Z">
<link rel="canonical" href="https://wire.example/port-books">
<script>var junk1 = "<p>junk2</p>";</script><style>.junk3 {}</style></head>
<body class="ad-free">
<div class="cookie-banner"><p>junk4 We use cookies.</p><button>junk5</button></div>
<header><a href="/">junk6</a><nav><ul><li><a href="/n">junk7</a></li><li>junk8</li></ul></nav></header>
<main><article>
<h1>Port opens <em>its</em> books</h1>
<p>Harbour officials agreed on Tuesday to publish every contract worth more than <b>$2 million</b>, ending a
dispute<i>—</i>the longest in memory—with the <a href="/council">city council</a>.</p>
<div class="ad ad-inline"><p>junk9 Advertisement</p></div>
<p>“It is a new page,” Mayor Tobi Okafor said at <time>7 p.m.</time> on Tuesday. “We asked for daylight.”</p>
<aside><h3>junk10 Read more</h3><ul><li><a href="/1">junk11 Rents double</a></li></ul></aside>
<h2>What changes</h2>
<p>Under the deal:</p>
<ul><li>contracts go online within 30 days;</li><li>rents are reviewed <strong>every year</strong>.</li></ul>
<blockquote><p>We kept rents low, and we knew it.</p></blockquote>
<p>He called it <q>a day of <q>reckoning</q></q> for the port,<br>which moves grain.</p>
<table><tr><th>Year</th><th>Rent</th></tr><tr><td>2022</td><td>$1.1m</td></tr></table>
<p>Yes.</p>
<p>The council votes next month.</p>
<form><p>junk12 Sign up for our newsletter</p><input></form>
</article>
<section class="comments"><h2>junk13 Comments</h2><p>junk14 Great news, finally some daylight.</p></section>
</main>
<footer><p>junk15 © 2024 All rights reserved.</p></footer></body></html>
"""

TEXT = """Port opens its books

Harbour officials agreed on Tuesday to publish every contract worth more than $2 million, ending a \
dispute—the longest in memory—with the city council.

“It is a new page,” Mayor Tobi Okafor said at 7 p.m. on Tuesday. “We asked for daylight.”

What changes

Under the deal:

- contracts go online within 30 days;
- rents are reviewed every year.

We kept rents low, and we knew it.

He called it “a day of ‘reckoning’” for the port,
which moves grain.

Year | Rent
2022 | $1.1m

Yes.

The council votes next month."""

LONG = "<p>The harbour board met again on Tuesday, and again it agreed on nothing, the chair said later.</p>"


def page(body: str, head: str = "<title>Title</title>") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def test_a_news_page_is_its_article() -> None:
    parsed = parse(PAGE.encode())
    assert parsed.text == TEXT
    assert parsed.title == "Port opens its books"
    assert parsed.byline == "Ada Lindqvist, Jorge Peña"
    assert parsed.date == "2024-05-14"
    assert parsed.metadata == {"site": "The Selwyn Wire", "url": "https://wire.example/port-books"}


def test_the_same_page_gives_the_same_article() -> None:
    assert parse(PAGE.encode()) == parse(PAGE.encode())


def test_a_page_may_be_put_together_from_divisions() -> None:
    paragraphs = "".join(f"<div class='para'>{LONG[3:-4]} needle{n}.</div>" for n in range(6))
    parsed = parse(
        page(f"<div id='menu'><a href='/'>junk</a></div><div class='story'><h1>Title</h1>{paragraphs}</div>")
    )
    assert parsed.text.count("\n\n") == 6
    assert all(f"needle{n}." in parsed.text for n in range(6))
    assert "junk" not in parsed.text


def test_a_page_of_the_nineties_is_read() -> None:
    story = "<br><br>".join(f"{LONG[3:-4]} needle{n}." for n in range(6))
    parsed = parse(
        page(f"<table><tr><td><a href='/'>junk</a></td><td><font size=2>{story}</font></td></tr></table>")
    )
    assert all(f"needle{n}." in parsed.text for n in range(6))
    assert parsed.text.count("\n\n") >= 5


@pytest.mark.parametrize("sections", [1, 8, 14])
@pytest.mark.parametrize("tag", ["main", "article", "div"])
def test_a_brief_is_not_drowned_in_menus(tag: str, sections: int) -> None:
    menu = "<nav><ul>" + "<li><a href='/x'>junk section</a></li>" * sections + "</ul></nav>"
    brief = f"<{tag}><h1>Late</h1><p>The ferry is late.</p></{tag}>"
    parsed = parse(page(f"<header>{menu}</header>{brief}<footer><p>junk</p></footer>"))
    assert parsed.text == "Late\n\nThe ferry is late."


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The ferry is late.</p>",
        "<html><body><p>The ferry is late.</body>",
        "<div role='main'><p>The ferry is late.</p></div><div>junk</div>",
        "The ferry is late.",
        "<body>The ferry<script>junk</script> is late.<nav>junk</nav></body>",
        "<article><header><p>junk</p></header><p>The ferry is late.</p><aside>junk</aside></article>",
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='x'><body><p>The ferry is late.</p></body></html>",
    ],
)
def test_short_pages_are_read(markup: str) -> None:
    assert parse(markup.encode()).text == "The ferry is late."


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        "<script>x</script>",
        "<p> &nbsp; </p>",
        "<!-- x -->",
        "</" * 50,
        "<p>—</p>",
        "<",
    ],
)
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(SourceError, match="nothing readable in it"):
        parse(markup.encode())


def test_what_the_extractor_leaves_out_is_taken_from_the_article_element(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(html, "_extracted", lambda _: "The harbour board met. " * 15)
    parsed = parse(page(f"<article>{LONG * 20}<p>needle</p></article>"))
    assert parsed.text.endswith("\n\nneedle")


@pytest.mark.parametrize("error", [RecursionError(), AttributeError("x"), IndexError(), OverflowError()])
def test_an_extractor_that_trips_does_not_lose_the_page(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tripping:
        def extract_metadata(self, *_: Any, **__: Any) -> None:
            raise error

        def bare_extraction(self, *_: Any, **__: Any) -> None:
            raise error

    monkeypatch.setattr(html, "_trafilatura", Tripping)
    parsed = parse(page(f"<article>{LONG}<p>needle</p></article>"))
    assert parsed.text.endswith("needle")
    assert parsed.title == "Title"


# The headline.


def test_a_headline_outside_the_article_is_put_first() -> None:
    parsed = parse(
        page(
            f"<h1>Lamps lit</h1><div class='wrap'><article>{LONG * 5}</article></div>",
            "<title>Lamps lit - Wire</title>",
        )
    )
    assert parsed.text.startswith("Lamps lit\n\nThe harbour")
    assert parsed.title == "Lamps lit"


def test_the_name_of_the_site_is_no_headline() -> None:
    head = "<meta property='og:title' content='Lamps lit'>"
    parsed = parse(page(f"<header><h1>The Wire</h1></header><article>{LONG * 5}</article>", head))
    assert parsed.title == "Lamps lit"
    assert not parsed.text.startswith("The Wire")


def test_a_page_without_any_title_has_none() -> None:
    parsed = parse(page(LONG * 5, ""))
    assert (parsed.title, parsed.byline, parsed.date, parsed.metadata) == ("", "", "", {})


def test_a_date_in_the_text_is_not_the_pages() -> None:
    assert parse(page(LONG * 5 + "<p>It happened on 2019-04-05, in May 2018.</p>")).date == ""
    assert parse(page(LONG * 5 + "<p class='note'>On 5 April 2019.</p><p class='date'>Soon</p>")).date == ""


@pytest.mark.parametrize(
    "said",
    [
        "<meta name='date' content='2024-05-14'>",
        '<script type=\'application/ld+json\'>{"@type": "Article", "datePublished": "2024-05-14"}</script>',
        "<time datetime='2024-05-14T08:00'>last week</time>",
        "<p class='entry-date'>14 May 2024</p>",
    ],
)
def test_the_page_may_say_its_date_in_many_ways(said: str) -> None:
    assert parse(page(f"<article>{said}{LONG * 5}</article>")).date == "2024-05-14"


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    search = "<form><p>junk</p><input></form>"
    parsed = parse(page(f"<form id='aspnetForm'><div>{LONG * 15}<p>needle</p></div></form>{search}"))
    assert "needle" in parsed.text
    assert "junk" not in parsed.text


# Encodings.


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"<meta charset=windows-1252>", "cp1252"),
        (b'<META CHARSET="ISO-8859-1">', "iso8859-1"),
        (b"<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'>", "cp932"),
        (b"<?xml version='1.0' encoding='koi8-r'?>", "koi8-r"),
        (b"<meta charset=gb2312>", "gb18030"),
        (b"<meta charset=utf-16>", None),
        (b"<meta charset=klingon>", None),
        (b"<meta charset=base64>", None),
        (b"<meta charset=rot13>", None),
        (b"<meta name=viewport>", None),
        (b" " * 5_000 + b"<meta charset=cp1252>", None),
    ],
)
def test_declared_encodings(head: bytes, encoding: str | None) -> None:
    assert declared_encoding(head) == encoding


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("windows-1252", "cp1252", "“Café” – l’été"),
        ("iso-8859-1", "cp1252", "“Café” – l’été"),
        ("koi8-r", "koi8-r", "Привет из порта"),
        ("shift_jis", "cp932", "港の時計は①時"),
        ("gb2312", "gb18030", "港口的時鐘"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(label: str, encoding: str, words: str) -> None:
    markup = f"<html><head><meta charset={label}></head><body><article><p>{words}</p></article></body></html>"
    assert parse(markup.encode(encoding)).text == words


def test_utf8_goes_before_a_declaration_that_lies() -> None:
    markup = "<meta charset=windows-1252><p>“Café” – l’été</p>"
    assert parse(markup.encode()).text == "“Café” – l’été"


def test_a_mark_goes_before_everything() -> None:
    parsed = parse("<meta charset=cp1252><p>Ça alors</p>".encode("utf-16"))
    assert (parsed.text, parsed.metadata) == ("Ça alors", {"encoding": "utf-16-le"})


def test_an_encoding_that_is_said_goes_before_the_declared_one() -> None:
    assert parse("<meta charset=cp1252><p>Привет</p>".encode("cp1251"), "cp1251").text == "Привет"


def test_an_image_is_no_page() -> None:
    with pytest.raises(SourceError):
        parse(b"\x89PNG\r\n\x1a\n" + bytes(200))


# Hostile pages.


@pytest.mark.parametrize("depth", [100, 190, 256, 300, 1_000, 2_040, 2_060, 100_000])
def test_no_depth_loses_words(depth: int) -> None:
    start = time.perf_counter()
    parsed = parse(page(LONG + "<div>" * depth + "<p>needle1</p>" + "</div>" * depth + "<p>needle2</p>"))
    assert "needle1\n\nneedle2" in parsed.text
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "body",
    [
        "<b>" * 100_000 + "needle",
        "<a><b>" * 50_000 + "needle",
        "<table><tr><td>" * 3_000 + "needle",
        "<ul><li>" * 900 + "needle",
        "<q>" * 1_000 + "needle",
        "needle" + "</" * 200_000,
        "<p>needle<!-- " * 10,
        "<p>needle</p>" + "<!--" * 100_000,
        "<p>needle</p>" + "<script>" * 30_000,
        "<p>needle</p><p " + "a=b " * 100_000 + ">",
        "<p>needle &" + "&" * 300_000,
        "<p>needle</p>" + "<br>" * 40_000,
        "<p>needle</p>" + "<h1>x</h1>" * 4_000,
        "<p>needle</p><template><p>x</p></template><noscript>y</noscript>",
        "<p>needle</p><script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    ],
)
def test_hostile_pages_take_seconds_and_keep_their_words(body: str) -> None:
    start = time.perf_counter()
    assert "needle" in parse(page(body)).text
    assert time.perf_counter() - start < 8


def test_entities_neither_grow_nor_reach_out() -> None:
    bomb = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    outside = "<!ENTITY file SYSTEM 'file:///etc/passwd'>"
    include = (
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"
    )
    parsed = parse(
        f"<!DOCTYPE html [<!ENTITY l0 'lol'>{bomb}{outside}]><p>needle &l11; &file;</p>{include}".encode()
    )
    assert "needle" in parsed.text
    assert "root:" not in parsed.text
    assert len(parsed.text) < 5_000


def test_character_references_cannot_bring_surrogates_in() -> None:
    text = parse(b"<p>needle &#xD800; &#xDFFF; &#0; &#27;[2J</p>").text
    text.encode("utf-8")
    assert text.startswith("needle")


def test_a_page_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="is a page of 2 MB; the limit is 1 MB"):
        parse(b"<p>" + b"x" * 2_000_000)


def test_a_large_page_is_read_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "_MAX_EXTRACTED", 1_000)
    parsed = parse(page(f"<nav>junk</nav><article><h1>Title</h1>{LONG * 20}</article>"))
    assert parsed.text.count("harbour") == 20
    assert (parsed.title, "junk" in parsed.text) == ("Title", False)


def test_what_is_called_an_advertisement_but_is_the_article_stays() -> None:
    assert "needle" in parse(page(f"<div class='ad-free'>{LONG * 20}<p>needle</p></div>")).text


def test_the_extractor_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError):
        parse(b"<html><body></body></html>")
    parse(b"<p>x</p>")
    logging.getLogger("trafilatura.core").error("noise")
    assert capfd.readouterr() == ("", "")


PIECES = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "<li>",
    "<ul>",
    "</ul>",
    "<table><tr><td>",
    "</table>",
    "<q>",
    "</q>",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*PIECES, "lamp", "lamp ", "\n", "<!--", "-->", "<article>", "</article>", "<h1>", "</h1>"]
        )
    )
)
def test_any_page_is_parsed_or_refused(pieces: list[str]) -> None:
    try:
        parsed = parse("".join(pieces).encode())
    except SourceError:
        return
    assert parsed.text.strip()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "lamp ", "\n"]), max_size=30))
def test_no_word_of_an_article_element_is_lost(pieces: list[str]) -> None:
    words = [f"lamp{number} " if piece == "lamp " else piece for number, piece in enumerate(pieces)]
    parsed = parse(f"<body><article><p>needle</p>{''.join(words)}</article></body>".encode())
    for number, piece in enumerate(pieces):
        if piece == "lamp ":
            assert f"lamp{number}" in parsed.text


def test_control_characters_cost_the_layout_but_no_words() -> None:
    page = (
        "<html><body><article><form>Sign up\x1b[2J</form>Port\x01 <q>agreed &#27; to</q> publish "
        "<button>x</button>\x07 every contract.</article></body></html>"
    )
    text = html.parse(page.encode()).text
    assert all(word in text for word in ("Port", "agreed", "publish", "every contract"))
