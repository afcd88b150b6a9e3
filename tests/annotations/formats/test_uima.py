import builtins
import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import cassis
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import ExportError, FormatError
from annotations.formats import uima_layers as layers
from annotations.formats.documents import Document, ImportedDocument
from annotations.records import Refusal
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
from tests.annotations.formats.samples import SCHEME, article, document, request, tag, tag_at

KINDS = ("xmi", "json")
CUSTOM = "webanno.custom."


def wanted(kind: str) -> Any:
    return request(SCHEME, options={"file": kind})


def name_of(found: Document, kind: str) -> str:
    return f"{found.annotator}/{found.article.id[:16]}.{kind}"


def cas_of(folder: Path, kind: str, found: Document) -> cassis.Cas:
    """Read a CAS as anybody does who has cassis: strictly, with the type system beside."""
    path = folder / name_of(found, kind)
    if kind == "json":
        return cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    return cassis.load_cas_from_xmi(path, typesystem=types)


def said(cas: cassis.Cas, layer: str, feature: str = "label") -> list[tuple[str, str]]:
    return [(one.get_covered_text(), one[feature]) for one in cas.select(layer)]


def nasty() -> Document:
    of = article()
    return document(
        of,
        tag(of, "agreed to pay €3 million"),
        tag(of, "€3 million; the guild’s", "complaint"),
        tag(of, "€3", 'an odd/label <&">', note="so\n\ton", origin="edited"),
        tag(of, "today.\n\n東京の", origin="suggested"),
        tag(of, "out.\r\nA", origin="propagated"),
        tag(of, "👩‍🚀 crew"),
        tag(of, "  "),
        labelled(of, "front page", note="lead", origin="suggested"),
        state="done",
    )


# What cassis, and so INCEpTION, reads.


@pytest.mark.parametrize("kind", KINDS)
def test_cassis_reads_every_tag_with_its_words(tmp_path: Path, kind: str) -> None:
    report = written_into(tmp_path / "all", "uima", nasty(), wanted=wanted(kind))
    cas = cas_of(tmp_path / "all", kind, nasty())
    assert cas.sofa_string == nasty().article.text
    assert cas.typecheck() == []
    passages = [tag for tag in nasty().tags if not tag.on_article]
    assert sorted(said(cas, layers.TAG)) == sorted((tag.text, tag.label) for tag in passages)
    (on_article,) = cas.select(layers.ON_ARTICLE)
    assert (on_article.label, on_article.note, on_article.origin) == ("front page", "lead", "suggested")
    assert report.losses == {}


def test_offsets_in_the_file_are_those_of_java(tmp_path: Path) -> None:
    of = article("😀 EU")
    written_into(tmp_path / "all", "uima", document(of, tag(of, "EU")))
    data = (tmp_path / "all" / name_of(document(of), "xmi")).read_text(encoding="utf-8")
    assert '<custom:Tag xmi:id="' in data
    assert 'begin="3" end="5" label="commitment" origin="manual"' in data


@pytest.mark.parametrize("kind", KINDS)
def test_inception_finds_sentences_tokens_and_what_is_known_of_the_document(
    tmp_path: Path, kind: str
) -> None:
    of = article("One, two. “Three” 👩‍🚀!", title="A title", source="x.txt")
    written_into(tmp_path / "all", "uima", document(of, state="done"), wanted=wanted(kind))
    cas = cas_of(tmp_path / "all", kind, document(of))
    texts = [one.get_covered_text() for one in cas.select(layers.TOKEN)]
    assert texts == ["One", ",", "two", ".", "“", "Three", "”", "👩‍🚀", "!"]
    sentences = cas.select(layers.SENTENCE)
    assert [one.get_covered_text() for one in sentences] == ["One, two.", "“Three” 👩‍🚀!"]
    (metadata,) = cas.select(layers.METADATA)
    assert (metadata.documentTitle, metadata.documentId, metadata.documentUri) == ("A title", of.id, "x.txt")
    assert metadata.get_covered_text() == of.text


