import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.sources import markdown
from annotations.sources.markdown import parse, render


def text(source: str) -> str:
    """The rendered text of a source from which nothing is held back."""
    rendered, _, problem = render(source)
    assert problem == ""
    return rendered


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One\ntwo\n\n\nthree\n", "One two\n\nthree"),
        ("One  \ntwo\\\nthree", "One\ntwo\nthree"),
        ("# Title\n\nText\n\n### Sub ###\nmore", "Title\n\nText\n\nSub\n\nmore"),
        ("Title\n=====\nText", "Title\n\nText"),
        (
            "*one* _two_ **three** ***four*** ~~five~~ un*frigging*believable",
            "one two three four five unfriggingbelievable",
        ),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        (r"\*not\* \# a \[link\]", "*not* # a [link]"),
        (
            "[the port](http://x.example 'Title') and [ref][r] and [r].\n\n[r]: http://y.example",
            "the port and ref and r.",
        ),
        ("<http://x.example/a> and http://y.example", "http://x.example/a and http://y.example"),
        ("![a crane at dusk](a.jpg) A crane. ![](b.jpg)", "[a crane at dusk] A crane."),
        ("![](b.jpg)\n\nText", "Text"),
        ("![**bold** alt `code`](a.jpg)", "[bold alt code]"),
        ("`code *kept*` and ``a ` b``", "code *kept* and a ` b"),
        ("&ldquo;Caf&eacute;&#8221; &amp; co &copy; &nope;", "“Café” & co © &nope;"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
        ("```python\nx = 1\n\n  y  # *z*\n```\nText", "x = 1\n\n  y  # *z*\n\nText"),
        ("    indented\n      code\n\nText", "indented\n  code\n\nText"),
        ("A<br>b <b>bold</b> <span class='x'>c</span> <!-- hidden -->d", "A\nb bold c d"),
        ("<div class='x'>\n<p>One &amp; two</p>\n<p>Three</p>\n</div>\n\nFour", "One & two\n\nThree\n\nFour"),
        ("<script>\nalert(1)\n</script>\n\nText", "Text"),
        ("<!-- a\ncomment -->\n\nText", "Text"),
        ("Text[^1] here.\n\n[^1]: A note with words.", "Text[^1] here.\n\n[^1]: A note with words."),
        ("Zero-width\u200bspace and no\u00a0break", "Zero-width\u200bspace and no\u00a0break"),
        ("", ""),
        ("\n\n \n", ""),
    ],
)
def test_blocks_and_inlines(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Before\n\n- one\n- two\n  more\n- three\n\nAfter", "Before\n\n- one\n- two more\n- three\n\nAfter"),
        ("1. one\n2. two\n3. three", "1. one\n2. two\n3. three"),
        ("7) seven\n8) eight", "7. seven\n8. eight"),
        ("0. zero\n1. one", "0. zero\n1. one"),
        ("- one\n\n- two\n\n  second paragraph\n", "- one\n\n- two\n\n  second paragraph"),
        (
            "- one\n  - inner\n    1. innermost\n  - again\n- two",
            "- one\n  - inner\n    1. innermost\n  - again\n- two",
        ),
        ("9. nine\n10. ten\n    - under ten", "9. nine\n10. ten\n    - under ten"),
        ("- one  \n  broken", "- one\n  broken"),
        ("- [ ] open\n- [x] done", "- [ ] open\n- [x] done"),
        ("-\n- two", "- two"),
        ("Text\n\n-\n- two\n\nEnd", "Text\n\n- two\n\nEnd"),
        ("- > quoted\n  > more\n- two", "- > quoted more\n- two"),
        ("- ```\n  code\n    more\n  ```\n- two", "- code\n    more\n- two"),
        ("- one\n\n\n* other list", "- one\n\n- other list"),
        ("- # Heading in a list\n- two", "- Heading in a list\n- two"),
    ],
)
def test_lists(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> One\n> two\n>\n> three\n\nAfter", "> One two\n\n> three\n\nAfter"),
        ("> One  \n> two", "> One\n> two"),
        ("> outer\n>\n> > inner\n>\n> outer", "> outer\n\n> > inner\n\n> outer"),
        ("> - a\n> - b", "> - a\n> - b"),
        ("> # Heading\n> text", "> Heading\n\n> text"),
        (">", ""),
    ],
)
def test_quotations(source: str, expected: str) -> None:
    assert text(source) == expected


def test_tables() -> None:
    source = "Before\n\n| Year | *Rent* |\n|:--|--:|\n| 2022 | $1 |\n| 2023 |\n| a \\| b | `c` |\n\nAfter"
    assert text(source) == "Before\n\nYear | Rent\n2022 | $1\n2023 | \na \\| b | c\n\nAfter".replace(
        "\\|", "|"
    ).replace("| \n", "|\n")


def test_two_tables_are_apart() -> None:
    assert text("|a|\n|-|\n|b|\n\n|c|\n|-|\n|d|") == "a\nb\n\nc\nd"


def test_a_table_with_rows_longer_than_its_head_keeps_them() -> None:
    source = "| a | b |\n|---|---|\n| c | d | needle |"
    assert render(source) == (source, "", "kept as written: a table has rows that are longer than its first")


