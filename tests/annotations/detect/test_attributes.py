"""What a document carries of ours: through saving, through processes, and for spans that are not ours."""

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from annotations.cues import Cues, LabelCues
from annotations.detect import attributes
from annotations.detect.attributes import Tokens, quotes_of, suggestions_of
from annotations.detect.components import SUGGESTIONS, SuggestionRules
from annotations.detect.pipeline import embedded, fingerprint
from annotations.records import Quote

TEXT = "“It is done,” said Mira Tanaka. The ministry pledged to pay $5 million."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return embedded()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def test_suggestions_are_spans_with_a_score_and_a_reason(doc: Doc) -> None:
    pledge, money = doc.spans["suggestions"]
    assert (pledge.label_, pledge._.why, pledge._.score) == ("commitment", "The ministry: “pledged”", 0.9)
    assert (money.label_, money.text, money._.why) == ("figure", "$5 million", "money")
    assert [one.text for one in suggestions_of(doc)] == [pledge.text, money.text]
    assert pledge._.speaker is None


def test_quotations_tell_how_sure_they_are(doc: Doc) -> None:
    (quote,) = doc.spans["quotes"]
    assert quote._.confidence == quotes_of(doc)[0].confidence
    assert quote._.record["text"] == "“It is done,”"
    assert quote._.why is None


def test_a_saved_document_keeps_all_of_it(doc: Doc) -> None:
    again = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    assert quotes_of(again) == quotes_of(doc) != []
    assert suggestions_of(again) == suggestions_of(doc) != []
    assert again.spans["quotes"][0]._.speaker_name == "Mira Tanaka"
    assert again.spans["suggestions"][1]._.why == "money"
    box = DocBin(docs=[doc], store_user_data=True)
    (boxed,) = DocBin().from_bytes(box.to_bytes()).get_docs(spacy.blank("en").vocab)
    assert boxed.spans["quotes"][0]._.cue.text == "said"


def test_parts_of_an_utterance_and_their_sureness_go_with_a_document(nlp: Language) -> None:
    doc = nlp("“When,” asked Mira Tanaka, “will it end?” Nobody knew.\n\n“We will go on,” they said.")
    box = DocBin(docs=[doc], store_user_data=True)
    vocab = spacy.blank("en").vocab
    (boxed,) = DocBin().from_bytes(box.to_bytes()).get_docs(vocab)
    for again in (doc, Doc(vocab).from_bytes(doc.to_bytes()), boxed):
        first, second, _ = again.spans["quotes"]
        assert (first._.utterance, second._.utterance) == (None, first.start_char)
        assert [one._.confidence for one in again.spans["quotes"]] == [q.confidence for q in quotes_of(doc)]
        assert first._.confidence > 0.9


def test_two_processes_find_what_one_does(nlp: Language) -> None:
    texts = [TEXT, "", "No one. " * 3, TEXT]
    alone = [(quotes_of(doc), suggestions_of(doc)) for doc in nlp.pipe(texts)]
    both = [(quotes_of(doc), suggestions_of(doc)) for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert both == alone


def test_a_span_that_is_not_ours_has_nothing(doc: Doc) -> None:
    span = doc[0:2]
    assert (span._.record, span._.kind, span._.score, span._.cue, span._.speaker_name) == (
        {},
        None,
        None,
        None,
        None,
    )
    other = Tokens(doc).span(0, 3, name="quotes:99")
    assert other is not None
    assert other._.record == {}


def test_two_records_of_the_same_words_stay_apart(nlp: Language) -> None:
    doc = nlp.make_doc("“‘a’”")
    one, two = (Quote(start=0, end=5, text="“‘a’”", kind=kind) for kind in ("direct", "scare"))
    attributes.keep(doc, "quotes", [one, two])
    assert [span._.kind for span in doc.spans["quotes"]] == ["direct", "scare"]
    assert quotes_of(doc) == [one, two]


def test_a_record_that_touches_no_token_is_kept_without_a_span(nlp: Language) -> None:
    doc = nlp.make_doc("")
    attributes.keep(doc, "quotes", [Quote(start=0, end=0, text="")])
    assert len(doc.spans["quotes"]) == 0
    assert len(quotes_of(doc)) == 1


@pytest.mark.parametrize(
    ("start", "end", "text"), [(0, 1, "ab"), (1, 2, "ab"), (3, 7, "cd ef"), (0, 7, "ab cd ef")]
)
def test_a_span_covers_every_token_it_touches(nlp: Language, start: int, end: int, text: str) -> None:
    span = Tokens(nlp.make_doc("ab cd ef")).span(start, end)
    assert span is not None
    assert span.text == text


def test_a_document_without_ours_has_no_records(nlp: Language) -> None:
    doc = spacy.blank("en")("No.")
    assert quotes_of(doc) == []
    assert suggestions_of(doc) == []


def test_components_can_be_sent_and_tell_their_labels(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(nlp.get_pipe(SUGGESTIONS)))
    assert isinstance(again, SuggestionRules)
    assert again.labels == ("commitment", "complaint", "figure")


def test_a_scheme_goes_with_the_pipeline_and_changes_its_fingerprint(nlp: Language) -> None:
    own = embedded((LabelCues("payment", Cues(verbs=("pay *", "pledge"))),))
    assert [one.label for one in suggestions_of(own(TEXT))] == ["payment"]
    assert fingerprint(own) != fingerprint(nlp)
    again = spacy.blank("en").from_config(own.config)
    assert [one.label for one in suggestions_of(again(TEXT))] == ["payment"]
    assert fingerprint(own).partition("/cues@")[2] == fingerprint(again).partition("/cues@")[2]