@pytest.mark.parametrize("kind", KINDS)
def test_quotations_are_tied_to_speakers_and_cues(tmp_path: Path, kind: str) -> None:
    written_into(tmp_path / "all", "uima", story(), wanted=wanted(kind))
    cas = cas_of(tmp_path / "all", kind, story())
    told = {
        (one.Governor.get_covered_text(), one.label, one.Dependent.get_covered_text())
        for one in cas.select(layers.RELATION)
    }
    first, second = "“We will pay €3 million,”", "“That is the end of it.”"
    assert told == {
        (first, "said by", "Mira Tanaka"),
        (first, "cued by", "said"),
        (second, "continues", first),
        (second, "said by", "Mira Tanaka"),
    }
    assert all(
        (one.begin, one.end) == (one.Dependent.begin, one.Dependent.end)
        for one in cas.select(layers.RELATION)
    )
    assert said(cas, layers.ENTITY, "value") == [("Zu\u0308rich", "GPE"), ("€3 million", "MONEY")]
    assert said(cas, layers.SUGGESTION, "why") == [("We will pay €3 million", "“will pay”")]
    assert ("Mira Tanaka", "Mira Tanaka, mayor") in said(cas, layers.QUOTATION, "detail")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(found=marked())
def test_cassis_reads_whatever_may_be_tagged(
    kind: str, found: Document, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("uima") / "all"
    report = written_into(folder, "uima", found, wanted=wanted(kind))
    cas = cas_of(folder, kind, found)
    assert len(cas.sofa_string) == len(found.article.text)
    passages = [tag for tag in found.tags if not tag.on_article]
    places = sorted((one.begin, one.end) for one in cas.select(layers.TAG))
    assert places == sorted((tag.start, tag.end) for tag in passages)
    items = read_from(folder, "uima")
    assert as_meant(report, items)
    (item,) = taken(items)
    assert item.article == found.article
    assert kind == "xmi" or report.losses == {}


def test_every_token_lies_in_a_sentence_and_none_in_another(tmp_path: Path) -> None:
    written_into(tmp_path / "all", "uima", nasty())
    cas = cas_of(tmp_path / "all", "xmi", nasty())
    tokens = cas.select(layers.TOKEN)
    assert all(one.end <= other.begin for one, other in pairwise(tokens))
    inside = [
        token
        for sentence in cas.select(layers.SENTENCE)
        for token in cas.select_covered(layers.TOKEN, sentence)
    ]
    assert inside == tokens
    covered = {place for token in tokens for place in range(token.begin, token.end)}
    text = nasty().article.text
    assert all(place in covered for place in range(len(text)) if not text[place].isspace())


def test_what_xml_cannot_hold_is_replaced_in_xmi_and_comes_back(tmp_path: Path) -> None:
    of = article("a\x01b\ufffec, d.", title="T\x02", byline="\x03", metadata={"k": "\x04"})
    found = document(of, tag(of, "b\ufffec", "odd\x05label", note="n\x06"), annotator="a\x07", state="done")
    report = written_into(tmp_path / "all", "uima", found)
    kinds = {
        kind.partition(" (")[0].partition(" with ")[0]: loss.change for kind, loss in report.losses.items()
    }
    assert kinds == {"articles": "renamed", "tags under another name": "renamed", "notes": "renamed"}
    (item,) = taken(read_from(tmp_path / "all", "uima"))
    assert as_meant(report, [item])
    assert item.article == of
    assert (item.annotator, item.spans[0].label, item.spans[0].note) == ("a\x07", "odd\x05label", "n\ufffd")


# There and back.


@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_back_and_goes_out_again_as_it_was(tmp_path: Path, kind: str) -> None:
    same_again(tmp_path, "uima", nasty(), *untagged("opinion"), wanted=wanted(kind))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10, deadline=None)
