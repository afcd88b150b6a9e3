from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from annotations.sources.html_text import blocks, render


def text(markup: str) -> str:
    return render(html.fragment_fromstring(markup, create_parent="div"))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("<p>\n  One\n  <b>two</b>,\tthree\n</p>", "One two, three"),
        ("un<b>frigging</b>believable", "unfriggingbelievable"),
        ("loose<p>para</p>tail", "loose\n\npara\n\ntail"),
        ("<p>One<br>two<br/><br/>three<br></p>", "One\ntwo\n\nthree"),
        ("<p>no&nbsp;break</p>", "no\u00a0break"),
        ("<h1>Title</h1><div>a<div>b</div>c</div>", "Title\n\na\n\nb\n\nc"),
        ("<ul><li>one</li><li>two <i>more</i></li></ul><p>After</p>", "- one\n- two more\n\nAfter"),
        ("<ol><li>one</li><li>two</li></ol><ol><li>one</li></ol>", "1. one\n2. two\n1. one"),
        (
            "<ul><li>one<ul><li>in<ol><li>most</li></ol></li></ul></li><li>two</li></ul>",
            "- one\n  - in\n    1. most\n- two",
        ),
        ("<ul><li><p>one</p><p>more</p></li><li></li><li>two</li></ul>", "- one\n  more\n- two"),
        ("<ul><li>one<br>two</li></ul>", "- one\n  two"),
        ("<li>stray</li>", "- stray"),
        ("<dl><dt>Q</dt><dd>A</dd></dl>", "Q\n\nA"),
        ("<pre>a\n  b\n\n c</pre><p>d</p>", "a\n  b\n\n c\n\nd"),
        ("<blockquote><p>one</p><p>two</p></blockquote>", "one\n\ntwo"),
        ("a<script>b</script>c<style>d</style><noscript>e</noscript>f", "acf"),
        ("<hr><p></p><p> </p>", ""),
    ],
)
def test_html(markup: str, expected: str) -> None:
    assert text(markup) == expected


def test_tables() -> None:
    head = "<tr><th>Year</th><th>Rent</th></tr>"
    rows = f"{head}<tr><td>2022</td><td><b>$1</b> m</td></tr><tr><td>2023</td><td></td></tr>"
    assert (
        text(f"<p>a</p><table><tbody>{rows}</tbody></table><p>b</p>")
        == "a\n\nYear | Rent\n2022 | $1 m\n2023\n\nb"
    )


def test_tables_that_lay_out_a_page_are_no_tables() -> None:
    inner = "<table><tr><td>x</td><td>y</td></tr></table>"
    assert text(f"<table><tr><td>Menu</td><td>One<br><br>two<p>three</p>{inner}</td></tr></table>") == (
        "Menu\n\nOne\n\ntwo\n\nthree\n\nx | y"
    )


def test_a_block_deep_in_a_row_only_parts_words() -> None:
    many = "<i>x</i>" * 300
    assert (
        text(f"<table><tr><td>{many}<div>a</div>b<p>c</p></td><td>d</td></tr></table>")
        == "x" * 300 + " a b c | d"
    )


def test_a_row_in_a_row_is_one_row() -> None:
    inside = etree.fromstring("<row><cell>a</cell><row><cell>b</cell></row></row>")
    assert render(inside) == "a | b"


def test_the_tree_of_trafilatura() -> None:
    tree = etree.fromstring(
        "<body><head rend='h1'>Title</head><p>One <hi rend='#b'>two</hi><lb/>three</p>"
        "<list rend='ol'><item>a</item><item>b</item></list><list rend='ul'><item>c</item></list>"
        "<quote><p>said</p></quote><table><row><cell>x</cell><cell>y</cell></row></table><p>Yes.</p></body>"
    )
    assert render(tree) == "Title\n\nOne two\nthree\n\n1. a\n2. b\n- c\n\nsaid\n\nx | y\n\nYes."


def test_text_after_the_element_is_not_its_own() -> None:
    root = html.fromstring("<div><p>one</p>two</div>")
    assert render(root.find("p")) == "one"


def test_kinds_are_told() -> None:
    found = blocks(
        html.fromstring("<div><p>a</p><ul><li>b</li></ul><table><tr><td>c</td></tr></table></div>")
    )
    assert found == [("paragraph", "a"), ("item", "- b"), ("row", "c")]


@pytest.mark.parametrize(
    "nest",
    [
        lambda n: "<div>" * n + "needle",
        lambda n: "<ul><li>x" * n + "needle",
        lambda n: "<table><tr><td>" * n + "needle",
        lambda n: "<b>" * n + "needle",
        lambda n: "<pre>" * n + "needle",
    ],
)
def test_depth_costs_nothing(nest: Callable[[int], str]) -> None:
    parser = html.HTMLParser(huge_tree=True, encoding="utf-8")
    rendered = render(html.document_fromstring(nest(600).encode(), parser=parser))
    assert "needle" in rendered
    assert len(rendered) < 100_000


PIECES = [
    "lamp",
    " ",
    "\n",
    *(f"<{name}>" for name in ("p", "b", "ul", "ol", "li", "table", "tr", "td", "div", "br", "pre")),
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "</p>", "</b>", "</li>", "</ul>", "</tr>", "</td>", "</table>", "</div>"])
    )
)
def test_every_word_stays(pieces: list[str]) -> None:
    rendered = text("".join(pieces))
    assert rendered.count("lamp") == pieces.count("lamp")
    assert "\n\n\n" not in rendered or "<pre>" in pieces
