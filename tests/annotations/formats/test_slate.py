import ast
import json
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.formats.documents import Document, ImportedDocument
from annotations.formats.slate import Lines
from annotations.records import Refusal, Span
from tests.annotations.formats.again import check_damaged, same_again, settles, several, untagged
from tests.annotations.formats.detections import STORY, labelled, marked, story
from tests.annotations.formats.exchange import (
    as_meant,
    lost,
    read_from,
    refused,
    taken,
    written_into,
)
from tests.annotations.formats.samples import article, document, tag, tag_at, texts

TOKENS, CHARACTERS, ARTICLE = "", ".characters", ".document"


class Item(NamedTuple):
    """What SLATE makes of a line: the words of each of its places, and its labels."""

    words: list[str]
    labels: list[str]


def slate(folder: Path, name: str, mode: str) -> list[Item]:
    """Read one file of annotations by SLATE's published rules, which fail the test where SLATE would stop.

    Lines end with a line feed, tokens are what ``strip().split()`` makes of one; what stands before the
    first hyphen is a tuple or a list of them; all places of a file have as many numbers as its scope asks
    for; ends are inclusive.
    """
    with (folder / f"{name}.txt").open(encoding="utf-8", newline=None) as file:
        lines = [line.strip().split() for line in file.read().split("\n")]
    path = folder / f"{name}.txt{mode}.annotations"
    if not path.exists():
        return []
    length = {"": 2, ".document": 0}.get(mode, 3)
    items = []
    for line in path.read_text(encoding="utf-8").splitlines():
        place, _, labels = line.partition("-")
        found = ast.literal_eval(place.strip())
        words = []
        for one in found if isinstance(found, list) else [found]:
            first, last = one if one and isinstance(one[0], tuple) else (one, one)
            assert len(first) == len(last) == length
            words.append(_words(lines, first, last))
        assert mode != ".links" or not labels.strip()
        items.append(Item(words, labels.split()))
    return items


def _words(lines: list[list[str]], first: tuple[int, ...], last: tuple[int, ...]) -> str:
    """Return the tokens of a stretch, cut at its ends where characters are counted, with spaces between."""
    if not first:
        return ""
    places: list[tuple[int, ...]] = [
        (line, token) for line, tokens in enumerate(lines) for token in range(len(tokens))
    ]
    chosen = places[places.index(first[:2]) : places.index(last[:2]) + 1]
    words = [lines[line][token] for line, token in chosen]
    if len(first) == 3:
        assert 0 <= last[2] < len(words[-1])
        words[-1] = words[-1][: last[2] + 1]
        assert 0 <= first[2] < len(words[0])
        words[0] = words[0][first[2] :]
    return " ".join(words)


def name_of(found: Document) -> str:
    return f"{found.annotator}/{found.article.id[:16]}"


def nasty() -> Document:
    of = article()
    return document(
        of,
        tag(of, "agreed to pay €3"),
        tag(of, "€3 million; the guild’s", "complaint"),
        tag(of, "€3", "an odd label", note="firm", origin="edited"),
        tag(of, "today.\n\n東京の", origin="suggested"),
        tag(of, "out.\r\nA", origin="propagated"),
        tag(of, "👩‍🚀 crew"),
        tag(of, "no deal", "front-page"),
        labelled(of, "front page"),
        state="done",
    )


# What SLATE reads.


def test_slate_reads_every_tag_with_its_words(tmp_path: Path) -> None:
    report = written_into(tmp_path / "all", "slate", nasty())
    found = slate(tmp_path / "all", name_of(nasty()), TOKENS)
    assert [(item.words, item.labels) for item in found][:1] == [(["today. 東京の"], ["commitment"])]
    assert {item.words[0] for item in found} == {
        "today. 東京の",
        "agreed to pay €3",
        "€3 million; the guild’s",
        "€3",
        "out. A",
        "👩‍🚀 crew",
    }
    odd = next(item.labels for item in found if item.words == ["€3"])
    assert odd[0].startswith("an_odd_label_")
    (inside,) = slate(tmp_path / "all", name_of(nasty()), CHARACTERS)
    assert inside == Item(["no deal"], ["front-page"])
    assert slate(tmp_path / "all", name_of(nasty()), ARTICLE) == [Item([""], ["front_page"])]
    kinds = {kind.partition(",")[0].partition(" (")[0]: loss.count for kind, loss in report.losses.items()}
    assert kinds == {
        "articles with carriage returns": 1,
        "notes set apart in the .json beside": 1,
        "tags under another name": 1,
    }