@given(found=several(2))
def test_what_was_written_once_is_written_so_again(
    kind: str, found: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> None:
    settles(tmp_path_factory.mktemp("uima"), "uima", found, wanted(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_program_found_is_no_tag_when_it_comes_back(tmp_path: Path, kind: str) -> None:
    written_into(tmp_path / "all", "uima", story(tag(article(STORY), "walked out")), wanted=wanted(kind))
    (item,) = taken(read_from(tmp_path / "all", "uima"))
    assert [span.text for span in item.spans] == ["walked out"]
    examples = sorted(detail.partition(f".{kind}: ")[2] for _, detail in lost(item))
    assert examples == ["NamedEntity"] * 2 + ["Quotation"] * 4 + ["QuotationRelation"] * 4 + ["Suggestion"]


def test_half_a_character_stops_the_export(tmp_path: Path) -> None:
    for number, name in enumerate(("title", "text")):
        of = msgspec.structs.replace(article(), **{name: "a\ud800b"})
        with pytest.raises(ExportError, match="lone surrogate"):
            written_into(tmp_path / str(number), "uima", document(of, state="done"))


def test_without_cassis_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "cassis":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    for use in (lambda: written_into(tmp_path / "all", "uima", nasty()), lambda: read_from(tmp_path, "uima")):
        with pytest.raises(FormatError, match=r'UIMA needs dkpro-cassis: pip install "copydesk\[uima\]"'):
            use()


# INCEpTION's own files.


def foreign(text: str = "😀 A minister spoke.") -> tuple[cassis.TypeSystem, cassis.Cas]:
    """Return a CAS with INCEpTION's own layers and two custom ones."""
    types = cassis.TypeSystem()
    role = types.create_type(name=f"{CUSTOM}Role")
    types.create_feature(role, "kind", "uima.cas.String")
    types.create_type(name=f"{CUSTOM}Mark")
    entity = types.create_type(name=layers.ENTITY)
    types.create_feature(entity, "value", "uima.cas.String")
    relation = types.create_type(name=f"{CUSTOM}Tie")
    for end in ("Governor", "Dependent"):
        types.create_feature(relation, end, f"{CUSTOM}Role")
    types.create_type(name=layers.TOKEN)
    pos = types.create_type(name="de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS")
    types.create_feature(pos, "PosValue", "uima.cas.String")
    return types, cassis.Cas(typesystem=types, sofa_string=text)


def put(types: cassis.TypeSystem, cas: cassis.Cas, name: str, begin: int, end: int, **more: Any) -> Any:
    made = types.get_type(name)(begin=begin, end=end, **more)
    cas.add(made)
    return made


def saved(folder: Path, types: cassis.TypeSystem, cas: cassis.Cas, kind: str = "xmi") -> Path:
    folder.mkdir(exist_ok=True)
    if kind == "json":
        cas.to_json(folder / "d.json")
    else:
        cas.to_xmi(folder / "d.xmi")
        types.to_xml(folder / "TypeSystem.xml")
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_custom_spans_and_named_entities_are_tags(tmp_path: Path, kind: str) -> None:
    types, cas = foreign()
    role = put(types, cas, f"{CUSTOM}Role", 4, 12, kind="PER")
    put(types, cas, f"{CUSTOM}Mark", 13, 18)
    put(types, cas, f"{CUSTOM}Mark", 13, 13)
    put(types, cas, layers.ENTITY, 2, 12, value="PERSON")
    put(types, cas, f"{CUSTOM}Tie", 4, 12, Governor=role, Dependent=role)
    put(types, cas, layers.TOKEN, 2, 3)
    put(types, cas, "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS", 2, 3, PosValue="DT")
    (item,) = taken(read_from(saved(tmp_path, types, cas, kind), "uima"))
    assert {(span.text, span.label, span.origin) for span in item.spans} == {
        ("minister", "PER", "imported"),
        ("spoke", "Mark", "imported"),
        ("A minister", "PERSON", "imported"),
    }
    assert (item.state, item.annotator, item.article.source) == ("open", "", f"{tmp_path}/d.{kind}")
    place = item.article.source
    assert sorted(lost(item)) == [
        ("annotations of no words", f"{place}: webanno.custom.Mark at 13"),
        (
            "kinds of annotations that are no tags",
            f"{place}: de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS",
        ),
        ("kinds of annotations that are no tags", f"{place}: webanno.custom.Tie"),
    ]


def test_the_type_system_may_stand_above_and_in_a_zip(tmp_path: Path) -> None:
    types, cas = foreign()
    put(types, cas, f"{CUSTOM}Role", 4, 12, kind="PER")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("TypeSystem.xml", types.to_xml())
        archive.writestr("a/b/d.xmi", cas.to_xmi())
    (item,) = taken(read_from(tmp_path / "x.zip", "uima"))
    assert [span.text for span in item.spans] == ["minister"]
    saved(tmp_path / "one", types, cas)
    (item,) = taken(read_from(tmp_path / "one" / "d.xmi", "uima"))
    assert [span.text for span in item.spans] == ["minister"]


def test_layers_that_the_type_system_lacks_are_counted(tmp_path: Path) -> None:
    types, cas = foreign()
    put(types, cas, f"{CUSTOM}Role", 4, 12, kind="PER")
    put(types, cas, f"{CUSTOM}Mark", 13, 18)
    saved(tmp_path, types, cas)
    other = cassis.TypeSystem()
    other.create_type(name=f"{CUSTOM}Mark")
    other.to_xml(tmp_path / "TypeSystem.xml")
    (item,) = taken(read_from(tmp_path, "uima"))
    assert [span.text for span in item.spans] == ["spoke"]
    ((kind, detail),) = lost(item)
    assert kind == "kinds of annotations that the type system does not have"
    assert f"{CUSTOM}Role" in detail


def test_another_text_than_was_written_is_counted(tmp_path: Path) -> None:
    found = document(article("Old words."), state="done")
    written_into(tmp_path / "all", "uima", found)
    path = tmp_path / "all" / name_of(found, "xmi")
    path.write_text(path.read_text(encoding="utf-8").replace("Old words.", "New words."), encoding="utf-8")
    (item,) = taken(read_from(tmp_path / "all", "uima"))
    assert item.lost[0][0] == "articles whose text is not the one they were written with"


def broken(tmp_path: Path, change: Any, kind: str = "xmi") -> Path:
    """Write a CAS of ours, and change the bytes of its file."""
    folder = tmp_path / "all"
    of = article("😀 One two.")
    found = document(of, tag(of, "One"), state="done")
    written_into(folder, "uima", found, wanted=wanted(kind))
    path = folder / name_of(found, kind)
    path.write_bytes(change(path.read_bytes()))
    return folder


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[:300], "is no CAS that can be read"),
        (lambda data: b"", "is no CAS that can be read"),
        (lambda data: data.replace(b'end="6"', b'end="99"'), "lies outside of the text"),
        (
            lambda data: data.replace(b'begin="3" end="6" label', b'begin="1" end="6" label'),
            "inside of a character",
        ),
        (
            lambda data: data.replace(b'begin="3" end="6" label', b'begin="6" end="3" label'),
            "at 5 to 2, which is no",
        ),
        (
            lambda data: data.replace(b'begin="3" end="6" label', b'begin="3" end="3" label'),
            "tag of no words, at 2",
        ),
        (lambda data: data.replace(b'label="commitment"', b'label=" "'), "a tag without a label"),
        (lambda data: data.replace(b'label="commitment"', b""), "a tag without a label"),
        (lambda data: data.replace(b'begin="3"', b'begin="x"'), "is no CAS that can be read: ValueError"),
        (lambda data: data.replace(b"sofaString=", b"sofaURI="), "has no text"),
        (lambda data: data.replace(b'about="{', b'about="['), "Article that is not as it was written"),
        (lambda data: data.replace(b"One two", b"One \xff"), "is not UTF-8"),
        (lambda data: data.replace(b"UTF-8", b"UTF-7"), "is not in UTF-8"),
        (lambda data: data.decode().encode("utf-16"), "is not UTF-8"),
        (lambda data: b'<!DOCTYPE a [<!ENTITY b "c">]>' + data, "has a document type or entities"),
        (
            lambda data: data.replace(
                b"<xmi:XMI", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><xmi:XMI'
            ),
            "has a document type or entities",
        ),
    ],
)
def test_xmi_that_is_wrong_is_refused_with_its_reason(tmp_path: Path, change: Any, reason: str) -> None:
    assert reason in refused(read_from(broken(tmp_path, change), "uima"))


