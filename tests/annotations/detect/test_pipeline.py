"""The spaCy pipelines: embedded, a model on disk, what is missing; and what a whole article gives."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from annotations.cues import Cues, LabelCues
from annotations.detect import fingerprints
from annotations.detect.attributes import quotes_of
from annotations.detect.components import CONSISTENCY, ENTITIES, QUOTES, SUGGESTIONS
from annotations.detect.detect import detect, parts, read
from annotations.detect.fingerprints import expected_fingerprint
from annotations.detect.pipeline import choose, describe, embedded, fingerprint, load
from annotations.errors import DetectionError
from annotations.records import Entity, Mention, Quote, Speaker

TEXT = "Mira Tanaka spoke in Oslo on May 2. “It is done,” she said. “We go on.”"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return embedded()


@pytest.fixture(scope="module")
def ruler_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "ruler"
    model = spacy.blank("en")
    model.add_pipe("sentencizer")
    ruler = model.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Mira Tanaka"}])  # type: ignore[attr-defined]
    model.to_disk(path)
    return path


@pytest.fixture(scope="module")
def ner_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a pipeline whose entity recogniser listens to vectors, beside a tagger that is not needed."""
    path = tmp_path_factory.mktemp("models") / "ner"
    model = spacy.blank("en")
    vectors = {"width": 8, "depth": 1, "embed_size": 50, "window_size": 1, "maxout_pieces": 2}
    architecture = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "subword_features": True,
    }
    model.add_pipe("tok2vec", config={"model": architecture | vectors})
    model.add_pipe("tagger").add_label("X")  # type: ignore[attr-defined]
    parser = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
    }
    sizes = {"hidden_width": 8, "maxout_pieces": 2, "use_upper": True}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 8, "upstream": "tok2vec"}
    model.add_pipe("ner", config={"model": parser | sizes | {"tok2vec": listener}})
    example = Example.from_dict(
        model.make_doc("Mira Tanaka spoke"), {"entities": [(0, 11, "PERSON")], "tags": ["X"] * 3}
    )
    model.initialize(lambda: [example])
    model.to_disk(path)
    return path


def test_the_embedded_pipeline_fills_the_document(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert nlp.pipe_names == [ENTITIES, QUOTES, SUGGESTIONS]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Mira Tanaka", "PERSON"),
        ("Oslo", "GPE"),
        ("May 2", "DATE"),
    ]
    first, second = doc.spans["quotes"]
    assert (first._.kind, first._.speaker_name, first._.speaker.text, first._.cue.text) == (
        "direct",
        "Mira Tanaka",
        "she",
        "said",
    )
    assert second.text == "“We go on.”"
    assert second._.speaker_name == "Mira Tanaka"


def test_a_span_that_is_no_quotation_has_no_speaker(nlp: Language) -> None:
    span = nlp("A b c")[0:2]
    assert (span._.kind, span._.speaker, span._.speaker_name, span._.cue) == (None, None, None, None)


def test_a_document_keeps_its_quotations_when_saved(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert quotes_of(again) == quotes_of(doc) != []


def test_the_pipeline_saves_and_loads(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "own")
    again = spacy.load(tmp_path / "own")
    assert fingerprint(again) == fingerprint(nlp)
    assert detect(again, TEXT) == detect(nlp, TEXT)
    assert [len(doc.ents) for doc in nlp.pipe([TEXT, "No"])] == [3, 0]


def test_without_a_model_the_embedded_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "PREFERRED", ())
    assert fingerprint(load()) == expected_fingerprint()
    assert expected_fingerprint().startswith("embedded/spacy@")
    assert "en_core_web_sm" in describe(choose())[1]


def test_an_installed_model_that_does_not_load_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "PREFERRED", ("msgspec",))  # a package, but no model
    assert load().pipe_names == [ENTITIES, QUOTES, SUGGESTIONS]
    assert expected_fingerprint().startswith(f"msgspec@{metadata.version('msgspec')}/")


@pytest.mark.parametrize("model", ["en_no_such_model", "/no/such/folder", "msgspec", ""])
def test_a_named_model_that_cannot_be_loaded_is_told_in_a_sentence(model: str) -> None:
    with pytest.raises(DetectionError, match="python -m spacy download en_core_web_sm"):
        load(model)


