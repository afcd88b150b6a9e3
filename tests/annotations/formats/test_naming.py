import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import FormatError
from annotations.formats.naming import Names, file_name, folder_name
from annotations.formats.substitutes import NOT_IN_XML, restore, substitute
from tests.annotations.formats.samples import texts

SPACES = re.compile(r"\s")


def test_a_label_that_fits_keeps_its_name_whoever_came_first() -> None:
    names = Names(SPACES, ["front page", "a b", "a_b"])
    assert names.of("front page") == "front_page"
    assert names.of("a b").startswith("a_b_")
    assert names.of("a_b") == "a_b"
    assert names.of("front_page").startswith("front_page_")


def test_a_name_depends_on_nobody_who_came_before() -> None:
    one, other = Names(SPACES, ["x"]), Names(SPACES, ["x"])
    labels = ["c d", "c_d", "c\td", "x", ""]
    assert [one.of(label) for label in labels] == [other.of(label) for label in reversed(labels)][::-1]


@given(st.lists(st.text(max_size=4), unique=True, max_size=8), st.data())
def test_no_two_labels_have_one_name_and_every_name_fits(labels: list[str], data: st.DataObject) -> None:
    names = Names(SPACES, data.draw(st.lists(st.sampled_from(labels), max_size=3)) if labels else [])
    given_names = [names.of(label) for label in labels]
    assert len(set(given_names)) == len(labels)
    assert all(name and not SPACES.search(name) for name in given_names)
    assert [names.of(label) for label in labels] == given_names


@given(st.text(max_size=60))
def test_the_folder_of_an_annotator_is_one_plain_name(annotator: str) -> None:
    name = folder_name(annotator)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,40}", name)
    assert name == folder_name(annotator)
    assert PurePosixPath(file_name("ab" * 32, annotator)).name == "ab" * 8


def test_annotators_that_look_alike_have_folders_of_their_own() -> None:
    names = ["ana", "Ana", "ANA", "ana ", "../ana", "аna", "a-na", ""]
    assert len({folder_name(name) for name in names}) == len(names)
    assert folder_name("ana") == "ana"
    assert file_name("ab" * 32, "") == "ab" * 8


@given(texts)
def test_what_was_replaced_can_be_put_back(text: str) -> None:
    found = substitute(text, NOT_IN_XML, "?")
    assert len(found.text) == len(text)
    assert not NOT_IN_XML.search(found.text)
    assert restore(found.text, found.originals, "?") == text


@pytest.mark.parametrize(
    "originals", [[3], [[0]], {"a": 1}, [["0", "x"]], [[0, 1]], [[-1, "x"]], [[0, "x", 2]], 7]
)
def test_a_list_of_anything_else_is_refused(originals: object) -> None:
    with pytest.raises(FormatError, match="no list of replaced characters"):
        restore("??", originals, "?")


def test_nothing_is_put_back_into_another_text() -> None:
    with pytest.raises(FormatError, match=r"another text than it was written with \(at character 1\)"):
        restore("?a?", [[0, "\x01"], [1, "\x02"]], "?")
