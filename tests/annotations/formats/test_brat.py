import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import ExportError
from annotations.formats import brat
from annotations.formats.documents import Document, ImportedDocument
from annotations.records import Refusal
from annotations.staging import Folder
from tests.annotations.formats.again import check_damaged, same_again, settles, several, untagged
from tests.annotations.formats.detections import STORY, labelled, marked, story
from tests.annotations.formats.exchange import (
    as_meant,
    files,
    lost,
    read_from,
    refused,
    taken,
    written_into,
)
from tests.annotations.formats.samples import NASTY, SCHEME, article, document, request, tag, tag_at


class Bound(NamedTuple):
    label: str
    parts: list[tuple[int, int]]
    words: str


class Standoff(NamedTuple):
    """What brat makes of a text and its annotations."""

    bound: dict[str, Bound]
    relations: list[tuple[str, str, str]]
    attributes: dict[str, str]
    notes: dict[str, str]


def standoff(folder: Path, name: str) -> Standoff:
    """Read one document by brat's published rules, which fail the test where brat would fail a line.

    The text is strict UTF-8 with universal newlines. A line is what ``str.splitlines`` makes one; an id is
    used once; a type has no space; places lie in the text, touch one another nowhere, and their words,
    joined by one space, are those after the tab; whatever is referred to is there.
    """
    with (folder / f"{name}.txt").open(encoding="utf-8", newline=None) as file:
        text = file.read()
    assert not text.startswith("\ufeff")
    found = Standoff({}, [], {}, {})
    ids = set()
    for line in (folder / f"{name}.ann").read_text(encoding="utf-8").splitlines():
        id, data, *tail = line.split("\t")
        assert re.fullmatch(r"[TRA#]\d+", id)
        assert id not in ids
        ids.add(id)
        if id.startswith("T"):
            label, places = data.split(" ", 1)
            found.bound[id] = Bound(label, [*_places(places, text)], tail[0])
            words = " ".join(text[start:end] for start, end in found.bound[id].parts)
            assert tail == [words]
            assert words == words.strip()
            assert "\n" not in words
        elif id.startswith("R"):
            label, one, two = data.split(" ")
            found.relations.append((label, one.removeprefix("Arg1:"), two.removeprefix("Arg2:")))
        elif id.startswith("A"):
            name_, target, value = data.split(" ")
            assert name_ == "Origin"
            found.attributes[target] = value
        else:
            kind, target = data.split(" ")
            assert kind == "AnnotatorNotes"
            found.notes[target] = tail[0]
    targets = {
        *found.attributes,
        *found.notes,
        *(end for _, one, two in found.relations for end in (one, two)),
    }
    assert targets <= ids
    return found


def _places(places: str, text: str) -> Iterator[tuple[int, int]]:
    seen = list[tuple[int, int]]()
    for place in places.split(";"):
        start, end = map(int, place.split(" "))
        assert 0 <= start < end <= len(text)
        assert not any(end >= before and start < after for before, after in seen)
        seen.append((start, end))
        yield start, end


