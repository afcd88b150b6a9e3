"""What is typed into the search line: every text is a query, and none an error."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.store import Store, library
from annotations.store.views import View
from annotations.store.words import match, terms
from tests.annotations.store.desk import ANA, make_article

TEXTS = [
    "The harbour master agreed to publish every contract.",
    "Harbour officials and masters complained.",
    "Un été à Orléans: l’été NEAR the AND OR NOT port*",
]


SIGNS = ['"', "*", "(", ")", "AND", "NOT", "^", "-", "+", "{", "}", ":", "a", " ", "'"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("words") / "desk.db") as opened:
        opened.add_articles(make_article(text, source=f"wire/{n}.txt") for n, text in enumerate(TEXTS))
        yield opened


def found(store: Store, words: str, source: str = "") -> list[int]:
    view = View(annotator=ANA, words=words, source=source)
    return [line.key.seq for line in library.page(store.connection, view)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("harbour", [1, 2]),
        ("HARBOUR master", [1, 2]),
        ("harbour master ", [1]),
        ('"harbour master"', [1]),
        ("“harbour master”", [1]),
        ('"master harbour"', []),
        ('"harbour mas', [1]),
        ("ete", [3]),
        ("ÉTÉ orleans", [3]),
        ("NEAR", [3]),
        ("and or not", [3]),
        ("harbour AND", [2]),
        ("port*", [3]),
        ("text:port", []),
        ("— harbour …", [1, 2]),
        ("h", []),
        ("", [1, 2, 3]),
        ('" " - ()', [1, 2, 3]),
    ],
)
def test_words_are_found(store: Store, words: str, expected: list[int]) -> None:
    assert found(store, words) == expected


def test_the_source_is_searched_apart(store: Store) -> None:
    assert found(store, "", "wire") == [1, 2, 3]
    assert found(store, "wire") == []
    assert found(store, "harbour", "wire/1") == [2]


def test_terms_are_words_and_phrases() -> None:
    assert terms('the "harbour master" of_x — "open') == ["the", "harbour master", "of_x", "open"]
    assert match("a\0b c") == '{title byline text} : ("a" "b" "c")'
    assert match("", "x y") == '{source} : ("x" "y")'
    assert match('say "yes"') == '{title byline text} : ("say" "yes")'
    assert match("") == match("!?") == ""


@given(st.text(max_size=30), st.text(max_size=10))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_typed_is_an_error(store: Store, words: str, source: str) -> None:
    found(store, words, source)


@given(st.lists(st.sampled_from(SIGNS)))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_signs_of_the_query_language_are_no_more_than_signs(store: Store, parts: list[str]) -> None:
    found(store, "".join(parts))
