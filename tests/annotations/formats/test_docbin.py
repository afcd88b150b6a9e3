"""What spaCy makes of what is written for it: its own reader, and a training on the files as they are."""

import pickle
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin

from annotations.detect.tokens import tokens
from annotations.errors import ExportError
from annotations.formats import docbin
from annotations.formats.documents import Document, ImportedDocument, Request
from annotations.records import Detection, Entity, Refusal
from annotations.staging import Folder
from tests.annotations.formats.both_ways import read, write
from tests.annotations.formats.samples import SCHEME, article, document, nasty, request, tag, tag_at

ARTICLE_LABELS = ("front page", "opinion")


def wanted(**more: Any) -> Request:
    return request(SCHEME, **({"tokenize": tokens, "article_labels": ARTICLE_LABELS} | more))


def docs(folder: Path) -> list[Doc]:
    """Read every file with spaCy alone."""
    vocab = spacy.blank("en").vocab
    return [
        doc for path in sorted(folder.rglob("*.spacy")) for doc in DocBin().from_disk(path).get_docs(vocab)
    ]


def test_spacy_reads_the_tags_of_the_nasty_texts(tmp_path: Path) -> None:
    report = write("spacy", tmp_path, nasty(), wanted())
    found = docs(tmp_path)
    assert [doc.text for doc in found] == [one.article.text for one in nasty()]
    for doc, meant in zip(found, nasty(), strict=True):
        passages = {(one.start, one.end, one.label) for one in meant.tags if not one.on_article}
        spans = {(span.start_char, span.end_char, span.label_) for span in doc.spans["sc"]}
        snapped = spans - passages
        # A tag that is not there as it was covers fewer tokens than the one that is there for it.
        for start, end, label in passages - spans:
            assert any(s <= start and end <= e and label == other for s, e, other in snapped)
        assert dict(doc.cats) == {
            label: float(label in {one.label for one in meant.tags if one.on_article})
            for label in ARTICLE_LABELS
        }
        assert (doc.user_data["article"], doc.user_data["annotator"]) == (meant.article.id, meant.annotator)
        assert doc.user_data["state"] == meant.state
    changed = [loss for loss in report.losses.values() if loss.change in ("snapped", "merged", "dropped")]
    exact = sum(
        (one.start, one.end, one.label) in {(s.start_char, s.end_char, s.label_) for s in doc.spans["sc"]}
        for doc, meant in zip(found, nasty(), strict=True)
        for one in meant.tags
        if not one.on_article
    )
    passages_in_all = sum(not one.on_article for meant in nasty() for one in meant.tags)
    assert exact + sum(loss.count for loss in changed) == passages_in_all


def test_a_tag_inside_a_token_is_widened_and_counted(tmp_path: Path) -> None:
    story = article("The harbour agreed.")
    halves = [tag_at(story, 4, 8, "figure"), tag_at(story, 6, 11, "figure"), tag_at(story, 5, 9, "complaint")]
    report = write("spacy", tmp_path, [document(story, *halves)], wanted())
    (doc,) = docs(tmp_path)
    assert [(span.text, span.label_) for span in doc.spans["sc"]] == [
        ("harbour", "figure"),
        ("harbour", "complaint"),
    ]
    assert {kind: (loss.change, loss.labels) for kind, loss in report.losses.items()} == {
        "tags widened to whole tokens": ("snapped", {"figure": 1, "complaint": 1}),
        "tags that are one with another after widening": ("merged", {"figure": 1}),
    }


def test_names_are_entities_where_they_were_looked_for(tmp_path: Path) -> None:
    story = article("Mira Tanaka met the Port of Rotterdam.")
    names = {"Mira Tanaka": "PERSON", "Port of Rotterdam": "ORG", "Rotterdam": "GPE"}
    places = ((story.text.index(words), words) for words in names)
    found = Detection(
        pipeline="p",
        entities=tuple(
            Entity(start=start, end=start + len(words), label=names[words], text=words)
            for start, words in places
        ),
    )
    looked_at = Document(article=story, annotator="ana", state="done", detection=found)
    plain = document(article("Nobody looked here."), state="done")
    report = write("spacy", tmp_path, [looked_at, plain], wanted())
    first, second = docs(tmp_path)
    assert [(one.text, one.label_) for one in first.ents] == [
        ("Mira Tanaka", "PERSON"),
        ("Port of Rotterdam", "ORG"),
    ]
    assert first.has_annotation("ENT_IOB")
    assert not second.has_annotation("ENT_IOB")
    (loss,) = report.losses.values()
    assert loss.labels == {"GPE": 1}


def test_files_hold_so_many_texts_and_memory_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docbin, "_PER_FILE", 2)
    stories = [document(article(f"Story {number}."), state="done") for number in range(5)]
    write("spacy", tmp_path, stories, wanted())
    assert [path.name for path in sorted((tmp_path / "all").iterdir())] == [
        *("00000.spacy", "00001.spacy", "00002.spacy")
    ]
    assert len(docs(tmp_path)) == 5


def test_a_split_of_nothing_is_a_file_that_spacy_reads(tmp_path: Path) -> None:
    write("spacy", tmp_path, [], wanted())
    assert docs(tmp_path) == []
    assert len(list(tmp_path.rglob("*.spacy"))) == 1