def in_json(change: Any) -> Any:
    def changed(data: bytes) -> bytes:
        values = json.loads(data)
        change(values)
        return json.dumps(values).encode()

    return changed


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[:300], "is not JSON"),
        (lambda data: b"[]", "is no CAS: it has no %TYPES"),
        (lambda data: data.replace(b'"begin": 3', b'"begin": NaN'), "is not JSON"),
        (lambda data: data.replace(b'"begin": 3', b'"begin": 3, "begin": 3'), "twice in one object"),
        (lambda data: data.replace(b"One two", b"\\ud800"), "lone surrogate"),
        (lambda data: data.replace(b'"begin": 3', b'"begin": 1'), "inside of a character"),
        (in_json(lambda values: values.pop("%VIEWS")), "is no CAS that can be read"),
        (in_json(lambda values: values.pop("%FEATURE_STRUCTURES")), "is no CAS that can be read: KeyError"),
        (in_json(lambda values: values["%FEATURE_STRUCTURES"].append({})), "is no CAS that can be read"),
    ],
)
def test_json_that_is_wrong_is_refused_with_its_reason(tmp_path: Path, change: Any, reason: str) -> None:
    assert reason in refused(read_from(broken(tmp_path, change, "json"), "uima"))


EVIL = "x=__import__('pathlib').Path('owned').touch()"


