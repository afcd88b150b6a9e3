"""CoNLL's columns, as seqeval, doccano's published rule and our own reader take them."""

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB2, Entities

from annotations.detect.tokens import tokens
from annotations.errors import ExportError
from annotations.formats import conll, conll_blocks
from annotations.formats.documents import Document, ImportedDocument, Request, Written
from annotations.records import Refusal
from tests.annotations.formats.samples import PASSAGES, article, document, nasty, request, tag, tag_at

LABELS = ("commitment", "complaint")


def wanted(**options: str) -> Request:
    return request(PASSAGES, tokenize=tokens, passage_labels=LABELS, options=options)


def written(*given: Document, **options: str) -> tuple[str, Written]:
    out = io.BytesIO()
    report = conll.write(given, out, wanted(**options))
    return out.getvalue().decode(), report


def blocks(text: str) -> list[list[list[str]]]:
    return [[line.split("\t") for line in block.split("\n")] for block in text.strip("\n").split("\n\n")]


def read(data: str | bytes) -> list[ImportedDocument | Refusal]:
    raw = data if isinstance(data, bytes) else data.encode()
    return list(conll.read(io.BytesIO(raw), source="c.conll"))


def taken(data: str) -> ImportedDocument:
    (found,) = read(data)
    assert isinstance(found, ImportedDocument), found
    return found


def refused(data: str | bytes) -> Refusal:
    (found,) = read(data)
    assert isinstance(found, Refusal), found
    return found


def spans(found: ImportedDocument) -> list[tuple[str, str]]:
    return [(span.text, span.label) for span in found.spans]


def test_one_line_a_token_and_one_column_a_label() -> None:
    story = article("The mayor agreed to pay. “No deal,” she said.")
    text, report = written(document(story, tag(story, "agreed to pay"), tag(story, "to pay", "complaint")))
    assert text == (
        "-DOCSTART-\tO\tO\n\n"
        "The\tO\tO\nmayor\tO\tO\nagreed\tB-commitment\tO\nto\tI-commitment\tB-complaint\n"
        "pay\tI-commitment\tI-complaint\n.\tO\tO\n\n"
        "“\tO\tO\nNo\tO\tO\ndeal\tO\tO\n,\tO\tO\n”\tO\tO\nshe\tO\tO\nsaid\tO\tO\n.\tO\tO\n\n"
    )
    assert (report.documents, report.labels) == (1, {"commitment": 1, "complaint": 1})
    assert [loss.of for loss in report.losses.values()] == ["white space"]


@pytest.mark.parametrize(
    ("policy", "stays", "goes"),
    [("longest", "complaint", "commitment"), ("first", "commitment", "complaint")],
)
def test_in_one_column_somebody_gives_way_and_is_counted(policy: str, stays: str, goes: str) -> None:
    story = article("The mayor agreed to pay the crews.")
    text, report = written(
        document(story, tag(story, "agreed to"), tag(story, "to pay the crews", "complaint")), overlap=policy
    )
    assert {len(line) for block in blocks(text) for line in block} == {2}
    assert report.labels == {stays: 1}
    ((kind, loss),) = ((kind, loss) for kind, loss in report.losses.items() if not loss.of)
    assert (kind, loss.labels) == (f"tags left out: they overlap with others ({policy} stays)", {goes: 1})


def test_seqeval_finds_the_tags_of_the_nasty_texts() -> None:
    text, report = written(*nasty(), overlap="longest", docstart="no")
    sequences = [[line[1] for line in block] for block in blocks(text)]
    found = [entity for sequence in sequences for entity in get_entities(sequence)]
    strict = Entities(sequences, IOB2).entities
    assert len(found) == sum(len(sequence) for sequence in strict) == report.spans
    assert sorted(label for label, _, _ in found) == sorted(
        label for label, count in report.labels.items() for _ in range(count)
    )
    meant = sum(not one.on_article for one_of in nasty() for one in one_of.tags)
    lost = sum(loss.count for loss in report.losses.values() if loss.change == "dropped" and not loss.of)
    assert report.spans == meant - lost


def test_each_column_is_iob2_for_seqeval() -> None:
    text, report = written(*nasty())
    rows = blocks(text)
    for column, label in enumerate(LABELS, start=1):
        found = Entities([[line[column] for line in block] for block in rows], IOB2).entities
        assert sum(len(sequence) for sequence in found) == report.labels[label]


def test_doccano_reads_one_column() -> None:
    """Its published rule: two columns with a tab between, blocks by blank lines, a B before every I."""
    text, report = written(*nasty(), overlap="first", docstart="no")
    begun = 0
    for block in blocks(text):
        before = "O"
        for line in block:
            assert len(line) == 2
            kind, _, label = line[1].partition("-")
            assert kind != "I" or before.endswith(f"-{label}")
            begun += kind == "B"
            before = line[1]
    assert begun == report.spans


def test_a_sentence_that_ends_inside_a_tag_ends_no_block() -> None:
    story = article("It rained. They agreed. They paid. It rained.")
    text, _ = written(document(story, tag(story, "They agreed. They paid.")))
    assert [[line[0] for line in block] for block in blocks(text)[1:]] == [
        ["It", "rained", "."],
        ["They", "agreed", ".", "They", "paid", "."],
        ["It", "rained", "."],
    ]


