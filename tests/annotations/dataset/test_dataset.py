import io
import itertools
import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from annotations import scheme
from annotations.dataset import ImportReport, Options, export, import_, incoming
from annotations.dataset.choosing import Selection
from annotations.dataset.splits import parse
from annotations.errors import ConflictError, ExportError, FormatError
from annotations.formats.documents import Document, Unit
from annotations.records import Decision, State
from annotations.store import Store
from tests.annotations.dataset.desks import NOON, decision, fill
from tests.annotations.formats.samples import article, articles, document, documents, tag

SCHEME = scheme.default()
BARE = Options(tokens=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.db") as opened:
        yield opened


def exported(store: Store, out: Path, options: Options = BARE) -> bytes:
    export(store, "jsonl", out, options)
    return out.read_bytes()


def objects(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def lines(path: Path, *rows: object) -> Path:
    path.write_bytes(
        b"".join(row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows)
    )
    return path


def imported(store: Store, path: Path, annotator: str = "ana") -> ImportReport:
    return import_(store, "jsonl", path, annotator, SCHEME, clock=lambda: NOON)


def tags(store: Store) -> list[tuple[int, int, str, str]]:
    return [(one.start, one.end, one.label, one.annotator) for one in store.all_tags()]


# Export.


def test_exports_what_was_touched_in_the_order_it_came(store: Store, tmp_path: Path) -> None:
    first, second, third, fourth = (
        article(f"Story {word}.", title=word) for word in ("one", "two", "three", "four")
    )
    store.add_articles([first, second, third, fourth])
    fill(
        store,
        [
            document(fourth, state="done"),
            document(second, tag(second, "Story", annotator="zoe"), annotator="zoe"),
            document(second, tag(second, "two", "figure")),
            document(third, state="skipped"),
        ],
    )
    report = export(store, "jsonl", tmp_path / "out.jsonl", BARE)
    found = objects((tmp_path / "out.jsonl").read_bytes())
    assert [(line["meta"]["title"], line["_annotator_id"], line["meta"]["state"]) for line in found] == [
        ("two", "ana", "open"),
        ("two", "zoe", "open"),
        ("three", "ana", "skipped"),
        ("four", "ana", "done"),
    ]
    assert [line["answer"] for line in found] == ["accept", "accept", "ignore", "accept"]
    assert (report.documents, report.labels) == (4, {"figure": 1, "commitment": 1})


def test_a_place_that_was_only_read_is_not_touched(store: Store, tmp_path: Path) -> None:
    story = article()
    store.add_articles([story])
    store.save_progress(msgspec.structs.replace(store.progress(story.id, "ana"), position=9))
    assert exported(store, tmp_path / "out.jsonl") == b""


def test_untouched_articles_go_out_when_asked_for(store: Store, tmp_path: Path) -> None:
    store.add_articles([article()])
    (line,) = objects(
        exported(store, tmp_path / "out.jsonl", Options(tokens=False, selection=Selection(untouched=True)))
    )
    assert (line["spans"], line["answer"], line["meta"]["state"], line["_annotator_id"]) == (
        [],
        "ignore",
        "new",
        "",
    )


def test_exports_the_tokens_of_spacy(store: Store, tmp_path: Path) -> None:
    story = article("The U.S. envoy agreed  to pay $2.4 million.")
    fill(store, [document(story, tag(story, "$2.4 million", "figure"), tag(story, "greed", "complaint"))])
    out = tmp_path / "out.jsonl"
    report = export(store, "jsonl", out)
    (line,) = objects(out.read_bytes())
    words = [token["text"] for token in line["tokens"]]
    assert words == ["The", "U.S.", "envoy", "agreed", " ", "to", "pay", "$", "2.4", "million", "."]
    assert "".join(token["text"] + " " * token["ws"] for token in line["tokens"]) == story.text
    assert [(span["token_start"], span["token_end"]) for span in line["spans"]] == [(3, 3), (7, 9)]
    assert [loss.count for loss in report.losses.values()] == [1]


def test_exports_sentences(store: Store, tmp_path: Path) -> None:
    story = article("One agreed. Two refused.")
    fill(store, [document(story, tag(story, "Two"), state="done")])
    found = objects(exported(store, tmp_path / "out.jsonl", Options(unit="sentence", tokens=False)))
    assert [(line["text"], len(line["spans"])) for line in found] == [("One agreed.", 0), ("Two refused.", 1)]


def test_the_same_database_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    fill(store, [document(article(), tag(article(), "agreed"), tag(article(), "no deal", "complaint"))])
    assert exported(store, tmp_path / "a.jsonl", Options()) == exported(
        store, tmp_path / "b.jsonl", Options()
    )


def test_tells_how_far_it_is(store: Store, tmp_path: Path) -> None:
    store.add_articles([article("One."), article("Two.")])
    seen: list[int] = []
    export(store, "jsonl", tmp_path / "out.jsonl", BARE, progress=seen.append)
    assert seen == [1, 2]


def test_exports_to_standard_output(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, [document(article(), state="done")])
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))
    export(store, "jsonl", Path("-"), BARE)
    assert [line["text"] for line in objects(out.getvalue())] == [article().text]