def test_a_full_article() -> None:
    source = """---
title: "Lamps: a history"
author:
  - Ada Lindqvist
  - name: Jorge Peña
date: 2024-03-04
tags: [lamps, harbour]
draft: false
---

# Lamps stay lit

The *board* voted.
"""
    parsed = parse(source.encode())
    assert parsed.text == "Lamps stay lit\n\nThe board voted."
    assert parsed.title == "Lamps: a history"
    assert parsed.byline == "Ada Lindqvist, Jorge Peña"
    assert parsed.date == "2024-03-04"
    assert parsed.metadata == {"tags": ["lamps", "harbour"], "draft": False}


def test_a_title_that_is_only_in_the_front_matter_is_not_put_into_the_text() -> None:
    parsed = parse(b"+++\ntitle = 'Lamps'\n+++\nThe board voted.\n")
    assert (parsed.title, parsed.text) == ("Lamps", "The board voted.")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("Text first\n\n## Then a *heading*\n\n# Another", "Then a heading"),
        ("# \n\n# Second", "Second"),
        ("Setext\n---\n", "Setext"),
        ("Just text", ""),
        ("# Broken  \nline", "Broken"),
    ],
)
def test_the_first_heading_is_the_title(source: str, title: str) -> None:
    assert parse(source.encode()).title == title


def test_broken_front_matter_is_kept_and_noted() -> None:
    parsed = parse(b"---\ntitle: Lamps: a history\n---\n# Lamps\n\nThe *board* voted.\n")
    assert parsed.text == "---\ntitle: Lamps: a history\n---\n\nLamps\n\nThe board voted."
    assert parsed.title == "Lamps"
    assert parsed.metadata == {"front_matter_error": "mapping values are not allowed here"}


def test_the_encoding_is_noted_beside_the_front_matter() -> None:
    parsed = parse("---\nx: 1\n---\nÇa va".encode("utf-16"))
    assert (parsed.text, parsed.metadata) == ("Ça va", {"x": 1, "encoding": "utf-16-le"})


# Nothing is lost.


def nested_list(depth: int) -> str:
    return "".join(f"{'  ' * level}- needle{level}\n" for level in range(depth))


@pytest.mark.parametrize(
    "source", [">" * 30 + " needle", ">" * 90 + " needle", nested_list(30), nested_list(45)]
)
def test_deep_nesting_is_rendered(source: str) -> None:
    rendered = text(source)
    assert re.findall(r"needle\d*", rendered) == re.findall(r"needle\d*", source)


@pytest.mark.parametrize(
    "source",
    [
        ">" * 101 + " needle",
        ">" * 5_000 + " needle",
        nested_list(60),
        nested_list(300),
        "- " * 3_000 + "needle",
    ],
)
def test_deeper_nesting_is_kept_as_written(source: str) -> None:
    assert render("Text\n\n" + source) == ("Text\n\n" + source, "", "kept as written: nested too deeply")


def test_recursion_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MAX_NESTING", 100_000)
    source = ">" * 20_000 + " needle"
    assert render(source)[0] == source


def test_the_reason_is_in_the_metadata() -> None:
    assert parse(b">" * 200 + b" needle").metadata == {"markdown": "kept as written: nested too deeply"}


@pytest.mark.parametrize(
    "source",
    [
        "[a]: http://x\n[a]: http://y\n[b]:\n  <http://z>\n  'a title'\n\nText [a] [b]",
        "- 1.\n  > -\n\nText",
        "1.\n\nText",
    ],
)
def test_definitions_and_empty_items_are_no_loss(source: str) -> None:
    assert text(source).startswith("Text")


def test_what_is_too_long_is_kept_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MAX_RENDERED", 10)
    assert render("*0123456789*") == ("*0123456789*", "", "kept as written: too long to be rendered")
    assert render("[" * 50_001)[2] == "kept as written: too long to be rendered"


@pytest.mark.parametrize(
    "source", ["[" * 5_000, "*a_ " * 5_000, "![l](" * 2_000, "`" * 50_000, "<!--" * 20_000 + "needle"]
)
def test_hostile_sources_take_seconds_at_most(source: str) -> None:
    start = time.perf_counter()
    rendered, _, _ = render(source)
    assert time.perf_counter() - start < 8
    assert ("needle" in source) == ("needle" in rendered)


WORDS = re.compile(r"[a-z]+")
#: Without what hides words by its meaning: destinations, definitions, tags, the names of fences.
MARKUP = st.lists(
    st.sampled_from(
        ["lamp", "port", "x", " ", "  ", "\n", "\n\n", "\n    ", "\t", *"*_#>-+=|[]!1.)\\&;'\"^éß"]
    ),
    max_size=60,
)


@given(MARKUP)
def test_every_word_stays_in_its_order(pieces: list[str]) -> None:
    source = "".join(pieces)
    rendered, heading, _ = render(source)
    # Within tables, quotation and emphasis words may be joined or parted anew; letters may not.
    assert "".join(WORDS.findall(rendered)) == "".join(WORDS.findall(source))
    assert "\n\n\n" not in rendered
    assert heading == " ".join(heading.split())


@given(st.text(st.characters(exclude_characters="\0"), max_size=200))
def test_any_text_can_be_rendered(source: str) -> None:
    parsed = parse(b"Title\n\n" + source.encode("utf-8", "replace"))
    assert parsed.text.startswith("Title")