def configuration(folder: Path) -> dict[str, list[str]]:
    """Return the lines of each section of ``annotation.conf``."""
    sections: dict[str, list[str]] = {}
    for line in (folder / "annotation.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line, [])
        else:
            section.append(line)
    return sections


def name_of(found: Document) -> str:
    return f"{found.annotator}/{found.article.id[:16]}"


def nasty() -> Document:
    of = article()
    return document(
        of,
        tag(of, "agreed to pay €3 million"),
        tag(of, "€3 million; the guild’s", "complaint"),
        tag(of, "€3", "an odd/label", note="firm", origin="edited"),
        tag(of, "today.\n\n東京の", origin="suggested"),
        tag(of, "out.\r\nA", origin="propagated"),
        tag(of, "👩‍🚀 crew"),
        state="done",
    )


# What brat reads.


def test_brat_reads_every_tag_with_its_words(tmp_path: Path) -> None:
    report = written_into(tmp_path / "all", "brat", nasty())
    found = standoff(tmp_path / "all", name_of(nasty()))
    words = {(bound.label, bound.words) for bound in found.bound.values()}
    odd = next(bound.label for bound in found.bound.values() if bound.words == "€3")
    assert re.fullmatch(r"an_odd_label_\w{8}", odd)
    assert words == {
        ("commitment", "agreed to pay €3 million"),
        ("complaint", "€3 million; the guild’s"),
        (odd, "€3"),
        ("commitment", "today. 東京の"),
        ("commitment", "out. A"),
        ("commitment", "👩‍🚀 crew"),
    }
    ids = {bound.words: id for id, bound in found.bound.items()}
    assert found.notes == {ids["€3"]: "firm"}
    assert found.attributes[ids["€3"]] == "edited"
    assert found.attributes[ids["today. 東京の"]] == "suggested"
    kinds = {kind.partition(",")[0].partition(" (")[0]: loss for kind, loss in report.losses.items()}
    assert {kind: (loss.count, loss.change) for kind, loss in kinds.items()} == {
        "articles with characters that brat cannot take": (1, "renamed"),
        "tags over a line break": (2, "split"),
        "tags under another name": (1, "renamed"),
    }


def test_the_text_has_no_character_that_ends_a_line_but_the_line_feed(tmp_path: Path) -> None:
    of = article("\ufeffa\r\nb\tc\u2028d\x85e\x0bf.")
    written_into(tmp_path / "all", "brat", document(of, tag(of, "c\u2028d\x85e\x0bf"), state="done"))
    data = (tmp_path / "all" / f"{name_of(document(of))}.txt").read_bytes()
    assert data.decode() == " a \nb c d e f."
    assert standoff(tmp_path / "all", name_of(document(of))).bound["T1"].words == "c d e f"


def test_quotations_are_tied_to_speakers_and_cues(tmp_path: Path) -> None:
    written_into(tmp_path / "all", "brat", story())
    found = standoff(tmp_path / "all", name_of(story()))
    words = {id: bound.words for id, bound in found.bound.items()}
    told = {(label, words[one], words[two]) for label, one, two in found.relations}
    first, second = "“We will pay €3 million,”", "“That is the end of it.”"
    assert told == {
        ("said_by", first, "Mira Tanaka"),
        ("cued_by", first, "said"),
        ("continues", second, first),
        ("said_by", second, "Mira Tanaka"),
    }
    ids = {bound.label: id for id, bound in found.bound.items()}
    assert found.notes[ids["SPEAKER"]] == "Mira Tanaka, mayor"
    assert (found.attributes[ids["GPE"]], found.attributes[ids["commitment"]]) == ("found", "proposed")


def test_the_configuration_knows_every_label(tmp_path: Path) -> None:
    of = article(STORY)
    report = written_into(tmp_path / "all", "brat", story(tag(of, "walked", "odd | label")))
    brat.finish(Folder(tmp_path), request(SCHEME), {"all": report})
    sections = configuration(tmp_path)
    used = {bound.label for bound in standoff(tmp_path / "all", name_of(story())).bound.values()}
    assert used <= {*sections["[entities]"]}
    assert sections["[entities]"][:2] == ["commitment", "complaint"]
    assert [line.split("\t")[0] for line in sections["[relations]"]][:3] == [
        "said_by",
        "cued_by",
        "continues",
    ]
    assert sections["[attributes]"] == [
        "Origin\tArg:<ENTITY>, Value:manual|suggested|edited|propagated|imported|found|proposed"
    ]
    shown = (tmp_path / "visual.conf").read_text(encoding="utf-8").splitlines()
    assert any(re.fullmatch(r"odd___label_\w{8} \| odd / label", line) for line in shown)


@settings(max_examples=100, deadline=None)
@given(found=marked())
def test_brat_reads_whatever_may_be_tagged(found: Document, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("brat") / "all"
    report = written_into(folder, "brat", found)
    bound = standoff(folder, name_of(found)).bound
    blank = sum(loss.count for kind, loss in report.losses.items() if "white space alone" in kind)
    passages = [tag for tag in found.tags if not tag.on_article]
    assert sum(not tag.text.strip() for tag in passages) <= blank
    one_with_another = sum(loss.count for loss in report.losses.values() if loss.change == "merged")
    assert len(bound) >= len(passages) - blank - one_with_another
    items = read_from(folder, "brat")
    assert as_meant(report, items)
    (item,) = taken(items)
    assert item.article == found.article
    assert all(item.article.text[span.start : span.end] == span.text for span in item.spans)


# There and back.


def test_everything_comes_back_and_goes_out_again_as_it_was(tmp_path: Path) -> None:
    same_again(tmp_path, "brat", nasty(), *untagged("front page"))


@settings(max_examples=50, deadline=None)
@given(found=several(3))
def test_what_was_written_once_is_written_so_again(
    found: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settles(tmp_path_factory.mktemp("brat"), "brat", found)


def test_what_a_program_found_is_no_tag_when_it_comes_back(tmp_path: Path) -> None:
    written_into(tmp_path / "all", "brat", story(tag(article(STORY), "walked out")))
    (item,) = taken(read_from(tmp_path / "all", "brat"))
    assert [span.text for span in item.spans] == ["walked out"]
    kinds = [kind for kind, _ in lost(item)]
    assert kinds.count("annotations that a program found and nobody decided") == 7
    assert kinds.count("relations between annotations") == 4


def test_what_cannot_be_carried_is_counted_and_trimmed(tmp_path: Path) -> None:
    of = article("One  two\n three")
    found = document(
        of,
        tag(of, " two\n ", note="a\nb"),
        tag(of, "  ", "complaint"),
        labelled(of, "opinion"),
    )
    report = written_into(tmp_path / "all", "brat", found)
    assert sorted((loss.change, *loss.labels) for loss in report.losses.values()) == [
        ("dropped", "complaint"),
        ("renamed", "commitment"),
        ("snapped", "commitment"),
        ("split", "opinion"),
    ]
    (item,) = taken(read_from(tmp_path / "all", "brat"))
    assert [(span.text, span.note) for span in item.spans] == [("two", "a b"), ("", "")]
    assert as_meant(report, [item])


def test_annotators_have_folders_of_their_own(tmp_path: Path) -> None:
    of = article()
    for name in ("ana", "../ben", ""):
        written_into(tmp_path / f"x{len(name)}", "brat", document(of, annotator=name, state="done"))
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.txt"))
    assert [re.sub(r"-\w{8}/", "-/", name) for name in names] == [
        f"x0/{of.id[:16]}.txt",
        f"x3/ana/{of.id[:16]}.txt",
        f"x6/ben-/{of.id[:16]}.txt",
    ]


def test_half_a_character_stops_the_export(tmp_path: Path) -> None:
    for number, name in enumerate(("title", "text")):
        of = msgspec.structs.replace(article(), **{name: "a\ud800b"})
        with pytest.raises(ExportError, match="lone surrogate"):
            written_into(tmp_path / str(number), "brat", document(of, state="done"))


# brat's own files.


def given_files(folder: Path, text: str | bytes, ann: str | bytes | None = None, **more: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "d.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    if ann is not None:
        (folder / "d.ann").write_bytes(ann if isinstance(ann, bytes) else ann.encode())
    for suffix, data in more.items():
        (folder / f"d.{suffix}").write_text(data, encoding="utf-8")
    return folder


TEXT = "The minister said\n€5m. It is a café 😀 there."


def one(path: Path) -> ImportedDocument:
    (item,) = taken(read_from(path, "brat"))
    return item


def test_reads_annotations_notes_and_fragments(tmp_path: Path) -> None:
    lines = (
        "T1\tRole 4 12\tminister\nT2\tClaim 4 17;18 21\tminister said €5m\n#1\tAnnotatorNotes T1\twho?\n\n"
    )
    item = one(given_files(tmp_path, TEXT, lines))
    assert [(span.label, span.text, span.note) for span in item.spans] == [
        ("Role", "minister", "who?"),
        ("Claim", "minister said\n€5m", ""),
    ]
    assert (item.state, item.annotator, item.spans[0].origin, item.lost) == ("open", "", "imported", ())
    assert item.article.source == f"{tmp_path}/d.txt"


def test_fragments_that_are_apart_are_a_tag_each(tmp_path: Path) -> None:
    item = one(given_files(tmp_path, TEXT, "T1\tX 36 37;4 12\t😀 minister\n"))
    assert [span.text for span in item.spans] == ["minister", "😀"]
    assert lost(item) == [("annotations in several places, taken as one tag for each", "d: line 1")]


def test_what_has_no_place_here_is_counted(tmp_path: Path) -> None:
    lines = [
        "T1\tRole 4 12\tminister",
        "R1\tX Arg1:T1 Arg2:T1",
        "E1\tRole:T1 Theme:T1",
        "*\tEquiv T1 T1",
        "N1\tReference T1 DB:1\tname",
        "A1\tNegated T1",
        "M1\tSure T1 high",
        "#1\tAnnotatorNotes R1\tso",
        "#2\tSTATUS T1\tdone",
    ]
    item = one(given_files(tmp_path, TEXT, "\n".join(lines)))
    assert len(item.spans) == 1
    assert sorted(detail for _, detail in lost(item)) == sorted(
        ["d: line 2", "d: line 3", "d: line 4", "d: line 5", "d: line 6", "d: line 7", "d: R1", "d: line 9"]
    )


def test_newlines_are_read_as_brat_reads_them(tmp_path: Path) -> None:
    item = one(given_files(tmp_path, "One\r\ntwo\rthree", "T1\tX 4 7\ttwo\r\nT2\tY 8 13\tthree"))
    assert (item.article.text, [span.text for span in item.spans]) == ("One\ntwo\nthree", ["two", "three"])


@pytest.mark.parametrize("start", [4, 5])
def test_a_byte_order_mark_may_have_been_counted_or_not(tmp_path: Path, start: int) -> None:
    ann = f"\ufeffT1\tRole {start} {start + 8}\tminister"
    item = one(given_files(tmp_path, "\ufeff" + TEXT, ann))
    assert (item.article.text, item.spans[0].text) == (TEXT, "minister")


def test_a_text_alone_is_an_article(tmp_path: Path) -> None:
    item = one(given_files(tmp_path, TEXT))
    assert (item.spans, item.state) == ((), None)


def test_one_file_stands_for_both(tmp_path: Path) -> None:
    given_files(tmp_path, TEXT, "T1\tRole 4 12\tminister")
    for name in ("d.txt", "d.ann"):
        assert [span.text for span in one(tmp_path / name).spans] == ["minister"]


def test_a_collection_may_be_empty(tmp_path: Path) -> None:
    report = written_into(tmp_path / "all", "brat")
    brat.finish(Folder(tmp_path), request(SCHEME), {"all": report})
    assert read_from(tmp_path, "brat") == []


def test_reads_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/d.txt", TEXT)
        archive.writestr("a/d.ann", "T1\tRole 4 12\tminister")
    assert [span.text for span in one(path).spans] == ["minister"]


@pytest.mark.parametrize(
    ("ann", "line", "reason"),
    [
        ("T1\tRole 4 12\tpresident", 1, "has other words than the text has there"),
        ("\nT1\tRole 4 999\tminister", 2, "lies at 4 to 999, which is no stretch of a text of 44 characters"),
        ("T1\tRole 12 4\tminister", 1, "lies at 12 to 4"),
        ("T1\tRole 4 4\t", 1, "lies at 4 to 4"),
        ("T1\tMy Role 4 12\tminister", 1, "a label has no spaces"),
        ("T1\tRole -4 12\tminister", 1, "is no label with a start and an end"),
        ("T1\tRole NaN 12\tminister", 1, "is no label with a start and an end"),
        ("T1\tRole 4 12;\tminister", 1, "is no label with a start and an end"),
        (f"T1\tRole 4 1{'0' * 5000}\tminister", 1, "number out of range"),
        ("T1\tRole 4 12\tminister\nT1\tRole 4 12\tminister", 2, "has the id T1 for the second time"),
        ("T1 Role 4 12 minister", 1, "has no tab after an id"),
        ("T1\tRole 4 12\tminister\nX1\tRole", 2, "begins with 'X1', which is no id of brat's"),
        ("A1\tNegated", 1, "is no attribute"),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_rest_taken(
    tmp_path: Path, ann: str, line: int, reason: str
) -> None:
    given_files(tmp_path, TEXT, ann)
    (tmp_path / "e.txt").write_text("Fine.", encoding="utf-8")
    items = read_from(tmp_path, "brat")
    (refusal,) = [item for item in items if isinstance(item, Refusal)]
    assert (refusal.source, refusal.line) == (f"{tmp_path}/d.ann", line)
    assert reason in refusal.reason
    assert [item.article.text for item in items if isinstance(item, ImportedDocument)] == ["Fine."]


@pytest.mark.parametrize(
    ("text", "ann", "more", "reason"),
    [
        (b"caf\xe9", None, {}, "d.txt is not UTF-8"),
        (TEXT, b"T1\tX 4 12\tm\xe9", {}, "d.ann is not UTF-8"),
        (" \n", None, {}, "has no text"),
        (TEXT, None, {"json": '{"article": "x", "labels": {"a": 3}}'}, "is not as it was written"),
        (
            TEXT,
            None,
            {"json": '{"article": "x", "on_article": [{"label": " "}]}'},
            "is not as it was written",
        ),
        (
            TEXT,
            None,
            {"json": '{"article": "x", "replaced": [[0, "x"]]}'},
            "another text than it was written with",
        ),
        (TEXT, None, {"json": '{"article": NaN}'}, "is not JSON"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_reason(
    tmp_path: Path, text: str | bytes, ann: bytes | None, more: dict[str, str], reason: str
) -> None:
    assert reason in refused(read_from(given_files(tmp_path, text, ann, **more), "brat"))


def test_json_of_somebody_else_says_nothing(tmp_path: Path) -> None:
    item = one(given_files(tmp_path, TEXT, json="[1]"))
    assert item.article.metadata == {}


def test_another_text_than_was_written_is_counted(tmp_path: Path) -> None:
    found = document(article("Old words."), state="done")
    written_into(tmp_path / "all", "brat", found)
    (tmp_path / "all" / f"{name_of(found)}.txt").write_text("New words.", encoding="utf-8")
    assert one(tmp_path / "all").lost[0][0] == "articles whose text is not the one they were written with"


@settings(deadline=None)
@given(place=st.integers(0, 400), junk=st.binary(max_size=3), suffix=st.sampled_from(["txt", "ann", "json"]))
def test_damaged_files_are_refused_or_read_but_never_break_anything(
    place: int, junk: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("brat") / "all"
    written_into(folder, "brat", nasty())
    path = folder / f"{name_of(nasty())}.{suffix}"
    check_damaged(folder, "brat", path, place, junk)


def test_what_stands_beside_is_what_brat_has_no_place_for(tmp_path: Path) -> None:
    of = article(byline="R. Osei")
    written_into(tmp_path / "all", "brat", document(of, tag_at(of, 0, 1, "a b"), state="done"))
    ((_, data),) = [item for item in files(tmp_path / "all").items() if item[0].endswith(".json")]
    values = json.loads(data)
    assert (values["article"], values["byline"], values["state"]) == (of.id, "R. Osei", "done")
    assert [*values["labels"].values()] == ["a b"]
    assert values["replaced"] == [[NASTY.index("\r"), "\r"], [NASTY.index("\t"), "\t"]]


def test_tags_that_differ_by_white_space_alone_are_one_and_counted(tmp_path: Path) -> None:
    story = article("They agreed \n to pay.")
    alike = [tag_at(story, 5, end, "figure") for end in (11, 12, 13)]
    report = written_into(tmp_path / "all", "brat", document(story, *alike, tag_at(story, 5, 12, "other")))
    assert report.labels == {"figure": 1, "other": 1}
    assert {loss.change: loss.labels for loss in report.losses.values()} == {
        "merged": {"figure": 2},
        "snapped": {"other": 1},
    }