def test_what_tokens_cannot_say_is_counted() -> None:
    story = article("One  two\u00a0three.")
    half, space = tag_at(story, 1, 2, "commitment"), tag_at(story, 4, 5, "complaint")
    odd = tag(story, "three", "front\n page")
    _, report = written(document(story, half, space, odd), overlap="first")
    assert {kind: loss.change for kind, loss in report.losses.items() if not loss.of} == {
        "tags widened to whole tokens": "snapped",
        "tags left out: no token holds a character of them": "dropped",
        "tags whose label has white space that a line cannot hold": "renamed",
    }
    assert report.labels == {"commitment": 1, "front page": 1}
    _, report = written(document(story, odd))
    assert report.losses["tags left out: their label has no column"].count == 1


def test_the_word_that_begins_a_document_is_a_word_inside_one() -> None:
    story = article("He typed it.\n\n-DOCSTART-\n\nIt worked.")
    text, _ = written(document(story))
    assert taken(text).article.text.split() == [
        token.text for token in tokens(story.text) if token.text.strip()
    ]
    alone = article("-DOCSTART-")
    text, report = written(document(alone, tag(alone, "-DOCSTART-")), document(story))
    assert len(read(text)) == 1
    assert report.losses["tags of texts left out: they consist of the word that begins a document"].count == 1


def test_half_a_character_stops_the_export() -> None:
    torn = msgspec.structs.replace(article("half"), text="half \ud800")
    with pytest.raises(ExportError, match="lone surrogate"):
        conll.write([document(torn)], io.BytesIO(), request(tokenize=lambda text: [(text, 0, 6, False)]))


# Reading.


def test_reads_the_files_of_2003() -> None:
    found = taken(
        "-DOCSTART- -X- -X- O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\n"
        "\nPeter NNP I-NP I-PER\nBlackburn NNP I-NP I-PER\nRome NNP I-NP B-PER\n"
    )
    assert found.article.text == "EU rejects German\nPeter Blackburn Rome"
    assert spans(found) == [("EU", "ORG"), ("German", "MISC"), ("Peter Blackburn", "PER"), ("Rome", "PER")]
    assert found.spaced


@pytest.mark.parametrize(
    ("tags", "meant"),
    [
        ("O B-X I-X O", [("b c", "X")]),
        ("I-X I-X O I-X", [("a b", "X"), ("d", "X")]),
        ("B-X B-X I-Y I-Y", [("a", "X"), ("b", "X"), ("c d", "Y")]),
        ("B-X E-X S-X O", [("a b", "X"), ("c", "X")]),
        ("B-X I-X L-X U-Y", [("a b c", "X"), ("d", "Y")]),
        ("E-X I-X O S-Y", [("a", "X"), ("b", "X"), ("d", "Y")]),
        ("O O O B-front page", [("d", "front page")]),
        ("B-a-b I-a-b O O", [("a b", "a-b")]),
    ],
)
def test_reads_every_way_of_writing_tags(tags: str, meant: list[tuple[str, str]]) -> None:
    given = tags.replace("front page", "front_page").split()
    rows = (f"{word}\t{tag.replace('_', ' ')}\n" for word, tag in zip("abcd", given, strict=True))
    assert spans(taken("".join(rows))) == meant


def test_without_a_word_that_begins_documents_each_block_is_one() -> None:
    found = read("a\tB-X\n\n\n\r\nb\tI-X\r\nc\tO")
    assert [item.article.text for item in found if isinstance(item, ImportedDocument)] == ["a", "b c"]
    assert [item.line for item in found] == [1, 5]
    assert [item.article.source for item in found if isinstance(item, ImportedDocument)] == [
        "c.conll:1",
        "c.conll:5",
    ]


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        ("a\tO\nb\n", 2, "is not a token and its tags"),
        ("a\tO\n\tO\n", 2, "is not a token and its tags"),
        ("a\tO\nb\tO\tO\n", 2, "has 3 columns, and those before it 2"),
        (b"a\tO\n\xff\tO\n", 2, "is not UTF-8"),
        ("a\tO\nb\tX-Y\n", 1, "begins a document whose line 2 ends in no tag"),
        ("a\tB-\n", 1, "begins a document whose line 1 ends in no tag"),
        ("-DOCSTART-\tO\n\na\tO\n\nb\tO\tO\n", 3, "begins a document of which not all lines have the same"),
    ],
)
def test_a_line_that_is_none_refuses_its_document(data: Any, line: int, reason: str) -> None:
    found = refused(data)
    assert found.line == line
    assert reason in found.reason


def test_the_rest_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conll_blocks, "_MAX_LINE", 40)
    monkeypatch.setattr(conll_blocks, "_MAX_LINES", 3)
    long = "x" * 100 + "\tO\n"
    found = read("a\tO\n\n" + long + "b\tO\n\nc\tB-X\n\n" + "d\tO\n" * 4)
    assert [type(item) for item in found] == [ImportedDocument, Refusal, ImportedDocument, Refusal]
    assert [item.line for item in found] == [1, 3, 6, 11]
    assert [item.reason for item in found if isinstance(item, Refusal)] == [
        "is longer than 40 bytes",
        "is one of more than 3 without a blank line",
    ]


def test_a_truncated_file_gives_what_is_there(tmp_path: Path) -> None:
    text, _ = written(*nasty())
    data = text.encode()
    whole = read(text)
    for end in range(0, len(data), 97):
        found = read(data[:end])
        assert found[:-1] == whole[: max(0, len(found) - 1)]
