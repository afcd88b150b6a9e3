import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.sources import tags


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("plain words", "plain words"),
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("<b>bo</b>ld <a href='x'>link</a>", "bold link"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b |"),
        ("a &lt; b &amp; c &eacute; &#8220;", "a < b & c é “"),
        ("2 < 3 and 4 > 1", "2 < 3 and 4 > 1"),
        ("a <3 b", "a <3 b"),
        ("<!doctype html><?xml version='1.0'?>x", "x"),
        ("a<!-- b <p> -->c<!-- d -->e", "ace"),
        ("a<script>if (a<b) c</script>d<STYLE x='y'>e</style >f", "adf"),
        ("<title>t</title><p>x", "x"),
        ("<script>never closed", "never closed"),
        ("a <!-- never closed", "a  never closed"),
        ("one\n\n\n\n  two", "one\n\ntwo"),
        ("<custom-tag>x</custom-tag>", "x"),
        ("", ""),
    ],
)
def test_the_words_stay(markup: str, expected: str) -> None:
    assert tags.strip(markup) == expected


def test_a_comment_that_never_ends_hides_nothing() -> None:
    assert tags.open_comments("a<!-- b -->c<!-- d <!-- e") == "a<!-- b -->c d  e"
    assert tags.open_comments("a<!-- b -->c") == "a<!-- b -->c"
    assert tags.open_comments("a<!-->b") == "a<!-->b"


@pytest.mark.parametrize(
    "piece",
    [
        "</",
        "<!--",
        "-->",
        "<script>",
        "<p ",
        "<",
        "<a '",
        "&",
        "<!--x-->",
        "<b>x",
        "<script></style>",
        "\n \n",
    ],
)
def test_the_time_is_linear(piece: str) -> None:
    start = time.perf_counter()
    tags.strip("needle" + piece * 100_000)
    assert time.perf_counter() - start < 3


@given(
    st.lists(
        st.sampled_from(["lamp", "<p>", "</p>", "<b>", "</b>", " ", "\n", "<br>", "<td>", "</td>", "&amp;"])
    )
)
def test_every_word_stays(pieces: list[str]) -> None:
    assert tags.strip("".join(pieces)).count("lamp") == pieces.count("lamp")


@given(st.text(alphabet="<>!-/ap= '\"&;#1\n"))
def test_nothing_makes_it_fail(markup: str) -> None:
    assert len(tags.strip(markup)) <= 4 * len(markup) + 4
    assert tags.open_comments(markup).replace("<!--", "") == markup.replace("<!--", "") or "<!--" in markup