def test_what_a_program_found_stands_by_itself_and_links_have_no_labels(tmp_path: Path) -> None:
    report = written_into(tmp_path / "all", "slate", story())
    assert slate(tmp_path / "all", name_of(story()), TOKENS) == []
    found = slate(tmp_path / "all", name_of(story()), ".found")
    assert Item(["Mira Tanaka"], ["SPEAKER"]) in found
    links = slate(tmp_path / "all", name_of(story()), ".links")
    assert ["“We will pay €3 million,”", "Mira Tanaka"] in [item.words for item in links]
    assert len(links) == 4
    assert any("relations without their labels" in kind for kind in report.losses)


@settings(max_examples=100, deadline=None)
@given(found=marked())
def test_slate_reads_whatever_may_be_tagged(
    found: Document, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("slate") / "all"
    report = written_into(folder, "slate", found)
    items = [item for mode in (TOKENS, CHARACTERS) for item in slate(folder, name_of(found), mode)]
    passages = [tag.text.split() for tag in found.tags if not tag.on_article and tag.text.strip()]
    assert sorted(item.words[0].split() for item in items) == sorted(passages)
    for mode in (".found", ".links", ARTICLE):
        slate(folder, name_of(found), mode)
    back = read_from(folder, "slate")
    assert as_meant(report, back)
    assert taken(back)[0].article == found.article


@given(texts, st.data())
def test_a_place_covers_the_words_from_ink_to_ink(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    lines, words = Lines(text), text[start:end]
    place = lines.place(Span(start, end))
    if place is None:
        assert not words.strip()
        return
    back = lines.span(place.first, place.last)
    assert back is not None
    assert back.of(text) == words.strip()
    tokens = lines.span(place.first[:2], place.last[:2])
    assert tokens is not None
    assert (tokens == back) is place.whole


# There and back.


def test_everything_comes_back_and_goes_out_again_as_it_was(tmp_path: Path) -> None:
    same_again(tmp_path, "slate", nasty(), *untagged("front page"))


@settings(max_examples=50, deadline=None)
@given(found=several(3))
def test_what_was_written_once_is_written_so_again(
    found: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settles(tmp_path_factory.mktemp("slate"), "slate", found)


def test_what_a_program_found_is_no_tag_when_it_comes_back(tmp_path: Path) -> None:
    written_into(tmp_path / "all", "slate", story(tag(article(STORY), "walked")))
    (item,) = taken(read_from(tmp_path / "all", "slate"))
    assert [span.text for span in item.spans] == ["walked"]
    kinds = [kind for kind, _ in lost(item)]
    assert kinds.count("items that a program found and nobody decided") == 7
    assert kinds.count("links between stretches") == 4


def test_what_slate_cannot_carry_is_counted(tmp_path: Path) -> None:
    of = article("One  two\n three")
    found = document(of, tag(of, " two\n ", note="a\nb"), tag(of, "  ", "complaint"))
    report = written_into(tmp_path / "all", "slate", found)
    assert sorted((loss.change, *loss.labels) for loss in report.losses.values()) == [
        ("dropped", "complaint"),
        ("snapped", "commitment"),
        ("split", "commitment"),
    ]
    (item,) = taken(read_from(tmp_path / "all", "slate"))
    assert [(span.text, span.note) for span in item.spans] == [(" two\n ", "a\nb")]


# SLATE's own files.

TEXT = "The minister  said\n\n€5m. It is a café 😀 there."


def given_files(folder: Path, items: str | bytes, text: str | bytes = TEXT, **more: str) -> Path:
    (folder / "d.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "d.txt.annotations").write_bytes(items if isinstance(items, bytes) else items.encode())
    for suffix, data in more.items():
        (folder / f"d.txt.{suffix}").write_text(data, encoding="utf-8")
    return folder


def one(path: Path) -> ImportedDocument:
    (item,) = taken(read_from(path, "slate"))
    return item


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("(0, 1)", "minister"),
        ("((0, 1), (0, 2))", "minister  said"),
        ("((0, 2), (2, 0))", "said\n\n€5m."),
        ("(2, 4, 0)", "c"),
        ("((2, 4, 1), (2, 5, 0))", "afé 😀"),
        ("0", "The minister  said"),
        ("((0,), (2,))", TEXT),
        ("(2,)", "€5m. It is a café 😀 there."),
        ("[(0, 1)]", "minister"),
    ],
)
def test_reads_items_of_every_scope(tmp_path: Path, item: str, words: str) -> None:
    found = one(given_files(tmp_path, f"{item} - a-label other\n\n"))
    assert [(span.text, span.label) for span in found.spans] == [(words, "a-label"), (words, "other")]
    assert (found.state, found.annotator, found.spans[0].origin) == ("open", "", "imported")


def test_labels_of_the_document_are_those_of_the_article(tmp_path: Path) -> None:
    found = one(given_files(tmp_path, "() - politics\n[] - sports"))
    assert [(span.start, span.end, span.label) for span in found.spans] == [
        (0, 0, "politics"),
        (0, 0, "sports"),
    ]


def test_links_are_counted(tmp_path: Path) -> None:
    found = one(given_files(tmp_path, "[(0, 1), (2, 0)] - \n0 2 - \n"))
    assert found.spans == ()
    assert lost(found) == [
        ("links between stretches", "d.txt: d.txt.annotations, line 1"),
        ("links between stretches", "d.txt: d.txt.annotations, line 2"),
    ]


def test_one_file_stands_for_both_and_a_zip_for_a_folder(tmp_path: Path) -> None:
    given_files(tmp_path, "(0, 1) - x")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a/d.txt", TEXT)
        archive.writestr("a/d.txt.annotations", "(0, 1) - x")
    for name in ("d.txt", "d.txt.annotations", "x.zip"):
        assert [span.text for span in one(tmp_path / name).spans] == ["minister"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("(1, 0) - x", "lies at (1, 0), where the text has no words"),
        ("(0, 3) - x", "lies at (0, 3)"),
        ("(9, 0) - x", "lies at (9, 0)"),
        ("((0, 2), (0, 1)) - x", "lies at ((0, 2), (0, 1))"),
        ("(0, 1, 8) - x", "lies at (0, 1, 8)"),
        ("1 - x", "lies at 1"),
        ("(0, 1, 2, 3) - x", "none of lines, tokens and characters"),
        ("((0, 1), (0, 1, 0)) - x", "none of lines, tokens and characters"),
        ("(0.5, 1) - x", "none of lines, tokens and characters"),
        ("(True, 1) - x", "none of lines, tokens and characters"),
        ("'a' - x", "none of lines, tokens and characters"),
        ("{} - x", "none of lines, tokens and characters"),
        ("(0, 1) - ", "has no label"),
        ("(0, 1", "has no place where an item should begin"),
        ("__import__('os').getcwd() - x", "has no place where an item should begin"),
        ("(nan, 1) - x", "has no place where an item should begin"),
        ("(" * 300 + " - x", "has no place where an item should begin"),
        ("(" * 500 + " - x", "is longer than an item can be"),
        ("(0, -1) - x", "has no place where an item should begin"),
    ],
)
def test_an_item_that_is_wrong_is_named_and_the_rest_taken(tmp_path: Path, item: str, reason: str) -> None:
    given_files(tmp_path, f"(0, 1) - x\n{item}\n")
    (tmp_path / "e.txt").write_text("Fine.", encoding="utf-8")
    items = read_from(tmp_path, "slate")
    (refusal,) = [found for found in items if isinstance(found, Refusal)]
    assert (refusal.source, refusal.line) == (f"{tmp_path}/d.txt.annotations", 2)
    assert reason in refusal.reason
    assert [found.article.text for found in items if isinstance(found, ImportedDocument)] == ["Fine."]


@pytest.mark.parametrize(
    ("items", "text", "more", "reason"),
    [
        (b"\xff", TEXT, {}, "d.txt.annotations is not UTF-8"),
        ("", b"caf\xe9", {}, "d.txt is not UTF-8"),
        ("", " \n", {}, "has no text"),
        ("", TEXT, {"json": '{"article": "x", "tags": 3}'}, "is not as it was written"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_reason(
    tmp_path: Path, items: str | bytes, text: str | bytes, more: dict[str, str], reason: str
) -> None:
    assert reason in refused(read_from(given_files(tmp_path, items, text, **more), "slate"))


@pytest.mark.parametrize(
    "change", [{"start": 0, "end": 2}, {"start": -4}, {"end": 4000}, {"start": "x"}, {"end": 2, "start": 5}]
)
def test_what_stands_beside_cannot_move_a_tag_from_its_words(tmp_path: Path, change: dict[str, Any]) -> None:
    found = document(article("One two three."), tag(article("One two three."), " two"))
    written_into(tmp_path / "all", "slate", found)
    path = tmp_path / "all" / f"{name_of(found)}.txt.json"
    values = json.loads(path.read_bytes())
    values["tags"][0] |= change
    path.write_text(json.dumps(values), encoding="utf-8")
    assert [span.text for span in one(tmp_path / "all").spans] == ["two"]


@settings(deadline=None)
@given(
    place=st.integers(0, 400),
    junk=st.binary(max_size=3),
    suffix=st.sampled_from(["", ".annotations", ".json"]),
)
def test_damaged_files_are_refused_or_read_but_never_break_anything(
    place: int, junk: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("slate") / "all"
    written_into(folder, "slate", nasty())
    path = folder / f"{name_of(nasty())}.txt{suffix}"
    check_damaged(folder, "slate", path, place, junk)


def test_tags_written_alike_come_back_apart(tmp_path: Path) -> None:
    of = article("a b ")
    same_again(
        tmp_path, "slate", document(of, tag_at(of, 0, 3, "x", note="one"), tag_at(of, 0, 4, "x", note="two"))
    )