def test_names_in_a_file_are_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def plant(values: Any) -> None:
        values["%TYPES"][layers.TAG][EVIL] = {"%NAME": EVIL, "%RANGE": "uima.cas.String"}

    assert "with a name that is none" in refused(read_from(broken(tmp_path, in_json(plant), "json"), "uima"))
    types, cas = foreign()
    folder = saved(tmp_path / "xmi", types, cas)
    system = (folder / "TypeSystem.xml").read_text(encoding="utf-8")
    for old in ("<name>kind</name>", f"<name>{CUSTOM}Mark</name>", "uima.cas.String"):
        new = old.replace("kind", EVIL).replace("Mark", EVIL).replace("uima.cas.String", EVIL)
        (folder / "TypeSystem.xml").write_text(system.replace(old, new), encoding="utf-8")
        assert "with a name that is none" in refused(read_from(folder, "uima"))
    assert not (tmp_path / "owned").exists()


def test_a_type_system_that_is_wrong_or_missing_is_named(tmp_path: Path) -> None:
    types, cas = foreign()
    folder = saved(tmp_path, types, cas)
    for data, reason in [
        (b"<a", "has a TypeSystem.xml beside it that is no XML"),
        (b"<!DOCTYPE a><a/>", "has a document type or entities"),
        (
            types.to_xml().replace("supertypeName>uima.tcas.Annotation<", "supertypeName>no.such<").encode(),
            "no CAS",
        ),
    ]:
        (folder / "TypeSystem.xml").write_bytes(data)
        assert reason in refused(read_from(folder, "uima"))
    (folder / "TypeSystem.xml").unlink()
    assert refused(read_from(folder, "uima")).startswith("has no TypeSystem.xml beside it")


def test_what_is_wrong_leaves_the_rest(tmp_path: Path) -> None:
    types, cas = foreign()
    folder = saved(tmp_path, types, cas)
    (folder / "e.xmi").write_bytes(b"<a/>")
    (folder / "f.json").write_bytes(b"{}")
    items = read_from(folder, "uima")
    assert [item.article.text for item in items if isinstance(item, ImportedDocument)] == [cas.sofa_string]
    assert [Path(item.source).name for item in items if isinstance(item, Refusal)] == ["e.xmi", "f.json"]


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, 6000), junk=st.binary(max_size=3))
def test_damaged_files_are_refused_or_read_but_never_break_anything(
    kind: str, place: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("uima") / "all"
    written_into(folder, "uima", story(), wanted=wanted(kind))
    path = folder / name_of(story(), kind)
    check_damaged(folder, "uima", path, place, junk)


def test_two_tags_in_one_place_stay_two(tmp_path: Path) -> None:
    of = article("ab")
    both = document(of, tag_at(of, 0, 2, "x", note="1"), tag_at(of, 0, 2, "x", note="2"))
    same_again(tmp_path, "uima", both, wanted=wanted("xmi"))
    assert io.BytesIO(files(tmp_path / "one")["TypeSystem.xml"]).read(5) == b"<?xml"
