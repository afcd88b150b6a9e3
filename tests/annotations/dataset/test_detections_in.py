"""What a program found comes in with a dataset of ours, and takes the place of nothing."""

from pathlib import Path

import msgspec
import pytest

from annotations.dataset import Options, export, import_
from annotations.dataset.choosing import Selection
from annotations.formats.documents import Document
from annotations.records import Detection
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, contents, filled
from tests.annotations.formats.detections import STORY, detection
from tests.annotations.formats.samples import SCHEME, article, document, tag

OF = article(STORY, source="story.txt")
OPTIONS = Options(scheme=SCHEME, selection=Selection(suggestions=True))


def seen(annotator: str = "ana") -> Document:
    one = document(OF, tag(OF, "walked out", annotator=annotator), annotator=annotator)
    return msgspec.structs.replace(one, detection=detection())


@pytest.mark.parametrize(("format", "name"), [("jsonl", "set.jsonl"), ("hf", "set")])
@pytest.mark.parametrize("tokens", [True, False])
def test_it_comes_in_and_goes_out_again_as_the_same_bytes(
    tmp_path: Path, format: str, name: str, tokens: bool
) -> None:
    options = msgspec.structs.replace(OPTIONS, tokens=tokens)
    with filled(tmp_path / "ours.db", [seen(), seen("zoe")]) as store:
        went = export(store, format, tmp_path / name, options)
        assert all(loss.beside for loss in went.losses.values())
    with Store.open(tmp_path / "theirs.db") as store:
        report = import_(store, format, tmp_path / name, "bo", SCHEME, clock=lambda: NOON)
        assert (report.detections, report.losses) == (1, {})
        assert "articles with what was detected in them: 1" in report.sentences()
        assert store.detection(OF.id, "rules-1") == detection()
        again = tmp_path / f"again-{name}"
        export(store, format, again, options)
        assert contents(again) == contents(tmp_path / name)
        report = import_(store, format, tmp_path / name, "bo", SCHEME, clock=lambda: NOON)
        assert (report.detections, report.spans, report.known) == (0, 0, 2)


def test_what_the_pipeline_found_here_stays(tmp_path: Path) -> None:
    with filled(tmp_path / "ours.db", [seen()]) as store:
        export(store, "jsonl", tmp_path / "set.jsonl", OPTIONS)
        ours = Detection(pipeline="rules-1")
        store.save_detection(OF.id, ours)
        assert import_(store, "jsonl", tmp_path / "set.jsonl", "bo", SCHEME).detections == 0
        assert store.detection(OF.id, "rules-1") == ours


def test_suggestions_that_one_has_answered_come_in_from_another(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    with filled(tmp_path / "ours.db", [seen(), seen("zoe")]) as store:
        export(store, "jsonl", path, OPTIONS)
    first, second = (msgspec.json.decode(line) for line in path.read_bytes().splitlines())
    del first["suggestions"]
    path.write_bytes(b"\n".join(map(msgspec.json.encode, (first, second))))
    with Store.open(tmp_path / "theirs.db") as store:
        import_(store, "jsonl", path, "bo", SCHEME)
        assert store.detection(OF.id, "rules-1") == detection()


def test_what_does_not_fit_the_text_is_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    with filled(tmp_path / "ours.db", [seen()]) as store:
        export(store, "jsonl", path, msgspec.structs.replace(OPTIONS, tokens=False))
    line = msgspec.json.decode(path.read_bytes())
    line["entities"][0]["text"] = "Bern"
    path.write_bytes(msgspec.json.encode(line))
    with Store.open(tmp_path / "theirs.db") as store:
        report = import_(store, "jsonl", path, "bo", SCHEME)
        assert (report.refused, report.detections, report.spans) == (0, 0, 1)
        assert list(report.losses) == ["detections left out: they are not as they were written"]
