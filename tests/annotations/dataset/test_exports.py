"""Datasets on disk, in every format: read back, described, verified, and nothing half done."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pytest

from annotations import scheme
from annotations.dataset import Options, export, import_, manifest
from annotations.dataset.choosing import Selection
from annotations.dataset.splits import parse, side_of
from annotations.errors import ExportError, FormatError
from annotations.files import MANIFEST
from annotations.formats import doccano, jsonl, table
from annotations.formats.documents import ASPECTS, Document, Report, Request, Written
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, contents, fill, filled
from tests.annotations.formats.samples import SCHEME, article, document, nasty, tag

FORMATS = [row.name for row in table.FORMATS]
#: A database is the same after one of these went out and came in again.
EXACT = ["jsonl", "hf", "labelstudio", "doccano", "uima", "slate"]
BARE = Options(tokens=False, scheme=SCHEME)
SPLIT = msgspec.structs.replace(BARE, split=parse("train=50,test=50"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled(tmp_path / "desk.db", nasty()) as opened:
        yield opened


def place(format: str, folder: Path, name: str = "out") -> Path:
    return folder / (name + table.writable(format).suffix)


def described(path: Path) -> dict[str, Any]:
    where = path / MANIFEST if path.is_dir() else manifest.beside(path)
    found: dict[str, Any] = json.loads(where.read_bytes())
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_the_nasty_texts_go_out_and_verify(store: Store, tmp_path: Path, format: str) -> None:
    out = place(format, tmp_path)
    report = export(store, format, out, BARE)
    assert report.documents == len(nasty())
    assert manifest.verify(out) == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    about = described(out)
    assert (about["format"], about["unit"]) == (format, "article")
    assert about["splits"] == {"all": {"documents": report.documents, "labels": report.labels}}
    assert about["losses"] == msgspec.to_builtins(report.losses)
    assert about["scheme"]["name"] == SCHEME.name
    assert set(about["files"]) == ({out.name} if out.is_file() else set(contents(out)))
    # Tags either went out or are accounted for, by label.
    dropped = [loss for loss in report.losses.values() if loss.change in ("dropped", "merged")]
    tags = [loss for loss in dropped if loss.of in (None, "article labels")]
    assert report.spans + sum(sum(loss.labels.values()) for loss in tags) == sum(
        len(one.tags) for one in nasty()
    )


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_database_gives_the_same_dataset(store: Store, tmp_path: Path, format: str) -> None:
    first, second = place(format, tmp_path), place(format, tmp_path, "again")
    export(store, format, first, BARE)
    export(store, format, second, BARE)
    assert contents(first) == contents(second)
    # Over the old one as well.
    export(store, format, first, BARE)
    assert contents(first) == contents(second)


@pytest.mark.parametrize("format", FORMATS)
def test_splits_make_a_folder_with_all_of_it(store: Store, tmp_path: Path, format: str) -> None:
    out = tmp_path / "set"
    report = export(store, format, out, SPLIT)
    about = described(out)
    assert list(about["splits"]) == ["test", "train"]
    assert sum(side["documents"] for side in about["splits"].values()) == report.documents == len(nasty())
    assert about["split"]["shares"] == [["train", 50.0], ["test", 50.0]]
    assert "SHA-256" in about["split"]["rule"]
    assert manifest.verify(out) == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_split_in_which_nothing_is_tagged_goes_out_too(tmp_path: Path, format: str) -> None:
    with filled(
        tmp_path / "desk.db", [document(article(f"Story {n}."), state="done") for n in range(9)]
    ) as store:
        report = export(store, format, tmp_path / "set", SPLIT)
        assert (report.documents, report.spans) == (9, 0)
        # What a format has no place for, it has none for here either.
        assert {loss.of for loss in report.losses.values()} <= set(ASPECTS) - table.writable(format).carries
        assert manifest.verify(tmp_path / "set") == []


@pytest.mark.parametrize("format", EXACT)
def test_what_comes_back_into_an_empty_database_goes_out_as_the_same_bytes(
    store: Store, tmp_path: Path, format: str
) -> None:
    out, again = place(format, tmp_path), place(format, tmp_path, "again")
    went = export(store, format, out, BARE)
    # What stands beside a file that cannot hold it comes back too.
    assert {loss.change for loss in went.losses.values()} <= {"split", "renamed"}
    with Store.open(tmp_path / "copy.db") as copy:
        report = import_(copy, format, out, "ana", SCHEME, clock=lambda: NOON)
        assert (report.refused, report.losses, report.labels) == (
            0,
            {},
            export(store, format, out, BARE).labels,
        )
        export(copy, format, again, BARE)
    assert contents(again) == contents(out)


def test_what_a_split_lacks_is_said(tmp_path: Path) -> None:
    story = article("The one promise.")
    with filled(tmp_path / "desk.db", [document(story, tag(story, "promise"))]) as store:
        shares = parse("train=50,test=50")
        there = side_of(story.id, shares)
        (other,) = {"train", "test"} - {there}
        report = export(store, "jsonl", tmp_path / "set", SPLIT)
    assert report.notes == [f"nothing is in {other}", f"no tag commitment is in {other}"]


def test_a_loss_is_an_error_for_who_asks(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.conll"
    out.write_bytes(b"old")
    with pytest.raises(ExportError, match="nothing was written: annotator not carried: 13"):
        export(store, "conll", out, msgspec.structs.replace(BARE, strict=True))
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db", "out.conll"]
    assert export(store, "jsonl", tmp_path / "out.jsonl", msgspec.structs.replace(BARE, strict=True)).spans


def test_what_one_can_do_without_is_no_error(store: Store, tmp_path: Path) -> None:
    without = set(ASPECTS) - {"note"}
    options = msgspec.structs.replace(BARE, strict=True, may_lose=frozenset({*without, "snapped"}))
    with pytest.raises(
        ExportError, match=r"nothing was written: note not carried: 2 \(commitment 1, opinion 1\), such as"
    ):
        export(store, "spacy", tmp_path / "out", options)
    options = msgspec.structs.replace(options, may_lose=frozenset({*ASPECTS, "snapped"}))
    assert export(store, "spacy", tmp_path / "out", options).losses["note not carried"].of == "note"


def test_what_a_format_does_not_hold_is_counted(store: Store, tmp_path: Path) -> None:
    losses = export(store, "conll", tmp_path / "out.conll", BARE).losses
    counts = {kind: (loss.of, loss.count, loss.labels) for kind, loss in losses.items() if loss.of}
    assert counts == {
        "title not carried": ("title", 4, {}),
        "byline not carried": ("byline", 1, {}),
        "date not carried": ("date", 1, {}),
        "source not carried": ("source", 1, {}),
        "metadata not carried": ("metadata", 1, {}),
        "white space not carried": ("white space", 5, {}),
        "annotator not carried": ("annotator", 13, {"commitment": 10, "complaint": 3}),
        "state not carried": ("state", 2, {"done": 2}),
        "origin not carried": ("origin", 13, {"commitment": 10, "complaint": 3}),
        "note not carried": ("note", 1, {"commitment": 1}),
        "article labels not carried": ("article labels", 2, {"front page": 1, "opinion": 1}),
    }


def test_a_choice_that_a_format_does_not_offer_is_refused(store: Store, tmp_path: Path) -> None:
    for format, choices in (("conll", {"overlap": "shortest"}), ("jsonl", {"overlap": "longest"})):
        with pytest.raises(ExportError, match=f"the format {format} knows no overlap"):
            export(store, format, place(format, tmp_path), msgspec.structs.replace(BARE, choices=choices))


def test_labels_that_the_scheme_does_not_have_are_known_all_the_same(tmp_path: Path) -> None:
    story = article("Two labels here.")
    tagged = document(story, tag(story, "Two", "odd"), tag(story, "labels", "commitment"))
    with filled(tmp_path / "desk.db", [tagged]) as store:
        options = Options(scheme=scheme.default(), selection=Selection(labels=("odd",)))
        export(store, "conll", tmp_path / "out.conll", options)
    assert (tmp_path / "out.conll").read_text(encoding="utf-8").splitlines()[2] == "Two\tB-odd"


# The self-check.


class Liar:
    """Writes something else than it says."""

    def __init__(self, lie: Any) -> None:
        self._lie = lie

    def __call__(self, documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
        given = list(documents)
        jsonl.write(map(self._lie, given), out, request)
        written = Written()
        for one in given:
            words = jsonl.write([one], io.BytesIO(), request)
            written.fingerprints.extend(words.fingerprints)
        return written


def shortened(one: Document) -> Document:
    return msgspec.structs.replace(one, tags=one.tags[1:])


def lying(monkeypatch: pytest.MonkeyPatch, lie: Any) -> None:
    row = table.writable("jsonl")._replace(write=Liar(lie))
    monkeypatch.setattr(table, "FORMATS", (row,))


def test_what_does_not_read_as_it_was_meant_is_not_left(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying(monkeypatch, shortened)
    with pytest.raises(ExportError, match="read back, document 1 does not read as it was meant"):
        export(store, "jsonl", tmp_path / "out.jsonl", BARE)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (lambda data: data[: data.rindex(b"\n", 0, -1) + 1], "is missing"),
        (lambda data: data[:-9], "does not read as it was meant"),
    ],
)
def test_a_file_that_is_cut_is_found_out(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Any, reason: str
) -> None:
    def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
        whole = io.BytesIO()
        written = jsonl.write(documents, whole, request)
        out.write(cut(whole.getvalue()))
        return written

    monkeypatch.setattr(table, "FORMATS", (table.writable("jsonl")._replace(write=write),))
    with pytest.raises(ExportError, match=f"document {len(nasty())} {reason}"):
        export(store, "jsonl", tmp_path / "out.jsonl", BARE)


def test_a_file_that_our_reader_would_refuse_is_found_out(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(documents: Iterable[Document], out: BinaryIO, request: Request) -> Written:
        out.write(b"[]\n")
        return doccano.write(documents, out, request)

    monkeypatch.setattr(table, "FORMATS", (table.writable("doccano")._replace(write=write),))
    with pytest.raises(ExportError, match=r'read back, document 1 is refused: has no "text"'):
        export(store, "doccano", tmp_path / "out.jsonl", BARE)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


# Places.


def test_a_folder_of_somebody_elses_is_left_alone(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "set"
    out.mkdir()
    export(store, "spacy", out, BARE)  # An empty folder is nobody's.
    (out / "notes.txt").write_bytes(b"mine")
    with pytest.raises(ExportError, match=r"notes.txt is in it, which no export put there"):
        export(store, "spacy", out, BARE)
    assert (out / "notes.txt").read_bytes() == b"mine"
    (out / MANIFEST).unlink()
    with pytest.raises(ExportError, match="the folder is not empty, and no dataset"):
        export(store, "spacy", out, BARE)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="there is a file"):
        export(store, "spacy", tmp_path / "file", BARE)


def test_a_manifest_takes_the_place_of_manifests_only(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.manifest.json").write_bytes(b"{}")
    with pytest.raises(ExportError, match="no manifest of copydesk's"):
        export(store, "jsonl", tmp_path / "out.jsonl", BARE)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_folder_with_the_database_or_a_source_in_it_is_not_replaced(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="the folder is not empty, and no dataset"):
        export(store, "spacy", tmp_path, BARE)
    out = tmp_path / "set"
    export(store, "jsonl", out, SPLIT)
    (source,) = out.glob("train.jsonl")
    store.add_articles([article("From there.", source=f"{source}:1")])
    with pytest.raises(ExportError, match="an article of the database came from that file"):
        export(store, "jsonl", out, SPLIT)


def test_standard_output_has_no_manifest(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script = f"""
from pathlib import Path
from annotations.dataset import Options, export
from annotations.store import Store
with Store.open(Path({str(store.path)!r})) as store:
    export(store, "csv", Path("-"), Options(tokens=False))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.count(b"\r\n") > len(nasty())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db"]