def test_what_is_no_docbin_is_refused(tmp_path: Path) -> None:
    write("spacy", tmp_path, nasty(), wanted())
    good = (tmp_path / "all" / "00000.spacy").read_bytes()
    for number, data in enumerate([b"", b"{}", good[: len(good) // 2], good[:-3] + b"xyz"]):
        path = tmp_path / f"bad{number}.spacy"
        path.write_bytes(data)
        (refusal,) = read("spacy", path)
        assert isinstance(refusal, Refusal)
        assert "is no DocBin" in refusal.reason
    # Another program's, without anything of ours.
    blank = spacy.blank("en")
    bare = blank("Rents rose.")
    bare.cats = {"news": 0.9, "opinion": 0.1}
    DocBin(docs=[bare, blank(" ")], store_user_data=True).to_disk(tmp_path / "theirs.spacy")
    taken, refused = read("spacy", tmp_path / "theirs.spacy")
    assert isinstance(taken, ImportedDocument)
    assert [(span.label, span.start, span.end) for span in taken.spans] == [("news", 0, 0)]
    assert isinstance(refused, Refusal)


def test_tokens_that_do_not_spell_the_text_stop_the_export(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="do not spell its text"):
        write("spacy", tmp_path, nasty(), wanted(tokenize=lambda text: [("x", 0, 1, False)]))
    torn = msgspec.structs.replace(article("half"), text="half \ud800")
    with pytest.raises(ExportError, match="lone surrogate"):
        docbin.write(
            [document(torn)], Folder(tmp_path / "torn"), wanted(tokenize=lambda text: [(text, 0, 6, False)])
        )


@pytest.mark.parametrize("labels", [(), ARTICLE_LABELS])
def test_spacy_train_takes_the_files_and_the_configuration_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, labels: tuple[str, ...]
) -> None:
    from spacy.cli.train import train

    from annotations.formats import docbin_config

    out, request_ = Folder(tmp_path), wanted(article_labels=labels)
    stories = [article(f"The council agreed to pay {number} crews. It rained.") for number in range(8)]
    tagged = [
        document(story, tag(story, "agreed to pay"), *[tag_at(story, 0, 0, label) for label in labels[:1]])
        for story in stories
    ]
    splits = {
        name: docbin.write(found, out.within(name), request_)
        for name, found in {
            "train": tagged,
            "dev": [*tagged[:2], document(article("None."), state="done")],
        }.items()
    }
    docbin_config.finish(out, request_, splits)
    monkeypatch.chdir(tmp_path)
    steps = {"training.max_steps": 2, "training.eval_frequency": 2}
    train(tmp_path / "config.cfg", tmp_path / "model", overrides=steps)
    nlp = spacy.load(tmp_path / "model" / "model-last")
    assert nlp.pipe_names == ["tok2vec", "spancat", *(["textcat_multilabel"] if labels else [])]
    assert nlp.pipe_labels["spancat"] == ["commitment"]
    doc = nlp("The council agreed to pay two crews.")
    assert "sc" in doc.spans
    assert set(doc.cats) == set(labels)


def test_the_configuration_says_what_it_leaves_out(tmp_path: Path) -> None:
    from annotations.formats import docbin_config
    from annotations.formats.documents import Written

    many = Written(lengths={length: 100 - length for length in range(1, 51)})
    docbin_config.finish(Folder(tmp_path), wanted(article_labels=()), {"all": many})
    config = (tmp_path / "config.cfg").read_text(encoding="utf-8")
    assert "scored on what it has learnt" in config
    assert f"to be suggested: {sum(100 - length for length in range(41, 51))}." in config
    assert 'train = "all"\ndev = "all"' in config
    assert f"sizes = [{', '.join(map(str, range(1, 41)))}]" in config


def packed(**changed: Any) -> bytes:
    """Return a DocBin of one text, with some of what it holds exchanged."""
    vocab = spacy.blank("en").vocab
    made = DocBin(store_user_data=True, docs=[Doc(vocab, words=["Rents", "rose"])]).to_bytes()
    held = srsly.msgpack_loads(zlib.decompress(made))
    return zlib.compress(srsly.msgpack_dumps(held | changed))


class Bomb:
    """What pickle would run."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (pytest.fail, ("a file was run",))


def test_nothing_in_a_file_is_run(tmp_path: Path) -> None:
    pickled = pickle.dumps(Bomb())
    for kind in ({b"nd": True, b"kind": b"O", b"type": b"O"}, {"nd": True, "kind": "O", "type": "|O"}):
        data = {("data" if "nd" in kind else b"data"): pickled}
        for hostile in ({"title": kind | data}, kind | data, [pickled]):
            path = tmp_path / "hostile.spacy"
            path.write_bytes(packed(user_data=[srsly.msgpack_dumps(hostile)]))
            for item in read("spacy", path):
                assert isinstance(item, Refusal) or item.article.text == "Rents rose "


@pytest.mark.parametrize(
    "changed",
    [
        {"cats": [{"front page": "yes"}]},
        {"cats": [[1]]},
        {"tokens": b"short"},
        {"user_data": [b"\xc1"]},
        {"strings": [7]},
    ],
)
def test_what_holds_other_things_is_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    path = tmp_path / "odd.spacy"
    path.write_bytes(packed(**changed))
    (refusal,) = read("spacy", path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("is no DocBin of spaCy's: ")


def test_what_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bomb.spacy"
    path.write_bytes(zlib.compress(bytes(8_000_000)))
    monkeypatch.setattr(docbin, "_MOST_BYTES", 3_000_000)
    (refusal,) = read("spacy", path)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "is no DocBin of spaCy's: unpacked it would have more than 3,000,000 bytes"