def test_a_tag_that_does_not_fit_stops_the_export_and_leaves_the_old_file(
    store: Store, tmp_path: Path
) -> None:
    story = article()
    fill(store, [document(article("Fine."), state="done"), document(story, tag(story, "agreed"))])
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    for trigger in ("tag_updated_reads_as_its_article", "article_keeps_its_text"):
        store.connection.execute(f"DROP TRIGGER {trigger}")
    store.connection.execute("UPDATE tag SET start = start + 1, end = end + 1")
    with pytest.raises(ExportError, match="does not cover the words it was set on; nothing was written"):
        export(store, "jsonl", out, BARE)
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.db", "out.jsonl"]


def test_what_is_added_meanwhile_is_never_left_out_in_silence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, late = article("First."), article("Added while the export ran.")
    fill(store, [document(first, state="done"), document(late, tag(late, "ran"))])
    monkeypatch.setattr(store, "articles", lambda: iter([first]))
    with pytest.raises(ExportError, match="export it again"):
        exported(store, tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_large_desk_goes_out_in_its_order(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.store.tags._PAGE", 3)
    stories = [article(f"Story {number}.") for number in range(20)]
    store.add_articles(stories)
    for number in (1, 2, 9, 10, 17):
        fill(store, [document(stories[number], tag(stories[number], "Story"), state="flagged")])
    fill(store, [document(stories[11], state="done", annotator="bo")])
    found = objects(exported(store, tmp_path / "out.jsonl"))
    assert [(line["text"], line["meta"]["state"], len(line["spans"])) for line in found] == [
        *((f"Story {number}.", "flagged", 1) for number in (1, 2, 9, 10)),
        ("Story 11.", "done", 0),
        ("Story 17.", "flagged", 1),
    ]


def test_never_takes_the_place_of_the_database(store: Store, tmp_path: Path) -> None:
    before = store.path.read_bytes()
    os.link(store.path, tmp_path / "other name")
    for target in (
        store.path,
        tmp_path / "." / "desk.db",
        tmp_path / "other name",
        tmp_path / "desk.db-journal",
    ):
        with pytest.raises(ExportError, match="it is the database itself"):
            export(store, "jsonl", target, BARE)
    assert store.path.read_bytes() == before
    assert not (tmp_path / "desk.db-journal").exists()


def test_never_takes_the_place_of_a_folder_through_which_the_database_is_reached(
    store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    options = msgspec.structs.replace(BARE, split=parse("train=1,test=1"))
    export(store, "jsonl", out, options)
    (out / "desk").symlink_to(tmp_path, target_is_directory=True)
    with (
        Store.open(out / "desk" / "desk.db") as inside,
        pytest.raises(ExportError, match="the database is in it"),
    ):
        export(inside, "jsonl", out, options)
    assert (out / "desk").is_symlink()


@pytest.mark.parametrize("source", ["{}", "{}:3"])
def test_never_takes_the_place_of_a_source(store: Store, tmp_path: Path, source: str) -> None:
    origin = tmp_path / "stories.jsonl"
    origin.write_bytes(b"kept")
    store.add_articles([article(source=source.format(origin))])
    with pytest.raises(ExportError, match="an article of the database came from that file"):
        export(store, "jsonl", origin, BARE)
    assert origin.read_bytes() == b"kept"


def test_a_source_that_is_gone_or_no_file_stops_nothing(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "out.jsonl").write_bytes(b"another")
    sources = (
        f"{tmp_path}/gone/out.jsonl",
        f"{elsewhere}/out.jsonl",
        "https://news.example/out.jsonl",
        "out.jsonl\0",
    )
    store.add_articles([article(f"Story {number}.", source=source) for number, source in enumerate(sources)])
    assert exported(store, out) == b""


def test_refuses_an_unknown_format_before_it_touches_anything(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="cannot write"):
        export(store, "xml", tmp_path / "out.xml")
    assert not (tmp_path / "out.xml").exists()


# Import.


def test_imports_what_prodigy_wrote(store: Store, tmp_path: Path) -> None:
    """Ten lines as they stand in real files: old ones without ``ws``, new ones with names and times."""
    report = imported(store, Path(__file__).parent.parent / "formats" / "prodigy.jsonl")
    assert (report.documents, report.articles, report.rejected, report.ignored) == (9, 8, 1, 1)
    assert report.labels == {"PERSON": 3, "ORG": 2, "TRADE": 1, "commitment": 2}
    assert report.unknown_labels == {"PERSON": 3, "ORG": 2, "TRADE": 1}
    assert [(refusal.line, refusal.reason) for refusal in report.refusals] == [
        (8, "span 1 lies at 40 to 400, which is no stretch of a text of 52 characters")
    ]
    stored = {one.text: store.tags(one.id) for one in store.articles()}
    for text, found in stored.items():
        assert all(text[one.start : one.end] == one.text for one in found)
        assert {one.origin for one in found} <= {"imported"}
    assert {one.text for one in store.all_tags() if not one.on_article} == {
        *("Ines Okonjo", "Halvorsen & Sons", "Okonjo", "Brightwater Rail", "Lê Minh Châu"),
        *("“We will repay every fare 🎫”", "will repay every fare"),
    }
    assert {one.annotator for one in store.all_tags()} == {"ana", "rail-desk-bo"}


def test_sets_the_state_of_what_was_answered(store: Store, tmp_path: Path) -> None:
    rows = [
        {"text": "Accepted, nothing in it.", "spans": [], "answer": "accept"},
        {"text": "Rejected.", "spans": [], "answer": "reject"},
        {"text": "Never answered."},
        {"text": "Begun.", "spans": [{"start": 0, "end": 5, "label": "figure"}]},
    ]
    imported(store, lines(tmp_path / "in.jsonl", *rows))
    states = [store.progress(one.id, "ana").state for one in store.articles()]
    assert states == ["done", "new", "new", "open"]


def test_leaves_a_state_that_an_annotator_set(store: Store, tmp_path: Path) -> None:
    fill(store, [document(article(), state="flagged")])
    spans = [{"start": 2, "end": 6, "label": "figure"}]
    imported(
        store, lines(tmp_path / "in.jsonl", {"text": article().text, "spans": spans, "answer": "accept"})
    )
    assert store.progress(article().id, "ana").state == "flagged"
    assert tags(store) == [(2, 6, "figure", "ana")]


def test_finds_the_article_by_its_text(store: Store, tmp_path: Path) -> None:
    story = article(source="talks.txt", title="Talks")
    store.add_articles([story])
    report = imported(
        store, lines(tmp_path / "in.jsonl", {"text": story.text, "meta": {"source": "wire", "title": "X"}})
    )
    assert report.articles == 0
    assert list(store.articles()) == [story]


def test_importing_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    source = Path(__file__).parent.parent / "formats" / "prodigy.jsonl"
    imported(store, source)
    journal = list(store.decisions())
    again = imported(store, source)
    assert (again.articles, again.spans, again.known) == (0, 0, 8)
    assert list(store.decisions()) == journal


def test_an_export_of_the_same_database_adds_nothing(store: Store, tmp_path: Path) -> None:
    story = article()
    fill(
        store, [document(story, tag(story, "agreed"), state="done"), document(article("B."), state="skipped")]
    )
    journal = list(store.decisions())
    export(store, "jsonl", tmp_path / "out.jsonl", BARE)
    report = imported(store, tmp_path / "out.jsonl", annotator="somebody else")
    assert (report.spans, report.known) == (0, 1)
    assert list(store.decisions()) == journal


def test_a_tag_that_was_changed_since_it_came_in_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    row = {"text": article().text, "spans": [{"start": 2, "end": 6, "label": "figure"}]}
    source = lines(tmp_path / "in.jsonl", row)
    imported(store, source)
    (one,) = store.all_tags()
    changed = msgspec.structs.replace(one, label="complaint")
    store.commit(decision(document(article()), "relabel", before=one, after=changed))
    report = imported(store, source)
    assert [loss.count for loss in report.losses.values()] == [1]
    assert "left as they are: 1, such as “Port” (figure)" in report.sentences()[-1]
    assert tags(store) == [(2, 6, "complaint", "ana")]


def test_a_tag_that_was_removed_comes_in_again(store: Store, tmp_path: Path) -> None:
    row = {"text": article().text, "spans": [{"start": 2, "end": 6, "label": "figure"}]}
    source = lines(tmp_path / "in.jsonl", row)
    imported(store, source)
    (one,) = store.all_tags()
    store.commit(decision(document(article()), "remove", before=one))
    assert imported(store, source).spans == 1
    assert [found.id for found in store.all_tags()] == [one.id]


def test_the_same_tag_twice_in_a_file_is_one(store: Store, tmp_path: Path) -> None:
    span = {"start": 2, "end": 6, "label": "figure"}
    row = {"text": article().text, "spans": [span, span, span | {"annotator": "bo"}]}
    assert imported(store, lines(tmp_path / "in.jsonl", row, row)).spans == 2
    assert tags(store) == [(2, 6, "figure", "ana"), (2, 6, "figure", "bo")]


def test_bad_lines_are_refused_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    good = {"text": "Good.", "spans": [{"start": 0, "end": 4, "label": "figure"}]}
    report = imported(store, lines(tmp_path / "in.jsonl", b"oops\n", good, *([b"[]\n"] * 150)))
    assert (report.refused, len(report.refusals), report.refusals[0].line) == (151, 100, 1)
    assert str(report.refusals[0]).startswith(f"{tmp_path}/in.jsonl, line 1: is not JSON")
    assert "lines refused: 151" in report.sentences()
    assert tags(store) == [(0, 4, "figure", "ana")]


def test_the_account_reads_as_sentences(store: Store, tmp_path: Path) -> None:
    assert imported(store, lines(tmp_path / "none.jsonl")).sentences() == [
        "documents: 0; tags: 0",
        "new articles: 0",
    ]
    spans = [{"start": 0, "end": 4, "label": label, "score": 1} for label in ("figure", "WORD")]
    rows = [{"text": "Good.", "spans": spans, "answer": answer} for answer in ("accept", "reject", "ignore")]
    source = lines(tmp_path / "in.jsonl", *rows)
    assert imported(store, source).sentences() == [
        "documents: 3; tags: 2 (WORD 1, figure 1)",
        "new articles: 1",
        "documents rejected, tags left out: 1",
        "documents ignored, tags left out: 1",
        "labels that the scheme does not have: WORD 1",
        (
            "lines with spans that hold more than a tag can: 3, "
            "such as line 1: score; line 2: score; line 3: score"
        ),
    ]
    assert "tags that were there already: 2" in imported(store, source).sentences()


def test_sentences_find_their_place_in_the_article(store: Store, tmp_path: Path) -> None:
    story = article("One agreed to pay. Two refused. Three is another matter.")
    crossing = tag(story, "pay. Two refused.", "complaint", note="whole")
    fill(store, [document(story, crossing, tag(story, "Three", "figure"), state="done")])
    out = tmp_path / "out.jsonl"
    export(store, "jsonl", out, Options(unit="sentence", tokens=False))
    with Store.open(tmp_path / "second.db") as second:
        second.add_articles([story])
        report = imported(second, out)
        assert (report.articles, report.spans, report.losses) == (0, 2, {})
        assert [(one.text, one.note) for one in second.all_tags()] == [
            ("pay. Two refused.", "whole"),
            ("Three", ""),
        ]
        assert second.progress(story.id, "ana").state == "done"


def test_sentences_of_an_unknown_article_are_articles_and_reported(store: Store, tmp_path: Path) -> None:
    story = article("One agreed to pay. Two refused.")
    fill(store, [document(story, tag(story, "pay. Two"), state="done")])
    out = tmp_path / "out.jsonl"
    export(store, "jsonl", out, Options(unit="sentence", tokens=False))
    with Store.open(tmp_path / "second.db") as second:
        report = imported(second, out)
        assert [one.text for one in second.articles()] == ["One agreed to pay.", "Two refused."]
        assert [one.text for one in second.all_tags()] == ["pay.", "Two"]
        assert [loss.count for loss in report.losses.values()] == [2]
        second_time = imported(second, out)
        assert (second_time.spans, second_time.known) == (0, 2)


def test_sentences_may_come_with_their_article(store: Store, tmp_path: Path) -> None:
    story = article("One agreed to pay. Two refused.")
    fill(store, [document(story, tag(story, "Two"), state="done")])
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    both = exported(store, whole) + exported(store, parts, Options(unit="sentence", tokens=False))
    with Store.open(tmp_path / "second.db") as second:
        assert imported(second, lines(tmp_path / "both.jsonl", both)).losses == {}
        assert list(second.articles()) == [story]
        assert len(list(second.all_tags())) == 1


def test_a_whole_tag_that_does_not_fit_is_taken_as_the_piece_it_is(store: Store, tmp_path: Path) -> None:
    story = article("One agreed to pay. Two refused.")
    meta = {"article": story.id, "state": "open", "unit": "sentence", "start": 19}
    store.add_articles([story])
    for start, end in ((0, 3), (20, 999), (-4, 30), (19, "22")):
        span = {"start": 0, "end": 3, "label": "figure", "tag_start": start, "tag_end": end}
        imported(store, lines(tmp_path / "in.jsonl", {"text": "Two refused.", "spans": [span], "meta": meta}))
    assert tags(store) == [(19, 22, "figure", "ana")]


def test_writes_in_batches_and_keeps_what_was_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.dataset.incoming._BATCH_SPANS", 2)
    rows = [{"text": f"Story {n}.", "spans": [{"start": 0, "end": 5, "label": "figure"}]} for n in range(5)]
    seen: list[int] = []
    source = lines(tmp_path / "in.jsonl", *rows)
    import_(
        store, "jsonl", source, "ana", SCHEME, progress=lambda _: seen.append(len(list(store.all_tags())))
    )
    assert seen == [0, 2, 2, 4, 4]
    assert len(list(store.all_tags())) == 5


def test_large_articles_are_written_before_they_pile_up(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.dataset.incoming._BATCH_CHARACTERS", 20)
    seen: list[int] = []
    source = lines(tmp_path / "in.jsonl", *({"text": f"A story, the {n}."} for n in range(4)))
    import_(
        store, "jsonl", source, "ana", SCHEME, progress=lambda _: seen.append(len(list(store.articles())))
    )
    assert seen == [0, 2, 2, 4]


def test_a_conflict_is_one_error_and_another_try_mends_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"text": article().text, "spans": [{"start": 2, "end": 6, "label": "figure"}], "answer": "accept"}
    source = lines(tmp_path / "in.jsonl", row)
    commit_many = store.commit_many

    def interfere(decisions: list[Decision]) -> int:
        monkeypatch.undo()
        state: State = "skipped"
        store.commit(decision(document(article()), "state", state_before="new", state_after=state))
        return commit_many(decisions)

    monkeypatch.setattr(store, "commit_many", interfere)
    with pytest.raises(ConflictError):
        imported(store, source)
    assert tags(store) == []
    assert imported(store, source).spans == 1
    assert store.progress(article().id, "ana").state == "skipped"


def test_imports_from_standard_input(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text":"Piped."}')))
    imported(store, Path("-"))
    assert [(one.text, one.source) for one in store.articles()] == [("Piped.", "-:1")]


def test_what_cannot_be_read_is_one_sentence(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FormatError, match="No such file"):
        imported(store, tmp_path / "missing.jsonl")
    with pytest.raises(FormatError, match='cannot read "xml"'):
        import_(store, "xml", tmp_path / "in.xml", "ana", SCHEME)

    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=SimpleNamespace(readline=fail)))
    with pytest.raises(FormatError, match="cannot read -: Input/output error"):
        imported(store, Path("-"))


# Round trips.


@st.composite
def desks(draw: st.DrawFn) -> list[Document]:
    """What several annotators made of several articles."""
    found = draw(st.lists(articles(), max_size=3, unique_by=lambda one: one.text))
    return [
        draw(documents(one, name))
        for one in found
        for name in draw(st.sampled_from(["a", "ab", "b"]).map(list))
    ]


@cache
def empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store.open(path).close()
        return path.read_bytes()


@contextmanager
def two_stores() -> Iterator[tuple[Path, Store, Store]]:
    """Two empty databases that nobody will miss after a power cut, for hundreds of round trips."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("a.db", "b.db"):
            (folder / file).write_bytes(empty_database())
        with Store.open(folder / "a.db") as first, Store.open(folder / "b.db") as second:
            for one in (first, second):
                one.connection.execute("PRAGMA synchronous=OFF")
            yield folder, first, second


def round_trip(desk: list[Document], options: Options, *, with_articles: bool) -> tuple[bytes, bytes]:
    with two_stores() as (folder, first, second):
        fill(first, desk)
        before = exported(first, folder / "a.jsonl", options)
        if with_articles:
            second.add_articles(first.articles())
        report = imported(second, folder / "a.jsonl", annotator="nobody")
        assert report.refusals == []
        return before, exported(second, folder / "b.jsonl", options)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(desks())
def test_what_comes_back_into_an_empty_database_goes_out_as_the_same_bytes(desk: list[Document]) -> None:
    before, after = round_trip(desk, BARE, with_articles=False)
    assert after == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(desks(), st.sampled_from(get_args(Unit)))
def test_parts_come_back_as_the_same_bytes_where_their_articles_are(desk: list[Document], unit: Unit) -> None:
    # A tag on nothing but white space is in no part, so that a desk with nothing else looks untouched.
    assume(all(one.state != "new" for one in desk))
    before, after = round_trip(desk, Options(unit=unit, tokens=False), with_articles=True)
    assert after == before


def test_a_tag_has_the_same_id_whenever_it_comes_in() -> None:
    claim = incoming._Claim(3, 9, "a “label”", "Zoe\u0301")
    name = msgspec.json.encode(["0" * 64, *claim]).decode()
    assert incoming._tag_id("0" * 64, claim) == uuid.uuid5(incoming._TAGS, name).hex


def test_fresh_ids_are_all_different() -> None:
    ids = [id for _ in range(3) for id in itertools.islice(incoming._fresh_ids(), 1000)]
    assert len(set(ids)) == 3000
    assert all(re.fullmatch("[0-9a-f]{32}", id) for id in ids)