def test_who_is_killed_leaves_the_old_dataset(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "set"
    export(store, "jsonl", out, SPLIT)
    before = contents(out)
    fill(store, [document(article(f"Story {number}."), state="done") for number in range(50)])
    script = f"""
import sys
from pathlib import Path
from annotations.dataset import export, Options, outgoing
from annotations.dataset.splits import parse, side_of
from annotations.store import Store
whole = outgoing.publish_folder
def wait(*args):
    print("staged", flush=True)
    sys.stdin.read()
outgoing.publish_folder = wait
with Store.open(Path({str(store.path)!r})) as store:
    export(store, "jsonl", Path({str(out)!r}), Options(tokens=False, split=parse("train=1,test=1")))
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"staged\n"
        child.send_signal(signal.SIGKILL)
    assert contents(out) == before
    assert manifest.verify(out) == []


# Verifying.


def test_verifying_finds_what_is_changed_missing_or_besides(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "set"
    export(store, "jsonl", out, SPLIT)
    (out / "train.jsonl").write_bytes((out / "train.jsonl").read_bytes() + b"\n")
    (out / "test.jsonl").rename(out / "tests.jsonl")
    assert sorted(manifest.verify(out)) == [
        "test.jsonl is missing",
        "tests.jsonl does not belong to it",
        "train.jsonl has been changed",
    ]


def test_verifying_counts_again(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    export(store, "jsonl", out, BARE)
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:-1]) + b"no line\n")
    about = described(out)
    about["files"] = {out.name: {"bytes": out.stat().st_size, "sha256": _digest(out)}}
    manifest.beside(out).write_bytes(json.dumps(about).encode())
    refusal, counts = manifest.verify(out)
    assert "line 5: is not JSON" in refusal
    assert counts == "all holds other documents or tags than its manifest says"


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "No such file"),
        (b"", "is no manifest"),
        (b"[]", "is no manifest"),
        (b'{"copydesk_manifest": 1}', "is no manifest"),
    ],
)
def test_verifying_needs_a_manifest(tmp_path: Path, data: bytes | None, reason: str) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"")
    if data is not None:
        (tmp_path / "out.jsonl.manifest.json").write_bytes(data)
    with pytest.raises(FormatError, match=reason):
        manifest.verify(tmp_path / "out.jsonl")


def test_a_manifest_of_another_version_is_no_guess(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    export(store, "jsonl", out, BARE)
    about = described(out) | {"copydesk_manifest": 99}
    manifest.beside(out).write_bytes(json.dumps(about).encode())
    with pytest.raises(FormatError, match="of another version"):
        manifest.verify(out)


def test_reports_add_up() -> None:
    one, other = (
        Report(documents=1, labels={"a": 1}, notes=["x"]),
        Report(documents=2, labels={"a": 1, "b": 1}),
    )
    other.notes += ["x", "y"]
    for number in range(2):
        one.lose("cut", f"1{number}", change="split", label="a")
        other.lose("cut", f"2{number}", label="b")
    one.add(other)
    assert (one.documents, one.labels, one.notes) == (3, {"a": 2, "b": 1}, ["x", "y"])
    assert (one.losses["cut"].count, one.losses["cut"].labels) == (4, {"a": 2, "b": 2})
    assert one.losses["cut"].examples == ["10", "11", "20"]
    assert one.sentences()[-1] == "cut: 4 (a 2, b 2), such as 10; 11; 20"
