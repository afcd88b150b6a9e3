"""What is wrong in a file of any format is counted and named by its place, and the rest comes in."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotations.dataset import ImportReport, Options, export, import_
from annotations.errors import FormatError
from annotations.formats import (
    conll_blocks,
    labelstudio_tasks,
    lines,
    table,
)
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, filled
from tests.annotations.formats.samples import SCHEME, article, document, tag_at

BEFORE, AFTER = "Rents rose again.", "The ferry did not sail."
STORY = "The guild struck."
Spans = list[tuple[int, int, str]]


def prodigy(text: str, spans: Spans) -> dict[str, Any]:
    return {"text": text, "spans": [{"start": start, "end": end, "label": it} for start, end, it in spans]}


def doccano(text: str, spans: Spans) -> dict[str, Any]:
    return {"text": text, "label": [[start, end, label] for start, end, label in spans]}


def labelstudio(text: str, spans: Spans) -> dict[str, Any]:
    result = [
        {"type": "labels", "value": {"start": start, "end": end, "labels": [label]}}
        for start, end, label in spans
    ]
    return {"data": {"text": text}, "annotations": [{"result": result}]}


#: What a line (or task) is in each format of JSON, and how its files end.
IN_JSON: dict[str, tuple[Callable[[str, Spans], dict[str, Any]], str]] = {
    "jsonl": (prodigy, ".jsonl"),
    "hf": (prodigy, ".jsonl"),
    "doccano": (doccano, ".jsonl"),
    "labelstudio": (labelstudio, ".json"),
}
#: What is done to the bytes of a line with one tag, and what is said of it.
BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda line: line[:-6], ""),
    "not UTF-8": (lambda line: line.replace(b"guild", b"gu\xfflld"), "is not UTF-8"),
    "NaN": (lambda line: line.replace(b"{", b'{"score": NaN, ', 1), "is not JSON"),
    "infinity": (lambda line: line.replace(b"{", b'{"score": -Infinity, ', 1), "is not JSON"),
    "lone surrogate": (lambda line: line.replace(b"guild", b"g\\ud83dld"), "half a character"),
    "name twice": (lambda line: line.replace(b'"text":', b'"text": "x", "text":', 1), "twice in one object"),
    "no object": (lambda line: b'"text"', ""),
    "nested": (lambda line: line.replace(b"{", b'{"m": ' + b"[" * 500 + b"]" * 500 + b", ", 1), "nested"),
    "huge number": (lambda line: line.replace(b" 9", b" 1e999").replace(b"[4,", b"[1e999,"), ""),
}
#: A tag that is none.
SPANS: dict[str, tuple[int, int, Any]] = {
    "reversed": (9, 4, "x"),
    "of no words": (4, 4, "x"),
    "before the text": (-3, 4, "x"),
    "behind the text": (4, 99, "x"),
    "without a label": (4, 9, " "),
    "of another kind": (4, 9, None),
}


def brought_in(folder: Path, format: str, path: Path) -> tuple[ImportReport, list[tuple[str, str]]]:
    """Import a file, and return the account with the words and labels of all tags that there are then."""
    with Store.open(folder / "desk.db") as store:
        report = import_(store, format, path, "ana", SCHEME, clock=lambda: NOON)
        return report, [(tag.text, tag.label) for tag in store.all_tags()]


def in_lines(folder: Path, format: str, wrong: bytes) -> tuple[ImportReport, list[tuple[str, str]]]:
    """Import a good line, a wrong one and another good one."""
    make, suffix = IN_JSON[format]
    good = [json.dumps(make(text, [(4, 9, "x")])).encode() for text in (BEFORE, AFTER)]
    path = folder / f"given{suffix}"
    path.write_bytes(b"\n".join([good[0], wrong, good[1]]) + b"\n")
    return brought_in(folder, format, path)


def line_of(format: str, spans: Spans) -> bytes:
    return json.dumps(IN_JSON[format][0](STORY, spans)).encode()


#: After a task that breaks off, or is no object, it is not known where the next one begins.
UNENDING = {("labelstudio", "truncated"), ("labelstudio", "no object")}


@pytest.mark.parametrize(
    ("format", "case"),
    [(format, case) for format in IN_JSON for case in BYTES if (format, case) not in UNENDING],
)
def test_a_line_that_is_wrong_is_named_and_the_rest_comes_in(tmp_path: Path, format: str, case: str) -> None:
    damage, reason = BYTES[case]
    whole = line_of(format, [(4, 9, "x")])
    assert damage(whole) != whole
    report, tags = in_lines(tmp_path, format, damage(whole))
    (refusal,) = report.refusals
    assert (refusal.line, report.refused, report.documents) == (2, 1, 2)
    assert reason in refusal.reason
    assert tags == [("s ros", "x"), ("ferry", "x")]


@pytest.mark.parametrize("format", IN_JSON)
@pytest.mark.parametrize("case", SPANS)
def test_a_span_that_is_none_refuses_its_line(tmp_path: Path, format: str, case: str) -> None:
    report, tags = in_lines(tmp_path, format, line_of(format, [(0, 3, "x"), SPANS[case]]))
    assert [refusal.line for refusal in report.refusals] == [2]
    assert tags == [("s ros", "x"), ("ferry", "x")]


@pytest.mark.parametrize("format", IN_JSON)
def test_tags_may_cross_and_their_labels_have_spaces(tmp_path: Path, format: str) -> None:
    spans = [(0, 9, "an odd  label"), (4, 16, "x"), (4, 9, "x")]
    report, tags = in_lines(tmp_path, format, line_of(format, spans))
    assert report.refused == 0
    assert {("The guild", "an odd  label"), ("guild struck", "x"), ("guild", "x")} <= set(tags)


@pytest.mark.parametrize("format", [*IN_JSON, "conll"])
def test_a_line_that_is_too_long_is_named_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", 1_000)
    monkeypatch.setattr(labelstudio_tasks, "MAX_LINE", 1_000)
    monkeypatch.setattr(conll_blocks, "_MAX_LINE", 1_000)
    if format == "conll":
        path = tmp_path / "given.conll"
        path.write_bytes(b"Rents\tB-x\n\n" + b"a" * 4_000_000 + b"\tO\n\nFerries\tB-x\n")
        report, tags = brought_in(tmp_path, format, path)
        assert tags == [("Rents", "x"), ("Ferries", "x")]
    else:
        wrong = line_of(format, []).replace(b"guild", b"g" * 4_000_000)
        report, tags = in_lines(tmp_path, format, wrong)
        assert tags == [("s ros", "x"), ("ferry", "x")]
    (refusal,) = report.refusals
    assert refusal.line == (3 if format == "conll" else 2)
    assert refusal.reason == "is longer than 1,000 bytes"


#: Files of which the second of three is wrong: what it holds, and what is said of it.
BRAT = {
    "truncated": (b"T1\tX 4 9\tgui", "has other words"),
    "reversed": (b"T1\tX 9 4\tguild\n", "is no stretch"),
    "of no words": (b"T1\tX 4 4\t\n", "is no stretch"),
    "behind the text": (b"T1\tX 4 99\tguild\n", "is no stretch"),
    "label with a space": (b"T1\tan X 4 9\tguild\n", "a label has no spaces"),
    "id twice": (b"T1\tX 4 9\tguild\nT1\tX 4 9\tguild\n", "for the second time"),
    "NaN": (b"T1\tX NaN 9\tguild\n", "is no label with a start and an end"),
    "huge number": (b"T1\tX 4 " + b"9" * 5_000 + b"\tguild\n", "has a number out of range"),
    "not UTF-8": (b"T1\tX 4 9\tgu\xffld\n", "is not UTF-8"),
    "surrogate": ("T1\tX 4 9\tgu\ud83dld\n".encode("utf-8", "surrogatepass"), "is not UTF-8"),
    "another format": (b'{"text": "x"}\n', "has no tab after an id"),
}
SLATE = {
    "truncated": (b"(0, 1", "has no place"),
    "reversed": (b"((0, 2), (0, 1)) - x\n", "where the text has no words"),
    "behind the text": (b"(0, 9) - x\n", "where the text has no words"),
    "without a label": (b"(0, 1) - \n", "has no label"),
    "NaN": (b"(0, nan) - x\n", "has no place"),
    "code": (b"__import__('os').abort() - x\n", "has no place"),
    "not UTF-8": (b"(0, 1) - \xff\n", "is not UTF-8"),
    "too long": (b"(" * 4_000 + b") - x\n", "is longer than an item can be"),
    "another format": (b"T1\tX 4 9\tguild\n", "has no place"),
}
#: The same for what our own writer made.
XMI: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[:-40], ""),
    "reversed": (lambda data: data.replace(b'begin="4" end="9"', b'begin="9" end="4"'), "no stretch"),
    "behind the text": (lambda data: data.replace(b'begin="4" end="9"', b'begin="4" end="999"'), "outside"),
    "NaN": (lambda data: data.replace(b'begin="4" end="9"', b'begin="NaN" end="9"'), ""),
    "not UTF-8": (lambda data: data.replace(b"guild", b"gu\xffld"), ""),
    "surrogate": (lambda data: data.replace(b"guild", b"g&#55357;ld"), ""),
    "entities": (lambda data: data.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1), ""),
    "another format": (lambda data: b"(0, 1) - x\n", ""),
}
CAS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[:-40], ""),
    "reversed": (lambda data: data.replace(b'"begin": 4, "end": 9', b'"begin":9,"end":4'), "no stretch"),
    "behind the text": (
        lambda data: data.replace(b'"begin": 4, "end": 9', b'"begin":4,"end":999'),
        "outside",
    ),
    "NaN": (lambda data: data.replace(b'"begin": 4, "end": 9', b'"begin":NaN,"end":9'), "is not JSON"),
    "lone surrogate": (lambda data: data.replace(b"guild", b"g\\ud83dld"), "half a character"),
    "name twice": (lambda data: data.replace(b"{", b'{"a":1,"a":2,', 1), "twice in one object"),
    "not UTF-8": (lambda data: data.replace(b"guild", b"gu\xffld"), "is not UTF-8"),
    "another format": (lambda data: b"[]", ""),
}
SPACY: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda data: data[:-40], "is no DocBin"),
    "another format": (lambda data: b'{"text": "x"}\n', "is no DocBin"),
    "packed otherwise": (lambda data: zlib.compress(b"\xc1" * 100), "is no DocBin"),
}


def with_middle(folder: Path, named: Callable[[int, str], dict[str, bytes]]) -> Path:
    """Write three documents into a folder."""
    path = folder / "given"
    path.mkdir()
    for number, text in enumerate((BEFORE, STORY, AFTER)):
        for name, data in named(number, text).items():
            (path / name).write_bytes(data)
    return path


def check_middle(folder: Path, format: str, path: Path, file: str, reason: str) -> None:
    """Check that the second document of three is refused by name, and what it holds is nowhere."""
    report, tags = brought_in(folder, format, path)
    (refusal,) = report.refusals
    assert Path(refusal.source).name.startswith(file)
    assert reason in refusal.reason
    assert len(tags) == report.documents == report.articles == 2
    with Store.open(folder / "desk.db") as store:
        assert [article.text for article in store.articles()] == [BEFORE, AFTER]


@pytest.mark.parametrize("case", BRAT)
def test_of_brats_files(tmp_path: Path, case: str) -> None:
    wrong, reason = BRAT[case]

    def named(number: int, text: str) -> dict[str, bytes]:
        good = f"T1\tX 4 9\t{text[4:9]}\n".encode()
        return {f"d{number}.txt": text.encode(), f"d{number}.ann": wrong if number == 1 else good}

    check_middle(tmp_path, "brat", with_middle(tmp_path, named), "d1.", reason)


@pytest.mark.parametrize("case", SLATE)
def test_of_slates_files(tmp_path: Path, case: str) -> None:
    wrong, reason = SLATE[case]

    def named(number: int, text: str) -> dict[str, bytes]:
        good = b"(0, 1) - x\n"
        return {f"d{number}.txt": text.encode(), f"d{number}.txt.annotations": wrong if number == 1 else good}

    check_middle(tmp_path, "slate", with_middle(tmp_path, named), "d1.", reason)


def written(folder: Path, format: str, **choices: str) -> Path:
    """Write three articles with a tag each; return the folder of the one split."""
    stories = [article(text, source=f"{number}.txt") for number, text in enumerate((BEFORE, STORY, AFTER))]
    with filled(
        folder / "ours.db", [document(one, tag_at(one, 4, 9, "commitment")) for one in stories]
    ) as store:
        export(store, format, folder / "set", Options(scheme=SCHEME, choices=choices))
    return folder / "set" / "all"


def damaged(path: Path, damage: Callable[[bytes], bytes]) -> str:
    """Damage the file in which the second article is, which has to make a difference; return its name."""
    (file,) = (one for one in path.rglob("*") if one.is_file() and b"guild" in one.read_bytes())
    data = file.read_bytes()
    file.write_bytes(damage(data))
    assert file.read_bytes() != data
    return file.name


@pytest.mark.parametrize(
    ("kind", "case"), [*(("xmi", case) for case in XMI), *(("json", case) for case in CAS)]
)
def test_of_uimas_files(tmp_path: Path, kind: str, case: str) -> None:
    damage, reason = (XMI if kind == "xmi" else CAS)[case]
    path = written(tmp_path, "uima", file=kind)
    name = damaged(path, damage)
    report, tags = brought_in(tmp_path, "uima", path)
    (refusal,) = report.refusals
    assert Path(refusal.source).name == name
    assert reason in refusal.reason
    assert len(tags) == report.documents == report.articles == 2


@pytest.mark.parametrize("case", SPACY)
def test_of_spacys_files(tmp_path: Path, case: str) -> None:
    damage, reason = SPACY[case]
    path = written(tmp_path, "spacy")
    (path / "00001.spacy").write_bytes(damage((path / "00000.spacy").read_bytes()))
    report, tags = brought_in(tmp_path, "spacy", path)
    (refusal,) = report.refusals
    assert Path(refusal.source).name == "00001.spacy"
    assert reason in refusal.reason
    assert len(tags) == report.documents == 3


@pytest.mark.parametrize("format", ["jsonl", "doccano", "hf", "labelstudio", "uima", "brat", "slate"])
def test_another_text_than_ours_is_an_article_of_its_own_and_said_so(tmp_path: Path, format: str) -> None:
    choices = {"hf": {"file": "jsonl"}, "uima": {"file": "json"}}.get(format, {})
    stories = [article(text, source=f"{number}.txt") for number, text in enumerate((BEFORE, STORY))]
    out = tmp_path / ("again" + table.writable(format).suffix)
    with filled(
        tmp_path / "theirs.db", [document(one, tag_at(one, 4, 9, "commitment")) for one in stories]
    ) as store:
        export(store, format, out, Options(scheme=SCHEME, choices=choices, tokens=False))
    data = out if out.is_file() else out / ("all" + out.suffix)
    files = [data] if data.is_file() else [one for one in data.rglob("*") if one.is_file()]
    for file in files:
        file.write_bytes(file.read_bytes().replace(b"struck", b"stroke"))
    report, tags = brought_in(tmp_path, format, data)
    assert (report.refused, report.articles, len(tags)) == (0, 2, 2)
    assert report.losses["articles whose text is not the one they were written with"].count == 1


@pytest.mark.parametrize("format", ["jsonl", "doccano", "conll", "spacy", "hf"])
def test_a_file_of_which_nothing_is_taken_leaves_the_database_as_it_is(tmp_path: Path, format: str) -> None:
    with filled(tmp_path / "desk.db", [document(article(STORY), tag_at(article(STORY), 4, 9, "commitment"))]):
        before = (tmp_path / "desk.db").read_bytes()
    path = tmp_path / {"spacy": "given.spacy", "conll": "given.conll"}.get(format, "given.jsonl")
    path.write_bytes(b"\xff\xfe\x00\n" * 3)
    report, _ = brought_in(tmp_path, format, path)
    assert report.refused
    assert (tmp_path / "desk.db").read_bytes() == before


def test_a_format_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match='cannot read "csv"'):
        brought_in(tmp_path, "csv", tmp_path)
