import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.sources import front_matter
from annotations.sources.front_matter import FrontMatter, split


def test_yaml() -> None:
    text = "---\ntitle: Lamps\ntags: [a, b]\ndate: 2024-03-04\n---\nThe body.\n"
    assert split(text) == FrontMatter(
        {"title": "Lamps", "tags": ["a", "b"], "date": "2024-03-04"}, "The body.\n"
    )


def test_toml() -> None:
    text = '+++\ntitle = "Lamps"\ndate = 2024-03-04T05:06:07Z\n[extra]\nn = nan\n+++\nThe body.\n'
    assert split(text) == FrontMatter(
        {"title": "Lamps", "date": "2024-03-04T05:06:07+00:00", "extra": {"n": "nan"}}, "The body.\n"
    )


def test_yaml_may_end_in_dots_and_fences_in_spaces() -> None:
    assert split("---  \ntitle: Lamps\n...\t\nBody") == FrontMatter({"title": "Lamps"}, "Body")


def test_front_matter_may_be_all_there_is() -> None:
    assert split("---\ntitle: Lamps\n---") == FrontMatter({"title": "Lamps"}, "")


def test_empty_front_matter_is_front_matter() -> None:
    assert split("---\n---\nBody") == FrontMatter({}, "Body")
    assert split("+++\n+++\nBody") == FrontMatter({}, "Body")
    assert split("---\n# only a comment\n---\nBody") == FrontMatter({}, "Body")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "Just a text.\n---\ntitle: no\n---\n",
        "\n---\ntitle: no\n---\n",
        "---\ntitle: never closed\n",
        "---\nProse between two breaks, as in an old novel\n---\nMore prose.",
        "---\n- a\n- list\n---\nBody",
        "----\ntitle: no\n----\n",
        "---\n" + "a: b\n" * 20_000 + "---\nToo long",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split(text) == FrontMatter({}, text)


@pytest.mark.parametrize(
    ("block", "error"),
    [
        ("title: Lamps: a history", "mapping values are not allowed here"),
        ("title: [unclosed", "expected ',' or ']'"),
        ("title: 'unclosed", "unexpected end of stream"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("date: 2024-13-45", "month must be in 1..12"),
        ("title: \x01", "special characters are not allowed"),
        ("a: !!python/object/apply:os.system ['true']", "could not determine a constructor"),
        ("{[1]: 2}: 3", "unhashable"),
        ("a: " + "[" * 2_000, "too many brackets"),
        ("a: " + "[" * 40 + "]" * 40, "nested too deeply"),
        ("a: " + "9" * 5_000, "4300"),
        ("\n".join(f"{'  ' * n}a:" for n in range(150)), "nested too deeply"),
    ],
)
def test_broken_yaml_is_kept_aside(block: str, error: str) -> None:
    found = split(f"---\n{block}\n---\n\nThe body.\n")
    assert (found.fields, found.body) == ({}, "\nThe body.\n")
    assert error in found.error
    assert found.broken == f"---\n{block}\n---"


@pytest.mark.parametrize(
    "block", ["title = ", "title: Lamps", "a = " + "[" * 3_000, "a = 1\na = 2", "a = 2024-13-45"]
)
def test_broken_toml_is_kept_aside(block: str) -> None:
    found = split(f"+++\n{block}\n+++\nThe body.\n")
    assert (found.fields, found.body, found.broken) == ({}, "The body.\n", f"+++\n{block}\n+++")
    assert found.error


def test_an_alias_bomb_costs_nothing() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    start = time.perf_counter()
    found = split("---\n" + "\n".join(lines) + "\n---\nBody")
    assert time.perf_counter() - start < 2
    assert "aliases" in found.error


def test_what_json_cannot_hold_is_made_harmless() -> None:
    block = (
        'a: .nan\nb: !!binary aGk=\nc: !!set {x, y}\n1: one\nd: 2024-01-02T03:04:05Z\ne: "\\ud800"\n2.5: t'
    )
    assert split(f"---\n{block}\n---\n").fields == {
        "a": "nan",
        "b": "b'hi'",
        "c": ["x", "y"],
        "1": "one",
        "d": "2024-01-02T03:04:05+00:00",
        "e": "\ufffd",
        "2.5": "t",
    }


@given(st.text(alphabet="-+.: \nabc[]{}&*!|>\"'#%0129é", max_size=80))
def test_no_text_is_lost_whatever_stands_there(text: str) -> None:
    for fence in ("---", "+++"):
        whole = f"{fence}\n{text}\n{fence}\nThe body stays"
        found = front_matter.split(whole)
        assert found.body.endswith("The body stays")
        assert bool(found.broken) == bool(found.error)
        if found.error:
            assert whole.startswith(found.broken)
            assert whole.removeprefix(found.broken).lstrip("\n") == found.body.lstrip("\n")
