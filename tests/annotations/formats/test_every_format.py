"""What is true of every format that has a reader: nothing is lost without being counted."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.formats import table
from annotations.formats.documents import Document
from tests.annotations.formats.both_ways import there_and_back
from tests.annotations.formats.samples import SCHEME, documents, request, tokenize
from tests.support.soak import examples

READ = [row.name for row in table.FORMATS if row.read or row.read_folder]
LABELS = ("commitment", "complaint", "an odd/label")
ARTICLE_LABELS = ("front page", "opinion")


def without_article_labels(document: Document) -> Document:
    passages = tuple(tag for tag in document.tags if not tag.on_article)
    return msgspec.structs.replace(document, tags=passages)


@pytest.mark.parametrize("format", READ)
@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_documents=st.lists(documents(), max_size=3))
def test_words_are_the_words_that_were_tagged(format: str, given_documents: list[Document]) -> None:
    wanted = request(SCHEME, tokenize=tokenize, passage_labels=LABELS, article_labels=ARTICLE_LABELS)
    if "article labels" not in table.writable(format).carries:
        given_documents = [without_article_labels(document) for document in given_documents]
    with there_and_back(format, given_documents, wanted) as (written, found):
        for document in found:
            for span in document.spans:
                assert document.article.text[span.start : span.end] == span.text
        changed = sum(loss.count for loss in written.losses.values())
        tags = sum(len(document.tags) for document in given_documents)
        assert tags - changed <= written.spans <= tags + changed