def test_a_broken_folder_is_told_too(ruler_path: Path, tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{")
    with pytest.raises(DetectionError):
        load(str(tmp_path))


def test_a_model_on_disk_gives_the_entities_and_we_the_quotations(ruler_path: Path) -> None:
    nlp = load(str(ruler_path))
    assert nlp.pipe_names == ["sentencizer", "entity_ruler", CONSISTENCY, QUOTES, SUGGESTIONS]
    found = detect(nlp, TEXT)
    assert [entity.text for entity in found.entities] == ["Mira Tanaka"]
    assert [quote.speaker.name for quote in found.quotes if quote.speaker] == ["Mira Tanaka"] * 2
    assert fingerprint(nlp) == expected_fingerprint(str(ruler_path)) == found.pipeline
    assert "a folder" in describe(choose(str(ruler_path)), str(ruler_path))[0]


def test_a_model_is_mended_by_the_whole_article(ruler_path: Path) -> None:
    text = f"{TEXT}\n\nLater Tanaka left."
    (full, short) = load(str(ruler_path))(text).ents
    assert (full.text, short.text, short.label_) == ("Mira Tanaka", "Tanaka", "PERSON")


def test_a_recogniser_keeps_the_vectors_it_listens_to(ner_path: Path) -> None:
    nlp = load(str(ner_path))
    assert nlp.pipe_names == ["tok2vec", "ner", CONSISTENCY, QUOTES, SUGGESTIONS]
    detect(nlp, TEXT)
    assert detect(nlp, "(" * 5_000).entities == detect(nlp, "(" * 5_000).entities


def test_vectors_that_nobody_listens_to_are_switched_off(tmp_path: Path) -> None:
    model = spacy.blank("en")
    model.add_pipe("tok2vec")
    model.add_pipe("entity_ruler")
    model.initialize()
    model.to_disk(tmp_path / "model")
    assert load(str(tmp_path / "model")).pipe_names == ["entity_ruler", CONSISTENCY, QUOTES, SUGGESTIONS]


def test_a_model_without_entities_gets_our_rules(tmp_path: Path) -> None:
    model = spacy.blank("en")
    model.add_pipe("sentencizer")
    model.to_disk(tmp_path / "model")
    nlp = load(str(tmp_path / "model"))
    assert nlp.pipe_names == ["sentencizer", ENTITIES, QUOTES, SUGGESTIONS]
    assert len(detect(nlp, TEXT).entities) == 3


def test_the_fingerprint_follows_the_model_and_the_rules(
    ruler_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = expected_fingerprint(str(ruler_path))
    monkeypatch.setattr(fingerprints, "_WHOLE", 10)  # as if every file were too large to be read whole
    large = expected_fingerprint(str(ruler_path))
    assert large == expected_fingerprint(str(ruler_path)) != before
    monkeypatch.undo()
    (ruler_path / "note.txt").write_text("changed")
    assert expected_fingerprint(str(ruler_path)) != before
    (ruler_path / "note.txt").unlink()
    monkeypatch.setattr(fingerprints, "rules", lambda: "other")
    assert expected_fingerprint(str(ruler_path)) != before
    assert fingerprint(spacy.blank("en")).startswith("en_pipeline@")


def test_an_installed_package_is_known_by_its_version() -> None:
    assert fingerprints.base("spacy") == f"spacy@{metadata.version('spacy')}"
    assert fingerprints.base("no_such_model") == "no_such_model"


def test_long_texts_are_cut_at_paragraphs_and_joined(nlp: Language, ruler_path: Path) -> None:
    text = "\n\n".join([TEXT] * 12)
    whole = detect(nlp, text)
    doc = read(nlp, text, longest=200).doc
    assert doc.text == text
    assert [(e.start_char, e.label_) for e in doc.ents] == [(e.start, e.label) for e in whole.entities]
    assert quotes_of(doc) == list(whole.quotes)
    model = load(str(ruler_path))
    assert [e.start_char for e in read(model, text, longest=200).doc.ents] == [
        e.start_char for e in model(text).ents
    ]


@given(st.text(alphabet="ab \n", max_size=60), st.integers(min_value=1, max_value=12))
@settings(max_examples=100, deadline=None)
def test_parts_are_the_text(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert "".join(found) == text
    assert all(len(part) <= longest for part in found)


@given(
    st.text(max_size=150)
    | st.text(alphabet=st.sampled_from("“”‘’'\"«»AaBsid,. \n0$:>\u0301\ud800😭"), max_size=100)
)
@settings(max_examples=250, deadline=None)
def test_any_text_is_read_and_every_span_slices_to_its_text(text: str) -> None:
    found = detect(PIPELINE, text)
    shown = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    marked: list[Entity | Quote | Speaker | Mention] = [*found.entities, *found.quotes]
    for quote in found.quotes:
        marked += [part for part in (quote.speaker, quote.cue) if part is not None]
    for span in marked:
        assert 0 <= span.start < span.end <= len(text)
        assert shown[span.start : span.end] == span.text


PIPELINE = embedded()


@pytest.mark.parametrize(
    "text",
    ["(" * 200_000, "w" * 1_000_000, "“It is done,” said Mira Tanaka. The port of Oslo shut. " * 3_500,
     "“a,” said " * 10_000, "\n" * 200_000, "> a\n" * 20_000, "Q: “a”\n\nA: I said “b”\n\n" * 3_000],
)  # fmt: skip
def test_odd_texts_come_back(text: str) -> None:
    detect(PIPELINE, text)  # each took minutes where the time was quadratic


@Language.component("falls_over")
def falls_over(doc: Doc) -> Doc:
    """Fail on some articles, as a component of somebody else's may."""
    if "fall" in doc.text:
        raise RuntimeError("over\nand over")
    return doc


def test_a_component_that_fails_is_named_and_the_others_go_on() -> None:
    nlp = embedded()
    nlp.add_pipe("falls_over", first=True)
    found = detect(nlp, f"{TEXT} Leaves fall.")
    assert found.problems == ("falls_over failed (RuntimeError: over and over)",)
    assert len(found.quotes) == 2
    assert detect(nlp, TEXT).problems == ()


def test_a_component_that_fails_on_parts_of_a_long_text_is_named_once(ruler_path: Path) -> None:
    nlp = load(str(ruler_path))
    nlp.add_pipe("falls_over", first=True)
    long = read(nlp, "\n\n".join([f"{TEXT} Leaves fall."] * 6), longest=200)
    assert long.problems == ("falls_over failed (RuntimeError: over and over)",)
    assert [ent.text for ent in long.doc.ents] == ["Mira Tanaka"] * 6
    assert len(quotes_of(long.doc)) == 12


def test_the_names_of_the_package_lead_to_the_pipeline() -> None:
    import annotations.detect as package

    assert package.load is load
    assert package.choose is choose
    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        _ = package.unknown


def test_asking_the_package_for_nothing_imports_no_spacy() -> None:
    code = "import sys, annotations.detect; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_saved_pipeline_loads_where_only_spacy_is_imported(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "own")
    code = (
        "import sys, spacy; doc = spacy.load(sys.argv[1])(sys.argv[2]);"
        "print(doc.spans['quotes'][0]._.speaker_name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "own"), TEXT], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "Mira Tanaka"


def test_better_models_that_are_not_used_are_told_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "PREFERRED", ("no_such_model", "msgspec"))
    choice = choose()
    assert choice.base == "embedded"
    missing, broken = choice.passed_over
    assert missing == ("no_such_model", "not installed")
    assert broken.name == "msgspec"
    assert broken.reason.startswith("does not load: ")


def test_the_embedded_pipeline_has_no_longest_text(nlp: Language) -> None:
    assert len(nlp("A" * 1_000_001)) > 10_000


def test_the_fingerprint_follows_the_labels(nlp: Language) -> None:
    other = (LabelCues("commitment", Cues(verbs=("pay",))),)
    assert expected_fingerprint(None, other) == fingerprint(embedded(other))
    assert expected_fingerprint(None, other) != expected_fingerprint() == fingerprint(nlp)
    assert fingerprints.cues(other) != fingerprints.cues((other[0], LabelCues("figure")))
